"""Grades, classes, counts, and where things stand."""

from __future__ import annotations

import pytest

from santong.domains.platform.organisations import tree_queries
from santong.domains.platform.organisations.models import OrganisationCount
from santong.domains.platform.organisations.public import (
    GradeProfile,
    Organisation,
    add_count,
    advance_grade,
    class_name,
    classes_of,
    count_below,
    counts_at,
    counts_of,
    create_class,
    grade_name,
    lineage,
    school_of,
    schools_of,
    set_counts,
)
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db


def test_usual_names():
    assert [grade_name(level) for level in (-2, 0, 1, 6, 7, 9, 10, 12)] == [
        "小班", "大班", "一年级", "六年级", "七年级", "九年级", "高一", "高三",
    ]  # fmt: skip
    assert class_name("小班", 2) == "小(2)班"
    assert class_name("七年级", None, "向日葵") == "七年级向日葵班"


def test_classes_carry_their_cohort(region):
    rows = list(classes_of(region.lake))
    assert [row.name for row in rows] == ["一年级(1)班", "一年级(2)班"]
    assert {row.class_profile.entry_year for row in rows} == {2026}
    assert {row.class_profile.class_type for row in rows} == {"10"}
    assert rows[0].path.startswith(region.grades["Lake"].path)
    named = create_class(acting=SYSTEM, grade=region.grades["Lake"], label="向日葵")
    assert named.name == "一年级向日葵班"


def test_a_grade_moves_up_without_moving_in_the_tree(region):
    paths = [row.path for row in classes_of(region.lake)]
    advance_grade(acting=SYSTEM, grade=region.grades["Lake"], level=2)
    rows = list(classes_of(region.lake))
    assert [row.name for row in rows] == ["二年级(1)班", "二年级(2)班"]
    assert [row.path for row in rows] == paths
    assert GradeProfile.objects.get(pk=region.grades["Lake"].pk).entry_year == 2026


def test_the_entry_year_of_higher_levels(region):
    assert region.grades["Lake"].grade.entry_year == 2026
    assert Organisation.objects.filter(kind="grade").count() == 3


def test_whoever_stands_above(region):
    first = classes_of(region.far).first()
    assert school_of(first) == region.far
    assert school_of(region.east) is None
    assert [row.name for row in lineage(first)] == ["City", "West", "Far", "一年级", "一年级(1)班"]
    paths = [row.path for row in classes_of(region.far)] + [region.city.path]
    assert set(schools_of(paths).values()) == {region.far}


def test_people_are_summed_over_subtrees(region):
    lake, far = list(classes_of(region.lake)), list(classes_of(region.far))
    add_count(what="pupils", path=lake[0].path, change=40)
    add_count(what="pupils", path=lake[0].path, change=-1)
    add_count(what="pupils", path=far[1].path, change=30)
    add_count(what="staff", path=region.lake.path, change=7)
    assert count_below(region.city, "pupils") == 69
    assert counts_at(region.city, 2) == {
        region.east.path: {"pupils": 39, "staff": 7},
        region.west.path: {"pupils": 30},
    }
    assert counts_of([region.east.path, region.west.path, region.hill.path]) == counts_at(region.city, 2)
    assert counts_at(region.lake, 3) == {region.lake.path: {"pupils": 39, "staff": 7}}


def test_many_places_are_summed_the_same_way(region, monkeypatch):
    rows = list(classes_of(region.lake))
    for number, row in enumerate(rows, start=1):
        add_count(what="pupils", path=row.path, change=number)
    few = counts_of([row.path for row in rows])
    monkeypatch.setattr(tree_queries, "MOST_RANGES", 0)
    assert (
        counts_of([row.path for row in rows])
        == few
        == {
            rows[0].path: {"pupils": 1},
            rows[1].path: {"pupils": 2},
        }
    )


def test_setting_counts_replaces_what_was_there(region):
    rows = list(classes_of(region.lake))
    add_count(what="pupils", path=rows[0].path, change=40)
    set_counts(what="pupils", numbers={rows[1].path: 12}, below=region.lake.path)
    assert list(OrganisationCount.objects.values_list("path", "number")) == [(rows[1].path, 12)]
