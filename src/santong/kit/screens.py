"""What modules put on class screens: panels in corridors for a class, a room or a school, at which nobody signs in.

    ScreenBlock(
        "week_plan", _("Dates"), "lines", (CLASS, ROOM, HALL),
        pieces=lambda spot, first, last: [Line(row.what, row.begins, row.ends, note=row.where) for row in …],
        follows=(Follows("duty.PlanItem"),),
    )

Whoever passes reads them, children and strangers. So a block says which names of people can stand in it (`names`),
shows those of staff only where the school has chosen so (`Spot.shows`), and never the name of a pupil that a module
knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from santong.kit.registry import Label, Named

CLASS, ROOM, HALL = "class", "room", "hall"
PLACES = (CLASS, ROOM, HALL)
"""What a screen can be for: a class, a room, or the whole school."""
LESSONS, LINES, FIGURE = "lessons", "lines", "figure"
SHAPES = (LESSONS, LINES, FIGURE)
TEACHERS, ON_DUTY = "teachers", "on_duty"
NAMES = (TEACHERS, ON_DUTY)
"""Names of people that a school lets stand on its screens or not: of who teaches, and of who is on duty."""
DAYS = 7
"""How many days a screen keeps, today among them."""


@dataclass(frozen=True)
class Spot:
    """What a screen is for: the organisation `school`, and the class or room where `place` is one.

    `path` is that of the class, or of the school. `shows` are those of `NAMES` that the school has chosen.
    """

    place: str
    school: Any
    school_class: Any
    room: Any
    path: str
    shows: frozenset[str]


@dataclass(frozen=True)
class LessonPiece:
    """A lesson of a day. `change` says in a word what is otherwise than usual; without `held` it is cancelled."""

    day: date
    number: int
    subject: str
    begins: time | None
    ends: time | None
    teacher: str = ""
    where: str = ""
    whose: str = ""
    change: str = ""
    held: bool = True

    def kept(self) -> dict[str, Any]:
        """As the screen keeps it: days and times as text of the place's clock."""
        times = {"begins": _clock(self.begins), "ends": _clock(self.ends)}
        return {**asdict(self), "day": self.day.isoformat(), **times}


@dataclass(frozen=True)
class Line:
    """Something to read, shown from one moment to another. `note` says when and where, or who."""

    title: str
    begins: datetime
    ends: datetime
    text: str = ""
    note: str = ""

    def kept(self) -> dict[str, Any]:
        """As the screen keeps it: moments in seconds since 1970."""
        return {**asdict(self), "begins": int(self.begins.timestamp()), "ends": int(self.ends.timestamp())}


@dataclass(frozen=True)
class Figure:
    """A number out of another, of one day."""

    day: date
    value: int
    of: int
    label: str

    def kept(self) -> dict[str, Any]:
        """As the screen keeps it."""
        return {**asdict(self), "day": self.day.isoformat()}


Piece = LessonPiece | Line | Figure


@dataclass(frozen=True)
class Follows:
    """A table whose writes change what screens show. `at(row)` gives the path at which, None for a row of no matter."""

    model: str
    at: Callable[[Any], str | None] = lambda row: str(row.path)


@dataclass(frozen=True)
class ScreenBlock(Named):
    """A part of what screens show.

    `pieces(spot, first, last)` gives what there is from one day to another, both included, all of `shape`. `places` are
    the kinds of screens that can have it. `names` says in words which names of people stand in it, "" for none.
    """

    name: str
    label: Label
    shape: str
    places: Sequence[str]
    pieces: Callable[[Spot, date, date], Iterable[Piece]]
    follows: Sequence[Follows] = ()
    names: Label = ""
    order: int = 100

    def faults(self) -> Iterator[str]:
        """A shape or a kind of place that no screen knows."""
        if self.shape not in SHAPES:
            yield f"screen block {self.name!r} has the shape {self.shape!r}, which no screen draws"
        if unknown := set(self.places) - set(PLACES):
            yield f"screen block {self.name!r} is for {sorted(unknown)}, which no screen is for"


def whole_day(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments at which the first day begins and the last one is over, where the installation is."""
    begins = timezone.make_aware(datetime.combine(first, time()))
    return begins, timezone.make_aware(datetime.combine(last, time(23, 59, 59)))


def _clock(value: time | None) -> str:
    return f"{value:%H:%M}" if value else ""
