"""What rules find, how it closes, lapses and is settled, and who reads it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import TestCase
from django.urls import reverse

from santong.domains.governance.checks import words
from santong.domains.governance.checks.actions import (
    check_place,
    explain,
    look_again,
    put_rule,
    reopen,
    settle,
    withdraw,
)
from santong.domains.governance.checks.forms import fault_of
from santong.domains.governance.checks.judging import JUDGES, _as_last_year
from santong.domains.governance.checks.models import CheckKind, CheckRule, DataIssue, Settlement
from santong.domains.governance.checks.queries import counted_by_kind, facts_of, sources_of, waiting
from santong.domains.governance.checks.shipped import load_after_migration, shipped_rules
from santong.domains.governance.checks.tests import making
from santong.domains.governance.reports.public import confirmed_figures
from santong.domains.governance.reports.tests import making as reports
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import client_of, make_region, somebody
from santong.domains.platform.organisations.public import create_school
from santong.kit.access import NOBODY, SYSTEM, Grant, Viewer
from santong.kit.models import UndoStep
from santong.kit.refusals import NotPossible
from santong.kit.undo import take_back

State = DataIssue.State
WORDS = "已与原始登记核对，情况属实"


def viewer(role: str, path: str) -> Viewer:
    return Viewer(grants=(Grant(role, path),), category="staff")


@pytest.mark.parametrize("given", shipped_rules(), ids=lambda given: given["code"])
def test_rules_that_come_along_can_be_computed(given: dict) -> None:
    assert fault_of(given["formula"], truth=given["kind"] == "impossible") == ""
    if other := given.get("other"):
        assert fault_of(other, truth=False) == ""
    if given["kind"] == "conflict":
        assert given["label"] and given["other_label"]
        assert bool(given.get("other")) != given.get("reported", False)


def test_every_kind_is_judged() -> None:
    assert set(JUDGES) == set(CheckKind)


@pytest.mark.parametrize(
    ("formula", "truth"),
    [
        ("学生数 +", False), ("学生数 > 3", False), ("学生数", True), ("求和(学生数)", False), ("办学体制", False),
        ("专线骨干带宽", False), ("未取得监护人同意人数", False), ("学校类型", False),
    ],
)  # fmt: skip
def test_formulas_that_say_nothing_or_too_much_are_refused_in_words(formula: str, truth: bool) -> None:
    assert fault_of(formula, truth=truth)


@pytest.mark.parametrize(
    ("value", "earlier", "same"),
    [
        (150.0, [100.0] * 11 + [148.0, 100.0], True), (150.0, [100.0] * 13, False), (150.0, [100.0], False),
        (50.0, [100.0] * 11 + [148.0, 100.0], False), (None, [100.0] * 13, False),
        (150.0, [None] * 13, False), (900.0, [100.0] * 11 + [148.0, 100.0], False),
    ],
)  # fmt: skip
def test_what_happens_every_september_is_no_jump(value: float | None, earlier: list, same: bool) -> None:
    assert _as_last_year(value, earlier) is same


@pytest.mark.django_db
class TestChecks(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.region = make_region()
        cls.principal = somebody("principal", cls.region.lake, "head")
        cls.affairs = somebody("teaching_affairs", cls.region.lake, "affairs")

    def test_an_impossible_value_goes_to_whoever_keeps_it_and_closes_when_it_is_corrected(self) -> None:
        row = making.issue(self.region)
        assert (row.place, row.kind, row.keeper_id) == (self.region.lake, "impossible", self.affairs.pk)
        assert row.facts == {"专任教师数": 10, "学生数": 3}
        assert "学生数 3" in words.sentence(row)
        assert [each.pk for each in waiting(viewer_in(self.affairs, "staff"))] == [row.pk]
        assert not waiting(viewer_in(self.principal, "staff"))
        making.counted(self.region, lake=30)
        assert making.found() == []
        row.refresh_from_db()
        assert row.state == State.CORRECTED
        assert row.closed_on is not None
        making.counted(self.region, lake=4)
        [again] = making.found()
        assert again.pk != row.pk

    def test_where_nobody_has_the_role_the_principal_sees_to_it(self) -> None:
        assert making.issue(self.region, keeper="school_it").keeper_id == self.principal.pk

    def test_an_explanation_stands_until_the_figure_changes(self) -> None:
        row = making.issue(self.region)
        explain(acting=viewer_in(self.affairs, "staff"), issue=row, explanation=WORDS)
        [same] = making.found()
        assert (same.state, same.explanation, same.explained_by_id) == (State.EXPLAINED, WORDS, self.affairs.pk)
        making.counted(self.region, lake=4)
        [lapsed] = making.found()
        assert (lapsed.pk, lapsed.state) == (row.pk, State.OPEN)
        with pytest.raises(NotPossible):
            reopen(acting=viewer_in(self.principal, "staff"), issue=lapsed)

    def test_only_the_keeper_and_the_principal_explain(self) -> None:
        row = making.issue(self.region)
        other = somebody("school_it", self.region.lake, "it")
        for acting in (viewer_in(other, "staff"), viewer("county_officer", self.region.east.path), NOBODY):
            with pytest.raises(PermissionDenied):
                explain(acting=acting, issue=row, explanation=WORDS)
        explain(acting=viewer_in(self.principal, "staff"), issue=row, explanation=WORDS)
        reopen(acting=viewer_in(self.principal, "staff"), issue=row)
        assert row.state == State.OPEN

    def test_what_stands_out_among_schools_of_the_same_type(self) -> None:
        region = self.region
        others = [
            create_school(acting=SYSTEM, name=f"S{n}", parent=region.east, code=f"21990001{n}1", education_type="211")
            for n in range(5)
        ]
        reports.count(
            region, reports.last_month(),
            {region.lake: 4000, region.hill: 9000, region.far: 210, **{each: 200 + n for n, each in enumerate(others)}},
        )  # fmt: skip
        making.only(making.rule(region.city, "peers", making.SIZE, unit="to_one", digits=1))
        [row] = making.found()
        assert (row.place, row.value, row.peers) == (region.lake, 400.0, 6)
        assert row.low == 20.1
        assert "20.1" in words.sentence(row)

    def test_a_jump_is_held_against_the_months_before(self) -> None:
        for months in range(1, 7):
            making.counted(self.region, months=months)
        making.counted(self.region, hill=320)
        making.only(making.rule(self.region.city, "jump", making.PUPILS, unit="people"))
        # A state is held as of now against the end of the last month.
        rows = making.found()
        assert all(row.other is not None for row in rows)

    def test_sources_are_laid_beside_each_other_and_one_is_let_hold(self) -> None:
        region = self.region
        making.counted(region)
        row = reports.opened(reports.published(region.city))
        reports.confirmed(row, region.lake, region.hill)
        making.counted(region, lake=140)
        rule = CheckRule.objects.by_installation().get(code="SRC-PUPILS")
        making.only(rule)
        assert {key: each.value for key, each in confirmed_figures("学生数", [region.lake]).items()} == {
            region.lake.pk: 100.0
        }
        assert confirmed_figures("班级数", [region.lake]) == {}
        [issue] = making.found()
        assert (issue.place, issue.value, issue.other, issue.state) == (region.lake, 140, 100, State.OPEN)
        reader = viewer("county_officer", region.east.path)
        (first, other), settled = sources_of(reader, issue)
        assert (first.holds, other.holds, settled, other.where) == (False, False, None, f"{row.first:%Y-%m}")
        assert other.url
        county = settle(
            acting=reader,
            settlement=Settlement(
                rule=rule, place=region.east, path=region.east.path, holds="first", reason="以学籍为准"
            ),
        )
        city = Settlement(rule=rule, place=region.city, path=region.city.path, holds="other", reason="以报表为准")
        settle(acting=viewer("bureau_officer", region.city.path), settlement=city)
        issue.refresh_from_db()
        (first, other), settled = sources_of(reader, issue)
        assert (issue.state, first.holds, other.holds, settled) == (State.SETTLED, True, False, county)
        assert making.found()[0].state == State.SETTLED
        withdraw(acting=reader, settlement=county)
        assert sources_of(reader, issue)[1] == city
        withdraw(acting=SYSTEM, settlement=city)
        issue.refresh_from_db()
        assert issue.state == State.OPEN

    def test_settlements_have_versions(self) -> None:
        rule = CheckRule.objects.by_installation().get(code="SRC-PUPILS")
        numbers = []
        for holds in ("first", "other", "first"):
            made = Settlement(rule=rule, place=self.region.east, path=self.region.east.path, holds=holds, reason=WORDS)
            numbers.append(settle(acting=viewer("county_officer", self.region.east.path), settlement=made).number)
        assert numbers == [1, 2, 3]
        with pytest.raises(PermissionDenied):
            settle(acting=viewer("county_officer", self.region.west.path), settlement=made)

    def test_a_single_school_is_counted_at_once(self) -> None:
        row = making.issue(self.region)
        # Nobody is on the roll of the school, and nobody teaches there.
        look_again(acting=viewer_in(self.affairs, "staff"), issue=row)
        row.refresh_from_db()
        assert row.state == State.CORRECTED
        assert check_place(self.region.far) == {"opened": 0, "closed": 0}

    def test_what_nobody_asks_any_more_is_closed(self) -> None:
        row = making.issue(self.region)
        row.rule.is_on = False
        row.rule.save()
        assert making.found() == []
        row.refresh_from_db()
        assert row.state == State.CORRECTED

    def test_figures_show_to_those_who_may_see_them(self) -> None:
        row = making.issue(self.region)
        seeing, blind = viewer("principal", self.region.lake.path), viewer("parent", self.region.lake.path)
        assert words.said_to(seeing, row) == words.sentence(row)
        assert words.said_to(blind, row) != words.sentence(row)
        assert facts_of(blind, row) == []
        facts = {each.name: each for each in facts_of(seeing, row)}
        assert facts["学生数"].figure == "3"
        assert str(self.region.lake.pk) in facts["学生数"].rows
        assert counted_by_kind(seeing) == {"impossible": 1}
        assert counted_by_kind(viewer("principal", self.region.far.path)) == {}

    def test_rules_of_a_county_are_for_its_schools(self) -> None:
        making.counted(self.region, lake=3, far=3)
        making.only(making.rule(self.region.east))
        assert [row.place for row in making.found()] == [self.region.lake]
        with pytest.raises(PermissionDenied):
            put_rule(acting=viewer("principal", self.region.lake.path), rule=making.rule(self.region.east))

    def test_what_comes_along_is_brought_up_to_date(self) -> None:
        CheckRule._base_manager.filter(code="IMP-TEACHERS").update(name="旧")
        load_after_migration()
        rows = CheckRule.objects.by_installation().exclude(code="")
        assert {row.code for row in rows} == {given["code"] for given in shipped_rules()}
        assert rows.get(code="IMP-TEACHERS").name != "旧"

    def test_pages(self) -> None:
        row = making.issue(self.region)
        principal, officer = client_of(self.principal), client_of(somebody("county_officer", self.region.east, "east"))
        stranger, far = self.client, client_of(somebody("principal", self.region.far, "far"))
        detail = reverse("checks:issues-detail", args=[row.pk])
        assert "学生数" in principal.get(detail).content.decode()
        assert far.get(detail).status_code == 404
        assert stranger.get(reverse("checks:check")).status_code == 302
        assert principal.get(reverse("checks:check")).status_code == 403
        assert officer.get(reverse("checks:check")).status_code == 200
        assert officer.post(reverse("checks:check")).status_code == 302
        page = reverse("checks:issues-explain", args=[row.pk])
        short = principal.post(page, {"explanation": "对的"})
        assert short.status_code == 422
        assert "对的" in short.content.decode()
        assert principal.post(page, {"explanation": WORDS}).status_code == 302
        row.refresh_from_db()
        assert row.state == State.EXPLAINED
        take_back(viewer_in(self.principal, "staff"), UndoStep.objects.order_by("-pk")[0].pk)
        row.refresh_from_db()
        assert row.state == State.OPEN
        assert principal.post(reverse("checks:issues-look-again", args=[row.pk])).status_code == 302
        row.refresh_from_db()
        assert row.state == State.CORRECTED
        making.found()
        assert "规则" in principal.get("/").content.decode()
        school = principal.get(reverse("organisations:schools-detail", args=[self.region.lake.pk])).content.decode()
        assert reverse("checks:issues") in school
