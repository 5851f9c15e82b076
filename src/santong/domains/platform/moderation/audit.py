"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("moderation.import_words", _("Imported words to moderate")),
    Action("moderation.put_word", _("Wrote a word to moderate")),
    Action("moderation.reject", _("Refused what was held back")),
    Action("moderation.release", _("Released what was held back")),
    Action("moderation.report", _("Reported something to the moderators")),
    Action("moderation.review", _("Checked a text for words")),
    Action("moderation.take_back", _("Took a moderator's decision back")),
    Action("moderation.undo_import", _("Took an import of words back")),
)
