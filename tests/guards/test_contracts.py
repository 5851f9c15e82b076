"""Every declared page keeps its contract: some test class names it."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import santong
from santong.kit.testing.contracts import NEEDED, PagesContract
from tests.guards.test_queries import pages_of_lists

ROOT = Path(santong.__file__).parent


def contracted(source: str) -> Iterator[str]:
    """The declared pages that the contracts of a test module name."""
    for each in ast.walk(ast.parse(source)):
        if isinstance(each, ast.ClassDef) and any(ast.unparse(base).endswith("PagesContract") for base in each.bases):
            for line in each.body:
                if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "pages":
                    yield ast.unparse(line.value)


def test_every_declared_page_has_a_contract():
    named = Counter(
        name
        for path in ROOT.rglob("tests/test_*.py")
        if "PagesContract" in (source := path.read_text(encoding="utf-8"))
        for name in contracted(source)
    )
    assert set(named) == {type(pages).__name__ for pages in pages_of_lists().values()}
    assert not [name for name, number in named.items() if number > 1]


def test_a_contract_is_found_by_its_base():
    assert list(contracted("class TestX(CityPagesContract):\n    pages = XPages")) == ["XPages"]
    assert not list(contracted("class TestX(Other):\n    pages = XPages"))


def test_what_a_contract_leaves_out_is_a_test_of_it():
    """A name with a slip would leave nothing out and try what isn't there."""
    assert all(callable(getattr(PagesContract, name)) for name in NEEDED)
