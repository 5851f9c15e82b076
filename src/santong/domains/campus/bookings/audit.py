"""What people read in the audit record about bookings."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("bookings.book", _("Booked a room or thing")),
    Action("bookings.hold", _("Took rooms for something that the school arranges")),
    Action("bookings.give_back", _("Gave rooms back")),
    Action("bookings.cancel", _("Cancelled a booking")),
    Action("bookings.move", _("Moved a booking")),
)
