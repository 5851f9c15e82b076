"""A place in a round as people read it: item by item, with the gap to the next step in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from santong.domains.governance.evaluation.binding import bound_of
from santong.domains.governance.evaluation.diagnosing import computed_points, content_of
from santong.domains.governance.evaluation.models import Entrant, Judgement, StandardItem
from santong.domains.governance.evaluation.queries import given_points, judgements_of, said_of, span_for
from santong.domains.governance.evaluation.scoring import (
    Lack,
    Score,
    bands_of,
    items_of,
    next_step,
    read_scale,
    score,
)
from santong.domains.governance.indicators.public import State, Unit
from santong.domains.governance.reports.public import Bound, comes_from, with_unit

Kind = StandardItem.Kind


def plain(points: Decimal | None) -> str:
    """Points without needless zeros, "" for none."""
    return "" if points is None else f"{points.normalize():f}"


@dataclass(frozen=True)
class Line:
    """An item at a place. `points` is None for what is unknown, which is never zero."""

    code: str
    section: str
    group: str
    label: str
    kind: str
    most: Decimal
    points: Decimal | None
    shown: str
    comes_from: str
    gap: str
    is_must: bool
    choice: str
    is_unanswered: bool
    says: str
    mark: str
    source: str
    said: str
    seen: str

    @property
    def points_text(self) -> str:
        """The points, or that they are unknown."""
        return pgettext("evaluation", "unknown") if self.points is None else plain(self.points)

    @property
    def most_text(self) -> str:
        """How many points there are."""
        return plain(self.most)

    @property
    def tone(self) -> str:
        """Its colour: all, some, none, or unknown."""
        if self.points is None:
            return "neutral"
        return "ok" if self.points >= self.most else "warn" if self.points else "bad"

    @property
    def takes_words(self) -> bool:
        """Whether the place may add words: where no fact exists."""
        return self.is_unanswered and self.kind == Kind.EVIDENCE


def lines_of(entrant: Entrant) -> list[Line]:
    """Every item of the round at a place."""
    content = content_of(entrant.round)
    bound = bound_of(content["items"], span_for(timezone.localdate()))
    points, said, judged = given_points(entrant), said_of(entrant), judgements_of(entrant)
    return [
        _line(item, each, entrant.values.get(item["code"], {}), points.get(item["code"]), said, judged)
        for item, each in zip(content["items"], bound, strict=True)
    ]


def _line(
    item: Mapping[str, Any], bound: Bound, value: Mapping[str, Any], points: Decimal | None,
    said: Mapping[str, str], judged: Mapping[str, Judgement],
) -> Line:  # fmt: skip
    code, is_computed = item["code"], item["kind"] in StandardItem.COMPUTED
    judgement = judged.get(code)
    kept = {name: item[name] for name in ("section", "group", "label", "kind", "is_must", "choice", "says", "mark",
                                           "source")}  # fmt: skip
    return Line(
        code=code, most=Decimal(item["points"]), points=points,
        shown=with_unit(bound, value) if is_computed else "",
        comes_from=comes_from(bound) if is_computed else str(Kind(item["kind"]).label),
        gap="" if judgement else gap_of(item, bound, value), is_unanswered=computed_points(item, value) is None,
        said=said.get(code, ""), seen=judgement.words if judgement else "", **kept,
    )  # fmt: skip


def gap_of(item: Mapping[str, Any], bound: Bound, value: Mapping[str, Any]) -> str:
    """What a figure lacks for the next step, in words; why there are no points where nobody knows; "" for nothing."""
    if item["kind"] not in StandardItem.COMPUTED:
        return ""
    if value.get("s") == State.NOT_APPLICABLE:
        return _("Doesn't apply here; experts judge it.")
    figure = value.get("v")
    if figure is None or value.get("s") != State.KNOWN:
        return _("Not known: no record answers it. That isn't zero.") if value.get("s") != State.FAILS else ""
    if item["unit"] == Unit.TRUTH and not item["scale"]:
        return "" if figure >= 1 else _("Not met.")
    better = next_step(read_scale(item["scale"], item["direction"]), item["direction"], Decimal(str(figure)))
    if better is None:
        return ""
    said = {"by": _figure(bound, abs(better.at - Decimal(str(figure)))), "points": plain(better.points)}
    if item["direction"] == StandardItem.Direction.MORE:
        return _("%(by)s more give %(points)s points.") % said
    return _("%(by)s less give %(points)s points.") % said


def _figure(bound: Bound, number: Decimal) -> str:
    return with_unit(bound, {"s": "known", "v": float(number), "k": 2})


def score_of(entrant: Entrant) -> Score:
    """What the points of a place come to."""
    content = content_of(entrant.round)
    return score(items_of(content), bands_of(content), given_points(entrant))


def lack_in_words(lack: Lack, labels: Mapping[str, str]) -> str:
    """What a verdict still takes."""
    said = {"by": plain(lack.by), "name": labels.get(lack.name, lack.name)}
    if lack.kind == "points":
        words = _("%(by)s points in all") % said
    elif lack.kind == "must":
        words = _("the must-have “%(name)s”") % said
    else:
        words = _("%(by)s points of “%(name)s”") % said
    return _("%(words)s (may be there: not known)") % {"words": words} if lack.is_unknown else words


def sections_of(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """The lines by section, in order."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.section, []).append(line)
    return list(found.items())


def verdict_in_words(entrant: Entrant) -> tuple[str, str]:
    """Tone and words of a verdict: what is certain, and what it might become."""
    certain, possible = entrant.verdict, entrant.possible
    if entrant.computed_at is None:
        return "neutral", _("Being computed")
    if certain == possible:
        return ("ok", certain) if certain else ("warn", _("No verdict reached"))
    if certain:
        return "info", _("%(certain)s, perhaps %(possible)s") % {"certain": certain, "possible": possible}
    return "neutral", _("Not to be said yet, perhaps %(possible)s") % {"possible": possible}
