"""What follows from what was said: which word holds, how a day was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from santong.domains.campus.attendance.words import (
    ABSENT,
    LAST,
    LATE,
    LEFT_EARLY,
    MORNING,
    ON_LEAVE,
    PRESENT,
    THERE,
    WHOLE_DAY,
    DayState,
    Span,
    Word,
    settled,
    span_of,
    state_of_day,
)

# The load of the machine says nothing about the functions.
RELAXED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
START = datetime(2026, 11, 30, 0, tzinfo=UTC)
SEEN = (PRESENT, LATE, LEFT_EARLY, ABSENT)


def word(state: str, first: int = 0, last: int | None = None, minute: int = 0, human: bool = True) -> Word:
    """Something said about sessions, some minutes after the day began."""
    span = Span(first, first if last is None else last)
    return Word(span, state, START + timedelta(minutes=minute), human, minute)


spans = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda pair: Span(min(pair), max(pair)))
words = st.builds(
    lambda span, state, minute, human, key: Word(span, state, START + timedelta(minutes=minute), human, key),
    spans, st.sampled_from((*SEEN, ON_LEAVE)), st.integers(0, 500), st.booleans(), st.integers(0, 10**6),
)  # fmt: skip
many = st.lists(words, max_size=8, unique_by=lambda each: each.key)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ([], ""),
        ([word(ABSENT)], ABSENT),
        ([word(ABSENT, minute=1), word(LATE, minute=9)], LATE),
        ([word(LATE, minute=9), word(ABSENT, minute=1)], LATE),
        ([word(PRESENT, minute=9, human=False), word(ABSENT, minute=1)], ABSENT),
        ([word(PRESENT, minute=1, human=False), word(ABSENT, minute=9, human=False)], ABSENT),
        ([word(ON_LEAVE, 0, LAST, minute=1)], ON_LEAVE),
        ([word(ON_LEAVE, 0, LAST, minute=1), word(ABSENT, minute=9)], ON_LEAVE),
        ([word(ON_LEAVE, 0, LAST, minute=9), word(PRESENT, minute=1)], PRESENT),
        ([word(ON_LEAVE, 5, LAST, minute=1), word(ABSENT, minute=9)], ABSENT),
    ],
)
def test_the_latest_of_those_who_looked_holds_and_leave_explains(said, state):
    assert settled(said, MORNING) == state


@pytest.mark.parametrize(
    ("said", "called", "day"),
    [
        ([], [], DayState()),
        ([word(ON_LEAVE, 0, LAST)], [], DayState(ON_LEAVE, last=ON_LEAVE)),
        ([word(PRESENT)], [0], DayState(PRESENT, last=PRESENT)),
        ([word(ABSENT)], [0], DayState(ABSENT, (0,), ABSENT)),
        ([word(ABSENT), word(PRESENT, 1)], [0, 1], DayState(LATE, (0,), PRESENT)),
        ([word(PRESENT), word(ABSENT, 2), word(PRESENT, 3)], [0, 2, 3], DayState(PRESENT, (2,), PRESENT)),
        ([word(PRESENT), word(ABSENT, 2)], [0, 2], DayState(PRESENT, (2,), ABSENT)),
        ([word(LATE), word(PRESENT, 1)], [0, 1], DayState(LATE, (), PRESENT)),
        ([word(PRESENT), word(LEFT_EARLY, 3)], [0, 3], DayState(LEFT_EARLY, (), LEFT_EARLY)),
        ([word(ON_LEAVE, 0, 4), word(ABSENT), word(PRESENT, 5)], [0, 5], DayState(PRESENT, (), PRESENT)),
        ([word(ON_LEAVE, 0, 4), word(ABSENT), word(ABSENT, 5)], [0, 5], DayState(ABSENT, (5,), ABSENT)),
    ],
)
def test_a_day_follows_from_its_sessions(said, called, day):
    assert state_of_day(said, called) == day


@pytest.mark.parametrize(
    ("halves", "span"),
    [
        (("am", "pm"), WHOLE_DAY),
        (("am", "am"), Span(0, 4)),
        (("pm", "pm"), Span(5, LAST)),
    ],
)
def test_halves_of_a_day_are_spans(halves, span):
    assert span_of(*halves, noon=4) == span


@RELAXED
@given(many, st.integers(0, 8))
def test_the_order_in_which_words_arrive_changes_nothing(said, session):
    assert settled(said, session) == settled(list(reversed(said)), session)


@RELAXED
@given(many, st.integers(0, 8), words)
def test_a_later_look_by_a_person_always_holds(said, session, late):
    last = Word(Span(session, session), late.state, START + timedelta(days=1), human=True)
    found = settled([*said, last], session)
    if late.state in THERE:
        assert found == late.state
    if late.state == ABSENT:
        assert found in (ABSENT, ON_LEAVE)


@RELAXED
@given(many, st.integers(0, 8))
def test_leave_never_hides_that_somebody_was_there(said, session):
    before = settled(said, session)
    after = settled([*said, Word(WHOLE_DAY, ON_LEAVE, START + timedelta(days=1))], session)
    assert after == (before if before in THERE else ON_LEAVE)


@RELAXED
@given(many, st.integers(0, 8))
def test_words_about_other_sessions_say_nothing(said, session):
    assert settled(said, session) == settled([each for each in said if each.span.covers(session)], session)


@RELAXED
@given(many, st.sets(st.integers(0, 8)))
def test_a_day_never_contradicts_its_sessions(said, called):
    day = state_of_day(said, called)
    states = {session: settled(said, session) for session in called}
    assert set(day.missed) == {session for session, state in states.items() if state == ABSENT}
    assert day.is_missing <= bool(day.missed)
    assert not (day.is_missing and day.has_come)
    if day.state == ABSENT:
        assert not THERE & set(states.values()) and day.missed
    if THERE & set(states.values()):
        assert day.state in THERE
