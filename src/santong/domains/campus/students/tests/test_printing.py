"""Rosters and contacts on paper: who may, what stands there, what is recorded, long ones in the background."""

from __future__ import annotations

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone

from santong.domains.campus.students.actions.families import NewGuardian, link_guardians
from santong.domains.platform.identity.public import NewPerson, create_people
from santong.kit.access import SYSTEM
from santong.kit.jobs.testing import run_due
from santong.kit.models import AuditEntry
from santong.kit.printing import documents, press, tasks
from santong.kit.printing.models import PrintedDocument
from santong.lib.chinese_fonts import NoChineseFont

pytestmark = pytest.mark.django_db


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def roster(cast) -> str:
    return f"/print/class-roster/{cast.classes[0].pk}/"


def contacts(cast) -> str:
    return f"/print/class-contacts/{cast.classes[0].pk}/"


def test_a_class_teacher_prints_the_roster(cast):
    client = cast.client("class_teacher", cast.classes[0])
    page = client.get(f"/organisations/{cast.classes[0].pk}/").content.decode()
    assert roster(cast) in page and contacts(cast) not in page
    answer = client.post(roster(cast))
    assert answer["Content-Type"] == "application/pdf" and answer["Cache-Control"] == "no-store"
    text = text_of(answer.content)
    assert all(pupil.person.name in text for pupil in cast.pupils)
    assert "甲校" in text and "学生名册" in text and "共 5 人，男 5 人，女 0 人" in text
    assert "打印：某人" in text and "第 1 页，共 1 页" in text
    entry = AuditEntry.objects.filter(verb="printing.class-roster").get()
    assert entry.label == f"class-roster {cast.classes[0].pk}"
    assert PrintedDocument.objects.by_installation().get().content is None


def test_strangers_and_intruders_print_nothing(cast):
    assert Client().post(roster(cast))["Location"].startswith("/account/sign-in/")
    assert cast.client("class_teacher", cast.classes[4]).post(roster(cast)).status_code == 404
    keeper = cast.client("class_teacher", cast.classes[0])
    assert keeper.post(contacts(cast)).status_code == 403
    assert keeper.post(f"/print/class-roster/{cast.school.pk}/").status_code == 404
    assert keeper.post("/print/no-such-thing/1/").status_code == 404
    assert keeper.get(roster(cast)).status_code == 405
    assert not PrintedDocument.objects.by_installation().exists()


def test_contacts_show_phone_numbers_and_that_is_recorded(cast):
    guardian = create_people(acting=SYSTEM, drafts=[NewPerson("曾父", cast.school.path, phone="13900001234")])[0]
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(cast.pupils[0], guardian)])
    text = text_of(cast.client("principal", cast.school).post(contacts(cast)).content)
    assert "曾父" in text and "13900001234" in text and "未登记监护人" in text
    assert AuditEntry.objects.filter(verb="identity.reveal_phone", object_id=str(guardian.pk)).count() == 1
    assert AuditEntry.objects.filter(verb="printing.class-contacts").count() == 1


def test_many_rows_are_printed_in_the_background_for_their_owner_alone(cast, monkeypatch):
    monkeypatch.setattr(documents, "AT_ONCE", 3)
    client = cast.client("class_teacher", cast.classes[0])
    answer = client.post(roster(cast))
    assert answer.status_code == 302 and answer["Location"].startswith("/jobs/")
    row = PrintedDocument.objects.by_installation().get()
    assert cast.pupils[0].person.name.encode() not in bytes(row.content)
    assert client.get(f"/printed/{row.pk}/").status_code == 404
    [job] = run_due()
    assert job.outcome["url"] == f"/printed/{row.pk}/" and job.done >= 1
    assert cast.pupils[0].person.name in text_of(client.get(f"/printed/{row.pk}/").content)
    assert cast.client("principal", cast.school).get(f"/printed/{row.pk}/").status_code == 404
    assert Client().get(f"/printed/{row.pk}/").status_code == 302


def test_a_list_is_printed_as_it_is_shown(cast):
    client = cast.client("teaching_affairs", cast.school)
    assert "/pupils/print/?q=%E6%9B%BE%E4%B8%80" in client.get("/pupils/?q=曾一").content.decode()
    text = text_of(client.post("/pupils/print/?q=曾一").content)
    assert "曾一" in text and "曾二" not in text
    assert AuditEntry.objects.filter(verb="printing.pupils").get().label == "pupils (1)"
    assert cast.client("parent", cast.school).post("/pupils/print/").status_code == 403


def test_a_list_that_is_too_long_says_what_to_do(cast, monkeypatch):
    monkeypatch.setattr("santong.kit.pages.views.MOST_PRINTED", 2)
    answer = cast.client("teaching_affairs", cast.school).post("/pupils/print/", follow=True)
    assert "一次最多打印 2 行" in answer.content.decode()


def test_without_a_font_the_browser_prints_the_page(cast, monkeypatch):
    def no_font() -> None:
        raise NoChineseFont

    monkeypatch.setattr(press, "chinese_font", no_font)
    client = cast.client("class_teacher", cast.classes[0])
    answer = client.post(roster(cast))
    page = answer.content.decode()
    assert answer["Content-Type"].startswith("text/html") and "fonts" not in answer["Content-Type"]
    assert "用浏览器打印本页" in page and '/print/document.css"' in page
    assert b"@page" in b"".join(client.get("/print/document.css"))
    monkeypatch.setattr(documents, "AT_ONCE", 3)
    client.post(roster(cast))
    assert "libpango" in next(job.reason for job in run_due())


def test_documents_are_removed_after_a_day(cast):
    cast.client("class_teacher", cast.classes[0]).post(roster(cast))
    assert tasks.remove_old_documents.call() == 0
    rows = PrintedDocument.objects.by_installation()
    rows.update_quietly(made_at=timezone.now() - tasks.KEEP)
    assert tasks.remove_old_documents.call() == 1
