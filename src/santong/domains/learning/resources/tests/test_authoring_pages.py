"""Pages of a resource and of its author: from a file to the library, metadata, what wrong answers say."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from santong.domains.learning.resources.actions.using import begin_collection, collect
from santong.domains.learning.resources.facts import differences
from santong.domains.learning.resources.models import Collection, Resource, Review, SavedSearch
from santong.domains.learning.resources.tests.asking import get, post
from santong.domains.platform.discussion.public import Comment
from santong.domains.platform.records.models import OutboxEntry


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


def test_a_field_that_stays_empty_is_no_difference(db):
    assert not differences({}, {"source": ""}) and not differences({"source": None}, {"source": "", "points": []})
    assert [each.after for each in differences({}, {"for_pupils": False})] == ["否"]


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


def test_adding_a_resource_asks_for_little_and_keeps_the_rest_at_hand(cast):
    row = cast.draft()
    page = get(cast.client("author"), "edit", row.pk)
    form = page.context["form"]
    assert {field.name for field in form.asked()} >= {"title", "kind", "subject", "licence"}
    assert {field.name for field in form.further()} >= {"summary", "keywords", "expires_on"}
    assert len(form.asked()) + len(form.further()) == len(form.visible_fields()) - 1
