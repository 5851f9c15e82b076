"""Rename, move, close, merge, unions: with history, and taken back row by row."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError

from santong.domains.platform.access.testing import somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.actions import (
    NotAMember,
    WrongPlace,
    close_organisation,
    join_union,
    leave_union,
    merge_school,
    move_organisation,
    rename_organisation,
    reopen_organisation,
    unmerge_school,
)
from santong.domains.platform.organisations.actions.merging import can_take_in
from santong.domains.platform.organisations.actions.renaming import take_name_back
from santong.domains.platform.organisations.identification import clean_school_code
from santong.domains.platform.organisations.models import UnionMember
from santong.domains.platform.organisations.public import (
    Organisation,
    add_count,
    classes_of,
    count_below,
    create_grade,
    create_organisation,
    create_school,
    path_columns,
)
from santong.domains.platform.organisations.school_forms import MergeForm
from santong.kit.access import SYSTEM, Grant, Viewer

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


def everything() -> dict[str, list[Any]]:
    """Every row that carries a path, and the profiles, as values; but for the feed, which tells every step."""
    models = {model for model, _ in path_columns()} | set(apps.get_app_config("organisations").get_models())
    models -= set(apps.get_app_config("changes").get_models())
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def test_a_former_name_is_kept_with_its_code(region):
    former = rename_organisation(acting=SYSTEM, organisation=region.lake, name="Sea", code="2199000099", on=DAY)
    assert (former.name, former.code, former.valid_until) == ("Lake", "2199000011", date(2026, 8, 31))
    assert Organisation.objects.get(pk=region.lake.pk).name == "Sea"
    take_name_back(acting=SYSTEM, former_id=former.pk)
    assert Organisation.objects.get(pk=region.lake.pk).code == "2199000011"


def test_only_the_last_name_is_taken_back(region):
    first = rename_organisation(acting=SYSTEM, organisation=region.lake, name="Sea", on=DAY)
    rename_organisation(acting=SYSTEM, organisation=region.lake, name="Ocean", on=DAY)
    assert take_name_back(acting=SYSTEM, former_id=first.pk) is None


def test_everything_with_a_path_follows_a_move(region):
    teacher = somebody("subject_teacher", region.lake, "teacher")
    add_count(what="pupils", path=classes_of(region.lake)[0].path, change=5)
    before = everything()
    old = region.lake.path
    move_organisation(acting=SYSTEM, organisation=region.lake, parent=region.west)
    assert region.lake.path.startswith(region.west.path)
    for model, field in path_columns():
        assert not model._base_manager.filter(**{f"{field}__startswith": old}).exists()
    assert Person.objects.get(pk=teacher.pk).path == region.lake.path
    assert teacher.appointments.get().path == region.lake.path
    assert count_below(region.west, "pupils") == 5
    move_organisation(acting=SYSTEM, organisation=region.lake, parent=region.east, path=old)
    assert everything() == before


def test_places_that_make_no_sense_are_refused(region):
    grade = region.grades["Lake"]
    for moved, parent in ((region.lake, region.grades["Hill"]), (region.east, region.lake), (grade, region.east)):
        with pytest.raises(WrongPlace):
            move_organisation(acting=SYSTEM, organisation=moved, parent=parent)
    with pytest.raises(WrongPlace):
        move_organisation(acting=SYSTEM, organisation=region.city, parent=region.east)


def test_moving_needs_the_right_at_both_places(region):
    officer = Viewer(person_id=1, grants=(Grant("county_officer", region.east.path),))
    with pytest.raises(PermissionDenied):
        move_organisation(acting=officer, organisation=region.lake, parent=region.west)


def test_closing_ends_what_is_inside_and_opens_again(region):
    before = everything()
    closed = close_organisation(acting=SYSTEM, organisation=region.lake, last_day=date(2026, 8, 31))
    assert len(closed) == 4
    assert not classes_of(region.lake, on=date(2026, 9, 1)).exists()
    assert Organisation.objects.get(pk=region.lake.pk).status in ("closed", "closing")
    reopen_organisation(acting=SYSTEM, organisation=region.lake)
    assert everything() == before


def test_what_is_removed_closes_with_what_it_stands_below_and_opens_with_it(region):
    row = classes_of(region.lake)[0]
    Organisation.objects.filter(pk=row.pk).remove()
    close_organisation(acting=SYSTEM, organisation=region.lake, last_day=date(2026, 7, 31))
    assert Organisation.with_removed.get(pk=row.pk).valid_until == date(2026, 7, 31)
    reopen_organisation(acting=SYSTEM, organisation=region.lake)
    assert Organisation.with_removed.get(pk=row.pk).valid_until is None
    made = merge_school(acting=SYSTEM, school=region.lake, successor=region.far, on=date(2026, 8, 1))
    assert Organisation.with_removed.get(pk=row.pk).valid_until == date(2026, 7, 31)
    unmerge_school(acting=SYSTEM, merger=made)
    assert Organisation.with_removed.get(pk=row.pk).valid_until is None


def test_a_merger_is_taken_back_with_what_was_removed_since(region):
    row = classes_of(region.lake)[0]
    path, name = row.path, row.name
    made = merge_school(acting=SYSTEM, school=region.lake, successor=region.far, on=DAY)
    Organisation.objects.filter(pk=row.pk).remove()
    unmerge_school(acting=SYSTEM, merger=made)
    again = Organisation.with_removed.get(pk=row.pk)
    assert (again.path, again.name) == (path, name)


def test_a_merger_joins_the_same_cohort_and_is_taken_back_row_by_row(region):
    create_grade(acting=SYSTEM, school=region.lake, stage="primary", level=2, school_year=2026)
    add_count(what="pupils", path=classes_of(region.lake)[0].path, change=5)
    before = everything()
    merger = merge_school(acting=SYSTEM, school=region.lake, successor=region.hill, on=DAY)
    assert [row.name for row in classes_of(region.hill)] == [f"一年级({n})班" for n in (1, 2, 3, 4)]
    assert Organisation.objects.filter(parent=region.hill, kind="grade").count() == 2
    assert count_below(region.hill, "pupils") == 5
    lake = Organisation.objects.get(pk=region.lake.pk)
    assert (lake.merged_into, lake.valid_until) == (region.hill, date(2026, 8, 31))
    unmerge_school(acting=SYSTEM, merger=merger)
    assert everything() == before


def test_mergers_that_make_no_sense(region):
    for school, successor in ((region.lake, region.lake), (region.lake, region.east)):
        with pytest.raises(WrongPlace):
            merge_school(acting=SYSTEM, school=school, successor=successor, on=DAY)
    close_organisation(acting=SYSTEM, organisation=region.far, last_day=DAY)
    with pytest.raises(WrongPlace):
        merge_school(acting=SYSTEM, school=region.lake, successor=region.far, on=DAY)


def test_a_school_is_taken_in_by_one_that_teaches_its_stages(region):
    kinds = {"Infants": "111", "Primary": "211", "Junior": "311", "Nine years": "312", "Unknown": ""}
    made = {
        name: create_school(acting=SYSTEM, name=name, parent=region.east, education_type=kind)
        for name, kind in kinds.items()
    }
    form = MergeForm(viewer=SYSTEM, school=made["Primary"])
    offered = {row.name for row in form.fields["successor"].queryset}
    assert {"Nine years", "Unknown"} <= offered and not {"Primary", "Infants", "Junior"} & offered
    assert can_take_in(made["Nine years"], made["Junior"]) and not can_take_in(made["Junior"], made["Nine years"])
    with pytest.raises(WrongPlace):
        merge_school(acting=SYSTEM, school=made["Primary"], successor=made["Infants"], on=DAY)


def test_a_union_takes_schools_from_anywhere(region):
    union = create_organisation(acting=SYSTEM, kind="union", name="Union", parent=region.city)
    join_union(acting=SYSTEM, union=union, school=region.lake, leads=True, on=date(2020, 9, 1))
    join_union(acting=SYSTEM, union=union, school=region.far, leads=True)
    members = UnionMember.objects.order_by("pk")
    assert [(m.school.name, m.leads) for m in members] == [("Lake", False), ("Far", True)]
    with pytest.raises(NotAMember):
        join_union(acting=SYSTEM, union=union, school=region.far)
    for member in members:
        leave_union(acting=SYSTEM, member=member)
    left = UnionMember.objects.get()
    assert left.school == region.lake and left.valid_until is not None
    assert region.lake.path.startswith(region.east.path)


@pytest.mark.parametrize(
    "code",
    ["219900001", "21990000111", "21X9000011", "9999000011", "2134000099", "2199000011", "2199000055"],
)
def test_codes_that_are_refused(region, code):
    rename_organisation(acting=SYSTEM, organisation=region.hill, name="Hill", code="2199000012", on=DAY)
    rename_organisation(acting=SYSTEM, organisation=region.far, name="Far", code="2199000055", on=DAY)
    rename_organisation(acting=SYSTEM, organisation=region.far, name="Far", code="2199000056", on=DAY)
    with pytest.raises(ValidationError):
        clean_school_code(code, division="990102")


def test_codes_that_are_taken(region):
    assert clean_school_code(" ２１９９００００７７ ", division="990102") == "2199000077"
    assert clean_school_code("2199000011", organisation_id=region.lake.pk) == "2199000011"


def test_a_closed_schools_code_stays_its_own(region):
    close_organisation(acting=SYSTEM, organisation=region.lake, last_day=DAY)
    with pytest.raises(ValidationError):
        clean_school_code("2199000011")
