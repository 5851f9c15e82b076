"""Two rounds of the demonstration's county: primary schools, under way, and junior schools, drawn and published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from santong.domains.campus.enrolment import applying, reviewing, running
from santong.domains.campus.enrolment.jobs import draw_places
from santong.domains.campus.enrolment.models import Application, District, Round
from santong.domains.campus.enrolment.queries import schools_below
from santong.domains.campus.enrolment.relation import Bearer
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, school_year_of
from santong.kit.access import NOBODY, Viewer
from santong.kit.demo import Region
from santong.lib.identity_numbers import make_identity_number
from santong.lib.sexes import Sex

STREETS = ("滨河路", "东关社区", "西街", "南苑小区", "北山村", "新华路")
SURNAMES, GIVEN = (
    "陈林周吴郑许何沈马高",
    ("小禾", "子安", "雨桐", "思齐", "若溪", "景明", "可欣", "一诺", "梓涵", "沐阳"),
)
MOST_SCHOOLS = 4
ASKS = ",hukou,property,rent,work,sibling,policy,"
EVIDENCE = (("hukou", "property"), ("hukou",), ("work",), ("hukou", "property"), ("rent", "work"))


def run_rounds(region: Region) -> None:
    """Both rounds; nothing where the accounts to try out aren't there."""
    person = Person.objects.by_installation().filter(username="county").first()
    viewer = viewer_in(person, "staff") if person else None
    place = Organisation.objects.by_installation().filter(path=viewer.grants[0].path).first() if viewer else None
    if viewer is None or place is None:
        return
    today = timezone.localdate()
    year = school_year_of(today) + 1
    primary = _round(viewer, place, "primary", f"{year}年小学新生招生", year, 6)
    if primary is not None:
        _some_apply(primary, 18)
        _parent_applies(primary)
        _review_some(viewer, primary)
    junior = _round(viewer, place, "junior", f"{year - 1}年初中新生招生", year - 1, 12)
    if junior is not None:
        _some_apply(junior, 30)
        _run_to_the_end(viewer, junior)


def _round(viewer: Viewer, place: Organisation, stage: str, title: str, begins: int, age: int) -> Round | None:
    schools = list(schools_below(place, stage)[:MOST_SCHOOLS])
    if not schools:
        return None
    _districts(place, stage, schools)
    today = timezone.localdate()
    born = date(begins - age - 1, 9, 1)
    round = running.put_round(
        acting=viewer,
        round=Round(
            place=place, path=place.path, title=title, stage=stage, begins=begins, asks=ASKS,
            authority=f"县教发〔{begins}〕3号", contact="基础教育股 0990-1234567",
            opens_on=today - timedelta(days=10), closes_on=today + timedelta(days=12),
            reviewed_by=today + timedelta(days=20), results_on=today + timedelta(days=26),
            confirm_by=today + timedelta(days=33), born_from=born, born_until=date(begins - age, 8, 31), minutes=4,
        ),
    )  # fmt: skip
    for name, needs, in_district in (
        ("户籍与房产一致", ["hukou", "property"], True),
        ("户籍在学区内", ["hukou"], True),
        ("兄弟姐妹在校", ["sibling"], False),
        ("随迁子女", ["work"], False),
    ):
        running.add_category(
            acting=viewer, round=round, name=name, needs=needs, in_district=in_district, within="lot"
        )  # fmt: skip
    for number, school in enumerate(schools):
        running.plan_school(acting=viewer, round=round, school=school, places=6 + 2 * number)
    running.open_round(acting=viewer, round=round)
    return round


def _districts(place: Organisation, stage: str, schools: Sequence[Organisation]) -> None:
    for number, street in enumerate(STREETS):
        school = schools[number % len(schools)]
        District.objects.create(place=place, path=place.path, stage=stage, area=street, school=school)
    if len(schools) > 1:
        # One stretch of a street belongs to two schools.
        District.objects.create(
            place=place, path=place.path, stage=stage, area=STREETS[0], first=1, last=60, school=schools[1]
        )


def _said(round: Round, number: int) -> applying.Said:
    schools = list(schools_below(round.place, round.stage)[:MOST_SCHOOLS])
    at = number % 5 % len(schools)
    wishes = [schools[(at + step) % len(schools)] for step in range(min(2, len(schools)))]
    return applying.Said(
        area=STREETS[number % len(STREETS)], number=3 + 7 * number % 90, wishes=wishes, rest=f"{number % 6 + 1}单元",
        evidence=EVIDENCE[number % len(EVIDENCE)],
    )  # fmt: skip


def _child(round: Round, number: int) -> applying.NewChild:
    born = round.born_from + timedelta(days=11 * number % 360)
    sex = (Sex.MALE, Sex.FEMALE)[number % 2]
    name = SURNAMES[number % len(SURNAMES)] + GIVEN[(number // 2 + number) % len(GIVEN)]
    found = make_identity_number("990102", born, sex, 300 + number % 150)
    return applying.NewChild(name, found.number, str(sex.value), born, "52")


def _some_apply(round: Round, count: int) -> None:
    for number in range(count):
        contact = applying.Contact(f"{SURNAMES[number % len(SURNAMES)]}女士", f"1390000{1000 + number}", "yunling")
        applying.apply(
            acting=NOBODY, round=round, child=_child(round, number), said=_said(round, number), contact=contact
        )  # fmt: skip


def _parent_applies(round: Round) -> None:
    """The parent to try out has applied for a younger child."""
    person = Person.objects.by_installation().filter(username="parent").first()
    viewer = viewer_in(person, "parent") if person else None
    if viewer is not None:
        applying.apply(acting=viewer, round=round, child=_child(round, 40), said=_said(round, 0))


def _review_some(viewer: Viewer, round: Round) -> None:
    rows = list(Application.objects.by_installation().filter(round=round).order_by("position"))
    for row in rows[:8]:
        reviewing.accept(acting=viewer, application=row)
    reviewing.return_application(acting=viewer, application=rows[8], reason="请补充监护人在本地的务工单位和起始时间。")
    reviewing.refuse(acting=viewer, application=rows[9], reason="孩子未到入学年龄，请明年报名。")
    applying.withdraw(acting=Bearer(application_id=rows[10].pk), application=rows[10])


def _run_to_the_end(viewer: Viewer, round: Round) -> None:
    for row in Application.objects.by_installation().filter(round=round).order_by("position"):
        reviewing.accept(acting=viewer, application=row)
    today = timezone.localdate()
    Round.objects.again([round]).update_quietly(
        opens_on=today - timedelta(days=40), closes_on=today - timedelta(days=25),
        reviewed_by=today - timedelta(days=18), results_on=today - timedelta(days=12),
        confirm_by=today + timedelta(days=4),
    )  # fmt: skip
    running.publish_list(acting=viewer, round=round)
    running.draw(acting=viewer, round=round, drawn="0 7 3", drawn_how="福彩3D当日开奖号码")
    draw_places.call(round_id=round.pk)
    round.refresh_from_db()
    running.publish_result(acting=viewer, round=round)
    for row in Application.objects.by_installation().filter(round=round, state=Application.State.ADMITTED)[:5]:
        applying.confirm(acting=Bearer(application_id=row.pk), application=row)
