"""Leave, travel and seals: their days, their paths, and who is away."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from santong.domains.campus.office.kinds import LEAVE, SEAL, TRAVEL, days_away, objections
from santong.domains.campus.office.models import Absence
from santong.domains.campus.office.pages import AbsencePages
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import PagesContract, Region, client_of, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.requests.public import Request, RequestKind, agree, put_draft, send
from santong.kit.steps.back import BACK, payload_of
from santong.kit.undo import keep_step, take_back

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)


def period(first: date, last: date, since_half: str = "am", until_half: str = "pm") -> dict[str, str]:
    ends = {"since": first.isoformat(), "until": last.isoformat()}
    return {**ends, "since_half": since_half, "until_half": until_half}


def asked(person: Person, place: Any, kind: RequestKind, **values: Any) -> Request:
    acting = viewer_in(person, "staff")
    row = put_draft(acting=acting, kind=kind, organisation=place, values=values)
    send(acting=acting, request=row)
    return row


def leave(region: Region, person: Person, days: int = 1) -> Request:
    today = timezone.localdate()
    until = today + timedelta(days=days - 1)
    return asked(person, region.lake, LEAVE, leave="sick", why="看病", period=period(today, until))


@pytest.mark.parametrize(
    ("given", "days"),
    [
        (period(MONDAY, MONDAY), 1),
        (period(MONDAY, MONDAY, "pm"), 0.5),
        (period(MONDAY, MONDAY + timedelta(days=7), "pm", "am"), 5),
        (period(MONDAY + timedelta(days=5), MONDAY + timedelta(days=6)), 0),
    ],
)
def test_only_working_days_count_and_halves_half(region: Region, given: dict[str, str], days: float):
    assert days_away(region.lake.path, given) == days
    assert bool(objections(region.lake.path, {"period": given})) == (days == 0)


@pytest.mark.parametrize(
    ("kind", "values", "stages"),
    [
        (LEAVE, {"leave": "personal", "why": "家事", "period": period(MONDAY, MONDAY + timedelta(days=2))}, 1),
        (LEAVE, {"leave": "personal", "why": "家事", "period": period(MONDAY, MONDAY + timedelta(days=3))}, 2),
        (TRAVEL, {"where": "省城", "why": "培训", "period": period(MONDAY, MONDAY)}, 1),
        (TRAVEL, {"where": "省城", "why": "培训", "cost": 3000.0, "period": period(MONDAY, MONDAY)}, 2),
        (SEAL, {"seal": "school", "document": "协议", "copies": 2.0, "recipient": "基地"}, 1),
    ],
)
def test_how_far_a_request_goes_depends_on_days_and_money(region: Region, kind: RequestKind, values: Any, stages: int):
    for role in ("teaching_affairs", "principal"):
        somebody(role, region.lake, role)
    row = asked(somebody("subject_teacher", region.lake, "teacher"), region.lake, kind, **values)
    assert len(row.route) == stages


def test_granted_leave_is_in_the_list_until_it_is_taken_back(region: Region):
    head = viewer_in(somebody("teaching_affairs", region.lake, "head"), "staff")
    row = leave(region, somebody("subject_teacher", region.lake, "teacher"))
    assert not Absence.objects.exists()
    taken = agree.take(head, row, {})
    assert Absence.objects.get().person.username == "teacher"
    take_back(head, keep_step(head, handler=BACK, payload=payload_of([taken])).pk)
    assert not Absence.objects.exists()


def test_the_list_of_who_is_away_says_no_reason(region: Region):
    head = somebody("teaching_affairs", region.lake, "head")
    agree(acting=viewer_in(head, "staff"), request=leave(region, somebody("subject_teacher", region.lake, "teacher")))
    page = client_of(head).get("/away/").content.decode()
    assert "Person teacher" in page and "看病" not in page and "病假" not in page
    assert "今天不在岗" in client_of(head).get("/").content.decode()


def test_who_may_not_see_who_is_away(region: Region):
    teacher = client_of(somebody("subject_teacher", region.lake, "teacher"))
    assert teacher.get("/away/").status_code == 403
    assert Client().get("/away/").status_code == 302


def test_a_day_on_which_nobody_works_is_told_in_the_form(region: Region):
    client = client_of(somebody("subject_teacher", region.lake, "teacher"))
    day = (MONDAY + timedelta(days=5)).isoformat()
    typed = {"leave": "sick", "why": "看病", "period_since": day, "period_since_half": "am"}
    answer = client.post("/requests/new/leave/", {**typed, "period_until": day, "period_until_half": "pm"})
    assert answer.status_code == 422 and "请改选日期" in answer.content.decode()


class TestAway(PagesContract):
    pages = AbsencePages
    keeper = "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Absence:
        head = viewer_in(somebody("teaching_affairs", region.lake, f"head-{number}"), "staff")
        row = asked(
            somebody("subject_teacher", region.lake, f"teacher-{number}"), region.lake, LEAVE, leave="sick", why="看病",
            period=period(timezone.localdate(), timezone.localdate() + timedelta(days=1)),
        )  # fmt: skip
        agree(acting=head, request=row)
        return Absence.objects.get(request=row)
