"""How many reads of each module name their own reason to go without a scope: the number may only fall."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import santong

ROOT = Path(santong.__file__).parent
ALLOWED = Path(__file__).with_name("unscoped.txt")
"""A line for each module that has any: its folder and the number."""
GOAL = 150
"""Of the whole product, at most."""


def calls_in(source: str) -> int:
    """How often a program reads without a scope, for a reason of its own."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return sum(isinstance(each, ast.Attribute) and each.attr == "unscoped" for each in calls)


def counted() -> Counter[str]:
    """Reads without a scope by module; the named reads themselves, which are made of them, are left out."""
    found: Counter[str] = Counter()
    for path in ROOT.rglob("*.py"):
        place = path.relative_to(ROOT)
        if "tests" not in place.parts and place.name != "testing.py" and place.parts[:2] != ("kit", "models"):
            found[module_of(place)] += calls_in(path.read_text(encoding="utf-8"))
    return +found


def module_of(place: Path) -> str:
    """The folder of a module: "domains/campus/staff", "kit/imports"."""
    return "/".join(place.parts[: 3 if place.parts[0] == "domains" else 2][: len(place.parts) - 1])


def allowed() -> Iterator[tuple[str, int]]:
    """What the table allows."""
    for line in ALLOWED.read_text(encoding="utf-8").splitlines():
        name, number = line.rsplit(maxsplit=1)
        yield name, int(number)


def test_reads_without_a_scope_become_fewer():
    """More than the table says: use a named read (`santong.kit.models.reads`). Fewer: lower the table."""
    assert dict(sorted(counted().items())) == dict(allowed())


def test_the_whole_product_keeps_the_goal():
    assert sum(number for _name, number in allowed()) <= GOAL


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ('Pupil.objects.unscoped("x").filter(pk=1)', 1),
        ("rows.unscoped(REASON); rows.unscoped(REASON)", 2),
        ('row.reviews.unscoped("x")', 1),
        ("def unscoped(): ...", 0),
        ("Pupil.objects.visible_to(viewer)", 0),
    ],
)
def test_every_such_read_is_counted(source, number):
    assert calls_in(source) == number
