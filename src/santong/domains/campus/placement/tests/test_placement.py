"""From the list to the classes: who sees what, what is bound when, and that the lots fall once."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from santong.domains.campus.exams.models import Examination, ExamResult, Paper
from santong.domains.campus.placement.actions import (
    add_late,
    ask_for_pair,
    draw,
    drop_pair,
    publish,
    put_in_force,
    take_in,
    take_results,
    withdraw,
)
from santong.domains.campus.placement.drawing import listed
from santong.domains.campus.placement.jobs import draw_lots
from santong.domains.campus.placement.models import Pair, PlacedPupil, Placement
from santong.domains.campus.placement.resealing import reseal
from santong.domains.campus.placement.tests.conftest import NUMBER, Cast, add_pupils, begin, today
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import client_of, signed_in, somebody
from santong.domains.platform.organisations.public import create_grade
from santong.kit.access import SYSTEM
from santong.kit.models import AuditEntry
from santong.kit.refusals import NotPossible
from santong.lib.class_placement import classes_by
from santong.lib.lots import commitment_of

State = Placement.State


def rows(cast: Cast) -> list[PlacedPupil]:
    return list(PlacedPupil.objects.filter(placement=cast.placement).order_by("code"))


def classes_of(cast: Cast) -> list[list[str]]:
    """Codes by class, in the order of classes."""
    found: dict[int, list[str]] = {}
    for row in rows(cast):
        found.setdefault(row.school_class_id, []).append(row.code)
    return [found[each.pk] for each in (cast.region.first, cast.region.second)]


# The list


def test_everybody_of_the_grade_is_on_the_list_under_a_code(cast: Cast):
    found = rows(cast)
    assert sorted(row.pupil_id for row in found) == sorted(pupil.pk for pupil in cast.pupils)
    assert [row.code for row in found] == [f"{n:04}" for n in range(1, 13)]
    assert sum(row.is_boarder for row in found) == 4


def test_codes_do_not_follow_the_roll(cast: Cast):
    """Twelve codes in the order of the roll would be a chance of one in half a milliard."""
    assert [row.pupil_id for row in rows(cast)] != [pupil.pk for pupil in cast.pupils]


def test_pupils_without_a_class_are_placed(cast: Cast):
    cast.placement.delete()
    new = add_pupils(cast.region.lake, None, 5, "new")
    placement = begin(cast.region, cast.affairs, whom=Placement.Whom.NEW)
    assert set(PlacedPupil.objects.filter(placement=placement).values_list("pupil", flat=True)) == {p.pk for p in new}


def test_the_list_follows_the_roll_until_it_is_published(cast: Cast):
    [late] = add_pupils(cast.region.lake, cast.region.second, 1, "late")
    Pupil.objects.filter(pk=cast.pupils[3].pk).update(status=Pupil.Status.LEFT)
    before = {row.pupil_id: row.code for row in rows(cast)}
    assert take_in(acting=cast.affairs, placement=cast.placement) == 1
    after = {row.pupil_id: row.code for row in rows(cast)}
    assert late.pk in after and cast.pupils[3].pk not in after
    assert all(before[pk] == code for pk, code in after.items() if pk in before)
    cast.publish()
    with pytest.raises(NotPossible):
        take_in(acting=cast.affairs, placement=cast.placement)


def test_results_of_an_examination_only_make_classes_equal(cast: Cast):
    with pytest.raises(NotPossible):
        take_results(acting=cast.affairs, placement=cast.placement)
    cast.placement.weighs_results = True
    cast.placement.save()
    with pytest.raises(NotPossible):
        take_results(acting=cast.affairs, placement=cast.placement)
    school, grade = cast.region.lake, cast.region.grade
    exam = Examination.objects.create(school=school, path=school.path, name="期中", first=today(), last=today())
    for subject, full in (("语文", 120), ("科学", 100), ("美术", 50)):
        paper = Paper.objects.create(
            examination=exam, path=exam.path, grade=grade, level=1, subject=subject, full=full,
            released_at=timezone.now(),
        )  # fmt: skip
        pupil = cast.pupils[0]
        ExamResult.objects.create(
            paper=paper, pupil=pupil, school_class=pupil.school_class, path=pupil.path, points=full // 2
        )  # fmt: skip
    assert take_results(acting=cast.affairs, placement=cast.placement) == 1
    row = PlacedPupil.objects.get(placement=cast.placement, pupil=cast.pupils[0])
    assert (row.chinese, row.maths, row.others) == (50, None, 50)


# Together and apart


def test_pairs_are_kept_by_the_draw(cast: Cast):
    found = rows(cast)
    for kind, one, other in (("together", 0, 1), ("apart", 2, 3), ("together", 1, 4)):
        ask_for_pair(
            acting=cast.affairs,
            placement=cast.placement,
            kind=kind,
            one=found[one],
            other=found[other],
            reason="双胞胎",
        )
    cast.publish()
    cast.draw()
    at = {row.code: row.school_class_id for row in rows(cast)}
    assert at["0001"] == at["0002"] == at["0005"] and at["0003"] != at["0004"]


@pytest.mark.parametrize(("one", "other"), [(0, 0), (0, 1)])
def test_a_pair_is_two_and_asked_once(cast: Cast, one: int, other: int):
    found = rows(cast)
    ask_for_pair(acting=cast.affairs, placement=cast.placement, kind="apart", one=found[1], other=found[0], reason="")
    with pytest.raises(NotPossible):
        ask_for_pair(
            acting=cast.affairs,
            placement=cast.placement,
            kind="together",
            one=found[one],
            other=found[other],
            reason="",
        )
    assert Pair.objects.count() == 1


def test_pairs_that_contradict_are_refused_by_name(cast: Cast):
    found = rows(cast)
    for one, other in ((0, 1), (1, 2)):
        ask_for_pair(
            acting=cast.affairs, placement=cast.placement, kind="apart", one=found[one], other=found[other], reason=""
        )
    with pytest.raises(NotPossible, match="学生"):
        ask_for_pair(
            acting=cast.affairs, placement=cast.placement, kind="apart", one=found[0], other=found[2], reason=""
        )
    assert Pair.objects.count() == 2
    drop_pair(acting=cast.affairs, placement=cast.placement, pair=Pair.objects.first())
    ask_for_pair(acting=cast.affairs, placement=cast.placement, kind="apart", one=found[0], other=found[2], reason="")


# Published, drawn


def test_what_is_published_binds_list_and_secret(cast: Cast):
    placement = cast.publish()
    assert placement.state == State.PUBLISHED
    assert placement.commitment == commitment_of(placement.secret, listed(placement).digest)
    assert placement.secret not in placement.secret_cipher
    entries = json.dumps(list(AuditEntry.objects.values_list("changes", flat=True)), default=str)
    assert placement.secret not in entries and placement.commitment in entries


def test_a_list_that_was_changed_since_is_not_drawn(cast: Cast):
    cast.publish()
    PlacedPupil.objects.filter(placement=cast.placement, code="0001").update(
        is_boarder=True, sex="2", particular="日语"
    )
    with pytest.raises(NotPossible):
        draw(acting=cast.affairs, placement=cast.placement, drawn=NUMBER, drawn_how="x")


def test_the_draw_makes_equal_classes_and_is_there_to_be_checked(cast: Cast):
    cast.publish()
    placement = cast.draw()
    assert placement.state == State.DRAWN
    assert [len(group) for group in classes_of(cast)] == [6, 6]
    girls = [sum(row.sex == "2" for row in rows(cast) if row.code in group) for group in classes_of(cast)]
    assert girls == [3, 3]
    archive = zipfile.ZipFile(io.BytesIO(cast.client.get(f"{cast.url}record/download/").content))
    record = json.loads(archive.read("record.json"))
    assert classes_by(record) == classes_of(cast)
    assert "学生" not in json.dumps(record, ensure_ascii=False)


def test_the_program_in_the_archive_gives_the_same_classes(cast: Cast, tmp_path):
    cast.publish()
    cast.draw()
    archive = zipfile.ZipFile(io.BytesIO(cast.client.get(f"{cast.url}record/download/").content))
    archive.extractall(tmp_path)
    command = [sys.executable, "-S", "class_placement.py", "record.json"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, env={})
    assert [line.split()[1:] for line in told.stdout.splitlines()] == classes_of(cast)


def test_there_is_no_second_draw(cast: Cast):
    cast.publish()
    cast.draw()
    before = classes_of(cast)
    for again in (
        lambda: draw(acting=cast.affairs, placement=cast.placement, drawn="1 1 1", drawn_how="x"),
        lambda: withdraw(acting=cast.affairs, placement=cast.placement, reason="x"),
        lambda: publish(acting=cast.affairs, placement=cast.placement),
    ):
        with pytest.raises(NotPossible):
            again()
    draw_lots.func(placement_id=cast.placement.pk)
    assert classes_of(cast) == before


@pytest.mark.parametrize("drawn", [False, True])
def test_what_was_published_is_not_removed(cast: Cast, drawn: bool):
    """Else the same pupils could be drawn again until the lots please somebody."""
    cast.publish()
    if drawn:
        cast.draw()
    browser = cast.client
    assert "remove/" not in browser.get(cast.url).content.decode()
    assert browser.post(f"{cast.url}remove/").headers["Location"] == cast.url
    browser.post("/class-placements/bulk/", {"action": "remove", "ids": [cast.placement.pk]})
    cast.placement.refresh_from_db()
    assert cast.placement.removed_at is None


def test_a_draft_is_removed(cast: Cast):
    cast.client.post(f"{cast.url}remove/")
    assert not Placement.objects.filter(pk=cast.placement.pk).exists()


def test_a_withdrawn_list_gets_a_new_secret_and_leaves_its_commitment(cast: Cast):
    first = cast.publish().commitment
    withdraw(acting=cast.affairs, placement=cast.placement, reason="名单有误")
    assert cast.placement.is_draft and not cast.placement.secret_cipher
    second = cast.publish().commitment
    assert first != second
    told = json.dumps(list(AuditEntry.objects.values_list("changes", flat=True)), default=str)
    assert first in told and second in told


def test_a_grade_with_one_class_is_not_published(cast: Cast):
    grade = create_grade(acting=SYSTEM, school=cast.region.lake, stage="primary", level=2, school_year=2026)
    placement = Placement.objects.create(grade=grade, school=cast.region.lake, path=cast.region.lake.path)
    with pytest.raises(NotPossible):
        publish(acting=cast.affairs, placement=placement)


# Afterwards


def test_pupils_go_into_their_classes(cast: Cast):
    cast.publish()
    cast.draw()
    put_in_force(acting=cast.affairs, placement=cast.placement, day=today())
    at = {row.pupil_id: row.school_class_id for row in rows(cast)}
    assert dict(Pupil.objects.filter(pk__in=at).values_list("pk", "school_class")) == at
    assert cast.placement.state == State.IN_FORCE


@pytest.mark.parametrize("in_force", [False, True])
def test_a_late_arrival_is_placed_by_lot(cast: Cast, in_force: bool):
    cast.publish()
    cast.draw()
    if in_force:
        put_in_force(acting=cast.affairs, placement=cast.placement, day=today())
    before = classes_of(cast)
    [late] = add_pupils(cast.region.lake, None, 1, "late")
    add_late(acting=cast.affairs, placement=cast.placement, pupil=late)
    row = PlacedPupil.objects.get(pupil=late)
    assert row.is_late and row.code == "0013" and row.school_class_id
    assert classes_by_before(cast) == before
    late.refresh_from_db()
    assert late.school_class_id == (row.school_class_id if in_force else None)
    archive = zipfile.ZipFile(io.BytesIO(cast.client.get(f"{cast.url}record/download/").content))
    assert classes_by(json.loads(archive.read("record.json"))) == before


def classes_by_before(cast: Cast) -> list[list[str]]:
    return [[code for code in group if code != "0013"] for group in classes_of(cast)]


# Results


def test_the_first_grade_is_placed_without_results(cast: Cast):
    page = cast.client.post(f"{cast.url}edit/", {"weighs_results": "on", "weighs_boarders": "on"})
    assert page.status_code == 422 and "起始年级" in page.content.decode()
    cast.placement.refresh_from_db()
    assert not cast.placement.weighs_results


def test_results_are_no_part_of_a_list_that_does_not_weigh_them(cast: Cast):
    PlacedPupil.objects.update(chinese=90)
    assert all(not pupil.marks for pupil in listed(cast.placement).pupils)
    cast.placement.weighs_results = True
    assert all(pupil.marks == {"chinese": 9000} for pupil in listed(cast.placement).pupils)


# Who sees what


def test_families_see_codes_and_their_own_child(cast: Cast):
    parent = client_of(cast.parent)
    assert parent.get(cast.url).status_code == 404, "a draft is the school's alone"
    cast.publish()
    cast.draw()
    page = parent.get(cast.url).content.decode()
    mine = PlacedPupil.objects.get(pupil=cast.pupils[0])
    assert cast.pupils[0].person.name in page and mine.code in page
    assert all(other.person.name not in page for other in cast.pupils[1:])
    assert "语文" not in page
    assert parent.get(f"{cast.url}record/download/").status_code == 200
    assert parent.post(f"{cast.url}put-in-force/", {"day": today().isoformat()}).status_code == 403


def test_the_secret_is_told_after_the_draw(cast: Cast):
    secret = cast.publish().secret
    assert secret not in cast.client.get(cast.url).content.decode()
    assert (
        secret
        not in zipfile.ZipFile(io.BytesIO(cast.client.get(f"{cast.url}record/download/").content))
        .read("record.json")
        .decode()
    )
    cast.draw()
    assert secret in cast.client.get(cast.url).content.decode()


@pytest.mark.parametrize("role", ["teaching_affairs", "principal"])
def test_another_school_finds_nothing(cast: Cast, role: str):
    cast.publish()
    intruder = signed_in(role, cast.region.hill)
    assert intruder.get(cast.url).status_code == 404
    assert intruder.get(f"{cast.url}record/download/").status_code == 404


def test_a_stranger_signs_in_first(cast: Cast):
    cast.publish()
    assert Client().get(f"{cast.url}record/download/").status_code == 302


def test_the_record_of_a_draft_is_not_there(cast: Cast):
    assert cast.client.get(f"{cast.url}record/download/").status_code == 404


@pytest.mark.parametrize("role", ["class_teacher", "inspector", "county_officer"])
def test_who_looks_on_changes_nothing(cast: Cast, role: str):
    place = {"class_teacher": cast.region.first}.get(role, cast.region.east)
    viewer = viewer_in(somebody(role, place, role), "staff")
    with pytest.raises(PermissionDenied):
        publish(acting=viewer, placement=cast.placement)


def test_a_draw_in_the_browser(cast: Cast):
    browser = cast.client
    assert browser.post(f"{cast.url}publish/").status_code == 302
    bad = browser.post(f"{cast.url}draw/", {"drawn": "七三九", "drawn_how": "福彩"})
    assert bad.status_code == 422 and "七三九" in bad.content.decode()
    assert browser.post(f"{cast.url}draw/", {"drawn": NUMBER, "drawn_how": "福彩"}).status_code == 302
    assert "hx-trigger" in browser.get(cast.url).content.decode()


def test_secrets_are_sealed_anew(cast: Cast, settings):
    from santong.lib.keyrings import Keyring

    cast.publish()
    secret = cast.placement.secret
    assert reseal() == 0
    assert isinstance(settings.FIELD_KEYS, Keyring) and secret
