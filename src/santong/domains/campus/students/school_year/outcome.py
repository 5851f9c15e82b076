"""What taking a change of the year back had to leave, in words: each by person or class, with the cause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from santong.domains.campus.students.models import Pupil, YearChange
from santong.domains.campus.students.school_year.taking_back import CHANGED, GONE, GRADE, PLACE, PUPIL
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer

MOST_NAMED = 100


@dataclass(frozen=True)
class Left:
    """Something that stays as it is: what people call it, and why."""

    name: str
    cause: str


def left_by(change: YearChange, viewer: Viewer) -> list[Left]:
    """The first of what was left as it is; names only of people whom the viewer sees."""
    found = [Left(name, cause) for kind, key, reason in change.kept for name, cause in _told(kind, key, reason, viewer)]
    return found[:MOST_NAMED]


def _told(kind: str, key: int, reason: str, viewer: Viewer) -> Iterator[tuple[str, str]]:
    if kind == PUPIL:
        yield _pupil(key, reason, viewer)
    elif kind == GRADE:
        yield _grade(key, reason)
    elif kind == PLACE:
        yield from _place(key, viewer)


def _pupil(key: int, reason: str, viewer: Viewer) -> tuple[str, str]:
    row = Pupil.objects.noted([key]).select_related("person", "school").first()
    if reason == GONE or row is None:
        return _("A pupil"), _("The import that had made the record was undone since.")
    name = row.person.name if Pupil.objects.visible_to(viewer).filter(pk=key).exists() else _("A pupil")
    text = _("Since graduating: “%(status)s” at %(school)s.")
    return name, text % {"status": row.get_status_display(), "school": row.school.name}


def _grade(key: int, reason: str) -> tuple[str, str]:
    row = Organisation.with_removed.noted([key]).first()
    if row is None:
        return _("A grade"), _("The import that had made it was undone since.")
    return row.name, _("It was moved to another level by hand since.") if reason == CHANGED else ""


def _place(key: int, viewer: Viewer) -> Iterator[tuple[str, str]]:
    """A new class or grade that stays: because of each pupil in it, or of something else."""
    row = Organisation.with_removed.noted([key]).first()
    if row is None:
        return
    if row.kind == Organisation.Kind.GRADE:
        yield row.name, _("Its classes are in use.")
        return
    pupils = list(Pupil.objects.visible_to(viewer).filter(school_class=row).select_related("person")[:MOST_NAMED])
    for pupil in pupils:
        yield row.name, _("%(name)s is in this class.") % {"name": pupil.person.name}
    if not pupils:
        yield row.name, _("Something refers to this class by now: a teacher, a former pupil, a record.")
