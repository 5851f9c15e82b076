"""From the rows of a plan to what the search wants, the job that has groups formed, and back into the rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from santong.domains.campus.choices.combinations import SUBJECTS
from santong.domains.campus.choices.models import GroupMember, MovingPlan, TeachingGroup
from santong.domains.campus.choices.moving_queries import Subject, groups_of, members_of
from santong.domains.campus.choices.queries import Fate, choosers_of, fates
from santong.domains.campus.students.public import Pupil
from santong.kit.audit import named
from santong.kit.jobs.public import JobFailed, Outcome, job, progress
from santong.lib.course_choice.grouping import NOWHERE, Clash, Group, Grouped, Grouping, clashes
from santong.lib.course_choice.solving import solve
from santong.lib.processes import ProcessDied

State, Level = MovingPlan.State, TeachingGroup.Level
SECONDS = 240.0
"""How long a search goes on at most; a thousand pupils take some seconds."""
LONGEST = 200


def taken_by(plan: MovingPlan, fate: Fate) -> list[Subject]:
    """The subjects that a pupil has groups of: those of the combination, and the others where the plan says so."""
    chosen = [subject for offer in fate.offers for subject in offer.taken]
    found: list[Subject] = [(each, Level.FINAL.value) for each in chosen]
    if plan.all_subjects and chosen:
        found += [(each, Level.PASS.value) for each in SUBJECTS if each not in chosen]
    return found


def take_members(plan: MovingPlan) -> int:
    """Bring the subjects of the pupils up to date with the choice and the roll; how many places came or went."""
    wanted: dict[tuple[int, str, str], Pupil] = {}
    for fate in fates(plan.round, choosers_of(plan.round)):
        pupil = fate.chooser.pupil
        if pupil.is_present and pupil.school_id == plan.round.school_id:
            wanted |= {(pupil.pk, *subject): pupil for subject in taken_by(plan, fate)}
    there = {(each.pupil_id, each.subject, each.level): each for each in members_of(plan)}
    gone = [each for key, each in there.items() if key not in wanted]
    GroupMember.objects.again(gone).delete()
    new = [
        GroupMember(plan=plan, pupil=pupil, path=pupil.path, subject=key[1], level=key[2])
        for key, pupil in wanted.items()
        if key not in there
    ]
    GroupMember.objects.bulk_create(new)
    return len(gone) + len(new)


def needed(plan: MovingPlan) -> dict[Subject, int]:
    """How many groups of each subject hold all who take it."""
    takers = Counter((each.subject, each.level) for each in members_of(plan))
    return {subject: -(-number // plan.largest) for subject, number in takers.items()}


def plan_groups(plan: MovingPlan) -> None:
    """Add the groups that are missing, and drop those of subjects that nobody takes."""
    wanted = needed(plan)
    there: dict[Subject, list[TeachingGroup]] = defaultdict(list)
    for each in groups_of(plan):
        there[each.subject, each.level].append(each)
    TeachingGroup.objects.again([each for key, own in there.items() if key not in wanted for each in own]).delete()
    for (subject, level), number in wanted.items():
        taken = {each.number for each in there[subject, level]}
        free = [each for each in range(1, number + len(taken) + 1) if each not in taken]
        TeachingGroup.objects.bulk_create(
            TeachingGroup(plan=plan, path=plan.path, subject=subject, level=level, number=each)
            for each in free[: max(number - len(taken), 0)]
        )


@dataclass(frozen=True)
class Problem:
    """A plan as the search wants it, with what stands behind its numbers."""

    grouping: Grouping
    groups: Sequence[TeachingGroup]
    subjects: Sequence[Subject]
    pupils: Sequence[Sequence[GroupMember]]

    def before(self, plan: MovingPlan) -> Grouped | None:
        """The groups as they are now, to stay near to; None before the first time."""
        if not plan.runs:
            return None
        numbers = {each.pk: number for number, each in enumerate(self.groups)}
        bands = [each.band - 1 if each.band else NOWHERE for each in self.groups]
        inside = [[numbers[each.group_id] if each.group_id else NOWHERE for each in own] for own in self.pupils]
        # A group that has no band yet holds nobody to whom one could stay near.
        members = [[each if each != NOWHERE and bands[each] != NOWHERE else NOWHERE for each in own] for own in inside]
        return Grouped(bands, members)


def problem_of(plan: MovingPlan) -> Problem:
    """The problem of a plan: who has the same teacher or room isn't in one band."""
    groups = groups_of(plan)
    by_pupil: dict[int, list[GroupMember]] = defaultdict(list)
    for each in members_of(plan):
        by_pupil[each.pupil_id].append(each)
    subjects = sorted({(each.subject, each.level) for own in by_pupil.values() for each in own}
                      | {(each.subject, each.level) for each in groups})  # fmt: skip
    numbers = {subject: number for number, subject in enumerate(subjects)}
    takes = [tuple(numbers[each.subject, each.level] for each in own) for own in by_pupil.values()]
    asked = [Group(numbers[each.subject, each.level], _needs(each)) for each in groups]
    most = dict.fromkeys(range(len(subjects)), plan.largest)
    return Problem(Grouping(plan.bands, asked, takes, most, plan.together), groups, subjects, list(by_pupil.values()))


def _needs(group: TeachingGroup) -> tuple[str, ...]:
    needs = (("teacher", group.teacher_id), ("room", group.room_id))
    return tuple(f"{name} {key}" for name, key in needs if key is not None)


@job(title=gettext_lazy("Form teaching groups"), queue="long", retries=1)
def form_teaching_groups(plan_id: int, attempt: int) -> Outcome:
    """Have the groups formed, and write down who is where; a plan that was stopped meanwhile stays as it is."""
    plan = MovingPlan.objects.by_installation().select_related("round").get(pk=plan_id)
    if plan.state != State.SEARCHING or plan.attempt != attempt:
        return Outcome(_("It was stopped before it began."))
    problem = problem_of(plan)
    best: Grouped | None = None
    try:
        for found in solve(problem.grouping, seconds=SECONDS, before=problem.before(plan)):
            progress.check_cancelled()
            best = found or best
    except ProcessDied as died:
        _failed(plan)
        raise JobFailed(_("The search broke off. Have the groups formed again.")) from died
    if best is None:
        _failed(plan)
        raise JobFailed(
            _("No groups can be formed like this. Allow more bands, or teachers and rooms for more at once.")
        )
    missing = _keep(plan, problem, best)
    words = ngettext(
        "The groups are formed; %(n)s place clashes.", "The groups are formed; %(n)s places clash.", missing
    )
    return Outcome(words % {"n": missing}, "choices:moving-classes-detail", arguments=[plan.pk])


def form_now(plan: MovingPlan) -> int:
    """Form the groups of a plan that waits for them, and wait; how many places clash."""
    problem = problem_of(plan)
    found = [each for each in solve(problem.grouping, seconds=SECONDS, before=problem.before(plan)) if each is not None]
    return _keep(plan, problem, found[-1])


def _failed(plan: MovingPlan) -> None:
    with transaction.atomic(), named("choices.formed"):
        row = MovingPlan.objects.locked_for_action(plan)
        if row.state == State.SEARCHING and row.attempt == plan.attempt:
            row.state, row.attempt = State.FAILED, row.attempt + 1
            row.save(update_fields=["state", "attempt"])


def _keep(plan: MovingPlan, problem: Problem, found: Grouped) -> int:
    causes = {(clash.pupil, clash.subject): clash for clash in clashes(problem.grouping, found)}
    with transaction.atomic(), named("choices.formed"):
        row = MovingPlan.objects.locked_for_action(plan)
        if row.state != State.SEARCHING or row.attempt != plan.attempt:
            return len(causes)
        for group, band in zip(problem.groups, found.bands, strict=True):
            group.band = band + 1
        TeachingGroup.objects.bulk_save(problem.groups, ["band"])
        _put_members(problem, found, causes)
        row.state, row.formed_at = State.FOUND, timezone.now()
        row.runs, row.attempt = row.runs + 1, row.attempt + 1
        row.save(update_fields=["state", "formed_at", "runs", "attempt"])
    return len(causes)


def _put_members(problem: Problem, found: Grouped, causes: Mapping[tuple[int, int], Clash]) -> None:
    rows: list[GroupMember] = []
    for pupil, (own, groups) in enumerate(zip(problem.pupils, found.members, strict=True)):
        for each, number in zip(own, groups, strict=True):
            group = problem.groups[number] if number != NOWHERE else None
            before = each.group
            each.was = str(before)[:60] if before is not None and (group is None or before.pk != group.pk) else ""
            each.group = group
            cause = causes.get((pupil, problem.subjects.index((each.subject, each.level))))
            beside = [problem.subjects[subject][0] for subject in cause.beside] if cause is not None else []
            each.beside, each.full = "、".join(beside)[:LONGEST], cause is not None and cause.full
            rows.append(each)
    GroupMember.objects.bulk_save(rows, ["group", "was", "beside", "full"])
