"""From the offers to the result: who may what when, that the lots fall once, and that nobody is left out silently."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from santong.domains.campus.choices.actions import (
    announce,
    close,
    close_offer,
    confirm,
    draw,
    give_place,
    hand_in,
    offer_combinations,
    open_final,
    open_trial,
    put_offer,
    reopen,
    take_in,
)
from santong.domains.campus.choices.forms import WishForm
from santong.domains.campus.choices.jobs import give
from santong.domains.campus.choices.models import ChoiceRound, Chooser, Offer, Wish
from santong.domains.campus.choices.queries import asked_for, choosers_of, fates, unserved
from santong.domains.campus.choices.resealing import reseal
from santong.domains.campus.choices.tests.conftest import NUMBER, YESTERDAY, Cast, add_pupils, begin, offer, today
from santong.domains.campus.choices.todos import TO_CONFIRM, TO_RANK
from santong.domains.campus.choices.words import reasons
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import client_of, somebody
from santong.domains.platform.notices.models import Notice
from santong.kit.access import SYSTEM
from santong.kit.jobs.testing import run_due
from santong.kit.refusals import NotPossible
from santong.kit.undo import CannotUndo

State = ChoiceRound.State
Clubs = tuple[ChoiceRound, list[Offer]]


def given(row: ChoiceRound) -> dict[str, list[str]]:
    """What each pupil has, by name."""
    return {str(each.chooser): each.names for each in fates(row, choosers_of(row))}


# Rounds and offers


def test_combinations_are_offered_once(cast: Cast):
    row = begin(cast.region, cast.affairs, kind="combination")
    assert offer_combinations(acting=cast.affairs, row=row, offered=["物化生", "史政地"]) == 2
    assert offer_combinations(acting=cast.affairs, row=row, offered=["物化生", "物化地"]) == 1
    first = Offer.objects.get(round=row, name="物化生")
    assert first.taken == ["物理", "化学", "生物学"]
    with pytest.raises(NotPossible):
        offer_combinations(acting=cast.affairs, row=begin(cast.region, cast.affairs), offered=["物化生"])


def test_nothing_opens_without_offers_days_or_pupils(cast: Cast):
    row = begin(cast.region, cast.affairs)
    with pytest.raises(NotPossible, match="课程"):
        open_final(acting=cast.affairs, row=row)
    offer(row, "甲"), offer(row, "乙")
    with pytest.raises(NotPossible):
        open_trial(acting=cast.affairs, row=row)
    ChoiceRound.objects.filter(pk=row.pk).update(final_until=today() - YESTERDAY)
    row.refresh_from_db()
    with pytest.raises(NotPossible):
        open_final(acting=cast.affairs, row=row)
    ChoiceRound.objects.filter(pk=row.pk).update(final_until=today())
    Pupil.objects.update(status=Pupil.Status.LEFT)
    row.refresh_from_db()
    with pytest.raises(NotPossible):
        open_final(acting=cast.affairs, row=row)


def test_the_list_follows_the_roll_until_it_is_fixed(cast: Cast, clubs: Clubs):
    row, _offers = clubs
    before = {each.pupil_id: each.code for each in choosers_of(row)}
    [late] = add_pupils(cast.region.lake, cast.region.second, 1, "late")
    Pupil.objects.filter(pk=cast.pupils[3].pk).update(status=Pupil.Status.LEFT)
    assert take_in(acting=cast.affairs, row=row) == 1
    after = {each.pupil_id: each.code for each in choosers_of(row)}
    assert late.pk in after and cast.pupils[3].pk not in after
    assert all(before[pk] == code for pk, code in after.items() if pk in before)


def test_offers_stay_as_they_are_once_the_list_is_fixed(cast: Cast, clubs: Clubs):
    row, offers = clubs
    for number in range(12):
        cast.wish(row, number, offers[:1])
    row.refresh_from_db()
    close(acting=cast.affairs, row=row)
    offers[0].most = 12
    with pytest.raises(NotPossible):
        put_offer(acting=cast.affairs, offer=offers[0])


# Wishes


def test_wishes_can_be_changed_until_the_last_day(cast: Cast, clubs: Clubs):
    row, offers = clubs
    chooser = cast.wish(row, 0, offers[:2])
    assert chooser.handed_in_at is not None
    cast.wish(row, 0, [offers[2]])
    assert list(Wish.objects.filter(chooser=chooser).values_list("offer", "rank")) == [(offers[2].pk, 1)]
    ChoiceRound.objects.filter(pk=row.pk).update(final_until=today() - YESTERDAY)
    with pytest.raises(NotPossible):
        cast.wish(row, 0, offers[:1])


def test_wishes_are_taken_back_by_undo(cast: Cast, clubs: Clubs):
    row, offers = clubs
    cast.wish(row, 0, offers[:2])
    chooser = cast.chooser(row, 0)
    before = hand_in(acting=cast.viewer(0), row=chooser, offers=offers[2:])
    assert hand_in.takes_back is not None
    hand_in.takes_back(cast.viewer(0), chooser, before)
    assert [wish.offer for wish in Wish.objects.filter(chooser=chooser).order_by("rank")] == offers[:2]
    Offer.objects.filter(pk=offers[0].pk).update(removed_at=timezone.now())
    with pytest.raises(CannotUndo):
        hand_in.takes_back(cast.viewer(0), chooser, before)


@pytest.mark.parametrize("which", ["twice", "too many", "other grade", "closed"])
def test_wishes_that_cannot_be_are_refused_in_words(cast: Cast, clubs: Clubs, which: str):
    row, offers = clubs
    wished = [offers[0], offers[0]] if which == "twice" else list(offers)
    if which == "too many":
        ChoiceRound.objects.filter(pk=row.pk).update(ranked=2)
    elif which == "other grade":
        Offer.objects.filter(pk=offers[1].pk).update(grade=cast.region.second)
    elif which == "closed":
        Offer.objects.filter(pk=offers[1].pk).update(closed="老师病了")
    with pytest.raises(NotPossible):
        cast.wish(row, 0, wished)
    assert not Wish.objects.filter(chooser__round=row).exists()


def test_nobody_wishes_for_somebody_else(cast: Cast, clubs: Clubs):
    row, offers = clubs
    for viewer in (cast.viewer(1), viewer_in(cast.parent, "parent"), viewer_in(cast.leader, "staff")):
        with pytest.raises(PermissionDenied):
            hand_in(acting=viewer, row=cast.chooser(row, 0), offers=offers[:1])
    hand_in(acting=cast.affairs, row=cast.chooser(row, 0), offers=offers[:1])
    assert cast.chooser(row, 0).handed_in_at is not None


def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(cast: Cast, clubs: Clubs):
    row, offers = clubs
    chooser, viewer = cast.chooser(row, 0), cast.viewer(0)
    keys = [str(each.pk) for each in offers]
    for typed, field in (
        ({"wish_1": "", "wish_2": keys[0]}, "wish_1"),
        ({"wish_1": keys[0], "wish_2": keys[0]}, "wish_2"),
        ({"wish_1": "x", "wish_2": keys[0]}, "wish_1"),
    ):
        form = WishForm(typed, chooser, viewer)  # type: ignore[arg-type]
        assert not form.is_valid() and field in form.errors
    form = WishForm({"wish_1": keys[2], "wish_2": keys[0]}, chooser, viewer)  # type: ignore[arg-type]
    assert form.is_valid() and form.cleaned_data["offers"] == [offers[2], offers[0]]


def test_a_guardian_confirms_where_the_school_asks_for_it(cast: Cast, clubs: Clubs):
    row, offers = clubs
    mother = viewer_in(cast.parent, "parent")
    cast.wish(row, 0, offers[:1])
    with pytest.raises(NotPossible):
        confirm(acting=mother, row=cast.chooser(row, 0))
    ChoiceRound.objects.filter(pk=row.pk).update(asks_guardian=True)
    assert TO_CONFIRM.rows(mother).count() == 1
    confirm(acting=mother, row=cast.chooser(row, 0))
    assert cast.chooser(row, 0).confirmed_by == cast.parent
    assert TO_CONFIRM.rows(mother).count() == 0
    with pytest.raises(PermissionDenied):
        confirm(acting=mother, row=cast.chooser(row, 1))
    with pytest.raises(PermissionDenied):
        confirm(acting=cast.viewer(0), row=cast.chooser(row, 0))
    cast.wish(row, 0, offers[1:2])
    assert cast.chooser(row, 0).confirmed_at is None


def test_what_waits_for_a_pupil_is_in_the_inbox_until_it_is_done(cast: Cast, clubs: Clubs):
    row, offers = clubs
    assert TO_RANK.rows(cast.viewer(0)).count() == 1
    assert TO_RANK.rows(cast.viewer(1)).get().pupil == cast.pupils[1]
    cast.wish(row, 0, offers[:1])
    assert TO_RANK.rows(cast.viewer(0)).count() == 0
    assert TO_RANK.rows(viewer_in(cast.parent, "parent")).count() == 0


def test_the_trial_shows_sizes_and_the_final_choice_does_not(cast: Cast):
    row = begin(cast.region, cast.affairs, trial_until=today())
    offers = [offer(row, "合唱"), offer(row, "足球")]
    open_trial(acting=cast.affairs, row=row)
    cast.wish(row, 1, offers[:1])
    page = f"/course-wishes/{cast.chooser(row, 0).pk}/"
    client = client_of(cast.pupils[0].person)
    assert "1 人报" in client.get(page).content.decode()
    row.refresh_from_db()
    open_final(acting=cast.affairs, row=row)
    assert "人报" not in client.get(page).content.decode()
    assert [wish.offer for wish in Wish.objects.filter(chooser__round=row)] == offers[:1]


# The draw


def test_as_many_wishes_as_possible_come_true_and_everybody_else_is_named(cast: Cast, clubs: Clubs):
    row, offers = clubs
    for number in range(11):
        cast.wish(row, number, offers[:2] if number < 8 else offers[2:])
    with pytest.raises(NotPossible):
        close(acting=cast.affairs, row=row)
    ChoiceRound.objects.filter(pk=row.pk).update(final_until=today() - timedelta(days=1))
    cast.draw(row)
    assert row.state == State.DRAWN
    sizes = {each.offer.name: each.given for each in asked_for(row)}
    assert sizes == {"合唱": 3, "足球": 4, "书法": 3}
    lacking = {str(each.chooser): reasons(each) for each in unserved(row)}
    assert len(lacking) == 2
    assert lacking.pop(str(cast.pupils[11])) == ["没有提交志愿。"]
    [(_name, said)] = lacking.items()
    assert len(said) == 2 and all("8" in each and "签号" in each for each in said)


def test_the_lots_fall_once(cast: Cast, clubs: Clubs):
    row, offers = clubs
    for number in range(12):
        cast.wish(row, number, offers[:2])
    cast.draw(row)
    before = given(row)
    with pytest.raises(NotPossible):
        draw(acting=cast.affairs, row=row, drawn="1 1 1", drawn_how="x")
    with pytest.raises(NotPossible):
        reopen(acting=cast.affairs, row=row, reason="不满意")
    give(row)
    assert given(row) == before


def test_a_fixed_list_can_be_opened_before_the_draw(cast: Cast, clubs: Clubs):
    row, offers = clubs
    for number in range(12):
        cast.wish(row, number, offers[:1])
    row.refresh_from_db()
    close(acting=cast.affairs, row=row)
    assert row.commitment and row.secret and reseal() == 0
    Wish.objects.filter(chooser=cast.chooser(row, 0)).delete()
    with pytest.raises(NotPossible):
        draw(acting=cast.affairs, row=row, drawn=NUMBER, drawn_how="x")
    reopen(acting=cast.affairs, row=row, reason="改一改")
    assert (row.state, row.commitment, row.secret) == (State.FINAL, "", "")


def test_an_offer_with_too_few_is_closed_and_the_same_lots_give_the_rest(cast: Cast, clubs: Clubs):
    row, offers = clubs
    for number in range(11):
        cast.wish(row, number, offers[:2])
    cast.wish(row, 11, [offers[2], offers[1]])
    cast.draw(row)
    lots = {each.pk: each.lot for each in choosers_of(row)}
    with pytest.raises(NotPossible, match="书法"):
        announce(acting=cast.affairs, row=row)
    with pytest.raises(NotPossible):
        close_offer(acting=cast.affairs, row=row, offer=offers[0], reason="x")
    close_offer(acting=cast.affairs, row=row, offer=offers[2], reason="只有一人")
    run_due()
    row.refresh_from_db()
    assert row.state == State.DRAWN and {each.pk: each.lot for each in choosers_of(row)} == lots
    last = next(each for each in fates(row, choosers_of(row)) if each.chooser.pupil == cast.pupils[11])
    assert "只有一人" in reasons(last)[0]
    moved = {str(each) for each in Chooser.objects.filter(round=row, moved=True)}
    assert str(cast.pupils[11]) in moved and len(moved) <= 2
    with pytest.raises(NotPossible):
        reopen(acting=cast.affairs, row=row, reason="x")


def test_a_place_that_is_left_helps_somebody(cast: Cast, clubs: Clubs):
    row, offers = clubs
    for number in range(12):
        cast.wish(row, number, offers[:1] if number < 8 else offers[1:])
    cast.draw(row)
    [poor, *_more] = unserved(row)
    full, free = offers[0], offers[2]
    with pytest.raises(NotPossible, match="合唱"):
        give_place(acting=cast.affairs, row=row, chooser=poor.chooser, offer=full, reason="")
    give_place(acting=cast.affairs, row=row, chooser=poor.chooser, offer=free, reason="本人同意")
    assert str(poor.chooser) not in {str(each.chooser) for each in unserved(row)}
    with pytest.raises(NotPossible):
        give_place(acting=cast.affairs, row=row, chooser=poor.chooser, offer=offers[1], reason="")


def test_two_courses_are_never_at_one_time(cast: Cast):
    row = begin(cast.region, cast.affairs, each=2, ranked=3)
    offers = [offer(row, "合唱", time="周三"), offer(row, "足球", time="周三"), offer(row, "书法", time="周五", most=1)]
    open_final(acting=cast.affairs, row=row)
    for number in range(12):
        cast.wish(row, number, offers)
    cast.draw(row)
    assert sorted(map(len, given(row).values())) == [1] * 11 + [2]
    fate = unserved(row)[0]
    assert any("合唱" in each for each in reasons(fate)[1:2])
    with pytest.raises(NotPossible, match="合唱"):
        give_place(acting=cast.affairs, row=row, chooser=fate.chooser, offer=offers[1], reason="")


# Who sees what


def test_the_result_shows_to_its_own_once_announced(cast: Cast, clubs: Clubs):
    row, offers = clubs
    for number in range(12):
        cast.wish(row, number, offers[:2])
    cast.draw(row)
    page, record = f"/course-wishes/{cast.chooser(row, 0).pk}/", f"/course-choices/{row.pk}/record/download/"
    mother, pupil = client_of(cast.parent), client_of(cast.pupils[0].person)
    assert "签号" not in mother.get(page).content.decode() and pupil.get(record).status_code == 404
    announce(acting=cast.affairs, row=row, keeps_small=True)
    for client in (mother, pupil):
        assert "第 1 志愿" in client.get(page).content.decode()
        assert client.get("/course-wishes/").status_code == 200
        assert client.get(record).status_code == 200
        assert client.get(f"/course-wishes/{cast.chooser(row, 1).pk}/").status_code == 404
        assert client.get(f"/course-choices/{row.pk}/").status_code == 404
    told = Notice.objects.filter(key__startswith=f"choices-announced-{row.pk}")
    assert told.get().number == 13
    leader = client_of(cast.leader)
    assert leader.get(f"/course-wishes/{cast.chooser(row, 0).pk}/").status_code == 200
    assert leader.get(f"/course-wishes/{cast.chooser(row, 8).pk}/").status_code == 404


def test_a_stranger_is_refused(cast: Cast, clubs: Clubs):
    row, _offers = clubs
    intruder = client_of(somebody("teaching_affairs", cast.region.hill, "intruder"))
    for page in (f"/course-choices/{row.pk}/", f"/course-choices/{row.pk}/record/download/",
                 f"/course-wishes/{cast.chooser(row, 0).pk}/"):  # fmt: skip
        assert intruder.get(page).status_code == 404
    leader = client_of(cast.leader)
    assert leader.get(f"/course-choices/{row.pk}/").status_code == 200
    assert leader.get(f"/course-choices/{row.pk}/close/").status_code == 403


def test_anybody_gives_the_places_again(cast: Cast, clubs: Clubs, tmp_path: object):
    row, offers = clubs
    for number in range(12):
        cast.wish(row, number, offers[:2])
    cast.draw(row)
    answer = cast.client.get(f"/course-choices/{row.pk}/record/download/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(str(tmp_path))
    record = json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))  # type: ignore[operator]
    assert not any(str(pupil) in json.dumps(record, ensure_ascii=False) for pupil in cast.pupils)
    done = subprocess.run(
        [sys.executable, "assigning.py", "record.json"], cwd=str(tmp_path), capture_output=True, text=True, check=True
    )
    said = {line.split()[0]: line.split()[2:] for line in done.stdout.splitlines()}
    assert said == {each.chooser.code: each.names for each in fates(row, choosers_of(row))}


def test_everybody_is_told_when_a_choice_opens(cast: Cast, clubs: Clubs):
    row, _offers = clubs
    told = {each.key: each.number for each in Notice.objects.filter(key__startswith=f"choices-final-{row.pk}")}
    assert sorted(told.values()) == [1, 12]


def test_the_system_keeps_its_own_rules(cast: Cast):
    with pytest.raises(NotPossible):
        open_final(acting=SYSTEM, row=begin(cast.region))
