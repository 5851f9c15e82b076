"""What the pages of the record store keep, as all declared pages do."""

from __future__ import annotations

from typing import Any

from santong.domains.platform.access.testing import PagesContract, Region, somebody
from santong.domains.platform.records.erasure_pages import ErasurePages
from santong.domains.platform.records.models import ErasureRequest, Provider
from santong.domains.platform.records.pages import ProviderPages


class TestProviders(PagesContract):
    pages = ProviderPages
    keeper, reader = "school_it", "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Provider:
        return Provider.objects.create(
            name=f"Reader {number}", organisation=region.lake, path=region.lake.path, purpose="Reading"
        )

    def typed(self) -> dict[str, Any]:
        return {"name": "Quiz", "purpose": "Practice", "organisation": self.region.lake.pk}

    def changed(self) -> dict[str, Any]:
        return {"purpose": "Reading aloud"}


class TestErasures(PagesContract):
    pages = ErasurePages
    keeper = "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> ErasureRequest:
        person = somebody("subject_teacher", region.lake, f"teacher{number}")
        return ErasureRequest.objects.create(person=person, path=region.lake.path, asked_by=person)
