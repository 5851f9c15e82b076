"""A formula read back as a sentence, so that whoever wrote it sees what was understood."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from santong.lib.formulas.reading import Formula
from santong.lib.formulas.tree import Call, Literal, Name, Node

CHINESE: Mapping[str, str] = MappingProxyType(
    {
        "add": "{0}加{1}",
        "subtract": "{0}减{1}",
        "multiply": "{0}乘{1}",
        "divide": "{0}除以{1}",
        "negative": "负{0}",
        "equal": "{0}等于{1}",
        "unequal": "{0}不等于{1}",
        "less": "{0}小于{1}",
        "at_most": "{0}不超过{1}",
        "more": "{0}大于{1}",
        "at_least": "{0}不低于{1}",
        "among": "{0}是{rest}之一",
        "if": "如果{0}，则取{1}，否则取{2}",
        "not": "并非{0}",
        "blank": "{0}未填",
        "otherwise": "{0}（未填时取{1}）",
        "round": "{0}四舍五入到{digits}位小数",
        "sum": "各行{0}之和",
        "count": "{0}的行数",
        "mean": "各行{0}的平均值",
        "mean_weighted": "各行{0}按{1}加权的平均值",
        "minimum": "各行{0}的最小值",
        "maximum": "各行{0}的最大值",
        "ratio": "各行{0}之和与{1}之和的比（只计两者都有的行）",
        "variation": "各行{0}的差异系数",
        "variation_weighted": "各行{0}按{1}加权的差异系数",
        "and": "且",
        "or": "或",
        "smallest": "{all}中较小的",
        "largest": "{all}中较大的",
        "between": "、",
        "true": "真",
        "false": "假",
        "open": "（",
        "close": "）",
        "quoted": "“{0}”",
    }
)
ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "add": "{0} plus {1}",
        "subtract": "{0} minus {1}",
        "multiply": "{0} times {1}",
        "divide": "{0} divided by {1}",
        "negative": "minus {0}",
        "equal": "{0} is {1}",
        "unequal": "{0} isn't {1}",
        "less": "{0} is less than {1}",
        "at_most": "{0} is at most {1}",
        "more": "{0} is more than {1}",
        "at_least": "{0} is at least {1}",
        "among": "{0} is one of {rest}",
        "if": "if {0}, then {1}, otherwise {2}",
        "not": "not {0}",
        "blank": "{0} is not filled in",
        "otherwise": "{0} ({1} where it is not filled in)",
        "round": "{0} rounded to {digits} decimals",
        "sum": "the sum of {0}",
        "count": "the number of rows with {0}",
        "mean": "the mean of {0}",
        "mean_weighted": "the mean of {0} weighted by {1}",
        "minimum": "the smallest {0}",
        "maximum": "the largest {0}",
        "ratio": "the sum of {0} by the sum of {1}, where both are known",
        "variation": "the coefficient of variation of {0}",
        "variation_weighted": "the coefficient of variation of {0} weighted by {1}",
        "and": " and ",
        "or": " or ",
        "smallest": "the smallest of {all}",
        "largest": "the largest of {all}",
        "between": ", ",
        "true": "true",
        "false": "false",
        "open": "(",
        "close": ")",
        "quoted": "“{0}”",
    }
)
SIMPLE = frozenset({"sum", "count", "mean", "minimum", "maximum", "ratio", "variation", "blank", "negative"})
"""What needs no brackets within something else."""


def in_words(formula: Formula, *, chinese: bool) -> str:
    """A formula as a sentence in Chinese or English."""
    return _said(formula.root, CHINESE if chinese else ENGLISH)


def _said(node: Node, words: Mapping[str, str]) -> str:
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Literal):
        return _literal(node.value, words)
    inner = [_within(argument, words) for argument in node.arguments]
    if node.name in ("and", "or"):
        return words[node.name].join(inner)
    pattern = f"{node.name}_weighted" if node.name in ("mean", "variation") and len(inner) > 1 else node.name
    digits = inner[1] if node.name == "round" and len(inner) > 1 else "0"
    between = words["between"]
    return words[pattern].format(*inner, rest=between.join(inner[1:]), all=between.join(inner), digits=digits)


def _within(node: Node, words: Mapping[str, str]) -> str:
    said = _said(node, words)
    return f"{words['open']}{said}{words['close']}" if isinstance(node, Call) and node.name not in SIMPLE else said


def _literal(value: float | str | bool, words: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return words["true" if value else "false"]
    return words["quoted"].format(value) if isinstance(value, str) else f"{value:g}"
