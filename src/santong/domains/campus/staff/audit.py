"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("staff.assign_teaching", _("Assigned teaching")),
    Action("staff.change", _("Changed a member of staff")),
    Action("staff.dismiss_new", _("Removed newly entered staff")),
    Action("staff.employ", _("Entered staff")),
    Action("staff.end_teaching", _("Ended teaching")),
    Action("staff.import", _("Imported staff")),
    Action("staff.leave", _("Let staff leave")),
    Action("staff.resume_teaching", _("Resumed teaching")),
    Action("staff.undo_import", _("Took an import of staff back")),
)
