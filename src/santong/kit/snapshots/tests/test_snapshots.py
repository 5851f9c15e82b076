"""Figures are counted again where the change feed tells of changes, and read as of the last counting."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest

from santong.kit.changes.models import Change
from santong.kit.changes.publishing import append
from santong.kit.snapshots import snapshot
from santong.kit.snapshots.public import Snapshot

pytestmark = pytest.mark.django_db


class Shelf:
    """Things at places, and what was asked of it."""

    def __init__(self) -> None:
        self.things = {"00010001": 3, "00010002": 5, "00020001": 7}
        self.asked: list[Collection[str] | None] = []

    def count(self, places: Collection[str] | None) -> Mapping[str, Mapping[str, int]]:
        self.asked.append(None if places is None else sorted(places))
        return {path: {"things": n} for path, n in self.things.items() if places is None or path in places}

    def changed(self, path: str, resource: str = "things", former: str = "") -> None:
        append([(Change.Kind.CHANGED, resource, 1, path, former)])


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def taken(shelf) -> Snapshot:
    return Snapshot("things", ("things",), lambda paths: {path[:8] for path in paths}, shelf.count)


def figures(taken: Snapshot, *paths: str) -> dict[str, int]:
    return {path: numbers["things"] for path, numbers in taken.read(paths).figures.items()}


def test_nothing_is_known_before_the_first_counting(taken):
    assert taken.read(["0001"]).as_of is None


def test_the_first_counting_is_of_everything(taken, shelf):
    assert taken.refresh() == 3 and shelf.asked == [None]
    assert figures(taken, "0001") == {"00010001": 3, "00010002": 5}
    assert figures(taken, "0001", "00020001") == shelf.things
    assert figures(taken) == {}


def test_only_what_has_changed_is_counted_again(taken, shelf):
    taken.refresh()
    before = taken.read([""]).as_of
    shelf.things["00010002"] = 6
    shelf.changed("000100020004")
    shelf.changed("00020001", resource="others")
    assert taken.refresh() == 1 and shelf.asked[-1] == ["00010002"]
    assert figures(taken, "0001") == {"00010001": 3, "00010002": 6}
    assert taken.read([""]).as_of > before


def test_what_moved_counts_in_both_places(taken, shelf):
    taken.refresh()
    shelf.things = {"00010001": 2, "00010002": 5, "00020001": 8}
    shelf.changed("00020001", former="00010001")
    taken.refresh()
    assert shelf.asked[-1] == ["00010001", "00020001"]
    assert figures(taken, "0001", "0002") == shelf.things


def test_a_place_without_anything_is_left_out(taken, shelf):
    taken.refresh()
    del shelf.things["00010001"]
    shelf.changed("00010001")
    taken.refresh()
    assert "00010001" not in figures(taken, "0001")


def test_without_changes_nothing_is_counted(taken, shelf):
    taken.refresh()
    assert taken.refresh() == 0 and shelf.asked == [None]


def test_many_changed_places_are_counted_at_once(taken, shelf, monkeypatch):
    monkeypatch.setattr(snapshot, "MOST_PLACES", 1)
    taken.refresh()
    shelf.changed("00010001")
    shelf.changed("00020001")
    taken.refresh()
    assert shelf.asked == [None, None]


def test_everything_is_counted_again_on_demand(taken, shelf):
    taken.refresh()
    shelf.things["00010001"] = 9
    assert taken.recount() == 3
    assert figures(taken, "0001")["00010001"] == 9
