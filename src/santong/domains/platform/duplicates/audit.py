"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("duplicates.find", _("Searched for duplicates")),
    Action("duplicates.merge", _("Merged two entries of a person")),
    Action("duplicates.reopen", _("Put a pair back onto the list of suspicions")),
    Action("duplicates.suspect", _("Settled a suspicion of a duplicate")),
    Action("duplicates.take_back", _("Took a merger of people back")),
    Action("duplicates.tell_apart", _("Told two people apart")),
)
