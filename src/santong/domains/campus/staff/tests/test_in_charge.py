"""Lists of people in charge: accounts and roles for principals, school IT and officers."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from santong.domains.campus.staff.importing import InChargeImport
from santong.domains.campus.staff.importing.in_charge import KNOWN_ELSEWHERE, WRONG_ROLE
from santong.domains.campus.staff.models import Post, Staff
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.access.testing import signed_in
from santong.domains.platform.identity.public import NewPerson, Person, create_people
from santong.domains.platform.organisations.public import (
    Organisation,
    OrganisationCount,
    count_below,
    create_organisation,
    create_school,
)
from santong.kit.access import SYSTEM
from santong.kit.imports.targets import AMBIGUOUS, NOT_FOUND
from santong.kit.testing.importing import Ran, judge, run, sheet_of
from santong.lib.identity_numbers import make_identity_number
from santong.lib.sexes import Sex

pytestmark = pytest.mark.django_db
TARGET = InChargeImport()
HEADS = ["学校名称", "学校标识码", "姓名", "职务", "身份证号", "手机"]


def number(serial: int) -> str:
    return make_identity_number("990102", date(1980, 5, 1), Sex.MALE, serial).number


@pytest.fixture
def city() -> Organisation:
    bureau = create_organisation(acting=SYSTEM, kind="city_bureau", name="清江市教育局", parent=None)
    county = create_organisation(acting=SYSTEM, kind="county_bureau", name="临水区教育局", parent=bureau)
    for place, code in ((1, "2199000001"), (2, "2199000002")):
        create_school(acting=SYSTEM, name=f"临水区第{place}小学", parent=county, code=code, education_type="211")
    return bureau


def school(n: int) -> Organisation:
    return Organisation.objects.unscoped("test").get(name=f"临水区第{n}小学")


def sheet(*rows: tuple[str, ...]):
    text = io.StringIO()
    csv.writer(text).writerows([HEADS, *rows])
    return sheet_of(TARGET, text.getvalue().encode("utf-8-sig"))


def imported(city: Organisation, *rows: tuple[str, ...]) -> Ran:
    return run(TARGET, sheet(*rows), {"bureau": city.pk})


def judged(city: Organisation, *rows: tuple[str, ...]) -> Ran:
    return judge(TARGET, sheet(*rows), {"bureau": city.pk})


def roles() -> set[tuple[str, str, str]]:
    rows = Appointment.objects.unscoped("test").select_related("person", "organisation")
    return {(row.person.name, row.role, row.organisation.name) for row in rows}


ROWS = (
    ("临水区教育局", "", "田秀兰", "县区管理人员", number(1), ""),
    ("临水区第1小学", "", "顾明成", "校长", number(2), "19900000001"),
    ("", "2199000001", "罗志高", "信息管理员", number(3), ""),
    ("临水区第2小学", "", "罗志高二", "网管", number(4), ""),
    ("清江市教育局", "", "严明理", "工作人员", number(5), ""),
)


def test_each_gets_an_account_and_a_role_and_schools_get_staff(city):
    ran = imported(city, *ROWS)
    assert ran.verdicts == {"create": 5} and not ran.problems
    assert roles() == {
        ("田秀兰", "county_officer", "临水区教育局"),
        ("顾明成", "principal", "临水区第1小学"),
        ("罗志高", "school_it", "临水区第1小学"),
        ("罗志高二", "school_it", "临水区第2小学"),
    }
    assert Person.objects.unscoped("test").get(name="严明理").path == city.path
    employed = Staff.objects.unscoped("test")
    assert set(employed.values_list("person__name", "school__name")) == {
        ("顾明成", "临水区第1小学"),
        ("罗志高", "临水区第1小学"),
        ("罗志高二", "临水区第2小学"),
    }
    assert Post.objects.unscoped("test").filter(title=Post.Title.PRINCIPAL).count() == 1
    assert count_below(city, OrganisationCount.What.STAFF) == 3


def test_the_same_sheet_again_changes_nothing(city):
    imported(city, *ROWS)
    assert imported(city, *ROWS).verdicts == {"same": 5}
    assert len(roles()) == 4


def test_two_roles_of_one_person_stand_in_two_rows(city):
    imported(city, ROWS[1], ("临水区第1小学", "", "顾明成", "信息管理员", number(2), ""))
    assert {role for _name, role, _place in roles()} == {"principal", "school_it"}
    assert Person.objects.unscoped("test").filter(name="顾明成").count() == 1
    assert Staff.objects.unscoped("test").count() == 1


def test_somebody_known_elsewhere_is_not_adopted(city):
    known = NewPerson("秦安平", city.path, id_number=number(7), birth_date=date(1980, 5, 1))
    create_people(acting=SYSTEM, drafts=[known])
    ran = imported(city, ("临水区第1小学", "", "秦安平", "信息管理员", number(7), ""))
    assert ran.verdicts == {"refused": 1} and ran.problems == {("", KNOWN_ELSEWHERE): 1}
    assert not roles() and not Staff.objects.unscoped("test").exists()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("临水区第1小学", "", "田秀兰", "县区管理人员", number(1), ""), ("role", WRONG_ROLE)),
        (("临水区教育局", "", "田秀兰", "校长", number(1), ""), ("role", WRONG_ROLE)),
        (("临水区第1小学", "", "田秀兰", "工作人员", number(1), ""), ("role", WRONG_ROLE)),
        (("临水区第9小学", "", "田秀兰", "校长", number(1), ""), ("organisation", NOT_FOUND)),
        (("", "2199000009", "田秀兰", "校长", number(1), ""), ("code", NOT_FOUND)),
        (("", "", "田秀兰", "校长", number(1), ""), ("organisation", "required_empty")),
        (("临水区第1小学", "", "田秀兰", "校长", "", ""), ("identity_number", "no_number")),
        (("临水区第1小学", "", "", "校长", number(1), ""), ("name", "required_empty")),
        (("临水区第1小学", "", "田秀兰", "", number(1), ""), ("role", "required_empty")),
        (("临水区第1小学", "", "田秀兰", "审计员", number(1), ""), ("role", "unknown_word")),
    ],
)
def test_what_cannot_be_taken_says_why(city, row, problem):
    ran = judged(city, row)
    assert ran.verdicts == {"doubtful": 1}
    assert problem in ran.problems


def test_a_name_that_two_schools_have_needs_the_code(city):
    create_school(acting=SYSTEM, name="临水区第1小学", parent=city, code="2199000009")
    ran = judged(city, ("临水区第1小学", "", "顾明成", "校长", number(2), ""))
    assert ran.problems == {("organisation", AMBIGUOUS): 1}


def test_the_import_is_taken_back(city):
    ran = imported(city, *ROWS)
    assert TARGET.undo(ran.written, acting=SYSTEM).kept == []
    assert not roles() and not Staff.objects.unscoped("test").exists() and not Person.objects.unscoped("test").exists()
    assert count_below(city, OrganisationCount.What.STAFF) == 0


def test_only_the_region_administrator_imports_them(city):
    assert signed_in("region_administrator", city).get("/imports/new/in-charge/").status_code == 200
    county = Organisation.objects.unscoped("test").get(kind="county_bureau")
    for role, place in (("bureau_officer", city), ("county_officer", county), ("school_it", school(1))):
        assert signed_in(role, place).get("/imports/new/in-charge/").status_code == 403
