"""What becomes of people named inside paths and requests when two of them turn out to be one.

Foreign keys go over by themselves; these stand in JSON: the people who decide at a stage, and those filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from santong.domains.platform.duplicates.public import MergeRule, Merging, Receipt
from santong.domains.platform.requests.models import PathVersion, Request

COLUMNS = (
    (PathVersion, "stages", '"people"'),
    (Request, "stages", '"people"'),
    (Request, "values", '"id"'),
)
"""The columns in which people may be named, and beside which key."""


def _hand_over(merging: Merging) -> Receipt:
    kept, dropped = merging.kept.pk, merging.dropped.pk
    changed = []
    for model, field, key in COLUMNS:
        for row in _naming(model, field, key, dropped):
            before = getattr(row, field)
            after = named_instead(before, dropped, kept)
            if after != before:
                changed.append({"model": model._meta.label, "key": row.pk, "field": field, "was": before, "is": after})
                _write(row, field, after)
    return {"changed": changed}


def _naming(model: type[PathVersion | Request], field: str, key: str, person: int) -> Iterator[Any]:
    """Rows in whose JSON the key of a person may stand; the number may be that of something else."""
    rows = model._base_manager.annotate(as_text=Cast(field, TextField()))
    return rows.filter(Q(as_text__contains=key) & Q(as_text__contains=str(person))).order_by("pk").iterator()


def named_instead(data: Any, dropped: int, kept: int) -> Any:
    """JSON in which one person is named in the place of another, once where both were."""
    if isinstance(data, list):
        return [named_instead(each, dropped, kept) for each in data]
    if not isinstance(data, dict):
        return data
    found = {key: named_instead(value, dropped, kept) for key, value in data.items()}
    if isinstance(found.get("people"), list):
        found["people"] = list(dict.fromkeys(kept if each == dropped else each for each in found["people"]))
    if found.keys() == {"id", "name"} and found["id"] == dropped:
        found["id"] = kept
    return found


def _write(row: Any, field: str, value: Any) -> None:
    setattr(row, field, value)
    row.save(update_fields=[field])


def _take_back(receipt: Receipt) -> None:
    """As it was before, except where it has been written anew since."""
    for each in receipt.get("changed", ()):
        row = apps.get_model(each["model"])._base_manager.filter(pk=each["key"]).first()
        if row is not None and getattr(row, each["field"]) == each["is"]:
            _write(row, each["field"], each["was"])


RULE = MergeRule(
    "requests",
    stays={
        "requests.Opinion.person": "says who decided",
        "requests.Opinion.holder": "says in whose name somebody decided",
    },
    hand_over=_hand_over,
    take_back=_take_back,
    inside=frozenset({"requests.PathVersion.stages", "requests.Request.stages", "requests.Request.values"}),
)
