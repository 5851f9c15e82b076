"""A bureau's first hour as docs/operations.md tells it: from an empty home folder to twelve schools with rosters."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from santong.kit.testing.serving import Served, installation
from santong.lib.sexes import Sex
from tests.runtime.newcomer import Newcomer, identity_number, sheet

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("first-hour")]

BUREAU = "清江市教育局"
COUNTIES = ("清江市临水区教育局", "清江市望山县教育局")
KINDS = (("小学", "小学", "211"), ("初级中学", "七年级", "311"))
SCHOOLS = 12
PUPILS, CLASSES, TEACHERS = 30, 2, 4
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = "雨桐子涵梓萱浩然欣怡宇轩诗琪俊杰思远佳宁"


@dataclass(frozen=True)
class School:
    """A school that the bureau's sheet names; `number` counts from 0."""

    number: int

    @property
    def type(self) -> str:
        return KINDS[self.number % 2][0]

    @property
    def grade(self) -> str:
        return "一年级" if self.type == "小学" else "七年级"

    @property
    def name(self) -> str:
        return f"清江市第{self.number + 1}{self.type}"

    @property
    def code(self) -> str:
        return f"{KINDS[self.number % 2][2][:2]}99{self.number + 1:06}"

    @property
    def county(self) -> str:
        return COUNTIES[self.number % 2]


def name_of(serial: int) -> str:
    """An invented name."""
    first, second = GIVEN[serial % len(GIVEN)], GIVEN[serial * 7 // 3 % len(GIVEN)]
    return f"{SURNAMES[serial % len(SURNAMES)]}{first}{second}"


@pytest.fixture(scope="module")
def served(database: str) -> Iterator[Served]:
    """A fresh installation, served."""
    with installation(database) as place, place.serving("--migrate") as running:
        yield running


def first_administrator(served: Served) -> Newcomer:
    """Whoever runs the machine makes the slip, and the person uses it."""
    assert "santong first-admin" in served.log
    made = served.installation.run("first-admin", "--name", "周启航", "--bureau", BUREAU)
    administrator = Newcomer(served.url)
    administrator.activate(code_in(made.stdout))
    administrator.set_up_second_factor()
    return administrator


def code_in(text: str) -> str:
    """The one-time code of a slip."""
    found = re.search(r"\b[2-9A-Z]{4}(?:-[2-9A-Z]{4}){2}\b", text)
    assert found, text
    return found[0]


def set_terms(administrator: Newcomer) -> None:
    """The first of the steps that the home page of a new region names."""
    address = step_on_home(administrator, "/calendar/terms/")
    year = int(address.rstrip("/").rsplit("/", 1)[1])
    administrator.send(
        address,
        begins_1=f"{year}-09-01",
        ends_1=f"{year + 1}-01-20",
        begins_2=f"{year + 1}-02-20",
        ends_2=f"{year + 1}-07-05",
    )


def step_on_home(newcomer: Newcomer, address: str) -> str:
    """Where the step that the home page says comes next leads: to this address."""
    home = newcomer.page("/")
    following = home[home.index('aria-current="step"') :]
    found = re.search(r'href="([^"]+)"', following)
    assert found and address in found[1], f"the home page leads to {found and found[1]} instead of {address}"
    return html.unescape(found[1])


def organisations(schools: list[School]) -> bytes:
    counties = [[county, "县区教育局", "", "", ""] for county in COUNTIES]
    rows = [[school.name, "学校", school.county, school.code, school.type] for school in schools]
    return sheet(["单位名称", "机构类型", "主管部门", "学校标识码", "办学类型"], [*counties, *rows])


def people_in_charge(schools: list[School]) -> bytes:
    rows = [
        [county, name_of(900 + n), "县区管理人员", identity_number(n, year=1979)] for n, county in enumerate(COUNTIES)
    ]
    for school in schools:
        for offset, role in enumerate(("校长", "信息管理员")):
            serial = 10 + school.number * 2 + offset
            rows.append([school.name, name_of(800 + serial), role, identity_number(serial, year=1980)])
    return sheet(["学校名称", "姓名", "职务", "身份证号"], rows)


def staff(school: School) -> bytes:
    rows = [
        [name_of(school.number * 10 + n), identity_number(school.number * 10 + n, year=1988), subject, "教师"]
        for n, subject in enumerate(("语文", "数学", "英语", "体育"))
    ]
    return sheet(["姓名", "身份证号", "任教学科", "岗位"], rows)


def classes(school: School) -> bytes:
    rows = [[school.grade, f"({n + 1})班", name_of(school.number * 10 + n)] for n in range(CLASSES)]
    return sheet(["年级", "班级", "班主任"], rows)


def pupils(school: School) -> bytes:
    rows = []
    for n in range(PUPILS):
        serial = school.number * PUPILS + n
        number = identity_number(serial, year=2019 if school.grade == "一年级" else 2013, sex=Sex.MALE)
        guardian = name_of(serial + 3)
        rows.append(
            [name_of(serial), "男", number, school.grade, f"({n % CLASSES + 1})班", guardian, f"199{serial:08}"]
        )
    return sheet(["姓名", "性别", "身份证号", "年级", "班级", "家长姓名", "家长电话"], rows)


def taken(page: str) -> tuple[int, int]:
    """New rows and rows not taken, as the last page of an import says."""
    figures = re.findall(r"kpi-value[^>]*>\s*(?:<[^>]+>)*\s*([\d,]+)", page)
    return int(figures[0]), int(figures[3])


def words_on(page: str) -> str:
    """What a page says, for whoever has to find out why."""
    return re.sub(r"(?:<[^>]+>|\s)+", " ", page[page.find("<main") :])[:2000]


def accounts_with(newcomer: Newcomer, role: str) -> dict[str, str]:
    """The pages of the accounts that hold a role, by the name of the organisation."""
    text = newcomer.page(f"/accounts/?role={role}&size=100")
    rows = re.findall(r"<tr\b.*?</tr>", text, re.DOTALL)
    found = {}
    for row in rows:
        link = re.search(r'href="(/accounts/\d+/)"', row)
        place = re.search(r"清江市(?:第\d+(?:小学|初级中学))", row)
        if link and place:
            found[place[0]] = link[1]
    return found


def code_for(keeper: Newcomer, account: str) -> str:
    """A one-time code that somebody shows on the screen."""
    keeper.page(account)
    status, text = keeper.visitor.post(f"{account}code/", {})
    assert status == 200, text
    return code_in(text)


def fill(it: Newcomer, school: School) -> None:
    """What a school's IT does: staff, classes with their teachers, pupils with their parents."""
    for target, content, count in (
        ("staff", staff(school), TEACHERS),
        ("classes", classes(school), CLASSES),
        ("pupils", pupils(school), PUPILS),
    ):
        step_on_home(it, f"/imports/new/{target}/")
        page = it.import_sheet(target, content)
        assert taken(page) == (count, 0), words_on(page)
    step_on_home(it, "/activation/schools/")


def test_from_an_empty_folder_to_twelve_schools_with_their_rosters(served: Served):
    schools = [School(number) for number in range(SCHOOLS)]
    administrator = first_administrator(served)
    set_terms(administrator)
    step_on_home(administrator, "/imports/new/organisations/")
    assert taken(administrator.import_sheet("organisations", organisations(schools))) == (SCHOOLS + len(COUNTIES), 0)
    step_on_home(administrator, "/imports/new/in-charge/")
    assert taken(administrator.import_sheet("in-charge", people_in_charge(schools))) == (SCHOOLS * 2 + len(COUNTIES), 0)
    step_on_home(administrator, "/accounts/slips/")
    it_of = accounts_with(administrator, "school_it")
    assert set(it_of) == {school.name for school in schools}
    for school in schools:
        it = Newcomer(served.url)
        it.activate(code_for(administrator, it_of[school.name]))
        it.set_up_second_factor()
        fill(it, school)
    assert pupils_by_school(administrator) == {school.name: PUPILS for school in schools}


def pupils_by_school(newcomer: Newcomer) -> dict[str, int]:
    """The list of schools with the number of pupils of each."""
    rows = re.findall(r"<tr>.*?</tr>", newcomer.page("/schools/?size=100"), re.DOTALL)
    found = (re.search(r">([^<>]+)<small>.*data-label=\"学生\">(\d+)<", row, re.DOTALL) for row in rows)
    return {each[1]: int(each[2]) for each in found if each}
