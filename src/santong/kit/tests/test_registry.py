"""Declarations by kind: the registry knows none of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.exceptions import ImproperlyConfigured

from santong.kit.access.roles import Permission
from santong.kit.home import HomeCard
from santong.kit.menu import MenuItem
from santong.kit.pages import Panel, PanelOn
from santong.kit.registry import Declared, Module, Named, Registry, registry


@dataclass(frozen=True)
class Bell(Named):
    """A kind that nothing outside of this test knows."""

    name: str
    order: int = 100
    broken: bool = False

    def faults(self) -> Iterator[str]:
        if self.broken:
            yield f"{self.name} is broken"


@dataclass(frozen=True)
class Whistle(Declared):
    pitch: int


def test_a_new_kind_needs_no_line_in_the_registry():
    found = Registry()
    found.add(Module("first", "", declares=[Bell("late", 300), Bell("early", 5), Whistle(440)]))
    found.add(Module("second", "", declares=[Bell("usual", 100)]))
    assert [bell.name for bell in found.of(Bell)] == ["early", "usual", "late"]
    assert found.of(Whistle) == (Whistle(440),)
    assert len(found.of(Declared)) == 4


def test_a_name_is_declared_once():
    found = Registry()
    found.add(Module("first", "", declares=[Bell("door")]))
    assert list(found.by_name(Bell)) == ["door"]
    found.add(Module("second", "", declares=[Bell("door")]))
    with pytest.raises(ImproperlyConfigured, match="Bell 'door' is declared twice"):
        found.by_name(Bell)


def test_what_is_wrong_is_told_by_the_declaration_itself():
    assert registry.faults() == []
    wrong = (
        Bell("cracked", broken=True),
        Permission("bells.ring", "Ring", ("bellringer",)),
        MenuItem("Bells", "home", "bell", topic="towers"),
        HomeCard("bells", lambda request: "", permission="bells.hear"),
        PanelOn("bells.Tower", Panel("Bells")),
    )
    with registry.declaring(*wrong):
        told = registry.faults()
    assert len(told) == len(wrong)
    for word in ("cracked", "bellringer", "towers", "bells.hear", "bells.Tower"):
        assert any(word in sentence for sentence in told), word


def test_tests_declare_for_a_while():
    before = registry.of(MenuItem)
    item = MenuItem("Bells", "home", "bell")
    with registry.declaring(item):
        assert item in registry.of(MenuItem) and len(registry.of(MenuItem)) == len(before) + 1
    with registry.declaring(item, alone=True):
        assert registry.of(MenuItem) == (item,)
        assert registry.of(HomeCard), "other kinds stay"
    assert registry.of(MenuItem) == before
