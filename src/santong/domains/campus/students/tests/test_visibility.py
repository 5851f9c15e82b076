"""What people of a family and a school see of each other, and where their pages lead."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client

from santong.domains.campus.students.actions.families import NewGuardian, link_guardians
from santong.domains.campus.students.actions.transfers import ask_transfer
from santong.domains.campus.students.models import Guardianship
from santong.domains.platform.access.public import appoint
from santong.domains.platform.identity.public import Person
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def mother(cast) -> Person:
    person = Person.objects.create_person(username="mother", name="曾妈妈", path=cast.school.path)
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(cast.pupils[0], person, "52")])
    return person


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_guardians_are_named_among_those_who_see_a_child(cast, mother):
    child = cast.pupils[0].person
    page = cast.client("principal", cast.school).get(f"/people/{child.pk}/seen-by/").content.decode()
    assert "曾妈妈" in page
    assert "母亲" in page


def test_a_guardian_sees_who_sees_the_child_and_nobody_else(cast, mother):
    client = signed_in(mother)
    assert client.get(f"/people/{cast.pupils[0].person_id}/seen-by/").status_code == 200
    assert client.get(f"/people/{cast.pupils[1].person_id}/seen-by/").status_code == 404
    assert client.get(f"/people/{cast.pupils[0].person_id}/abilities/").status_code == 404
    Guardianship.objects.all().delete()
    assert client.get(f"/people/{cast.pupils[0].person_id}/seen-by/").status_code == 404


def test_no_link_on_the_page_of_a_child_leads_a_parent_astray(cast, mother):
    client = signed_in(mother)
    page = client.get(f"/pupils/{cast.pupils[0].pk}/").content.decode()
    for address in set(re.findall(r'href="(/[a-z][^"]*)"', page)):
        if not address.startswith(("/static", "/account/sign-out")):
            assert client.get(address, follow=True).status_code == 200, address


def test_the_page_of_a_class_has_its_roster_and_no_empty_card(cast):
    page = cast.client("principal", cast.school).get(f"/organisations/{cast.classes[0].pk}/").content.decode()
    assert cast.pupils[0].person.name in page
    assert "直属下级" not in page


def test_the_directory_names_the_principals(cast):
    head = Person.objects.create_person(username="head", name="高校长", path=cast.other.path)
    appoint(acting=SYSTEM, person=head, role="principal", organisation=cast.other)
    export = cast.client("county_officer", cast.city).get("/schools/export/?format=csv").getvalue().decode("utf-8-sig")
    heads = {line["学校"]: line["校长"] for line in csv.DictReader(io.StringIO(export))}
    assert heads == {"甲校": "", "乙校": "高校长", "丙校": ""}


def test_only_the_receiving_school_is_offered_to_answer(cast):
    transfer = ask_transfer(acting=SYSTEM, pupil=cast.pupils[0], to_school=cast.other)
    address = f"/transfers/{transfer.pk}/"
    sending, receiving = (cast.client("teaching_affairs", school) for school in (cast.school, cast.other))
    assert "/accept/" in receiving.get(address).content.decode()
    assert "/accept/" not in sending.get(address).content.decode()
    assert "/accept/" not in cast.client("principal", cast.other).get(address).content.decode()
