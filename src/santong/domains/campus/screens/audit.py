"""What people read in the audit record about class screens."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("screens.put", _("Set up a class screen")),
    Action("screens.pair", _("Paired a panel with a class screen")),
    Action("screens.revoke", _("Locked the panel of a class screen out")),
    Action("screens.alarm", _("Showed an emergency message on all screens")),
    Action("screens.end_alarm", _("Took an emergency message off the screens")),
    Action("screens.post", _("Put something on screens")),
    Action("screens.rules", _("Chose what screens show")),
    Action("screens.new_device", _("A panel asked for a code")),
)
