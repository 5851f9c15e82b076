"""The pages, by role: what opens, what refuses, and whole paths through forms."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from santong.domains.learning.resources.actions.catalogue import add_textbook
from santong.domains.learning.resources.actions.reviewing import CHECKLIST, submit
from santong.domains.learning.resources.actions.using import begin_collection, collect
from santong.domains.learning.resources.facts import differences
from santong.domains.learning.resources.forms import CHECKS
from santong.domains.learning.resources.models import (
    Collection,
    Comment,
    Complaint,
    Key,
    Part,
    Rating,
    Resource,
    Review,
    Reviewer,
    SavedSearch,
    Textbook,
)
from santong.domains.learning.resources.queries.covers import cards_of
from santong.domains.platform.files.public import Rendition
from santong.domains.platform.records.models import OutboxEntry
from santong.kit.access import SYSTEM


def get(client, address: str, /, *args, **query):
    return client.get(reverse(f"resources:{address}", args=args), query)


def post(client, address: str, /, *args, **data):
    return client.post(reverse(f"resources:{address}", args=args), data)


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


def test_the_page_of_a_resource(cast):
    row = cast.admitted()
    page = get(cast.client("colleague"), "resource", row.pk)
    assert page.status_code == 200 and row.title in page.content.decode()
    assert get(cast.client("stranger"), "resource", row.pk).status_code == 404
    row.refresh_from_db()
    assert row.uses == 1
    entry = OutboxEntry.objects.get(statement__verb__id__endswith="viewed")
    told = entry.statement["context"]["extensions"]
    base = f"{settings.PUBLIC_URL}/xapi/extensions"
    assert told == {f"{base}/subject": "数学", f"{base}/kind": "presentation"}


def test_a_draft_is_its_authors_alone(cast):
    row = cast.draft()
    for name in ("colleague", "affairs", "officer", "pupil"):
        client = cast.client(name)
        for page in ("resource", "versions", "lom", "edit"):
            assert get(client, page, row.pk).status_code == 404, (name, page)
        for verb in ("submit", "withdraw", "remove", "stars", "comment", "favourite"):
            assert post(client, verb, row.pk).status_code == 404, (name, verb)


def test_the_author_from_file_to_library(cast):
    client = cast.client("author")
    file = cast.file("人教版七年级上册 移项 课件.pptx")
    made = post(client, "new", files=[file.pk])
    row = Resource.objects.get()
    assert made["Location"] == reverse("resources:edit", args=[row.pk])
    facts = (row.title, row.kind, row.stage, row.subject, row.grade, row.node.name)
    assert facts == ("人教版七年级上册 移项 课件", "slides", "junior", "数学", 7, "移项")
    page = get(client, "edit", row.pk)
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields if name not in ("files", "expires_on")}
    data = {name: value for name, value in data.items() if value is not None} | {"files": [file.pk], "then": "submit"}
    assert post(client, "edit", row.pk, **data)["Location"] == reverse("resources:resource", args=[row.pk])
    assert Review.objects.get().state == "waiting"


def test_what_is_missing_is_said_at_the_field(cast):
    row, client = cast.admitted(), cast.client("author")
    for name, args, values, field, words in (
        ("new", (), {}, "id_files", "请至少选择一个文件"),
        ("from-metadata", (), {}, "id_metadata", "请先选择元数据文件"),
        ("comment", (row.pk,), {"kind": "comment", "text": " "}, "comment_text", "请先填写内容"),
    ):
        page = post(client, name, *args, **values)
        text = page.content.decode()
        assert page.status_code == 422, name
        assert words in text.split(f'id="{field}_error"')[1][:500], name
        assert text.count("novalidate") >= (1 if name == "comment" else 2), name
    assert not Comment.objects.exists()


def test_wrong_answers_are_named_and_kept(cast):
    row = cast.draft()
    page = post(
        cast.client("author"),
        "edit",
        row.pk,
        title="",
        kind="slides",
        audience="class",
        licence="own",
        point_names="没有的知识点",
    )
    assert page.status_code == 422
    assert {"title", "audience_place", "point_names"} <= set(page.context["form"].errors)
    assert "没有的知识点" in page.content.decode()


def test_reviewing_by_form(cast):
    for title in ("甲", "乙"):
        submit(acting=cast.viewer("author"), resource=cast.draft(title=title))
    first, second = Review.objects.order_by("pk")
    client = cast.client("affairs")
    assert "甲" in get(client, "reviews").content.decode()
    found = get(client, "reviews", q="乙", subject="数学", level="school").content.decode()
    assert "乙</a>" in found and "甲</a>" not in found
    assert get(client, "review-oldest")["Location"] == reverse("resources:review", args=[first.pk])
    assert get(cast.client("author"), "review-oldest").status_code == 403
    page = get(client, "review", first.pk).content.decode()
    assert not re.search(r"<kbd>\w</kbd></(a|button|span)>", page), "keys are not named on phones"
    assert "甲" in page and "简体中文" in page
    open_check = post(client, "review", first.pk, decision="admit", **{"check-correct": "1"})
    text = open_check.content.decode()
    assert open_check.status_code == 422 and open_check.context["unconfirmed"] == "fits"
    named = next(label for name, label in CHECKS if name == "fits")
    assert (
        open_check.context["problem"].startswith("还有未确认")
        and str(named) in open_check.context["problem"]
        and 'id="check-fits"' in text.split("autofocus")[0]
    )
    done = post(client, "review", first.pk, decision="return", **{"remark-title": "请写全"})
    assert done["Location"] == reverse("resources:review", args=[second.pk])
    assert "请写全" in get(cast.client("author"), "edit", first.resource_id).content.decode()
    checks = {f"check-{name}": "1" for name in ("correct", "fits", "rights", "quality", "opens")}
    post(client, "review", second.pk, decision="admit", **checks)
    assert Resource.objects.get(title="乙").status == "admitted"
    assert get(client, "review-oldest")["Location"] == reverse("resources:reviews")
    assert get(cast.client("colleague"), "reviews").status_code == 403
    assert get(cast.client("officer"), "review", second.pk).status_code == 404


def test_a_decision_is_undone_from_the_toast(cast):
    row = cast.draft()
    submit(acting=cast.viewer("author"), resource=row)
    review, client = Review.objects.get(state="waiting"), cast.client("affairs")
    checks = {f"check-{name}": "1" for name in CHECKLIST}
    for decision in ({"decision": "admit", **checks}, {"decision": "return", "remark-general": "再看看"}):
        post(client, "review", review.pk, **decision)
        page = client.get(reverse("resources:reviews")).content.decode()
        step = page.split("/kit/undo/")[1].split("/")[0]
        assert cast.client("officer").post(f"/kit/undo/{step}/").status_code == 302
        review.refresh_from_db()
        assert review.state != "waiting", "nobody else takes it back"
        client.post(f"/kit/undo/{step}/")
        review.refresh_from_db()
        assert review.state == "waiting"
    again = get(client, "review", review.pk)
    assert "再看看" in again.content.decode(), "what was written is kept"


def test_the_next_review_is_one_that_the_list_was_narrowed_to(cast):
    for title in ("甲", "乙", "甲二"):
        submit(acting=cast.viewer("author"), resource=cast.draft(title=title))
    first, _other, last = Review.objects.order_by("pk")
    client, chosen = cast.client("affairs"), "?q=%E7%94%B2"
    there = reverse("resources:review", args=[first.pk]) + chosen
    assert f'href="{there}"' in get(client, "reviews", q="甲").content.decode()
    page = client.get(there)
    assert page.context["left"] == 2 and page.context["list_url"].endswith(f"/reviews/{chosen}")
    remark = {"decision": "return", "remark-title": "请写全"}
    following = reverse("resources:review", args=[last.pk]) + chosen
    assert client.post(there, remark)["Location"] == following
    assert client.post(following, remark)["Location"] == reverse("resources:reviews") + chosen


def test_authors_show_their_own_work_in_class(cast):
    row, client = cast.admitted(), cast.client("author")
    assert 'data-dialog-open="prepare"' in get(client, "resource", row.pk).content.decode()
    assert 'data-dialog-open="prepare"' not in get(client, "resource", cast.draft().pk).content.decode()
    post(client, "collect", row.pk, name="周一第三节")
    assert Collection.objects.get(name="周一第三节").items.get().resource == row


def test_a_field_that_stays_empty_is_no_difference(db):
    assert not differences({}, {"source": ""}) and not differences({"source": None}, {"source": "", "points": []})
    assert [each.after for each in differences({}, {"for_pupils": False})] == ["否"]


def test_rating_commenting_complaining(cast):
    row, client = cast.admitted(), cast.client("colleague")
    for stars in (5, 3):
        post(client, "stars", row.pk, stars=stars)
    row.refresh_from_db()
    assert (row.rating, Rating.objects.count()) == (3.0, 1)
    post(client, "comment", row.pk, kind="correction", text="第二页有错字")
    assert "第二页有错字" in get(cast.client("author"), "resource", row.pk).content.decode()
    assert "第二页有错字" not in get(cast.client("pupil"), "resource", row.pk).content.decode()
    post(cast.client("author"), "uncomment", row.pk, Comment.objects.get().pk, settle="1")
    assert Comment.objects.get().is_settled
    post(client, "complain", row.pk, reason="wrong", text="有错")
    made = Complaint.objects.get()
    assert get(client, "complaint", made.pk).status_code == 200
    assert post(client, "complaints-uphold", made.pk).status_code == 403
    assert get(cast.client("stranger"), "complaint", made.pk).status_code == 404
    affairs = cast.client("affairs")
    assert "有错" in get(affairs, "complaint", made.pk).content.decode()
    post(affairs, "complaints-reject", made.pk, answer="已核对")
    assert Complaint.objects.get().state == "rejected"


def test_favourites_and_baskets(cast):
    first, second = cast.admitted(), cast.admitted(title="第二个")
    client = cast.client("colleague")
    post(client, "favourite", first.pk)
    assert first.title in get(client, "collection", Collection.objects.get().pk).content.decode()
    post(client, "collect", first.pk, name="周一的课")
    basket = Collection.objects.get(name="周一的课")
    post(client, "collect", second.pk, collection=basket.pk)
    post(client, "collection-order", basket.pk, resource=second.pk, move="up")
    assert list(basket.items.values_list("resource", flat=True)) == [second.pk, first.pk]
    assert get(cast.client("stranger"), "collection", basket.pk).status_code == 404
    post(client, "collection-order", basket.pk, resource=second.pk, move="out")
    assert basket.items.count() == 1
    post(client, "collection-discard", basket.pk)
    assert not Collection.objects.filter(pk=basket.pk).exists()


def test_what_left_the_library_is_not_shown_from_a_basket(cast):
    row = cast.admitted()
    viewer = cast.viewer("stranger")
    basket = begin_collection(acting=viewer, name="x")
    collect(acting=viewer, collection=basket, resource=row)
    page = get(cast.client("stranger"), "collection", basket.pk).content.decode()
    assert row.title not in page


def test_metadata_goes_out_and_comes_in(cast):
    row = cast.admitted(node=cast.node("移项").pk, textbook=cast.book.pk, source="人教版教材")
    content = get(cast.client("colleague"), "lom", row.pk).content
    ElementTree.fromstring(content)
    client = cast.client("author")
    client.post(reverse("resources:from-metadata"), {"metadata": SimpleUploadedFile("lom.xml", content)})
    read = Resource.objects.exclude(pk=row.pk).get()
    assert (read.title, read.kind, read.source, read.node) == (row.title, row.kind, row.source, row.node)


@pytest.mark.parametrize("content", [b"", b"<html/>", b'<!DOCTYPE x [<!ENTITY a "b">]><lom>&a;</lom>', b"\xff\xfe"])
def test_metadata_from_outside_is_not_trusted(cast, content):
    client = cast.client("author")
    made = client.post(reverse("resources:from-metadata"), {"metadata": SimpleUploadedFile("lom.xml", content)})
    assert made.status_code == 422 and made.context["lom_form"].errors and not Resource.objects.exists()


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
    marked = re.findall(r'class="side-link" href="([^"]+)" aria-current', page.content.decode())
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


def test_authors_see_what_came_back(cast):
    row, colleague = cast.admitted(), cast.client("colleague")
    post(colleague, "stars", row.pk, stars="4")
    post(colleague, "comment", row.pk, kind="comment", text="讲得真清楚，谢谢")
    post(colleague, "comment", row.pk, kind="correction", text="第二页有错字")
    kept = begin_collection(acting=cast.viewer("colleague"), name="备课")
    collect(acting=cast.viewer("colleague"), resource=row, collection=kept)
    page = cast.client("author").get(reverse("resources:own")).content.decode()
    assert "讲得真清楚，谢谢" in page and "4.0" in page and "1 人评分" in page
    assert "第二页有错字" not in page
    assert "讲得真清楚" not in colleague.get(reverse("resources:own")).content.decode()


def test_choosing_reviewers(cast):
    client = cast.client("affairs")
    assert post(client, "reviewers-new", person="nobody").status_code == 422
    post(client, "reviewers-new", person="colleague", subject="数学")
    row = Reviewer.objects.get()
    assert get(cast.client("colleague"), "reviews").status_code == 200
    post(client, "reviewer-end", row.pk)
    assert not Reviewer.objects.exists()
    assert get(cast.client("colleague"), "reviews").status_code == 403


def test_the_menu_counts_seldom_what_waits_and_anew_after_ones_own_work(cast):
    client = cast.client("affairs")

    def badge() -> list[str]:
        return re.findall(r'class="count">(\d+)<', client.get("/").content.decode())[:1]

    submit(acting=cast.viewer("author"), resource=cast.draft())
    assert badge() == ["1"]
    submit(acting=cast.viewer("author"), resource=cast.draft(title="又一份课件"))
    assert badge() == ["1"]
    post(client, "search-keep", name="方程", query="q=方程")
    assert badge() == ["2"]


def test_a_report_that_is_not_taken_stays_in_its_dialog(cast):
    row, client = cast.admitted(), cast.client("colleague")
    long = post(client, "complain", row.pk, reason="wrong", text="错" * 1001)
    page = long.content.decode()
    assert long.status_code == 422 and "错" * 1001 in page and 'id="complain_text_error"' in page
    assert "data-open" in page.partition('id="complain"')[2].partition(">")[0]
    post(client, "complain", row.pk, reason="wrong", text="有错")
    again = post(client, "complain", row.pk, reason="wrong", text="还有错")
    assert again.status_code == 422 and "还有错" in again.content.decode()


def test_nothing_too_long_is_cut_without_a_word(cast):
    row, client = cast.admitted(), cast.client("colleague")
    file = row.versions.get().parts.get().file_id
    made = post(client, "collection-new", name="名" * 81)
    assert made.status_code == 422 and "名" * 81 in made.content.decode() and "最多 80 个字" in made.content.decode()
    note = post(client, "mark", row.pk, file, text="记" * 301, at="1")
    assert note.status_code == 422 and "记" * 301 in note.content.decode() and "最多 300 个字" in note.content.decode()
    kept = client.post("/resources/searches/", {"name": "搜" * 61, "query": "q=a"}, follow=True)
    assert "最多 60 个字" in kept.content.decode()
    long = client.post("/resources/searches/", {"name": "搜", "query": "q=" + "a" * 500}, follow=True)
    assert "这个搜索太长" in long.content.decode()
    post(client, "collect", row.pk, name="篮" * 81)
    assert not SavedSearch.objects.exists() and not Collection.objects.filter(purpose="lesson").exists()


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


def test_adding_a_resource_asks_for_little_and_keeps_the_rest_at_hand(cast):
    row = cast.draft()
    page = get(cast.client("author"), "edit", row.pk)
    form = page.context["form"]
    assert {field.name for field in form.asked()} >= {"title", "kind", "subject", "licence"}
    assert {field.name for field in form.further()} >= {"summary", "keywords", "expires_on"}
    assert len(form.asked()) + len(form.further()) == len(form.visible_fields()) - 1
