"""What the pages of moderation keep, as all declared pages do."""

from __future__ import annotations

from santong.domains.platform.access.testing import CityPagesContract, PagesContract, Region
from santong.domains.platform.moderation.models import Case, Word
from santong.domains.platform.moderation.tests.conftest import add
from santong.domains.platform.moderation.views import CasePages, WordPages


class TestWords(CityPagesContract):
    pages = WordPages
    keeper = "security_officer"

    @classmethod
    def make(cls, region: Region, number: int) -> Word:
        return add(f"word{number}", region.city)

    def typed(self) -> dict[str, str]:
        return {"text": "another"}


class TestCases(PagesContract):
    pages = CasePages
    keeper = "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Case:
        return Case.objects.create(
            kind="organisations.organisation", object_id=number, title=f"Case {number}", organisation=region.lake,
            path=region.lake.path, level="school", effect="hold", category="other",
        )  # fmt: skip
