"""Finding entries of the record by words among very many.

A job writes down the words of entries once a minute. Words of few entries are answered from there, with the
entries that came since; words of many from the record itself, newest first, where the first page is full soon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.audit.models import EntryWords
from santong.kit.audit import Action
from santong.kit.fulltext.tokens import is_han, normal, pairs, runs
from santong.kit.jobs.public import job, progress
from santong.kit.models import AuditEntry
from santong.kit.models.tokens import newest_with_tokens
from santong.kit.pages.keyset import COUNT_LIMIT
from santong.kit.registry import registry

BATCH = 2000
OVERLAP = 2000
"""Entries before the newest indexed one that are looked at again: PostgreSQL shows those of a long transaction only
when later ones are indexed already."""
_OBJECT, _ADDRESS, _VERB = "o", "a", "v"
"""What the tokens of these columns begin with, so that a number in a label is none of an object."""


def words_of(entry: AuditEntry) -> Iterator[str]:
    """The tokens of an entry: of its label, its object, its address and its action."""
    yield from label_tokens(entry.label)
    for kind, text in ((_OBJECT, entry.object_id), (_ADDRESS, entry.address), (_VERB, entry.verb)):
        yield from _whole(kind, text)


def label_tokens(text: str) -> list[str]:
    """Words, Chinese characters and pairs of them, in either script and case."""
    found = ([*run, *pairs(run)] if is_han(run) else [run] for run in runs(text))
    return list(dict.fromkeys(token for tokens in found for token in tokens))


def _whole(kind: str, text: str) -> list[str]:
    """One token for a whole column; signs as letters that it can't hold otherwise."""
    plain = normal(text)
    return [kind + re.sub(r"[^a-z0-9]", lambda sign: f"x{ord(sign[0]):x}x", plain)] if plain else []


@job(title=_("Index the audit record"))
def index_words() -> int:
    """Write down the words of the entries that came since; returns how many."""
    return _index(_not_surely_indexed())


@job(title=_("Index what the audit record's index has missed"))
def index_missed() -> int:
    """Look through the whole record for entries without words; returns how many there were."""
    return _index(AuditEntry.objects.all())


def _index(entries: QuerySet[AuditEntry]) -> int:
    has_words = EntryWords.objects.filter(pk=OuterRef("pk"))
    missing = entries.filter(~Exists(has_words)).order_by("pk")
    count = 0
    while batch := list(missing[:BATCH]):
        rows = [EntryWords(entry=entry, words=" ".join(dict.fromkeys(words_of(entry)))) for entry in batch]
        EntryWords.objects.bulk_create(rows, ignore_conflicts=True)
        count += len(rows)
        progress.check_cancelled()
    return count


def holding(rows: QuerySet[AuditEntry], word: str, otherwise: Q) -> QuerySet[AuditEntry]:
    """Those of `rows` in which a word is found, or whose action is called so; `otherwise`: without the index."""
    verbs = [each.name for each in registry.of(Action) if normal(word) in normal(str(each.label))]
    otherwise |= Q(verb__in=verbs)
    known: set[int] = set()
    for tokens in _askings(word, verbs):
        known |= set(newest_with_tokens(EntryWords, "words", tokens, COUNT_LIMIT + 1))
        if len(known) > COUNT_LIMIT:
            return rows.filter(otherwise)
    recent = (
        rows.filter(otherwise, pk__in=_not_surely_indexed().values("pk"))
        .order_by()
        .values_list("pk", flat=True)[: COUNT_LIMIT + 1]
    )
    found = {*known, *recent}
    return rows.filter(pk__in=found) if len(found) <= COUNT_LIMIT else rows.filter(otherwise)


def _askings(word: str, verbs: Iterable[str]) -> Iterable[list[str]]:
    """What the index is asked for, each with its own answer; `verbs` are the actions that are called so."""
    askings = [_asked_label(word), _whole(_OBJECT, word), _whole(_ADDRESS, word)]
    askings += [_whole(_VERB, name) for name in dict.fromkeys((word, *verbs))]
    return [tokens for tokens in askings if tokens]


def _asked_label(word: str) -> list[str]:
    """Pairs of characters, and the beginnings of words."""
    found = (pairs(run) if is_han(run) else [f"{run}*"] for run in runs(word))
    return [token for tokens in found for token in tokens]


def _not_surely_indexed() -> QuerySet[AuditEntry]:
    """The entries since the newest that is indexed, and the `OVERLAP` before it."""
    last = EntryWords.objects.aggregate(last=Max("pk"))["last"] or 0
    return AuditEntry.objects.filter(pk__gt=last - OVERLAP)
