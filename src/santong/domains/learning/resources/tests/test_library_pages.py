"""Pages of the library: finding, browsing, what is missing in it."""

from __future__ import annotations

import re

from django.urls import reverse

from santong.domains.learning.resources.actions.catalogue import add_textbook
from santong.domains.learning.resources.actions.reviewing import submit
from santong.domains.learning.resources.models import (
    Key,
    Part,
    Resource,
    SavedSearch,
    Textbook,
)
from santong.domains.learning.resources.queries.covers import cards_of
from santong.domains.learning.resources.tests.asking import get, post
from santong.domains.platform.files.public import Rendition
from santong.kit.access import SYSTEM


def test_the_library_finds_counts_and_filters(cast):
    cast.admitted(node=cast.node("移项").pk, textbook=cast.book.pk)
    cast.admitted(title="几何初步 教案", kind="plan")
    client = cast.client("colleague")
    page = get(client, "library", q="fangcheng").content.decode()
    assert "一元一次方程 课件" in page and "几何初步" not in page
    page = get(client, "library", kind="plan").content.decode()
    assert "几何初步" in page and "一元一次方程 课件" not in page
    assert "Nothing" not in get(client, "library", q="没有这样的东西").content.decode()
    assert "去掉筛选条件后有 1 个" in get(client, "library", q="fangcheng", kind="plan").content.decode()


def test_suggestions_and_kept_searches(cast):
    cast.admitted()
    client = cast.client("colleague")
    assert "一元一次方程 课件" in get(client, "suggest", q="一元一次").content.decode()
    post(client, "search-keep", name="方程", query="q=方程")
    kept = SavedSearch.objects.get()
    assert kept.name in get(client, "library").content.decode()
    assert post(cast.client("stranger"), "search-forget", kept.pk).status_code == 404
    post(client, "search-forget", kept.pk)
    assert not SavedSearch.objects.exists()


def test_browsing_by_textbook_and_saying_what_is_next(cast):
    row = cast.admitted(node=cast.node("移项").pk, textbook=cast.book.pk)
    client = cast.client("colleague")
    assert "七年级上册" in get(client, "textbooks").content.decode()
    for address in (("textbook", cast.book.pk), ("node", cast.node("一元一次方程").pk), ("node", cast.node("移项").pk)):
        assert row.title in get(client, *address).content.decode()
    assert row.title not in get(client, "node", cast.node("角").pk).content.decode()
    assert post(client, "progress", cast.node("移项").pk, **{"class": "1"}).status_code == 302


def test_tagging_versions_gaps_and_lists(cast):
    row = cast.draft(subject="")
    client = cast.client("author")
    assert row.title in get(client, "tag").content.decode()
    assert post(client, "tag").status_code == 422
    post(client, "tag", ids=[row.pk], textbook=cast.book.pk)
    assert Resource.objects.get().subject == "数学"
    waiting = cast.draft(title="在审")
    submit(acting=cast.viewer("author"), resource=waiting)
    told = client.post(
        reverse("resources:tag"), {"ids": [row.pk, waiting.pk], "textbook": cast.book.pk}, follow=True
    ).content.decode()
    assert "已标注 1 个资源" in told and "1 个资源正在审核" in told
    assert get(client, "versions", row.pk).status_code == 200
    assert row.title in client.get(reverse("resources:own")).content.decode()
    assert get(client, "missing").status_code == 403
    assert "几何图形初步" in get(cast.client("officer"), "missing").content.decode()


def test_what_a_school_and_each_school_of_a_county_lack(cast):
    """Counted is what teachers there find: their school's own, and what comes from above."""
    cast.admitted(node=cast.node("移项").pk, textbook=cast.book.pk)
    officer = cast.client("officer")
    page = get(officer, "missing")
    assert [(row.place.name, row.covered, row.units) for row in page.context["places"]] == [
        ("乙中学", 0, 2),
        ("甲中学", 1, 2),
    ]
    assert [row.empty for row in page.context["rows"]] == [["一元一次方程", "几何图形初步"]]
    marked = re.findall(r'class="tab" href="([^"]+)" aria-current', page.content.decode())
    assert marked == [reverse("resources:missing")], "the page itself, not the library above it"
    own = get(cast.client("affairs"), "missing")
    assert [row.empty for row in own.context["rows"]] == [["几何图形初步"]] and not own.context["places"]
    assert get(cast.client("affairs"), "missing", place=cast.other.pk).status_code == 404
    assert get(cast.client("affairs"), "missing-export", place=cast.other.pk).status_code == 404
    assert get(cast.client("colleague"), "missing-export").status_code == 403
    sheet = b"".join(get(officer, "missing-export", format="csv", table="places").streaming_content).decode("utf-8-sig")
    assert sheet.splitlines()[2] == "甲中学,1,2,1,1,50"
    sheet = b"".join(get(officer, "missing-export", format="csv", place=cast.school.pk).streaming_content)
    assert "人教版,1,2,1,几何图形初步" in sheet.decode("utf-8-sig")


def test_a_pack_bought_for_a_school_is_not_missing_there(cast):
    row = cast.admitted(node=cast.node("移项").pk, textbook=cast.book.pk)
    Resource.objects.unscoped("as bought").filter(pk=row.pk).update(lock="pack-1", reach="pack-1")
    assert [line.covered for line in get(cast.client("officer"), "missing").context["places"]] == [0, 0]
    Key.objects.create(lock="pack-1", path=cast.other.path)
    lines = get(cast.client("officer"), "missing").context["places"]
    assert {line.place.name: line.covered for line in lines} == {"甲中学": 0, "乙中学": 1}


def test_textbooks_open_on_the_stage_of_ones_own_school(cast):
    first = Textbook(stage="primary", subject="数学", edition="人教版", volume="一年级上册", grade=1, term=1, year=2024)
    add_textbook(acting=SYSTEM, textbook=first)
    page = get(cast.client("colleague"), "textbooks")
    current = [tab["url"] for tab in page.context["tabs"] if tab["current"]]
    assert current == ["?stage=junior"] and "七年级上册" in page.content.decode()
    assert "一年级上册" in get(cast.client("colleague"), "textbooks", stage="primary").content.decode()


def test_cards_show_the_first_page_and_how_many_there_are(cast):
    row = cast.admitted(node=cast.node("移项").pk, textbook=cast.book.pk)
    plain = cast.admitted(title="没有图片的教案", kind="plan")
    blob = Part.objects.get(version__resource=row).file.blob
    sizes = {"1.webp": 10, "2.webp": 10, "3.webp": 10}
    data = {"pages": 3, "shown": 3, "width": 1280, "sizes": [[1280, 720]] * 3}
    Rendition.objects.create(blob=blob, kind="pages", state="ready", name="1.webp", sizes=sizes, data=data)
    page = get(cast.client("colleague"), "library")
    cards = {card.resource.pk: card for card in page.context["cards"]}
    assert cards[row.pk].picture.endswith("/made/pages/1.webp") and cards[row.pk].is_sheet
    assert cards[plain.pk].picture == "" and "3 页" in page.content.decode()


def test_cards_cost_the_same_however_many_they_are(cast, django_assert_num_queries):
    rows = [cast.admitted(title=f"课件 {number}") for number in range(3)]
    with django_assert_num_queries(2):
        cards_of(rows[:1])
    with django_assert_num_queries(2):
        cards_of(rows)
