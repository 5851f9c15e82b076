"""The table of functions says what is so: every function once, addresses that exist, tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

ROOT = Path(__file__).parents[2]
WANTED = 105
ROW = re.compile(r"^\| (\d+) \| (.+) \|$")
QUOTED = re.compile(r"`([^`]+)`")
ABSENT = "nobody yet"


def rows() -> list[tuple[int, list[str]]]:
    """The rows of the table: number, and the cells behind it."""
    lines = (ROOT / "docs/functions.md").read_text(encoding="utf-8").splitlines()
    found = [match for match in map(ROW.match, lines) if match]
    return [(int(match[1]), match[2].split(" | ")) for match in found]


def test_every_function_stands_once_and_in_order():
    assert [number for number, _cells in rows()] == list(range(1, WANTED + 1))


@pytest.mark.parametrize(("number", "cells"), rows())
def test_a_row_names_places_and_tests_that_exist(number, cells):
    name, where, module, shown_by, missing = cells
    assert name
    assert module
    assert missing
    if where == ABSENT:
        assert shown_by == "–", "what nobody can use has no test that shows it"
        return
    addresses = [text for text in QUOTED.findall(where) if text.startswith("/")]
    assert addresses, "who sees it where?"
    assert [address for address in addresses if not _answers(address)] == []
    tests = QUOTED.findall(shown_by)
    assert tests
    assert [test for test in tests if not (ROOT / test).exists()] == []


def _answers(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        # An address may be the beginning of a protocol's addresses, such as "/xAPI/".
        return address in ("/xAPI/", "/api/v1/")
    return True
