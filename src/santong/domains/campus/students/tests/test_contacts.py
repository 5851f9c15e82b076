"""Who may write to whom because of a child, and that it ends when the roster says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from santong.domains.campus.staff.public import (
    NewStaff,
    NewTeaching,
    Staff,
    Teaching,
    assign_teaching,
    employ,
    end_teaching,
    leave,
)
from santong.domains.campus.students.actions.families import end_guardianship
from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.campus.students.public import NewGuardian, link_guardians, move
from santong.domains.campus.students.tests.conftest import ENTERED, Cast, add_pupils
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.conversations.public import PARENT, PUPIL, STAFF, ContactsFrom, Rules, Wanted, contact
from santong.domains.platform.identity.public import Person
from santong.kit.access import SYSTEM, Viewer
from santong.kit.registry import registry

pytestmark = pytest.mark.django_db

CATEGORY = {
    "cleo": STAFF, "dan": STAFF, "carl": STAFF, "otto": STAFF, "left": STAFF, "ann": PARENT, "bob": PARENT,
    "eve": PARENT, "far": PARENT, "kid": PUPIL, "pal": PUPIL, "other": PUPIL, "gone": PUPIL,
}  # fmt: skip
"""cleo leads class 1, dan teaches there, carl leads class 2, otto works at another school, left has gone. kid (child
of ann) and pal (of bob) are in class 1, other (of eve) in class 2, gone (of far) at another school."""

YES = (
    ("family", "ann", "cleo"), ("family", "ann", "dan"), ("family", "bob", "cleo"), ("family", "bob", "dan"),
    ("family", "eve", "carl"), ("pupils", "kid", "cleo"), ("pupils", "kid", "dan"), ("pupils", "pal", "dan"),
    ("pupils", "other", "carl"), ("colleagues", "cleo", "dan"), ("colleagues", "dan", "carl"),
    ("colleagues", "carl", "cleo"),
)  # fmt: skip
NO = (
    ("family", "eve", "cleo"), ("family", "eve", "dan"), ("family", "ann", "carl"), ("family", "ann", "otto"),
    ("family", "far", "cleo"), ("family", "ann", "bob"), ("family", "ann", "kid"), ("family", "kid", "cleo"),
    ("family", "ann", "left"), ("family", "cleo", "dan"), ("family", "cleo", "cleo"), ("pupils", "kid", "carl"),
    ("pupils", "kid", "otto"), ("pupils", "kid", "pal"), ("pupils", "kid", "ann"), ("pupils", "other", "dan"),
    ("pupils", "gone", "cleo"), ("classmates", "kid", "pal"), ("classmates", "kid", "other"),
    ("classmates", "cleo", "kid"), ("parents", "ann", "bob"), ("parents", "ann", "eve"), ("parents", "ann", "cleo"),
    ("colleagues", "cleo", "otto"), ("colleagues", "cleo", "left"), ("colleagues", "ann", "bob"),
    ("colleagues", "kid", "cleo"), ("colleagues", "otto", "ann"),
)  # fmt: skip


@dataclass
class School:
    """The people of the table."""

    cast: Cast
    people: dict[str, Person]
    pupils: dict[str, Pupil]
    staff: dict[str, Staff]

    def viewer(self, name: str) -> Viewer:
        """Somebody as they are today."""
        return viewer_in(self.people[name], CATEGORY[name])

    def finds(self, relation: str, one: str, other: str) -> bool:
        """Whether somebody may write to somebody."""
        return contact(self.viewer(one), relation, self.people[other].pk) is not None

    def rules(self, **rules: Any) -> None:
        """What the school decides."""
        school = self.cast.school
        Rules.objects.update_or_create(school=school, defaults={"path": school.path, **rules})


@pytest.fixture
def school(cast: Cast) -> School:
    return make_school(cast)


def make_school(cast: Cast) -> School:
    """Everybody of the table."""
    people: dict[str, Person] = {}
    one, two, elsewhere = cast.classes[0], cast.classes[1], cast.classes[2]
    for name in ("cleo", "dan", "carl", "otto", "left", "ann", "bob", "eve", "far"):
        people[name] = Person.objects.create_person(username=name, name=f"人{name}", path=cast.school.path)
    staff = {}
    for name in ("cleo", "dan", "carl", "left"):
        (staff[name],) = employ(acting=SYSTEM, school=cast.school, drafts=[NewStaff(people[name])], day=ENTERED)
    (staff["otto"],) = employ(acting=SYSTEM, school=cast.other, drafts=[NewStaff(people["otto"])], day=ENTERED)
    drafts = [
        NewTeaching(staff["cleo"], one), NewTeaching(staff["dan"], one, "数学"), NewTeaching(staff["carl"], two),
        NewTeaching(staff["left"], one, "美术"), NewTeaching(staff["otto"], elsewhere),
    ]  # fmt: skip
    assign_teaching(acting=SYSTEM, drafts=drafts, day=ENTERED)
    leave(acting=SYSTEM, staff=[staff["left"]], day=timezone.localdate())
    pupils = {"kid": cast.pupils[0], "pal": cast.pupils[1]}
    (pupils["other"],) = add_pupils(cast.school, two, 1, first=40)
    (pupils["gone"],) = add_pupils(cast.other, elsewhere, 1, first=50)
    family = {"ann": "kid", "bob": "pal", "eve": "other", "far": "gone"}
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(pupils[child], people[who]) for who, child in family.items()])
    people |= {name: Person.objects.get(pk=pupil.person_id) for name, pupil in pupils.items()}
    return School(cast, people, pupils, staff)


@pytest.mark.parametrize(("relation", "one", "other"), YES)
def test_both_find_each_other(school: School, relation: str, one: str, other: str):
    assert school.finds(relation, one, other) and school.finds(relation, other, one)


def test_nobody_else_finds_anybody(school: School):
    for relation, one, other in NO:
        assert not school.finds(relation, one, other), (relation, one, other)
        assert not school.finds(relation, other, one), (relation, other, one)


def test_every_relation_holds_both_ways(school: School):
    school.rules(pupils_together=True, parents_together=True)
    names = {person.pk: name for name, person in school.people.items()}
    for source in registry.of(ContactsFrom):
        for name in CATEGORY:
            for each in source.find(school.viewer(name), Wanted(most=500)):
                if each.person in names:
                    assert school.finds(source.name, names[each.person], name), (source.name, names[each.person], name)
                    assert each.person != school.people[name].pk


def test_what_the_school_allows_opens_and_what_it_forbids_closes(school: School):
    school.rules(pupils_together=True, parents_together=True)
    assert school.finds("classmates", "kid", "pal") and not school.finds("classmates", "kid", "other")
    assert school.finds("parents", "ann", "bob") and not school.finds("parents", "ann", "eve")
    assert not school.finds("parents", "ann", "ann") and not school.finds("classmates", "gone", "kid")
    school.rules(pupils_with_teachers=False)
    assert not school.finds("pupils", "kid", "cleo") and not school.finds("pupils", "cleo", "kid")


def test_in_another_capacity_somebody_has_other_contacts(school: School):
    """A teacher who is a parent at the same school."""
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(school.pupils["other"], school.people["dan"])])
    as_parent = viewer_in(school.people["dan"], PARENT)
    assert contact(as_parent, "family", school.people["carl"].pk)
    assert contact(as_parent, "family", school.people["ann"].pk) is None
    assert contact(school.viewer("dan"), "family", school.people["ann"].pk)


def test_it_ends_with_what_it_rests_on(school: School):
    teaching = list(Teaching.objects.filter(staff=school.staff["dan"]).select_related("staff"))
    end_teaching(acting=SYSTEM, teaching=teaching, last_day=timezone.localdate())
    assert not school.finds("family", "ann", "dan") and not school.finds("pupils", "dan", "kid")
    move(acting=SYSTEM, pupils=[school.pupils["kid"]], school_class=school.cast.classes[1], day=timezone.localdate())
    assert school.finds("family", "ann", "carl") and not school.finds("family", "ann", "cleo")
    end_guardianship(acting=SYSTEM, guardianship=Guardianship.objects.get(guardian=school.people["ann"]))
    assert not school.finds("family", "ann", "carl") and not school.finds("family", "carl", "ann")


MOVES = st.lists(
    st.tuples(st.sampled_from(("move", "end", "link")), st.sampled_from(("kid", "pal", "other")), st.integers(0, 1)),
    max_size=6,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=MOVES)
def test_whatever_happens_to_the_roster_the_groups_hold_its_parents_and_no_others(school: School, steps: list):
    from django.db import transaction

    from santong.domains.platform.conversations.testing import in_group

    guardian = {"kid": "ann", "pal": "bob", "other": "eve"}
    sid = transaction.savepoint()
    try:
        for what, child, number in steps:
            pupil = Pupil.objects.get(pk=school.pupils[child].pk)
            links = list(Guardianship.objects.filter(child=pupil.person, ended_on=None))
            if what == "move":
                move(acting=SYSTEM, pupils=[pupil], school_class=school.cast.classes[number], day=date(2026, 9, 1))
            elif what == "end" and links:
                end_guardianship(acting=SYSTEM, guardianship=links[0])
            elif what == "link" and not links:
                link_guardians(acting=SYSTEM, drafts=[NewGuardian(pupil, school.people[guardian[child]])])
        for number, leader in ((0, "cleo"), (1, "carl")):
            place = school.cast.classes[number]
            there = set(
                Guardianship.objects.filter(ended_on=None, child__pupil__school_class=place).values_list(
                    "guardian_id", flat=True
                )
            )
            wanted = there | {school.people[leader].pk}
            assert in_group("class_parents", place, [school.viewer(name) for name in CATEGORY]) == wanted
    finally:
        transaction.savepoint_rollback(sid)


# --- on pages, and whom a minor writes with ---


def page(school: School, name: str, address: str) -> str:
    """What somebody gets at an address, "" for what isn't shown."""
    from santong.domains.platform.access.testing import client_of

    answer = client_of(school.people[name]).get(address)
    return answer.content.decode() if answer.status_code == 200 else ""


def test_the_page_of_a_pupil_leads_to_those_whom_one_may_write_to(school: School):
    address = f"/pupils/{school.pupils['kid'].pk}/"
    ann, cleo = (f"/conversations/to/family/{school.people[name].pk}/" for name in ("ann", "cleo"))
    kid = f"/conversations/to/pupils/{school.people['kid'].pk}/"
    by_teacher, by_parent = page(school, "cleo", address), page(school, "ann", address)
    assert ann in by_teacher and kid in by_teacher and cleo not in by_teacher
    assert cleo in by_parent and ann not in by_parent and kid not in by_parent
    assert "/conversations/to/" not in page(school, "bob", address)
    assert "/conversations/to/" not in page(school, "carl", address)


def test_the_page_of_a_class_leads_to_its_group_for_those_in_it(school: School):
    place = school.cast.classes[0]
    group = f"/conversations/of/class_parents/{place.pk}/"
    assert group in page(school, "cleo", f"/organisations/{place.pk}/")
    assert group not in page(school, "carl", f"/organisations/{place.pk}/")
    assert group not in page(school, "dan", f"/organisations/{place.pk}/")


def test_class_teacher_and_guardians_see_that_a_minor_has_a_conversation_and_never_what_is_said(school: School):
    from santong.domains.platform.access.testing import client_of

    kid, dan = school.people["kid"], school.people["dan"]
    written = client_of(kid).post(f"/conversations/to/pupils/{dan.pk}/", {"text": "老师我有心事"})
    assert written.status_code == 302
    address, talk = f"/pupils/{school.pupils['kid'].pk}/", written["Location"]
    for name in ("cleo", "ann"):
        seen = page(school, name, address)
        assert "与老师的会话" in seen and dan.name in seen and "我有心事" not in seen, name
        assert page(school, name, talk) == "", name
    for name in ("dan", "kid", "bob", "carl"):
        assert "与老师的会话" not in page(school, name, address), name
    assert "我有心事" in page(school, "dan", talk) and "我有心事" in page(school, "kid", talk)
    first = page(school, "pal", f"/conversations/to/pupils/{dan.pk}/")
    assert "班主任和监护人能看到有此会话" in first, "whoever begins one is told"


def test_in_a_group_people_are_named_by_their_children_there(school: School):
    from santong.domains.campus.students.contacts import notes_in_class

    place = school.cast.classes[0]
    people = [school.people[name].pk for name in ("ann", "bob", "cleo", "dan", "eve")]
    notes = notes_in_class(place.pk, people)
    assert school.people["kid"].name in notes[school.people["ann"].pk]
    assert notes[school.people["cleo"].pk] == "班主任" and notes[school.people["dan"].pk] == "数学"
    assert school.people["eve"].pk not in notes


def test_parents_who_may_write_to_each_other_may_also_close_it(school: School):
    from santong.domains.platform.access.testing import client_of

    school.rules(parents_together=True)
    ann, bob = (client_of(school.people[name]) for name in ("ann", "bob"))
    talk = ann.post(f"/conversations/to/parents/{school.people['bob'].pk}/", {"text": "您好"})["Location"]
    assert bob.post(f"{talk}arrange/", {"do": "block"}).status_code == 302
    refused = ann.post(f"{talk}send/", {"text": "在吗"})
    assert refused.status_code == 422 and "已关闭此会话" in refused.content.decode()
    assert "已关闭此会话" in ann.get(talk).content.decode()
    bob.post(f"{talk}arrange/", {"do": "unblock"})
    assert ann.post(f"{talk}send/", {"text": "在吗"}).status_code == 302
    school.rules(parents_together=False)
    assert "只能查看" in ann.get(talk).content.decode(), "the school has decided otherwise since"


def test_contacts_cost_as_many_questions_however_many_there_are(school: School):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from santong.domains.platform.conversations.public import ContactsFrom as Source

    def asked() -> list[int]:
        found = []
        for source in registry.of(Source):
            viewer = school.viewer("cleo")
            with CaptureQueriesContext(connection) as queries:
                list(source.find(viewer, Wanted()))
            found.append(len(queries))
        return found

    few = asked()
    more = add_pupils(school.cast.school, school.cast.classes[0], 8, first=70)
    for number, pupil in enumerate(more):
        person = Person.objects.create_person(username=f"more{number}", name="某某", path=pupil.path)
        link_guardians(acting=SYSTEM, drafts=[NewGuardian(pupil, person)])
    assert asked() == few
