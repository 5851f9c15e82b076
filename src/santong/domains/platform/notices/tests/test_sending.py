"""A notice from draft to its readers: whom it reaches, and that it can be stopped, taken back and withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext

from santong.domains.platform.access.public import appoint
from santong.domains.platform.access.testing import somebody
from santong.domains.platform.notices.actions import (
    add_audience,
    drop_audience,
    put_notice,
    schedule_notice,
    send_notice,
    stop_notice,
    withdraw_notice,
)
from santong.domains.platform.notices.audience import audience_of, parts_of, people_for
from santong.domains.platform.notices.delivering import hand_over
from santong.domains.platform.notices.jobs import TOGETHER, deliver, give_to_newcomers, remind, remind_once
from santong.domains.platform.notices.models import AudiencePart, Notice, Recipient
from santong.domains.platform.notices.public import tell
from santong.domains.platform.notices.tests.conftest import Cast, go_out
from santong.kit.access import SYSTEM
from santong.kit.jobs.models import Job
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db


def readers(notice: Notice) -> list[str]:
    return list(
        Recipient.objects.filter(notice=notice).order_by("person__username").values_list("person__username", flat=True)
    )


def test_it_reaches_the_parents_of_a_class_and_nobody_else(cast: Cast):
    notice = cast.sent()
    assert readers(notice) == ["ann", "bob", "cleo"]
    assert (notice.state, notice.number) == ("sent", 3) and notice.delivered_at


def test_a_school_reaches_all_its_classes_and_each_person_once(cast: Cast):
    somebody_twice = cast.people["dan"]
    appoint(acting=SYSTEM, person=somebody_twice, role="parent", organisation=cast.region.first)
    notice = cast.draft(by="principal", roles=("parent", "staff"))
    add_audience(acting=cast.viewer("principal"), notice=notice, organisation=None, roles=(), people=[somebody_twice])
    audience = audience_of(cast.viewer("principal"), parts_of(notice))
    assert audience.number == 7
    send_notice(acting=cast.viewer("principal"), notice=notice)
    go_out(notice)
    assert readers(notice) == ["ann", "bob", "cleo", "dan", "other", "principal", "teacher"]


def test_before_sending_one_sees_who_is_missing(cast: Cast):
    cast.people["ann"].is_active = False
    cast.people["ann"].save()
    notice = cast.draft()
    audience = audience_of(cast.viewer("teacher"), parts_of(notice))
    assert audience.number == 2
    assert (1, gettext("accounts are switched off: they get nothing")) in [
        (m.number, str(m.why)) for m in audience.missing
    ]


def test_nobody_sends_where_they_may_not(cast: Cast):
    notice = cast.draft()
    with pytest.raises(PermissionDenied):
        add_audience(
            acting=cast.viewer("teacher"), notice=notice, organisation=cast.region.second, roles=("parent",), people=()
        )
    with pytest.raises(PermissionDenied):
        put_notice(acting=cast.viewer("teacher"), notice=Notice(title="x", organisation=cast.region.lake))
    with pytest.raises(PermissionDenied):
        send_notice(acting=cast.viewer("other"), notice=notice)
    with pytest.raises(PermissionDenied):
        put_notice(acting=cast.viewer("ann"), notice=Notice(title="x", organisation=cast.region.first))
    AudiencePart.objects.create(notice=notice, organisation=cast.region.lake, path=cast.region.lake.path, role="parent")
    with pytest.raises(NotPossible):
        send_notice(acting=cast.viewer("teacher"), notice=notice)


def test_it_goes_to_somebody_or_not_at_all(cast: Cast):
    with pytest.raises(NotPossible):
        send_notice(acting=cast.viewer("teacher"), notice=cast.draft(roles=()))


def test_whoever_sends_has_a_moment_to_take_it_back(cast: Cast):
    notice = cast.draft()
    client = cast.client("teacher")
    page = client.post(f"/sent-notices/{notice.pk}/send/", follow=True)
    notice.refresh_from_db()
    assert notice.state == "scheduled" and notice.send_at > timezone.now()
    deliver.func(notice_id=notice.pk)
    assert readers(notice) == [], "not before its moment"
    undo = page.context["messages"]
    assert undo is not None
    client.post(f"/sent-notices/{notice.pk}/stop/")
    go_out(notice)
    assert (notice.state, readers(notice)) == ("draft", [])


def test_it_goes_out_later_by_itself(cast: Cast):
    notice, moment = cast.draft(), timezone.now() + timedelta(hours=2)
    schedule_notice(acting=cast.viewer("teacher"), notice=notice, send_at=moment)
    job = Job.objects.select_related("result").get()
    assert abs(job.result.run_after - moment) < timedelta(seconds=2)
    with pytest.raises(NotPossible):
        put_notice(acting=cast.viewer("teacher"), notice=notice)
    stop_notice(acting=cast.viewer("teacher"), notice=notice)
    drop_audience(acting=cast.viewer("teacher"), part=notice.parts.get())
    assert not list(people_for(notice))


def test_delivering_twice_doubles_nothing(cast: Cast):
    notice = cast.sent()
    Notice.objects.filter(pk=notice.pk).update(delivered_at=None)
    deliver.func(notice_id=notice.pk)
    assert hand_over(notice, [cast.people["ann"].pk]) == 0
    assert len(readers(notice)) == 3


def test_a_withdrawn_notice_shows_why_and_no_longer_its_text(cast: Cast):
    notice = cast.asking()
    withdraw_notice(acting=cast.viewer("teacher"), notice=notice, reason="Wrong class")
    page = cast.client("ann").get(f"/notices/{cast.received(notice, 'ann').pk}/").content.decode()
    assert "Wrong class" in page and "Stay at home" not in page


def test_withdrawing_stops_a_delivery_in_its_course(cast: Cast, monkeypatch):
    notice = cast.draft()
    send_notice(acting=cast.viewer("teacher"), notice=notice)
    monkeypatch.setattr("santong.domains.platform.notices.jobs.is_still_sent", lambda row: False)
    go_out(notice)
    assert readers(notice) == [] and TOGETHER > 0


def test_newcomers_get_what_is_for_them_too(cast: Cast):
    notices = [cast.sent(for_newcomers=True), cast.sent()]
    somebody("parent", cast.region.first, "eve")
    give_to_newcomers.func()
    assert [("eve" in readers(notice), notice.number) for notice in notices] == [(True, 3), (False, 3)]
    notices[0].refresh_from_db()
    assert notices[0].number == 4


def test_those_who_have_not_answered_are_reminded_once(cast: Cast, monkeypatch):
    notice = cast.asking()
    Recipient.objects.filter(person=cast.people["ann"]).update(acknowledged=True)
    Notice.objects.filter(pk=notice.pk).update(deadline=timezone.localdate() - timedelta(days=1))
    hour = [7]
    monkeypatch.setattr("santong.domains.platform.notices.working_time.is_school_day", lambda path, day: True)
    real = timezone.localtime
    monkeypatch.setattr(
        "santong.domains.platform.notices.jobs.timezone.localtime", lambda *args: real(*args).replace(hour=hour[0])
    )
    remind_once.func()
    assert not Recipient.objects.filter(reminded=True).exists(), "not before work begins"
    hour[0] = 9
    remind_once.func()
    remind(notice)
    reminded = Recipient.objects.filter(reminded=True).values_list("person__username", flat=True)
    assert sorted(reminded) == ["bob", "cleo"]


def test_a_module_tells_somebody_once(cast: Cast):
    for _number in range(2):
        tell(cast.people["ann"], "Your request was decided", address="/account/", key="decided-1")
    received = Recipient.objects.get(person=cast.people["ann"])
    page = cast.client("ann").get(f"/notices/{received.pk}/").content.decode()
    assert 'href="/account/"' in page and "Your request was decided" in page


def test_what_has_gone_out_is_neither_changed_nor_removed(cast: Cast):
    notice, client = cast.sent(), cast.client("teacher")
    assert client.get(f"/sent-notices/{notice.pk}/edit/").status_code == 403
    assert client.post(f"/sent-notices/{notice.pk}/remove/").status_code == 403
    page = client.get(f"/sent-notices/{notice.pk}/").content.decode()
    assert "/edit/" not in page and "/withdraw/" in page
