"""Every form of every page, half on each database: no stale save goes through, and what is sent twice is made once."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from tests.guards.form_walk import editable
from tests.guards.halves import is_walked_here
from tests.guards.leaks.world import build
from tests.guards.test_edits import EXPECTED as EDITED
from tests.guards.test_edits import StaleSaves
from tests.guards.test_once import EXPECTED as MADE
from tests.guards.test_once import SentTwice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_no_edit_is_lost_and_nothing_is_made_twice():
    stale, twice = StaleSaves(), SentTwice()
    for name, form in editable(build(), lambda name: stale.is_done(name) and twice.is_done(name)):
        for outcome in (stale, twice):
            if not outcome.is_done(name):
                outcome.try_out(name, form)
    assert not stale.lost
    assert not twice.doubled
    edited, made = ({name for name in names if is_walked_here(name)} for names in (EDITED, MADE))
    assert stale.proven >= edited, edited - stale.proven
    assert twice.made >= made, made - twice.made
