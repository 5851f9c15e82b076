"""Self-diagnosis: what the records say about the items of a round at its places, before anybody is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from santong.domains.governance.evaluation.binding import bound_of
from santong.domains.governance.evaluation.models import Entrant, EvaluationRound, StandardItem, Subject
from santong.domains.governance.evaluation.queries import judgements_of, schools_in, span_for
from santong.domains.governance.evaluation.scoring import (
    Score,
    bands_of,
    items_of,
    reached,
    read_scale,
    score,
)
from santong.domains.governance.indicators.public import State, Unit
from santong.domains.governance.reports.public import Bound, Values, counted_now, fill, fill_now, sum_up
from santong.domains.platform.organisations.public import Organisation

KEPT = ["values", "points", "low", "high", "verdict", "possible", "computed_at"]


def content_of(row: EvaluationRound) -> Mapping[str, Any]:
    """The version by which a round judges."""
    if row.version is None:
        raise LookupError("a draft has no version yet")
    content: Mapping[str, Any] = row.version.content
    return content


def diagnose(row: EvaluationRound, entrants: Sequence[Entrant]) -> None:
    """Compute what is known of each of these places, and write it down, in one pass for all."""
    content = content_of(row)
    bound = bound_of(content["items"], span_for(timezone.localdate()))
    values = values_for(row, [each.place for each in entrants], bound)
    for each in entrants:
        put_values(each, content, values[each.place_id])
    Entrant.objects.bulk_save(entrants, KEPT)


def values_for(row: EvaluationRound, places: Sequence[Organisation], bound: Sequence[Bound]) -> dict[int, Values]:
    """What the items give at each place, from counted figures: of a county those of its schools, summed up by rule."""
    counted = counted_now(span_for(timezone.localdate()))
    if row.standard.subject != Subject.COUNTY:
        return fill(bound, places, counted, row.path)
    found = {}
    for place in places:
        schools = fill(bound, schools_in(place.path), counted, place.path)
        found[place.pk] = sum_up(bound, list(schools.values()))
    return found


def diagnose_anew(entrant: Entrant) -> None:
    """Compute one place anew: a school is counted at once, so that what was just corrected shows."""
    row = entrant.round
    content = content_of(row)
    bound = bound_of(content["items"], span_for(timezone.localdate()))
    if row.standard.subject == Subject.COUNTY:
        values = values_for(row, [entrant.place], bound)[entrant.place_id]
    else:
        values = fill_now(bound, entrant.place, span_for(timezone.localdate()))
    put_values(entrant, content, values)


def put_values(entrant: Entrant, content: Mapping[str, Any], values: Values) -> None:
    """Put figures into a place in a round, with what they come to."""
    entrant.values, entrant.computed_at = values, timezone.now()
    rejudge(entrant, content)


def rejudge(entrant: Entrant, content: Mapping[str, Any]) -> Score:
    """Work the points and the verdict out anew, of the figures that are there and of what experts have judged."""
    judged = {code: each.points for code, each in judgements_of(entrant).items()} if entrant.pk else {}
    points = points_of(content["items"], entrant.values, judged)
    found = score(items_of(content), bands_of(content), points)
    entrant.points = {code: None if each is None else f"{each.normalize():f}" for code, each in points.items()}
    entrant.low, entrant.high = found.total.low, found.total.high
    entrant.verdict, entrant.possible = found.certain, found.possible
    return found


def points_of(
    items: Iterable[Mapping[str, Any]], values: Values, judged: Mapping[str, Decimal]
) -> dict[str, Decimal | None]:
    """The points of each item: computed where a record answers it, else as it was judged; None for what is unknown."""
    found: dict[str, Decimal | None] = {}
    for item in items:
        computed = computed_points(item, values.get(item["code"], {}))
        found[item["code"]] = judged.get(item["code"]) if computed is None else computed
    return found


def computed_points(item: Mapping[str, Any], value: Mapping[str, Any]) -> Decimal | None:
    """The points of a figure; None where no record answers the item, or it doesn't apply to the place."""
    if item["kind"] not in StandardItem.COMPUTED or value.get("s") in (None, "waits", "words"):
        return None
    if value["s"] == State.FAILS:
        return Decimal(0)
    figure = value.get("v")
    if figure is None or value["s"] != State.KNOWN:
        return None
    if item["unit"] == Unit.TRUTH and not item["scale"]:
        return Decimal(item["points"]) if figure >= 1 else Decimal(0)
    steps = read_scale(item["scale"], item["direction"])
    return min(reached(steps, item["direction"], Decimal(str(figure))), Decimal(item["points"]))


def is_unanswered(item: Mapping[str, Any], entrant: Entrant) -> bool:
    """Whether no record answers an item, so that a school may add words and experts judge."""
    return computed_points(item, entrant.values.get(item["code"], {})) is None
