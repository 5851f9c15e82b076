"""Why a formula can't be used: a code, an English message for ``%``-formatting, the place, a proposal."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from santong.lib.formulas.tree import Place


class Trouble(StrEnum):
    """What is wrong with a formula."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_DEEP = "too_deep"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_MANY_FACTORS = "too_many_factors"
    NUMBER_TOO_LARGE = "number_too_large"
    CHARACTER = "character"
    SYNTAX = "syntax"
    ENDS_EARLY = "ends_early"
    UNKNOWN_NAME = "unknown_name"
    UNKNOWN_FUNCTION = "unknown_function"
    WRONG_COUNT = "wrong_count"
    WRONG_KIND = "wrong_kind"
    NOT_CONSTANT = "not_constant"
    NESTED = "nested"
    MIXED = "mixed"
    WRONG_RESULT = "wrong_result"


MESSAGES = MappingProxyType(
    {
        Trouble.EMPTY: "The formula is empty. Write what is to be computed.",
        Trouble.TOO_LONG: "The formula has more than %(most)s characters. Divide it into several.",
        Trouble.TOO_DEEP: "The formula has more than %(most)s brackets within each other. Divide it into several.",
        Trouble.TOO_MANY_PARTS: "The formula has more than %(most)s parts. Divide it into several.",
        Trouble.TOO_MANY_FACTORS: "The formula multiplies or divides more than %(most)s times. Split it into several.",
        Trouble.NUMBER_TOO_LARGE: "“%(word)s” is larger than %(most)s. Use a larger unit.",
        Trouble.CHARACTER: "“%(word)s” can't stand in a formula.",
        Trouble.SYNTAX: "“%(word)s” isn't expected here.",
        Trouble.ENDS_EARLY: "Something is missing at the end, perhaps a bracket or a value.",
        Trouble.UNKNOWN_NAME: "Nothing is called “%(word)s”.",
        Trouble.UNKNOWN_FUNCTION: "There is no function “%(word)s”.",
        Trouble.WRONG_COUNT: "“%(word)s” takes %(wanted)s values, not %(given)s.",
        Trouble.WRONG_KIND: "“%(word)s” needs %(wanted)s here, not %(given)s.",
        Trouble.NOT_CONSTANT: "“%(word)s” needs a number or text written here, not one that is computed.",
        Trouble.NESTED: "“%(word)s” gathers rows inside a function that gathers them already.",
        Trouble.MIXED: "“%(word)s” belongs to one row, but the formula gathers many. Put it into 求和, 平均 or 计数.",
        Trouble.WRONG_RESULT: "The formula gives %(given)s, but %(wanted)s is needed.",
    }
)


class FormulaError(ValueError):
    """A formula that can't be used.

    `trouble` with `arguments` says why (`MESSAGES`), `place` where, `proposals` what was probably meant.
    """

    def __init__(
        self, trouble: Trouble, place: Place | None = None, proposals: tuple[str, ...] = (), /, **arguments: object
    ) -> None:
        self.trouble, self.place, self.proposals, self.arguments = trouble, place or Place(), proposals, arguments
        super().__init__(MESSAGES[trouble] % arguments)
