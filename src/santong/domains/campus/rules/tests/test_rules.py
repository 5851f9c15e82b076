"""Statuses from dates and links, versions, acknowledgements without moments, search, who reads what."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse

from santong.domains.campus.rules.actions import acknowledge, amend, put_regulation, repeal
from santong.domains.campus.rules.indexing import found_by, rebuild
from santong.domains.campus.rules.models import Acknowledgement, Regulation, Status
from santong.domains.campus.rules.queries import answers, asking, lacking, readable_through_rules, versions_of
from santong.domains.campus.rules.searching import find
from santong.domains.campus.rules.tests.making import day, rule
from santong.domains.campus.rules.texts import lines_of
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, signed_in, somebody
from santong.domains.platform.files.models import Blob, File
from santong.domains.platform.moderation.public import Effect, Word, put_word
from santong.kit.access import SYSTEM, Viewer
from santong.kit.models import AuditEntry
from santong.kit.refusals import NotPossible
from santong.kit.steps.back import BACK, payload_of
from santong.kit.undo import keep_step, take_back

pytestmark = pytest.mark.django_db
Audience = Regulation.Audience


def viewer(role: str, place: Any, name: str = "") -> Viewer:
    return viewer_in(somebody(role, place, name or role), "staff")


def undo(acting: Viewer, taken: Any) -> None:
    take_back(acting, keep_step(acting, handler=BACK, payload=payload_of([taken])).pk)


def test_the_status_follows_from_dates_and_links(region: Region):
    old, coming = rule(region.lake, "旧办法"), rule(region.lake, "明年办法", in_force_from=day(30))
    new = rule(region.lake, "新办法", replaces=old)
    draft = rule(region.lake, "草稿", is_published=False)
    gone = rule(region.lake, "废止的")
    repeal(acting=SYSTEM, regulation=gone, day=day(0), reason="不再需要")
    later = rule(region.lake, "快要废止的")
    repeal(acting=SYSTEM, regulation=later, day=day(5), reason="下周起")
    wanted = {
        old: Status.REPLACED, coming: Status.COMING, new: Status.IN_FORCE, draft: Status.DRAFT, gone: Status.REPEALED,
        later: Status.IN_FORCE,
    }  # fmt: skip
    rows = Regulation.objects.with_replacing()  # type: ignore[attr-defined]
    assert {row: row.status for row in rows} == wanted == {row: row.status for row in Regulation.objects.all()}
    for status in Status:
        found = set(Regulation.objects.standing(status))  # type: ignore[attr-defined]
        assert found == {row for row, its in wanted.items() if its == status}, status


def test_everybody_below_the_issuer_reads_and_nobody_beside_it(region: Region):
    mine, city = rule(region.lake), rule(region.city, "全市办法")
    for role, place in (("class_teacher", region.first), ("principal", region.lake)):
        reader = viewer(role, place)
        assert set(Regulation.objects.visible_to(reader)) == {mine, city}
    pupil = viewer_in(somebody("pupil", region.first, "pupil"), "pupil")
    assert pupil.get(Regulation, city.pk) == city
    far = viewer("principal", region.far, "far")
    assert list(Regulation.objects.visible_to(far)) == [city]
    with pytest.raises(Http404):
        far.get(Regulation, mine.pk)


def test_a_draft_shows_to_its_keepers(region: Region):
    draft = rule(region.lake, is_published=False)
    assert viewer("principal", region.lake).get(Regulation, draft.pk) == draft
    with pytest.raises(Http404):
        viewer("class_teacher", region.first).get(Regulation, draft.pk)
    with pytest.raises(PermissionDenied):
        put_regulation(acting=viewer("class_teacher", region.second, "other"), regulation=draft)


def test_an_amendment_keeps_the_former_version_and_asks_again(region: Region):
    row, keeper = rule(region.lake, audience=Audience.TEACHERS), viewer("principal", region.lake)
    teacher = viewer("class_teacher", region.first)
    acknowledge(acting=teacher, regulation=row)
    assert list(asking(teacher)) == []
    taken = amend.take(keeper, row, {"text": "第一条 改了。", "in_force_from": day(0), "note": "改第一条"})
    assert [(each.number, each.text) for each in versions_of(row)] == [
        (2, "第一条 改了。"),
        (1, "第一条 教师先做一遍。"),
    ]
    assert list(asking(teacher)) == [row]
    undo(keeper, taken)
    row.refresh_from_db()
    assert (row.version, row.text, len(versions_of(row))) == (1, "第一条 教师先做一遍。", 1)
    assert list(asking(teacher)) == []
    with pytest.raises(NotPossible):
        amend(acting=keeper, regulation=row, text="x", in_force_from=day(-60), note="太早")
    with pytest.raises(NotPossible):
        amend(acting=keeper, regulation=row, text=" ", in_force_from=day(0), note="空")


def test_what_is_repealed_is_amended_no_more_and_comes_back(region: Region):
    row, keeper = rule(region.lake), viewer("principal", region.lake)
    taken = repeal.take(keeper, row, {"day": day(0), "reason": "合并"})
    with pytest.raises(NotPossible):
        amend(acting=keeper, regulation=row, text="x", in_force_from=day(1), note="y")
    undo(keeper, taken)
    assert Regulation.objects.get(pk=row.pk).status == Status.IN_FORCE


def test_whom_a_rule_asks_and_who_has_not_answered(region: Region):
    row = rule(region.lake, audience=Audience.TEACHERS)
    first, second = viewer("class_teacher", region.first, "one"), viewer("subject_teacher", region.second, "two")
    keeper = viewer("principal", region.lake)
    assert list(asking(first)) == [row] and list(asking(keeper)) == []
    assert list(asking(viewer("class_teacher", region.grades["Hill"].children.first(), "hill"))) == []
    acknowledge(acting=first, regulation=row)
    assert answers(row) == (1, 2)
    assert [person.username for person in lacking(keeper, row)] == ["two"]
    with pytest.raises(PermissionDenied):
        lacking(second, row)
    with pytest.raises(NotPossible):
        acknowledge(acting=keeper, regulation=row)
    acknowledge(acting=first, regulation=row, is_given=False)
    assert answers(row) == (0, 2)


def test_a_rule_may_ask_at_one_place_below_its_issuer(region: Region):
    row = rule(region.city, audience=Audience.LEADERS, place=region.lake)
    assert list(asking(viewer("principal", region.lake))) == [row]
    assert list(asking(viewer("principal", region.hill, "hill"))) == []
    with pytest.raises(NotPossible):
        rule(region.lake, "别校", place=region.hill)


def test_no_moment_of_acknowledging_is_kept(region: Region):
    row, teacher = rule(region.lake, audience=Audience.TEACHERS), viewer("class_teacher", region.first)
    acknowledge(acting=teacher, regulation=row)
    acknowledge(acting=teacher, regulation=row)
    assert Acknowledgement.objects.filter(person=teacher.person_id, given=True).count() == 1
    assert not AuditEntry.objects.filter(model="rules.acknowledgement").exists()
    assert {field.name for field in Acknowledgement._meta.fields} == {"id", "regulation", "version", "person", "given"}


def test_words_of_the_text_pinyin_and_numbers_find_rules(region: Region):
    row = rule(region.lake, "作业管理办法", number="校发〔2026〕9 号", text="第一条 排风扇每月检查。")
    rule(region.far, "别校作业管理办法")
    teacher = viewer("class_teacher", region.first)
    for text in ("排风扇", "zuoye", "校发"):
        assert [hit.key for hit in found_by(teacher, text).hits] == [row.pk], text
    assert [hit.title for hit in find(teacher, "排风扇", 5)] == ["作业管理办法"]
    officer = viewer("county_officer", region.east)
    assert [hit.key for hit in found_by(officer, "排风扇").hits] == [row.pk]
    assert rebuild() == 2
    assert dict(found_by(teacher, "").facets["level"]) == {"school": 1}
    Regulation.objects.filter(pk=row.pk).remove()  # type: ignore[attr-defined]
    assert rebuild() == 1 and found_by(teacher, "排风扇").hits == []


def test_the_list_searches_counts_and_leaves_former_rules_out(region: Region):
    old = rule(region.lake, "旧办法", kind="measures")
    rule(region.lake, "新办法", replaces=old, text="第一条 来访登记。")
    rule(region.city, "城市章程", kind="charter")
    client, address = signed_in("class_teacher", region.first), reverse("rules:rules")

    def shown(query: str) -> set[str]:
        keys = [row.pk for row in client.get(address + query).context["rows"]]
        return set(Regulation.objects.filter(pk__in=keys).values_list("title", flat=True))

    assert shown("") == {"新办法", "城市章程"}
    assert shown("?status=all") == {"旧办法", "新办法", "城市章程"}
    assert shown("?status=replaced") == {"旧办法"}
    assert shown("?q=来访") == {"新办法"}
    assert shown("?level=city_bureau") == {"城市章程"}
    page = client.get(address).content.decode()
    assert "kind=charter" in page and "level=city_bureau" in page


def test_one_tap_acknowledges_and_the_button_stands_only_for_those_asked(region: Region):
    row = rule(region.lake, audience=Audience.TEACHERS)
    address, page = reverse("rules:acknowledge", args=[row.pk]), reverse("rules:rules-detail", args=[row.pk])
    teacher = signed_in("class_teacher", region.first)
    assert address in teacher.get(page).content.decode()
    assert teacher.post(address).status_code == 302
    assert answers(row)[0] == 1
    teacher.post(address, {"given": "no"})
    assert answers(row)[0] == 0
    keeper = signed_in("principal", region.lake)
    shown = keeper.get(page).content.decode()
    assert address not in shown and "Person class_teacher" in shown
    assert keeper.post(address).status_code == 302 and answers(row)[0] == 0
    assert signed_in("class_teacher", region.far, "far").post(address).status_code in (403, 404)
    assert Client().post(address).status_code == 302
    assert teacher.get(address).status_code == 405


@pytest.mark.parametrize("slug", ["publish", "amend", "repeal"])
def test_only_keepers_take_steps(region: Region, slug: str):
    row = rule(region.lake, is_published=slug != "publish")
    address = reverse(f"rules:rules-{slug}", args=[row.pk])
    assert Client().get(address).status_code == 302
    reader = signed_in("class_teacher", region.first)
    assert reader.get(address).status_code == (404 if slug == "publish" else 403)
    assert signed_in("principal", region.hill, "hill").get(address).status_code == 404
    assert signed_in("principal", region.lake).get(address).status_code in (200, 302, 405)


def test_chapters_and_articles_are_told_from_text():
    lines = lines_of("第一章 总则\n\n第一条　目的。\n（一）其一")
    assert [(line.kind, line.label, line.text) for line in lines] == [
        ("chapter", "", "第一章 总则"), ("article", "第一条", "目的。"), ("text", "", "（一）其一"),
    ]  # fmt: skip


def test_its_file_is_read_by_those_who_read_the_rule(region: Region):
    keeper = somebody("principal", region.lake, "principal")
    blob = Blob.objects.create(sha256="b" * 64, size=3, media_type="application/pdf", kind="document", name="x")
    place = region.lake.path
    file = File.objects.create(
        name="制度.pdf", owner=keeper, path=place, size=3, state="ready", kind="document", blob=blob
    )
    rule(region.lake, text="", file=file)
    assert list(readable_through_rules(viewer("class_teacher", region.first), [file.pk]))[:1] == [file.pk]
    assert list(readable_through_rules(viewer("principal", region.far, "far"), [file.pk])) == []
    assert client_of(keeper).get(reverse("rules:rules")).status_code == 200


def test_forbidden_words_are_named_at_their_field(region: Region):
    put_word(acting=SYSTEM, word=Word(organisation=region.city, effect=Effect.REFUSE), text="打牌")
    typed = {
        "issuer": region.lake.pk, "title": "作息制度", "number": "校发 9 号", "kind": "system",
        "in_force_from": "2026-09-01", "audience": "staff", "text": "第一条 午休不许打牌。",
    }  # fmt: skip
    page = signed_in("principal", region.lake, "forbidden").post("/rules/new/", typed)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["text"])
