"""What warns, who sees it, what they do about it, and that nobody outside the school learns of whom it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from santong.domains.campus.attendance.actions import call_roll
from santong.domains.campus.attendance.public import away_of, classes_without_calls, last_school_days
from santong.domains.campus.attendance.tests.conftest import make_pupils, settle_calendar
from santong.domains.campus.exams.models import Examination, ExamResult, Paper
from santong.domains.campus.warnings import actions
from santong.domains.campus.warnings.actions import PASSED_ON_AFTER, threshold_at, warn
from santong.domains.campus.warnings.models import EarlyWarning, WarningRule
from santong.domains.campus.warnings.queries import false_alarms, live_for, waiting
from santong.domains.campus.warnings.resealing import reseal
from santong.domains.campus.warnings.sources import ABSENCES, RESULTS, SOURCES, label_of, level
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import client_of, make_region, somebody
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.measures.public import count_below
from santong.kit.models import AuditEntry, UndoStep
from santong.kit.refusals import NotPossible
from santong.kit.undo import take_back
from santong.lib.keyrings import Keyring

State = EarlyWarning.State
NOTE = "约定每天按时到校"


@given(st.floats(min_value=0, max_value=150), st.floats(min_value=0, max_value=150))
def test_a_better_result_never_has_a_worse_level(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 1 <= level(high) <= level(low) <= 4


@pytest.mark.parametrize(("percent", "expected"), [(100, 1), (85, 1), (84.99, 2), (70, 2), (60, 3), (59.9, 4), (0, 4)])
def test_levels_begin_where_they_say(percent: float, expected: int) -> None:
    assert level(percent) == expected


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_source_says_why(source: Any) -> None:
    facts: Mapping[str, Mapping[str, Any]] = {
        "absences": {"days": ["2026-11-02", "2026-11-03"], "of": 10},
        "share": {"now": 66.7, "before": 96.0, "absent": 3, "on_leave": 2},
        "results": {"fallen": {"数学": [1, 3]}},
        "no_calls": {"days": 5, "last": "2026-11-02"},
    }
    assert source.says(facts[source.name])
    assert str(label_of(source.name)) == str(source.label)


def test_a_kind_that_is_declared_no_more_keeps_its_name() -> None:
    assert label_of("former") == "former"
    assert EarlyWarning(kind="former").says == ""


@pytest.mark.django_db
class TestWarnings(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.region = region = make_region()
        settle_calendar(region.city)
        cls.pupils = make_pupils(region.lake, region.first, ("甲", "乙", "丙"))
        cls.teacher = somebody("class_teacher", region.first, "teacher")
        cls.principal = somebody("principal", region.lake, "head")
        cls.today = timezone.localdate()

    def days(self, number: int) -> list[date]:
        """The last days with school, today included."""
        return last_school_days(self.region.lake.path, self.today, number)

    def call(self, days: list[date], **said: str) -> None:
        """Call the roll on days; `said` names pupils by their place: `_0="absent"`."""
        states = {self.pupils[int(key[1:])].pk: state for key, state in said.items()}
        for day in days:
            call_roll(
                acting=viewer_in(self.teacher, "staff"), school_class=self.region.first, day=day, session=0, said=states
            )

    def warned(self, kind: str = "absences") -> list[EarlyWarning]:
        warn(self.region.lake)
        rows = EarlyWarning.objects.by_installation().filter(kind=kind, state__in=EarlyWarning.LIVE)
        return list(rows.select_related("pupil__person", "school", "place"))

    def absent(self) -> EarlyWarning:
        self.call(self.days(5)[:3], _0="absent")
        [row] = self.warned()
        return row

    def viewer(self, role: str, path: str) -> Viewer:
        return Viewer(grants=(Grant(role, path),), category="staff")

    def test_the_class_teacher_is_warned_and_the_warning_ends_by_itself(self) -> None:
        row = self.absent()
        assert (row.pupil, row.place, len(row.facts["days"])) == (self.pupils[0], self.region.first, 3)
        assert "3" in row.says
        teacher = viewer_in(self.teacher, "staff")
        assert list(waiting(teacher)) == [row]
        assert self.warned() == [row]
        call_roll(
            acting=teacher, school_class=self.region.first, day=self.days(5)[0], session=0, said={}
        )  # the pupil had been there
        assert self.warned() == []
        row.refresh_from_db()
        assert (row.state, row.closed_on) == (State.ENDED, self.today)

    def test_it_never_leaves_the_school(self) -> None:
        row = self.absent()
        region = self.region
        for passed_on in (None, self.today):
            row.passed_on = passed_on
            row.save()
            for role in ("class_teacher", "teaching_affairs", "principal"):
                for place in (region.east, region.city, region.far, region.hill, region.second):
                    assert not live_for(self.viewer(role, place.path)).exists(), (role, place.name)
            for role in ("county_officer", "bureau_officer", "inspector", "region_administrator", "auditor", "parent"):
                for place in (region.city, region.lake, region.first):
                    assert not live_for(self.viewer(role, place.path)).exists(), (role, place.name)
                    with pytest.raises(Http404):
                        self.viewer(role, place.path).get(EarlyWarning, row.pk)
            seen = live_for(self.viewer("principal", region.lake.path)).exists()
            assert seen == (passed_on is not None)
            assert live_for(self.viewer("class_teacher", region.first.path)).exists()
        counted = count_below(self.measure(), region.city.path)
        assert sum(parts.numerator for parts in counted.values()) == 1
        assert self.measure().smallest == 5

    def measure(self) -> Any:
        from santong.domains.campus.warnings.measures import PUPILS_WARNED

        return PUPILS_WARNED

    def test_after_days_without_an_answer_the_school_sees_it(self) -> None:
        row = self.absent()
        assert row.passed_on is None
        row.found_on = self.days(PASSED_ON_AFTER + 1)[0]
        row.save()
        [row] = self.warned()
        assert row.passed_on == self.today
        assert list(waiting(viewer_in(self.principal, "staff"))) == [row]

    def test_what_is_being_seen_to_isnt_passed_on(self) -> None:
        row = self.absent()
        actions.talk(acting=viewer_in(self.teacher, "staff"), warning=row, note=NOTE)
        row.found_on = self.days(PASSED_ON_AFTER + 1)[0]
        row.save()
        assert self.warned()[0].passed_on is None
        actions.pass_on(acting=viewer_in(self.teacher, "staff"), warning=row)
        assert live_for(viewer_in(self.principal, "staff")).exists()

    def test_notes_are_sealed_and_stay_out_of_the_audit(self) -> None:
        row = self.absent()
        teacher = viewer_in(self.teacher, "staff")
        actions.see(acting=teacher, warning=row)
        actions.talk(acting=teacher, warning=row, note=f"  {NOTE}\n明天再谈 ")
        actions.help_pupil(acting=teacher, warning=row, note="请心理老师每周谈一次")
        row.refresh_from_db()
        assert row.notes.splitlines() == [f"{self.today} {NOTE} 明天再谈", f"{self.today} 请心理老师每周谈一次"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT note_cipher FROM warnings_earlywarning")
            assert NOTE not in cursor.fetchone()[0]
        said = str(list(AuditEntry.objects.values_list("changes", flat=True)))
        assert NOTE not in said
        labels = AuditEntry.objects.filter(model="warnings.earlywarning").values_list("label", flat=True)
        assert set(labels) == {f"early warning {row.pk}"}

    def test_notes_are_sealed_anew(self) -> None:
        row = self.absent()
        actions.talk(acting=viewer_in(self.teacher, "staff"), warning=row, note=NOTE)
        assert reseal() == 0
        old = settings.FIELD_KEYS
        with self.settings(FIELD_KEYS=Keyring({**old.sealing, "next": b"7" * 32}, old.index_key)):
            assert (reseal(), reseal()) == (1, 0)
            row.refresh_from_db()
            assert NOTE in row.notes

    def test_what_was_closed_comes_again_only_for_new_days(self) -> None:
        row = self.absent()
        teacher = viewer_in(self.teacher, "staff")
        actions.close(acting=teacher, warning=row, note=NOTE, is_false_alarm=True)
        assert (row.state, row.closed_on, row.is_false_alarm) == (State.CLOSED, self.today, True)
        assert self.warned() == []
        rule = WarningRule(place=self.region.lake, path=self.region.lake.path, kind="absences")
        assert false_alarms(rule) == (1, 1)
        with pytest.raises(NotPossible):
            actions.talk(acting=teacher, warning=row, note=NOTE)
        self.call(self.days(1), _0="absent")
        [again] = self.warned()
        assert again.pk != row.pk

    def test_closing_is_taken_back(self) -> None:
        row = self.absent()
        page = reverse("warnings:early-warnings-close", args=[row.pk])
        browser = client_of(self.teacher)
        assert browser.post(page, {"note": "好"}).status_code == 422
        assert browser.post(page, {"note": NOTE, "is_false_alarm": "on"}).status_code == 302
        take_back(viewer_in(self.teacher, "staff"), UndoStep.objects.order_by("-pk")[0].pk)
        row.refresh_from_db()
        assert (row.state, row.closed_on, row.is_false_alarm, row.notes) == (State.OPEN, None, False, "")

    def test_thresholds_of_the_innermost_place_count(self) -> None:
        lake, east = self.region.lake, self.region.east
        assert threshold_at(lake, ABSENCES) == (3, 10)
        WarningRule.objects.create(place=east, path=east.path, kind="absences", number=5, days=20, reason="县里的约定")
        assert threshold_at(lake, ABSENCES) == (5, 20)
        own = WarningRule(
            place=lake, path=lake.path, kind="absences", number=4, days=10, reason="学校的约定", is_on=False
        )
        actions.put_rule(acting=viewer_in(self.principal, "staff"), rule=own)
        assert threshold_at(lake, ABSENCES) is None
        assert threshold_at(self.region.far, ABSENCES) == (3, 10)
        self.call(self.days(5)[:3], _0="absent")
        assert self.warned() == []
        with pytest.raises(PermissionDenied):
            actions.put_rule(acting=viewer_in(self.teacher, "staff"), rule=own)

    def test_less_and_less_at_school(self) -> None:
        days = self.days(30)
        WarningRule.objects.create(
            place=self.region.lake, path=self.region.lake.path, kind="share", number=80, days=6, reason="短一些的窗口"
        )
        self.call(days[-12:-6])
        self.call(days[-6:-3])
        self.call(days[-3:], _1="absent")
        [row] = self.warned("share")
        assert (row.pupil, row.facts["now"], row.facts["before"]) == (self.pupils[1], 50.0, 100.0)
        assert away_of(self.pupils[1], days[-6], days[-1]).known == 6

    def test_classes_whose_roll_isnt_called_go_to_the_principal(self) -> None:
        [row] = self.warned("no_calls")
        assert (row.place, row.pupil, str(row), row.passed_on) == (
            self.region.first, None, str(self.region.first), self.today,
        )  # fmt: skip
        assert list(waiting(viewer_in(self.principal, "staff"))) == [row]
        self.call(self.days(2)[:1])
        assert self.warned("no_calls") == []
        assert classes_without_calls(self.region.lake, []) == {}

    def results(self, stage: str, *points: tuple[int, int]) -> list[EarlyWarning]:
        grade = self.region.grade.grade
        grade.stage = stage
        grade.save()
        for number, (chinese, maths) in enumerate(points):
            day = self.today - timedelta(days=60 - 30 * number)
            sat = Examination.objects.create(
                school=self.region.lake, path=self.region.lake.path, name=f"考试{number}", first=day, last=day
            )
            for subject, value in (("语文", chinese), ("数学", maths)):
                paper = Paper.objects.create(
                    examination=sat, path=sat.path, grade=self.region.grade, level=1, subject=subject, full=120,
                    released_at=timezone.now(),
                )  # fmt: skip
                ExamResult.objects.create(
                    paper=paper, pupil=self.pupils[0], school_class=self.region.first, path=self.region.first.path,
                    points=Decimal(value),
                )  # fmt: skip
        return self.warned("results")

    def test_results_warn_above_the_compulsory_stages(self) -> None:
        [row] = self.results("senior", (100, 110), (95, 75))
        assert row.facts == {"fallen": {"数学": [1, 3]}}
        assert "数学 A → C" in row.says
        assert RESULTS.name == row.kind

    def test_results_never_warn_in_the_compulsory_stages(self) -> None:
        assert self.results("primary", (100, 110), (30, 20)) == []

    def test_pages(self) -> None:
        row = self.absent()
        detail = reverse("warnings:early-warnings-detail", args=[row.pk])
        teacher, principal = client_of(self.teacher), client_of(self.principal)
        assert self.client.get(detail).status_code == 302
        assert principal.get(detail).status_code == 404
        assert row.pupil is not None
        name = row.pupil.person.name
        assert name in teacher.get(detail).content.decode()
        assert name in teacher.get("/").content.decode()
        page = teacher.get(reverse("students:pupils-detail", args=[row.pupil_id])).content.decode()
        assert detail in page
        officer = client_of(somebody("county_officer", self.region.east, "east"))
        assert officer.get(detail).status_code == 404
        assert officer.get(reverse("warnings:early-warnings")).status_code == 403
        assert officer.get(reverse("warnings:warning-rules")).status_code == 200

    def test_the_installation_may_look_at_all_schools(self) -> None:
        from santong.domains.campus.warnings.jobs import look_for_warnings

        self.call(self.days(5)[:3], _0="absent")
        assert look_for_warnings.call()
        assert EarlyWarning.objects.by_installation().filter(kind="absences").exists()
        actions.close(
            acting=SYSTEM, warning=EarlyWarning.objects.by_installation().get(kind="absences"), note=NOTE,
            is_false_alarm=False,
        )  # fmt: skip
