"""What the audit record calls the actions of this module."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("students.accept_invitation", _("Accepted an invitation as guardian")),
    Action("students.accept_transfer", _("Accepted a transfer")),
    Action("students.ask_transfer", _("Asked for a transfer")),
    Action("students.change_year", _("Changed the school year")),
    Action("students.correct", _("Corrected a pupil's entry")),
    Action("students.end_guardianship", _("Ended a guardianship")),
    Action("students.enrol", _("Enrolled pupils")),
    Action("students.enter", _("Entered a pupil")),
    Action("students.give_consent", _("Gave consent")),
    Action("students.graduate", _("Graduated pupils")),
    Action("students.import", _("Imported pupils")),
    Action("students.invite_guardian", _("Invited a guardian")),
    Action("students.leave", _("Let a pupil leave")),
    Action("students.link_guardians", _("Linked guardians")),
    Action("students.move", _("Moved pupils to another class")),
    Action("students.refuse_transfer", _("Refused a transfer")),
    Action("students.restore_guardianship", _("Restored a guardianship")),
    Action("students.resume", _("Let a pupil resume")),
    Action("students.suspend", _("Suspended a pupil")),
    Action("students.take_year_back", _("Took the change of the school year back")),
    Action("students.transfer", _("Transferred a pupil")),
    Action("students.undo_import", _("Took an import of pupils back")),
    Action("students.withdraw_consent", _("Withdrew consent")),
    Action("students.withdraw_transfer", _("Withdrew a transfer")),
)
