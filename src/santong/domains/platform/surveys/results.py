"""What came out of a survey: counts for each question, by place where enough people answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from statistics import median
from typing import Any

from django.core.cache import cache
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.surveys.answer_forms import SCALE, in_words
from santong.domains.platform.surveys.content import Field, FieldKind
from santong.domains.platform.surveys.models import FEWEST, AnonymousAnswer, Answer, Asked, Survey, Version
from santong.kit.access import LEVEL

MOST_TEXTS = 100
"""Texts of a question that the page shows; exports have all."""
STEPS = 8
"""Ranges into which numbers are counted."""
KEPT = 60
"""Seconds for which the numbers of a survey aren't counted anew."""


@dataclass(frozen=True)
class Line:
    """One possible answer, how many gave it, and their share of those who answered the question, in per cent."""

    words: str
    number: int
    share: int


@dataclass(frozen=True)
class Result:
    """What came out of a question: lines for what can be counted, texts in the order of the alphabet for the rest."""

    field: Field
    answered: int
    lines: Sequence[Line] = ()
    texts: Sequence[str] = ()
    more: int = 0
    note: str = ""
    is_former: bool = False


@dataclass(frozen=True)
class Group:
    """A place one level below the one that asked, with how many of those asked there have answered."""

    path: str
    name: str
    number: int
    asked: int
    is_hidden: bool


@dataclass(frozen=True)
class Results:
    """`answers` were given by so many; `waiting` anonymous ones are held back. Too few are no results."""

    answers: int
    asked: int
    waiting: int = 0
    is_hidden: bool = False
    results: Sequence[Result] = ()
    groups: Sequence[Group] = ()
    group: Group | None = None


@dataclass
class _Gathered:
    """What was answered to one question."""

    asked: Field
    values: list[Any] = field(default_factory=list)


def results_of(survey: Survey, group: str = "") -> Results:
    """The results of a survey, or of the people of one of its `groups` (a path)."""
    key = f"survey-results-{survey.pk}-{survey.state}-{group}-{_answers(survey).count()}"
    found: Results | None = cache.get(key)
    if found is None:
        found = counted(survey, group)
        cache.set(key, found, KEPT)
    return found


def _answers(survey: Survey) -> Any:
    if survey.is_anonymous:
        return AnonymousAnswer.objects.filter(survey=survey, mixed=True)
    return Answer.objects.belonging_to(survey=survey).filter(state=Answer.State.SENT)


def counted(survey: Survey, group: str = "", *, most: int | None = MOST_TEXTS) -> Results:
    """The same, counted now; with at most so many texts of a question (None: all)."""
    rows = _answers(survey)
    # While anonymous answers still come, those of a single place would show one by one.
    groups = [] if survey.is_anonymous and survey.state != Survey.State.CLOSED else _groups(survey, rows)
    chosen = next((each for each in groups if each.path == group and not each.is_hidden), None)
    number = rows.count()
    waiting = AnonymousAnswer.objects.filter(survey=survey, mixed=False).count() if survey.is_anonymous else 0
    totals = {"answers": number, "asked": survey.number, "waiting": waiting, "groups": groups, "group": chosen}
    if survey.is_anonymous and number < FEWEST:
        return Results(**{**totals, "answers": 0, "groups": ()}, is_hidden=True)
    if chosen is not None:
        rows = rows.filter(**{f"{_place(survey)}__startswith": chosen.path})
    return Results(**totals, results=[_shortened(each, most) for each in _results(survey, rows)])


def _shortened(result: Result, most: int | None) -> Result:
    if most is None or len(result.texts) <= most:
        return result
    return replace(result, texts=result.texts[:most], more=len(result.texts) - most)


def _place(survey: Survey) -> str:
    return "group" if survey.is_anonymous else "path"


def _groups(survey: Survey, rows: Any) -> list[Group]:
    """The places one level below, the numbers of small ones hidden together with what would give them away."""
    depth = len(survey.path) + LEVEL
    paths = list(rows.values_list(_place(survey), flat=True).order_by())
    answered = Counter(path[:depth] for path in paths if len(path) >= depth)
    if len(answered) < 2:
        return []
    everybody = Asked.objects.belonging_to(survey=survey).order_by()
    wanted = {
        (path[:depth], child or -person) for path, person, child in everybody.values_list("path", "person", "child")
    }
    asked = Counter(path for path, _whom in wanted)
    small = too_small(answered, len(paths) - answered.total())
    places = Organisation.with_removed.open_to_everyone().filter(path__in=set(answered) | set(asked))
    names = dict(places.values_list("path", "name"))
    return [Group(path, names.get(path, path), answered[path], asked[path], path in small) for path in sorted(answered)]


def too_small(answered: Mapping[str, int], elsewhere: int = 0) -> set[str]:
    """The places whose answers aren't shown: too few, or what would be left of the whole would be too few.

    `elsewhere` is how many answers belong to no place.
    """
    found = {path for path, number in answered.items() if number < FEWEST}
    for path in sorted(set(answered) - found, key=lambda path: answered[path]):
        left = elsewhere + sum(answered[each] for each in found)
        if not 0 < left < FEWEST:
            break
        found.add(path)
    return found


def _results(survey: Survey, rows: Any) -> Iterator[Result]:
    versions = list(Version.objects.belonging_to(survey=survey).exclude(state=Version.State.DRAFT).order_by("number"))
    if not versions:
        return
    current = [each.name for each in versions[-1].form.fields]
    gathered = {each.name: _Gathered(each) for version in versions for each in version.form.fields}
    for values in rows.order_by().values_list("values", flat=True).iterator(chunk_size=2000):
        for name, value in values.items():
            if name in gathered:
                gathered[name].values.append(value)
    files = _files(survey) if not survey.is_anonymous else {}
    order = [*current, *(name for name in gathered if name not in current)]
    for name in order:
        each = gathered[name]
        yield _result(each.asked, each.values, is_former=name not in current, files=files.get(name, 0))


def _files(survey: Survey) -> Mapping[str, int]:
    rows = Answer.objects.belonging_to(survey=survey).filter(state=Answer.State.SENT, files__isnull=False)
    return Counter(rows.order_by().values_list("files__field", "pk").distinct().values_list("files__field", flat=True))


def _result(asked: Field, values: list[Any], *, is_former: bool, files: int) -> Result:
    common: dict[str, Any] = {"field": asked, "answered": files or len(values), "is_former": is_former}
    kind = FieldKind(asked.kind)
    if kind == FieldKind.CHOICE:
        return Result(**common, lines=_by_option(asked, values, len(values)))
    if kind == FieldKind.CHOICES:
        return Result(**common, lines=_by_option(asked, [key for each in values for key in each], len(values)))
    if kind == FieldKind.YES_NO:
        return Result(
            **common, lines=_lines([(_("Yes"), values.count(True)), (_("No"), values.count(False))], len(values))
        )
    if kind == FieldKind.SCALE:
        return Result(**common, lines=_by_step(asked, values), note=_mean(values))
    if kind == FieldKind.NUMBER:
        return Result(**common, lines=_by_range(asked, values), note=_middle(asked, values))
    if kind == FieldKind.FACT:
        return _confirmed(asked, values, common)
    if kind == FieldKind.FILE:
        return Result(**common)
    # By the alphabet, and each question for itself: the order of answering would join what one person wrote.
    texts = sorted(in_words(asked, value) for value in values)
    return Result(**common, texts=texts)


def _lines(counted: Iterable[tuple[str, int]], out_of: int) -> list[Line]:
    return [Line(words, number, round(100 * number / out_of) if out_of else 0) for words, number in counted]


def _by_option(asked: Field, keys: list[str], out_of: int) -> list[Line]:
    counted = Counter(keys)
    known = [(words, counted.pop(key, 0)) for key, words in asked.options]
    return _lines([*known, *((key, number) for key, number in counted.items())], out_of)


def _by_step(asked: Field, values: list[int]) -> list[Line]:
    counted, ends = Counter(values), {1: asked.low, SCALE: asked.high}
    return _lines([(f"{n} {ends.get(n, '')}".strip(), counted[n]) for n in range(1, SCALE + 1)], len(values))


def _mean(values: list[int]) -> str:
    return _("On average %(mean)s") % {"mean": number_format(sum(values) / len(values), 1)} if values else ""


def _by_range(asked: Field, values: list[float]) -> list[Line]:
    distinct = sorted(set(values))
    if len(distinct) <= STEPS:
        counted = Counter(values)
        return _lines([(_plain(value, asked.unit), counted[value]) for value in distinct], len(values))
    return _lines(_ranges(asked, values, distinct[0], distinct[-1]), len(values))


def _ranges(asked: Field, values: list[float], low: float, high: float) -> Iterator[tuple[str, int]]:
    """Ranges of equal width; of whole numbers each number stands in just one of them."""
    is_whole = not any(value % 1 for value in values)
    width = ceil((high - low + 1) / STEPS) if is_whole else (high - low) / STEPS
    found = Counter(min(int((value - low) / width), STEPS - 1) for value in values)
    for at in range(max(found) + 1):
        start, end = low + width * at, low + width * (at + 1) - (1 if is_whole else 0)
        words = _plain(start, asked.unit) if start == end else f"{_plain(start)}–{_plain(end, asked.unit)}"
        yield words, found[at]


def _middle(asked: Field, values: list[float]) -> str:
    if not values:
        return ""
    said = {"median": _plain(median(values), asked.unit), "sum": _plain(sum(values), asked.unit)}
    return _("Median %(median)s, in all %(sum)s") % said


def _plain(value: float, unit: str = "") -> str:
    return f"{number_format(round(value, 1), use_l10n=True) if value % 1 else f'{value:.0f}'} {unit}".strip()


def _confirmed(asked: Field, values: list[Any], common: dict[str, Any]) -> Result:
    right = sum(value["right"] for value in values)
    lines = _lines([(_("Confirmed"), right), (_("Said to be wrong"), len(values) - right)], len(values))
    wrong = sorted(in_words(asked, value) for value in values if not value["right"])
    return Result(**common, lines=lines, texts=wrong)
