"""The functions and operators of formulas: what they are called, what they take and give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from santong.lib.formulas.tree import Kind

MANY = 20
"""The most values that a function takes which takes any number."""
ANY = frozenset(Kind)
NUMBER, TEXT, TRUTH = frozenset({Kind.NUMBER}), frozenset({Kind.TEXT}), frozenset({Kind.TRUTH})
COMPARABLE = NUMBER | TEXT


@dataclass(frozen=True)
class Function:
    """A function: `takes` are the kinds of its arguments, the last repeated up to `most`.

    `gives` None: the kind of the argument at `like`. `alike`: arguments from there on are of one kind. `constant`:
    arguments from there on are written in the formula. `gathers`: it works on many rows.
    """

    name: str
    words: tuple[str, ...]
    takes: Sequence[frozenset[Kind]]
    gives: Kind | None = None
    least: int = 1
    most: int = 1
    like: int = 0
    alike: int | None = None
    constant: int | None = None
    gathers: bool = False

    def wanted(self, position: int) -> frozenset[Kind]:
        """The kinds that may stand at a position."""
        return self.takes[min(position, len(self.takes) - 1)]


def _operator(name: str, sign: str, takes: frozenset[Kind], gives: Kind, *, alike: bool = False) -> Function:
    return Function(name, (sign,), (takes,), gives, 2, 2, alike=0 if alike else None)


OPERATORS = (
    _operator("add", "+", NUMBER, Kind.NUMBER),
    _operator("subtract", "-", NUMBER, Kind.NUMBER),
    _operator("multiply", "*", NUMBER, Kind.NUMBER),
    _operator("divide", "/", NUMBER, Kind.NUMBER),
    _operator("equal", "=", ANY, Kind.TRUTH, alike=True),
    _operator("unequal", "≠", ANY, Kind.TRUTH, alike=True),
    _operator("less", "<", NUMBER, Kind.TRUTH),
    _operator("at_most", "≤", NUMBER, Kind.TRUTH),
    _operator("more", ">", NUMBER, Kind.TRUTH),
    _operator("at_least", "≥", NUMBER, Kind.TRUTH),
    Function("negative", ("−",), (NUMBER,), Kind.NUMBER),
    Function("among", ("属于", "IN"), (COMPARABLE,), Kind.TRUTH, 2, MANY, alike=0, constant=1),
)
NAMED = (
    Function("if", ("如果", "IF"), (TRUTH, ANY), None, 3, 3, like=1, alike=1),
    Function("and", ("且", "AND"), (TRUTH,), Kind.TRUTH, 2, MANY),
    Function("or", ("或", "OR"), (TRUTH,), Kind.TRUTH, 2, MANY),
    Function("not", ("非", "NOT"), (TRUTH,), Kind.TRUTH),
    Function("blank", ("为空", "ISBLANK"), (ANY,), Kind.TRUTH),
    Function("otherwise", ("缺省", "IFBLANK"), (ANY,), None, 2, 2, alike=0),
    Function("round", ("四舍五入", "ROUND"), (NUMBER, NUMBER), Kind.NUMBER, 1, 2, constant=1),
    Function("smallest", ("较小", "SMALLER"), (NUMBER,), Kind.NUMBER, 2, MANY),
    Function("largest", ("较大", "LARGER"), (NUMBER,), Kind.NUMBER, 2, MANY),
    Function("sum", ("求和", "SUM"), (NUMBER,), Kind.NUMBER, gathers=True),
    Function("count", ("计数", "COUNT"), (ANY,), Kind.NUMBER, gathers=True),
    Function("mean", ("平均", "AVERAGE", "AVG"), (NUMBER,), Kind.NUMBER, 1, 2, gathers=True),
    Function("minimum", ("最小", "MIN"), (NUMBER,), Kind.NUMBER, gathers=True),
    Function("maximum", ("最大", "MAX"), (NUMBER,), Kind.NUMBER, gathers=True),
    Function("ratio", ("比", "RATIO"), (NUMBER,), Kind.NUMBER, 2, 2, gathers=True),
    Function("variation", ("差异系数", "CV"), (NUMBER,), Kind.NUMBER, 1, 2, gathers=True),
)
FUNCTIONS = MappingProxyType({function.name: function for function in (*OPERATORS, *NAMED)})
WORDS = MappingProxyType({word.upper(): function.name for function in NAMED for word in function.words})
"""The name of a function by what people call it. MIN and MAX of several values are `smallest` and `largest`."""
OF_SEVERAL = MappingProxyType({"minimum": "smallest", "maximum": "largest"})
