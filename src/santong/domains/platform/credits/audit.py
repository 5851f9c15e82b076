"""What people read in the audit record about credits."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("credits.put_scheme", _("Wrote down a scheme of credits")),
    Action("credits.put_course", _("Wrote down a course of a scheme")),
    Action("credits.set_category", _("Set a category of a scheme")),
    Action("credits.set_replacement", _("Set a replacement of a course")),
    Action("credits.work_out", _("Had it worked out whom a scheme changes")),
    Action("credits.worked_out", _("Worked out whom a scheme changes")),
    Action("credits.publish", _("Published a version of a scheme of credits")),
    Action("credits.copy", _("Copied a scheme of credits")),
    Action("credits.award", _("Entered a course that people took")),
    Action("credits.cancel", _("Cancelled an entry of a course")),
    Action("credits.ask_correction", _("Asked for a correction of credits")),
    Action("credits.answer", _("Answered a correction of credits")),
)
