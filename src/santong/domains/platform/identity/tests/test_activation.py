"""Activation: the slip, the way from the code to being signed in, and what goes wrong on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from fontTools.ttLib import TTFont

from santong.domains.platform.access.public import viewer_of  # noqa: F401 - the roles are registered with it
from santong.domains.platform.identity.activation.actions import Issued, issue_codes
from santong.domains.platform.identity.activation.codes import ALPHABET, index_of, new_code
from santong.domains.platform.identity.activation.slips import _font_for, slip_of, slips_pdf
from santong.domains.platform.identity.intake import NewPerson, create_people
from santong.domains.platform.identity.models import ActivationCode, Person
from santong.domains.platform.identity.tests.conftest import is_signed_in, sign_in
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.models import AuditEntry
from santong.lib.chinese_fonts import chinese_font, reduced_font

pytestmark = pytest.mark.django_db
CHOSEN = "river stone lantern"


@pytest.fixture
def newcomer(school) -> Person:
    """Somebody a roster brought: an account, and no password."""
    [person] = create_people(acting=SYSTEM, drafts=[NewPerson("欧阳小花", school.path)])
    return person


@pytest.fixture
def issued(school, newcomer) -> Issued:
    [each] = issue_codes(acting=SYSTEM, path=school.path, people=[newcomer])
    return each


def enter(code: str, client: Client | None = None):
    """The answer to a code, and the browser it was typed into."""
    client = client or Client()
    return client.post("/activate/", {"code": code}), client


def test_from_the_slip_to_being_signed_in(issued, school):
    client = Client()
    assert client.get("/activate/").status_code == 200
    response, client = enter(issued.code.lower().replace("-", " "), client)
    assert response["Location"] == "/activate/person/"
    page = client.get("/activate/person/").content.decode()
    assert "欧***" in page and "欧阳小花" not in page and school.name in page
    assert client.get("/activate/password/")["Location"] == "/activate/person/"
    assert client.post("/activate/person/")["Location"] == "/activate/password/"
    assert client.post("/activate/password/", {"new": "12345678", "again": "12345678"}).status_code == 422
    assert client.post("/activate/password/", {"new": CHOSEN, "again": CHOSEN}).status_code == 302
    assert is_signed_in(client)
    other = Client()
    sign_in(other, issued.person.username, CHOSEN)
    assert is_signed_in(other)


def test_a_code_works_once(issued):
    first, second = enter(issued.code)[1], enter(issued.code)[1]
    for client in (first, second):
        client.post("/activate/person/")
    first.post("/activate/password/", {"new": CHOSEN, "again": CHOSEN})
    late = second.post("/activate/password/", {"new": CHOSEN, "again": CHOSEN})
    assert late["Location"] == "/activate/" and not is_signed_in(second)
    response, _client = enter(issued.code)
    assert response.status_code == 422 and "用过" in response.content.decode()


def test_expired_voided_unknown_and_switched_off_codes_say_so(issued, school, newcomer):
    [newer] = issue_codes(acting=SYSTEM, path=school.path, people=[newcomer])
    assert "新的激活单" in enter(issued.code)[0].content.decode()
    assert "没有" in enter(new_code())[0].content.decode()
    Person.objects.filter(pk=newcomer.pk).update(is_active=False)
    assert "停用" in enter(newer.code)[0].content.decode()
    Person.objects.filter(pk=newcomer.pk).update(is_active=True)
    ActivationCode.objects.filter(voided_at=None).update(expires_at=timezone.now() - timedelta(days=1))
    assert "过期" in enter(newer.code)[0].content.decode()


def test_guessing_has_to_wait():
    client = Client()
    answers = [enter(new_code(), client)[0].status_code for _try in range(42)]
    assert answers[0] == 422 and answers[-1] == 429


def test_the_database_keeps_only_a_digest_and_the_audit_not_even_that(issued):
    row = ActivationCode.objects.get()
    assert issued.code not in str(row.__dict__) and row.code_index == index_of(issued.code)
    entries = AuditEntry.objects.filter(verb="identity.issue_activation_codes")
    assert entries.count() == 1 and row.code_index not in str(entries.get().changes)
    assert set(issued.code) <= set(ALPHABET) | {"-"} and len({new_code() for _ in range(50)}) == 50


def test_whoever_may_not_gets_no_code(school, newcomer):
    teacher = Viewer(person_id=1, grants=(Grant("class_teacher", school.path + "00010001"),))
    with pytest.raises(PermissionDenied):
        issue_codes(acting=teacher, path=school.path, people=[newcomer])


def test_other_sessions_end_when_a_lost_password_is_replaced(signed_in, person, school):
    [again] = issue_codes(acting=SYSTEM, path=school.path, people=[person])
    _response, client = enter(again.code)
    client.post("/activate/person/")
    client.post("/activate/password/", {"new": CHOSEN, "again": CHOSEN})
    assert is_signed_in(client)
    assert signed_in.get("/account/").status_code == 302


def test_a_slip_is_a_document_with_its_font(issued):
    slips = [slip_of(issued, place="云岭小学 · 三年级(2)班", note="王小明的母亲") for _number in range(9)]
    content = slips_pdf(slips, "三年级(2)班")
    assert content.startswith(b"%PDF") and content.count(b"/Type /Page\n") == 2 and len(content) < 300_000


def test_a_page_without_a_code_leads_to_the_code():
    assert Client().get("/activate/password/")["Location"] == "/activate/"
    assert Client().post("/activate/person/")["Location"] == "/activate/"


def test_the_reduced_font_is_made_once_and_has_every_character_of_ordinary_slips(tmp_path):
    whole = chinese_font()
    small = reduced_font(whole, tmp_path)
    made = small.path.stat().st_mtime_ns
    assert reduced_font(whole, tmp_path) == small and small.path.stat().st_mtime_ns == made
    assert [each.suffix for each in tmp_path.iterdir()] == [".otf"] and small.path.stat().st_size < 4_000_000
    assert not {ord(each) for each in "韩雨桐（七年级·1班）Abc—“激活”"} - set(TTFont(small.path).getBestCmap())


def test_a_name_with_a_rare_character_is_printed_with_the_whole_font(settings, tmp_path):
    settings.HOME = tmp_path
    assert _font_for("王㛃") == chinese_font() and not list(tmp_path.iterdir())
    assert _font_for("王芳").path.parent == tmp_path / "fonts"
