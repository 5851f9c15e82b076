"""Reading a definition: its formula, the two sides of a ratio, and what is wrong with it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from django.utils.translation import gettext as _

from santong.domains.governance.indicators.kinds import COMPULSORY, Level, RollUp, Unit
from santong.domains.governance.indicators.models import Definition
from santong.domains.governance.indicators.vocabulary import MODULES, Word, kinds, words
from santong.kit.formula_words import problem_in_words
from santong.kit.registry import Label
from santong.lib.formulas import Formula, FormulaError, Kind, Trouble, read
from santong.lib.formulas.tree import Call, Literal, Name, Node, parts

HUNDRED = 100.0


@dataclass(frozen=True)
class Sides:
    """A ratio as its two sides: numerator by denominator, times a factor."""

    numerator: Formula
    denominator: Formula
    factor: float


@dataclass(frozen=True)
class Reading:
    """A definition that was read. `sides` is None for what is no ratio."""

    definition: Definition
    formula: Formula
    weight: Formula | None
    sides: Sides | None
    words: Mapping[str, Word] = field(default_factory=dict)

    @property
    def is_truth(self) -> bool:
        """Whether it says met or not, instead of a number."""
        return self.formula.kind is Kind.TRUTH

    @cached_property
    def names(self) -> list[str]:
        """The names that have to be known, in the order in which they are written."""
        found = dict.fromkeys(self.formula.names)
        return list(found | dict.fromkeys(self.weight.names if self.weight else ()))

    @property
    def awaits(self) -> list[Label]:
        """The modules that it waits for, [] when everything is counted."""
        waiting = {word.awaits: None for word in self.words.values() if word.is_awaited}
        return [MODULES[each] for each in waiting]

    @property
    def is_waiting(self) -> bool:
        """Whether something that it needs isn't counted by anything yet."""
        return any(word.is_awaited for word in self.words.values())


def read_definition(definition: Definition) -> Reading:
    """Read a definition; raises `FormulaError` for a formula that can't be."""
    every = words()
    formula = _read(definition.formula, id(every))
    weighted = definition.roll_up == RollUp.MEAN and definition.weight.strip()
    weight = _read(definition.weight, id(every)) if weighted else None
    if weight is not None and (weight.kind is not Kind.NUMBER or weight.is_group):
        raise FormulaError(Trouble.WRONG_RESULT, given=weight.kind, wanted=Kind.NUMBER)
    used = {name: every[name] for name in (*formula.names, *(weight.names if weight else ()))}
    return Reading(definition, formula, weight, sides_of(formula), used)


@lru_cache(maxsize=1024)
def _read(text: str, vocabulary: int) -> Formula:
    """A formula as it is read with the present names; `vocabulary` tells them from those of another time."""
    return read(text, kinds())


def sides_of(formula: Formula) -> Sides | None:
    """The two sides of a formula of one row that is a ratio, times or divided by numbers, rounded or not."""
    found = None if formula.is_group else _split(formula.root)
    if found is None:
        return None
    upper, lower, factor = found
    return Sides(_part(formula, upper), _part(formula, lower), factor)


def _split(node: Node) -> tuple[Node, Node, float] | None:
    if not isinstance(node, Call):
        return None
    if node.name == "round":
        return _split(node.arguments[0])
    if node.name not in ("multiply", "divide"):
        return None
    left, right = node.arguments
    if node.name == "divide" and not isinstance(right, Literal):
        # Neither side may be a ratio itself, or a number that is the same at every school.
        return None if isinstance(left, Literal) or _divides(left) or _divides(right) else (left, right, 1.0)
    inner, number = (right, left) if isinstance(left, Literal) else (left, right)
    split = _split(inner)
    if split is None or not isinstance(number, Literal) or not isinstance(number.value, float):
        return None
    if node.name == "divide" and (inner is right or not number.value):
        return None
    upper, lower, factor = split
    return upper, lower, factor * number.value if node.name == "multiply" else factor / number.value


def _part(formula: Formula, node: Node) -> Formula:
    names = {part.name: formula.names[part.name] for part in parts(node) if isinstance(part, Name)}
    return Formula(formula.text, node, Kind.NUMBER, names, is_group=False)


def divides(formula: Formula) -> bool:
    """Whether a formula divides by something that is counted."""
    return _divides(formula.root)


def _divides(node: Node) -> bool:
    return any(
        isinstance(part, Call) and part.name in ("divide", "ratio", "mean", "variation")
        and not (part.name == "divide" and isinstance(part.arguments[1], Literal))
        for part in parts(node)
    )  # fmt: skip


def faults(definition: Definition) -> dict[str, str]:
    """What is wrong with a definition, by field, in words that say what to do; {} for one that can be used."""
    try:
        reading = read_definition(definition)
    except FormulaError as problem:
        return {_guilty(definition): problem_in_words(problem)}
    found: dict[str, str] = {}
    for name, words_ in (*_of_level(reading), *_of_unit(reading), *_of_roll_up(reading), *_of_judging(reading)):
        found.setdefault(name, words_)
    return found


def _guilty(definition: Definition) -> str:
    """Which of the two formulas can't be read."""
    try:
        read(definition.formula, kinds())
    except FormulaError:
        return "formula"
    return "weight"


Fault = tuple[str, str]


def _of_level(reading: Reading) -> Iterator[Fault]:
    definition, formula = reading.definition, reading.formula
    if definition.level == Level.SCHOOL and formula.is_group:
        yield "level", _("The formula gathers many schools, so it is computed for counties or the city. Choose that.")
    if definition.level != Level.SCHOOL:
        if definition.roll_up != RollUp.ANEW:
            yield "roll_up", _("What is computed for counties or the city is computed anew at each level. Choose that.")
        if not formula.is_group and Kind.TEXT in formula.names.values():
            yield "formula", _("A county has no type of school. Use such words inside functions that gather.")
    if definition.level == Level.CITY and definition.applies_to and not formula.is_group:
        yield "level", _("Types of schools narrow what is computed for schools. Choose schools, or leave them out.")


def _of_unit(reading: Reading) -> Iterator[Fault]:
    unit, sides = reading.definition.unit, reading.sides
    if reading.formula.kind is Kind.TEXT:
        yield "formula", _("The formula gives a text. It has to give a number, or say met or not.")
    if reading.is_truth != (unit == Unit.TRUTH):
        yield (
            "unit",
            (
                _("The formula says met or not. Choose “met or not” as the unit.")
                if reading.is_truth
                else _("The formula gives a number. Choose the unit of that number.")
            ),
        )
    if unit == Unit.PERCENT and sides is not None and sides.factor != HUNDRED:
        yield "formula", _("The unit is %, so the ratio has to be multiplied by 100: add “* 100”.")


def _of_roll_up(reading: Reading) -> Iterator[Fault]:
    chosen, formula = reading.definition.roll_up, reading.formula
    if chosen == RollUp.SUM and divides(formula):
        yield "roll_up", _("A ratio can't be summed: ten schools with 10 : 1 aren't 100 : 1. Choose the ratio of sums.")
    if chosen == RollUp.RATIO and reading.sides is None:
        yield (
            "roll_up",
            _("The formula isn't one thing divided by another, so there is no ratio of sums. Choose another."),
        )
    if chosen == RollUp.MEAN and not reading.definition.weight.strip():
        yield "weight", _("A weighted mean needs what it is weighted by, such as 学生数.")
    if (chosen == RollUp.MEET) != reading.is_truth and (
        chosen == RollUp.MEET or reading.definition.level == Level.SCHOOL
    ):
        yield (
            "roll_up",
            (
                _("The formula gives a number, not met or not. Compare it with a limit, or choose another way.")
                if chosen == RollUp.MEET
                else _("Of what is met or not, counties and cities get the share of schools that meet it. Choose that.")
            ),
        )
    if chosen == RollUp.ANEW and reading.definition.level == Level.SCHOOL and Kind.TEXT in formula.names.values():
        yield "roll_up", _("A county has no type of school, so this can't be computed anew there. Choose another way.")


def _of_judging(reading: Reading) -> Iterator[Fault]:
    named = [word.name for word in reading.words.values() if word.may_not_judge]
    types = set(reading.definition.types)
    if named and (not types or types & COMPULSORY):
        yield (
            "formula",
            _(
                "“%(word)s” comes of examinations or promotion. In the compulsory stages no teacher, school or county"
                " may be judged by that, so no indicator can use it there. Limit it to other types of schools or leave"
                " it out."
            )
            % {"word": "、".join(named)},
        )
