"""What people type is found in either script: only look-ups that fold are used for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import get_resolver

import santong
from santong.kit.pages import FilterSet, SearchFilter

SOURCES = Path(santong.__file__).parent
UNFOLDED = re.compile(r"__(icontains|istartswith|iregex|regex|name__contains|name__startswith)\b")
FOLDING = re.compile(r"[a-z_]+|\w+__(holds|begins|exact|username)")


def searched() -> Iterator[tuple[str, str]]:
    """Every field of every search box, with the list that it belongs to."""
    assert get_resolver().url_patterns, "which loads every list"
    waiting = list(FilterSet.__subclasses__())
    while waiting:
        each = waiting.pop()
        waiting += each.__subclasses__()
        for found in each.base_filters.values():
            if isinstance(found, SearchFilter):
                yield from ((each.__qualname__, field) for field in found.searched if isinstance(field, str))


def test_every_search_box_finds_both_scripts():
    fields = [*searched()]
    assert len(fields) > 20
    assert [(name, field) for name, field in fields if "__" in field and not FOLDING.fullmatch(field)] == []


def test_no_query_looks_for_typed_text_in_one_script_only():
    files = [path for path in SOURCES.rglob("*.py") if not {"migrations", "tests"} & set(path.parts)]
    assert len(files) > 300
    texts = {str(path.relative_to(SOURCES)): path.read_text() for path in files}
    found = [f"{name}: {hit.group()}" for name, text in texts.items() for hit in UNFOLDED.finditer(text)]
    assert found == ["domains/campus/students/demo/accounts.py: __name__startswith"], "use holds and begins"
