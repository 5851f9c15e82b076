"""Signing for what was given, registering what came on paper, handling it, putting it into the archive."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404
from django.utils import timezone

from santong.domains.campus.documents.actions import (
    archive_incoming,
    close,
    decide,
    distribute,
    handle,
    hurry,
    issue,
    note,
    propose,
    register,
    show_to,
    sign_for,
    submit,
)
from santong.domains.campus.documents.models import ArchiveItem, Delivery, Document, Incoming, Part, Remark
from santong.domains.campus.documents.tests.conftest import Office, again, request_of
from santong.domains.platform.calendars.public import CalendarDay, set_days
from santong.domains.platform.notices.models import Recipient
from santong.domains.platform.requests.public import agree
from santong.kit.access import SYSTEM
from santong.kit.refusals import NotPossible
from santong.kit.steps.back import BACK, payload_of
from santong.kit.undo import keep_step, take_back

pytestmark = pytest.mark.django_db
State = Incoming.State
PAPER = {"sender": "县卫生健康局", "title": "关于视力筛查的函", "kind": "letter"}


def on_paper(office: Office, **more: object) -> Incoming:
    return register(acting=office.viewer(office.clerk), organisation=office.region.lake, values={**PAPER, **more})


def proposed(office: Office, row: Incoming) -> Incoming:
    propose(acting=office.viewer(office.clerk), incoming=row, words="请批示", person=office.principal)
    return again(row)


def decided(office: Office, row: Incoming) -> Incoming:
    acting = office.viewer(office.principal)
    decide(acting=acting, incoming=proposed(office, row), words="请办理", people=[office.teacher])
    return again(row)


def test_what_is_signed_for_stands_in_the_register_without_typing(office: Office):
    entry = office.received(urgency="urgent")
    document = entry.delivery.document
    assert (entry.title, entry.body, entry.kind, entry.urgency) == (
        document.title, document.body, document.kind, "urgent",
    )  # fmt: skip
    assert (entry.sender, entry.sender_number, entry.number) == ("East", document.number_text, 1)
    assert again(entry.delivery).signed_by == office.clerk
    with pytest.raises(NotPossible):
        sign_for(acting=office.viewer(office.clerk), delivery=again(entry.delivery))
    assert on_paper(office).number == 2


def test_only_the_receivers_clerk_signs(office: Office):
    office.of_county([office.region.lake])
    delivery = Delivery.objects.get()
    for person in (office.teacher, office.hill_clerk):
        with pytest.raises((PermissionDenied, Http404)):
            sign_for(acting=office.viewer(person), delivery=office.viewer(person).get(Delivery, delivery.pk))


def test_receivers_read_what_was_given_and_nothing_else_of_the_sender(office: Office):
    entry = office.received()
    with pytest.raises(Http404):
        office.viewer(office.clerk).get(Document, entry.delivery.document_id)
    page = office.client(office.clerk).get(f"/incoming/{entry.pk}/").content.decode()
    assert "做好冬季防火工作" in page and "核稿" not in page


def test_it_goes_from_the_clerk_over_the_leader_to_who_handles_it(office: Office):
    row = proposed(office, on_paper(office))
    assert row.state == State.PROPOSED
    with pytest.raises(PermissionDenied):
        decide(acting=office.viewer(office.teacher), incoming=row, words="我来批")
    decide(acting=office.viewer(office.principal), incoming=row, words="请办理", people=[office.teacher])
    row = again(row)
    assert (row.state, row.hours) == (State.HANDLED, 0)
    with pytest.raises(NotPossible):
        close(acting=office.viewer(office.clerk), incoming=row)
    assert office.viewer(office.teacher).get(Incoming, row.pk) == row
    handle(acting=office.viewer(office.teacher), incoming=again(row), words="已筛查")
    close(acting=office.viewer(office.clerk), incoming=again(row), words="办完")
    archive_incoming(acting=office.viewer(office.clerk), incoming=again(row), retention="ten")
    assert again(row).state == State.ARCHIVED
    assert ArchiveItem.objects.get().responsible == "县卫生健康局"
    assert list(Remark.objects.order_by("pk").values_list("verb", flat=True)) == [
        "register", "propose", "decide", "handle", "close",
    ]  # fmt: skip
    for step in (show_to, close):
        with pytest.raises(NotPossible):
            step(acting=office.viewer(office.clerk), incoming=again(row), **({"people": []} if step is show_to else {}))


def test_reading_stands_apart_from_deciding(office: Office):
    row = decided(office, on_paper(office))
    show_to(acting=office.viewer(office.principal), incoming=row, people=[office.hill_clerk])
    assert Recipient.objects.filter(person=office.hill_clerk).count() == 1
    assert office.viewer(office.hill_clerk).get(Incoming, row.pk)
    with pytest.raises(PermissionDenied):
        handle(acting=office.viewer(office.hill_clerk), incoming=again(row), words="不归我")
    handle(acting=office.viewer(office.teacher), incoming=again(row), words="已筛查")
    close(acting=office.viewer(office.clerk), incoming=again(row))
    note(acting=office.viewer(office.hill_clerk), incoming=again(row))
    assert Part.objects.get(role="reads").done


def test_those_for_whom_it_waits_are_reminded_once_a_day(office: Office):
    today = timezone.localdate()
    set_days(
        acting=SYSTEM,
        organisation=office.region.city,
        first=today,
        last=today,
        kind=CalendarDay.Kind.WORKDAY,
        name="班",
    )
    row = decided(office, on_paper(office))
    hurry(acting=office.viewer(office.clerk), incoming=row)
    assert Recipient.objects.filter(person=office.teacher).count() == 1
    with pytest.raises(NotPossible):
        hurry(acting=office.viewer(office.clerk), incoming=again(row))


def test_concluding_is_taken_back_and_both_stand_in_the_record(office: Office):
    row = on_paper(office)
    acting = office.viewer(office.clerk)
    taken = close.take(acting, row, {})
    take_back(acting, keep_step(acting, handler=BACK, payload=payload_of([taken])).pk)
    assert again(row).state == State.REGISTERED
    assert list(Remark.objects.order_by("pk").values_list("verb", flat=True)) == ["register", "close", "reopen"]


def test_what_was_said_is_never_changed(office: Office):
    on_paper(office)
    remark = Remark.objects.get()
    remark.words = "改了"
    with pytest.raises(DatabaseError), transaction.atomic():
        remark.save()


def test_what_is_being_handled_keeps_its_entry(office: Office):
    row = on_paper(office)
    acting, lake = office.viewer(office.clerk), office.region.lake
    register(acting=acting, organisation=lake, values={**PAPER, "title": "关于视力筛查的通知"}, incoming=row)
    row = proposed(office, again(row))
    with pytest.raises(NotPossible):
        register(acting=acting, organisation=lake, values=PAPER, incoming=row)
    with pytest.raises(NotPossible):
        on_paper(office, title="机密★5年 某文")


def test_a_request_and_its_reply_find_each_other(office: Office):
    asked = office.numbered(title="关于改造食堂的请示", values={"kind": "request", "main": "East"})
    distribute(acting=office.viewer(office.clerk), document=asked, receivers=[office.region.east])
    sign_for(acting=office.viewer(office.officer), delivery=Delivery.objects.get(document=asked))
    entry = Incoming.objects.get(delivery__document=asked)
    reply = office.draft("关于改造食堂的批复", person=office.officer, place=office.region.east,
                         values={"kind": "reply", "answers": entry})  # fmt: skip
    submit(acting=office.viewer(office.officer), document=reply)
    for _stage in range(2):
        agree(acting=office.viewer(office.second_officer), request=request_of(reply))
    issue(
        acting=office.viewer(office.officer),
        document=again(reply),
        series=office.county_series,
        issued_on=timezone.localdate(),
    )
    distribute(acting=office.viewer(office.officer), document=again(reply), receivers=[office.region.lake])
    sign_for(acting=office.viewer(office.clerk), delivery=Delivery.objects.get(document=reply))
    received = Incoming.objects.get(delivery__document=reply)
    assert received.answers == asked
    client = office.client(office.clerk)
    assert f"/documents/{asked.pk}/" in client.get(f"/incoming/{received.pk}/").content.decode()
    page = office.client(office.officer).get(f"/incoming/{entry.pk}/").content.decode()
    assert f"/documents/{reply.pk}/" in page


def test_overdue_ones_are_found(office: Office):
    late = on_paper(office, due_on=timezone.localdate() - timedelta(days=1), title="逾期的函")
    on_paper(office, title="不急的函")
    page = office.client(office.clerk).get("/incoming/?late=late").content.decode()
    assert late.title in page and "不急的函" not in page
