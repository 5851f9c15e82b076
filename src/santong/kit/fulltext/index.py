"""Full-text indexes: what a module declares, fills and asks.

    RESOURCES = Index("resources", code="r", facets=("subject", "kind"), synonyms=SYNONYMS)

    RESOURCES.put([Entry(key=12, title="一元一次方程", text="…", facets={"subject": "数学"}, scopes=("s0001",))])
    found = RESOURCES.search("yiyuanyici", scopes=scopes_of(viewer), chosen={"subject": ["数学"]})
    found.total, found.facets["kind"], [hit.key for hit in found.hits]

Only documents with one of the asked scopes are found, counted or offered: access is part of the query.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from santong.kit.fulltext import tokens as made
from santong.kit.fulltext.engines import BATCH, engine
from santong.kit.fulltext.models import Document, FacetSet
from santong.kit.fulltext.queries import Synonyms
from santong.lib.scripts import fold_scripts

Facets = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to find. `text` is searched but not ranked by; `weight` is how much it is used."""

    key: int
    title: str
    day: date
    scopes: Sequence[str]
    facets: Facets = field(default_factory=dict)
    context: str = ""
    text: str = ""
    weight: int = 0


class Index:
    """Documents of one kind. `code` is a letter of its own; `facets` what results are counted by; `synonyms`
    the others that a word finds, or what is asked for them at each search.
    """

    def __init__(
        self,
        name: str,
        *,
        code: str,
        facets: Sequence[str],
        synonyms: Synonyms | Callable[[], Synonyms] | None = None,
    ) -> None:
        self.name, self.code, self.facets = name, code, tuple(facets)
        self._synonyms = synonyms or {}
        self._folded: tuple[Synonyms, Synonyms] = ({}, {})
        self._sets: dict[int, tuple[str, ...]] = {}

    @property
    def synonyms(self) -> Synonyms:
        """The synonyms as they are now, by words in the script of queries."""
        given = self._synonyms() if callable(self._synonyms) else self._synonyms
        if given is not self._folded[0]:
            self._folded = given, {fold_scripts(word): others for word, others in given.items()}
        return self._folded[1]

    def put(self, entries: Iterable[Entry]) -> None:
        """Add documents, or replace those with the same keys."""
        waiting = iter(entries)
        while batch := list(islice(waiting, BATCH)):
            with transaction.atomic():
                self.remove([entry.key for entry in batch])
                self._add(batch)

    def remove(self, keys: Sequence[int]) -> None:
        """Forget documents; keys that aren't there are passed over."""
        with transaction.atomic():
            for start in range(0, len(keys), BATCH):
                rows = Document.objects.filter(index=self.name, key__in=keys[start : start + BATCH])
                engine().forget(list(rows.values_list("pk", "facets_id", "tokens")))
                rows.delete()

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """Replace everything, in the fastest way; searches find little until it is done."""
        there = list(Document.objects.filter(index=self.name).values_list("key", flat=True))
        self.remove(there)
        with engine().filling():
            waiting = iter(entries)
            while batch := list(islice(waiting, BATCH)):
                with transaction.atomic():
                    self._add(batch)

    def outdated(self, limit: int = BATCH) -> list[int]:
        """Keys of some documents whose tokens were made by an earlier version; put them again."""
        rows = Document.objects.filter(index=self.name, scheme__lt=made.SCHEME).order_by("pk")
        return list(rows.values_list("key", flat=True)[:limit])

    def weights(self) -> dict[int, int]:
        """How much each document was used when it was put, by key."""
        return dict(Document.objects.filter(index=self.name).values_list("key", "weight"))

    def tokens_of(self, entry: Entry) -> list[str]:
        """Everything that a document can be found by."""
        values = self._values(entry.facets)
        months = made.month_token(self.code, entry.day.year, entry.day.month)
        return made.unique(
            [
                *made.title_tokens(entry.title),
                *made.context_tokens(entry.context),
                *made.text_tokens(entry.text),
                *(made.scope_token(self.code, scope) for scope in entry.scopes),
                *(made.facet_token(number, value) for number, value in enumerate(values) if value),
                made.tier_token(self.code, made.weight_tier(entry.weight)),
                months,
            ]
        )

    def values_of(self, facet_sets: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        """The facet values of at least these sets, in the order of `facets`.

        Sets never change, so that they are kept; but not those of an open transaction: it may be taken back, and
        then SQLite gives their keys to others.
        """
        if not connection.in_atomic_block and self._sets.keys() >= set(facet_sets):
            return self._sets
        rows = FacetSet.objects.filter(index=self.name).values_list("pk", "values")
        found = {pk: tuple(values) for pk, values in rows}
        if not connection.in_atomic_block:
            self._sets = found
        return found

    def _add(self, entries: Sequence[Entry]) -> None:
        store = engine()
        sets = self._facet_sets({self._values(entry.facets) for entry in entries})
        found = [self.tokens_of(entry) for entry in entries]
        rows = [
            Document(
                index=self.name,
                key=entry.key,
                facets_id=sets[self._values(entry.facets)],
                weight=entry.weight,
                day=entry.day,
                title=entry.title[:200],
                context=entry.context[:400],
                tokens=store.kept(some),
                scheme=made.SCHEME,
            )
            for entry, some in zip(entries, found, strict=True)
        ]
        Document.objects.bulk_create(rows, batch_size=500)
        store.put([(row.pk, row.facets_id, some) for row, some in zip(rows, found, strict=True)])

    def _values(self, facets: Facets) -> tuple[str, ...]:
        return tuple(facets.get(name, "") for name in self.facets)

    def _facet_sets(self, wanted: set[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
        """The keys of facet sets; new ones are made."""
        digests = {values: _digest(values) for values in wanted}
        rows = FacetSet.objects.filter(index=self.name, digest__in=digests.values())
        known = dict(rows.values_list("digest", "pk"))
        missing = [values for values in wanted if digests[values] not in known]
        if missing:
            fresh = [FacetSet(index=self.name, values=list(v), digest=digests[v]) for v in missing]
            # Two processes may meet the same new combination at once; the second takes the first one's.
            FacetSet.objects.bulk_create(fresh, ignore_conflicts=True)
            known = dict(rows.all().values_list("digest", "pk"))
        return {values: known[digest] for values, digest in digests.items()}


def _digest(values: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(values)).encode()).hexdigest()


def months_back(count: int, today: date | None = None) -> list[tuple[int, int]]:
    """Year and month of this month and those before it."""
    day = today or timezone.localdate()
    number = day.year * 12 + day.month - 1
    return [divmod(number - back, 12) for back in range(count)]


def facet_counts(index: Index, sets: Mapping[int, int], chosen: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Counts of each facet's values among what the choices in the *other* facets leave."""
    wanted = [frozenset(chosen.get(name, ())) for name in index.facets]
    counts: list[dict[str, int]] = [{} for _name in index.facets]
    total = 0
    known = index.values_of(sets.keys()) if sets else {}
    for facet_set, number in sets.items():
        values = known[facet_set]
        failing = [
            at for at, (want, value) in enumerate(zip(wanted, values, strict=True)) if want and value not in want
        ]
        if not failing:
            total += number
        if len(failing) > 1:
            continue
        for at in failing or range(len(values)):
            if values[at]:
                counts[at][values[at]] = counts[at].get(values[at], 0) + number
    facets = {
        name: sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        for name, found in zip(index.facets, counts, strict=True)
    }
    return {"total": total, "facets": facets}
