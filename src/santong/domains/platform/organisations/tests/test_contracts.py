"""What the pages of organisations and schools keep, as all declared pages do."""

from __future__ import annotations

from typing import Any

from santong.domains.platform.access.testing import PagesContract, Region
from santong.domains.platform.organisations.public import Organisation, create_organisation, create_school
from santong.domains.platform.organisations.school_views import SchoolPages
from santong.domains.platform.organisations.views import OrganisationPages
from santong.kit.access import SYSTEM


class TestOrganisations(PagesContract):
    pages = OrganisationPages
    keeper, reader = "county_officer", "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Organisation:
        return create_organisation(acting=SYSTEM, kind="department", name=f"Office {number}", parent=region.lake)

    def typed(self) -> dict[str, Any]:
        return {"name": "Kitchen", "kind": "department", "parent": self.region.lake.pk}

    def changed(self) -> dict[str, Any]:
        return {"code": "A-7"}


class TestSchools(PagesContract):
    pages = SchoolPages
    keeper = "county_officer"

    @classmethod
    def make(cls, region: Region, number: int) -> Organisation:
        name, code = f"School {number}", f"219900010{number}"
        return create_school(acting=SYSTEM, name=name, parent=region.east, code=code, education_type="211")

    def typed(self) -> dict[str, Any]:
        return {"name": "Island", "parent": self.region.east.pk, "education_type": "211"}

    def changed(self) -> dict[str, Any]:
        return {"short_name": "S"}
