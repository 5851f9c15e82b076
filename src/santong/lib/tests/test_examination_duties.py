"""Invigilators: never at two places or while teaching, own class and subject avoided, even in minutes."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from santong.lib.examination_duties import Duty, Person, assign

SPANS = st.tuples(st.integers(0, 20), st.integers(1, 6)).map(lambda each: (each[0], each[0] + each[1]))
DUTIES = st.lists(SPANS, max_size=14).map(
    lambda spans: [Duty(key, *span, room=key) for key, span in enumerate(spans)]
)  # fmt: skip
PEOPLE = st.lists(st.lists(SPANS, max_size=2), min_size=1, max_size=8).map(
    lambda found: [Person(key, busy=tuple(busy)) for key, busy in enumerate(found)]
)


def day(rooms: int, papers: int, **more: object) -> list[Duty]:
    """Papers one after the other in several rooms."""
    return [
        Duty(paper * 100 + room, paper * 200, paper * 200 + 90, room, **more)  # type: ignore[arg-type]
        for paper in range(papers) for room in range(rooms)
    ]  # fmt: skip


@given(DUTIES, PEOPLE)
@settings(max_examples=100, deadline=None)
def test_nobody_is_at_two_places_or_teaches(duties: list[Duty], people: list[Person]):
    found = assign(duties, people)
    by_key = {each.key: each for each in duties}
    for person in people:
        own = [by_key[key] for key, who in found.items() if who == person.key]
        assert all(person.is_free(each) for each in own)
        assert not any(a.meets((b.begins, b.ends)) for a in own for b in own if a.key < b.key)


@given(DUTIES, PEOPLE)
@settings(max_examples=60, deadline=None)
def test_a_duty_stays_open_only_where_nobody_is_free_at_that_time(duties: list[Duty], people: list[Person]):
    found = assign(duties, people)
    busy = {person.key: [d for d in duties if found.get(d.key) == person.key] for person in people}
    for duty in (each for each in duties if each.key not in found):
        for person in people:
            taken = any(duty.meets((each.begins, each.ends)) for each in busy[person.key])
            assert taken or not person.is_free(duty)


def test_one_hands_a_duty_on_so_that_all_are_given():
    """The first could do both, the second only the early one: a greedy plan would leave the late one open."""
    duties = [Duty(1, 0, 60, 1), Duty(2, 0, 60, 2)]
    people = [Person(1), Person(2, busy=((0, 60),)), Person(3, before=50)]
    assert assign(duties, people).keys() == {1, 2}


@pytest.mark.parametrize(("rooms", "papers", "people"), [(5, 6, 10), (10, 4, 24), (3, 9, 7)])
def test_duties_are_even(rooms: int, papers: int, people: int):
    found = Counter(assign(day(rooms, papers), [Person(key) for key in range(people)]).values())
    assert sum(found.values()) == rooms * papers
    assert max(found.values()) - min(found.get(key, 0) for key in range(people)) <= 1


def test_who_has_had_more_before_gets_less():
    found = Counter(assign(day(2, 6), [Person(1, before=900), Person(2), Person(3), Person(4)]).values())
    assert found[1] == 0 and {found[2], found[3], found[4]} == {4}


def test_own_class_and_subject_are_avoided_where_that_can_be():
    duties = [
        Duty(1, 0, 90, 1, frozenset({7}), "语文"), Duty(2, 0, 90, 2, frozenset({8}), "语文"),
        Duty(3, 200, 290, 1, frozenset({7}), "数学"), Duty(4, 200, 290, 2, frozenset({8}), "数学"),
    ]  # fmt: skip
    people = [
        Person(1, frozenset({7}), frozenset({"英语"})), Person(2, frozenset({8}), frozenset({"英语"})),
        Person(3, frozenset(), frozenset({"语文"})), Person(4, frozenset(), frozenset({"数学"})),
    ]  # fmt: skip
    found, by_key = assign(duties, people), {each.key: each for each in people}
    assert sum(by_key[found[each.key]].price(each) for each in duties) == 0


@given(DUTIES, PEOPLE)
@settings(max_examples=40, deadline=None)
def test_what_was_fixed_stays(duties: list[Duty], people: list[Person]):
    if not duties or not people[0].is_free(duties[0]):
        return
    found = assign(duties, people, {duties[0].key: people[0].key})
    assert found[duties[0].key] == people[0].key


def test_the_same_question_has_the_same_answer():
    duties, people = day(6, 5), [Person(key, before=key % 3 * 60) for key in range(15)]
    assert assign(duties, people) == assign(duties, list(people))
