"""What people read in the audit record about documents."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("documents.write", _("Wrote a document")),
    Action("documents.submit", _("Sent a document to be signed")),
    Action("documents.discard", _("Threw a draft away")),
    Action("documents.issue", _("Gave a document its number")),
    Action("documents.skip", _("Used up a document number")),
    Action("documents.seal", _("Noted the seal on a document")),
    Action("documents.distribute", _("Distributed a document")),
    Action("documents.remind", _("Reminded receivers of a document")),
    Action("documents.withdraw", _("Withdrew a document")),
    Action("documents.archive", _("Archived an outgoing document")),
    Action("documents.sign_for", _("Signed for a document")),
    Action("documents.register", _("Registered an incoming document")),
    Action("documents.propose", _("Proposed what to do about a document")),
    Action("documents.decide", _("Gave instructions about a document")),
    Action("documents.handle", _("Handled an incoming document")),
    Action("documents.show", _("Gave a document to others to read")),
    Action("documents.note", _("Noted an incoming document")),
    Action("documents.hurry", _("Reminded of an incoming document")),
    Action("documents.close", _("Concluded an incoming document")),
    Action("documents.archive_incoming", _("Archived an incoming document")),
)
