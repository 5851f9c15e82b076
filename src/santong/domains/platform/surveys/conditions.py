"""When fields are shown: conditions as people choose them, written in the language of formulas and computed by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from santong.domains.platform.surveys.content import Condition, Content, Field, FieldKind, Test
from santong.lib.formulas import Formula, FormulaError, Kind, Value, of_row, read

Values = Mapping[str, Any]
NUMBERS = (FieldKind.NUMBER, FieldKind.SCALE)
SIGNS = {"is": "=", "isnt": "≠", "at_least": "≥", "at_most": "≤"}
KINDS = {
    FieldKind.CHOICE: Kind.TEXT, FieldKind.NUMBER: Kind.NUMBER, FieldKind.SCALE: Kind.NUMBER,
    FieldKind.YES_NO: Kind.TRUTH,
}  # fmt: skip
"""What the value of a field is for a formula. Of other kinds it only matters whether they are filled in."""


def names_of(fields: Sequence[Field]) -> dict[str, Kind]:
    """What a condition may speak of: fields by name, and the options of those that take several."""
    names = {each.name: KINDS.get(FieldKind(each.kind), Kind.TEXT) for each in fields}
    several = (each for each in fields if each.kind == FieldKind.CHOICES)
    return names | {f"{each.name}_{key}": Kind.TRUTH for each in several for key, _words in each.options}


def formula_of(condition: Condition, fields: Sequence[Field]) -> str:
    """A condition as a formula."""
    by_name = {each.name: each for each in fields}
    parts = [_part(test, by_name.get(test.field)) for test in condition.tests]
    return parts[0] if len(parts) == 1 else f"{'且' if condition.match == 'all' else '或'}({', '.join(parts)})"


def _part(test: Test, field: Field | None) -> str:
    if test.verb in ("filled", "empty"):
        return f"为空({test.field})" if test.verb == "empty" else f"非(为空({test.field}))"
    if field is not None and field.kind in (FieldKind.CHOICES, FieldKind.YES_NO):
        name = f"{test.field}_{test.value}" if field.kind == FieldKind.CHOICES else test.field
        return name if test.verb == "is" else f"非({name})"
    value = test.value if field is not None and field.kind in NUMBERS else f'"{test.value}"'
    return f"{test.field} {SIGNS[test.verb]} {value}"


@lru_cache(maxsize=1024)
def _read(text: str, names: frozenset[tuple[str, Kind]]) -> Formula:
    return read(text, dict(names), gives=Kind.TRUTH)


def formula_read(condition: Condition, before: Sequence[Field]) -> Formula:
    """The formula of a condition over the fields before it; raises `FormulaError`."""
    return _read(formula_of(condition, before), frozenset(names_of(before).items()))


def fault_of(field: Field, before: Sequence[Field]) -> str:
    """What is wrong with a field's condition where it stands, "" when nothing is."""
    if field.show is None:
        return ""
    earlier = {each.name for each in before}
    if any(test.field not in earlier for test in field.show.tests):
        return _("“%(field)s” is shown depending on a question that doesn't stand before it.") % {"field": field.label}
    try:
        formula_read(field.show, before)
    except FormulaError:
        return _("The condition of “%(field)s” asks for an answer that isn't possible any more. Choose it anew.") % {
            "field": field.label
        }
    return ""


def faults_of(content: Content) -> list[str]:
    """What is wrong with the conditions of a form."""
    fields = content.fields
    return [fault for at, each in enumerate(fields) if (fault := fault_of(each, fields[:at]))]


def shown(content: Content, values: Values) -> set[str]:
    """The names of the fields that are shown, given what was answered; what is hidden counts as not answered."""
    found: set[str] = set()
    facts: dict[str, Value] = {}
    before: list[Field] = []
    for each in content.fields:
        is_shown = each.show is None or _holds(each.show, before, facts)
        if is_shown:
            found.add(each.name)
        facts |= _facts(each, values.get(each.name) if is_shown else None)
        before.append(each)
    return found


def _holds(condition: Condition, before: Sequence[Field], facts: Mapping[str, Value]) -> bool:
    try:
        return of_row(formula_read(condition, before), facts) is True
    except FormulaError:
        # Versions are checked before anybody sees them; one that breaks all the same hides nothing.
        return True


def _facts(field: Field, value: Any) -> dict[str, Value]:
    if field.kind == FieldKind.CHOICES:
        chosen = value or []
        by_option: dict[str, Value] = {f"{field.name}_{key}": key in chosen for key, _words in field.options}
        return {field.name: "、".join(chosen) or None, **by_option}
    if value in (None, "", [], {}):
        return {field.name: None}
    if field.kind in NUMBERS:
        return {field.name: float(value)}
    if field.kind == FieldKind.YES_NO:
        return {field.name: bool(value)}
    return {field.name: value if isinstance(value, str) else str(value)}


def in_words(condition: Condition, fields: Sequence[Field]) -> str:
    """A condition as a sentence."""
    by_name = {each.name: each for each in fields}
    parts = [_test_in_words(test, by_name[test.field]) for test in condition.tests if test.field in by_name]
    joined = _(" and ") if condition.match == "all" else _(" or ")
    return joined.join(parts)


def _test_in_words(test: Test, field: Field) -> str:
    value = _("yes") if field.kind == FieldKind.YES_NO else field.option(test.value)
    text = {
        "is": _("“%(field)s” is %(value)s"),
        "isnt": _("“%(field)s” is not %(value)s"),
        "at_least": _("“%(field)s” is at least %(value)s"),
        "at_most": _("“%(field)s” is at most %(value)s"),
        "filled": _("“%(field)s” is filled in"),
        "empty": _("“%(field)s” is left empty"),
    }[test.verb]
    return text % {"field": field.label, "value": value}
