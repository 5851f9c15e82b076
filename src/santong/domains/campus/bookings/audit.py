"""What people read in the audit record about bookings."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("bookings.book", _("Booked a room or thing")),
    Action("bookings.cancel", _("Cancelled a booking")),
    Action("bookings.move", _("Moved a booking")),
)
