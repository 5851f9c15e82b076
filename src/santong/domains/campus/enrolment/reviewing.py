"""What schools do with applications: pass them, return them, refuse them, and put confirmed children on the roll."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from santong.domains.campus.enrolment.models import REVIEW, Application, Category, Round, joined, words_of
from santong.domains.campus.enrolment.queries import findings, person_of, same_number
from santong.domains.campus.enrolment.relation import is_family
from santong.domains.campus.enrolment.telling import tell_family
from santong.domains.campus.students.public import (
    Arrival,
    NewGuardian,
    NewPupil,
    Pupil,
    enrol,
    link_guardians,
    return_to_roll,
)
from santong.domains.platform.identity.public import NewPerson, Person, create_people
from santong.domains.platform.organisations.public import (
    Organisation,
    create_grade,
    entry_year_of,
    grades_of,
    levels_of,
    school_year_of,
)
from santong.kit.access import SYSTEM, Viewer
from santong.kit.pages import BulkAction
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, step
from santong.kit.steps.back import BACK, payload_of

State = Application.State
REVIEWER = Holds(REVIEW)


def _is_own(acting: Viewer, application: Application) -> bool:
    return is_family(acting, application)


def _is_listed(acting: Viewer, application: Application) -> bool:
    return application.round.state != Round.State.OPEN


OWN = Condition(_is_own, gettext_lazy("It is your own child. Somebody else reviews."))
LISTED = Condition(_is_listed, gettext_lazy("The list is published. It has to be withdrawn before anything changes."))


def _has_double(acting: Viewer, application: Application) -> bool:
    return same_number(application).exists()


DOUBLED = Condition(
    _has_double,
    gettext_lazy("Another application has the same number. Speak with both families, and refuse one first."),
)


@step(
    Application, "enrolment.accept", who=REVIEWER, sources=Application.IN_REVIEW, target=State.ACCEPTED,
    unless=(OWN, LISTED, DOUBLED), then=tell_family, undo=True,
)  # fmt: skip
def accept(
    *, acting: Viewer, application: Application, evidence: Sequence[str] | None = None, points: int | None = None
) -> None:
    """Pass the review; `evidence` is what stands after it, as declared where nothing is said."""
    if evidence is not None:
        application.evidence = joined(word for word in evidence if word in words_of(application.round.asks))
    if points is not None:
        _demand_points(application)
        application.points = points
    application.is_doubled = False
    _note_reviewer(acting, application)


def _demand_points(application: Application) -> None:
    goes_by = Category.objects.belonging_to(round=application.round).filter(within=Category.Within.RESULTS)
    if not goes_by.exists():
        raise NotPossible(_("Nobody goes by results in this round. Leave them out."), field="points")


def _note_reviewer(acting: Viewer, application: Application) -> None:
    application.decided_by_id, application.decided_at = acting.person_id, timezone.now()


@step(
    Application, "enrolment.return", who=REVIEWER, sources=(State.SUBMITTED, State.ACCEPTED), target=State.RETURNED,
    unless=(OWN, LISTED), then=tell_family, undo=True,
)  # fmt: skip
def return_application(*, acting: Viewer, application: Application, reason: str) -> None:
    """Ask the family to complete something, and say what."""
    application.seal(answer=reason)
    _note_reviewer(acting, application)


@step(
    Application, "enrolment.refuse", who=REVIEWER, sources=(*Application.IN_REVIEW, State.ACCEPTED),
    target=State.REFUSED, unless=(OWN, LISTED), then=tell_family, undo=True,
)  # fmt: skip
def refuse(*, acting: Viewer, application: Application, reason: str) -> None:
    """Don't accept it, and say why."""
    application.seal(answer=reason)
    _note_reviewer(acting, application)


def found_grade(round: Round, school: Organisation) -> None:
    """Make the grade that children enter, where the school year has begun and the school has none.

    Before it has, the change of the school year makes it: a grade of next year would move up together with the others.
    """
    if school_year_of(timezone.localdate()) < round.begins:
        return
    level = int(levels_of(round.stage)[0])
    year = entry_year_of(round.stage, level, round.begins)
    if not any(each.grade.stage == round.stage and each.grade.entry_year == year for each in grades_of(school)):
        # The round's plan says that the school takes this grade; who enters pupils needn't hold the right to found it.
        create_grade(acting=SYSTEM, school=school, stage=round.stage, level=level, school_year=round.begins)


@step(
    Application, "enrolment.enter", who=REVIEWER & Holds("pupils.change") & Holds("people.change"),
    sources=(State.CONFIRMED,), target=State.ENTERED, unless=(OWN,), then=tell_family,
)  # fmt: skip
def enter(*, acting: Viewer, application: Application) -> None:
    """Put the child on the roll of the school, in no class yet, and link the guardian whose papers the school has seen.

    Nobody gains a child by applying alone: the family says it, and somebody else of the school confirms it here.
    """
    school = application.school
    found_grade(application.round, school)
    person = person_of(application)
    if application.child_id is None and person is not None:
        raise NotPossible(
            _("The number belongs to somebody the region knows. Import the pupil: whoever keeps the record is asked.")
        )
    pupil = _enter_known(school, person) if person is not None else _enter_new(acting, application)
    guardian = application.applicant or _new_guardian(acting, application)
    link_guardians(acting=acting, drafts=[NewGuardian(pupil, guardian, application.relation)])
    application.pupil = pupil


def _enter_known(school: Organisation, person: Person) -> Pupil:
    known = Pupil.objects.belonging_to(person=person).select_related("school", "person").first()
    if known is None:
        # Applying as a guardian on record, and the review, were the checks.
        draft = NewPupil(person, None)
        return enrol(acting=SYSTEM, school=school, drafts=[draft], day=timezone.localdate())[0]
    if known.is_present:
        text = _(
            "The child is on the roll of %(school)s still. It can be entered once that school has let it graduate."
        )
        raise NotPossible(text % {"school": known.school})
    return_to_roll(school, [Arrival(known, None)])
    return known


def _enter_new(acting: Viewer, application: Application) -> Pupil:
    draft = NewPerson(
        name=application.name, path=application.school.path, sex=application.sex, birth_date=application.birth_date,
        id_number=application.id_number,
    )  # fmt: skip
    person = create_people(acting=acting, drafts=[draft])[0]
    drafts = [NewPupil(person, None)]
    return enrol(acting=acting, school=application.school, drafts=drafts, day=timezone.localdate())[0]


def _new_guardian(acting: Viewer, application: Application) -> Person:
    """An account for a guardian who applied without one: they take it into use by an activation slip of the school."""
    draft = NewPerson(name=application.guardian_name, path=application.school.path, phone=application.phone)
    return create_people(acting=acting, drafts=[draft])[0]


def pass_clean(acting: Viewer, rows: QuerySet) -> tuple[str, dict[str, Any]]:
    """Pass those of the selected ones that need no second look, as declared; the others stay."""
    passed = []
    for row in rows.filter(state=State.SUBMITTED).select_related("round__place", "school", "child", "applicant"):
        is_clean = not row.is_doubled and all(each.tone in ("ok", "info") for each in findings(row))
        if is_clean and accept.is_open(acting, row):
            passed.append(accept.take(acting, row, {}))
    number = len(passed)
    if not passed:
        raise NotPossible(_("None of these can be passed without a closer look. Open them one by one."))
    text = ngettext(
        "%(n)s application has passed. The others need a closer look.",
        "%(n)s applications have passed. The others need a closer look.",
        number,
    )
    return text % {"n": number}, payload_of(passed)


PASS_CLEAN = BulkAction(
    "pass-clean", gettext_lazy("Pass those without remarks"), REVIEW, pass_clean, icon="checks", undo=BACK
)
