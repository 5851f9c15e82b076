"""The page of what was refused: shown to its person alone, corrected, copied, put away and taken back."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from santong.kit.outbox.models import Delivery
from santong.kit.outbox.tests.device import Device
from santong.kit.outbox.tests.samples import notes

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(device: Device) -> Delivery:
    device.send(device.note("a text much longer than allowed"))
    return Delivery.objects.get()


def test_what_was_refused_shows_to_its_person_alone_with_the_reason(device: Device, other: Device, refused: Delivery):
    page = device.client.get("/outbox/").content.decode()
    assert "a text much longer than allowed" in page and "Write a note" in page
    assert "a text" not in other.client.get("/outbox/").content.decode()
    for address in (f"/outbox/{refused.pk}/correct/", f"/outbox/{refused.pk}/put-away/"):
        for method in ("get", "post"):
            assert getattr(Client(), method)(address).status_code == 302
            assert getattr(other.client, method)(address).status_code in (404, 405)
    assert Delivery.objects.refused().count() == 1


def test_it_lies_sealed(refused: Delivery):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_delivery")
        row = b"".join(
            bytes(each) if isinstance(each, bytes | memoryview) else str(each).encode() for each in cursor.fetchone()
        )
    assert b"much longer" not in row


def test_it_waits_on_the_home_page(device: Device, refused: Delivery):
    cache.clear()
    assert "Write a note" in device.client.get("/").content.decode()


def test_it_is_corrected_and_sent(device: Device, refused: Delivery):
    address = f"/outbox/{refused.pk}/correct/"
    page = device.client.get(address).content.decode()
    assert "a text much longer than allowed" in page
    assert device.client.post(address, {"text": "still a text longer than allowed"}).status_code == 422
    assert device.client.post(address, {"text": "no"}).status_code == 422
    assert notes() == []
    key = re.search(r'name="once" value="(\w+)"', page)[1]
    for _twice in range(2):
        assert device.client.post(address, {"text": "a text", "once": key}).status_code == 302
    assert notes() == ["a text"] and not Delivery.objects.refused().exists()
    assert device.client.get(address).status_code == 404
    assert Delivery.objects.get().content is None


def test_it_keeps_to_its_row_when_it_is_corrected(device: Device, region):
    device.send(device.entry("samples.place", row=region.first.pk, text="x" * 21))
    row = Delivery.objects.get()
    sent = {"text": "short", "row": region.far.pk}
    assert device.client.post(f"/outbox/{row.pk}/correct/", sent).status_code == 302
    assert notes() == [f"{region.first.name}: short"]


def test_what_has_nothing_to_correct_is_sent_again_as_it_was(device: Device, region):
    device.send(device.entry("samples.hidden", row=region.first.pk, text="no", title="Titled"))
    row = Delivery.objects.get()
    page = device.client.get("/outbox/").content.decode()
    assert 'name="again"' in page and "Titled" in page
    assert device.client.post(f"/outbox/{row.pk}/correct/", {"again": "1"}).status_code == 422
    changed = Delivery.objects.get()
    changed.put(**{**changed.get_content(), "fields": {"text": "yes"}})
    changed.save()
    assert device.client.post(f"/outbox/{row.pk}/correct/", {"again": "1"}).status_code == 302
    assert notes() == ["yes"]


def test_it_is_put_away_and_taken_back(device: Device, refused: Delivery):
    assert device.client.post(f"/outbox/{refused.pk}/put-away/").status_code == 302
    assert not Delivery.objects.refused().exists()
    page = device.client.get("/outbox/").content.decode()
    undo = re.search(r'action="(/kit/undo/[^"]+)"', page)[1]
    device.client.post(undo)
    assert Delivery.objects.refused().get() == refused


def test_the_page_for_when_there_is_no_line_names_nobody(device: Device):
    page = device.client.get("/outbox/device/")
    assert page.content == Client().get("/outbox/device/").content
    text = page.content.decode()
    assert "data-person" not in text and "Person teacher" not in text and page["Cache-Control"] == "no-store"


def test_the_workers_script_names_files_that_are_there(device: Device):
    script = Client().get("/service-worker.js")
    assert script.status_code == 200 and script["Content-Type"].startswith("text/javascript")
    given = script.content.decode()
    assert "self.kept" in given and "import " not in given.partition("\n")[2][:200]
    assert re.search(r'"/static/assets/device-[^"]+\.js"', given) and re.search(
        r'"/static/assets/main-[^"]+\.css"', given
    )
