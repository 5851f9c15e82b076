"""What bureaus do with rounds: open them, publish the list, draw, publish the result, fill places that became free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from random import SystemRandom

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from santong.domains.campus.enrolment.drawing import listed
from santong.domains.campus.enrolment.jobs import draw_places, note_outcome
from santong.domains.campus.enrolment.models import PLAN, Application, Category, Round, SchoolPlan
from santong.domains.campus.enrolment.queries import categories_of, plans_of
from santong.domains.campus.enrolment.telling import tell_results
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.burden import Asked, DataRequest, Frequency, refusals
from santong.kit.jobs.public import start
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, step
from santong.lib.lots import digest_of
from santong.lib.school_admission import Places, admit, read_list

KEEPER, State = Holds(PLAN), Round.State
States = Application.State
AGAIN = timedelta(days=7)
"""How long somebody from the waiting list has to confirm."""


def burden_of(round: Round) -> DataRequest:
    """What asking families costs, for the checks that hold for every request for data."""
    return DataRequest(
        title=round.title, owner=round.path, deadline=round.closes_on, authority=round.authority, ground=round.title,
        frequency=Frequency.ONCE, minutes=round.minutes, number=sum(plan.places for plan in plans_of(round)),
        places=[round.path], questions=[Asked(str(each.label)) for each in round.evidence], asks_schools=True,
    )  # fmt: skip


@step(Round, "enrolment.open", who=KEEPER, sources=(State.DRAFT,), target=State.OPEN)
def open_round(*, acting: Viewer, round: Round) -> None:
    """Publish plan and rules, and let families apply from the first day on."""
    if not plans_of(round):
        raise NotPossible(_("No school has places yet. Add the plans of the schools first."))
    if not categories_of(round):
        raise NotPossible(_("There is no category yet. Say first whom schools take in which order."))
    if found := refusals(burden_of(round)):
        raise NotPossible(" ".join(f"{each.reason} {each.way}" for each in found))


def _has_applications(acting: Viewer, round: Round) -> bool:
    return Application.objects.belonging_to(round=round).exists()


@step(
    Round, "enrolment.reopen_draft", who=KEEPER, sources=(State.OPEN,), target=State.DRAFT,
    unless=(Condition(_has_applications, gettext_lazy("Families have applied already. The rules stay as they are.")),),
)  # fmt: skip
def back_to_draft(*, acting: Viewer, round: Round) -> None:
    """Take the round back before anybody has applied."""


@step(Round, "enrolment.add_category", who=KEEPER, sources=(State.DRAFT,))
def add_category(
    *, acting: Viewer, round: Round, name: str, needs: Sequence[str], in_district: bool, within: str
) -> int:
    """Add a category after those that are there."""
    position = len(categories_of(round)) + 1
    row = Category(
        round=round, path=round.path, stage=round.stage, position=position, name=name.strip(),
        needs=f",{','.join(needs)}," if needs else "", in_district=in_district, within=within,
    )  # fmt: skip
    row.full_clean(exclude=["round"])
    row.save()
    return row.pk


@add_category.back
def _without_category(acting: Viewer, round: Round, category: int) -> None:
    Category.objects.noted([category]).delete()


@step(Round, "enrolment.drop_category", who=KEEPER, sources=(State.DRAFT,))
def drop_category(*, acting: Viewer, round: Round, category: Category) -> None:
    """Take a category out; the later ones move up."""
    later = list(Category.objects.belonging_to(round=round).filter(position__gt=category.position))
    category.delete()
    for row in sorted(later, key=lambda each: each.position):
        row.position -= 1
        row.save(update_fields=["position"])


@step(Round, "enrolment.plan", who=KEEPER, sources=(State.DRAFT, State.OPEN))
def plan_school(
    *, acting: Viewer, round: Round, school: Organisation, places: int, category: Category | None = None
) -> None:
    """Say how many places a school has, or how many at most it gives to a category; 0 takes it out."""
    rows = SchoolPlan.objects.belonging_to(round=round).filter(school=school, category=category)
    if places == 0:
        rows.delete()
        return
    row = rows.first() or SchoolPlan(round=round, school=school, path=school.path, category=category)
    row.places = places
    row.save()


def _not_reviewed(acting: Viewer, round: Round) -> str:
    number = Application.objects.belonging_to(round=round).filter(state__in=Application.IN_REVIEW).count()
    if not number:
        return ""
    text = ngettext(
        "%(n)s application isn't reviewed yet. The list is published once none is left.",
        "%(n)s applications aren't reviewed yet. The list is published once none is left.",
        number,
    )
    return text % {"n": number}


def _still_open(acting: Viewer, round: Round) -> bool:
    return timezone.localdate() <= round.closes_on


@step(
    Round, "enrolment.publish_list", who=KEEPER, sources=(State.OPEN,), target=State.LISTED,
    unless=(Condition(_still_open, gettext_lazy("Families can still apply. Wait for the last day.")), _not_reviewed),
)  # fmt: skip
def publish_list(*, acting: Viewer, round: Round) -> None:
    """Fix the list by codes, and commit to it and to a secret before anything is drawn."""
    rows = list(Application.objects.belonging_to(round=round).filter(state=States.ACCEPTED))
    if not rows:
        raise NotPossible(_("No application has passed the review, so there is nothing to draw."))
    codes = [f"{number:05}" for number in range(1, len(rows) + 1)]
    # Codes by lot, so that they tell nothing of the order in which families applied.
    SystemRandom().shuffle(codes)
    for row, code in zip(rows, codes, strict=True):
        row.code = code
    Application.objects.bulk_update(rows, ["code"], batch_size=500)
    round.listed = listed(round)
    round.commit_to(digest_of(round.listed))


@step(Round, "enrolment.withdraw_list", who=KEEPER, sources=(State.LISTED, State.DRAWING), target=State.OPEN)
def withdraw_list(*, acting: Viewer, round: Round, reason: str) -> None:
    """Take the published list back before lots have fallen; its commitment stands in the history."""
    Application.objects.belonging_to(round=round).update(code="")
    round.listed = {}
    round.release()


@step(Round, "enrolment.draw", who=KEEPER, sources=(State.LISTED,), target=State.DRAWING)
def draw(*, acting: Viewer, round: Round, drawn: str, drawn_how: str) -> None:
    """Join the number drawn in public with the secret, and let rules and lots decide. There is no second draw."""
    round.note_number(drawn, drawn_how)
    start(
        draw_places, {"round_id": round.pk}, acting=acting, key=f"enrolment:{round.commitment}", path=round.path,
        subject=round.title,
    )  # fmt: skip


@step(Round, "enrolment.publish_result", who=KEEPER, sources=(State.PROPOSED,), target=State.PUBLISHED)
def publish_result(*, acting: Viewer, round: Round) -> None:
    """Let families see the result, and confirm until the day that was said."""
    rows = list(Application.objects.belonging_to(round=round).filter(state=States.ACCEPTED).select_related("proposed"))
    for row in rows:
        row.state = States.ADMITTED if row.proposed_id else States.WAITING
        if row.proposed is not None:
            row.school, row.path, row.confirm_by = row.proposed, row.proposed.path, round.confirm_by
    Application.objects.bulk_update(rows, ["state", "school", "path", "confirm_by"], batch_size=500)
    tell_results(rows, f"enrolment-round-{round.pk}")


def _too_early(acting: Viewer, round: Round) -> bool:
    return timezone.localdate() <= round.confirm_by


@step(
    Round, "enrolment.fill", who=KEEPER, sources=(State.PUBLISHED,),
    unless=(Condition(_too_early, gettext_lazy("Families can still confirm. Wait for the last day.")),),
)  # fmt: skip
def fill_places(*, acting: Viewer, round: Round) -> int:
    """Let places that nobody confirmed go, and give free ones to those on the waiting list, by the lots that they have.

    Answers how many got one.
    """
    today = timezone.localdate()
    rows = Application.objects.belonging_to(round=round)
    lapsed = rows.filter(state=States.ADMITTED, confirm_by__lt=today)
    lapsed.update(state=States.DECLINED)
    children, schools = read_list(round.listed)
    held = Counter(
        str(school)
        for school in rows.filter(state__in=(States.ADMITTED, States.CONFIRMED, States.ENTERED))
        .order_by()
        .values_list("school_id", flat=True)
    )
    free = [Places(each.school, max(each.places - held[each.school], 0), {}) for each in schools]
    waiting = {row.code: row for row in rows.filter(state=States.WAITING)}
    if not waiting:
        return 0
    found = admit(children, free, round.seed, ordered=round.listed["ordered"], only=set(waiting))
    placed = [each for each in found if each.school]
    by_key = {str(each.pk): each for each in Organisation.objects.noted([int(each.school) for each in placed])}
    got = []
    for each in placed:
        row = waiting[each.code]
        note_outcome(row, each)
        row.state, row.school = States.ADMITTED, by_key[each.school]
        row.path, row.confirm_by = row.school.path, today + AGAIN
        got.append(row)
    Application.objects.bulk_update(
        got, ["proposed", "why", "wish", "rank", "lot", "lots", "state", "school", "path", "confirm_by"], batch_size=500
    )
    if got:
        tell_results(got, f"enrolment-round-{round.pk}-{today}")
    return len(got)


@step(Round, "enrolment.close", who=KEEPER, sources=(State.PUBLISHED,), target=State.CLOSED, undo=True)
def close(*, acting: Viewer, round: Round) -> None:
    """The round is over: what waits waits no longer."""


def put_round(*, acting: Viewer, round: Round) -> Round:
    """Begin a round, or change one that is a draft."""
    acting.demand(PLAN, round.path)
    with transaction.atomic(), named("enrolment.put"):
        round.save()
        # A stage that changes is checked again: the database refuses what the new one doesn't allow.
        Category.objects.belonging_to(round=round).exclude(stage=round.stage).update(stage=round.stage)
    return round
