"""People are found by parts of their names, in either script, by pinyin and initials; on both databases by an index."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Q

from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.public import NewPerson, called, create_people
from santong.kit.access import SYSTEM
from santong.kit.models import AuditEntry
from santong.kit.models.tokens import restore_triggers
from santong.lib.pinyin import initials_of_name, pinyin_of_name

pytestmark = pytest.mark.django_db

NAMES = (
    "陈晓华",
    "陳曉華",
    "张国强",
    "張國強",
    "阿布都·买买提",
    "Anna Müller-Li",
    "欧阳发",
    "歐陽發",
    "李乾",
    "王园园",
)


@pytest.fixture(autouse=True)
def people() -> None:
    for number, name in enumerate(NAMES):
        Person.objects.create(
            username=f"p{number}", name=name, pinyin=pinyin_of_name(name), initials=initials_of_name(name)
        )


def found(word: str) -> set[str]:
    return set(Person.objects.unscoped("test").filter(called(word)).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("陈晓", {"陈晓华", "陳曉華"}),
        ("曉華", {"陈晓华", "陳曉華"}),
        ("國", {"张国强", "張國強"}),
        ("张国强", {"张国强", "張國強"}),
        ("陈华", set()),
        ("發", {"欧阳发", "歐陽發"}),
        ("買買提", {"阿布都·买买提"}),
        ("都·买", {"阿布都·买买提"}),
        ("園園", {"王园园"}),
        ("干", {"李乾"}),
        ("zhangguo", {"张国强", "張國強"}),
        ("zgq", {"张国强", "張國強"}),
        ("anna", {"Anna Müller-Li"}),
        ("MÜLL", {"Anna Müller-Li"}),
        ("muller", set()),
        ("·", set()),
        ("'\"*(", set()),
        ("甲", set()),
    ],
)
def test_who_is_found(word, names):
    assert found(word) == names


def test_names_are_shown_as_they_are_written():
    assert "陳曉華" in found("陈晓华")


def test_changed_and_removed_people():
    person = Person.objects.unscoped("test").get(name="陈晓华")
    person.name, person.pinyin, person.initials = "周雨", "zhou yu", "zy"
    person.save()
    assert found("晓华") == {"陳曉華"} and found("zhouyu") == {"周雨"} == found("雨")
    person.delete()
    assert found("周雨") == set()


def test_people_of_imports_are_found():
    create_people(acting=SYSTEM, drafts=[NewPerson(name=f"鄭麗{'甲乙丙丁'[n % 4]}", path="") for n in range(24)])
    assert found("郑丽丙") == {"鄭麗丙"}


def test_the_record_of_changes_holds_no_second_copy_of_the_name():
    person = Person.objects.unscoped("test").get(name="陈晓华")
    person.name = "陈小华"
    person.save()
    assert set(AuditEntry.objects.latest("pk").changes) == {"name"}


def test_it_is_an_index_that_finds():
    Person.objects.bulk_create(Person(username=f"q{number}", name=f"孙{number}") for number in range(3000))
    rows = Person.objects.unscoped("test").filter(called("陈晓"))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE identity_person")
    plan = rows.explain()
    assert "identity_person_found_by" in plan if connection.vendor == "postgresql" else "VIRTUAL TABLE" in plan


@pytest.mark.only_on("sqlite")
def test_triggers_that_were_lost_come_back():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER identity_person_found_by_added")
    restore_triggers()
    Person.objects.create(username="late", name="晚来")
    assert found("晚来") == {"晚来"}


def test_it_can_be_part_of_another_condition():
    rows = Person.objects.unscoped("test").filter(called("陈晓") | Q(username="p9"))
    assert rows.count() == 3
