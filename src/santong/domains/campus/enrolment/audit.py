"""What people read in the audit record about enrolment."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("enrolment.put", _("Wrote down an enrolment round")),
    Action("enrolment.open", _("Published an enrolment round")),
    Action("enrolment.reopen_draft", _("Took an enrolment round back to draft")),
    Action("enrolment.add_category", _("Added a category of enrolment")),
    Action("enrolment.drop_category", _("Dropped a category of enrolment")),
    Action("enrolment.plan", _("Noted the places of a school")),
    Action("enrolment.publish_list", _("Published the list of an enrolment round")),
    Action("enrolment.withdraw_list", _("Withdrew the list of an enrolment round")),
    Action("enrolment.draw", _("Entered the number of a draw of places")),
    Action("enrolment.drawn", _("Admitted by rules and lots")),
    Action("enrolment.publish_result", _("Published the result of an enrolment round")),
    Action("enrolment.fill", _("Gave free places to the waiting list")),
    Action("enrolment.close", _("Closed an enrolment round")),
    Action("enrolment.apply", _("Applied for a school")),
    Action("enrolment.correct", _("Corrected an application for a school")),
    Action("enrolment.withdraw", _("Withdrew an application for a school")),
    Action("enrolment.confirm", _("Confirmed a place at a school")),
    Action("enrolment.decline", _("Gave a place at a school up")),
    Action("enrolment.accept", _("Passed an application for a school")),
    Action("enrolment.return", _("Returned an application for a school")),
    Action("enrolment.refuse", _("Refused an application for a school")),
    Action("enrolment.enter", _("Put an admitted child on the roll")),
)
