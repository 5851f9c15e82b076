"""What the modules say of their objects, put together: each in a `PLANTING` of its `tests/leaks.py`."""

from __future__ import annotations

from collections import ChainMap
from importlib import import_module
from importlib.util import find_spec
from operator import attrgetter
from typing import Any

from django.conf import settings

from santong.kit.testing.planting import Planting


def plantings() -> list[Planting]:
    """Those of all modules that have one."""
    names = [f"{module}.tests.leaks" for module in settings.SANTONG_MODULES if find_spec(f"{module}.tests")]
    return [import_module(name).PLANTING for name in names if find_spec(name)]


PLANTINGS = plantings()


def _joined(name: str) -> ChainMap[str, Any]:
    return ChainMap(*map(attrgetter(name), PLANTINGS))


def _all(name: str) -> frozenset[str]:
    return frozenset().union(*map(attrgetter(name), PLANTINGS))


HOW, SECOND, ALSO, UNMARKED = _joined("how"), _joined("second"), _joined("also"), _joined("unmarked")
LEFT_OUT, SEEN_BY, WORDS = _joined("left_out"), _joined("seen_by"), _joined("words")
TOLD_AT = _joined("told_at")
OF_CLASS, SHARED, PUBLISHED = _all("of_class"), _all("shared"), _all("published")
