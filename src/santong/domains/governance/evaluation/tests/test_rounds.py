"""Rounds: the burden gate, what is computed first, places per county, results, objections, the seal."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from santong.domains.governance.evaluation import actions, inspecting
from santong.domains.governance.evaluation.actions import results_of
from santong.domains.governance.evaluation.diagnosing import computed_points
from santong.domains.governance.evaluation.jobs import compute
from santong.domains.governance.evaluation.models import Entrant, EvaluationRound, Objection, Said
from santong.domains.governance.evaluation.presenting import lines_of, verdict_in_words
from santong.domains.governance.evaluation.tests import making
from santong.domains.governance.evaluation.tests.conftest import Cast
from santong.domains.governance.indicators.tests.making import count_everything, indicator, put_figures, put_schools
from santong.domains.platform.access.testing import Region, client_of, signed_in, somebody
from santong.kit.access import SYSTEM
from santong.kit.jobs.public import Job
from santong.kit.measures.public import Counted, Period
from santong.kit.refusals import NotPossible
from santong.lib.lots import digest_of

pytestmark = pytest.mark.django_db


def _in(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


@pytest.mark.parametrize(
    "given",
    [
        {"authority": " "},
        {"due": _in(29)},
        {"due": _in(40), "visits_from": _in(20)},
        {"minutes": 0},
    ],
    ids=("no authority", "too soon", "visited too soon", "no minutes"),
)
def test_what_asks_too_much_is_not_announced(region: Region, given: dict[str, Any]):
    row = making.draft(region.east, making.published(region.east), **given)
    with pytest.raises(NotPossible):
        actions.announce(acting=SYSTEM, evaluation=row)
    assert not Entrant.objects.filter(round=row).exists()


def test_a_month_ahead_it_is_announced_and_computed_in_the_background(region: Region):
    row = making.draft(region.east, making.published(region.east), due=_in(30), visits_from=_in(30))
    actions.announce(acting=SYSTEM, evaluation=row)
    assert {each.place for each in Entrant.objects.filter(round=row)} == {region.lake, region.hill}
    assert Entrant.objects.filter(round=row, computed_at=None).count() == 2
    assert Job.objects.filter(path=region.east.path).exists()
    outcome = compute.call(key=row.pk)
    assert not Entrant.objects.filter(round=row, computed_at=None).exists()
    assert "2" in outcome.text


def test_only_schools_of_its_types_take_part(region: Region):
    row = making.announced(region.city, making.published(region.city, applies_to=",nine_year,"))
    assert [each.place for each in Entrant.objects.filter(round=row)] == [region.hill]


def test_places_may_be_chosen(region: Region):
    row = making.draft(region.city, making.published(region.city))
    actions.choose_place(acting=SYSTEM, evaluation=row, organisation=region.far)
    with pytest.raises(NotPossible):
        actions.choose_place(acting=SYSTEM, evaluation=row, organisation=region.far)
    actions.announce(acting=SYSTEM, evaluation=row)
    assert [each.place for each in Entrant.objects.filter(round=row)] == [region.far]
    east = making.draft(region.east, making.published(region.east))
    with pytest.raises(NotPossible):
        actions.choose_place(acting=SYSTEM, evaluation=east, organisation=region.far)


def test_unknown_is_not_zero(cast: Cast):
    found = cast.at()
    assert (found.low, found.high) == (0, 100)
    assert (found.verdict, found.possible) == ("", "示范")
    line = lines_of(found)[0]
    assert (line.points, line.points_text) == (None, "未知")
    assert "不等于零" in line.gap
    assert "或可达示范" in verdict_in_words(found)[1]


def _counted(region: Region, teachers: int, pupils: int) -> EvaluationRound:
    """A round with one item: how many pupils a teacher has, of what the night has counted."""
    month = Period.this_month().before.first
    Counted.objects.all().delete()
    put_schools(month, region)
    everywhere = (region.lake, region.hill, region.far)
    put_figures("pupils", month, dict.fromkeys(everywhere, pupils))
    put_figures("teachers", month, dict.fromkeys(everywhere, teachers))
    return making.announced(region.east, making.published(region.east, items=making.ITEMS[:1]))


@pytest.mark.parametrize(
    ("teachers", "pupils", "points", "gap"),
    [(10, 100, 40, ""), (10, 101, 20, "0.1"), (10, 200, 20, "10.0"), (10, 201, 0, "0.1"), (10, 0, 40, "")],
)
def test_points_follow_the_figure_and_the_gap_stands_in_words(region: Region, teachers, pupils, points, gap):
    found = making.entrant(_counted(region, teachers, pupils), region.lake)
    line = lines_of(found)[0]
    assert line.points == points
    assert gap in line.gap
    assert bool(line.gap) == bool(gap)


@pytest.mark.parametrize(
    ("value", "points"),
    [
        ({"s": "known", "v": 9.0}, 40), ({"s": "unknown", "v": None}, None), ({"s": "waits"}, None),
        ({"s": "fails", "v": None}, 0), ({"s": "na", "v": None}, None), ({}, None),
    ],
)  # fmt: skip
def test_only_what_is_known_gets_points(value, points):
    item = {**making.PER_TEACHER, "code": "A1", "points": "40"}
    assert computed_points(item, value) == points


def test_a_county_is_the_sum_of_its_schools(region: Region):
    month = Period.this_month().before.first
    put_schools(month, region)
    put_figures("pupils", month, {region.lake: 100, region.hill: 300})
    put_figures("teachers", month, {region.lake: 20, region.hill: 20})
    row = making.announced(region.city, making.published(region.city, items=making.ITEMS[:1], subject="county"))
    places = {each.place: each for each in Entrant.objects.filter(round=row).select_related("place")}
    assert set(places) == {region.east, region.west}
    # 400 pupils by 40 teachers: the ratio of the sums, and no mean of 5 and 15.
    assert places[region.east].values["A1"]["v"] == 10
    assert places[region.east].low == 40


# Applying


@pytest.fixture
def accreditation(region: Region) -> EvaluationRound:
    row = making.draft(region.city, making.published(region.city), kind="accreditation")
    actions.set_quota(acting=SYSTEM, evaluation=row, place=region.east, number=1)
    actions.announce(acting=SYSTEM, evaluation=row)
    making.computed(row)
    return row


def test_a_school_applies_in_three_clicks_with_words_where_no_record_answers(region: Region, accreditation):
    person = somebody("principal", region.lake, "head")
    client = client_of(person)
    found = making.entrant(accreditation, region.lake)
    assert f"/evaluated/{found.pk}/" in client.get("/").content.decode()
    assert f"/evaluated/{found.pk}/apply/" in client.get(f"/evaluated/{found.pk}/").content.decode()
    page = client.get(f"/evaluated/{found.pk}/apply/")
    # Only the item that takes words asks for some: nobody types a figure in.
    assert list(page.context["form"].fields) == ["said_B1"]
    client.post(f"/evaluated/{found.pk}/apply/", {"said_B1": "章程每年修订"})
    assert making.entrant(accreditation, region.lake).state == "applied"
    assert Said.objects.get(entrant=found).text == "章程每年修订"


def test_nobody_applies_for_somebody_else(region: Region, accreditation):
    found = making.entrant(accreditation, region.lake)
    for role, place in (("county_officer", region.east), ("inspector", region.lake)):
        page = signed_in(role, place, f"{role}-1").post(f"/evaluated/{found.pk}/apply/", {})
        assert page.status_code == 403
    assert signed_in("principal", region.far, "far").post(f"/evaluated/{found.pk}/apply/", {}).status_code == 404


def test_no_more_are_put_forward_than_there_are_places(region: Region, accreditation):
    for place in (region.lake, region.hill, region.far):
        actions.apply(acting=SYSTEM, entrant=making.entrant(accreditation, place))
    actions.put_forward(acting=SYSTEM, entrant=making.entrant(accreditation, region.lake))
    with pytest.raises(NotPossible, match="1"):
        actions.put_forward(acting=SYSTEM, entrant=making.entrant(accreditation, region.hill))
    with pytest.raises(NotPossible):
        actions.put_forward(acting=SYSTEM, entrant=making.entrant(accreditation, region.far))
    with pytest.raises(NotPossible):
        actions.set_quota(acting=SYSTEM, evaluation=accreditation, place=region.east, number=0)
    actions.set_quota(acting=SYSTEM, evaluation=accreditation, place=region.east, number=2)
    actions.put_forward(acting=SYSTEM, entrant=making.entrant(accreditation, region.hill))
    actions.decline(acting=SYSTEM, entrant=making.entrant(accreditation, region.far), reason="名额有限")
    assert making.entrant(accreditation, region.far).reason == "名额有限"


def test_after_the_last_day_nobody_applies(region: Region, accreditation):
    EvaluationRound.objects.filter(pk=accreditation.pk).update(due=_in(-1))
    with pytest.raises(NotPossible):
        actions.apply(acting=SYSTEM, entrant=making.entrant(accreditation, region.lake))


def test_only_accreditation_has_places_for_counties(cast: Cast):
    with pytest.raises(NotPossible):
        actions.set_quota(acting=SYSTEM, evaluation=cast.round, place=cast.region.east, number=1)


# Results


def _published(cast: Cast) -> EvaluationRound:
    for code, points in (("B1", 30), ("B2", 30)):
        inspecting.judge(acting=cast.visitor, entrant=cast.at(), code=code, points=Decimal(points))
    actions.publish_results(acting=cast.bureau, evaluation=cast.round)
    return cast.round


def test_a_result_is_objected_to_and_decided_by_somebody_else(cast: Cast):
    _published(cast)
    key = inspecting.object_to(acting=cast.school, entrant=cast.at(), text="安全一项应为满分", code="B2")
    row = Objection.objects.select_related("entrant__round__version", "entrant__place").get(pk=key)
    with pytest.raises(NotPossible):
        actions.seal_results(acting=cast.bureau, evaluation=cast.round)
    with pytest.raises(PermissionDenied):
        inspecting.reject(acting=cast.visitor, objection=row, answer="不同意")
    inspecting.uphold(acting=cast.bureau, objection=row, answer="现场补看", points=Decimal(20))
    assert cast.at().points["B2"] == "20"
    assert Objection.objects.get(pk=key).decided_by == cast.officer


def test_whoever_judged_does_not_decide(cast: Cast):
    officer_expert = making.visiting(cast.round, cast.region.hill, cast.officer)
    assert officer_expert.person == cast.officer
    _published(cast)
    key = inspecting.object_to(acting=cast.viewer(cast.other), entrant=cast.at(cast.region.hill), text="不同意")
    row = Objection.objects.select_related("entrant__round", "entrant__place").get(pk=key)
    with pytest.raises(NotPossible):
        inspecting.uphold(acting=cast.bureau, objection=row, answer="同意")


def test_objections_have_their_days(cast: Cast):
    with pytest.raises(NotPossible):
        inspecting.object_to(acting=cast.school, entrant=cast.at(), text="早了")
    _published(cast)
    EvaluationRound.objects.filter(pk=cast.round.pk).update(published_on=_in(-8))
    with pytest.raises(NotPossible):
        inspecting.object_to(acting=cast.school, entrant=cast.at(), text="晚了")
    EvaluationRound.objects.filter(pk=cast.round.pk).update(published_on=_in(-7))
    inspecting.object_to(acting=cast.school, entrant=cast.at(), text="最后一天")


def test_sealed_results_have_no_ranking_and_a_seal_that_anybody_recomputes(cast: Cast):
    _published(cast)
    actions.commend(acting=cast.bureau, entrant=cast.at(), reason="整改扎实")
    with pytest.raises(NotPossible):
        actions.seal_results(acting=cast.bureau, evaluation=cast.round)
    EvaluationRound.objects.filter(pk=cast.round.pk).update(published_on=_in(-8))
    actions.seal_results(acting=cast.bureau, evaluation=cast.round)
    export = client_of(cast.principal).get(f"/evaluations/{cast.round.pk}/results/download/").json()
    assert digest_of(export["content"]) == export["seal"]
    assert [each["place"] for each in export["content"]["places"]] == ["Lake", "Hill"]
    assert export["content"]["places"][0]["commended"] == "整改扎实"
    export["content"]["places"][0]["verdict"] = "示范！"
    assert digest_of(export["content"]) != export["seal"]
    with pytest.raises(NotPossible):
        actions.recount(acting=cast.bureau, entrant=cast.at())
    when = cast.at().computed_at
    compute.call(key=cast.round.pk)
    assert cast.at().computed_at == when
    assert results_of(cast.round)["places"] == EvaluationRound.objects.get(pk=cast.round.pk).content["places"]


def test_recounting_takes_what_is_counted_now(cast: Cast):
    count_everything()
    actions.recount(acting=cast.school, entrant=cast.at())
    assert cast.at().computed_at is not None


def test_what_a_round_looks_like_from_below(cast: Cast):
    page = client_of(cast.principal).get(f"/evaluations/{cast.round.pk}/").content.decode()
    assert "秋季督导" in page
    assert f"/evaluated/{cast.at().pk}/" in page
    # The neighbour's result isn't theirs to see.
    assert client_of(cast.principal).get(f"/evaluated/{cast.at(cast.region.hill).pk}/").status_code == 404


def test_a_draft_shows_to_its_bureau_alone(region: Region):
    row = making.draft(region.east, making.published(region.east))
    assert signed_in("county_officer", region.east).get(f"/evaluations/{row.pk}/").status_code == 200
    assert signed_in("principal", region.lake).get(f"/evaluations/{row.pk}/").status_code == 404


def test_an_item_may_be_answered_by_an_indicator(region: Region):
    month = Period.this_month().before.first
    indicator(region.city, since=month)
    put_schools(month, region)
    put_figures("pupils", month, {region.lake: 120})
    put_figures("teachers", month, {region.lake: 10})
    item = {**making.PER_TEACHER, "kind": "indicator", "binding": "T-1", "scale": "10=40, 12=25"}
    row = making.announced(region.east, making.published(region.east, items=(("A1", item),)))
    assert making.entrant(row, region.lake).points["A1"] == "25"
