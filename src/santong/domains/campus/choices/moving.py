"""Writes on moving classes: planned, formed, changed by hand, put in force."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from santong.domains.campus.choices.forming import form_teaching_groups, plan_groups, take_members
from santong.domains.campus.choices.models import (
    KEEP,
    MOST_GROUPS,
    ChoiceRound,
    GroupMember,
    MovingPlan,
    TeachingGroup,
)
from santong.domains.campus.choices.moving_queries import groups_of, members_of, sizes_of
from santong.domains.campus.choices.queries import choosers_of
from santong.domains.campus.choices.telling import take_back_groups, tell_groups
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.jobs.public import start
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, step

KEEPER, State = Holds(KEEP), MovingPlan.State
OPEN = (State.DRAFT, State.FOUND, State.FAILED)


def put_plan(*, acting: Viewer, plan: MovingPlan) -> MovingPlan:
    """Write a plan down, new or changed, with the groups that hold all pupils."""
    acting.demand(KEEP, plan.round.path)
    with transaction.atomic(), named("choices.put_plan"):
        if plan.pk is not None and MovingPlan.objects.locked_for_action(plan).state not in OPEN:
            raise NotPossible(_("Groups are being formed, or are in force. Stop or withdraw them first."))
        if not plan.round.is_over or plan.round.kind != ChoiceRound.Kind.COMBINATION:
            raise NotPossible(_("Moving classes follow from a choice of 3+1+2 whose places are given."), field="round")
        plan.path = plan.round.path
        plan.save()
        take_members(plan)
        plan_groups(plan)
    return plan


@step(MovingPlan, "choices.add_group", who=KEEPER, sources=OPEN)
def add_group(*, acting: Viewer, plan: MovingPlan, subject: str, level: str) -> int:
    """Add a group of a subject; it gets a band and pupils when groups are formed the next time."""
    numbers = {each.number for each in groups_of(plan) if (each.subject, each.level) == (subject, level)}
    if len(numbers) >= MOST_GROUPS:
        raise NotPossible(_("There are as many groups of this subject as there can be."), field="subject")
    number = min(set(range(1, MOST_GROUPS + 1)) - numbers)
    row = TeachingGroup.objects.create(plan=plan, path=plan.path, subject=subject, level=level, number=number)
    return int(row.pk)


@step(MovingPlan, "choices.drop_group", who=KEEPER, sources=OPEN)
def drop_group(*, acting: Viewer, plan: MovingPlan, group: TeachingGroup) -> None:
    """Drop a group in which nobody is."""
    if sizes_of(plan)[group.pk]:
        raise NotPossible(
            _("Pupils are in %(group)s. Move them to other groups first.") % {"group": group}, field="group"
        )
    group.delete()


def put_group(*, acting: Viewer, group: TeachingGroup) -> TeachingGroup:
    """Give a group a teacher and a room; refuses who or what is taken in its band, by the name of the other group."""
    acting.demand(KEEP, group.path)
    with transaction.atomic(), named("choices.put_group"):
        plan = MovingPlan.objects.locked_for_action(group.plan)
        if plan.state == State.SEARCHING:
            raise NotPossible(_("Groups are being formed. Wait until that is done, or stop it."))
        for each in groups_of(plan):
            if group.band is None or each.band != group.band or each.pk == group.pk:
                continue
            for name in ("teacher", "room"):
                if getattr(group, f"{name}_id") and getattr(each, f"{name}_id") == getattr(group, f"{name}_id"):
                    words = _("%(who)s has %(group)s in band %(n)s already. Choose another one.")
                    who = {"who": getattr(group, name), "group": each, "n": group.band}
                    raise NotPossible(words % who, field=name)
        group.save()
    return group


@step(MovingPlan, "choices.form_groups", who=KEEPER, sources=OPEN, target=State.SEARCHING)
def form_groups(*, acting: Viewer, plan: MovingPlan) -> None:
    """Have pupils and groups put into bands; who has a group already stays in it as far as that goes."""
    take_members(plan)
    plan_groups(plan)
    if not members_of(plan).exists():
        raise NotPossible(_("Nobody has a combination yet. Give the places of the choice first."))
    start(
        form_teaching_groups, {"plan_id": plan.pk, "attempt": plan.attempt}, acting=acting, path=plan.path,
        subject=str(plan.round), key=f"choices-groups:{plan.pk}:{plan.attempt}",
    )  # fmt: skip


@step(MovingPlan, "choices.stop_forming", who=KEEPER, sources=(State.SEARCHING,), target=State.DRAFT)
def stop_forming(*, acting: Viewer, plan: MovingPlan) -> None:
    """Wait for no groups any more; what is found then is left aside."""
    # A job under way looks at this number before it writes, and a new one has a key of its own by it.
    plan.attempt += 1


@step(MovingPlan, "choices.move_pupil", who=KEEPER, sources=MovingPlan.FORMED)
def move_pupil(*, acting: Viewer, plan: MovingPlan, member: GroupMember, group: TeachingGroup) -> list[int | None]:
    """Put a pupil into another group of the subject, or into one at all; refuses in words what can't be."""
    member.refresh_from_db(fields=["group"])
    if (member.subject, member.level) != (group.subject, group.level):
        raise NotPossible(_("%(group)s is of another subject.") % {"group": group}, field="group")
    if member.group_id == group.pk:
        raise NotPossible(
            _("%(name)s is in %(group)s already.") % {"name": member.pupil, "group": group}, field="group"
        )
    if group.band is None:
        raise NotPossible(
            _("%(group)s has no band yet. Have the groups formed first.") % {"group": group}, field="group"
        )
    if sizes_of(plan)[group.pk] >= plan.largest:
        words = _("%(group)s is full: it has %(n)s pupils.")
        raise NotPossible(words % {"group": group, "n": plan.largest}, field="group")
    beside = members_of(plan).filter(pupil=member.pupil, group__band=group.band).exclude(pk=member.pk).first()
    if beside is not None:
        words = _("%(name)s has %(other)s in band %(n)s, where %(group)s lies.")
        said = {"name": member.pupil, "other": beside.group, "n": group.band, "group": group}
        raise NotPossible(words % said, field="group")
    before = member.group_id
    member.group, member.beside, member.full = group, "", False
    member.save(update_fields=["group", "beside", "full"])
    return [member.pk, before]


@move_pupil.back
def _move_back(acting: Viewer, plan: MovingPlan, kept: list[int | None]) -> None:
    member = GroupMember.objects.noted([kept[0]]).get()
    before = TeachingGroup.objects.noted([kept[1]]).first() if kept[1] else None
    if before is not None and sizes_of(plan)[before.pk] >= plan.largest:
        raise NotPossible(_("%(group)s is full: it has %(n)s pupils.") % {"group": before, "n": plan.largest})
    if before is not None:
        there = members_of(plan).filter(pupil=member.pupil, group__band=before.band).exclude(pk=member.pk)
        if there.exists():
            raise NotPossible(_("The pupil has another group at that time by now. Move them by hand."))
    member.group = before
    member.save(update_fields=["group"])


@step(MovingPlan, "choices.put_in_force", who=KEEPER, sources=(State.FOUND,), target=State.IN_FORCE)
def put_in_force(*, acting: Viewer, plan: MovingPlan) -> None:
    """Let pupils, families and teachers see their groups."""
    if not plan.round.is_announced:
        raise NotPossible(_("The result of the choice isn't announced yet. Announce it first."))
    tell_groups(plan, choosers_of(plan.round), groups_of(plan))


@step(MovingPlan, "choices.withdraw_groups", who=KEEPER, sources=(State.IN_FORCE,), target=State.FOUND)
def withdraw_groups(*, acting: Viewer, plan: MovingPlan) -> None:
    """Take the groups back, to form or change them."""
    take_back_groups(plan)
