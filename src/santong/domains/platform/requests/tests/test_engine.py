"""The engine: every movement by example, and all of them in every order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from santong.domains.platform.requests.engine import movements
from santong.domains.platform.requests.engine.case import PENDING, Case, CaseState, Seat, TaskState, next_holders
from santong.domains.platform.requests.engine.invariants import faults
from santong.domains.platform.requests.engine.stages import Decider, How, Source, Stage, stages_of
from santong.kit.refusals import NotPossible

ASKER = 100
HEAD = (Decider(Source.ROLE, "principal"),)


@dataclass
class Office:
    """Who decides at each stage, and who has left for good."""

    people: Mapping[int, Sequence[int]]
    left: Collection[int] = ()

    def deciders(self, at: int) -> list[int]:
        return [person for person in self.people[at] if person not in self.left]

    def gone(self, people: Collection[int]) -> set[int]:
        return set(people) & set(self.left)


def stage(how: How = How.ONE, share: int = 0) -> Stage:
    return Stage("stage", HEAD, how, share)


def asked(*stages: Stage, people: dict[int, list[int]]) -> Case:
    return movements.ask(Case(ASKER), stages, Office(people))


def number_of(case: Case, person: int) -> int:
    return next(task.number for task in case.present if task.holder == person and task.state == TaskState.OPEN)


def decide(case: Case, person: int, people: dict[int, list[int]], *, agrees: bool = True) -> Case:
    return movements.decide(case, number_of(case, person), agrees=agrees, seating=Office(people))


def test_one_of_several_decides_and_the_next_stage_begins():
    people = {0: [1, 2], 1: [3]}
    case = decide(asked(stage(), stage(), people=people), 2, people)
    assert next_holders(case) == (3,)
    assert decide(case, 3, people).state == CaseState.GRANTED


def test_all_have_to_agree_and_one_refuses_for_all():
    people = {0: [1, 2]}
    case = decide(asked(stage(How.ALL), people=people), 2, people)
    assert next_holders(case) == (1,)
    assert decide(case, 1, people, agrees=False).state == CaseState.REFUSED


def test_a_share_is_enough_and_is_refused_as_soon_as_it_is_out_of_reach():
    people = {0: [1, 2, 3, 4, 5]}
    case = asked(stage(How.SHARE, 60), people=people)
    for person in (1, 2):
        case = decide(case, person, people)
    assert decide(case, 3, people).state == CaseState.GRANTED
    case = decide(decide(case, 3, people, agrees=False), 4, people, agrees=False)
    assert next_holders(case) == (5,)
    assert decide(case, 5, people, agrees=False).state == CaseState.REFUSED


def test_everybody_has_their_task_again_after_one_of_several_returned_it():
    people = {0: [9], 1: [1, 2, 3]}
    case = decide(asked(stage(), stage(How.ALL), people=people), 9, people)
    case = decide(case, 1, people)
    case = movements.send_back(case, number_of(case, 2), 0, Office(people))
    assert next_holders(case) == (9,)
    case = decide(case, 9, people)
    assert next_holders(case) == (1, 2, 3)


def test_who_was_added_beside_is_asked_again_too():
    people = {0: [9], 1: [1]}
    case = decide(asked(stage(), stage(How.ALL), people=people), 9, people)
    case = movements.add_signers(case, number_of(case, 1), [7], Seat.BESIDE)
    case = movements.send_back(case, number_of(case, 1), movements.START, Office(people))
    assert (case.state, next_holders(case)) == (CaseState.RETURNED, (ASKER,))
    case = movements.ask(case, case.route, Office(people))
    assert next_holders(decide(case, 9, people)) == (1, 7)


def test_signers_before_beside_and_after():
    people = {0: [1]}
    case = asked(stage(), people=people)
    case = movements.add_signers(case, number_of(case, 1), [5], Seat.AFTER)
    case = movements.add_signers(case, number_of(case, 1), [6], Seat.BESIDE)
    case = movements.add_signers(case, number_of(case, 1), [7], Seat.BEFORE)
    assert next_holders(case) == (6, 7)
    case = decide(case, 7, people)
    assert next_holders(case) == (1, 6)
    case = decide(case, 1, people)
    assert next_holders(case) == (5, 6)
    case = decide(decide(case, 6, people), 5, people)
    assert case.state == CaseState.GRANTED


@pytest.mark.parametrize("how", How)
def test_a_signer_before_who_refuses_does_so_for_whoever_asked_them(how: How):
    people = {0: [1]}
    case = movements.add_signers(asked(stage(how, 50), people=people), 1, [7, 8], Seat.BEFORE)
    assert decide(case, 7, people, agrees=False).state == CaseState.REFUSED


def test_a_refused_part_of_a_share_leaves_the_others_theirs():
    people = {0: [1, 2, 3]}
    case = movements.add_signers(asked(stage(How.SHARE, 60), people=people), 1, [7, 8], Seat.BEFORE)
    case = decide(case, 7, people, agrees=False)
    assert next_holders(case) == (2, 3)
    assert decide(decide(case, 2, people), 3, people).state == CaseState.GRANTED


def test_a_signer_is_removed_only_by_who_added_them():
    people = {0: [1, 2]}
    case = asked(stage(How.ALL), people=people)
    case = movements.add_signers(case, number_of(case, 1), [7], Seat.BEFORE)
    number = number_of(case, 7)
    with pytest.raises(NotPossible):
        movements.remove_signer(case, number, 2, Office(people))
    assert next_holders(movements.remove_signer(case, number, 1, Office(people))) == (1, 2)


def test_what_was_lent_comes_back_and_what_was_handed_over_does_not():
    people = {0: [1]}
    lent = movements.lend(asked(stage(), people=people), 1, 8)
    assert next_holders(lent) == (8,)
    assert next_holders(decide(lent, 8, people, agrees=False)) == (1,)
    over = movements.hand_over(asked(stage(), people=people), 1, 8)
    assert decide(over, 8, people).state == CaseState.GRANTED


def test_advice_may_be_handed_on_and_comes_back_all_the_same():
    people = {0: [1]}
    case = movements.lend(asked(stage(), people=people), 1, 8)
    case = movements.hand_over(case, number_of(case, 8), 7)
    with pytest.raises(NotPossible):
        movements.send_back(case, number_of(case, 7), movements.START, Office(people))
    assert next_holders(decide(case, 7, people)) == (1,)


def test_nobody_decides_about_their_own_request_by_any_way_round():
    case = asked(stage(), people={0: [1]})
    for movement in (movements.hand_over, movements.lend):
        with pytest.raises(NotPossible):
            movement(case, 1, ASKER)
    for where in (Seat.BEFORE, Seat.BESIDE, Seat.AFTER):
        with pytest.raises(NotPossible):
            movements.add_signers(case, 1, [ASKER], where)


def test_a_stage_that_nobody_can_decide_gives_the_request_back():
    people = {0: [1], 1: []}
    case = decide(asked(stage(), stage(), people=people), 1, people)
    assert (case.state, next_holders(case)) == (CaseState.RETURNED, (ASKER,))


def test_who_leaves_is_replaced_by_the_present_holders():
    people = {0: [1]}
    case = movements.add_signers(asked(stage(), people=people), 1, [7], Seat.BEFORE)
    people[0] = [4, 5]
    case = movements.seat_anew(case, Office(people))
    assert next_holders(case) == (5, 7)
    case = decide(case, 7, people)
    assert next_holders(case) == (4, 5)


def test_nothing_happens_twice_or_after_the_end():
    people = {0: [1]}
    case = decide(asked(stage(), people=people), 1, people)
    with pytest.raises(NotPossible):
        movements.decide(case, 1, agrees=False, seating=Office(people))
    with pytest.raises(NotPossible):
        movements.withdraw(case)
    with pytest.raises(NotPossible):
        movements.ask(Case(ASKER), (), Office(people))


def test_stages_survive_being_kept_as_json():
    stages = (Stage("会签", (Decider(Source.PEOPLE, people=(4, 5)), *HEAD), How.SHARE, 60, "天数 > 3", 8, True),)
    assert stages_of([each.as_data() for each in stages]) == stages


PEOPLE = st.integers(0, 9)
STAGES = st.lists(st.builds(stage, st.sampled_from(How), st.sampled_from([1, 50, 67, 100])), min_size=1, max_size=4)


class Movements(RuleBasedStateMachine):
    """Everything that can be done, in every order, by people who come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.case, self.people = Case(0), dict[int, list[int]]()
        self.gone: set[int] = set()

    @property
    def seating(self) -> Office:
        without_asker = {at: [p for p in people if p != self.case.asker] for at, people in self.people.items()}
        return Office(without_asker, self.gone)

    def try_to(self, movement, *arguments, **more) -> None:
        before = self.case
        try:
            self.case = movement(self.case, *arguments, **more)
        except NotPossible:
            assert self.case is before
            return
        spoken = {(t.number, t.state) for t in before.tasks if t.state in (TaskState.AGREED, TaskState.REFUSED)}
        kept = {task.number for task in self.case.tasks}
        assert {number for number, _state in spoken} <= kept

    def some_task(self, data, *, state: TaskState | None = None):
        known = [task.number for task in self.case.present if state is None or task.state == state]
        return data.draw(st.sampled_from(known or [1]))

    @initialize(asker=PEOPLE, stages=STAGES, people=st.lists(st.lists(PEOPLE, min_size=1), min_size=4, max_size=4))
    def begin(self, asker, stages, people) -> None:
        self.case, self.people = Case(asker), dict(enumerate(people))
        self.route = tuple(stages)
        self.try_to(movements.ask, self.route, self.seating)

    @precondition(lambda self: self.case.state == CaseState.RETURNED)
    @rule()
    def ask_again(self) -> None:
        self.try_to(movements.ask, self.route, self.seating)

    @rule(data=st.data(), agrees=st.sampled_from([True, True, True, False]))
    def decide(self, data, agrees) -> None:
        self.try_to(movements.decide, self.some_task(data, state=TaskState.OPEN), agrees=agrees, seating=self.seating)

    @rule(data=st.data(), to=st.integers(-2, 3))
    def send_back(self, data, to) -> None:
        self.try_to(movements.send_back, self.some_task(data, state=TaskState.OPEN), to, self.seating)

    @rule(
        data=st.data(),
        people=st.lists(PEOPLE, max_size=3, unique=True),
        where=st.sampled_from([Seat.BEFORE, Seat.BESIDE, Seat.AFTER]),
    )
    def add_signers(self, data, people, where) -> None:
        people = [person for person in people if person not in self.gone]
        self.try_to(movements.add_signers, self.some_task(data, state=TaskState.OPEN), people, where)

    @rule(data=st.data(), by=PEOPLE)
    def remove_signer(self, data, by) -> None:
        self.try_to(movements.remove_signer, self.some_task(data), by, self.seating)

    @rule(data=st.data(), to=PEOPLE, movement=st.sampled_from([movements.hand_over, movements.lend]))
    def give_to_another(self, data, to, movement) -> None:
        if to not in self.gone:
            self.try_to(movement, self.some_task(data, state=TaskState.OPEN), to)

    @rule(data=st.data())
    def call_back(self, data) -> None:
        self.try_to(movements.call_back, self.some_task(data, state=TaskState.LENT), self.seating)

    @rule(person=PEOPLE, at=st.integers(0, 3), comes=st.booleans())
    def come_or_go(self, person, at, comes) -> None:
        self.people[at] = [*self.people[at], person] if comes else [p for p in self.people[at] if p != person]
        self.try_to(movements.seat_anew, self.seating)

    @rule(person=PEOPLE)
    def close_account(self, person) -> None:
        if person != self.case.asker:
            self.gone.add(person)
            self.try_to(movements.seat_anew, self.seating)

    @rule(sure=st.integers(0, 9))
    def withdraw(self, sure) -> None:
        if not sure:
            self.try_to(movements.withdraw)

    @invariant()
    def holds(self) -> None:
        assert list(faults(self.case)) == []
        assert not any(t.holder in self.gone for t in self.case.present if t.state in PENDING)


TestMovements = Movements.TestCase
TestMovements.settings = settings(max_examples=150, stateful_step_count=30, deadline=None, derandomize=True)
