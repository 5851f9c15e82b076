"""Moving classes: formed from a choice, changed by hand with reasons, in force for those in them."""

from __future__ import annotations

from datetime import date

import pytest

from santong.domains.campus.choices.combinations import COMBINATIONS, short
from santong.domains.campus.choices.models import ChoiceRound, GroupMember, MovingPlan, TeachingGroup
from santong.domains.campus.choices.moving import (
    add_group,
    drop_group,
    form_groups,
    move_pupil,
    put_group,
    put_in_force,
    put_plan,
    stop_forming,
    withdraw_groups,
)
from santong.domains.campus.choices.moving_panels import cause
from santong.domains.campus.choices.moving_queries import sizes_of
from santong.domains.campus.choices.public import groups_of_pupil, groups_of_teacher, members_of_group
from santong.domains.campus.choices.tests.conftest import Cast, begin
from santong.domains.campus.staff.public import NewStaff, Staff, employ
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.access.testing import client_of
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.models import Notice
from santong.kit.access import SYSTEM
from santong.kit.jobs.testing import run_due
from santong.kit.refusals import NotPossible

State = MovingPlan.State


def teacher(cast: Cast) -> Staff:
    """Somebody who teaches at the lake."""
    person = Person.objects.create_person(username="physics", name="物理老师", path=cast.region.lake.path)
    [row] = employ(acting=SYSTEM, school=cast.region.lake, drafts=[NewStaff(person)], day=date(2026, 9, 1))
    return row


def formed(cast: Cast, plan: MovingPlan) -> MovingPlan:
    """Have the groups formed, and wait."""
    form_groups(acting=cast.affairs, plan=plan)
    run_due()
    plan.refresh_from_db()
    assert plan.state == State.FOUND
    return plan


@pytest.fixture
def plan(cast: Cast) -> MovingPlan:
    """Twelve pupils: eight with 物化生, four with 史政地, in groups of four."""
    row = cast.combined([0] * 8 + [11] * 4)
    return put_plan(acting=cast.affairs, plan=MovingPlan(round=row, bands=4, largest=4))


def test_the_twelve_combinations():
    assert len(set(map(short, COMBINATIONS))) == 12
    assert short(COMBINATIONS[0]) == "物化生" and short(COMBINATIONS[11]) == "史政地"


def test_a_plan_knows_the_groups_that_hold_all(plan: MovingPlan):
    groups = TeachingGroup.objects.filter(plan=plan)
    numbers = {name: groups.filter(subject=name).count() for name in groups.values_list("subject", flat=True)}
    assert numbers == {"物理": 2, "化学": 2, "生物学": 2, "历史": 1, "思想政治": 1, "地理": 1}
    assert GroupMember.objects.filter(plan=plan).count() == 36


def test_a_plan_follows_from_a_choice_of_combinations_that_is_over(cast: Cast):
    for given in ({"kind": "combination", "state": "final"}, {"kind": "elective", "state": "announced"}):
        row = begin(cast.region, cast.affairs, name=str(given["kind"]), **given)
        with pytest.raises(NotPossible):
            put_plan(acting=cast.affairs, plan=MovingPlan(round=row))


def test_everybody_has_a_group_of_each_subject_once_at_a_time(cast: Cast, plan: MovingPlan):
    formed(cast, plan)
    members = list(GroupMember.objects.filter(plan=plan).select_related("group"))
    assert all(each.group is not None and each.group.subject == each.subject for each in members)
    times = [(each.pupil_id, each.group.band) for each in members if each.group]
    assert len(times) == len(set(times)) == 36
    assert set(sizes_of(plan).values()) == {4}


def test_other_subjects_have_groups_where_the_plan_says_so(cast: Cast, plan: MovingPlan):
    plan.all_subjects, plan.bands = True, 6
    put_plan(acting=cast.affairs, plan=plan)
    formed(cast, plan)
    assert GroupMember.objects.filter(plan=plan, level="pass", group__isnull=False).count() == 36


def test_formed_again_everybody_stays(cast: Cast, plan: MovingPlan):
    formed(cast, plan)
    before = dict(GroupMember.objects.filter(plan=plan).values_list("pk", "group"))
    gone = cast.pupils[0]
    Pupil.objects.filter(pk=gone.pk).update(status=Pupil.Status.LEFT)
    formed(cast, plan)
    after = dict(GroupMember.objects.filter(plan=plan).values_list("pk", "group"))
    assert len(after) == 33 and all(before[pk] == group for pk, group in after.items())
    assert plan.runs == 2 and not GroupMember.objects.filter(plan=plan).exclude(was="").exists()


def test_who_moves_is_shown(cast: Cast, plan: MovingPlan):
    formed(cast, plan)
    group = add_group(acting=cast.affairs, plan=plan, subject="历史", level="final")
    formed(cast, plan)
    moved = GroupMember.objects.filter(plan=plan, group=group)
    assert moved.exists() and all(each.was == "历史 1 班" for each in moved)
    page = cast.client.get(f"/moving-classes/{plan.pk}/").content.decode()
    assert "历史 1 班 → 历史 2 班" in page
    assert cast.client.get("/group-members/?how=moved").content.decode().count("历史 2 班") >= moved.count()


def test_whoever_has_no_group_is_named_with_the_cause(cast: Cast, plan: MovingPlan):
    """One teacher for all of physics and chemistry has more groups than there are bands."""
    staff = teacher(cast)
    TeachingGroup.objects.filter(plan=plan, subject__in=("物理", "化学")).update(teacher=staff)
    TeachingGroup.objects.filter(plan=plan, subject="物理", number=2).delete()
    plan.refresh_from_db()
    plan.largest = 8
    put_plan(acting=cast.affairs, plan=plan)
    MovingPlan.objects.filter(pk=plan.pk).update(largest=6)
    TeachingGroup.objects.filter(plan=plan, subject="化学", number=2).delete()
    form_groups(acting=cast.affairs, plan=MovingPlan.objects.get(pk=plan.pk))
    TeachingGroup.objects.filter(plan=plan, subject="物理", number=2).delete()
    run_due()
    lacking = GroupMember.objects.filter(plan=plan, group=None)
    assert lacking.count() == 2 and all(each.subject == "物理" for each in lacking)
    assert "已满" in cause(lacking[0])
    page = cast.client.get(f"/moving-classes/{plan.pk}/").content.decode()
    assert str(lacking[0].pupil) in page and "已满" in page


def test_nothing_can_be_formed_where_a_teacher_is_everywhere(cast: Cast, plan: MovingPlan):
    TeachingGroup.objects.filter(plan=plan).update(teacher=teacher(cast))
    form_groups(acting=cast.affairs, plan=plan)
    run_due()
    plan.refresh_from_db()
    assert plan.state == State.FAILED


def test_a_teacher_has_one_group_at_a_time(cast: Cast, plan: MovingPlan):
    formed(cast, plan)
    staff = teacher(cast)
    one, other = next(
        (one, other)
        for one in TeachingGroup.objects.filter(plan=plan)
        for other in TeachingGroup.objects.filter(plan=plan, band=one.band).exclude(pk=one.pk)
    )
    one.teacher = other.teacher = staff
    put_group(acting=cast.affairs, group=one)
    with pytest.raises(NotPossible, match=one.subject):
        put_group(acting=cast.affairs, group=other)


def test_what_is_stopped_writes_nothing(cast: Cast, plan: MovingPlan):
    form_groups(acting=cast.affairs, plan=plan)
    stop_forming(acting=cast.affairs, plan=plan)
    run_due()
    plan.refresh_from_db()
    assert (plan.state, plan.runs) == (State.DRAFT, 0)
    formed(cast, plan)


def test_a_pupil_is_moved_by_hand_with_reasons_and_taken_back(cast: Cast, plan: MovingPlan):
    plan.largest = 5
    put_plan(acting=cast.affairs, plan=plan)
    formed(cast, plan)
    physics = list(TeachingGroup.objects.filter(plan=plan, subject="物理").order_by("band"))
    history = TeachingGroup.objects.get(plan=plan, subject="历史")
    member = GroupMember.objects.filter(plan=plan, group=physics[0]).first()
    assert member is not None

    def move(group: TeachingGroup) -> None:
        move_pupil(acting=cast.affairs, plan=plan, member=member, group=group)

    for group in (history, physics[0]):
        with pytest.raises(NotPossible):
            move(group)
    other = GroupMember.objects.filter(plan=plan, pupil=member.pupil, subject="化学").get()
    free = TeachingGroup.objects.create(plan=plan, path=plan.path, subject="物理", number=3)
    with pytest.raises(NotPossible):
        move(free)
    assert other.group is not None
    free.band = other.group.band
    free.save()
    with pytest.raises(NotPossible, match="化学"):
        move(free)
    busy = {each.group.band for each in GroupMember.objects.filter(plan=plan, pupil=member.pupil) if each.group}
    free.band = next(band for band in (1, 2, 3, 4) if band not in busy)
    free.save()
    before = member.group_id
    move(free)
    assert sizes_of(plan)[free.pk] == 1
    with pytest.raises(NotPossible):
        drop_group(acting=cast.affairs, plan=plan, group=free)
    assert move_pupil.takes_back is not None
    move_pupil.takes_back(cast.affairs, plan, [member.pk, before])
    assert sizes_of(plan)[free.pk] == 0
    drop_group(acting=cast.affairs, plan=plan, group=free)


def test_a_full_group_takes_nobody(cast: Cast, plan: MovingPlan):
    formed(cast, plan)
    one, other = TeachingGroup.objects.filter(plan=plan, subject="物理")
    member = GroupMember.objects.filter(plan=plan, group=one).first()
    with pytest.raises(NotPossible, match="4"):
        move_pupil(acting=cast.affairs, plan=plan, member=member, group=other)


def test_in_force_everybody_sees_their_own(cast: Cast, plan: MovingPlan):
    formed(cast, plan)
    staff = teacher(cast)
    group = TeachingGroup.objects.filter(plan=plan, subject="物理").first()
    group.teacher = staff
    put_group(acting=cast.affairs, group=group)
    pupil = members_of_group(group)[0].pupil
    number = cast.pupils.index(pupil)
    page = f"/course-wishes/{cast.chooser(plan.round, number).pk}/"
    assert "第 1 段" not in client_of(pupil.person).get(page).content.decode()
    assert groups_of_pupil(pupil) == []
    put_in_force(acting=cast.affairs, plan=plan)
    assert [each.subject for each in groups_of_teacher(staff)] == ["物理"]
    assert {each.subject for each in groups_of_pupil(pupil)} == {"物理", "化学", "生物学"}
    assert "物理老师" in client_of(pupil.person).get(page).content.decode()
    own, other = client_of(staff.person), TeachingGroup.objects.filter(plan=plan, subject="历史").get()
    assert str(pupil) in own.get(f"/teaching-groups/{group.pk}/").content.decode()
    assert str(cast.pupils[11]) not in own.get(f"/teaching-groups/{other.pk}/").content.decode()
    told = Notice.objects.filter(key__startswith=f"choices-groups-{plan.pk}")
    assert told.get().number == 13
    withdraw_groups(acting=cast.affairs, plan=plan)
    assert groups_of_pupil(pupil) == [] and plan.state == State.FOUND


def test_groups_wait_for_the_announcement(cast: Cast, plan: MovingPlan):
    formed(cast, plan)
    ChoiceRound.objects.filter(pk=plan.round_id).update(state="drawn")
    plan.refresh_from_db()
    with pytest.raises(NotPossible):
        put_in_force(acting=cast.affairs, plan=plan)
