"""Keeping the lists: who may, how often a word may be there, taking back, sheets."""

from __future__ import annotations

import pytest
from django.test import Client

from santong.domains.platform.access.testing import signed_in
from santong.domains.platform.moderation.importing import WordImport
from santong.domains.platform.moderation.models import Effect, Word
from santong.domains.platform.moderation.queries import check
from santong.domains.platform.moderation.tests.conftest import add
from santong.kit.access import SYSTEM
from santong.kit.imports.targets import Sheet, SourceRow, Verdict
from santong.kit.models import UndoStep

pytestmark = pytest.mark.django_db
LIST, NEW = "/words/", "/words/new/"


@pytest.fixture
def officer(region) -> Client:
    return signed_in("security_officer", region.city)


def form(region, text: str) -> dict[str, str]:
    return {
        "text": text, "effect": "hold", "category": "gambling", "level": "county",
        "organisation": str(region.city.pk),
    }  # fmt: skip


def words(text: str, place) -> list[str]:
    return [finding.word for finding in check({"text": text}, path=place.path).findings]


def test_an_officer_adds_a_word_once_and_it_holds_at_once(region, officer):
    assert not words("参加賭博", region.school)
    assert officer.post(NEW, form(region, "赌博")).status_code == 302
    assert words("参加賭博", region.school) == ["赌博"]
    again = officer.post(NEW, form(region, "賭 博"))
    assert again.status_code == 422 and "已有" in again.content.decode()
    assert officer.post(NEW, form(region, "赌")).status_code == 422
    assert "赌博" in officer.get(LIST + "?q=賭博").content.decode()


def test_an_import_leads_only_to_pages_that_open(officer):
    page = officer.get("/imports/new/words/").content.decode()
    assert 'href="/imports/"' not in page
    assert officer.get("/imports/").status_code == 403


def test_a_word_is_changed(region, officer):
    word = add("赌博", region.city)
    address = f"/words/{word.pk}/edit/"
    assert officer.get(address).status_code == 200
    assert officer.post(address, {**form(region, "押注"), "effect": "note"}).status_code == 302
    assert words("赌博押注", region.school) == ["押注"]


def test_removing_is_taken_back(region, officer):
    word = add("赌博", region.city)
    officer.post("/words/bulk/", {"action": "remove", "ids": [word.pk]})
    assert not words("赌博", region.school)
    officer.post(f"/kit/undo/{UndoStep.objects.get().pk}/")
    assert words("赌博", region.school) == ["赌博"]


def test_a_word_that_was_added_anew_stays_as_it_is(region):
    old = add("赌博", region.city)
    Word.objects.filter(pk=old.pk).remove()
    add("赌博", region.city, Effect.REFUSE)
    assert Word.with_removed.filter(pk=old.pk).restore() == 0
    assert Word.objects.get().effect == Effect.REFUSE


@pytest.mark.parametrize("role", ["county_officer", "principal", "subject_teacher"])
def test_others_do_not_keep_lists(region, role):
    client = signed_in(role, region.school)
    word = add("赌博", region.city)
    for address in (LIST, NEW, f"/words/{word.pk}/edit/", "/words/export/"):
        assert client.get(address).status_code in (403, 404)


def sheet(*cells: dict[str, str]) -> Sheet:
    return Sheet([SourceRow(number, each) for number, each in enumerate(cells)], frozenset(cells[0]))


def test_a_sheet_is_read_written_and_taken_back(region):
    add("赌博", region.city, Effect.NOTE)
    rows = sheet(
        {"text": "賭博", "effect": "拒绝发布", "category": "赌博诈骗"},
        {"text": "押注", "effect": "先审后发", "category": ""},
        {"text": "押 注", "effect": "先审后发", "category": ""},
        {"text": "！", "effect": "", "category": ""},
        {"text": "废物", "effect": "踢出", "category": ""},
    )
    target, context = WordImport(), {"organisation": region.city.pk}
    [planned] = target.prepare(rows, context=context, acting=SYSTEM)
    assert [row.verdict for row in planned] == [
        Verdict.CHANGE, Verdict.CREATE, Verdict.DUPLICATE, Verdict.DOUBTFUL, Verdict.DOUBTFUL,
    ]  # fmt: skip
    written = target.write(planned[:2], context=context, acting=SYSTEM)
    assert {word.folded: word.effect for word in Word.objects.all()} == {"赌博": "refuse", "押注": "hold"}
    assert words("赌博押注", region.school) == ["賭博", "押注"]
    assert target.undo(written, acting=SYSTEM).count == 2
    assert {word.folded: word.effect for word in Word.objects.all()} == {"赌博": "note"}
    assert words("押注", region.school) == []


def test_what_is_exported_is_read_again(region, officer):
    add("赌博", region.city, category="gambling", note="总是")
    body = b"".join(officer.get("/words/export/?format=csv").streaming_content).decode("utf-8-sig")
    heads, row = body.splitlines()
    names = {heading: field.name for field in WordImport.fields for heading in field.synonyms}
    pairs = zip(heads.split(","), row.split(","), strict=True)
    cells = {names[head]: cell for head, cell in pairs if head in names}
    assert cells.keys() == {"text", "effect", "category", "level", "note"}
    [planned] = WordImport().prepare(sheet(cells), context={"organisation": region.city.pk}, acting=SYSTEM)
    assert planned[0].verdict == Verdict.SAME
