"""What answers the items of a standard, and what may not be asked at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from santong.domains.governance.evaluation.models import (
    DESCRIBING,
    OF_BAND,
    Band,
    Standard,
    StandardItem,
)
from santong.domains.governance.evaluation.scoring import BadScale, read_scale
from santong.domains.governance.indicators.public import COMPULSORY, Indicator, Unit, faults, words
from santong.domains.governance.reports.public import Bound, Span, bind, definition_of

Kind = StandardItem.Kind
RESULTS = (
    "升学率",
    "中考",
    "高考",
    "考试成绩",
    "平均分",
    "及格率",
    "优秀率",
    "考试分数",
    "分数排名",
    "上线率",
    "重点率",
)
"""Words for results of examinations and promotion, by which nobody may be judged in the compulsory stages."""
DENIALS = ("不", "没有", "无", "未", "禁止", "严禁", "杜绝")
"""What turns an item round: it asks that nobody is judged so."""


def described(item: StandardItem) -> dict[str, Any]:
    """An item as versions keep it: points as texts."""
    return {name: _plain(getattr(item, name)) for name in DESCRIBING}


def described_band(band: Band) -> dict[str, Any]:
    """A verdict as versions keep it."""
    return {name: _plain(getattr(band, name)) for name in OF_BAND}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value) if isinstance(value, str) else value


def bound_of(items: Iterable[Mapping[str, Any]], span: Span) -> list[Bound]:
    """The items with what fills them."""
    return bind([_row(item) for item in items], span)


def _row(item: Mapping[str, Any]) -> dict[str, Any]:
    kind = item["kind"] if item["kind"] in StandardItem.COMPUTED else "words"
    return {**item, "kind": kind, "label": item["label"][:60]}


def fault_of(item: StandardItem, standard: Standard) -> tuple[str, str] | None:
    """What is wrong with an item that is being written: the field of the form and the words; None for nothing."""
    computed = item.kind in StandardItem.COMPUTED
    found = (_fault_of_binding(item, standard) or _fault_of_scale(item)) if computed else None
    return found or _fault_of_results(item, standard)


def _fault_of_binding(item: StandardItem, standard: Standard) -> tuple[str, str] | None:
    if not item.binding:
        return "binding", _("Say which fact or indicator answers it.")
    if item.kind == Kind.INDICATOR:
        return _fault_of_indicator(item, standard)
    definition = definition_of(described(item))
    definition.applies_to = standard.applies_to
    for name, problem in faults(definition).items():
        return ("binding" if name in ("formula", "weight", "level") else name), problem
    return None


def _fault_of_indicator(item: StandardItem, standard: Standard) -> tuple[str, str] | None:
    rows = Indicator.objects.numbers_only().filter(code=item.binding, is_published=True)
    if not rows.exists():
        return "binding", _("No published indicator has this code.")
    # Read as the standard applies it: an indicator of senior schools may not judge primary ones here.
    for formula, weight in rows.values_list("formula", "weight"):
        trial = definition_of({**described(item), "binding": formula})
        trial.weight, trial.applies_to = weight, standard.applies_to
        if problem := _judging_fault(trial):
            return "binding", problem
    return None


def _judging_fault(definition: Any) -> str:
    """The part of the indicators' own check that is about results of examinations."""
    from_results = faults(definition).get("formula", "")
    return from_results if any(word in from_results for word in _names_of_results(definition)) else ""


def _names_of_results(definition: Any) -> Sequence[str]:
    return [name for name, word in words().items() if word.may_not_judge and name in definition.formula]


def _fault_of_scale(item: StandardItem) -> tuple[str, str] | None:
    if item.unit == Unit.TRUTH:
        return None
    try:
        steps = read_scale(item.scale, item.direction)
    except BadScale as problem:
        return "scale", _("“%(part)s” can't be read. Write it like 100=2, 50=1.") % {"part": problem}
    if not steps:
        return "scale", _("Say from which figure on there are points, such as 100=2, 50=1.")
    if max(step.points for step in steps) > item.points:
        return "scale", _("The scale gives more points than the item has.")
    return None


def is_compulsory(standard: Standard) -> bool:
    """Whether a standard judges schools of the compulsory stages, or counties and principals, which have them."""
    return not standard.types or bool(set(standard.types) & COMPULSORY)


def _fault_of_results(item: StandardItem, standard: Standard) -> tuple[str, str] | None:
    if not is_compulsory(standard):
        return None
    for name in ("label", "says"):
        text = getattr(item, name)
        named = [word for word in RESULTS if word in text]
        if named and not any(word in text for word in DENIALS):
            return name, _(
                "“%(word)s”: in the compulsory stages no teacher, school or county may be judged by results of"
                " examinations or promotion. Leave it out, or limit the standard to other types of schools."
            ) % {"word": "、".join(named)}
    return None


def fault_of_types(standard: Standard, items: Iterable[StandardItem]) -> str:
    """Why a standard can't apply to the schools that are named: an item that may not judge them; "" when it can."""
    for item in items:
        found = fault_of(item, standard)
        if found is not None:
            return f"{item.code}: {found[1]}"
    return ""
