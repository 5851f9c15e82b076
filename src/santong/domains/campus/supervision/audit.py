"""What people read in the audit record about supervised tasks."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("supervision.put", _("Wrote a supervised task")),
    Action("supervision.add_lead", _("Let a place lead a supervised task")),
    Action("supervision.add_group", _("Let places lead a supervised task")),
    Action("supervision.add_assistant", _("Let a place assist with a supervised task")),
    Action("supervision.add_milestone", _("Set a milestone of a supervised task")),
    Action("supervision.take_out", _("Took a part out of a supervised task")),
    Action("supervision.issue", _("Issued a supervised task")),
    Action("supervision.withdraw_task", _("Withdrew a supervised task from everybody")),
    Action("supervision.report", _("Reported progress")),
    Action("supervision.reach", _("Reached a milestone")),
    Action("supervision.ask_extension", _("Asked for an extension of a supervised task")),
    Action("supervision.grant_extension", _("Granted an extension of a supervised task")),
    Action("supervision.refuse_extension", _("Refused an extension of a supervised task")),
    Action("supervision.report_done", _("Reported a supervised task as done")),
    Action("supervision.accept", _("Settled a supervised task")),
    Action("supervision.return", _("Returned a supervised task")),
    Action("supervision.withdraw", _("Withdrew a supervised task from a lead")),
    Action("supervision.reopen", _("Opened a supervised task again")),
    Action("supervision.pass_on", _("Passed a supervised task on")),
    Action("supervision.remind", _("Reminded of a supervised task")),
)
