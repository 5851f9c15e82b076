"""What somebody sees of the people while choosing whom a notice is for, and that a slip is stopped."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from santong.domains.platform.access.public import appoint
from santong.domains.platform.access.testing import signed_in
from santong.domains.platform.notices.audience import audience_of, parts_of
from santong.domains.platform.notices.models import Notice
from santong.domains.platform.notices.tests.conftest import Cast
from santong.domains.platform.notices.unusual_audience import wider_than_usual
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db


def counted(client: Client, place: Organisation, *roles: str, **more: object) -> str:
    chosen = {"place": place.name, "place-key": place.pk, "who": list(roles), **more}
    answer = client.get("/notices/count/", chosen)
    assert answer.status_code == 200
    return answer.content.decode()


def figure(page: str) -> int:
    found = re.search(r"kpi-value\"><strong>(\d+)", page)
    return int(found.group(1)) if found else 0


def test_the_figure_follows_what_is_chosen_before_anything_is_saved(cast: Cast):
    client = cast.client("principal")
    assert figure(counted(client, cast.region.first)) == 0
    assert figure(counted(client, cast.region.first, "parent")) == 3
    page = counted(client, cast.region.lake, "parent", "staff")
    assert figure(page) == 7
    assert re.search(r'id="send-label"[^>]*>[^<]*7', page), "the button that sends says the number"
    assert not Notice.objects.exists()


def test_what_a_draft_has_already_counts_too(cast: Cast):
    notice, client = cast.draft(by="principal"), cast.client("principal")
    page = client.get(f"/notices/count/?notice={notice.pk}").content.decode()
    assert figure(page) == 4
    dan = cast.people["teacher"]
    more = client.get("/notices/count/", {"notice": notice.pk, "person": dan.name, "person-key": dan.pk})
    assert figure(more.content.decode()) == 5


def test_a_stranger_counts_nobody(cast: Cast):
    notice = cast.draft(by="principal")
    assert Client().get("/notices/count/").status_code == 302
    assert cast.client("ann").get("/notices/count/").status_code == 403
    assert cast.client("other").get(f"/notices/count/?notice={notice.pk}").status_code == 404
    assert figure(counted(cast.client("other"), cast.region.first, "parent")) == 0, "not their class"


def test_the_buttons_that_send_repeat_the_number(cast: Cast):
    notice, client = cast.draft(), cast.client("teacher")
    for address in (f"/sent-notices/{notice.pk}/", f"/sent-notices/{notice.pk}/send/"):
        assert re.search(r"button[^>]*primary[^>]*>(<svg.*?</svg>)?[^<]*3[^<]*</", client.get(address).content.decode())


def test_writing_leads_to_sending_or_to_the_draft(cast: Cast):
    client, place = cast.client("teacher"), cast.region.first
    names = {"sender": place.name, "sender-key": place.pk, "place": place.name, "place-key": place.pk}
    typed = {"title": "Influenza", "who": ["parent"], **names}
    answer = client.post("/sent-notices/new/", {**typed, "send": "1"})
    notice = Notice.objects.get()
    assert answer["Location"] == f"/sent-notices/{notice.pk}/send/" and notice.state == "draft"
    client.post("/sent-notices/new/", {**typed, "title": "Later"})
    assert Notice.objects.get(title="Later").state == "draft"


def test_a_part_pressed_away_is_gone_from_figure_and_button(cast: Cast):
    notice, client = cast.draft(by="principal", roles=("parent", "staff")), cast.client("principal")
    part = notice.parts.get(role="staff")
    page = client.post(f"/sent-notices/audience/{part.pk}/leave-out/", follow=True).content.decode()
    assert figure(page) == 4


def _teacher_of_the_class_and_head(cast: Cast) -> str:
    appoint(acting=SYSTEM, person=cast.people["teacher"], role="principal", organisation=cast.region.lake)
    return "teacher"


def test_whoever_writes_to_a_class_is_stopped_before_writing_to_the_school(cast: Cast):
    cast.sent()
    name = _teacher_of_the_class_and_head(cast)
    client, school = cast.client(name), cast.region.lake
    notice = cast.draft(by=name)
    assert wider_than_usual(cast.viewer(name), parts_of(notice)) == ""
    assert "alert warn" in counted(client, school, "parent")
    client.post(f"/sent-notices/{notice.pk}/choose/", {"place": school.name, "place-key": school.pk, "who": ["parent"]})
    stopped = client.post(f"/sent-notices/{notice.pk}/send/")
    notice.refresh_from_db()
    assert stopped.status_code == 422 and notice.state == "draft"
    assert school.name in stopped.content.decode() and cast.region.first.name in stopped.content.decode()
    tomorrow = {"day": timezone.localdate() + timedelta(days=1), "time": "08:00"}
    assert client.post(f"/sent-notices/{notice.pk}/schedule/", tomorrow).status_code == 422
    assert client.post(f"/sent-notices/{notice.pk}/send/", {"is_meant": "on"}).status_code == 302
    notice.refresh_from_db()
    assert notice.state == "scheduled"


def test_the_other_class_of_a_teacher_is_nothing_unusual(cast: Cast):
    cast.sent()
    appoint(acting=SYSTEM, person=cast.people["teacher"], role="class_teacher", organisation=cast.region.second)
    assert "alert warn" not in counted(cast.client("teacher"), cast.region.second, "parent")


def test_a_first_notice_to_a_whole_bureau_is_said(cast: Cast):
    officer = signed_in("bureau_officer", cast.region.city)
    assert "alert warn" in counted(officer, cast.region.city, "principal")
    assert "alert warn" not in counted(officer, cast.region.lake, "principal")


def test_more_people_ask_the_database_no_more(cast: Cast):
    notice = cast.draft()
    viewer = cast.viewer("teacher")
    with CaptureQueriesContext(connection) as queries:
        audience_of(viewer, parts_of(notice))
    assert len(queries) <= 5
