"""Writes on placements: begun, wishes, published, drawn, put into force, late arrivals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import SystemRandom

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.exams.public import results_of_pupils
from santong.domains.campus.placement.drawing import listed, placed
from santong.domains.campus.placement.jobs import draw_lots
from santong.domains.campus.placement.models import KEEP, SUBJECTS, Pair, PlacedPupil, Placement, PlacementClass
from santong.domains.campus.placement.queries import candidates, classes_to_fill, pairs_of, pupils_of
from santong.domains.campus.placement.words import refusal
from santong.domains.campus.students.public import Pupil, move
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.jobs.public import start
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, step
from santong.lib.class_placement import NotPlaceable, Wishes, check_wishes, place_late

KEEPER, State = Holds(KEEP), Placement.State
FEWEST_CLASSES = 2
READ_AS = {"语文": "chinese", "数学": "maths", "英语": "english"}
"""The columns of subjects; all others are one."""


def put_placement(*, acting: Viewer, placement: Placement) -> Placement:
    """Begin a placement with everybody whom it is about, or change what is weighed."""
    acting.demand(KEEP, placement.grade.path)
    with transaction.atomic(), named("placement.put"):
        placement.path = placement.school.path
        is_new = placement.pk is None
        placement.save()
        if is_new:
            _take_in(placement)
    return placement


def _take_in(placement: Placement) -> int:
    """Put those on the list who aren't yet, take off who is gone; how many are new."""
    present = {row.pk: row for row in candidates(placement.grade, placement.school, placement.whom)}
    there = set(pupils_of(placement).values_list("pupil", flat=True))
    PlacedPupil.objects.belonging_to(placement=placement).exclude(pupil__in=present).delete()
    new = [row for pk, row in present.items() if pk not in there]
    used = set(pupils_of(placement).values_list("code", flat=True))
    codes = [f"{number:04}" for number in range(1, len(new) + len(used) + 1) if f"{number:04}" not in used]
    # Codes by lot, so that they tell nothing of the order in which pupils stand on the roll.
    SystemRandom().shuffle(codes)
    PlacedPupil.objects.bulk_create(_row(placement, pupil, code) for pupil, code in zip(new, codes, strict=False))
    return len(new)


def _row(placement: Placement, pupil: Pupil, code: str, **more: bool) -> PlacedPupil:
    return PlacedPupil(
        placement=placement, pupil=pupil, path=placement.path, code=code, sex=pupil.person.sex,
        is_boarder=",boarder," in pupil.traits, **more,
    )  # fmt: skip


@step(Placement, "placement.take_in", who=KEEPER, sources=(State.DRAFT,))
def take_in(*, acting: Viewer, placement: Placement) -> int:
    """Bring the list up to date with the roll."""
    return _take_in(placement)


def _weighs_nothing(acting: Viewer, placement: Placement) -> str:
    """Results come in only where they make classes equal."""
    return "" if placement.weighs_results else _("This placement weighs no results, so none are read.")


@step(Placement, "placement.take_results", who=KEEPER, sources=(State.DRAFT,), unless=(_weighs_nothing,))
def take_results(*, acting: Viewer, placement: Placement) -> int:
    """Write down the released results of the latest examination, in hundredths of full marks, to make classes equal.

    They replace what a sheet said of the same subject. Answers of how many pupils there are some.
    """
    rows = list(pupils_of(placement))
    found = results_of_pupils(placement.school, [row.pupil for row in rows])
    if not found:
        raise NotPossible(_("No results of these pupils are released. Release them, or import a sheet."))
    for row in rows:
        for subject, points in found.get(row.pupil_id, {}).items():
            if subject in READ_AS:
                setattr(row, READ_AS[subject], points)
        others = [points for subject, points in found.get(row.pupil_id, {}).items() if subject not in READ_AS]
        if others:
            row.others = round(sum(others, Decimal()) / len(others), 2)
    PlacedPupil.objects.bulk_save(rows, SUBJECTS)
    return len(found)


@step(Placement, "placement.ask_for_pair", who=KEEPER, sources=(State.DRAFT,))
def ask_for_pair(
    *, acting: Viewer, placement: Placement, kind: str, one: PlacedPupil, other: PlacedPupil, reason: str
) -> int:
    """Let two pupils stay together, or keep them apart."""
    if one.pk == other.pk:
        raise NotPossible(_("That is the same pupil twice. Choose two."), field="other")
    first, second = sorted((one, other), key=lambda each: each.pk)
    if Pair.objects.belonging_to(one=first, other=second).exists():
        raise NotPossible(_("Something is asked for these two already. Take it away first."), field="other")
    row = Pair.objects.create(
        placement=placement, path=placement.path, kind=kind, one=first, other=second, reason=reason.strip()
    )
    _demand_possible(placement)
    return row.pk


@ask_for_pair.back
def _without_pair(acting: Viewer, placement: Placement, pair: int) -> None:
    Pair.objects.noted([pair]).delete()


def _has_no_pairs(acting: Viewer, placement: Placement) -> bool:
    return not pairs_of(placement).exists()


@step(
    Placement, "placement.drop_pair", who=KEEPER, sources=(State.DRAFT,),
    unless=(Condition(_has_no_pairs, gettext_lazy("No pairs are asked for.")),),
)  # fmt: skip
def drop_pair(*, acting: Viewer, placement: Placement, pair: Pair) -> None:
    """Ask for a pair no longer."""
    pair.delete()


def _demand_possible(placement: Placement) -> None:
    """Refuse pairs that contradict each other, by name."""
    found = listed(placement)
    try:
        check_wishes(found.pupils, max(len(classes_to_fill(placement.grade)), 1), found.wishes)
    except NotPlaceable as fault:
        raise NotPossible(refusal(placement, fault)) from fault


@step(Placement, "placement.publish", who=KEEPER, sources=(State.DRAFT,), target=State.PUBLISHED)
def publish(*, acting: Viewer, placement: Placement) -> None:
    """Fix the list, and commit the school to it and to a secret, before anything is drawn."""
    classes = classes_to_fill(placement.grade)
    if len(classes) < FEWEST_CLASSES:
        raise NotPossible(_("The grade has fewer than two classes. Add the classes first, then publish."))
    number = pupils_of(placement).count()
    if number < len(classes):
        raise NotPossible(_("There are fewer pupils than classes. Bring the list up to date first."))
    _demand_possible(placement)
    PlacementClass.objects.bulk_create(
        PlacementClass(placement=placement, school_class=each, position=at) for at, each in enumerate(classes)
    )
    placement.commit(listed(placement).digest)


@step(Placement, "placement.withdraw", who=KEEPER, sources=(State.PUBLISHED, State.DRAWING), target=State.DRAFT)
def withdraw(*, acting: Viewer, placement: Placement, reason: str) -> None:
    """Take the published list back before lots have fallen; its commitment stands in the history."""
    PlacementClass.objects.belonging_to(placement=placement).delete()
    placement.forget_draw()


@step(Placement, "placement.draw", who=KEEPER, sources=(State.PUBLISHED,), target=State.DRAWING)
def draw(*, acting: Viewer, placement: Placement, drawn: str, drawn_how: str) -> None:
    """Join the number that was drawn in public with the secret, and let the lots fall. There is no second draw."""
    if listed(placement).digest != placement.digest:
        raise NotPossible(_("The list isn't the one that was published. Withdraw it, and publish it again."))
    placement.take_number(drawn, drawn_how)
    start(
        draw_lots, {"placement_id": placement.pk}, acting=acting, key=f"placement:{placement.commitment}",
        path=placement.path, subject=str(placement.grade),
    )  # fmt: skip


@step(Placement, "placement.put_in_force", who=KEEPER, sources=(State.DRAWN,), target=State.IN_FORCE)
def put_in_force(*, acting: Viewer, placement: Placement, day: date) -> None:
    """Put the pupils into the classes that were drawn, from a day on."""
    _move(acting, placement, list(pupils_of(placement).select_related("pupil__school", "pupil__school_class")), day)


def _move(acting: Viewer, placement: Placement, rows: list[PlacedPupil], day: date) -> None:
    for each in PlacementClass.objects.belonging_to(placement=placement).select_related("school_class"):
        mine = [row.pupil for row in rows if row.school_class_id == each.school_class_id and row.pupil.is_present]
        move(acting=acting, pupils=mine, school_class=each.school_class, day=day, reason=_("Class placement"))


@step(Placement, "placement.add_late", who=KEEPER, sources=Placement.OVER)
def add_late(*, acting: Viewer, placement: Placement, pupil: Pupil) -> str:
    """Put somebody who came after the draw into a class, by the same rules and by lot among equal classes."""
    rows = list(pupils_of(placement))
    row = _row(placement, pupil, f"{max(int(each.code) for each in rows) + 1:04}", is_late=True)
    classes = [each.school_class for each in _classes(placement)]
    groups = [[each.code for each in rows if each.school_class_id == one.pk] for one in classes]
    known = [placed(placement, each) for each in rows]
    at = place_late(placed(placement, row), known, groups, Wishes(), placement.seed)
    row.school_class = classes[at]
    row.save()
    if placement.state == State.IN_FORCE:
        _move(acting, placement, [row], timezone.localdate())
    return str(classes[at])


def _classes(placement: Placement) -> list[PlacementClass]:
    return list(PlacementClass.objects.belonging_to(placement=placement).select_related("school_class"))
