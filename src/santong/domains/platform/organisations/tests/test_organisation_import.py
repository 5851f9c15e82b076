"""Sheets of counties and schools: the type of a school, from its own column or from its kind."""

from __future__ import annotations

import pytest

from santong.domains.platform.access.testing import signed_in
from santong.domains.platform.organisations.importing import OrganisationImport
from santong.domains.platform.organisations.importing.cells import NO_TYPE
from santong.domains.platform.organisations.models import Organisation, SchoolProfile
from santong.kit.access import SYSTEM
from santong.kit.imports.targets import PlannedRow, Sheet, SourceRow, Verdict

pytestmark = pytest.mark.django_db
TARGET = OrganisationImport()


def planned(region, **cells: str) -> PlannedRow:
    """What becomes of one row."""
    given = {"name": "新学校", "kind": "学校", "parent": "East", **cells}
    sheet = Sheet([SourceRow(0, given)], frozenset(given))
    [rows] = TARGET.prepare(sheet, context={"parent": region.city.pk, "kind": "school"}, acting=SYSTEM)
    return rows[0]


def written(region, **cells: str) -> Organisation:
    row = planned(region, **cells)
    TARGET.write([row], context={"parent": region.city.pk, "kind": "school"}, acting=SYSTEM)
    return Organisation.objects.unscoped("test").get(name="新学校")


@pytest.mark.parametrize(
    ("cells", "code", "stages"),
    [
        ({"education_type": "小学"}, "211", ["primary"]),
        ({"education_type": "九年一贯制学校"}, "312", ["primary", "junior"]),
        ({"education_type": "九年一贯制"}, "312", ["primary", "junior"]),
        ({"education_type": "342"}, "342", ["senior"]),
        ({"kind": "初中"}, "311", ["junior"]),
        ({"kind": "幼儿园", "education_type": ""}, "111", ["preschool"]),
        ({"kind": "学校"}, "", []),
    ],
)
def test_a_school_is_made_with_its_type_and_the_stages_that_follow(region, cells, code, stages):
    school = written(region, **cells)
    profile = SchoolProfile.objects.get(organisation=school)
    assert (profile.education_type, profile.stage_list) == (code, stages)


def test_an_unknown_type_is_asked_about(region):
    row = planned(region, education_type="武术学校")
    assert row.verdict == Verdict.DOUBTFUL
    assert [(problem.field, problem.code) for problem in row.problems] == [("education_type", NO_TYPE)]


def test_a_bureau_has_no_type(region):
    row = planned(region, kind="县教育局", parent="", education_type="小学")
    assert row.verdict == Verdict.CREATE


def test_the_bureau_itself_is_proposed_as_the_place(region):
    page = signed_in("region_administrator", region.city).get("/imports/new/organisations/").content.decode()
    assert f'<option value="{region.city.pk}" selected>' in page
