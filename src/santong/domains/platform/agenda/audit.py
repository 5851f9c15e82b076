"""What people read in the audit record about calendars."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("agenda.take_in", _("Took a calendar file into their own calendar")),
    Action("agenda.open_feed", _("Opened a way of reading their calendar elsewhere")),
    Action("agenda.close_feed", _("Closed a way of reading their calendar elsewhere")),
)
