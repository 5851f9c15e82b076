"""What the pages of code tables keep, as all declared pages do."""

from __future__ import annotations

from santong.domains.platform.access.testing import CityPagesContract, Region
from santong.domains.platform.codes.models import Code, CodeTable
from santong.domains.platform.codes.views import CodePages, CodeTablePages


class TestCodeTables(CityPagesContract):
    pages = CodeTablePages
    keeper = "region_administrator"

    @classmethod
    def make(cls, region: Region, number: int) -> CodeTable:
        return CodeTable.objects.order_by("pk")[number]


class TestCodes(CityPagesContract):
    pages = CodePages
    keeper = "region_administrator"

    @classmethod
    def make(cls, region: Region, number: int) -> Code:
        return Code.objects.order_by("pk")[number]
