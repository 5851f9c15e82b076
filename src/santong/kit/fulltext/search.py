"""Asking an index: expression, facets, candidates, ranking, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from santong.kit.fulltext import tokens as made
from santong.kit.fulltext.engines import Engine, engine
from santong.kit.fulltext.expressions import Expression, every, some, tokens
from santong.kit.fulltext.index import Index, facet_counts, months_back
from santong.kit.fulltext.models import Document
from santong.kit.fulltext.queries import Query, relaxed, understand
from santong.kit.fulltext.ranking import Candidate, score
from santong.kit.fulltext.terms import corrected

BEST, NEWEST, MOST_USED = "best", "newest", "used"
ORDERS = (BEST, NEWEST, MOST_USED)
CANDIDATES = 400
"""Documents that are ranked; when more match, those that hold the query in the title and are used most."""
FEW = 20_000
"""Matching documents whose rows may all be read to find those used most; of more, tier after tier is asked for
(measured at 500,000 documents: up to here one sorted query costs less than thirteen by tier).
"""
SHOWN = 240
"""Results that can be paged through: whoever hasn't found it by then had better narrow the search."""
MONTHS = 120

Chosen = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Found:
    """What was found. `facets` gives, by name, values with counts, the most frequent first.

    `corrected` is the query that was answered instead when the one asked finds nothing; `partly`
    says that not everything asked for is in what was found. `unnarrowed` is how many there would be
    without the chosen facet values.
    """

    total: int = 0
    unnarrowed: int = 0
    hits: list[Candidate] = field(default_factory=list)
    facets: Mapping[str, list[tuple[str, int]]] = field(default_factory=dict)
    corrected: str = ""
    partly: bool = False


def search(index: Index, text: str, *, scopes: Sequence[str], chosen: Chosen | None = None, order: str = BEST) -> Found:
    """The best documents among those with one of the scopes and the chosen facet values."""
    if not scopes:
        return Found()
    asking = _Asking(index, list(scopes), chosen or {}, order, engine())
    query = understand(text, index.synonyms)
    found = asking.find(query, query.anywhere())
    # What only the choices hide is there: other words would answer another question.
    if found.unnarrowed or not query.parts:
        return found
    return asking.instead(query)


@dataclass(frozen=True)
class _Asking:
    """One question: what stays the same while wordings are tried."""

    index: Index
    scopes: list[str]
    chosen: Chosen
    order: str
    engine: Engine

    def find(self, query: Query, demanded: Sequence[Expression], **facts: object) -> Found:
        base = [*demanded, self._scope()]
        sets = self.engine.counts(every(base))
        counted, unnarrowed = facet_counts(self.index, sets, self.chosen), sum(sets.values())
        if not counted["total"]:
            return Found(0, unnarrowed, facets=counted["facets"], **facts)  # type: ignore[arg-type]
        filtered = [*base, *self._choices()]
        rows = self._candidates(query, filtered, counted["total"])
        hits = self._sorted(query, rows)[:SHOWN]
        return Found(counted["total"], unnarrowed, hits, counted["facets"], **facts)  # type: ignore[arg-type]

    def instead(self, query: Query) -> Found:
        """What was probably meant, else what holds part of it."""
        better = corrected(self.index.name, query, self._finds)
        if better:
            again = understand(better, self.index.synonyms)
            found = self.find(again, again.anywhere(), corrected=better)
            if found.unnarrowed:
                return found
        for demand in relaxed(query):
            found = self.find(query, [demand], partly=True)
            if found.unnarrowed:
                return found
        return Found()

    def _finds(self, expression: Expression) -> bool:
        return bool(self.engine.some(every([expression, self._scope()]), 1))

    def _scope(self) -> Expression:
        return some(tokens(made.scope_token(self.index.code, scope) for scope in self.scopes))

    def _choices(self) -> Iterator[Expression]:
        for number, name in enumerate(self.index.facets):
            values = [value for value in self.chosen.get(name, ()) if value]
            if values:
                yield some(tokens(made.facet_token(number, value) for value in values))

    def _candidates(self, query: Query, demanded: Sequence[Expression], total: int) -> list[Candidate]:
        if total <= CANDIDATES:
            return _rows(self.engine.some(every(demanded), CANDIDATES))
        keys: dict[int, None] = {}
        fill = self._sorted_into if total <= FEW else self._tiers_into
        if query.parts and self.order == BEST:
            self._take(keys, [query.exactly(), *demanded])
            fill(keys, [query.in_title(), *demanded], CANDIDATES // 2)
        fill(keys, demanded, CANDIDATES)
        return _rows(list(keys))

    def _take(self, keys: dict[int, None], demanded: Sequence[Expression]) -> None:
        keys.update(dict.fromkeys(self.engine.some(every(demanded), CANDIDATES)))

    def _sorted_into(self, keys: dict[int, None], demanded: Sequence[Expression], enough: int) -> None:
        """The most used (or newest), until there are enough."""
        if len(keys) < enough:
            by = "day" if self.order == NEWEST else "weight"
            keys.update(dict.fromkeys(self.engine.first(every(demanded), by, CANDIDATES)))

    def _tiers_into(self, keys: dict[int, None], demanded: Sequence[Expression], enough: int) -> None:
        """Tier after tier, the most used (or newest) first, until there are enough."""
        for tier in self._tiers():
            if len(keys) >= enough:
                return
            self._take(keys, [*demanded, *tokens([tier])])

    def _tiers(self) -> list[str]:
        code = self.index.code
        if self.order == NEWEST:
            return [made.month_token(code, year, month + 1) for year, month in months_back(MONTHS)]
        return [made.tier_token(code, tier) for tier in range(12, -1, -1)]

    def _sorted(self, query: Query, rows: list[Candidate]) -> list[Candidate]:
        if self.order == NEWEST:
            return sorted(rows, key=lambda row: (-row.day, -row.key))
        if self.order == MOST_USED or not query.parts:
            return sorted(rows, key=lambda row: (-row.weight, -row.day, -row.key))
        ranked = [(score(query, row), row.day, row.key, row) for row in rows]
        return [row for *_numbers, row in sorted(ranked, key=lambda each: each[:3], reverse=True)]


def _rows(keys: Sequence[int]) -> list[Candidate]:
    rows = Document.objects.filter(pk__in=keys).values_list("key", "title", "context", "weight", "day")
    return [Candidate(key, title, context, weight, day.toordinal()) for key, title, context, weight, day in rows]
