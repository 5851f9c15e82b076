"""What modules declare is counted by place and period, kept in parts, and read as it was and as it is."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Q, Sum
from django.utils import timezone

from santong.domains.platform.access.testing import make_region
from santong.domains.platform.organisations.public import (
    GradeProfile,
    Organisation,
    create_classes,
    move_organisation,
)
from santong.kit.access import SYSTEM, below
from santong.kit.measures import counting
from santong.kit.measures.models import Counted, Figure, Grain
from santong.kit.measures.periods import Period
from santong.kit.measures.public import (
    By,
    Measure,
    Narrowings,
    Parts,
    Rows,
    Tally,
    count_below,
    hidden,
    months,
    newest,
    now,
    of_places,
    recount,
    recount_measures,
    refresh,
    refresh_measures,
    series,
    taken,
    totals,
    where_it_stood,
)
from santong.kit.registry import registry

pytestmark = pytest.mark.django_db


def classes():
    return Organisation.objects.numbers_only().filter(kind="class")


def numbered(rows, value):
    return rows.filter(class_profile__number=value)


HOME = "parent__parent__path"
CLASSES = Measure(
    "test_classes",
    "Classes",
    permission="organisations.view",
    numerator=Tally(classes, HOME, splits={"stage": "parent__grade__stage"}),
    by=(By("stage", "Stage"),),
    follows=("organisations",),
)
FIRSTS = Measure(
    "test_firsts",
    "Classes with the number 1 or 2",
    permission="organisations.view",
    numerator=Tally(classes, HOME, splits={"number": Narrowings(["1", "2", "9"], numbered)}),
    denominator=Tally(classes, HOME),
    by=(By("number", "Number"),),
    summed_by="number",
    follows=("organisations",),
)
STAGES = Measure(
    "test_stages",
    "Classes of a stage, of all",
    permission="organisations.view",
    numerator=Tally(classes, HOME, splits={"stage": "parent__grade__stage"}),
    denominator=Tally(classes, HOME),
    by=(By("stage", "Stage"),),
)
ENTERED = Measure(
    "test_entered",
    "Levels of grades by the day on which they were made",
    permission="organisations.view",
    numerator=Tally(
        lambda: Organisation.objects.numbers_only().filter(kind="grade"),
        "parent__path",
        Sum("grade__level"),
        day="valid_from",
    ),
    grain=Grain.MONTH,
)


@pytest.fixture
def region():
    return make_region()


def at(place: Organisation) -> Q:
    return where_it_stood(place.pk, place.path)


def test_nothing_is_known_before_the_first_counting(region):
    assert taken(CLASSES) is None and newest([CLASSES]) == {} and months(CLASSES, 12) == []


def test_figures_add_up_from_schools_to_the_city(region):
    recount(CLASSES)
    found = taken(CLASSES)
    assert found.total(at(region.city)) == Parts(6)
    assert found.by_path(at(region.city), 8) == {
        region.city.path: Parts(0),
        region.east.path: Parts(4),
        region.west.path: Parts(2),
    }
    assert found.by_path(at(region.east), 12)[region.hill.path] == Parts(2)
    assert found.by_value(at(region.east), "stage") == {"primary": Parts(4)}
    assert found.keys_at([region.hill.path, region.east.path]) == {
        region.hill.path: region.hill.pk,
        region.east.path: region.east.pk,
    }
    assert found.period == Period(Grain.DAY, timezone.localdate())


def test_a_share_keeps_its_parts_and_values_counted_0_times(region):
    recount(FIRSTS)
    found = taken(FIRSTS)
    assert found.by_value(at(region.lake), "number") == {"1": Parts(1, 2), "2": Parts(1, 2), "9": Parts(0, 2)}
    assert found.total(at(region.east)) == Parts(4, 12)
    assert found.total(at(region.east)).percent == 33.3
    assert Parts().percent is None
    assert found.by_path_and_value(at(region.lake), "number")[region.lake.path]["9"] == Parts(0, 2)


def test_a_value_is_out_of_all_places_also_of_those_where_it_never_occurred(region):
    """Two of six classes, not two of the two of the only school that has them."""
    grade = region.grades["Far"].pk
    GradeProfile.objects.filter(organisation=grade).update(stage="junior")
    recount(STAGES)
    found = taken(STAGES)
    assert found.by_value(at(region.city), "stage") == {"junior": Parts(2, 6), "primary": Parts(4, 6)}
    assert found.by_path(at(region.city), 8, "stage", "junior") == {
        region.city.path: Parts(0, 0),
        region.east.path: Parts(0, 4),
        region.west.path: Parts(2, 2),
    }


def test_counting_again_changes_nothing(region):
    def state():
        return sorted(
            Figure.objects.values_list("measure", "grain", "day", "place", "path", "by", "value", "numerator")
        )

    recount(CLASSES)
    before = state()
    recount(CLASSES)
    assert state() == before


def test_whoever_is_stopped_in_the_midst_leaves_what_was_there(region, monkeypatch):
    recount(CLASSES)
    before = set(Figure.objects.values_list("pk", flat=True))

    def stop(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(counting, "_place_keys", stop)
    with pytest.raises(KeyboardInterrupt):
        recount(CLASSES)
    assert set(Figure.objects.values_list("pk", flat=True)) == before


def test_only_where_something_has_changed_is_counted_again(region):
    recount(CLASSES)
    assert refresh(CLASSES) == 0
    before = dict(Figure.objects.filter(grain="day").values_list("pk", "path"))
    create_classes(acting=SYSTEM, grade=region.grades["Hill"], numbers=[3])
    assert refresh(CLASSES)
    kept = {before[pk] for pk in Figure.objects.filter(pk__in=before).values_list("pk", flat=True)}
    assert kept == {region.lake.path, region.far.path, region.west.path}
    assert taken(CLASSES).total(at(region.city)) == Parts(7)


def test_refreshed_and_recounted_figures_agree(region):
    recount(FIRSTS)
    create_classes(acting=SYSTEM, grade=region.grades["Far"], numbers=[3, 4])
    refresh(FIRSTS)
    refreshed = taken(FIRSTS).by_path_and_value(at(region.city), "number")
    recount(FIRSTS)
    assert refreshed == taken(FIRSTS).by_path_and_value(at(region.city), "number")
    assert refreshed[region.far.path]["1"] == Parts(1, 4)


def test_many_changed_places_are_counted_at_once(region, monkeypatch):
    recount(CLASSES)
    monkeypatch.setattr(counting, "MOST_PLACES", 1)
    before = set(Figure.objects.values_list("pk", flat=True))
    create_classes(acting=SYSTEM, grade=region.grades["Hill"], numbers=[3])
    refresh(CLASSES)
    assert not before & set(Figure.objects.values_list("pk", flat=True))


def test_a_place_that_moved_keeps_its_old_sums(region):
    recount(CLASSES)
    Figure.objects.filter(grain="month").update(day=date(2026, 9, 1))
    Counted.objects.filter(grain="month").update(day=date(2026, 9, 1))
    september = Period(Grain.MONTH, date(2026, 9, 1))
    move_organisation(acting=SYSTEM, organisation=region.hill, parent=region.west)
    recount(CLASSES)
    east, west, hill = (Organisation.objects.get(pk=row.pk) for row in (region.east, region.west, region.hill))
    was = taken(CLASSES, september)
    assert (was.total(at(east)), was.total(at(west))) == (Parts(4), Parts(2)), "as it was"
    assert was.total(at(hill)) == Parts(2), "it stood elsewhere then"
    today = taken(CLASSES)
    assert (today.total(at(east)), today.total(at(west))) == (Parts(2), Parts(4))
    inside_west = Organisation.objects.filter(below("path", west.path)).values_list("pk", flat=True)
    assert was.total(of_places(list(inside_west))) == Parts(4), "as it is"
    assert was.by_place(of_places([hill.pk])) == {hill.pk: Parts(2)}
    found = series(CLASSES, months(CLASSES, 12), at(hill))
    assert found[september] == Parts(2) and len(found) == 2


def test_what_happened_is_counted_by_the_month(region):
    today = timezone.localdate()
    Organisation.objects.filter(pk=region.grade.pk).update(valid_from=today)
    Organisation.objects.filter(pk=region.grades["Far"].pk).update(valid_from=date(2024, 1, 9))
    recount(ENTERED)
    assert taken(ENTERED).period == Period(Grain.MONTH, today.replace(day=1))
    assert taken(ENTERED).total(at(region.city)) == Parts(1)
    assert taken(ENTERED, Period(Grain.MONTH, date(2024, 1, 1))) is None


def test_early_in_a_month_the_one_before_is_still_open():
    found = list(Period.months_open_on(date(2026, 1, 7)))
    assert [str(period) for period in found] == ["2025-12", "2026-01"]
    assert [str(period) for period in Period.months_open_on(date(2026, 1, 8))] == ["2026-01"]
    assert Period(Grain.MONTH, date(2024, 2, 1)).last == date(2024, 2, 29)
    assert str(Period(Grain.DAY, date(2026, 3, 1)).before) == "2026-02-28"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "0000-01", "0001-01", "1899-12", "2026-1", "x" * 99, "２０２６-11"]
)
def test_what_is_no_month_is_none(text):
    assert Period.read(text) is None
    assert str(Period.read("2026-11")) == "2026-11"


def test_a_school_can_be_counted_at_once(region):
    assert now(CLASSES, region.lake.path) == Parts(2)
    assert now(FIRSTS, region.lake.path) == Parts(2, 6)
    assert count_below(FIRSTS, region.lake.path)[region.lake.path, "number", "9"] == Parts(0, 2)


def test_the_sums_of_several_measures_are_one_question(region, django_assert_num_queries):
    recount(CLASSES)
    recount(FIRSTS)
    place = at(region.east)
    with django_assert_num_queries(2):
        periods = {(name, period) for name, (period, _at) in newest([CLASSES, FIRSTS]).items()}
        found = {name: parts for (name, _period), parts in totals(periods, place).items()}
        assert found == {"test_classes": Parts(4), "test_firsts": Parts(4, 12)}


def test_jobs_count_everything_and_forget_old_days(region):
    with registry.declaring(CLASSES, ENTERED, alone=True):
        recount_measures.call()
        Figure.objects.filter(grain="day").update(day=date(2026, 1, 1))
        Counted.objects.filter(grain="day").update(day=date(2026, 1, 1))
        recount_measures.call()
        assert not Figure.objects.filter(day=date(2026, 1, 1)).exists()
        assert refresh_measures.call() == 0
    assert set(Counted.objects.values_list("measure", flat=True)) == {"test_classes", "test_entered"}


def test_small_groups_are_hidden_with_one_more():
    groups = {"a": Parts(3, 40), "b": Parts(20, 30), "c": Parts(30, 60), "d": Parts()}
    assert hidden(groups, 5) == {"a", "b"}, "what is missing of the sum would give a single one away"
    assert hidden({**groups, "e": Parts(28, 30)}, 5) == {"a", "e"}
    assert hidden(groups, 0) == set()
    assert hidden({"b": Parts(20, 30)}, 5) == set()


def test_what_is_wrong_with_a_declaration_is_said():
    def faults(**wrong):
        right = {"name": "x", "label": "X", "permission": "organisations.view", "numerator": Tally(classes)}
        return list(Measure(**(right | wrong)).faults())

    assert faults() == []
    assert "nobody.sees" in faults(permission="nobody.sees")[0]
    assert "lists.none" in faults(rows=Rows("x:y", permission="lists.none"))[0]
    for wrong in ({"name": "x" * 41}, {"by": (By("y", "Y"),)}, {"summed_by": "y"}, {"grain": Grain.MONTH}):
        assert len(faults(**wrong)) == 1
