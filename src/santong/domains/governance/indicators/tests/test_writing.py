"""Writing an indicator: what is refused and why, examples, publishing, undo; plans and targets."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from lxml import html

from santong.domains.governance.indicators.actions import (
    add_milestone,
    copy_plan,
    drop_target,
    publish,
    put_indicator,
    reach_milestone,
    set_target,
)
from santong.domains.governance.indicators.cases import cases_of, objection, try_cases
from santong.domains.governance.indicators.computing import compute
from santong.domains.governance.indicators.models import Indicator, IndicatorVersion, Plan, PlanMilestone, Target
from santong.domains.governance.indicators.reading import faults, read_definition, sides_of
from santong.domains.governance.indicators.tests.making import (
    CASE,
    count_everything,
    definition,
    indicator,
    month_before,
    plan,
    reading,
    target,
    this_month,
)
from santong.domains.governance.indicators.vocabulary import kinds
from santong.domains.platform.access.testing import Region, signed_in
from santong.kit.access import SYSTEM
from santong.kit.models import UndoStep
from santong.kit.refusals import NotPossible
from santong.lib.formulas import read

PERCENT = {"unit": "percent", "direction": "more"}
TRUTH = {"unit": "truth", "direction": "more", "roll_up": "meet"}


@pytest.mark.parametrize(
    ("formula", "given", "field"),
    [
        ("", {}, "formula"),
        ("学生数 /", {}, "formula"),
        ("学生总人数 / 专任教师数", {}, "formula"),
        ("学生数 / 专任教师数", {"roll_up": "sum"}, "roll_up"),
        ("100 * 学生数 / 专任教师数", {"roll_up": "sum"}, "roll_up"),
        ("四舍五入(学生数 / 专任教师数, 1) + 1", {"roll_up": "sum"}, "roll_up"),
        ("学生数 + 教职工数", {"roll_up": "ratio"}, "roll_up"),
        ("学生数 / 100", {"roll_up": "ratio"}, "roll_up"),
        ("学生数 / 专任教师数", {"roll_up": "mean"}, "weight"),
        ("学生数 / 专任教师数", {"roll_up": "mean", "weight": "学生数 >"}, "weight"),
        ("学生数 / 专任教师数", {"roll_up": "mean", "weight": "求和(学生数)"}, "weight"),
        ("学生数 / 专任教师数", {"roll_up": "meet"}, "roll_up"),
        ("学生数 > 10", {}, "unit"),
        ("学生数 > 10", {"unit": "truth"}, "roll_up"),
        ("学生数 / 专任教师数", {"unit": "truth"}, "unit"),
        ("专任教师数 / 教职工数", PERCENT, "formula"),
        ("平均(学生数)", {}, "level"),
        ("平均(学生数)", {"level": "county"}, "roll_up"),
        ('如果(学校类型 = "小学", 学生数, 0)', {"level": "county", "roll_up": "anew"}, "formula"),
        ('如果(学校类型 = "小学", 学生数, 0)', {"roll_up": "anew"}, "roll_up"),
        ("学生数 / 专任教师数", {"level": "city", "roll_up": "anew", "applies_to": ",primary,"}, "level"),
        ("学校类型", {}, "formula"),
        ("考试平均分", {"unit": "none", "roll_up": "worst"}, "formula"),
        ("升学率 * 1", {"unit": "none", "roll_up": "worst", "applies_to": ",junior,"}, "formula"),
        ("如果(考试优秀率 > 0, 学生数, 0)", {"unit": "none", "roll_up": "worst",
         "applies_to": ",senior,nine_year,"}, "formula"),
        ("__import__('os').system('id')", {}, "formula"),
    ],
)  # fmt: skip
def test_what_is_refused(formula: str, given: dict[str, Any], field: str) -> None:
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found = faults(definition(formula, **given))
        assert field in found, found
        assert len(found[field]) > 4 and "%(" not in found[field]


@pytest.mark.parametrize(
    ("formula", "given"),
    [
        ("升学率", {"unit": "none", "roll_up": "worst", "applies_to": ",senior,"}),
        ("专任教师数 / 教职工数 * 100", PERCENT),
        ("录播教室数 >= 1", TRUTH),
        ("学生数 / 专任教师数", {"roll_up": "mean", "weight": "学生数"}),
        ("差异系数(学生数 / 专任教师数, 学生数)", {"level": "county", "roll_up": "anew", "unit": "none"}),
    ],
)
def test_what_is_taken(formula: str, given: dict[str, Any]) -> None:
    assert faults(definition(formula, **given)) == {}


@pytest.mark.parametrize(
    ("formula", "factor"),
    [
        ("学生数 / 班级数", 1), ("学生数 / 班级数 * 100", 100), ("100 * (学生数 / 班级数)", 100),
         ("学生数 / 班级数 / 10", 0.1),
        ("四舍五入(学生数 / 班级数 * 100, 1)", 100), ("学生数 * 10000 / 班级数", 1), ("学生数 / 100", None),
        ("100 / (学生数 / 班级数)", None), ("学生数 + 班级数", None), ("(学生数 / 班级数) + 1", None),
         ("学生数 / 班级数 / 0", None),
    ],
)  # fmt: skip
def test_the_two_sides_of_a_ratio(formula: str, factor: float | None) -> None:
    found = sides_of(read(formula, kinds()))
    assert (found and found.factor) == (pytest.approx(factor) if factor else None)


@pytest.mark.parametrize(
    ("cases", "problem"),
    [
        ("学生数=400, 专任教师数=40 => 10", ""),
        ("刚好：学生数＝400，专任教师数＝40 → 10", ""),
        ("两校: 学生数=400, 专任教师数=40; 学生数=100, 专任教师数=10 => 10", ""),
        ("没有教师: 学生数=4, 专任教师数=0 => 不达标\n没填: 学生数=空, 专任教师数=1 => 缺数", ""),
        ("学生数=400, 专任教师数=40 => 11", "11"),
        ("学生数=400, 专任教师数=40", "=>"),
        ("学生数=400 => 10", "专任教师数"),
        ("学生数=400, 教师=40 => 10", "教师"),
        ("学生数=很多, 专任教师数=40 => 10", "很多"),
        ("学生数 400 => 10", "="),
        ("=> 10", "学生数"),
        ("学生数=400, 专任教师数=40 => 十", "十"),
        ("", ""),
    ],
)
def test_examples(cases: str, problem: str) -> None:
    found = objection(reading(cases=cases))
    assert (problem in found) if problem or not cases else found == ""
    assert bool(found) is bool(problem or not cases)


def test_examples_of_conditions_and_of_counties() -> None:
    of_truth = reading(
        "录播教室数 >= 1",
        **TRUTH,
        cases="有: 录播教室数=1 => 是\n没有: 录播教室数=0 => 否\n一半: 录播教室数=1; 录播教室数=0 => 50",
    )
    assert [each.passed for each in try_cases(of_truth)] == [True, True, True]
    of_county = reading(
        "平均(学生数)", level="county", roll_up="anew", cases="学生数=10; 学生数=20 => 15\n学生数=空 => 缺数"
    )
    assert [each.passed for each in try_cases(of_county)] == [True, True]
    assert len(cases_of(reading(cases="\n".join([CASE] * 99)))) == 30


def typed(region: Region, **given: str) -> dict[str, Any]:
    return {
        "place": region.city.pk, "code": "YL-9", "name": "生师比", "formula": "学生数 / 专任教师数", "unit": "to_one",
        "direction": "less", "level": "school", "roll_up": "ratio", "digits": "1", "when_blank": "unknown",
        "when_zero": "fails", "cases": CASE, "authority": "市教育局", **given,
    }  # fmt: skip


def send(client: Client, address: str, values: dict[str, Any]) -> Any:
    """With the keys that the form carries."""
    tree = html.fromstring(client.get(address).content.decode() or "<p></p>")
    hidden = {each.get("name"): each.get("value") or "" for each in tree.xpath("//main//form//input[@type='hidden']")}
    return client.post(address, {**hidden, **values})


@pytest.mark.django_db
def test_an_officer_writes_publishes_and_sees_it(region: Region) -> None:
    """From nothing to figures of every school, in the browser."""
    count_everything()
    client = signed_in("bureau_officer", region.city)
    refused = send(client, "/definitions/new/", typed(region, roll_up="sum"))
    assert refused.status_code == 422 and "roll_up" in refused.context["form"].errors
    assert refused.context["form"]["formula"].value() == "学生数 / 专任教师数", "what was typed stays"
    wrong = send(client, "/definitions/new/", typed(region, cases="学生数=1 => 2"))
    assert wrong.status_code == 422 and "cases" in wrong.context["form"].errors
    assert send(client, "/definitions/new/", typed(region, cases="")).status_code == 302
    row = Indicator.objects.get(code="YL-9")
    page = client.get(f"/definitions/{row.pk}/")
    assert page.status_code == 200 and not row.is_published
    step = f"/definitions/{row.pk}/publish/"
    month = {"from_month": str(this_month())}
    send(client, step, month)
    row.refresh_from_db()
    assert not row.is_published, "without examples it isn't published"
    assert send(client, f"/definitions/{row.pk}/edit/", typed(region)).status_code == 302
    assert send(client, step, month).status_code == 302
    row.refresh_from_db()
    assert row.is_published and row.number == 1
    assert client.get(f"/indicators/{row.pk}/").status_code == 200
    assert send(client, "/definitions/new/", typed(region)).status_code == 422, "the code is taken"


@pytest.mark.django_db
def test_what_came_with_the_product_is_copied_and_never_changed(region: Region) -> None:
    client = signed_in("bureau_officer", region.city)
    row = Indicator._base_manager.get(path="", code="JS-03")
    assert client.get(f"/definitions/{row.pk}/edit/").status_code in (403, 404)
    assert client.post(f"/definitions/{row.pk}/publish/", {}).status_code in (403, 404)
    copied = send(client, f"/definitions/{row.pk}/copy/", {"place": region.city.pk, "code": "MY-3"})
    assert copied.status_code == 302
    copy = Indicator.objects.get(code="MY-3")
    assert (copy.formula, copy.is_published, copy.path) == (row.formula, False, region.city.path)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        ("bureau_officer", "city", 200),
        ("county_officer", "east", 200),
        ("principal", "lake", 403),
        ("inspector", "city", 403),
        ("subject_teacher", "first", 403),
        ("pupil", "first", 403),
        ("parent", "first", 403),
    ],
)
def test_who_writes(region: Region, role: str, place: str, status: int) -> None:
    client = signed_in(role, getattr(region, place))
    assert client.get("/definitions/new/").status_code == status
    assert client.get("/plans/new/").status_code == status
    assert client.post("/indicators/preview/", {"formula": "学生数"}).status_code == status


@pytest.mark.django_db
def test_a_county_writes_for_itself_alone(region: Region) -> None:
    client = signed_in("county_officer", region.east)
    answer = send(client, "/definitions/new/", typed(region))
    assert answer.status_code == 422 and "place" in answer.context["form"].errors
    own = {**typed(region), "place": region.east.pk}
    assert send(client, "/definitions/new/", own).status_code == 302
    far = signed_in("county_officer", region.west, "west")
    row = Indicator.objects.get(code="YL-9")
    for address in (f"/definitions/{row.pk}/", f"/definitions/{row.pk}/edit/"):
        assert far.get(address).status_code == 404


@pytest.mark.django_db
def test_publishing_is_taken_back(region: Region) -> None:
    client = signed_in("bureau_officer", region.city)
    row = put_indicator(acting=SYSTEM, indicator=definition(place=region.city))
    send(client, f"/definitions/{row.pk}/publish/", {"from_month": str(this_month())})
    [step] = UndoStep.objects.all()
    client.post(reverse("kit:undo", args=[step.pk]))
    row.refresh_from_db()
    assert not row.is_published and row.number == 0
    assert not IndicatorVersion.objects.filter(indicator=row).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed_so_far", "shown"),
    [
        ({}, ""),
        ({"formula": "学生数 / 专任教师"}, "专任教师数"),
        ({"formula": "学生数 / 专任教师数", "unit": "to_one", "direction": "less", "cases": CASE}, "10"),
        ({"formula": "学生终端数", "unit": "count", "roll_up": "sum"}, ""),
        ({"formula": "平均(学生数)", "unit": "count", "level": "county", "roll_up": "anew"}, ""),
        ({"formula": "学生数" * 900, "digits": "x", "unit": "nonsense", "applies_to": ["x", "primary"]}, ""),
        ({"formula": "考试平均分", "unit": "none", "roll_up": "worst"}, "考试平均分"),
    ],
)
def test_the_preview_answers_whatever_is_typed(region: Region, typed_so_far: dict[str, Any], shown: str) -> None:
    count_everything()
    compute(this_month())
    client = signed_in("bureau_officer", region.city)
    answer = client.post("/indicators/preview/", typed_so_far)
    assert answer.status_code == 200 and shown in answer.content.decode()


@pytest.mark.django_db
def test_plans_are_copied_with_their_targets_and_years(region: Region) -> None:
    client = signed_in("bureau_officer", region.city)
    [library] = Plan._base_manager.filter(code="LIB-1")
    values = {"place": region.city.pk, "name": "我们的1812", "since": "2026-01-01", "until": "2028-12-31"}
    assert send(client, f"/plans/{library.pk}/copy-plan/", values).status_code == 302
    copy = Plan.objects.get(name="我们的1812")
    years = set(Target.objects.filter(plan=copy).values_list("year", flat=True))
    assert years == {2028} and Target.objects.filter(plan=copy).count() == Target.objects.filter(plan=library).count()
    assert PlanMilestone.objects.filter(plan=copy).count() == 3
    assert client.get(f"/plans/{copy.pk}/").status_code == 200
    assert client.get(f"/plans/{library.pk}/edit/").status_code in (403, 404)


@pytest.mark.django_db
def test_targets_and_milestones_of_a_plan(region: Region) -> None:
    mine, row = plan(region.city), indicator(region.city)
    done = set_target(acting=SYSTEM, plan=mine, indicator=row, year=2026, applies_to="primary", value=17)
    assert done["before"] is None
    again = set_target(acting=SYSTEM, plan=mine, indicator=row, year=2026, applies_to="primary", value=16, mark="(u)")
    assert again["before"]["value"] == 17
    [kept] = Target.objects.filter(plan=mine)
    assert (kept.value, kept.mark) == (16, "(u)")
    with pytest.raises(NotPossible):
        set_target(acting=SYSTEM, plan=mine, indicator=row, year=2026, applies_to="", value=16, upper=15)
    with pytest.raises(NotPossible):
        set_target(acting=SYSTEM, plan=plan(region.west), indicator=indicator(region.east), year=2026, applies_to="",
                   value=1)  # fmt: skip
    drop_target(acting=SYSTEM, plan=mine, target=kept)
    assert not Target.objects.filter(plan=mine).exists()
    key = add_milestone(acting=SYSTEM, plan=mine, day=mine.until, title="全部达标")
    [milestone] = PlanMilestone.objects.filter(pk=key)
    with pytest.raises(NotPossible):
        add_milestone(acting=SYSTEM, plan=mine, day=mine.until + timedelta(days=1), title="太晚")
    with pytest.raises(NotPossible):
        reach_milestone(acting=SYSTEM, plan=mine, milestone=milestone, day=timezone.localdate() + timedelta(days=1))
    reach_milestone(acting=SYSTEM, plan=mine, milestone=milestone, day=timezone.localdate())
    with pytest.raises(NotPossible):
        copy_plan(acting=SYSTEM, plan=mine, place=region.city, name="x", since=date(2027, 1, 1), until=date(2026, 1, 1))


@pytest.mark.django_db
def test_a_target_is_set_and_taken_out_in_the_browser_and_back(region: Region) -> None:
    client, mine, row = signed_in("bureau_officer", region.city), plan(region.city), indicator(region.city)
    form = {"indicator": row.pk, "year": "2026", "applies_to": "region", "value": "16"}
    assert send(client, f"/plans/{mine.pk}/set-target/", form).status_code == 302
    kept = Target.objects.get(plan=mine)
    assert send(client, f"/plans/{mine.pk}/set-target/", {**form, "value": "15"}).status_code == 302
    for step in UndoStep.objects.filter(used_at=None).order_by("-expires_at"):
        client.post(reverse("kit:undo", args=[step.pk]))
    assert not Target.objects.filter(plan=mine).exists()
    kept = target(mine, row, 10)
    assert send(client, f"/plans/{mine.pk}/drop-target/", {"target": kept.pk}).status_code == 302
    assert (
        send(client, f"/plans/{mine.pk}/add-milestone/", {"title": "年中", "day": str(mine.until)}).status_code == 302
    )
    [milestone] = PlanMilestone.objects.filter(plan=mine)
    values = {"milestone": milestone.pk, "day": str(timezone.localdate())}
    assert send(client, f"/plans/{mine.pk}/reach-milestone/", values).status_code == 302


@pytest.mark.django_db
def test_a_version_before_this_month_is_for_first_ones_alone(region: Region) -> None:
    row = put_indicator(acting=SYSTEM, indicator=definition(place=region.city))
    publish(acting=SYSTEM, indicator=row, from_month=month_before(5))
    row.name = "另一个名称"
    put_indicator(acting=SYSTEM, indicator=row)
    with pytest.raises(NotPossible):
        publish(acting=SYSTEM, indicator=row, from_month=month_before(6))
    assert read_definition(row).formula.kind == "number"
