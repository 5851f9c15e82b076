"""Figures up the tree, the API, paper, the demonstration's weeks, and the card of the lesson that is on."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from santong.domains.campus.attendance.demo import chance, fill_weeks
from santong.domains.campus.attendance.measures import MEASURES
from santong.domains.campus.attendance.models import ClassDay, Presence, PupilLeave, RollCall
from santong.domains.campus.attendance.printing import PRINTABLES, of_last_month, of_month
from santong.domains.campus.attendance.tests.conftest import Cast
from santong.domains.platform.calendars.public import PeriodPlan, set_periods
from santong.domains.platform.tokens.tests.client import api_for
from santong.kit.access import SYSTEM
from santong.kit.demo import Region as DemoRegion
from santong.kit.measures.counting import count
from santong.kit.measures.models import Grain
from santong.kit.measures.periods import Period

pytestmark = pytest.mark.django_db
SCOPE = "attendance.read"


def test_figures_add_up_by_place_and_month(cast: Cast):
    cast.call(_0="absent", _1="late")
    cast.call("maths", session=2, _0="absent")
    month = Period(Grain.MONTH, cast.today.replace(day=1))
    counted = {each.name: count(each, month)[cast.first.path, "", ""] for each in MEASURES}
    assert counted == {
        "attendance": [3, 4, 0],
        "attendance_leave": [0, 4, 0],
        "attendance_absent": [1, 4, 0],
        "roll_calls": [2, 0, 0],
    }


@pytest.mark.parametrize(("name", "status"), [("principal", 200), ("county", 200), ("head", 404), ("mother", 404)])
def test_who_sees_figures(cast: Cast, name, status):
    answer = cast.client(name).get("/figures/attendance/")
    assert answer.status_code in (status, 403 if status == 404 else status)


def test_the_api_says_where_pupils_were_and_never_why(cast: Cast):
    leave = cast.ask(by="head", number=1)
    cast.call(_0="late", _1="on_leave")
    api = api_for(cast.region.lake, scopes=[SCOPE])
    rows = api.get("presences", pupil=cast.pupils[1].pk).json()["items"]
    assert {row["state"] for row in rows} == {"on_leave", "absent"}
    assert "sick" not in str(rows) and leave.reason not in str(rows)
    (day,) = api.get("class-days", day=cast.today.isoformat()).json()["items"]
    assert (day["expected"], day["present"], day["on_leave"], day["late"]) == (4, 3, 1, 1)
    assert api_for(cast.region.far, scopes=[SCOPE]).get("presences").json()["items"] == []


def test_the_month_goes_on_paper(cast: Cast):
    cast.call(_0="absent")
    sheet = of_month(cast.viewer("head"), cast.first)
    assert cast.first.name in sheet.title and sheet.rows == 4
    assert of_last_month(cast.viewer("head"), cast.first).context["month"].month.last < cast.today.replace(day=1)
    client = cast.client("head")
    for printable in PRINTABLES:
        answer = client.post(f"/print/{printable.name}/{cast.first.pk}/")
        assert answer.status_code in (200, 302), answer.status_code
    page = client.get(f"/attendance/class/{cast.first.pk}/month/").content.decode()
    assert "/class-attendance/" in page
    assert client.get(f"/attendance/class/{cast.first.pk}/month/?month=2020-01").content.decode().count("/print/") == 0


def test_the_demonstration_has_believable_weeks(cast: Cast):
    fill_weeks(DemoRegion(size="small", say=lambda text: None))
    assert RollCall.objects.filter(school_class=cast.first).count() >= 20
    for row in ClassDay.objects.all():
        assert row.expected == row.present + row.on_leave + row.absent
    before = list(Presence.objects.order_by("pk").values_list("pupil", "day", "state"))
    for model in (Presence, ClassDay, RollCall, PupilLeave):
        model.objects.all().delete()
    fill_weeks(DemoRegion(size="small", say=lambda text: None))
    assert list(Presence.objects.order_by("pk").values_list("pupil", "day", "state")) == before


def test_chances_are_spread_and_the_same_every_time():
    numbers = [chance("x", number) for number in range(2000)]
    assert 0.45 < sum(numbers) / len(numbers) < 0.55
    assert numbers == [chance("x", number) for number in range(2000)]


def test_the_lesson_that_is_on_stands_on_the_home_page(cast: Cast):
    assert "正在上的课" not in cast.client("reader").get("/").content.decode()
    plans = [PeriodPlan("lesson", "", time(0), time(0, 1)), PeriodPlan("lesson", "", time(0, 1), time(23, 59))]
    set_periods(acting=SYSTEM, organisation=cast.region.city, periods=plans)
    page = cast.client("maths").get("/").content.decode()
    assert "正在上的课" in page and f"/roll-call/{cast.first.pk}/{cast.today.isoformat()}/2/" in page
    cast.call("maths", session=2)
    assert "已点名" in cast.client("maths").get("/").content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [("head", 200), ("reader", 200), ("mother", 200), ("child", 200), ("stranger", 404), ("far", 404)],
)
def test_the_month_of_a_pupil_as_a_sheet(cast: Cast, name, status):
    cast.call(day=cast.today - timedelta(days=1), _0="late")
    cast.call(_0="absent")
    answer = cast.client(name).get(f"/attendance/pupil/{cast.pupils[0].pk}/download/?format=csv")
    assert answer.status_code == status
    if status == 200:
        assert "缺勤" in b"".join(answer).decode("utf-8-sig")
