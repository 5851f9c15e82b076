"""Credits of a school: entered, imported, cancelled, traced, asked about; and who sees them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import client_of, somebody
from santong.domains.platform.credits.actions import (
    copy_scheme,
    publish,
    set_category,
    set_replacement,
    work_out_effects,
)
from santong.domains.platform.credits.awarding import answer_correction, ask_correction, award, cancel_entry
from santong.domains.platform.credits.computing import entrants_at, recompute, stood
from santong.domains.platform.credits.declaring import CreditSource
from santong.domains.platform.credits.engine import Fact
from santong.domains.platform.credits.models import (
    Correction,
    Course,
    Effect,
    Entry,
    Scheme,
    SchemeVersion,
    Standing,
)
from santong.domains.platform.credits.shipped import shipped_schemes
from santong.domains.platform.credits.tests.conftest import Cast, scheme_of
from santong.domains.platform.notices.models import Notice
from santong.kit.access import SYSTEM
from santong.kit.jobs.testing import run_due
from santong.kit.refusals import NotPossible
from santong.kit.registry import registry

pytestmark = pytest.mark.django_db
TERM = date(2025, 1, 31)


def give(cast: Cast, course: str, *numbers: int, **more: object) -> None:
    rows = [cast.standing(number) for number in numbers]
    award(acting=cast.affairs, standings=rows, course=course, on=TERM, **more)


def test_pupils_of_the_compulsory_stages_collect_nothing(cast: Cast) -> None:
    found = [each.person for each in entrants_at("senior", [cast.region.city.path])]
    assert sorted(found) == sorted(person.pk for person in cast.pupils)
    assert not entrants_at("primary", [cast.region.city.path])
    assert set(Scheme._meta.get_field("kind").choices) == set(Standing._meta.get_field("kind").choices)


def test_a_class_gets_a_course_in_one_act_and_it_is_taken_back_by_entries_beside_it(cast: Cast) -> None:
    page = reverse("credits:award", args=[cast.school_class.pk])
    chosen = [cast.standing(number).pk for number in (0, 1)]
    shown = cast.client.get(page)
    assert "语文一 · 必修" in shown.content.decode()
    client = cast.client
    term = shown.context["form"].fields["term"].choices[-1][0]
    answer = client.post(page, {"course": "YW1", "term": term, "people": chosen, "evidence": "教研组记录"})
    assert answer.status_code == 302
    assert [cast.standing(number).earned for number in range(3)] == [0, 0, 0]  # before they came
    client.post(page, {"course": "YW1", "term": TERM.isoformat(), "people": chosen})
    assert [cast.standing(number).earned for number in range(3)] == [6, 6, 0]


def test_nobody_chosen_keeps_what_was_typed(cast: Cast) -> None:
    page = reverse("credits:award", args=[cast.school_class.pk])
    answer = cast.client.post(page, {"course": "YW1", "term": TERM.isoformat(), "evidence": "记录三"})
    assert answer.status_code == 422 and "记录三" in answer.content.decode()


def test_entering_a_class_is_undone(cast: Cast) -> None:
    client = cast.client
    page = reverse("credits:award", args=[cast.school_class.pk])
    client.post(page, {"course": "YW1", "term": TERM.isoformat(), "people": [cast.standing(0).pk]})
    from santong.kit.models import UndoStep
    from santong.kit.undo import take_back

    take_back(cast.affairs, UndoStep.objects.latest("expires_at").pk)
    assert cast.standing(0).earned == 0
    assert Entry.objects.filter(cancels__isnull=False).count() == 1 and Entry.objects.count() == 2


def test_an_entry_is_never_changed_and_cancelled_once(cast: Cast) -> None:
    give(cast, "YW1", 0)
    entry = Entry.objects.get()
    with pytest.raises(TypeError):
        entry.save()
    cancel_entry(acting=cast.affairs, entry=entry, reason="登记错人")
    assert cast.standing(0).earned == 0
    for row in Entry.objects.all():
        with pytest.raises(NotPossible):
            cancel_entry(acting=cast.affairs, entry=row, reason="再来一次")


def test_every_credit_leads_to_its_source(cast: Cast) -> None:
    give(cast, "YW1", 0)
    found = stood(cast.standing(0))
    assert [each.fact.key for each in found.result.credits] == [str(Entry.objects.get().pk)]
    page = cast.client.get(reverse("credits:credit-standings-detail", args=[cast.standing(0).pk])).content.decode()
    assert reverse("credits:credit-entries-detail", args=[Entry.objects.get().pk]) in page
    assert "“数学一”必须修：0 / 6。" in page


def test_what_modules_know_counts_without_being_entered(cast: Cast) -> None:
    def known(people: object) -> list[tuple[int, Fact]]:
        return [(cast.pupils[1].pk, Fact("", date(2025, 1, 10), "elsewhere", "9", subject="语文", points=75.0))]

    with registry.declaring(CreditSource("elsewhere", "别处", known, lambda key: f"/elsewhere/{key}/")):
        recompute([cast.region.lake.path])
        assert cast.standing(1).earned == 6
        page = cast.client.get(reverse("credits:credit-standings-detail", args=[cast.standing(1).pk]))
        assert "/elsewhere/9/" in page.content.decode()


def test_whoever_has_left_no_longer_stands_there(cast: Cast) -> None:
    from santong.domains.campus.students.models import Pupil

    Pupil.objects.filter(person=cast.pupils[2]).update(status="left")
    recompute([cast.region.lake.path])
    assert not Standing.objects.filter(person=cast.pupils[2]).exists()


@pytest.mark.parametrize(
    ("who", "sees"),
    [("affairs", 3), ("leader", 3), ("pupil", 1), ("parent", 1), ("other", 0), ("officer", 0), ("stranger", 0)],
)
def test_who_sees_whose_credits(cast: Cast, who: str, sees: int) -> None:
    region = cast.region
    viewers = {
        "affairs": lambda: cast.affairs,
        "leader": lambda: viewer_in(cast.leader, "staff"),
        "pupil": lambda: viewer_in(cast.pupils[0], "pupil"),
        "parent": lambda: viewer_in(cast.parent, "parent"),
        "other": lambda: viewer_in(somebody("teaching_affairs", region.hill, "hill"), "staff"),
        "officer": lambda: viewer_in(somebody("county_officer", region.east, "officer"), "staff"),
        "stranger": lambda: viewer_in(somebody("subject_teacher", region.first, "subject"), "staff"),
    }
    viewer = viewers[who]()
    rows = Standing.objects.visible_to(viewer).filter(kind="senior")
    assert rows.count() == sees or (sees == 1 and viewer.get(Standing, cast.standing(0).pk))
    if sees == 0:
        page = reverse("credits:credit-standings-detail", args=[cast.standing(0).pk])
        person = {"other": "hill", "officer": "officer", "stranger": "subject"}[who]
        from santong.domains.platform.identity.public import Person

        assert client_of(Person.objects.get(username=person)).get(page).status_code == 404


def test_a_pupil_reads_and_asks_a_parent_too_and_the_school_answers(cast: Cast) -> None:
    for person, category in ((cast.pupils[0], "pupil"), (cast.parent, "parent")):
        answer = client_of(person).get(reverse("credits:credit-standings"))
        assert answer.status_code == 200 and "学生0" in answer.content.decode(), category
    child = cast.standing(0)
    key = ask_correction(acting=viewer_in(cast.parent, "parent"), standing=child, text="补考已过", course="语文一")
    with pytest.raises(NotPossible):
        ask_correction(acting=viewer_in(cast.pupils[0], "pupil"), standing=child, text="还是", course="语文一")
    with pytest.raises(PermissionDenied):
        ask_correction(acting=viewer_in(cast.pupils[1], "pupil"), standing=child, text="我来问")
    row = Correction.objects.get(pk=key)
    with pytest.raises(PermissionDenied):
        answer_correction(acting=viewer_in(cast.leader, "staff"), correction=row, state="granted", answer="好")
    answer_correction(acting=cast.affairs, correction=row, state="granted", answer="已补登")
    assert Notice.objects.filter(key__startswith=f"credits-answered-{key}").exists()
    assert (
        "已补登"
        in client_of(cast.parent).get(reverse("credits:credit-standings-detail", args=[child.pk])).content.decode()
    )


def test_a_version_is_never_changed_and_those_who_began_before_keep_theirs(cast: Cast) -> None:
    version = SchemeVersion.objects.get()
    with pytest.raises(TypeError):
        version.save()
    set_category(acting=SYSTEM, scheme=cast.scheme, name="选修", floor=Decimal(6))
    with pytest.raises(NotPossible):  # nobody has looked whom it changes
        publish(acting=SYSTEM, scheme=cast.scheme, from_day=date(2026, 9, 1))
    work_out_effects(acting=SYSTEM, scheme=cast.scheme)
    run_due()
    cast.scheme.refresh_from_db()
    publish(acting=SYSTEM, scheme=cast.scheme, from_day=date(2026, 9, 1), note="选修提高")
    run_due()
    assert cast.scheme.number == 2
    assert stood(cast.standing(0)).version == version
    with pytest.raises(NotPossible):
        work_out_effects(acting=SYSTEM, scheme=cast.scheme)


def test_whom_a_draft_changes_is_known_before_it_is_published(cast: Cast) -> None:
    give(cast, "YW1", 0, 1)
    give(cast, "SX1", 0)
    give(cast, "XB", 0)
    assert [cast.standing(number).state for number in range(3)] == ["done", "behind", "behind"]
    cast.scheme.refresh_from_db()
    cast.scheme.total = Decimal(22)
    cast.scheme.save()
    work_out_effects(acting=SYSTEM, scheme=cast.scheme)
    run_due()
    effect = Effect.objects.get()
    assert (effect.standing.person_id, effect.state) == (cast.pupils[0].pk, "on_way")
    page = cast.client.get(reverse("credits:credit-effects"))
    assert "学生0" in page.content.decode()
    officer = client_of(somebody("county_officer", cast.region.east, "officer"))
    shown = officer.get(reverse("credits:credit-schemes-detail", args=[cast.scheme.pk])).content.decode()
    assert "1 人的情况会变" in shown and "学生0" not in shown
    assert officer.get(reverse("credits:credit-effects")).status_code == 403


def test_a_school_copies_and_asks_for_more_never_for_less(cast: Cast) -> None:
    lake = cast.region.lake
    key = copy_scheme(acting=cast.affairs, scheme=cast.scheme, place=lake, name="本校方案")
    own = Scheme.objects.get(pk=key)
    assert Course.objects.filter(scheme=own).count() == 3
    set_category(acting=cast.affairs, scheme=own, name="选修", floor=Decimal(2))
    work_out_effects(acting=cast.affairs, scheme=own)
    run_due()
    own.refresh_from_db()
    with pytest.raises(NotPossible, match="选修"):
        publish(acting=cast.affairs, scheme=own, from_day=date(2020, 1, 1))
    set_category(acting=cast.affairs, scheme=own, name="选修", floor=Decimal(5))
    work_out_effects(acting=cast.affairs, scheme=own)
    run_due()
    own.refresh_from_db()
    publish(acting=cast.affairs, scheme=own, from_day=date(2020, 1, 1))
    run_due()
    assert stood(cast.standing(0)).version.scheme_id == own.pk
    with pytest.raises(PermissionDenied):
        copy_scheme(acting=cast.affairs, scheme=cast.scheme, place=cast.region.hill, name="别校")
    again = Scheme.objects.get(pk=copy_scheme(acting=cast.affairs, scheme=own, place=lake, name="再来"))
    set_category(acting=cast.affairs, scheme=again, name="选修", floor=Decimal(7))
    with pytest.raises(NotPossible, match="生效"):
        publish(acting=cast.affairs, scheme=again, from_day=date(2020, 1, 1))


def test_a_replacement_is_set_and_taken_back(cast: Cast) -> None:
    by, of = (Course.objects.get(scheme=cast.scheme, code=code) for code in ("XB", "SX1"))
    arguments = {"by": by, "of": of, "authority": "校务会"}
    set_replacement(acting=SYSTEM, scheme=cast.scheme, most=Decimal(2), **arguments)
    assert cast.scheme.replacements.count() == 1
    set_replacement(acting=SYSTEM, scheme=cast.scheme, most=Decimal(0), **arguments)
    assert not cast.scheme.replacements.exists()
    with pytest.raises(NotPossible):
        set_replacement(acting=SYSTEM, scheme=cast.scheme, by=by, of=by, most=Decimal(1), authority="x")


def test_what_ships_can_be_copied_whole(cast: Cast) -> None:
    shipped = Scheme.objects.filter(path="")
    assert {row.code for row in shipped} == {given["code"] for given in shipped_schemes()}
    senior = shipped.get(code="SENIOR-2020")
    must = sum(row.credits for row in Course.objects.filter(scheme=senior, category__name="必修"))
    assert (senior.total, must) == (144, 88)
    assert all("摘录" in row.source or "摘录" in row.name for row in shipped)
    key = copy_scheme(acting=SYSTEM, scheme=senior, place=cast.region.west, name="西县")
    assert Course.objects.filter(scheme=key).count() == Course.objects.filter(scheme=senior).count()


def test_a_course_of_another_scheme_is_refused(cast: Cast) -> None:
    other = scheme_of(cast.region.west, "西县方案")
    from santong.domains.platform.credits.actions import put_course

    course = Course.objects.filter(scheme=other).first()
    course.category = cast.scheme.categories.first()
    with pytest.raises(NotPossible):
        put_course(acting=SYSTEM, course=course)


@pytest.mark.parametrize("name", ["credit-certificate", "credit-class-sheet"])
def test_paper(cast: Cast, name: str) -> None:
    give(cast, "YW1", 0)
    row = cast.standing(0) if name == "credit-certificate" else cast.school_class
    page = reverse("printing:print", args=[name, row.pk])
    answer = cast.client.post(page)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    hill = client_of(somebody("teaching_affairs", cast.region.hill, "hill"))
    assert hill.post(page).status_code in (403, 404)
