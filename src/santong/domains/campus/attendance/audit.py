"""What people read in the audit record about attendance and leave; never why somebody was away."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("attendance.call_roll", _("Called the roll")),
    Action("attendance.take_call_back", _("Took a roll call back")),
    Action("attendance.bring_call_back", _("Let a roll call hold again")),
    Action("attendance.correct", _("Corrected a pupil's attendance")),
    Action("attendance.correct_back", _("Took a correction of attendance back")),
    Action("attendance.note", _("Noted a pupil's presence")),
    Action("attendance.ask_leave", _("Asked for leave of a pupil")),
    Action("attendance.agree_leave", _("Agreed to leave of a pupil")),
    Action("attendance.refuse_leave", _("Didn't grant leave of a pupil")),
    Action("attendance.withdraw_leave", _("Withdrew leave of a pupil")),
    Action("attendance.end_leave", _("Ended leave of a pupil early")),
)
