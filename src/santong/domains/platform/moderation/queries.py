"""Reads: which words stand in a text, what waits, what was decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from santong.domains.platform.moderation.matching.folding import fold
from santong.domains.platform.moderation.matching.matcher import Entry, Match, Matcher
from santong.domains.platform.moderation.models import (
    REVIEW,
    TO_DECIDE,
    WITHHELD,
    Case,
    Category,
    Edition,
    Effect,
    Level,
    Word,
)
from santong.domains.platform.organisations.public import Organisation, lineage
from santong.kit.access import Viewer

MOST_FINDINGS = 100
"""Findings kept of one check: who reviews needs no more to decide."""

AROUND = 30
"""Characters shown before and behind a word."""

Kind = Organisation.Kind


@dataclass(frozen=True, slots=True)
class Finding:
    """A word of the lists at `start` to `end` of the text called `place`."""

    place: str
    start: int
    end: int
    word: str
    category: str
    effect: Effect
    level: Level

    def kept(self) -> dict[str, Any]:
        """As a case keeps it."""
        return {"place": self.place, "word": self.word, "category": self.category, "effect": str(self.effect)}


def widest(levels: Iterable[Level]) -> Level:
    """The widest of some levels; the school's without any."""
    return max(levels, key=lambda level: level.rank, default=Level.SCHOOL)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found. `digest` is the same while the texts that hold words read the same."""

    findings: tuple[Finding, ...]
    digest: str

    @property
    def worst(self) -> Finding | None:
        """The finding with the strictest effect; None when nothing was found."""
        return max(self.findings, key=lambda finding: finding.effect.weight, default=None)

    @property
    def must_wait(self) -> bool:
        """Whether a moderator has to look before others see the texts."""
        return self.worst is not None and self.worst.effect.weight >= Effect.HOLD.weight

    @property
    def level(self) -> Level:
        """The widest level that has to decide."""
        return widest(finding.level for finding in self.findings)

    @property
    def refusal(self) -> str:
        """Why the texts can't be taken at all, for their author; "" when they can."""
        words = dict.fromkeys(each.word for each in self.findings if each.effect == Effect.REFUSE)
        if not words:
            return ""
        return _("This can't be published: it contains “%(words)s”. Change these words and send it again.") % {
            "words": "”、“".join(words)
        }


@dataclass(frozen=True, slots=True)
class _Lists:
    """The lists of one edition, ready to match."""

    token: str
    matcher: Matcher
    facts: Mapping[int, tuple[str, Effect, Level]]


_lock = Lock()
_lists = _Lists("", Matcher(()), {})


def _in_force() -> _Lists:
    """The lists of the edition in force; each process builds an edition once and keeps it."""
    global _lists
    token = Edition.current()
    if _lists.token != token:
        with _lock:
            if _lists.token != token:
                _lists = _build(token)
    return _lists


def _build(token: str) -> _Lists:
    entries: list[Entry] = []
    facts: dict[int, tuple[str, Effect, Level]] = {}
    rows = Word.objects.for_edition().values_list(
        "pk", "text", "folded", "path", "sounds", "category", "effect", "level"
    )
    for pk, text, folded, path, sounds, category, effect, level in rows.iterator(chunk_size=5000):
        entries.append(Entry(pk, text, folded, path, effect == Effect.HARMLESS, sounds))
        facts[pk] = (category, Effect(effect), Level(level))
    return _Lists(token, Matcher(entries), facts)


def check(texts: Mapping[str, str], *, path: str) -> Outcome:
    """Look for the words that hold at an organisation in several texts, by place."""
    lists = _in_force()
    found: list[Finding] = []
    for place, text in texts.items():
        found += (_finding(place, match, lists) for match in lists.matcher.find(text, path))
    found.sort(key=lambda finding: -finding.effect.weight)
    places = {finding.place for finding in found}
    return Outcome(tuple(found[:MOST_FINDINGS]), digest_of({place: texts[place] for place in places}))


def _finding(place: str, match: Match, lists: _Lists) -> Finding:
    category, effect, level = lists.facts[match.entry.word_id]
    if match.is_strewn and effect == Effect.REFUSE:
        effect = Effect.HOLD  # a person looks: characters apart may spell a word by chance
    return Finding(place, match.start, match.end, match.entry.text, category, effect, level)


def digest_of(texts: Mapping[str, str]) -> str:
    """What tells texts apart that read differently."""
    parts = "\0".join(f"{place}\0{fold(text)}" for place, text in sorted(texts.items()))
    return sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `finding` when it is a word of the lists."""

    text: str
    finding: Finding | None = None

    @property
    def label(self) -> str:
        """Why it is marked, in words."""
        return f"{Category(self.finding.category).label} · {self.finding.effect.label}" if self.finding else ""


def pieces(text: str, findings: Collection[Finding], *, whole: int = 2000) -> list[Piece]:
    """A text cut at the findings in it; of one longer than `whole` only what stands around them."""
    ordered = sorted(findings, key=lambda finding: (finding.start, -finding.end))
    return list(_cut(text, ordered, len(text) if len(text) <= whole else AROUND))


def _cut(text: str, findings: list[Finding], around: int) -> Iterator[Piece]:
    done = 0
    for finding in findings:
        if finding.start < done:
            continue  # within the one before
        yield from _between(text[done : finding.start], around, is_first=done == 0)
        yield Piece(text[finding.start : finding.end], finding)
        done = finding.end
    yield from _between(text[done:], around, is_first=done == 0, is_last=True)


def _between(text: str, around: int, *, is_first: bool, is_last: bool = False) -> Iterator[Piece]:
    if len(text) <= 2 * around:
        yield Piece(text)
        return
    head = "" if is_first else text[:around]
    tail = "" if is_last else text[-around:]
    yield Piece(f"{head} … {tail}")


def deciding_path(path: str, level: Level) -> str:
    """The organisation that decides about what comes from `path`, at a level or the next one above."""
    bureaus = {Kind.COUNTY_BUREAU, Kind.CITY_BUREAU}
    wanted = {Level.SCHOOL: {Kind.SCHOOL, *bureaus}, Level.COUNTY: bureaus, Level.CITY: {Kind.CITY_BUREAU}}[level]
    above = lineage(path)
    return next((each.path for each in reversed(above) if each.kind in wanted), above[0].path if above else path)


def to_decide(viewer: Viewer) -> QuerySet[Case]:
    """The cases that the viewer may decide: never their own."""
    rows: QuerySet[Case] = Case.objects.visible_to(viewer, REVIEW).filter(state__in=TO_DECIDE)
    return rows.exclude(author_id=viewer.person_id or 0)


def withheld(kind: str) -> QuerySet:
    """The keys of the objects of a kind that others may not see now, as a subquery."""
    rows = Case.objects.numbers_only()
    found: QuerySet = rows.filter(kind=kind, state__in=WITHHELD).values("object_id")
    return found


def state_of(kind: str, object_id: int) -> Case | None:
    """The latest case about an object; its author may be told of it."""
    rows = Case.objects.unscoped("told to the author by the module that asks")
    return rows.filter(kind=kind, object_id=object_id).order_by("-pk").first()
