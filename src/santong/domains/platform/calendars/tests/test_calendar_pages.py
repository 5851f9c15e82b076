"""The pages of calendars: a school IT changes, a pupil reads, strangers are refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from santong.domains.platform.access.testing import signed_in
from santong.domains.platform.calendars.models import CalendarDay, Period, Term
from santong.domains.platform.calendars.public import is_school_day, set_days
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db
GOOD = {"begins_1": "2026-09-07", "ends_1": "2027-01-29", "begins_2": "2027-03-01", "ends_2": "2027-07-09"}


@pytest.fixture
def school_it(region) -> Client:
    return signed_in("school_it", region.lake)


def url(organisation, tail: str = "") -> str:
    return f"/organisations/{organisation.pk}/calendar/{tail}"


def test_a_school_sees_where_things_come_from(region, school_it):
    page = school_it.get(url(region.lake, "?year=2026")).content.decode()
    assert "City" in page and "国庆节" in page and "全国" in page
    assert school_it.get("/calendar/")["Location"] == url(region.lake)


def test_terms_are_set_and_given_back(region, school_it):
    address = url(region.lake, "terms/2026/")
    assert school_it.get(address).context["form"]["begins_1"].initial == date(2026, 9, 1)
    for wrong in ({**GOOD, "ends_1": "2026-09-01"}, {**GOOD, "begins_2": "2029-01-01"}, {}):
        response = school_it.post(address, wrong)
        assert response.status_code == 422 and "error-summary" in response.content.decode()
    school_it.post(address, GOOD)
    assert Term.objects.filter(organisation=region.lake).count() == 2
    school_it.post(url(region.lake, "terms/2026/inherit/"))
    assert not Term.objects.filter(organisation=region.lake).exists()


def test_days_are_set_and_given_back(region, school_it):
    address = url(region.lake, "days/")
    wrong = {"first": "2026-11-27", "last": "2026-11-26", "kind": "holiday"}
    assert school_it.post(address, wrong).status_code == 422
    school_it.post(address, {"first": "2026-11-27", "kind": "holiday", "name": "运动会"})
    row = CalendarDay.objects.get(organisation=region.lake)
    assert "运动会" in school_it.get(url(region.lake, "?year=2026")).content.decode()
    school_it.post(f"/calendar-days/{row.pk}/inherit/")
    assert is_school_day(region.lake.path, date(2026, 11, 27))


def rows(*values: tuple[str, str, str]) -> dict[str, str]:
    data = {"form-TOTAL_FORMS": str(len(values)), "form-INITIAL_FORMS": "0"}
    for number, (kind, begins, ends) in enumerate(values):
        data |= {f"form-{number}-kind": kind, f"form-{number}-begins": begins, f"form-{number}-ends": ends}
    return data


def test_periods_are_set_and_given_back(region, school_it):
    address = url(region.lake, "periods/")
    assert school_it.get(address).status_code == 200
    for wrong in (rows(("lesson", "08:00", "")), rows(("lesson", "08:00", "09:00"), ("lesson", "08:30", "09:30"))):
        response = school_it.post(address, wrong)
        assert response.status_code == 422 and "08:00" in response.content.decode()
    school_it.post(address, rows(("lesson", "08:00", "08:40"), ("lesson", "", ""), ("break", "08:40", "09:00")))
    assert Period.objects.filter(organisation=region.lake).count() == 2
    assert "08:40" in school_it.get(url(region.lake)).content.decode()
    school_it.post(url(region.lake, "periods/inherit/"))
    assert not Period.objects.exists()


def test_a_pupil_reads_the_calendar_of_the_own_class(region):
    pupil = signed_in("pupil", region.first)
    for place in (region.first, region.lake, region.city):
        assert pupil.get(url(place)).status_code == 200
    assert pupil.get(url(region.hill)).status_code == 404
    assert pupil.get(url(region.lake, "days/")).status_code == 403


@pytest.mark.parametrize("tail", ["terms/2026/", "days/", "periods/", "terms/2026/inherit/", "periods/inherit/"])
def test_strangers_change_nothing(region, tail):
    assert signed_in("school_it", region.hill).post(url(region.lake, tail)).status_code == 404
    assert signed_in("subject_teacher", region.lake).post(url(region.lake, tail)).status_code == 403
    assert Client().post(url(region.lake, tail)).status_code == 302


def test_a_day_of_another_school_is_not_taken_back(region):
    [row] = set_days(
        acting=SYSTEM, organisation=region.lake, first=date(2026, 9, 9), last=date(2026, 9, 9), kind="holiday"
    )
    other = signed_in("school_it", region.hill)
    national = CalendarDay.objects.filter(organisation=None).first()
    for pk in (row.pk, national.pk):
        assert other.post(f"/calendar-days/{pk}/inherit/").status_code == 403
    assert CalendarDay.objects.filter(pk__in=(row.pk, national.pk)).count() == 2


def test_home_says_which_week_it_is(region, school_it):
    today = timezone.localdate()
    Term.objects.all().delete()
    Term.objects.create(
        organisation=region.city, path=region.city.path, school_year=today.year, number=1,
        begins=date.fromordinal(today.toordinal() - 14), ends=date.fromordinal(today.toordinal() + 60),
    )  # fmt: skip
    page = school_it.get("/")
    assert page.context["day_notes"] == ["第 3 教学周"]
    assert page.content.decode().count("第 3 教学周") == 2
