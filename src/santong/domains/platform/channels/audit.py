"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("channels.set_up", _("Set a channel up")),
    Action("channels.switch_on", _("Switched a channel on")),
    Action("channels.switch_off", _("Switched a channel off")),
    Action("channels.pause", _("Paused a channel")),
    Action("channels.resume", _("Let a channel go on")),
    Action("channels.add_address", _("Added an address outside the product")),
    Action("channels.ask_code", _("Had a code sent to an address")),
    Action("channels.confirm_address", _("Confirmed an address")),
    Action("channels.remove_address", _("Removed an address")),
    Action("channels.choose", _("Chose what to be told where")),
)
