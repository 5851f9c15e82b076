"""The inbox of a reader, acknowledging, and what the sender learns of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from santong.domains.platform.notices.models import Notice, Recipient
from santong.domains.platform.notices.queries import receipts_of
from santong.domains.platform.notices.tests.conftest import Cast
from santong.kit.models.audit import AuditEntry

pytestmark = pytest.mark.django_db


def test_one_tap_says_that_one_knows_and_no_moment_is_kept(cast: Cast):
    notice = cast.asking()
    received, client = cast.received(notice, "ann"), cast.client("ann")
    cache.clear()
    assert "Influenza" in client.get("/").content.decode(), "it waits in the inbox of the home page"
    before = AuditEntry.objects.count()
    assert client.post(f"/notices/{received.pk}/acknowledge/").status_code == 302
    assert receipts_of(notice).acknowledged == 1
    assert AuditEntry.objects.count() == before
    assert "Influenza" not in client.get("/").content.decode()
    client.post(f"/notices/{received.pk}/acknowledge/", {"answer": "no"})
    assert receipts_of(notice).acknowledged == 0


def test_opening_a_notice_leaves_no_trace(cast: Cast):
    notice = cast.sent()
    received = cast.received(notice, "ann")
    before = list(Recipient.objects.order_by("pk").values())
    assert cast.client("ann").get(f"/notices/{received.pk}/").status_code == 200
    assert list(Recipient.objects.order_by("pk").values()) == before


def test_a_notice_shows_to_its_reader_alone(cast: Cast):
    received = cast.received(cast.asking(), "ann")
    for address in (
        f"/notices/{received.pk}/",
        f"/notices/{received.pk}/acknowledge/",
        f"/notices/{received.pk}/put-away/",
    ):
        ask = "get" if address.endswith(f"{received.pk}/") else "post"
        assert getattr(Client(), ask)(address).status_code == 302
        for name in ("bob", "dan", "teacher", "principal"):
            assert getattr(cast.client(name), ask)(address).status_code == 404, (name, address)


def test_the_sender_sees_numbers_first_and_names_after_the_day(cast: Cast):
    notice = cast.asking()
    Recipient.objects.filter(person=cast.people["ann"]).update(acknowledged=True)
    address, client = f"/sent-notices/{notice.pk}/", cast.client("teacher")
    page = client.get(address).content.decode()
    assert "Person bob" not in page and receipts_of(notice).open == 2
    Notice.objects.filter(pk=notice.pk).update(deadline=timezone.localdate() - timedelta(days=1))
    page = client.get(address).content.decode()
    assert "Person bob" in page and "Person ann" not in page


def test_the_list_is_searched_and_filtered(cast: Cast):
    asking, plain = cast.asking(), cast.sent()
    Notice.objects.filter(pk=plain.pk).update(title="Sports")
    client = cast.client("ann")

    names = dict(Recipient.objects.values_list("pk", "notice__title"))

    def titles(query: str) -> list[str]:
        return [names[row.pk] for row in client.get(f"/notices/?{query}").context["rows"]]

    assert titles("") == ["Sports", "Influenza"]
    assert titles("q=Sport") == ["Sports"]
    assert titles("show=receipt") == ["Influenza"]
    client.post(f"/notices/{cast.received(plain, 'ann').pk}/put-away/")
    assert titles("show=unread") == ["Influenza"]
    client.post(f"/notices/{cast.received(plain, 'ann').pk}/put-away/", {"away": "no"})
    assert titles("show=unread") == ["Sports", "Influenza"]
    assert client.post(f"/notices/{cast.received(asking, 'ann').pk}/put-away/").status_code == 403


def test_a_deadline_that_passed_takes_the_notice_to_the_front(cast: Cast):
    notice = cast.asking()
    Notice.objects.filter(pk=notice.pk).update(deadline=timezone.localdate() - timedelta(days=1))
    cache.clear()
    line = cast.client("ann").get("/today/?kind=receipts").context["lines"][0]
    assert (line.title, line.tone) == ("Influenza", "bad")


def test_a_removed_draft_is_delivered_to_nobody(cast: Cast):
    notice = cast.draft()
    assert cast.client("teacher").post(f"/sent-notices/{notice.pk}/remove/").status_code == 302
    assert not Notice.objects.filter(pk=notice.pk).exists()


def test_writing_choosing_and_sending_through_the_pages(cast: Cast):
    client = cast.client("teacher")
    fields = {
        "title": "Meeting", "text": "On Friday", "sender": cast.region.first.name, "sender-key": cast.region.first.pk,
        "place": cast.region.first.name, "place-key": cast.region.first.pk, "who": ["parent"],
    }  # fmt: skip
    assert client.post("/sent-notices/new/", {**fields, "wants_receipt": "on"}).status_code == 422
    client.post("/sent-notices/new/", fields)
    notice = Notice.objects.get()
    page = client.get(f"/sent-notices/{notice.pk}/").content.decode()
    assert "<strong>3</strong>" in page
    address = f"/sent-notices/{notice.pk}/choose/"
    assert cast.client("other").get(address).status_code == 404 and Client().get(address).status_code == 302
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"person": "dan"}).status_code == 302
    part = notice.parts.get(person=cast.people["dan"])
    leave = f"/sent-notices/audience/{part.pk}/leave-out/"
    assert cast.client("other").post(leave).status_code == 404 and Client().post(leave).status_code == 302
    assert client.post(leave).status_code == 302 and notice.parts.count() == 1
    assert "3" in client.get(f"/sent-notices/{notice.pk}/send/").content.decode()
    assert (
        client.get("/notices/places/?q=class").status_code == 200
        and Client().get("/notices/places/").status_code == 302
    )
