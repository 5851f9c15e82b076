"""What the list of imports keeps, as all declared pages do."""

from __future__ import annotations

from santong.domains.platform.access.testing import PagesContract, Region
from santong.kit.imports.models import ImportRun
from santong.kit.imports.urls import ImportPages


class TestImports(PagesContract):
    pages = ImportPages
    keeper = "school_it"

    @classmethod
    def make(cls, region: Region, number: int) -> ImportRun:
        return ImportRun.objects.create(
            target_name="pupils", context={}, file_name=f"{number}.xlsx", size=1, digest=str(number), head=b"",
            path=region.lake.path,
        )  # fmt: skip
