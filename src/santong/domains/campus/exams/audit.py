"""What people read in the audit record about examinations."""

from django.utils.translation import gettext_lazy as _

from santong.kit.audit import Action

ACTIONS = (
    Action("exams.put", _("Wrote down an examination")),
    Action("exams.add_papers", _("Added papers to an examination")),
    Action("exams.drop_paper", _("Took a paper out of an examination")),
    Action("exams.set_time", _("Gave a paper its time")),
    Action("exams.propose_times", _("Had times for papers proposed")),
    Action("exams.choose_rooms", _("Chose rooms for an examination")),
    Action("exams.seat_pupils", _("Seated the pupils of an examination by lot")),
    Action("exams.add_late", _("Gave a late pupil a seat")),
    Action("exams.take_out", _("Freed a seat of an examination")),
    Action("exams.move_apart", _("Put a pupil into a room for single pupils")),
    Action("exams.assign_invigilators", _("Planned who invigilates")),
    Action("exams.give_invigilation", _("Had somebody else invigilate")),
    Action("exams.publish", _("Published an examination")),
    Action("exams.withdraw", _("Withdrew an examination")),
    Action("exams.close", _("Said that an examination is over")),
    Action("exams.take_over", _("Took a joint examination over")),
    Action("exams.call_roll", _("Called the roll of an examination room")),
    Action("exams.note_incident", _("Noted an incident of an examination")),
    Action("exams.release_results", _("Released results of a paper")),
    Action("exams.hold_results", _("Held results of a paper back")),
)
