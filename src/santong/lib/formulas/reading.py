"""Reading a formula: its tree, within bounds, with names that exist and kinds that fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from santong.lib.formulas.functions import FUNCTIONS, Function
from santong.lib.formulas.problems import FormulaError, Trouble
from santong.lib.formulas.syntax import parse
from santong.lib.formulas.tree import Call, Kind, Literal, Name, Node, Place, parts

LONGEST = 2000
DEEPEST = 40
MOST_PARTS = 300
MOST_FACTORS = 12
"""Multiplications and divisions: with numbers up to 10^12, results stay within double precision."""
MOST_DIGITS = 6
MOST_WRITTEN = 5000
"""Parts of the SQL that a formula becomes; some functions write what they work on several times (`REPEATS`)."""
REPEATS = MappingProxyType({"round": 2, "smallest": 2, "largest": 2, "ratio": 3, "mean": 3, "variation": 30})


@dataclass(frozen=True)
class Formula:
    """A formula that may be used: `kind` is what it gives, `names` what it asks for.

    `is_group`: it gathers many rows (`of_rows`), else it speaks of one (`of_row`).
    """

    text: str
    root: Node
    kind: Kind
    names: Mapping[str, Kind]
    is_group: bool


def read(text: str, names: Mapping[str, Kind], *, gives: Kind | None = None) -> Formula:
    """Read a formula in which `names` may stand; `gives` is the kind that is needed.

    Raises:
        FormulaError: with the cause, the place and, for a mistyped name, what was probably meant.
    """
    if not text.strip():
        raise FormulaError(Trouble.EMPTY)
    if len(text) > LONGEST:
        raise FormulaError(Trouble.TOO_LONG, most=LONGEST)
    _check_brackets(text)
    root = parse(text)
    _check_size(root)
    is_group = any(isinstance(part, Call) and FUNCTIONS[part.name].gathers for part in parts(root))
    kind = _Checking(names, is_group).kind_of(root, inside=not is_group)
    if gives is not None and kind is not gives:
        raise FormulaError(Trouble.WRONG_RESULT, given=kind, wanted=gives)
    used = {part.name: names[part.name] for part in parts(root) if isinstance(part, Name)}
    return Formula(text, root, kind, used, is_group)


def _check_brackets(text: str) -> None:
    """Bounds the parser's work before it begins."""
    level = 0
    for character in text:
        level += {"(": 1, "（": 1, ")": -1, "）": -1}.get(character, 0)
        if level > DEEPEST:
            raise FormulaError(Trouble.TOO_DEEP, most=DEEPEST)


def _check_size(root: Node) -> None:
    every = list(parts(root))
    if len(every) > MOST_PARTS:
        raise FormulaError(Trouble.TOO_MANY_PARTS, most=MOST_PARTS)
    if _written(root) > MOST_WRITTEN:
        raise FormulaError(Trouble.TOO_MANY_PARTS, most=MOST_PARTS)
    if sum(isinstance(part, Call) and part.name in ("multiply", "divide") for part in every) > MOST_FACTORS:
        raise FormulaError(Trouble.TOO_MANY_FACTORS, most=MOST_FACTORS)


def _written(node: Node) -> int:
    """How many parts the SQL of a node has."""
    if not isinstance(node, Call):
        return 1
    return 1 + REPEATS.get(node.name, 1) * sum(_written(argument) for argument in node.arguments)


@dataclass(frozen=True)
class _Checking:
    """Whether names exist and kinds fit; `inside` says whether values of single rows may stand there."""

    names: Mapping[str, Kind]
    is_group: bool

    def kind_of(self, node: Node, *, inside: bool) -> Kind:
        if isinstance(node, Literal):
            return _kind_of_value(node.value)
        if isinstance(node, Name):
            return self._kind_of_name(node, inside=inside)
        return self._kind_of_call(node, inside=inside)

    def _kind_of_name(self, node: Name, *, inside: bool) -> Kind:
        if node.name not in self.names:
            close = tuple(get_close_matches(node.name, self.names, n=3, cutoff=0.4))
            raise FormulaError(Trouble.UNKNOWN_NAME, node.place, close, word=node.name)
        if not inside:
            raise FormulaError(Trouble.MIXED, node.place, word=node.name)
        return self.names[node.name]

    def _kind_of_call(self, node: Call, *, inside: bool) -> Kind:
        function = FUNCTIONS[node.name]
        if function.gathers and inside and self.is_group:
            raise FormulaError(Trouble.NESTED, node.place, word=function.words[0])
        _check_count(function, node)
        within = inside or function.gathers
        kinds = [self.kind_of(argument, inside=within) for argument in node.arguments]
        for position, kind in enumerate(kinds):
            _check_argument(function, position, kind, kinds, node.place)
        _check_constants(function, node)
        return function.gives or kinds[function.like]


def _kind_of_value(value: float | str | bool) -> Kind:
    if isinstance(value, bool):
        return Kind.TRUTH
    return Kind.TEXT if isinstance(value, str) else Kind.NUMBER


def _check_count(function: Function, node: Call) -> None:
    if not function.least <= len(node.arguments) <= function.most:
        wanted = f"{function.least}–{function.most}" if function.most > function.least else str(function.least)
        raise FormulaError(
            Trouble.WRONG_COUNT, node.place, word=function.words[0], wanted=wanted, given=len(node.arguments)
        )


def _check_argument(function: Function, position: int, kind: Kind, kinds: list[Kind], place: Place) -> None:
    wanted = function.wanted(position)
    if function.alike is not None and position > function.alike:
        wanted = wanted & {kinds[function.alike]}
    if kind not in wanted:
        raise FormulaError(
            Trouble.WRONG_KIND, place, word=function.words[0], wanted=", ".join(sorted(wanted)), given=kind
        )


def _check_constants(function: Function, node: Call) -> None:
    if function.constant is None:
        return
    for argument in node.arguments[function.constant :]:
        if not isinstance(argument, Literal):
            raise FormulaError(Trouble.NOT_CONSTANT, argument.place, word=function.words[0])
        if function.name == "round" and argument.value not in range(MOST_DIGITS + 1):
            raise FormulaError(
                Trouble.WRONG_COUNT, argument.place, word=function.words[0], wanted="0–6", given=argument.value
            )
