"""The auditor reads the record; nobody else does."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from santong.domains.platform.access.public import appoint
from santong.domains.platform.audit.queries import object_name
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, create_organisation
from santong.kit.access import SYSTEM
from santong.kit.audit import acting_as
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Organisation:
    return create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)


def signed_in(role: str, city: Organisation) -> Client:
    person = Person.objects.create_person(username=role.replace("_", "-"), name="Someone", path=city.path)
    appoint(acting=SYSTEM, person=person, role=role, organisation=city)
    client = Client()
    client.force_login(person)
    client.session["mfa"] = True
    return client


@pytest.fixture
def auditor(city, settings) -> Client:
    settings.DEMO = True  # where the second factor isn't demanded
    return signed_in("auditor", city)


def test_the_auditor_finds_a_change(auditor, city):
    city.name = "Renamed"
    city.save()
    page = auditor.get("/audit/?kind=change&model=organisations.organisation")
    assert page.status_code == 200
    assert len(page.context["rows"]) == 1
    entry = AuditEntry.objects.filter(kind="change", model="organisations.organisation").get()
    detail = auditor.get(f"/audit/{entry.pk}/").content.decode()
    assert "Renamed" in detail
    assert "名称 <code>name</code>" in detail
    assert "City" in detail


def test_filters_by_person_and_day(auditor):
    assert auditor.get("/audit/?person=nobody").context["rows"] == []
    assert auditor.get("/audit/?since=2000-01-01&until=2000-01-02").context["rows"] == []
    assert auditor.get("/audit/?since=2000-01-01").context["rows"]


def test_an_action_is_found_by_its_words_and_by_its_name(auditor, city):
    made = AuditEntry.objects.get(verb="organisations.create", object_id=city.pk, model="organisations.organisation")
    for asked, is_found in (("新建机构", True), ("organisations.create", True), ("学生入学", False)):
        page = auditor.get("/audit/", {"q": asked}).content.decode()
        assert (f"/audit/{made.pk}/" in page) is is_found
    assert auditor.get("/audit/", {"q": "新建机构 不存在"}).context["rows"] == []
    export = b"".join(auditor.get("/audit/export/?format=csv&q=新建机构").streaming_content).decode("utf-8-sig")
    assert "新建机构" in export and "organisations.create" not in export


def test_others_are_refused(city, settings):
    settings.DEMO = True
    officer = signed_in("bureau_officer", city)
    entry = AuditEntry.objects.first()
    assert officer.get("/audit/").status_code == 403
    assert officer.get("/audit/export/").status_code == 403
    assert officer.get(f"/audit/{entry.pk}/").status_code == 404
    assert Client().get("/audit/").status_code == 302


def test_what_is_shown_is_in_words(auditor, city):
    person = Person.objects.create_person(username="someone", name="Someone", path=city.path)
    changes = {
        "is_active": [True, False],
        "last_login": ["2026-11-22 14:38:41.581649+00:00", None],
        "category": ["", "staff"],
    }
    entry = AuditEntry.objects.create(
        kind="change", model="identity.person", object_id=person.pk, label="person 117", changes=changes
    )
    page = auditor.get(f"/audit/{entry.pk}/").content.decode()
    assert f"修改 · 人员 {person.pk}" in page and "人员 117" in page and "person 117" not in page
    assert '<td data-label="修改前">是</td>' in page and '<td data-label="修改后">否</td>' in page
    assert "2026年11月22日 22:38" in page and "14:38" not in page
    assert "人员 117" in auditor.get("/audit/?kind=change").content.decode()
    gone = AuditEntry.objects.create(
        kind="delete", model="gone.thing", object_id="4", label="x", changes={"a": ["1", None]}
    )
    assert "<code>a</code>" in auditor.get(f"/audit/{gone.pk}/").content.decode()


def test_people_objects_and_values_are_named(auditor, city):
    county = create_organisation(acting=SYSTEM, kind="county_bureau", name="East", parent=city)
    clerk = Person.objects.create_person(username="clerk7", name="王芳", path=city.path)
    with acting_as(clerk.pk):
        role = appoint(acting=SYSTEM, person=clerk, role="county_officer", organisation=county)
    entry = AuditEntry.objects.get(model="access.appointment", object_id=role.pk, kind="create")
    line = auditor.get(f"/audit/?person=王芳&model={entry.model}").content.decode()
    assert "王芳" in line and "clerk7" in line
    assert "@ East" in line and county.path not in line
    entry.changes = {"person": [None, clerk.pk], "organisation": [city.pk, county.pk], "path": ["", county.path]}
    entry.changes |= {"delegated_from": [999, None], "valid_from": [None, "2026-09-01"], "role": ["x", "y"]}
    AuditEntry.objects.filter(pk=entry.pk).update(changes=entry.changes)
    page = auditor.get(f"/audit/{entry.pk}/").content.decode()
    shown = re.findall(r"<td[^>]*>([^<]*)</td>", page)
    assert shown == [
        *("—", "王芳"),
        *("x", "y"),
        *("City", "East"),
        *("—", "East"),
        *("—", "2026年9月1日"),
        *("任职 999（已不存在）", "—"),
    ]


def test_a_bare_number_is_no_name(auditor, city):
    entry = AuditEntry.objects.create(kind="create", model="gone.thing", object_id="3", label="-15")
    assert object_name(entry).endswith("-15") and object_name(entry) != "-15"


def test_who_nobody_is(auditor):
    AuditEntry.objects.create(kind="create", model="gone.thing", object_id="3", label="Something")
    assert "平台" in auditor.get("/audit/?model=").content.decode()
