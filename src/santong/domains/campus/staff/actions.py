"""Writes on staff: employing, posts, teaching assignments, leaving."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from santong.domains.campus.staff.models import Post, Staff, Teaching
from santong.domains.platform.access.public import Fact, follow, unfollow
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, add_count
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible

CHANGE = "staff.change"
BATCH = 500
SEPARATOR = "、"
"""Between subjects in `Staff.subjects`, as people write them."""


@dataclass(frozen=True, slots=True)
class NewStaff:
    """A person to employ at a school. `subjects` are standard names, `titles` of `Post.Title`."""

    person: Person
    subjects: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    is_teacher: bool = True
    on_establishment: bool | None = None
    stage: str = ""


@dataclass(frozen=True, slots=True)
class NewTeaching:
    """Somebody leads a class (no subject) or teaches a subject in it."""

    staff: Staff
    school_class: Organisation
    subject: str = ""

    @property
    def kind(self) -> str:
        """One of `Teaching.Kind`."""
        return Teaching.Kind.SUBJECT if self.subject else Teaching.Kind.CLASS_TEACHER


def employ(*, acting: Viewer, school: Organisation, drafts: Sequence[NewStaff], day: date) -> list[Staff]:
    """Take people onto the staff of a school, with their posts."""
    acting.demand(CHANGE, school.path)
    rows = [_row(school, draft, day) for draft in drafts]
    with transaction.atomic(), named("staff.employ"):
        Staff.objects.bulk_create(rows, batch_size=BATCH)
        posts = [
            Post(staff=row, path=row.path, title=title, since=day)
            for row, draft in zip(rows, drafts, strict=True)
            for title in draft.titles
        ]
        Post.objects.bulk_create(posts, batch_size=BATCH)
        change_counts(rows, 1)
    return rows


def assign_teaching(*, acting: Viewer, drafts: Sequence[NewTeaching], day: date) -> list[Teaching]:
    """Give classes to teachers from a day on; what they have already is left out.

    A class with another class teacher is refused: end that assignment first.
    """
    for draft in drafts:
        acting.demand(CHANGE, draft.staff.path)
        if not draft.school_class.path.startswith(draft.staff.path):
            raise NotPossible(_("The class belongs to another school."))
    with transaction.atomic(), named("staff.assign_teaching"):
        new = _not_yet(drafts)
        _refuse_second_class_teacher(new)
        rows = [
            Teaching(
                staff=draft.staff,
                kind=draft.kind,
                school_class=draft.school_class,
                path=draft.school_class.path,
                subject=draft.subject,
                since=day,
            )
            for draft in new
        ]
        Teaching.objects.bulk_create(rows, batch_size=BATCH)
        for kind in Teaching.Kind.values:
            follow(kind, _facts(row for row in rows if row.kind == kind))
    return rows


def end_teaching(*, acting: Viewer, teaching: Sequence[Teaching], last_day: date) -> None:
    """End assignments with a day; the roles on the classes end unless another assignment gives them."""
    for row in teaching:
        acting.demand(CHANGE, row.staff.path)
    with transaction.atomic(), named("staff.end_teaching"):
        for row in teaching:
            row.until = max(last_day, row.since)
        Teaching.objects.bulk_update(teaching, ["until"], batch_size=BATCH)
        _unfollow(teaching)


def resume_teaching(*, acting: Viewer, teaching: Sequence[Teaching]) -> None:
    """Take the end of assignments back."""
    for row in teaching:
        acting.demand(CHANGE, row.staff.path)
        row.until = None
    with transaction.atomic(), named("staff.resume_teaching"):
        Teaching.objects.bulk_update(teaching, ["until"], batch_size=BATCH)
        for kind in Teaching.Kind.values:
            follow(kind, _facts(row for row in teaching if row.kind == kind))


def leave(*, acting: Viewer, staff: Sequence[Staff], day: date) -> None:
    """End employments with a day, together with posts and teaching."""
    for row in staff:
        acting.demand(CHANGE, row.path)
    leaving = [row for row in staff if row.status == Staff.Status.ACTIVE]
    with transaction.atomic(), named("staff.leave"):
        teaching = Teaching.objects.belonging_to(staff__in=leaving).filter(until=None).select_related("staff")
        end_teaching(acting=acting, teaching=list(teaching), last_day=day)
        Post.objects.belonging_to(staff__in=leaving).filter(until=None, since__lte=day).update(until=day)
        for row in leaving:
            row.status, row.left_on = Staff.Status.LEFT, day
        Staff.objects.bulk_update(leaving, ["status", "left_on"], batch_size=BATCH)
        change_counts(leaving, -1)


def change_staff(*, acting: Viewer, staff: Staff, titles: Iterable[str], day: date, **fields: object) -> None:
    """Correct facts about a member of staff, and set the posts held from a day on."""
    acting.demand(CHANGE, staff.path)
    before = staff.is_teacher if not staff.loaded_values else staff.loaded_values["is_teacher"]
    with transaction.atomic(), named("staff.change"):
        for name, value in fields.items():
            setattr(staff, name, value)
        staff.save()
        if staff.status == Staff.Status.ACTIVE and staff.is_teacher != before:
            add_count(what="teachers", path=staff.path, change=1 if staff.is_teacher else -1)
        _set_posts(staff, set(titles), day)


def dismiss_new(*, staff: Sequence[Staff]) -> None:
    """Delete employments that were entered by mistake (undo of an import), with all that hangs on them."""
    keys = [row.pk for row in staff]
    with transaction.atomic(), named("staff.dismiss_new"):
        for start in range(0, len(keys), BATCH):
            part = keys[start : start + BATCH]
            teaching = list(Teaching.objects.noted(part, by="staff_id").select_related("staff"))
            Teaching.objects.noted(part, by="staff_id").delete()
            _unfollow(teaching, forget=True)
            Post.objects.noted(part, by="staff_id").delete()
            Staff.objects.noted(part).delete()
        change_counts([row for row in staff if row.status == Staff.Status.ACTIVE], -1)


def _row(school: Organisation, draft: NewStaff, day: date) -> Staff:
    return Staff(
        person=draft.person,
        school=school,
        path=school.path,
        is_teacher=draft.is_teacher,
        on_establishment=draft.on_establishment,
        stage=draft.stage,
        subjects=SEPARATOR.join(draft.subjects),
        joined_on=day,
    )


def _set_posts(staff: Staff, titles: set[str], day: date) -> None:
    held = {post.title: post for post in Post.objects.belonging_to(staff=staff).filter(until=None)}
    for title in held.keys() - titles:
        post = held[title]
        post.until = max(post.since, day - timedelta(days=1))
        post.save(update_fields=["until"])
    Post.objects.bulk_create(
        [Post(staff=staff, path=staff.path, title=title, since=day) for title in sorted(titles - held.keys())]
    )


def _not_yet(drafts: Sequence[NewTeaching]) -> list[NewTeaching]:
    held = set(
        Teaching.objects.belonging_to(staff__in=[draft.staff for draft in drafts])
        .filter(until=None)
        .values_list("staff_id", "school_class_id", "subject")
    )
    new = {(d.staff.pk, d.school_class.pk, d.subject): d for d in drafts}
    return [draft for key, draft in new.items() if key not in held]


def _refuse_second_class_teacher(drafts: Iterable[NewTeaching]) -> None:
    classes = [draft.school_class for draft in drafts if not draft.subject]
    led = Teaching.objects.belonging_to(school_class__in=classes).filter(kind=Teaching.Kind.CLASS_TEACHER, until=None)
    first = led.select_related("school_class").first()
    if first is not None:
        text = _("%(name)s has a class teacher already. End that assignment first.")
        raise NotPossible(text % {"name": first.school_class.name})


def _facts(rows: Iterable[Teaching]) -> set[Fact]:
    return {Fact(row.staff.person_id, row.school_class_id, row.path) for row in rows}


def _unfollow(rows: Sequence[Teaching], *, forget: bool = False) -> None:
    people = {row.staff.person_id for row in rows}
    still = list(Teaching.objects.noted(people, by="staff__person").filter(until=None).select_related("staff"))
    for kind in Teaching.Kind.values:
        kept = _facts(row for row in still if row.kind == kind)
        unfollow(kind, _facts(row for row in rows if row.kind == kind) - kept, forget=forget)


def change_counts(rows: Iterable[Staff], sign: int) -> None:
    """Add people to (or, -1, take them from) the numbers of their schools."""
    totals: Counter[tuple[str, str]] = Counter()
    for row in rows:
        totals["staff", row.path] += sign
        totals["teachers", row.path] += sign * row.is_teacher
    for (what, path), change in sorted(totals.items()):
        if change:
            add_count(what=what, path=path, change=change)


def forget_teaching(teaching: Sequence[Teaching]) -> None:
    """Take the roles back that followed from assignments entered by mistake, whose rows are gone."""
    _unfollow(teaching, forget=True)
