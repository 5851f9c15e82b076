"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("calls.accept", _("Took an answer to a call")),
    Action("calls.answer", _("Answered a call for resources")),
    Action("calls.close", _("Closed a call for resources")),
    Action("calls.publish", _("Published a call for resources")),
    Action("calls.put", _("Wrote a call for resources")),
    Action("calls.reopen", _("Opened a call again")),
    Action("calls.take_back", _("Took an answer to a call back")),
    Action("calls.thank", _("Declined an answer to a call")),
    Action("certificates.grant", _("Granted a certificate")),
    Action("certificates.revoke", _("Revoked a certificate")),
    Action("packs.add", _("Added resources to a pack")),
    Action("packs.drop", _("Took a resource out of a pack")),
    Action("packs.free_seat", _("Freed a seat of a pack")),
    Action("packs.put", _("Wrote a pack")),
    Action("packs.restore_seat", _("Restored a seat of a pack")),
    Action("packs.take_seat", _("Took a seat of a pack")),
    Action("points.obtain", _("Obtained a resource for points")),
    Action("points.post", _("Posted points")),
    Action("points.price", _("Set a price in points")),
    Action("points.reverse", _("Reversed a posting of points")),
    Action("points.rules", _("Changed the rules of points")),
)
