"""What can be done with requests, and taken back, by the people for whom they wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.utils import timezone

from santong.domains.platform.access.public import identities_of
from santong.domains.platform.duplicates.models import Merger
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.tests.sequences import schools
from santong.domains.platform.requests.actions import (
    add_signers,
    agree,
    call_back,
    circulate,
    draw_path,
    end_substitution,
    hand_over,
    lend,
    put_draft,
    put_in_force,
    refuse,
    remind,
    return_to,
    seat_everybody_anew,
    send,
    substitute,
    withdraw,
)
from santong.domains.platform.requests.engine.case import ADDED
from santong.domains.platform.requests.engine.invariants import faults
from santong.domains.platform.requests.engine.stages import Decider, How, Source, Stage
from santong.domains.platform.requests.kinds import kind_of
from santong.domains.platform.requests.models import PathVersion, Request, Substitution, Task
from santong.domains.platform.requests.storing import load
from santong.kit.access import Grant, Viewer
from santong.kit.refusals import NotPossible
from santong.kit.testing.sequences import Choosing, Done, Region, Step, one, present, taken

KIND = "travel"
DAYS = {"since": "2026-12-01", "since_half": "am", "until": "2026-12-02", "until_half": "pm"}
VALUES = {"period": DAYS, "why": "交流学习", "where": "邻市"}


def acting_as(person: Person) -> Viewer:
    """Somebody in all their identities as staff."""
    grants = tuple(Grant(role, each.path) for each in identities_of(person.pk) for role in each.roles)
    return Viewer(person.pk, grants, "staff", person.name)


def staff() -> list[Person]:
    """The people who work somewhere."""
    people = present(Person, is_active=True)
    return [each for each in people if any(found.category == "staff" for found in identities_of(each.pk))]


def a_path(region: Region, choosing: Choosing) -> Done:
    """A school draws a path on which people decide by name."""
    school, people = one(schools(), choosing), staff()
    named = Decider(Source.PEOPLE, people=tuple({one(people, choosing).pk, one(people, choosing).pk}))
    stages = [Stage("会签", (named,), choosing.choice(list(How)), 60), Stage("负责人", (Decider(Source.LEADER),))]
    version = draw_path(acting=region.viewer, kind=kind_of(KIND), organisation=school, stages=stages)
    put_in_force(acting=region.viewer, version=version)
    return Done("a path", None, is_exact=False)


def asking(region: Region, choosing: Choosing) -> Done:
    """Somebody asks for leave to travel."""
    asker, school = one(staff(), choosing), one(schools(), choosing)
    acting = acting_as(asker)
    row = put_draft(acting=acting, kind=kind_of(KIND), organisation=school, values=VALUES)
    send(acting=acting, request=row)
    undo = None if row.state == Request.State.RETURNED else taken(acting, withdraw, row)
    if undo is not None:
        undo()  # asked, withdrawn, and not withdrawn after all
    return Done("asking", None, is_exact=False)


def _asked_first(region: Region, choosing: Choosing) -> bool:
    """Whether nobody waited for anybody, so that something had to be asked."""
    if present(Task, state="open", request__state="running"):
        return False
    asking(region, choosing)
    return True


def _waiting(choosing: Choosing) -> tuple[Request, Viewer]:
    task = one(present(Task, state="open", request__state="running"), choosing)
    return Request._base_manager.get(pk=task.request_id), acting_as(task.holder)


def a_decision(region: Region, choosing: Choosing) -> Done:
    """Somebody for whom one waits decides."""
    is_new = _asked_first(region, choosing)
    row, viewer = _waiting(choosing)
    step = choosing.choice([agree, agree, refuse, return_to])
    return Done(f"a decision ({step.name})", taken(viewer, step, row, words="已核实"), is_exact=not is_new)


def _of(row: Request) -> Iterable[Person]:
    busy = {row.asker_id, *(task.holder_id for task in row.read_tasks())}
    return [person for person in staff() if person.pk not in busy]


def asking_others(region: Region, choosing: Choosing) -> Done:
    """Somebody for whom one waits asks somebody else: beside them, in their place, for an opinion."""
    is_new = _asked_first(region, choosing)
    row, viewer = _waiting(choosing)
    person = one(list(_of(row)), choosing)
    step = choosing.choice([add_signers, hand_over, lend])
    how = {"people": [person], "where": choosing.choice(sorted(ADDED))} if step is add_signers else {"person": person}
    return Done(f"another asked ({step.name})", taken(viewer, step, row, **how), is_exact=not is_new)


def without_waiting(region: Region, choosing: Choosing) -> Done:
    """Who has asked for an opinion decides without it."""
    lent = present(Task, state="lent", request__state="running")
    if not lent:
        _asked_first(region, choosing)
        row, viewer = _waiting(choosing)
        taken(viewer, lend, row, person=one(list(_of(row)), choosing))
    task = one(present(Task, state="lent", request__state="running"), choosing)
    row = Request._base_manager.get(pk=task.request_id)
    undo = taken(acting_as(task.holder), call_back, row)
    return Done("an opinion no longer waited for", undo, is_exact=bool(lent))


def of_the_asker(region: Region, choosing: Choosing) -> Done:
    """Who asked doesn't want it any more, reminds, sends it again, or gives it to read."""
    is_new = not present(Request, state__in=["running", "returned"]) and _asked_first(region, choosing)
    row = one(present(Request, state__in=["running", "returned"]), choosing)
    step = choosing.choice([withdraw, remind, send, circulate])
    more = {"people": [one(list(_of(row)), choosing)]} if step is circulate else {}
    undo = taken(acting_as(row.asker), step, row, **more)
    return Done(f"of the asker ({step.name})", undo, is_exact=undo is not None and not is_new)


def a_substitute(region: Region, choosing: Choosing) -> Done:
    """Somebody names a substitute, who may decide then, and ends that."""
    absent = one(staff(), choosing)
    deputy = one([person for person in staff() if person.pk != absent.pk], choosing)
    today = timezone.localdate()
    row = substitute(
        acting=acting_as(absent), deputy=deputy, kinds=[], since=today, until=today + timedelta(days=2)
    )  # fmt: skip
    return Done("a substitute", lambda: _ended(row), is_exact=False)


def _ended(row: Substitution) -> list[tuple[str, str]]:
    now = Substitution._base_manager.filter(pk=row.pk).first()
    if now is None:
        raise NotPossible("the substitution went when two people became one")
    end_substitution(acting=acting_as(now.absent), substitution=now)
    return []


def the_hourly_job(region: Region, choosing: Choosing) -> Done:
    """What waits for people who can't decide any more goes to those who can."""
    seat_everybody_anew()
    return Done("seated anew", None, is_exact=False)


def disagreements() -> Iterator[str]:
    """Requests of which it isn't known exactly for whom they wait, and people named who are nobody any more."""
    for row in Request._base_manager.order_by("pk"):
        yield from (f"request {row.pk}: {fault}" for fault in faults(load(row).case))
    merged = set(Merger._base_manager.filter(taken_back_at=None).values_list("dropped_id", flat=True))
    for version in PathVersion._base_manager.order_by("pk"):
        named = {person for stage in version.drawn for decider in stage.deciders for person in decider.people}
        yield from (f"path {version.pk} names {person}, who is somebody else" for person in named & merged)


STEPS: tuple[Step, ...] = (
    a_path,
    asking,
    asking,
    a_decision,
    a_decision,
    asking_others,
    without_waiting,
    of_the_asker,
    a_substitute,
    the_hourly_job,
)
REFUSALS = (NotPossible,)
DISAGREEMENTS = (disagreements,)
