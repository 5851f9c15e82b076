"""What is wrong with a formula, and what it says, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from santong.kit.registry import Label
from santong.lib.formulas import Formula, FormulaError, Kind, Trouble, in_words

MESSAGES: Mapping[Trouble, Label] = MappingProxyType(
    {
        Trouble.EMPTY: gettext_lazy("The formula is empty. Write what is to be computed."),
        Trouble.TOO_LONG: gettext_lazy("The formula has more than %(most)s characters. Divide it into several."),
        Trouble.TOO_DEEP: gettext_lazy(
            "The formula has more than %(most)s brackets within each other. Divide it into several."
        ),
        Trouble.TOO_MANY_PARTS: gettext_lazy("The formula has more than %(most)s parts. Divide it into several."),
        Trouble.TOO_MANY_FACTORS: gettext_lazy(
            "The formula multiplies or divides more than %(most)s times. Split it into several."
        ),
        Trouble.NUMBER_TOO_LARGE: gettext_lazy("“%(word)s” is larger than %(most)s. Use a larger unit."),
        Trouble.CHARACTER: gettext_lazy("“%(word)s” can't stand in a formula."),
        Trouble.SYNTAX: gettext_lazy("“%(word)s” isn't expected here."),
        Trouble.ENDS_EARLY: gettext_lazy("Something is missing at the end, perhaps a bracket or a value."),
        Trouble.UNKNOWN_NAME: gettext_lazy("Nothing is called “%(word)s”."),
        Trouble.UNKNOWN_FUNCTION: gettext_lazy("There is no function “%(word)s”."),
        Trouble.WRONG_COUNT: gettext_lazy("“%(word)s” takes %(wanted)s values, not %(given)s."),
        Trouble.WRONG_KIND: gettext_lazy("“%(word)s” needs %(wanted)s here, not %(given)s."),
        Trouble.NOT_CONSTANT: gettext_lazy("“%(word)s” needs a number or text written here, not one that is computed."),
        Trouble.NESTED: gettext_lazy("“%(word)s” gathers rows inside a function that gathers them already."),
        Trouble.MIXED: gettext_lazy(
            "“%(word)s” belongs to one row, but the formula gathers many. Put it into 求和, 平均 or 计数."
        ),
        Trouble.WRONG_RESULT: gettext_lazy("The formula gives %(given)s, but %(wanted)s is needed."),
    }
)
KINDS: Mapping[str, Label] = MappingProxyType(
    {
        Kind.NUMBER: gettext_lazy("a number"),
        Kind.TEXT: gettext_lazy("a text"),
        Kind.TRUTH: gettext_lazy("yes or no"),
    }
)


def problem_in_words(problem: FormulaError) -> str:
    """Why a formula can't be used, and what was probably meant."""
    arguments = {name: _argument(value) for name, value in problem.arguments.items()}
    text = str(MESSAGES[problem.trouble]) % arguments
    if not problem.proposals:
        return text
    return _("%(problem)s Did you mean: %(words)s?") % {"problem": text, "words": "、".join(problem.proposals)}


def _argument(value: object) -> str:
    """An argument of a message, kinds of values by their words."""
    return "、".join(str(KINDS.get(part, part)) for part in str(value).split(", "))


def formula_in_words(formula: Formula) -> str:
    """A formula read back as a sentence, in the reader's language."""
    return in_words(formula, chinese=(get_language() or "").startswith("zh"))
