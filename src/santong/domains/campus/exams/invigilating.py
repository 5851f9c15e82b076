"""Writes on invigilations: all of an examination, one on the day, the roll of a room, what happened."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.exams.duties import candidates, duties_of, people_of
from santong.domains.campus.exams.models import (
    KEEP,
    Absentee,
    Examination,
    ExamRoll,
    ExamRoom,
    Incident,
    Invigilation,
    Paper,
    Seat,
)
from santong.domains.campus.exams.objecting import of_bureau
from santong.domains.campus.exams.queries import Sitting, day_of_paper, may_call, sitting
from santong.domains.campus.staff.public import Staff
from santong.domains.platform.notices.public import tell
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, step
from santong.lib.examination_duties import assign

State = Examination.State
KEEPER = Holds(KEEP)
GIVEN = gettext_lazy("You invigilate in the examination “%(name)s”, %(when)s.")
TAKEN = gettext_lazy("You no longer invigilate in the examination “%(name)s”, %(when)s.")


def _not_timed(acting: Viewer, examination: Examination) -> str:
    found = sitting(examination)
    if not found.rooms or not found.timed or len(found.timed) < len(found.papers):
        return _("Give all papers a time and all grades rooms first.")
    return ""


@step(
    Examination, "exams.assign_invigilators", who=KEEPER, sources=(State.DRAFT, State.PUBLISHED),
    unless=(of_bureau, _not_timed),
)  # fmt: skip
def assign_invigilators(*, acting: Viewer, examination: Examination) -> int:
    """Plan who invigilates where; what was fixed by hand stays. Answers how many places nobody was found for."""
    found = sitting(examination)
    rows = _places(found)
    fixed = {row.pk: row.staff_id for row in rows if row.fixed and row.staff_id is not None}
    plan = assign(duties_of(found, rows), [person for _staff, person in people_of(found)], fixed)
    # Two rows of a paper may exchange their people, which one statement after another could not.
    Invigilation.objects.again([row for row in rows if not row.fixed]).update(staff=None)
    changed = [row for row in rows if not row.fixed]
    for row in changed:
        row.staff_id = plan.get(row.pk)
    Invigilation.objects.bulk_save(changed, ["staff"])
    return sum(row.staff_id is None for row in rows)


def _places(found: Sitting) -> list[Invigilation]:
    """The rows of all rooms and papers: missing ones are made, those too many go."""
    examination = found.examination
    there = {(row.paper_id, row.exam_room_id, row.position): row
             for row in Invigilation.objects.belonging_to(examination=examination)}  # fmt: skip
    wanted = {
        (paper.pk, room.pk, position): Invigilation(
            examination=examination, path=examination.path, paper=paper, exam_room=room, position=position
        )
        for paper in found.timed for room in found.rooms_of(paper)
        for position in range(1, _number(examination, room) + 1)
    }  # fmt: skip
    Invigilation.objects.noted([row.pk for key, row in there.items() if key not in wanted]).delete()
    Invigilation.objects.bulk_create([row for key, row in wanted.items() if key not in there])
    return list(Invigilation.objects.belonging_to(examination=examination).select_related("paper", "exam_room"))


def _number(examination: Examination, room: ExamRoom) -> int:
    return 1 if room.apart else examination.invigilators


@step(Invigilation, "exams.give_invigilation", who=KEEPER)
def give_invigilation(*, acting: Viewer, invigilation: Invigilation, staff: Staff) -> int | None:
    """Have somebody else invigilate, fixed by hand; both are told where the examination is published."""
    examination = invigilation.examination
    if examination.state == State.OVER:
        raise NotPossible(_("The examination is over."))
    if staff.pk not in {each.staff.pk for each in candidates(sitting(examination), invigilation)}:
        raise NotPossible(_("%(who)s isn't free then. Choose somebody else.") % {"who": staff}, field="staff")
    before = invigilation.staff
    invigilation.staff, invigilation.fixed = staff, True
    if examination.state == State.PUBLISHED:
        words = {"name": examination.name, "when": invigilation.paper.when}
        page = reverse("exams:mine")
        for who, title in ((before, TAKEN), (staff, GIVEN)):
            if who is not None and who.person_id != acting.person_id:
                tell(who.person, title, words=words, address=page)
    return before.pk if before is not None else None


@give_invigilation.back
def _given_back(acting: Viewer, invigilation: Invigilation, before: int | None) -> None:
    """The fields go back by themselves; whoever has something else by then keeps that."""
    taken = Invigilation.objects.belonging_to(paper=invigilation.paper).exclude(pk=invigilation.pk)
    if before is not None and taken.filter(staff_id=before).exists():
        raise NotPossible(_("Whoever had it invigilates elsewhere by now."))


def call_exam_roll(*, acting: Viewer, paper: Paper, room: ExamRoom, absent: Collection[Seat]) -> ExamRoll:
    """Note who isn't there when a paper is sat; called again it replaces what was noted before."""
    if not may_call(acting, paper, room):
        raise PermissionDenied(KEEP)
    if paper.begins is None or day_of_paper(paper) > timezone.localdate():
        raise NotPossible(_("This paper isn't sat today. The roll is called on its day."))
    if any(seat.exam_room_id != room.pk for seat in absent):
        raise NotPossible(_("Somebody of these sits in another room by now. Open the page again."))
    with transaction.atomic(), named("exams.call_roll"):
        roll, _new = ExamRoll.objects.keeping_unique().get_or_create(
            paper=paper, exam_room=room, defaults={"path": room.path, "taken_at": timezone.now()}
        )
        roll.by_id, roll.taken_at = acting.person_id, timezone.now()
        roll.save()
        Absentee.objects.belonging_to(roll=roll).exclude(seat__in=list(absent)).delete()
        known = set(Absentee.objects.belonging_to(roll=roll).values_list("seat", flat=True))
        Absentee.objects.bulk_create(
            Absentee(roll=roll, seat=seat, path=seat.path) for seat in absent if seat.pk not in known
        )
    return roll


@step(Examination, "exams.note_incident", who=KEEPER, sources=(State.PUBLISHED,))
def note_incident(*, acting: Viewer, examination: Examination, text: str, exam_room: ExamRoom | None = None) -> int:
    """Note what happened, for the log of the day."""
    row = Incident.objects.create(
        examination=examination, path=examination.path, exam_room=exam_room, text=text.strip(), by_id=acting.person_id
    )
    return row.pk


@note_incident.back
def _not_noted(acting: Viewer, examination: Examination, key: int) -> None:
    Incident.objects.noted([key]).delete()
