"""Every simple import is held to what holds for all of them."""

from __future__ import annotations

import re
from pathlib import Path

import santong
from santong.kit.imports.model_import import ModelImport
from santong.kit.imports.targets import ImportTarget
from santong.kit.registry import registry

HELD = re.compile(r"class \w+\(ModelImportContract\):.*?^    target = (\w+)\(\)", re.DOTALL | re.MULTILINE)
ROOT = Path(santong.__file__).parent


def held() -> set[str]:
    """The targets whose tests inherit the contract."""
    files = (path for path in ROOT.glob("domains/**/tests/test_*.py"))
    return {name for path in files for name in HELD.findall(path.read_text(encoding="utf-8"))}


def test_every_simple_import_inherits_the_tests():
    declared = {type(each).__name__ for each in registry.of(ImportTarget) if isinstance(each, ModelImport)}
    assert declared and held() == declared
