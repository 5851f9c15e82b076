"""Pages: writing, deciding on a phone, numbering, sending to many schools, signing in one tap, who is refused."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from santong.domains.campus.documents.actions import submit
from santong.domains.campus.documents.models import Delivery, Document, Incoming, Number, Version
from santong.domains.campus.documents.queries import readable_through_documents
from santong.domains.campus.documents.tests.conftest import BODY, Office, again, request_of
from santong.domains.platform.access.testing import signed_in
from santong.domains.platform.files.public import keep_file
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db


def hidden(client: Client, address: str) -> dict[str, str]:
    """The hidden fields of the forms on a page."""
    tree = html.fromstring(client.get(address).content)
    return {each.get("name"): each.get("value") or "" for each in tree.xpath("//main//form//input[@type='hidden']")}


def press(client: Client, page: str, address: str = "", **typed: Any) -> Any:
    return client.post(address or page, {**hidden(client, page), **typed}, follow=True)


def test_a_teacher_drafts_and_sends_it_on_its_way(office: Office):
    client = office.client(office.teacher)
    typed = {
        "kind": "notice",
        "urgency": "usual",
        "title": "关于放假的通知",
        "main": "各年级",
        "body": "一、时间\n元旦放假一天。",
    }
    page = client.post("/documents/new/", typed, follow=True).content.decode()
    row = Document.objects.get()
    assert "关于放假的通知" in page and "gbt-head-1" in page
    press(client, f"/documents/{row.pk}/submit/")
    assert again(row).state == "running"
    assert "Person clerk" in client.get(f"/documents/{row.pk}/").content.decode()


def test_what_is_wrong_is_said_and_what_was_typed_stays(office: Office):
    typed = {"kind": "notice", "urgency": "usual", "title": "机密★1年", "main": "", "body": "很长的正文"}
    answer = office.client(office.teacher).post("/documents/new/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "涉密文件不得在本系统办理" in page
    assert "请写明主送机关" in page and "很长的正文" in page


def test_who_checks_it_changes_it_and_everybody_sees_what_was_changed(office: Office):
    row = office.draft()
    submit(acting=office.viewer(office.teacher), document=row)
    clerk = office.client(office.clerk)
    address = f"/documents/{row.pk}/write/"
    typed = {
        "kind": "notice",
        "urgency": "usual",
        "title": row.title,
        "main": "各年级",
        "body": BODY + "\n二、限期整改",
    }
    press(clerk, address, **typed)
    assert Version.objects.filter(document=row).count() == 2
    page = office.client(office.teacher).get(f"/documents/{row.pk}/versions/").content.decode()
    assert "<ins>" in page and "限期整改" in page
    assert "修改痕迹" in clerk.get(f"/requests/{request_of(row).pk}/").content.decode()


def test_a_leader_signs_on_the_page_of_the_request(office: Office):
    row = office.draft()
    submit(acting=office.viewer(office.teacher), document=row)
    for person in (office.clerk, office.principal):
        client, key = office.client(person), request_of(row).pk
        page = client.get(f"/requests/{key}/").content.decode()
        assert "gbt-mark" in page
        client.post(f"/waiting/{key}/agree/", hidden(client, f"/requests/{key}/"))
    assert again(row).state == "signed"


def test_a_clerk_numbers_it_and_the_register_says_so(office: Office):
    row = office.signed()
    client = office.client(office.clerk)
    today = timezone.localdate().isoformat()
    press(client, f"/documents/{row.pk}/issue/", series=office.series.pk, issued_on=today)
    assert again(row).number_text in client.get("/document-numbers/").content.decode()
    answer = press(client, f"/documents/{office.signed().pk}/issue/", series=office.series.pk, issued_on="2999-01-01")
    assert "还没到" in answer.content.decode() and Number.objects.count() == 1


def test_one_box_stands_for_all_schools_of_a_county(office: Office):
    row = office.of_county()
    client = office.client(office.officer)
    page = client.get(f"/documents/{row.pk}/distribute/").content.decode()
    assert f'value="all-{office.region.east.pk}"' in page
    press(client, f"/documents/{row.pk}/distribute/", receivers=[f"all-{office.region.east.pk}"])
    assert set(Delivery.objects.values_list("organisation__name", flat=True)) == {"Lake", "Hill"}
    answer = press(client, f"/documents/{again(row).pk}/distribute/")
    assert "请至少选择一个" in answer.content.decode()


def test_a_clerk_signs_in_one_tap_from_what_waits(office: Office):
    office.of_county([office.region.lake, office.region.hill])
    client = office.client(office.clerk)
    delivery = Delivery.objects.get(organisation=office.region.lake)
    assert f"/deliveries/{delivery.pk}/" in client.get("/").content.decode()
    page = client.post(
        f"/deliveries/{delivery.pk}/sign-for/", hidden(client, f"/deliveries/{delivery.pk}/"), follow=True
    )
    assert Incoming.objects.get().title in page.content.decode()
    assert "已签收 1 个" in office.client(office.officer).get(f"/documents/{delivery.document_id}/").content.decode()


def test_several_are_signed_for_at_once(office: Office):
    for number in range(2):
        office.of_county([office.region.lake], title=f"通知{number}")
    client = office.client(office.clerk)
    keys = list(Delivery.objects.values_list("pk", flat=True))
    client.post("/deliveries/bulk/", {"action": "sign-for", "ids": keys})
    assert Incoming.objects.count() == 2


def test_documents_are_found_by_their_text_and_by_nobody_else(office: Office):
    office.signed(title="关于冬季取暖的通知", values={"body": "宿舍供暖温度不低于十八度。"})
    assert "关于冬季取暖的通知" in office.client(office.clerk).get("/documents/?q=宿舍供暖").content.decode()
    assert "关于冬季取暖的通知" in office.client(office.teacher).get("/documents/?q=宿舍供暖").content.decode()
    for person in (office.hill_clerk, office.officer):
        page = office.client(person).get("/documents/?q=宿舍供暖").content.decode()
        assert "关于冬季取暖的通知" not in page
    found = office.client(office.clerk).get("/search/?q=取暖").content.decode()
    assert "关于冬季取暖的通知" in found


def test_files_go_with_the_document_to_its_receivers(office: Office, tmp_path: Path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    source = tmp_path / "检查表.txt"
    source.write_text("检查项目：灭火器")
    file = keep_file(
        acting=SYSTEM, owner_id=office.officer.pk, path=office.region.east.path, name=source.name, source=source
    )
    row = office.draft(person=office.officer, place=office.region.east, files=[file], values={"body": "见附件"})
    assert "附件：检查表" in office.client(office.officer).get(f"/documents/{row.pk}/").content.decode().replace(
        "\n", ""
    )
    assert not list(readable_through_documents(office.viewer(office.clerk), [file.pk]))
    delivery = Delivery.objects.create(document=row, organisation=office.region.lake, path=office.region.lake.path,
                                       title=row.title, sender="East", number_text="东教发〔2026〕1号")  # fmt: skip
    assert list(readable_through_documents(office.viewer(office.clerk), [file.pk])) == [file.pk]
    assert not list(readable_through_documents(office.viewer(office.hill_clerk), [file.pk]))
    delivery.state = Delivery.State.WITHDRAWN
    delivery.save()
    assert not list(readable_through_documents(office.viewer(office.clerk), [file.pk]))


def test_the_pdf_and_the_file_for_word(office: Office):
    row = office.numbered()
    client = office.client(office.clerk)
    answer = client.post(f"/print/document/{row.pk}/")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    answer = client.get(f"/documents/{row.pk}/download/")
    assert row.number_text in [line.text for line in docx.Document(BytesIO(answer.content)).paragraphs]


OWN = ("write", "versions", "download")


def test_strangers_intruders_and_readers_are_refused(office: Office):
    row = office.signed()
    for page in OWN:
        address = f"/documents/{row.pk}/{page}/"
        assert Client().get(address).status_code == 302
        assert office.client(office.hill_clerk).get(address).status_code == 404
    assert signed_in("pupil", office.region.first, "child").get("/documents/").status_code == 403
    assert office.client(office.clerk).get(f"/documents/{row.pk}/write/").status_code == 302
    entry = office.received()
    for address in (f"/incoming/{entry.pk}/download/", f"/deliveries/{entry.delivery_id}/download/"):
        assert Client().get(address).status_code == 302
        assert office.client(office.hill_clerk).get(address).status_code == 404
        assert office.client(office.clerk).get(address).status_code == 200


def test_a_reply_is_filled_in_from_what_it_answers(office: Office):
    entry = office.received(kind="request")
    page = office.client(office.clerk).get(f"/documents/new/?answers={entry.pk}").content.decode()
    tree = html.fromstring(page)
    assert tree.xpath("//input[@name='main']/@value") == ["East"]
    assert tree.xpath("//select[@name='kind']/option[@selected]/@value") == ["reply"]


def test_what_was_signed_for_has_no_form_to_change_it(office: Office):
    entry = office.received()
    client = office.client(office.clerk)
    assert f"/incoming/{entry.pk}/edit/" not in client.get(f"/incoming/{entry.pk}/").content.decode()
    answer = client.get(f"/incoming/{entry.pk}/edit/", follow=True)
    assert answer.redirect_chain and "登记内容不能再改" in answer.content.decode()


def test_the_path_says_who_is_named_with_each_document(office: Office):
    page = signed_in("principal", office.region.lake, "designer").get("/requests/paths/").content.decode()
    assert "公文的会签人" in page
    assert "该岗位无人" not in page[page.index("公文的会签人") :][:200]
