"""Modules are found by their folders, in an order that doesn't depend on the machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from santong.config.modules import UnknownDomain, every_module


def put(package: Path, *folders: str) -> None:
    for folder in folders:
        (package / folder).mkdir(parents=True)
        (package / folder / "module.py").touch()


def test_lower_layers_come_first_then_the_alphabet(tmp_path):
    put(tmp_path, "domains/governance/a", "domains/campus/b", "domains/platform/z", "domains/platform/c", "kit/jobs")
    (tmp_path / "domains/campus/unfinished").mkdir()
    (tmp_path / "kit/module.py").touch()
    assert every_module(tmp_path) == [
        "santong.kit", "santong.kit.jobs", "santong.domains.platform.c", "santong.domains.platform.z",
        "santong.domains.campus.b", "santong.domains.governance.a",
    ]  # fmt: skip


def test_a_folder_that_is_no_domain_is_refused(tmp_path):
    put(tmp_path, "domains/campsu/clubs")
    with pytest.raises(UnknownDomain, match="campsu"):
        every_module(tmp_path)
