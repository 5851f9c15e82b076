"""The handbook: what each role finds, the sheet of a page, the palette, the printed book."""

from __future__ import annotations

import pypdfium2
import pytest
from django.test import Client
from django.utils.translation import override

from santong.domains.platform.access.testing import client_of, somebody
from santong.domains.platform.handbook.queries import as_holder, chapters_for
from santong.domains.platform.handbook.rendering import to_html
from santong.domains.platform.handbook.views import book_of
from santong.kit.access.roles import roles_by_name
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(region) -> Client:
    return client_of(somebody("class_teacher", region.first, "teacher"))


def test_strangers_are_sent_to_sign_in():
    for address in ("/handbook/", "/handbook/pupils/"):
        assert Client().get(address)["Location"].startswith("/account/sign-in/")
    assert Client().post("/handbook/books/principal/")["Location"].startswith("/account/sign-in/")


def test_a_teacher_finds_their_role_first_and_no_sections_of_others(teacher):
    page = teacher.get("/handbook/")
    names = [section.name for chapter in page.context["chapters"] for section in chapter.sections]
    assert names[0] == "role-class-teacher" and {"pupils", "notices", "my-account"} <= set(names)
    assert not {"audit", "jobs", "role-principal"} & set(names)
    assert len(names) == len(set(names))


def test_other_roles_can_be_looked_at(teacher):
    page = teacher.get("/handbook/?role=auditor")
    names = [section.name for chapter in page.context["chapters"] for section in chapter.sections]
    assert names[0] == "role-auditor" and "audit" in names and "pupils" not in names
    assert teacher.get("/handbook/?role=nobody").status_code == 200


def test_words_are_found_in_titles_and_texts(teacher):
    def found(query: str) -> set[str]:
        chapters = teacher.get("/handbook/", {"q": query}).context["chapters"]
        return {section.name for chapter in chapters for section in chapter.sections}

    assert "activation" in found("激活单") and "activation" in found("zhjh")
    assert "没有符合" in teacher.get("/handbook/?q=xyzxyz").content.decode() or not found("xyzxyz")


def test_a_page_leads_to_its_section_as_a_sheet_or_a_page(teacher):
    assert 'href="/handbook/pupils/" data-help hx-get="/handbook/pupils/"' in teacher.get("/pupils/").content.decode()
    sheet = teacher.get("/handbook/pupils/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in sheet and 'class="help-sheet"' in sheet and "学籍名册" in sheet
    assert "<html" in teacher.get("/handbook/pupils/").content.decode()
    assert teacher.get("/handbook/no-such-section/").status_code == 404


def test_the_palette_finds_sections(teacher):
    page = teacher.get("/search/?q=激活单").content.decode()
    assert "/handbook/activation/" in page


def test_texts_follow_the_language(teacher):
    page = teacher.get("/handbook/pupils/", headers={"Accept-Language": "en"}).content.decode()
    assert "Class teachers see their class" in page and "<strong>Import</strong>" in page


def test_html_in_a_text_is_shown_and_not_run():
    assert "&lt;script&gt;" in to_html("<script>alert(1)</script>")


def test_a_book_has_contents_with_page_numbers(teacher):
    answer = teacher.post("/handbook/books/class_teacher/")
    document = pypdfium2.PdfDocument(answer.content)
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    assert "班主任使用手册" in texts[0] and "目录" in texts[1]
    number = next(n for n, text in enumerate(texts, 1) if "学籍名册。班主任看到本班" in text)
    assert str(number) in texts[1].partition("学生管理")[2] or f"学生{'.' * 3}" in texts[1]
    assert AuditEntry.objects.filter(verb="printing.handbook").count() == 1
    assert teacher.post("/handbook/books/nobody/").status_code == 404


def test_every_role_has_a_book_in_both_languages():
    for language in ("zh-hans", "en"):
        with override(language):
            for role in roles_by_name().values():
                chapters = chapters_for(as_holder(role))
                assert str(role.label) in book_of(role).title
                assert sum(len(chapter.sections) for chapter in chapters) >= 5, role.name
