"""The pages of organisations and schools: the cast of an officer, a principal and an intruder."""

from __future__ import annotations

import pytest
from django.test import Client

from santong.domains.platform.access.testing import signed_in
from santong.domains.platform.organisations.actions import ClassExists, create_class
from santong.domains.platform.organisations.models import OrganisationName, UnionMember
from santong.domains.platform.organisations.public import Organisation, add_count, classes_of, create_organisation
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(region) -> Client:
    return signed_in("county_officer", region.east)


def undo(client: Client) -> None:
    page = client.get("/organisations/").content.decode()
    client.post(f"/kit/undo/{page.split('/kit/undo/')[1].split('/')[0]}/")


def names(response) -> list[str]:
    return [row.name for row in response.context["rows"]]


def test_directory_filters_and_counts(region, officer):
    add_count(what="pupils", path=classes_of(region.hill)[0].path, change=1234)
    assert names(officer.get("/schools/")) == ["Lake", "Hill"]
    assert names(officer.get("/schools/?stage=junior")) == ["Hill"]
    assert names(officer.get("/schools/?type=211")) == ["Lake"]
    assert names(officer.get(f"/schools/?county={region.east.pk}&state=open")) == ["Lake", "Hill"]
    assert names(officer.get("/schools/?state=closed")) == []
    page = officer.get("/schools/?sort=-pupils")
    assert names(page) == ["Hill", "Lake"] and "1234" in page.content.decode()
    export = officer.get("/schools/export/?format=csv").getvalue().decode("utf-8-sig")
    assert "九年一贯制学校" in export


def test_the_tree_opens_branch_by_branch(region, officer):
    page = officer.get("/organisations/tree/").content.decode()
    assert "East" in page and "Lake" in page and "West" not in page
    branch = officer.get(f"/organisations/{region.lake.pk}/branch/").content.decode()
    assert "一年级" in branch and "<html" not in branch
    assert officer.get(f"/organisations/{region.far.pk}/branch/").status_code == 404


def test_a_school_is_added_with_its_profile(region, officer):
    values = {
        "name": "Neu", "parent": region.east.pk, "code": "2199000077", "division": "990102",
        "education_type": "312", "ownership": "private", "area": "111", "latitude": "30.1", "longitude": "120.2",
    }  # fmt: skip
    wrong = officer.post("/schools/new/", {**values, "code": "2199000011", "longitude": ""})
    assert wrong.status_code == 422 and set(wrong.context["form"].errors) == {"code", "longitude"}
    officer.post("/schools/new/", values)
    school = Organisation.objects.get(code="2199000077")
    assert school.school.stages == ",primary,junior," and school.school.ownership == "private"
    page = officer.get(f"/schools/{school.pk}/").content.decode()
    assert "九年一贯制学校" in page and "云岭市云州区" in page and "30.1" in page
    officer.post(f"/schools/{school.pk}/edit/", {**values, "address": "Seestraße 1"})
    school.school.refresh_from_db()
    assert school.school.address == "Seestraße 1"
    assert "Seestraße 1" in officer.get(f"/schools/{school.pk}/").content.decode()


def test_a_page_of_another_kind_is_not_found(region, officer):
    assert officer.get(f"/schools/{region.east.pk}/").status_code == 404


def test_grades_and_classes_are_added(region, officer):
    url = f"/schools/{region.lake.pk}/grades/new/"
    assert officer.post(url, {"stage": "primary", "level": "7", "classes": "1"}).status_code == 422
    officer.post(url, {"stage": "primary", "level": "3", "classes": "2"})
    assert [row.name for row in classes_of(region.lake)][-2:] == ["三年级(1)班", "三年级(2)班"]
    url = f"/organisations/{region.grades['Lake'].pk}/classes/new/"
    assert officer.post(url, {"number": "2"}).status_code == 422
    assert officer.post(url, {}).status_code == 422
    officer.post(url, {"number": "3"})
    officer.post(url, {"label": "实验"})
    assert officer.post(url, {"label": "实验"}).status_code == 422
    assert classes_of(region.grades["Lake"]).count() == 4


def test_two_at_once_do_not_make_a_class_twice(region):
    """The form was right when it was checked; the action looks again behind the lock."""
    grade = region.grades["Lake"]
    create_class(acting=SYSTEM, grade=grade, number=9)
    with pytest.raises(ClassExists):
        create_class(acting=SYSTEM, grade=grade, number=9)


def test_rename_and_undo(region, officer):
    url = f"/organisations/{region.lake.pk}/rename/"
    assert officer.post(url, {"name": "Lake", "on": "2026-09-01"}).status_code == 422
    officer.post(url, {"name": "Sea", "on": "2026-09-01"})
    assert OrganisationName.objects.get().name == "Lake"
    undo(officer)
    assert Organisation.objects.get(pk=region.lake.pk).name == "Lake" and not OrganisationName.objects.exists()


def test_the_past_is_shown(region, officer):
    officer.post(f"/organisations/{region.hill.pk}/rename/", {"name": "Mount", "on": "2026-09-01"})
    officer.post(f"/schools/{region.lake.pk}/merge/", {"successor": region.hill.pk, "on": "2026-09-01"})
    page = officer.get(f"/schools/{region.hill.pk}/").content.decode()
    assert "Hill" in page and "Lake" in page


def test_close_names_what_it_touches_and_is_undone(region, officer):
    add_count(what="pupils", path=classes_of(region.lake)[0].path, change=41)
    url = f"/organisations/{region.lake.pk}/close/"
    page = officer.get(url).content.decode()
    assert "Lake" in page and "41" in page
    officer.post(url, {"last_day": "2026-08-31"})
    assert Organisation.objects.get(pk=region.lake.pk).valid_until is not None
    undo(officer)
    assert Organisation.objects.get(pk=region.lake.pk).valid_until is None


def test_open_again_by_its_button(region, officer):
    officer.post(f"/organisations/{region.lake.pk}/close/", {"last_day": "2026-08-31"})
    assert officer.get(f"/organisations/{region.lake.pk}/reopen/").status_code == 200
    officer.post(f"/organisations/{region.lake.pk}/reopen/")
    assert Organisation.objects.get(pk=region.lake.pk).valid_until is None


def test_merge_and_undo(region, officer):
    url = f"/schools/{region.lake.pk}/merge/"
    assert officer.get(url).status_code == 200
    officer.post(url, {"successor": region.hill.pk, "on": "2026-09-01"})
    assert classes_of(region.hill).count() == 4
    undo(officer)
    assert classes_of(region.hill).count() == 2 and classes_of(region.lake).count() == 2


def test_move_and_undo(region):
    client = signed_in("bureau_officer", region.city)
    before = region.lake.path
    client.post(f"/organisations/{region.lake.pk}/move/", {"parent": region.west.pk})
    assert Organisation.objects.get(pk=region.lake.pk).path.startswith(region.west.path)
    undo(client)
    assert Organisation.objects.get(pk=region.lake.pk).path == before
    response = client.post(f"/organisations/{region.lake.pk}/move/", {"parent": region.grades["Hill"].pk})
    assert response.status_code == 422


def test_only_places_are_offered_at_which_a_move_is_possible(region):
    client = signed_in("bureau_officer", region.city)
    create_organisation(acting=SYSTEM, kind="department", name="教务处", parent=region.hill)
    for moved in (region.lake, region.grades["Lake"]):
        offered = client.get(f"/organisations/{moved.pk}/move/").context["form"].fields["parent"].queryset
        expected = (
            [region.city, region.hill, region.west, region.far] if moved == region.lake else [region.hill, region.far]
        )
        assert set(offered) == set(expected)


def test_organisations_of_one_name_are_told_apart_by_the_one_above(region, officer, django_assert_max_num_queries):
    for school in (region.lake, region.hill):
        create_organisation(acting=SYSTEM, kind="department", name="教务处", parent=school)
    for url in ("/organisations/new/", "/imports/new/organisations/"):
        with django_assert_max_num_queries(14):
            page = officer.get(url).content.decode()
        assert "教务处 · Lake" in page and "教务处 · Hill" in page, url


def test_union_members(region):
    client = signed_in("bureau_officer", region.city)
    union = create_organisation(acting=SYSTEM, kind="union", name="Bund", parent=region.city)
    client.post(f"/organisations/{union.pk}/members/new/", {"school": region.far.pk, "leads": "on"})
    assert "Far" in client.get(f"/organisations/{union.pk}/").content.decode()
    assert "Bund" in client.get(f"/schools/{region.far.pk}/").content.decode()
    again = client.post(f"/organisations/{union.pk}/members/new/", {"school": region.far.pk})
    assert again.status_code == 422
    client.post(f"/organisations/members/{UnionMember.objects.get().pk}/end/")
    assert not UnionMember.objects.exists()


WRITES = ("rename", "move", "close", "reopen", "classes/new", "members/new")


@pytest.mark.parametrize("what", WRITES)
def test_a_principal_may_not_change_and_an_intruder_finds_nothing(region, what):
    principal = signed_in("principal", region.lake)
    assert principal.get(f"/schools/{region.lake.pk}/").status_code == 200
    intruder = signed_in("county_officer", region.west)
    for pk in (region.lake.pk, region.grades["Lake"].pk):
        assert principal.post(f"/organisations/{pk}/{what}/").status_code == 403
        assert intruder.post(f"/organisations/{pk}/{what}/").status_code == 404
    assert Client().get(f"/organisations/{region.lake.pk}/{what}/").status_code == 302


@pytest.mark.parametrize("what", ["merge", "grades/new", "edit"])
def test_schools_are_changed_by_their_bureau_only(region, what):
    assert signed_in("principal", region.lake).get(f"/schools/{region.lake.pk}/{what}/").status_code == 403
    assert signed_in("county_officer", region.west).get(f"/schools/{region.lake.pk}/{what}/").status_code == 404


def test_pupils_see_no_directory(region):
    pupil = signed_in("pupil", classes_of(region.lake)[0])
    for url in ("/schools/", "/organisations/", "/organisations/tree/"):
        assert pupil.get(url).status_code == 403


@pytest.mark.parametrize("page", ["merge", "grades/new"])
def test_only_schools_are_merged_and_get_grades(region, officer, page):
    assert officer.get(f"/schools/{region.lake.pk}/{page}/").status_code == 200
    for other in (classes_of(region.lake)[0], region.grades["Lake"], region.east):
        assert officer.get(f"/schools/{other.pk}/{page}/").status_code == 404
        assert officer.post(f"/schools/{other.pk}/{page}/", {}).status_code == 404
