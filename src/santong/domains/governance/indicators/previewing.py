"""What the editor shows while somebody writes: the definition read back, three schools, the examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from santong.domains.governance.indicators import words
from santong.domains.governance.indicators.cases import Tried, said, try_cases
from santong.domains.governance.indicators.computing import facts_of
from santong.domains.governance.indicators.evaluating import evaluate
from santong.domains.governance.indicators.kinds import Level, SchoolType
from santong.domains.governance.indicators.models import LONGEST_CASES, LONGEST_FORMULA, VIEW, Indicator, PlaceOfMonth
from santong.domains.governance.indicators.queries import months_computed
from santong.domains.governance.indicators.reading import Reading, faults, read_definition
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer, below_any
from santong.lib.formulas import Value

CHOICES = ("level", "unit", "direction", "roll_up", "when_blank", "when_zero")
TEXTS = {"name": 60, "formula": LONGEST_FORMULA, "weight": LONGEST_FORMULA, "cases": LONGEST_CASES}
SCHOOLS = 3


def preview_of(viewer: Viewer, data: Any) -> dict[str, Any]:
    """What the pane beside the form shows of what is typed so far; `data` is that of the form."""
    definition = _typed(data)
    if not definition.formula.strip():
        return {"is_empty": True}
    problems = faults(definition)
    if "formula" in problems or "weight" in problems:
        return {"problems": list(problems.values())}
    reading = read_definition(definition)
    return {
        "problems": list(problems.values()),
        "read_back": words.in_words(reading),
        "waits": "、".join(str(each) for each in reading.awaits),
        "tried": list(try_cases(reading)) if not problems else [],
        "samples": [] if problems or reading.is_waiting or reading.formula.is_group else _samples(viewer, reading),
        "may_judge": not any(word.may_not_judge for word in reading.words.values()),
        "words": [(name, word.comes_from) for name, word in reading.words.items()],
    }


def _typed(data: Any) -> Indicator:
    """The definition as far as it is typed; what doesn't fit is as in an empty form."""
    found = Indicator()
    for name in CHOICES:
        value = data.get(name, "")
        if value in {str(key) for key, _label in found._meta.get_field(name).choices or ()}:  # type: ignore[union-attr]
            setattr(found, name, value)
    for name, most in TEXTS.items():
        setattr(found, name, data.get(name, "")[:most])
    digits = data.get("digits", "")
    found.digits = int(digits) if digits in ("0", "1", "2", "3", "4") else found.digits
    types = [each for each in data.getlist("applies_to") if each in SchoolType.values]
    found.applies_to = f",{','.join(types)}," if types else ""
    return found


def _samples(viewer: Viewer, reading: Reading) -> Sequence[Mapping[str, Any]]:
    """Three schools with what goes in and what comes out: the first, the middle and the last of those it is for."""
    month = next(iter(months_computed(1)), None)
    if month is None:
        return ()
    rows = PlaceOfMonth.objects.filter(below_any("path", viewer.paths(VIEW)), month=month, level=Level.SCHOOL)
    types = reading.definition.types
    found = list((rows.filter(school_type__in=types) if types else rows).order_by("path"))
    chosen = [found[at] for at in sorted({0, len(found) // 2, len(found) - 1})] if found else []
    places = Organisation.with_removed.open_to_everyone().in_bulk([each.place for each in chosen])
    return [_sample(places[each.place], each, reading) for each in chosen if each.place in places]


def _sample(place: Organisation, stood: PlaceOfMonth, reading: Reading) -> Mapping[str, Any]:
    facts = facts_of(stood, reading.words)
    given = "，".join(f"{name} {_shown(value)}" for name, value in facts.items())
    return {"place": place, "given": given, "found": said(reading, evaluate(reading, facts))}


def _shown(value: Value) -> str:
    if value is None:
        return _("unknown")
    return f"{value:g}" if isinstance(value, float) else str(value)


def tried_of(indicator: Indicator) -> list[Tried]:
    """The examples of an indicator with what comes out; [] for one that can't be read."""
    return [] if faults(indicator) else list(try_cases(read_definition(indicator)))
