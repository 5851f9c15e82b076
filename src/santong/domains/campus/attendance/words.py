"""What is said about where a pupil was, and what follows from it; pure functions, no database.

A day has *sessions*: 0 is the morning roll call, 1 and up are the lessons. A *word* says something about a span of
them. Words are kept as they were said; what was so is worked out from them whenever somebody asks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

PRESENT, LATE, LEFT_EARLY, ABSENT, ON_LEAVE = "present", "late", "left_early", "absent", "on_leave"
THERE = frozenset({PRESENT, LATE, LEFT_EARLY})
"""States of somebody who was at school."""
MORNING, LAST = 0, 99
"""The session of the morning roll call, and the end of every day."""
NOON = 4
"""The last lesson before noon where no periods of the day are set."""


class Span(NamedTuple):
    """The sessions from `first` to `last`, both included."""

    first: int
    last: int

    def covers(self, session: int) -> bool:
        """Whether a session lies in it."""
        return self.first <= session <= self.last


WHOLE_DAY = Span(MORNING, LAST)


def span_of(since_half: str, until_half: str, noon: int = NOON) -> Span:
    """The sessions from one half of a day ("am" or "pm") to the end of another; `noon` is the last lesson before it."""
    return Span(MORNING if since_half == "am" else noon + 1, noon if until_half == "am" else LAST)


@dataclass(frozen=True)
class Word:
    """Somebody, or a device, said in `state` a pupil was during a span; for leave: that they may be away.

    `human` is whether a person looked. `at` is when it was said, `key` tells two words of one moment apart.
    """

    span: Span
    state: str
    at: datetime
    human: bool = True
    key: int = 0

    @property
    def rank(self) -> tuple[bool, datetime, int]:
        """Which of two words holds: the higher one."""
        return (self.human, self.at, self.key)


def settled(words: Iterable[Word], session: int) -> str:
    """In which state a pupil was at a session, "" when nobody has said anything about it.

    What was seen counts before what was allowed: the latest human word about the session holds, then the latest of a
    device. Leave contradicts nobody; it explains an absence.
    """
    about = [word for word in words if word.span.covers(session)]
    seen = max((word for word in about if word.state != ON_LEAVE), key=lambda word: word.rank, default=None)
    if seen is not None and seen.state != ABSENT:
        return seen.state
    if any(word.state == ON_LEAVE for word in about):
        return ON_LEAVE
    return seen.state if seen is not None else ""


@dataclass(frozen=True)
class DayState:
    """How a pupil's day was: its state ("" while unknown), the sessions that they missed without leave, and the state
    at the latest session of which something is known.
    """

    state: str = ""
    missed: tuple[int, ...] = ()
    last: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether somebody has to ask where the pupil is: when last looked for they weren't there, and had no leave."""
        return self.last == ABSENT

    @property
    def has_come(self) -> bool:
        """Whether the pupil came after all: late, or back after a lesson that they missed."""
        return self.last in THERE and (self.state == LATE or bool(self.missed))


def state_of_day(words: Sequence[Word], called: Collection[int]) -> DayState:
    """A pupil's day by the words about it and the sessions for which the roll was called.

    Absent at first and seen later is late; whoever was there at first and missed a lesson was present, and the lesson
    stands in `missed`. Without a roll call only leave is known.
    """
    states = [(session, settled(words, session)) for session in sorted(called)]
    known = [(session, state) for session, state in states if state]
    missed = tuple(session for session, state in known if state == ABSENT)
    if not known:
        is_away = any(word.state == ON_LEAVE for word in words)
        return DayState(ON_LEAVE if is_away else "", last=ON_LEAVE if is_away else "")
    states_known = {state for _session, state in known}
    return DayState(_whole(known[0][1], states_known), missed, known[-1][1])


def _whole(first: str, found: Collection[str]) -> str:
    """The state of a day from that of its first session and all that there were."""
    was_there = bool(THERE & set(found))
    if first == ABSENT:
        return LATE if was_there else ABSENT
    if first == ON_LEAVE:
        return PRESENT if was_there else (ABSENT if ABSENT in found else ON_LEAVE)
    return next((state for state in (LEFT_EARLY, LATE) if state in found), PRESENT)
