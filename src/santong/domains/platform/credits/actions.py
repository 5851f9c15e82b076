"""Writes on schemes: drafts, their parts, versions, copies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.credits.jobs import compute_credits, work_out
from santong.domains.platform.credits.models import (
    WRITE,
    Category,
    Course,
    Replacement,
    Scheme,
    SchemeVersion,
)
from santong.domains.platform.credits.reading import in_force, rules_of
from santong.domains.platform.credits.rules import Rules, condition_fault
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer, ancestor_paths
from santong.kit.audit import named
from santong.kit.jobs.public import start
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, Whoever, step

WRITER = Holds(WRITE)
ANY_WRITER = Whoever(lambda viewer, row: viewer.can(WRITE))
COPIED = (
    "kind", "unit", "total", "years", "repeats", "hours_per_credit", "earned", "authority", "source",
)  # fmt: skip


def put_scheme(*, acting: Viewer, scheme: Scheme) -> Scheme:
    """Write a scheme down, or change its draft; what is published stays until the next version."""
    acting.demand(WRITE, scheme.place.path if scheme.place else "")
    if fault := condition_fault(scheme.earned):
        raise NotPossible(fault, field="earned")
    with transaction.atomic(), named("credits.put_scheme"):
        scheme.path = scheme.place.path if scheme.place else ""
        scheme.effects_at = None
        scheme.save()
    return scheme


def put_course(*, acting: Viewer, course: Course) -> Course:
    """Write a course of a scheme down, or change it."""
    acting.demand(WRITE, course.scheme.path)
    if course.category.scheme_id != course.scheme_id:
        raise NotPossible(_("Choose a category of the same scheme."), field="category")
    with transaction.atomic(), named("credits.put_course"):
        course.path = course.scheme.path
        course.save()
        _draft_changed(course.scheme)
    return course


def _draft_changed(scheme: Scheme) -> None:
    """What was worked out of the draft no longer holds."""
    if scheme.effects_at is not None:
        scheme.effects_at = None
        scheme.save(update_fields=["effects_at"])


@step(Scheme, "credits.set_category", who=WRITER)
def set_category(
    *, acting: Viewer, scheme: Scheme, name: str, floor: Decimal, cap: Decimal | None = None
) -> dict[str, Any]:
    """Add a category, or change what is needed in the one of this name."""
    if cap is not None and cap < floor:
        raise NotPossible(_("More is needed than counts. Correct one of both."), field="cap")
    row = Category.objects.belonging_to(scheme=scheme).filter(name=name.strip()).first()
    before = None if row is None else [str(row.floor), None if row.cap is None else str(row.cap)]
    row = row or Category(scheme=scheme, name=name.strip())
    row.floor, row.cap = floor, cap
    row.save()
    scheme.effects_at = None
    return {"key": row.pk, "before": before}


@set_category.back
def _unset_category(acting: Viewer, scheme: Scheme, done: dict[str, Any]) -> None:
    for row in Category.objects.noted([done["key"]]):
        if done["before"] is None:
            if Course.with_removed.belonging_to(category=row).exists():
                raise NotPossible(_("It has courses by now."))
            row.delete()
            continue
        floor, cap = done["before"]
        row.floor, row.cap = Decimal(floor), None if cap is None else Decimal(cap)
        row.save()


@step(Scheme, "credits.set_replacement", who=WRITER)
def set_replacement(
    *, acting: Viewer, scheme: Scheme, by: Course, of: Course, most: Decimal, authority: str
) -> dict[str, Any]:
    """Let credits of one course count for another, up to a number; 0 takes it back."""
    if by.pk == of.pk:
        raise NotPossible(_("A course can't stand for itself."), field="of")
    row = Replacement.objects.belonging_to(scheme=scheme).filter(by=by, of=of).first()
    before = None if row is None else [str(row.most), row.authority]
    if most == 0:
        if row is not None:
            row.delete()
    else:
        row = row or Replacement(scheme=scheme, by=by, of=of)
        row.most, row.authority = most, authority.strip()
        row.save()
    scheme.effects_at = None
    return {"by": by.pk, "of": of.pk, "before": before}


@set_replacement.back
def _unset_replacement(acting: Viewer, scheme: Scheme, done: dict[str, Any]) -> None:
    Replacement.objects.belonging_to(scheme=scheme).filter(by=done["by"], of=done["of"]).delete()
    if done["before"] is not None:
        most, authority = done["before"]
        Replacement(scheme=scheme, by_id=done["by"], of_id=done["of"], most=Decimal(most), authority=authority).save()


def _without_courses(acting: Viewer, scheme: Scheme) -> str:
    if Course.objects.belonging_to(scheme=scheme).exists():
        return ""
    return _("There are no courses in it yet. Add categories and courses first.")


def _unchanged(acting: Viewer, scheme: Scheme) -> str:
    last = SchemeVersion.objects.belonging_to(scheme=scheme).order_by("-number").first()
    if last is not None and last.rules == rules_of(scheme).as_json():
        return _("Nothing has changed since the last version.")
    return ""


def _easier_than_above(acting: Viewer, scheme: Scheme) -> str:
    """A school may ask for more than its bureau, not for less."""
    above = _above_of(scheme)
    if above is None:
        return ""
    own = rules_of(scheme)
    floors = {each.name: each.floor for each in own.categories}
    lower = next((each.name for each in above.categories if floors.get(each.name, 0) < each.floor), "")
    if lower:
        return _("“%(name)s” needs at least as many credits as in the scheme of the bureau.") % {"name": lower}
    if own.total < above.total:
        return _("The scheme of the bureau needs %(n)s in all. A school may ask for more, not for less.") % {
            "n": f"{above.total.normalize():f}"
        }
    return ""


def _above_of(scheme: Scheme) -> Rules | None:
    """The rules that would hold at the scheme's place without it, None where there are none."""
    force = in_force([scheme.path], [scheme.kind])
    for path in sorted(ancestor_paths(scheme.path), key=len, reverse=True):
        if path != scheme.path and (found := force.versions.get((scheme.kind, path))):
            return force.rules_of(found[0])
    return None


def _published_beside(acting: Viewer, scheme: Scheme) -> str:
    rows = Scheme.objects.belonging_to(place=scheme.place).filter(kind=scheme.kind, is_published=True)
    if scheme.place is not None and rows.exclude(pk=scheme.pk).exists():
        return _("Another scheme for these people is in force here. Change that one, and publish its next version.")
    return ""


def _not_worked_out(acting: Viewer, scheme: Scheme) -> str:
    at = scheme.effects_at
    if at is not None and not Course.with_removed.belonging_to(scheme=scheme).filter(removed_at__gt=at).exists():
        return ""
    return _("Work out first whom it changes. It takes a few seconds.")


@step(Scheme, "credits.work_out", who=WRITER, unless=(_without_courses, _unchanged), saves=False)
def work_out_effects(*, acting: Viewer, scheme: Scheme) -> None:
    """Have it worked out, in the background, for whom the draft changes something."""
    start(work_out, {"scheme_id": scheme.pk}, acting=acting, path=scheme.path)


@step(
    Scheme, "credits.publish", who=WRITER,
    unless=(_without_courses, _unchanged, _published_beside, _easier_than_above, _not_worked_out),
)  # fmt: skip
def publish(*, acting: Viewer, scheme: Scheme, from_day: date, note: str = "") -> None:
    """Let the draft hold for those who began from a day on; earlier ones keep the version that they have."""
    last = SchemeVersion.objects.belonging_to(scheme=scheme).order_by("-number").first()
    if last is not None and from_day < last.from_day:
        raise NotPossible(
            _("The version before holds from a later day. Choose that day or one after it."), field="from_day"
        )
    scheme.number += 1
    scheme.is_published, scheme.effects_at = True, None
    SchemeVersion.objects.create(
        scheme=scheme, number=scheme.number, from_day=from_day, note=note.strip(), rules=rules_of(scheme).as_json()
    )
    start(compute_credits, {"path": scheme.path}, acting=acting, path=scheme.path)


@step(Scheme, "credits.copy", who=ANY_WRITER, saves=False)
def copy_scheme(*, acting: Viewer, scheme: Scheme, place: Organisation, name: str) -> int:
    """Make a draft of a place's own out of a scheme, with its categories, courses and replacements."""
    acting.demand(WRITE, place.path)
    values = {field: getattr(scheme, field) for field in COPIED}
    made = Scheme(place=place, path=place.path, name=name.strip(), copied_from=scheme, **values)
    made.save()
    categories = {}
    for row in Category.objects.belonging_to(scheme=scheme).order_by("pk"):
        categories[row.pk] = Category.objects.create(scheme=made, name=row.name, floor=row.floor, cap=row.cap)
    courses = {}
    for row in Course.objects.belonging_to(scheme=scheme).order_by("pk"):
        fields = ("code", "name", "credits", "required", "adds_up", "part", "semester", "subject", "own")
        courses[row.pk] = Course.objects.create(
            scheme=made, path=place.path, category=categories[row.category_id],
            **{field: getattr(row, field) for field in fields},
        )  # fmt: skip
    for each in Replacement.objects.belonging_to(scheme=scheme).order_by("pk"):
        if each.of_id in courses and each.by_id in courses:
            Replacement.objects.create(
                scheme=made, of=courses[each.of_id], by=courses[each.by_id], most=each.most, authority=each.authority
            )
    return made.pk


@copy_scheme.back
def _drop_copy(acting: Viewer, scheme: Scheme, key: int) -> None:
    for copy in Scheme.objects.noted([key]):
        if copy.is_published:
            raise NotPossible(_("The copy is published by now."))
        copy.removed_at = timezone.now()
        copy.save(update_fields=["removed_at"])
