"""Drafting, signing, numbering, distributing, withdrawing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connections, transaction
from django.http import Http404
from django.utils import timezone

from santong.domains.campus.documents.actions import (
    archive_document,
    discard,
    distribute,
    issue,
    remind,
    seal,
    skip_number,
    submit,
    withdraw_document,
    write_document,
)
from santong.domains.campus.documents.models import ArchiveItem, Delivery, Document, Number, Series, Version
from santong.domains.campus.documents.queries import may_write
from santong.domains.campus.documents.tests.conftest import BODY, Office, again, request_of
from santong.domains.platform.notices.models import Recipient
from santong.domains.platform.requests.public import agree, refuse, return_to, withdraw
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db
State = Document.State


def issued(office: Office, row: Document) -> Document:
    issue(acting=office.viewer(office.clerk), document=row, series=office.series, issued_on=timezone.localdate())
    return again(row)


def test_a_draft_goes_from_its_drafter_over_the_clerk_to_the_principal(office: Office):
    row = office.draft()
    submit(acting=office.viewer(office.teacher), document=row)
    request = request_of(row)
    assert [stage.title for stage in request.route] == ["核稿", "签发"]
    assert [task.holder for task in request.read_tasks()] == [office.clerk]
    agree(acting=office.viewer(office.clerk), request=request)
    assert again(row).state == State.RUNNING
    agree(acting=office.viewer(office.principal), request=request)
    row = again(row)
    assert (row.state, row.signatory, row.hours) == (State.SIGNED, office.principal, 0)


def test_everybody_named_agrees_before_it_is_signed(office: Office):
    row = office.draft(cosigners=[office.hill_clerk])
    submit(acting=office.viewer(office.teacher), document=row)
    request = request_of(row)
    assert [str(stage.title) for stage in request.route][1] == "会签"
    agree(acting=office.viewer(office.clerk), request=request)
    assert office.viewer(office.hill_clerk).get(Document, row.pk) == row
    agree(acting=office.viewer(office.hill_clerk), request=request)
    agree(acting=office.viewer(office.principal), request=request)
    assert again(row).state == State.SIGNED


def test_what_is_returned_is_changed_and_sent_again_and_every_text_is_kept(office: Office):
    row = office.draft()
    teacher, clerk = office.viewer(office.teacher), office.viewer(office.clerk)
    submit(acting=teacher, document=row)
    assert not may_write(teacher, again(row)) and may_write(clerk, again(row))
    with pytest.raises(NotPossible):
        submit(acting=teacher, document=again(row))
    write_document(
        acting=clerk, organisation=row.organisation, values={"body": BODY + "\n二、抓好落实"}, document=again(row)
    )
    return_to(acting=clerk, request=request_of(row), words="请补充时间")
    row = again(row)
    assert may_write(teacher, row)
    write_document(acting=teacher, organisation=row.organisation, values={"body": BODY + "\n三、时间"}, document=row)
    submit(acting=teacher, document=again(row))
    assert again(row).request.is_running
    assert list(Version.objects.filter(document=row).order_by("number").values_list("number", "by__username")) == [
        (1, "teacher"), (2, "clerk"), (3, "teacher"),
    ]  # fmt: skip


def test_what_was_refused_or_taken_back_is_a_draft_again(office: Office):
    first, second = office.draft(), office.draft("关于放假的通知")
    for row in (first, second):
        submit(acting=office.viewer(office.teacher), document=row)
    refuse(acting=office.viewer(office.clerk), request=request_of(first), words="不发")
    withdraw(acting=office.viewer(office.teacher), request=request_of(second))
    assert {again(first).state, again(second).state} == {State.DRAFT}
    submit(acting=office.viewer(office.teacher), document=again(first))
    assert again(first).request.is_running
    discard(acting=office.viewer(office.teacher), document=again(second))
    assert again(second).state == State.DISCARDED


@pytest.mark.parametrize("text", ["机密★10年\n正文", "  秘密\n正文", "绝密★长期"])
def test_what_bears_a_mark_of_secrecy_is_refused(office: Office, text: str):
    with pytest.raises(NotPossible) as refused:
        office.draft(values={"body": text})
    assert refused.value.field == "body"
    office.draft(values={"body": "做好保密宣传，了解什么是国家秘密。"})


def test_nobody_drafts_for_a_place_where_they_do_not_work(office: Office):
    with pytest.raises(PermissionDenied):
        office.draft(person=office.hill_clerk)


def test_numbers_follow_each_other_by_series_and_year(office: Office):
    rows = [issued(office, office.signed(title=f"通知{number}")) for number in range(3)]
    assert [row.number_text.split("〕")[1] for row in rows] == ["1号", "2号", "3号"]
    assert rows[0].number_text == f"湖小发〔{timezone.localdate().year}〕1号"
    old = office.signed(title="旧通知")
    last_year = timezone.localdate() - timedelta(days=366)
    issue(acting=office.viewer(office.clerk), document=old, series=office.series, issued_on=last_year)
    assert again(old).number.number == 1


def test_a_series_that_was_used_on_paper_goes_on(office: Office):
    year = timezone.localdate().year
    series = Series.objects.create(
        organisation=office.region.lake, path=office.region.lake.path, code="湖函", first_year=year, first_number=19
    )
    assert skip_number(acting=office.viewer(office.clerk), series=series, reason="纸质用号", day=timezone.localdate())
    row = office.signed()
    issue(acting=office.viewer(office.clerk), document=row, series=series, issued_on=timezone.localdate())
    assert again(row).number.number == 20
    assert Number.objects.get(number=19).void_because == "纸质用号"


def test_a_number_that_was_rolled_back_leaves_no_gap(office: Office):
    row = office.signed()
    with transaction.atomic():
        issued(office, row)
        transaction.set_rollback(True)
    assert issued(office, again(row)).number.number == 1


def test_the_database_itself_takes_no_gap_no_double_and_no_change(office: Office):
    issued(office, office.signed())
    given = {
        "series": office.series,
        "path": office.series.path,
        "year": timezone.localdate().year,
        "day": "2026-11-30",
    }
    for number in (1, 3):
        with pytest.raises(DatabaseError), transaction.atomic():
            Number.objects.create(number=number, **given)
    row = Number.objects.get()
    row.number = 7
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()


@pytest.mark.django_db(transaction=True)
def test_many_clerks_at_once_get_one_number_each(office: Office):
    rows = [office.signed(title=f"通知{number}") for number in range(8)]
    barrier = Barrier(len(rows))
    acting, today = office.viewer(office.clerk), timezone.localdate()

    def run(row: Document) -> None:
        barrier.wait()
        try:
            issue(acting=acting, document=row, series=office.series, issued_on=today)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(rows)) as pool:
        list(pool.map(run, rows))
    assert sorted(Number.objects.values_list("number", flat=True)) == list(range(1, 9))


def test_a_series_of_others_or_a_closed_one_gives_no_number(office: Office):
    row = office.signed()
    acting = office.viewer(office.clerk)
    with pytest.raises(NotPossible):
        issue(acting=acting, document=row, series=office.county_series, issued_on=timezone.localdate())
    office.series.is_open = False
    office.series.save()
    with pytest.raises(NotPossible):
        issue(acting=acting, document=again(row), series=office.series, issued_on=timezone.localdate())
    assert not Number.objects.exists()


def test_only_a_clerk_numbers(office: Office):
    with pytest.raises(PermissionDenied):
        issue(
            acting=office.viewer(office.teacher),
            document=office.signed(),
            series=office.series,
            issued_on=timezone.localdate(),
        )


def test_it_is_given_to_many_at_once_and_to_each_once(office: Office):
    row = office.of_county([office.region.lake, office.region.hill])
    assert set(Delivery.objects.values_list("organisation__name", flat=True)) == {"Lake", "Hill"}
    with pytest.raises(NotPossible):
        distribute(acting=office.viewer(office.officer), document=again(row), receivers=[office.region.lake])


def test_those_who_have_not_signed_are_reminded_once(office: Office):
    row = office.of_county([office.region.lake, office.region.hill])
    acting = office.viewer(office.officer)
    remind(acting=acting, document=row)
    assert Recipient.objects.filter(person=office.clerk).count() == 1
    with pytest.raises(NotPossible):
        remind(acting=acting, document=again(row))


def test_what_is_withdrawn_stays_marked_and_its_number_is_void(office: Office):
    entry = office.received()
    row = entry.delivery.document
    withdraw_document(acting=office.viewer(office.officer), document=row, reason="内容有误")
    row = again(row)
    assert (row.state, row.number.void_because) == (State.WITHDRAWN, "内容有误")
    assert Recipient.objects.filter(person=office.clerk).exists()
    assert "已作废，不再执行" in office.client(office.clerk).get(f"/incoming/{entry.pk}/").content.decode()
    assert office.of_county().number.number == 2


def test_an_archived_document_has_an_item_and_does_not_change(office: Office):
    rows = [office.numbered(title=f"通知{number}") for number in range(2)]
    acting = office.viewer(office.clerk)
    seal(acting=acting, document=rows[0])
    for row in rows:
        archive_document(acting=acting, document=again(row), retention="permanent")
    assert list(ArchiveItem.objects.order_by("pk").values_list("item", flat=True)) == [1, 2]
    with pytest.raises(NotPossible):
        withdraw_document(acting=acting, document=again(rows[0]), reason="晚了")
    assert not may_write(office.viewer(office.teacher), again(rows[0]))


def test_drafts_show_to_their_drafter_alone_and_documents_to_their_place(office: Office):
    draft, signed = office.draft(), office.signed()
    assert office.viewer(office.teacher).get(Document, draft.pk)
    for person, row in ((office.clerk, draft), (office.officer, signed), (office.hill_clerk, signed)):
        with pytest.raises(Http404):
            office.viewer(person).get(Document, row.pk)
    assert office.viewer(office.clerk).get(Document, signed.pk)
