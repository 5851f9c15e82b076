"""The demonstration region is made once, and anew after an interruption."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from santong.config import region
from santong.config.preparation import NotReady
from santong.kit.demo import DemoStep
from santong.kit.registry import registry


@pytest.fixture
def made(monkeypatch, tmp_path, settings) -> Iterator[list[str]]:
    settings.HOME = tmp_path
    done: list[str] = []
    monkeypatch.setattr(region, "gather_statistics", lambda: None)
    monkeypatch.setattr(DemoStep, "fill", lambda step, region: done.append(f"{step.name} {region.size}"))
    with registry.declaring(DemoStep("first", "a.b"), DemoStep("second", "c.d"), alone=True):
        yield done


def quiet(text: str) -> None:
    """Nobody waits here."""


def test_made_once(made):
    region.make_once("small", quiet)
    region.make_once("small", quiet)
    assert made == ["first small", "second small"]


def test_interruption_is_noticed(made, monkeypatch):
    def fail(text: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        region.make_once("small", fail)
    assert region.is_half_made()
    region.make_once("small", quiet)
    assert not region.is_half_made()


def test_only_a_demonstration_is_thrown_away(made, settings):
    settings.DEMO = False
    with pytest.raises(NotReady):
        region.throw_away()
