"""What people read in the audit record about teaching plans and searches."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("teaching_plans.search", _("Began a search for a timetable")),
    Action("teaching_plans.stop", _("Stopped a search for a timetable")),
    Action("teaching_plans.move", _("Moved a lesson of a draft by hand")),
    Action("teaching_plans.move_back", _("Took a move in a draft back")),
    Action("teaching_plans.lock", _("Locked or unlocked a lesson of a draft")),
    Action("teaching_plans.take_over_groups", _("Took teaching groups over into the plan")),
    Action("teaching_plans.undo_import", _("Took an import of a .fet file back")),
    Action("teaching_plans.usual_rules", _("Took the usual rules of the timetable")),
)
