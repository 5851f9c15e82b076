"""What people read in the audit record about class placements."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("placement.put", _("Wrote down a class placement")),
    Action("placement.take_in", _("Brought the list of a class placement up to date")),
    Action("placement.take_results", _("Took results of an examination into a class placement")),
    Action("placement.ask_for_pair", _("Asked that two pupils stay together or apart")),
    Action("placement.drop_pair", _("Dropped a pair of a class placement")),
    Action("placement.publish", _("Published the list of a class placement")),
    Action("placement.withdraw", _("Withdrew the list of a class placement")),
    Action("placement.draw", _("Entered the number of a draw")),
    Action("placement.drawn", _("Placed pupils by lot")),
    Action("placement.put_in_force", _("Put pupils into the classes that were drawn")),
    Action("placement.add_late", _("Placed a late arrival")),
)
