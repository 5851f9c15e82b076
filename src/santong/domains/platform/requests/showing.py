"""What the page of a request shows: the way that it has gone and goes, who is next, what each can do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from santong.domains.platform.requests.actions.deciding import decision_of
from santong.domains.platform.requests.deciders import seated
from santong.domains.platform.requests.engine import movements
from santong.domains.platform.requests.engine.case import Case, CaseState, TaskState, next_holders
from santong.domains.platform.requests.engine.case import Seat as SeatOf
from santong.domains.platform.requests.engine.stages import How, Stage
from santong.domains.platform.requests.fields import FieldKind, period_in_words
from santong.domains.platform.requests.kinds import RequestKind
from santong.domains.platform.requests.models import Opinion, Request, Task
from santong.domains.platform.requests.queries import names_of
from santong.domains.platform.requests.storing import load
from santong.kit.access import Viewer
from santong.kit.refusals import NotPossible

TONES = {TaskState.AGREED: "ok", TaskState.REFUSED: "bad", TaskState.OPEN: "now"}


@dataclass(frozen=True)
class Chip:
    """One person at a stage: what became of their task; `added` for signers whom somebody added."""

    name: str
    about: str
    tone: str
    added: bool


@dataclass(frozen=True)
class StageShown:
    """A stage: `state` is done, now or ahead; `note` says how many decide, or until when."""

    title: str
    state: str
    note: str
    chips: Sequence[Chip] = ()
    due_at: datetime | None = None


@dataclass(frozen=True)
class Way:
    """The whole way of a request, who is next by name, and what would follow from agreeing."""

    stages: list[StageShown]
    next_names: list[str]
    follows: str = ""
    mine: Task | None = None
    acts_for: str = ""
    said: list[Opinion] = field(default_factory=list)


def way_of(viewer: Viewer, request: Request) -> Way:
    """The way of a request as a viewer sees it."""
    loaded, mine = load(request), decision_of(viewer, request)
    case = loaded.case
    ahead = {at: _ahead(request, stage) for at, stage in enumerate(case.route) if at > case.at}
    follows = _after_agreeing(case, mine, loaded.seating) if mine else None
    wanted = {task.holder for task in case.tasks} | {person for people in ahead.values() for person in people}
    names = names_of(wanted | set(next_holders(follows) if follows else ()) | {case.asker})
    return Way(
        stages=list(_stages(request, case, ahead, names)),
        next_names=[names[person] for person in next_holders(case)],
        follows=_said_of(case, follows, names) if follows else "",
        mine=mine,
        acts_for=names[mine.holder_id] if mine and mine.holder_id != viewer.person_id else "",
        said=list(Opinion.objects.belonging_to(request=request).select_related("person", "holder").order_by("pk")),
    )


def _ahead(request: Request, stage: Stage) -> tuple[int, ...]:
    return seated(stage, request.path, request.asker_id).people if request.is_running else ()


def _after_agreeing(case: Case, mine: Task, seating: Any) -> Case | None:
    try:
        return movements.decide(case, mine.number, agrees=True, seating=seating)
    except NotPossible:
        return None


def _said_of(before: Case, after: Case, names: dict[int, str]) -> str:
    """What follows from agreeing, in words."""
    if after.state == CaseState.GRANTED:
        return _("It is granted with that.")
    people = "、".join(names[person] for person in next_holders(after))
    if after.round != before.round:
        return _("Next: %(stage)s, %(people)s") % {"stage": after.stage.title, "people": people}
    return _("Others still decide beside you: %(people)s") % {"people": people}


def _stages(
    request: Request, case: Case, ahead: dict[int, tuple[int, ...]], names: dict[int, str]
) -> Iterator[StageShown]:
    for at, stage in enumerate(case.route):
        tasks = _last_try(case, at)
        is_now = case.state == CaseState.RUNNING and at == case.at
        if is_now:
            yield StageShown(str(stage.title), "now", how_many(stage), _chips(tasks, names), request.due_at)
        elif tasks and (at < case.at or case.state in (CaseState.GRANTED, CaseState.REFUSED)):
            yield StageShown(str(stage.title), "done", "", _chips([task for task in tasks if _spoke(task)], names))
        else:
            people = "、".join(names[person] for person in ahead.get(at, ()))
            yield StageShown(str(stage.title), "ahead", people)


def _last_try(case: Case, at: int) -> list[Any]:
    last = max((task.round for task in case.tasks if task.stage == at), default=0)
    return [task for task in case.tasks if task.stage == at and task.round == last]


def _spoke(task: Any) -> bool:
    return task.state in (TaskState.AGREED, TaskState.REFUSED)


def _chips(tasks: Sequence[Any], names: dict[int, str]) -> list[Chip]:
    shown = [task for task in tasks if task.state not in (TaskState.DROPPED, TaskState.REMOVED)]
    return [
        Chip(
            names[task.holder],
            str(Task.State(task.state.value).label),
            TONES.get(task.state, "quiet"),
            task.seat not in (SeatOf.PATH, SeatOf.HANDED),
        )
        for task in shown
    ]


def how_many(stage: Stage) -> str:
    """How many have to agree, in words."""
    if stage.how == How.ALL:
        return _("All have to agree")
    if stage.how == How.SHARE:
        return _("%(share)s%% have to agree") % {"share": stage.share}
    return _("One of them decides")


@dataclass(frozen=True)
class Filled:
    """A field with what was filled in, in words."""

    label: str
    text: str


def filled_in(kind: RequestKind, values: dict[str, Any]) -> list[Filled]:
    """What was filled in, in words, in the order of the form; files stand apart."""
    fields = [each for each in kind.fields if each.kind != FieldKind.FILE and values.get(each.name) not in (None, "")]
    return [Filled(str(each.label), value_in_words(each.kind, values[each.name], each.choices)) for each in fields]


def value_in_words(kind: FieldKind, value: Any, choices: Sequence[tuple[str, Any]] = ()) -> str:
    """A value of a field, in words."""
    if kind == FieldKind.PERIOD:
        return period_in_words(value)
    if kind == FieldKind.MONEY:
        return _("%(sum)s yuan") % {"sum": number_format(value, 2, force_grouping=True)}
    if kind == FieldKind.NUMBER:
        return f"{value:g}"
    if kind == FieldKind.DATE:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if kind == FieldKind.CHOICE:
        return next((str(label) for key, label in choices if key == value), str(value))
    return str(value["name"]) if isinstance(value, dict) else str(value)


def is_late(request: Request) -> bool:
    """Whether what was promised for the present stage has gone by."""
    return request.due_at is not None and request.due_at < timezone.now()
