"""Sheets of words keep what holds for every simple import."""

from __future__ import annotations

import pytest

from santong.domains.platform.moderation.importing import WordImport
from santong.kit.testing.importing import ModelImportContract

pytestmark = pytest.mark.django_db


class TestWordImport(ModelImportContract):
    target = WordImport()
    row = {"text": "赌博", "effect": "先审后发", "category": "赌博诈骗", "level": "县级", "note": ""}
    changed = {"effect": "拒绝发布", "note": "总是"}

    @pytest.fixture
    def context(self, region):
        return {"organisation": region.city.pk}
