"""Finding entries of the record by words among very many.

A job writes down the words of entries once a minute. Words of few entries are answered from there, with the
entries that came since; words of many from the record itself, newest first, where the first page is full soon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.audit.models import EntryWords
from santong.kit.audit import Action
from santong.kit.jobs.public import job, progress
from santong.kit.models import AuditEntry
from santong.kit.models.tokens import newest_with_tokens
from santong.kit.pages.keyset import COUNT_LIMIT
from santong.kit.registry import registry
from santong.lib.chinese import half_width, is_han
from santong.lib.scripts import fold_scripts

BATCH = 2000
_LATIN = re.compile(r"[^\W_]+")
_OBJECT, _ADDRESS, _VERB = "o", "a", "v"
"""What the tokens of these columns begin with, so that a number in a label is none of an object."""


def words_of(entry: AuditEntry) -> Iterator[str]:
    """The tokens of an entry: of its label, its object, its address and its action."""
    yield from label_tokens(entry.label)
    for kind, text in ((_OBJECT, entry.object_id), (_ADDRESS, entry.address), (_VERB, entry.verb)):
        yield from _whole(kind, text)


def label_tokens(text: str) -> list[str]:
    """Words, Chinese characters and pairs of them, in either script and case."""
    found: list[str] = []
    for part in _LATIN.findall(_compared(text)):
        han = "".join(filter(is_han, part))
        found += [*han, *(han[at : at + 2] for at in range(len(han) - 1))]
        found += [run for run in re.split(r"[^a-z0-9]+", part) if run]
    return found


def _whole(kind: str, text: str) -> list[str]:
    """One token for a whole column; signs as letters that it can't hold otherwise."""
    plain = _compared(text)
    return [kind + re.sub(r"[^a-z0-9]", lambda sign: f"x{ord(sign[0]):x}x", plain)] if plain else []


def _compared(text: str) -> str:
    return fold_scripts(half_width(text).casefold())


@job(title=_("Index the audit record"))
def index_words() -> int:
    """Write down the words of the entries that came since; returns how many."""
    count = 0
    while batch := list(AuditEntry.objects.filter(pk__gt=_last()).order_by("pk")[:BATCH]):
        rows = [EntryWords(entry=entry, words=" ".join(dict.fromkeys(words_of(entry)))) for entry in batch]
        EntryWords.objects.bulk_create(rows, ignore_conflicts=True)
        count += len(rows)
        progress.check_cancelled()
    return count


def holding(rows: QuerySet[AuditEntry], word: str, otherwise: Q) -> QuerySet[AuditEntry]:
    """Those of `rows` in which a word is found; `otherwise` says so without the index."""
    known: set[int] = set()
    for tokens in _askings(word):
        known |= set(newest_with_tokens(EntryWords, "words", tokens, COUNT_LIMIT + 1))
        if len(known) > COUNT_LIMIT:
            return rows.filter(otherwise)
    recent = rows.filter(otherwise, pk__gt=_last()).order_by().values_list("pk", flat=True)[: COUNT_LIMIT + 1]
    found = {*known, *recent}
    return rows.filter(pk__in=found) if len(found) <= COUNT_LIMIT else rows.filter(otherwise)


def _askings(word: str) -> Iterable[list[str]]:
    """What the index is asked for, each with its own answer."""
    label = _asked_label(word)
    verbs = [each.name for each in registry.of(Action) if _compared(word) in _compared(str(each.label))]
    askings = [label, _whole(_OBJECT, word), _whole(_ADDRESS, word)]
    askings += [_whole(_VERB, name) for name in dict.fromkeys((word, *verbs))]
    return [tokens for tokens in askings if tokens]


def _asked_label(word: str) -> list[str]:
    """Pairs of characters, and the beginnings of words."""
    tokens = label_tokens(word)
    pairs = [token for token in tokens if is_han(token[0]) and len(token) == 2]
    single = [token for token in tokens if is_han(token[0]) and len(token) == 1]
    latin = [f"{token}*" for token in tokens if not is_han(token[0])]
    return [*(pairs or single), *latin]


def _last() -> int:
    """The newest entry whose words are written down."""
    return EntryWords.objects.aggregate(last=Max("pk"))["last"] or 0
