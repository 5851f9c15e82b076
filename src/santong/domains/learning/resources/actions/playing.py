"""What players report: pieces that were watched, and notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.learning.resources.actions.checking import demand_short, refuse_forbidden
from santong.domains.learning.resources.events import ResourceCompleted, ResourcePlayed
from santong.domains.learning.resources.facts import about
from santong.domains.learning.resources.models import Mark, Playing, Resource, Stretch
from santong.domains.learning.resources.moderating import check_file
from santong.domains.platform.files.public import Shown
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.refusals import NotPossible

LONGEST = 600.0
"""Seconds that one piece may take; browsers close theirs after a minute."""
LONGEST_NOTE = 300
"""Characters."""
KEPT = timedelta(days=30)
ENOUGH = 0.8
"""Share of a recording that somebody who reached its end must have watched to have completed it."""


@dataclass(frozen=True)
class Watched:
    """A piece as a browser reports it. `begin` and `end` are seconds of a recording, else pages from 1."""

    id: UUID
    begin: float
    end: float
    seconds: float


@dataclass(frozen=True)
class Watching:
    """A file of a resource that the viewer may read; `length` in seconds or pages, 0 while unknown."""

    resource: Resource
    shown: Shown

    @property
    def is_recording(self) -> bool:
        """Whether places in it are seconds."""
        return self.shown.file.kind in ("video", "audio")

    @property
    def length(self) -> float:
        """How much there is of it."""
        return self.shown.seconds if self.is_recording else float(len(self.shown.pages) or 1)


def note_watched(*, acting: Viewer, watching: Watching, pieces: Iterable[Watched]) -> int:
    """Count pieces that weren't counted before, and tell of them; how many that were."""
    person = _person(acting)
    with transaction.atomic():
        row = _row(person, watching)
        new = _unseen(row, list(pieces))
        if not new:
            return 0
        new_seconds = sum(_seconds(piece) for piece in new)
        at = min(max(0.0, new[-1].end), watching.length or new[-1].end)
        done = not row.is_complete and _is_complete(watching, at, row.seconds + new_seconds)
        Playing.objects.again([row]).update_quietly(
            at=at,
            seconds=F("seconds") + new_seconds,
            is_complete=row.is_complete or done,
            changed_at=timezone.now(),
        )
        _tell(person, watching, new, row.seconds + new_seconds if done else None)
    return len(new)


def forget_pieces() -> int:
    """Take away the ids of pieces that no browser sends any more; how many."""
    return Stretch.objects.filter(taken_at__lt=timezone.now() - KEPT).delete()[0]


def write_mark(*, acting: Viewer, watching: Watching, at: float, text: str, chapter: bool = False) -> Mark:
    """Write a note at a place, or (its author) name a chapter that begins there.

    Everybody reads chapters, so they are checked as comments are; notes are one's own.
    """
    person = _person(acting)
    if not text.strip():
        raise NotPossible(_("Write something first."))
    if chapter and watching.resource.author_id != person:
        raise NotPossible(_("Only its author can do this."))
    demand_short(text.strip(), LONGEST_NOTE)
    if chapter:
        refuse_forbidden({"chapters": text}, watching.resource.path)
    place = min(max(0.0, at), watching.length or at)
    kind = Mark.Kind.CHAPTER if chapter else Mark.Kind.NOTE
    made = Mark(person_id=person, resource=watching.resource, file=watching.shown.file, kind=kind, at=round(place, 2))
    made.text = text.strip()
    return keep_mark(acting=acting, mark=made)


def keep_mark(*, acting: Viewer, mark: Mark) -> Mark:
    """Write down a note of one's own, or again when its removal is taken back."""
    _demand_own(acting, mark)
    with transaction.atomic(), named("resources.write_mark"):
        mark.save()
        _check_chapter(mark)
    return mark


def remove_mark(*, acting: Viewer, mark: Mark) -> None:
    """Take a note of one's own away."""
    _demand_own(acting, mark)
    with transaction.atomic(), named("resources.remove_mark"):
        mark.delete()
        _check_chapter(mark)


def _demand_own(acting: Viewer, mark: Mark) -> None:
    if mark.person_id != _person(acting):
        raise NotPossible(_("This belongs to somebody else."))


def _check_chapter(mark: Mark) -> None:
    if mark.kind == Mark.Kind.CHAPTER:
        check_file(mark.file_id)


def _row(person: int, watching: Watching) -> Playing:
    """The person's row, locked. Where people are in a recording is no write that an audit would look at."""
    made = Playing(person_id=person, resource=watching.resource, file=watching.shown.file)
    plain: QuerySet[Playing] = QuerySet(Playing)
    plain.bulk_create([made], ignore_conflicts=True)
    rows = Playing.objects.belonging_to(file=watching.shown.file).select_for_update()
    return rows.get(person_id=person)


def _unseen(row: Playing, pieces: list[Watched]) -> list[Watched]:
    ids = [piece.id for piece in pieces]
    known = set(Stretch.objects.filter(pk__in=ids).values_list("pk", flat=True))
    new = list({piece.id: piece for piece in pieces if piece.id not in known}.values())
    Stretch.objects.bulk_create([Stretch(id=piece.id, playing=row) for piece in new])
    return new


def _seconds(piece: Watched) -> float:
    return min(max(0.0, piece.seconds), LONGEST)


def _is_complete(watching: Watching, at: float, seconds: float) -> bool:
    """At the end of a recording with most of it watched, or on the last page after a second for each."""
    if not watching.length:
        return False
    if watching.is_recording:
        return at >= watching.length * 0.95 - 1 and seconds >= watching.length * ENOUGH
    return at >= watching.length and seconds >= watching.length


def _tell(person: int, watching: Watching, pieces: list[Watched], total: float | None) -> None:
    row = watching.resource
    if person == row.author_id:
        return  # as with opening its page, an author's own looks don't count
    for piece in pieces:
        emit(
            ResourcePlayed(
                row.pk, person, row.title, watching.shown.file.pk, _seconds(piece), piece.begin, piece.end, **about(row)
            )
        )
    if total is not None:
        emit(ResourceCompleted(row.pk, person, row.title, watching.shown.file.pk, total, **about(row)))


def _person(acting: Viewer) -> int:
    if acting.person_id is None:
        raise NotPossible(_("Sign in first."))
    return acting.person_id
