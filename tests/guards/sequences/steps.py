"""What can be done to the region: the steps that the modules list in their `tests/sequences.py`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.conf import settings

from santong.kit.testing.sequences import Step
from santong.kit.undo import CannotUndo


def parts() -> list[ModuleType]:
    """Those of all modules that have one."""
    with_tests = [module for module in settings.SANTONG_MODULES if find_spec(f"{module}.tests")]
    return [
        import_module(f"{module}.tests.sequences") for module in with_tests if find_spec(f"{module}.tests.sequences")
    ]


STEPS: tuple[Step, ...] = tuple(step for part in parts() for step in part.STEPS)
REFUSALS: tuple[type[Exception], ...] = (CannotUndo, *(refusal for part in parts() for refusal in part.REFUSALS))
"""What actions refuse with: each carries its reason in words."""

DISAGREEMENTS = tuple(look for part in parts() for look in getattr(part, "DISAGREEMENTS", ()))
"""What must agree after each step, besides numbers, paths and roles."""
