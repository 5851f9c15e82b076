"""What the command palette finds: pages, things to do, and what they are done to."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client

from santong.domains.campus.students.actions.roll import NewPupil, enrol
from santong.domains.platform.access.testing import signed_in
from santong.domains.platform.identity.public import NewPerson, create_people
from santong.domains.platform.organisations.public import (
    classes_of,
    create_classes,
    create_grade,
    create_organisation,
    create_school,
)
from santong.kit.access import SYSTEM
from santong.kit.access.roles import roles_by_name
from santong.kit.models import AuditEntry

DAY = date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> SimpleNamespace:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="云岭市教育局", parent=None)
    county = create_organisation(acting=SYSTEM, kind="county_bureau", name="东湖县教育局", parent=city)
    school = create_school(acting=SYSTEM, name="明湖小学", parent=county)
    grade = create_grade(acting=SYSTEM, school=school, stage="primary", level=1, school_year=2026)
    create_classes(acting=SYSTEM, grade=grade, numbers=[1])
    first = classes_of(school)[0]
    drafts = [NewPerson(name=name, path=school.path) for name in ("曾国远", "单雨桐", "张思源")]
    people = create_people(acting=SYSTEM, drafts=drafts)
    enrol(acting=SYSTEM, school=school, drafts=[NewPupil(each, first) for each in people], day=DAY)
    return SimpleNamespace(city=city, county=county, school=school)


def titles(client: Client, query: str, language: str = "zh-hans") -> dict[str, list[str]]:
    """The titles found, by group."""
    page = client.get("/search/", {"q": query}, HTTP_ACCEPT_LANGUAGE=language)
    assert page.status_code == 200
    return {str(group.label): [hit.title for hit in group.hits] for group in page.context["groups"]}


def addresses(client: Client, query: str) -> list[str]:
    page = client.get("/search/", {"q": query}, HTTP_ACCEPT_LANGUAGE="zh-hans")
    return [hit.url for group in page.context["groups"] for hit in group.hits]


def test_a_stranger_is_sent_to_sign_in():
    assert Client().get("/search/?q=x").status_code == 302


@pytest.mark.parametrize("typed", ["任命", "renming", "rm", "新增任职", "任命人员"])
def test_appointing_is_found_by_its_words_pinyin_and_initials(place, typed):
    it = signed_in("school_it", place.school)
    assert "/appointments/new/" in addresses(it, typed)
    assert "/appointments/new/" not in addresses(signed_in("teaching_affairs", place.school), typed)


@pytest.mark.parametrize("typed", ["任职", "renzhi", "rz", "ren zhi"])
def test_pages_are_found_by_full_pinyin_and_initials(place, typed):
    assert "/appointments/" in addresses(signed_in("school_it", place.school), typed)


@pytest.mark.parametrize("typed", ["曾国远", "zengguoyuan", "zeng guo yuan", "zengguo", "zgy", "ZENGGUOY"])
def test_people_are_found_by_full_pinyin(place, typed):
    assert any("曾国远" in found for found in titles(signed_in("teaching_affairs", place.school), typed).values())


@pytest.mark.parametrize("typed", ["明湖", "minghu", "mhxx", "xiaoxue"])
def test_schools_are_found_by_sound(place, typed):
    found = titles(signed_in("county_officer", place.county), typed)
    assert "明湖小学" in found["机构"]


@pytest.mark.parametrize("typed", ["转学 曾", "转学曾国远", "转学 zengguoyuan", "zhuanxue zgy", "zx zgy"])
def test_a_thing_to_do_is_followed_by_what_it_is_done_to(place, typed):
    found = addresses(signed_in("teaching_affairs", place.school), typed)
    assert found[0].startswith("/pupils/") and found[0].endswith("/transfer/")
    assert not any(url.endswith("/transfer/") for url in addresses(signed_in("principal", place.school), typed))


def test_a_thing_that_needs_somebody_goes_on_in_the_box(place):
    page = signed_in("teaching_affairs", place.school).get("/search/?q=转学", HTTP_ACCEPT_LANGUAGE="zh-hans")
    assert 'data-goes-on="转学 "' in page.content.decode()


def test_imports_are_things_to_do(place):
    it = signed_in("school_it", place.school)
    assert "/imports/new/pupils/" in addresses(it, "导入学生")
    assert "/imports/new/pupils/" in addresses(it, "drxs")


def test_opened_without_a_query_it_offers_what_to_do_and_where_to_go(place):
    found = titles(signed_in("school_it", place.school), "")
    assert "任命人员" in found["办理"] and "任职" in found["页面"]


def test_in_english_too(place):
    found = titles(signed_in("school_it", place.school), "appoint", "en")
    assert "Appoint somebody" in found["Things to do"] and "Appointments" in found["Pages"]


def test_everything_offered_opens(place):
    """Whatever the palette offers to a role answers 200, and opening it writes nothing into the audit record."""
    for role in (role.name for role in roles_by_name().values()):
        client = signed_in(role, place.school if role not in ("county_officer",) else place.county, f"all-{role}")
        before = AuditEntry.objects.count()
        for group in client.get("/search/").context["groups"]:
            for hit in group.hits:
                assert not hit.url or client.get(hit.url, follow=True).status_code == 200, (role, hit)
                assert AuditEntry.objects.count() == before, (role, hit)
