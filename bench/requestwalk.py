"""Random movements of requests on the engine alone, by people who come and go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from random import Random

from santong.domains.platform.requests.engine import movements
from santong.domains.platform.requests.engine.case import Case, CaseState, Seat, Task, TaskState
from santong.domains.platform.requests.engine.invariants import faults
from santong.domains.platform.requests.engine.stages import How, Stage
from santong.kit.refusals import NotPossible

PEOPLE = range(10)
STEPS = 30
SPOKEN = (TaskState.AGREED, TaskState.REFUSED)


@dataclass
class Office:
    """Who decides at each stage, and whose accounts are closed."""

    people: dict[int, list[int]]
    asker: int
    left: set[int] = field(default_factory=set)

    def deciders(self, at: int) -> Sequence[int]:
        """Those at a stage, without whoever asks."""
        return [person for person in self.people[at] if person != self.asker and person not in self.left]

    def gone(self, people: Collection[int]) -> Collection[int]:
        """Those of some people whose accounts are closed."""
        return set(people) & self.left


@dataclass
class Found:
    """What went wrong in a sequence: it waits for nobody (or for two sets of people), words were lost."""

    stuck: int = 0
    lost: int = 0
    steps: int = 0


def walk(random: Random) -> Found:
    """One sequence of movements, each of them any of all."""
    office = Office({at: random.choices(PEOPLE, k=random.randint(1, 4)) for at in range(4)}, random.choice(PEOPLE))
    route = tuple(_stage(random) for _each in range(random.randint(1, 4)))
    case, found = movements.ask(Case(office.asker), route, office), Found()
    for _step in range(STEPS):
        before, case = case, _moved(random, case, route, office)
        found.steps += case is not before
        found.stuck += any(True for _fault in faults(case))
        found.lost += _lost(before, case)
    return found


def _stage(random: Random) -> Stage:
    return Stage("stage", (), random.choice(list(How)), random.choice([1, 50, 67, 100]))


def _lost(before: Case, after: Case) -> int:
    """Decisions that were made and are no longer there as they were made, unless their signer was taken away."""
    lost = 0
    for task in before.tasks:
        now = after.task(task.number)
        kept = now is not None and (now.state == task.state or now.state in (TaskState.REMOVED, TaskState.DROPPED))
        lost += task.state in SPOKEN and not kept
    return lost


def _moved(random: Random, case: Case, route: tuple[Stage, ...], office: Office) -> Case:
    """The case after one of all movements, or as it was when that isn't possible."""
    try:
        return _any_movement(random, case, route, office)
    except NotPossible:
        return case


def _any_movement(random: Random, case: Case, route: tuple[Stage, ...], office: Office) -> Case:
    number, person = _number(random, case), random.choice([each for each in PEOPLE if each not in office.left] or [0])
    doings = [
        lambda: movements.decide(case, number, agrees=random.random() < 0.8, seating=office),
        lambda: movements.decide(case, number, agrees=True, seating=office),
        lambda: movements.send_back(case, number, random.randint(-1, 2), office),
        lambda: movements.add_signers(case, number, [person], random.choice([Seat.BEFORE, Seat.BESIDE, Seat.AFTER])),
        lambda: movements.remove_signer(case, number, random.choice(PEOPLE), office),
        lambda: movements.hand_over(case, number, person),
        lambda: movements.lend(case, number, person),
        lambda: movements.call_back(case, number, office),
        lambda: movements.ask(case, route, office),
        lambda: _with_other_people(random, case, office),
        lambda: movements.withdraw(case) if random.random() < 0.1 else case,
    ]
    return random.choice(doings)()


def _number(random: Random, case: Case) -> int:
    tasks: Sequence[Task] = case.present if case.state == CaseState.RUNNING else case.tasks
    return random.choice(tasks).number if tasks else 1


def _with_other_people(random: Random, case: Case, office: Office) -> Case:
    """Somebody comes, goes, or has their account closed."""
    person, at = random.choice(PEOPLE), random.randrange(4)
    if random.random() < 0.3 and person != office.asker:
        office.left.add(person)
    elif person in office.people[at]:
        office.people[at].remove(person)
    else:
        office.people[at].append(person)
    return movements.seat_anew(case, office)
