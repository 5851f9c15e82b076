"""Writes: issues that rules find are opened and closed, explained by people; rules and settlements are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from santong.domains.governance.checks.judging import Facts, Found, gather, judge_all
from santong.domains.governance.checks.models import EXPLAIN, WRITE, CheckKind, CheckRule, DataIssue, Settlement
from santong.domains.governance.checks.queries import settled_for, settlements
from santong.domains.platform.access.public import holders_nearest
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer, ancestor_paths
from santong.kit.audit import named
from santong.kit.steps import Holds, Is, step

State = DataIssue.State
ANSWERS = Holds(EXPLAIN) | Is("keeper_id")


def rules_in_use(path: str = "") -> list[CheckRule]:
    """The rules that are checked, of all bureaus or of those above and below a path."""
    rows = CheckRule.objects.noted(CheckRule.objects.numbers_only().filter(is_on=True).values_list("pk", flat=True))
    above = {"", *ancestor_paths(path)} if path else set()
    return [each for each in rows.order_by("pk") if not path or each.path in above]


def check_everything() -> Mapping[str, int]:
    """Hold all schools against all rules; how many issues were opened and closed."""
    facts = gather(rules_in_use())
    counted = reconcile(facts, judge_all(facts), {each.pk: each for each in facts.schools})
    return {**counted, "closed": counted["closed"] + _close_what_nobody_asks(facts)}


def _close_what_nobody_asks(facts: Facts) -> int:
    """Close the issues of rules that are out of use, and of schools that are closed; how many."""
    live = DataIssue.objects.by_installation().filter(state__in=DataIssue.LIVE)
    rows = live.exclude(rule__in=facts.rules, place__in=facts.schools)
    with transaction.atomic(), named("checks.check"):
        for row in rows:
            _close(row)
    return len(rows)


def check_place(place: Organisation) -> Mapping[str, int]:
    """The same for one school, counted at once and held against what was counted of the others."""
    top = ancestor_paths(place.path)[0]
    facts = gather(rules_in_use(place.path), top, place)
    return reconcile(facts, judge_all(facts, place), {place.pk: place})


def reconcile(facts: Facts, found: Iterable[Found], asked: Mapping[int, Organisation]) -> Mapping[str, int]:
    """Bring the issues of places to what was found: new ones, changed ones, and those that are right by now."""
    by_key = {(each.rule.pk, each.place.pk): each for each in found}
    counted = {"opened": 0, "closed": 0}
    with transaction.atomic(), named("checks.check"):
        settled = settlements(facts.rules)
        live = DataIssue.objects.keeping_unique().filter(state__in=DataIssue.LIVE, rule__in=facts.rules)
        for row in live.filter(place__in=list(asked)).select_for_update(of=("self",)).order_by("pk"):
            each = by_key.pop((row.rule_id, row.place_id), None)
            if each is None:
                _close(row)
                counted["closed"] += 1
            else:
                _update(row, each, settled)
        keepers: dict[tuple[str, str], int | None] = {}
        for each in by_key.values():
            _open(each, settled, keepers)
            counted["opened"] += 1
    return counted


def _close(row: DataIssue) -> None:
    row.state, row.closed_on, row.checked_at = State.CORRECTED, timezone.localdate(), timezone.now()
    row.save(update_fields=["state", "closed_on", "checked_at"])


def _update(row: DataIssue, each: Found, settled: Mapping[int, Sequence[Settlement]]) -> None:
    """An explanation is of a figure: it lapses with it. What a settlement says stands as long as that."""
    for name, value in each.fields().items():
        setattr(row, name, value)
    row.checked_at = timezone.now()
    if row.state == State.EXPLAINED and row.explained_value != _explained(row):
        row.state = State.OPEN
    elif row.state in (State.OPEN, State.SETTLED):
        row.state = _first_state(each, settled)
    row.save(update_fields=[*each.fields(), "checked_at", "state"])


def _open(each: Found, settled: Mapping[int, Sequence[Settlement]], keepers: dict[tuple[str, str], int | None]) -> None:
    key = each.rule.keeper, each.place.path
    if key not in keepers:
        keepers[key] = keeper_of(*key)
    DataIssue.objects.create(
        rule=each.rule, kind=each.rule.kind, place=each.place, path=each.place.path, keeper_id=keepers[key],
        state=_first_state(each, settled), **each.fields(),
    )  # fmt: skip


def keeper_of(role: str, path: str) -> int | None:
    """The one person who keeps a source of a school: of the role, else the principal."""
    for each in (role, "principal"):
        rows = holders_nearest([each], path)
        if rows:
            return rows[0]
    return None


def _first_state(each: Found, settled: Mapping[int, Sequence[Settlement]]) -> str:
    is_settled = each.rule.kind == CheckKind.CONFLICT and settled_for(each.place.path, settled.get(each.rule.pk, ()))
    return State.SETTLED if is_settled else State.OPEN


def _explained(row: DataIssue) -> float:
    """The figure that an explanation is about; of what is only possible or not, its facts added up."""
    if row.value is not None:
        return row.value
    return float(sum(value or 0 for value in row.facts.values()))


@step(DataIssue, "checks.explain", who=ANSWERS, sources=(State.OPEN,), target=State.EXPLAINED, undo=True)
def explain(*, acting: Viewer, issue: DataIssue, explanation: str) -> None:
    """Say in a sentence why the figure is right as it is."""
    issue.explanation = explanation
    issue.explained_value = _explained(issue)
    issue.explained_by_id = acting.person_id


@step(DataIssue, "checks.reopen", who=ANSWERS, sources=(State.EXPLAINED,), target=State.OPEN, undo=True)
def reopen(*, acting: Viewer, issue: DataIssue) -> None:
    """Look at it once more."""
    issue.explained_value = None


@step(DataIssue, "checks.look_again", who=ANSWERS, sources=DataIssue.LIVE, saves=False)
def look_again(*, acting: Viewer, issue: DataIssue) -> None:
    """Count the school's figures at once and hold them against the rules."""
    check_place(issue.place)


def put_rule(*, acting: Viewer, rule: CheckRule) -> CheckRule:
    """Keep a rule of a bureau."""
    acting.demand(WRITE, rule.path)
    with transaction.atomic(), named("checks.put_rule"):
        rule.save()
    return rule


def settle(*, acting: Viewer, settlement: Settlement) -> Settlement:
    """Say which source holds from now on at a place and below it. Open conflicts there are settled by it at once."""
    acting.demand(WRITE, settlement.path)
    with transaction.atomic(), named("checks.settle"):
        earlier: Any = Settlement.objects.keeping_unique().filter(rule=settlement.rule, place=settlement.place)
        settlement.number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
        settlement.save()
        apply_settlements(settlement.rule, settlement.place)
    return settlement


def apply_settlements(rule: CheckRule, place: Organisation) -> None:
    """Bring the conflicts of a rule at a place and below it to what is settled."""
    rows = settlements([rule]).get(rule.pk, [])
    live = DataIssue.objects.inside(place).filter(rule=rule, state__in=(State.OPEN, State.SETTLED))
    for issue in live.order_by("pk"):
        state = State.SETTLED if settled_for(issue.path, rows) else State.OPEN
        if issue.state != state:
            issue.state = state
            issue.save(update_fields=["state"])


def _apply(acting: Viewer, settlement: Settlement) -> None:
    apply_settlements(settlement.rule, settlement.place)


@step(
    Settlement, "checks.withdraw", who=Holds(WRITE), sources=(Settlement.State.IN_FORCE,),
    target=Settlement.State.WITHDRAWN, then=_apply, undo=True,
)  # fmt: skip
def withdraw(*, acting: Viewer, settlement: Settlement) -> None:
    """Let what was settled hold no longer: the settlement before it does, or the conflicts are open again."""
