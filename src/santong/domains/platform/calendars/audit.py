"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("calendars.clear_day", _("Cleared a day of the calendar")),
    Action("calendars.clear_terms", _("Cleared terms")),
    Action("calendars.set_days", _("Set days of the calendar")),
    Action("calendars.set_periods", _("Set periods of the day")),
    Action("calendars.set_terms", _("Set terms")),
)
