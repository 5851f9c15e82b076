"""What people read in the audit record about timetables."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("timetable.copy", _("Copied a timetable")),
    Action("timetable.fill", _("Wrote the lessons that a search found")),
    Action("timetable.put_lesson", _("Wrote a lesson of a timetable")),
    Action("timetable.rearrange", _("Moved lessons of a timetable by hand")),
    Action("timetable.take_lesson", _("Took a lesson out of a timetable")),
    Action("timetable.publish", _("Published a timetable")),
    Action("timetable.withdraw", _("Withdrew a timetable")),
    Action("timetable.cover", _("Had lessons covered or cancelled")),
    Action("timetable.suspend", _("Cancelled lessons of whole classes")),
    Action("timetable.reinstate", _("Had cancelled lessons of whole classes held again")),
    Action("timetable.swap", _("Swapped two lessons")),
    Action("timetable.ask_for_swap", _("Asked a colleague to swap lessons")),
    Action("timetable.agree_to_swap", _("Agreed to swap lessons")),
    Action("timetable.decline_swap", _("Declined to swap lessons")),
    Action("timetable.withdraw_swap", _("Asked no longer to swap lessons")),
    Action("timetable.take_back", _("Took a change of lessons back")),
)
