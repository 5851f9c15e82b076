"""Writes on course choices: rounds and offers, wishes, closing, the draw, closing what is too small, announcing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from random import SystemRandom

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from santong.domains.campus.choices.combinations import COMBINATIONS, short
from santong.domains.campus.choices.drawing import digest
from santong.domains.campus.choices.jobs import give_places
from santong.domains.campus.choices.models import (
    KEEP,
    Allotment,
    ChoiceRound,
    Chooser,
    Offer,
    RoundGrade,
    Wish,
)
from santong.domains.campus.choices.queries import (
    asked_for,
    candidates,
    choosers_of,
    fates,
    offers_of,
    open_to,
    wishes_of,
)
from santong.domains.campus.choices.telling import tell_announced, tell_opened
from santong.domains.campus.students.public import is_guardian
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.jobs.public import start
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, Is, Whoever, step
from santong.kit.undo import CannotUndo

KEEPER, State = Holds(KEEP), ChoiceRound.State


def put_round(*, acting: Viewer, row: ChoiceRound, grades: Collection[Organisation]) -> ChoiceRound:
    """Write down a choice, new or changed, with the grades that choose."""
    acting.demand(KEEP, row.school.path)
    with transaction.atomic(), named("choices.put_round"):
        row.path = row.school.path
        row.save()
        there = {each.grade_id: each for each in RoundGrade.objects.belonging_to(round=row)}
        wanted = {grade.pk: grade for grade in grades}
        RoundGrade.objects.again([each for key, each in there.items() if key not in wanted]).delete()
        RoundGrade.objects.bulk_create(
            RoundGrade(round=row, grade=grade) for key, grade in wanted.items() if key not in there
        )
    return row


def put_offer(*, acting: Viewer, offer: Offer) -> Offer:
    """Write an offer down, new or changed."""
    acting.demand(KEEP, offer.round.path)
    with transaction.atomic(), named("choices.put_offer"):
        row = ChoiceRound.objects.locked_for_action(offer.round)
        if row.state in ChoiceRound.FIXED:
            raise NotPossible(_("The list is fixed, and its offers with it. Open the choice again to change them."))
        offer.path = row.path
        offer.save()
    return offer


@step(ChoiceRound, "choices.offer_combinations", who=KEEPER, sources=(State.DRAFT,))
def offer_combinations(*, acting: Viewer, row: ChoiceRound, offered: Sequence[str]) -> int:
    """Offer combinations of 3+1+2 by their short names; those that are offered already stay as they are."""
    if row.kind != ChoiceRound.Kind.COMBINATION:
        raise NotPossible(_("This is a choice of free electives. Add its courses one by one."))
    there = {each.name for each in offers_of(row)}
    new = [each for each in COMBINATIONS if short(each) in offered and short(each) not in there]
    Offer.objects.bulk_create(
        Offer(round=row, path=row.path, name=short(each), subjects=",".join(each), least=1) for each in new
    )
    return len(new)


def _demand_offers(row: ChoiceRound) -> None:
    offers = list(offers_of(row))
    if len(offers) < 2:
        raise NotPossible(_("There is nothing to choose among. Add at least two offers first."))
    _demand_day(row)


def _demand_day(row: ChoiceRound) -> None:
    if not row.takes_wishes:
        raise NotPossible(_("The last day of this choice is over. Set a later one first."))


@step(ChoiceRound, "choices.open_trial", who=KEEPER, sources=(State.DRAFT,), target=State.TRIAL)
def open_trial(*, acting: Viewer, row: ChoiceRound) -> None:
    """Let pupils try: nothing follows from it but knowing how many wish for what."""
    if row.trial_until is None:
        raise NotPossible(_("This choice has no day until which the trial goes. Set one, or open the final choice."))
    row.state = State.TRIAL
    _demand_offers(row)
    _open(row)


@step(ChoiceRound, "choices.open_final", who=KEEPER, sources=(State.DRAFT, State.TRIAL), target=State.FINAL)
def open_final(*, acting: Viewer, row: ChoiceRound) -> None:
    """Let pupils choose for good; wishes of the trial stand until they are changed."""
    row.state = State.FINAL
    _demand_offers(row)
    _open(row)


def _open(row: ChoiceRound) -> None:
    _take_in(row)
    choosers = list(choosers_of(row))
    if not choosers:
        raise NotPossible(_("No pupils are in the classes of these grades. Put them on the roll first."))
    tell_opened(row, choosers)


def _take_in(row: ChoiceRound) -> int:
    """Put those on the list who aren't yet, take off who is gone; how many are new."""
    present = {each.pk: each for each in candidates(row)}
    there = {each.pupil_id: each for each in choosers_of(row)}
    Chooser.objects.again([each for pk, each in there.items() if pk not in present]).delete()
    moved = [each for pk, each in there.items() if pk in present and each.path != present[pk].path]
    for each in moved:
        each.path = present[each.pupil_id].path
    Chooser.objects.bulk_save(moved, ["path"])
    new = [each for pk, each in present.items() if pk not in there]
    used = {each.code for each in there.values()}
    codes = [f"{number:04}" for number in range(1, len(new) + len(used) + 1) if f"{number:04}" not in used]
    # Codes by lot, so that they tell nothing of the order in which pupils stand on the roll.
    SystemRandom().shuffle(codes)
    Chooser.objects.bulk_create(
        Chooser(round=row, pupil=pupil, path=pupil.path, code=code) for pupil, code in zip(new, codes, strict=False)
    )
    return len(new)


@step(ChoiceRound, "choices.take_in", who=KEEPER, sources=ChoiceRound.TAKING)
def take_in(*, acting: Viewer, row: ChoiceRound) -> int:
    """Bring the list of those who choose up to date with the roll."""
    return _take_in(row)


# Wishes


def _may_confirm(viewer: Viewer, row: Chooser) -> bool:
    return is_guardian(viewer, row.pupil)


def demand_wishes(row: Chooser, offers: Sequence[Offer]) -> None:
    """Refuse wishes that can't be, in words; `field` is that of the first wrong one."""
    round_ = row.round
    if len(offers) > round_.ranked:
        raise NotPossible(
            ngettext("At most %(n)s wish can be ranked.", "At most %(n)s wishes can be ranked.", round_.ranked)
            % {"n": round_.ranked}
        )
    possible = {each.pk for each in open_to(offers_of(round_), row.path)}
    for number, offer in enumerate(offers, 1):
        if offer.pk not in possible:
            raise NotPossible(_("This isn't offered to this class. Choose another one."), field=f"wish_{number}")
        if offer.pk in {each.pk for each in offers[: number - 1]}:
            raise NotPossible(_("This is wished for twice. Choose another one, or none."), field=f"wish_{number}")


def _takes_none(acting: Viewer, row: Chooser) -> str:
    return "" if row.round.takes_wishes else _("No wishes are taken any more. What was handed in last counts.")


def _is_not_asked(acting: Viewer, row: Chooser) -> str:
    return "" if row.round.asks_guardian else _("The school asks for no confirmation here.")


def _has_no_wishes(acting: Viewer, row: Chooser) -> str:
    return "" if row.handed_in_at else _("Nothing has been handed in yet. Your child chooses first.")


def _is_confirmed(acting: Viewer, row: Chooser) -> str:
    return _("This is confirmed already.") if row.confirmed_at else ""


@step(Chooser, "choices.hand_in", who=Is("pupil.person_id") | KEEPER, unless=(_takes_none,))
def hand_in(*, acting: Viewer, row: Chooser, offers: Sequence[Offer]) -> list[int]:
    """Hand wishes in, the dearest first, in place of those handed in before; none takes them back.

    Answers with the keys of the offers wished for before.
    """
    # Whoever closes the choice at this moment waits, or has closed it.
    row.round = ChoiceRound.objects.locked_for_action(row.round)
    if refused := _takes_none(acting, row):
        raise NotPossible(refused)
    demand_wishes(row, offers)
    before = [wish.offer_id for wish in wishes_of([row]).get(row.pk, [])]
    _write(row, offers)
    return before


def _write(row: Chooser, offers: Iterable[Offer]) -> None:
    Wish.objects.belonging_to(chooser=row).delete()
    found = [Wish(chooser=row, offer=offer, rank=rank) for rank, offer in enumerate(offers, 1)]
    Wish.objects.bulk_create(found)
    row.handed_in_at = timezone.now() if found else None
    row.confirmed_at = row.confirmed_by = None


@hand_in.back
def _hand_in_before(acting: Viewer, row: Chooser, before: list[int]) -> None:
    round_ = ChoiceRound.objects.locked_for_action(row.round)
    if not round_.takes_wishes:
        raise CannotUndo(_("No wishes are taken any more. What was handed in last counts."))
    offers = {each.pk: each for each in offers_of(round_)}
    if any(key not in offers for key in before):
        raise CannotUndo(_("Something that you wished for before isn't offered any more."))
    _write(row, [offers[key] for key in before])


@step(
    Chooser, "choices.confirm", who=Whoever(_may_confirm), undo=True,
    unless=(_is_not_asked, _takes_none, _has_no_wishes, _is_confirmed),
)  # fmt: skip
def confirm(*, acting: Viewer, row: Chooser) -> None:
    """Say as a guardian that the choice is right."""
    row.confirmed_at, row.confirmed_by_id = timezone.now(), acting.person_id


# The draw


@step(ChoiceRound, "choices.close", who=KEEPER, sources=(State.FINAL,), target=State.CLOSED)
def close(*, acting: Viewer, row: ChoiceRound) -> None:
    """Take no more wishes, fix the list, and commit to it and to a secret, before anything is drawn."""
    missing = choosers_of(row).filter(handed_in_at=None).count()
    if row.takes_wishes and missing:
        words = ngettext(
            "Wishes are taken until %(day)s, and %(n)s pupil has handed in none yet. Close it after that day.",
            "Wishes are taken until %(day)s, and %(n)s pupils have handed in none yet. Close it after that day.",
            missing,
        )
        raise NotPossible(words % {"day": date_format(row.final_until, "Y-m-d"), "n": missing})
    row.commit_to(digest(row))


@step(ChoiceRound, "choices.reopen", who=KEEPER, sources=(State.CLOSED, State.DRAWING), target=State.FINAL)
def reopen(*, acting: Viewer, row: ChoiceRound, reason: str) -> None:
    """Take the fixed list back before lots have fallen; its commitment stands in the history."""
    if any(each.closed for each in offers_of(row)):
        raise NotPossible(_("The lots have fallen already: an offer was closed after them. There is no second draw."))
    row.release()


@step(ChoiceRound, "choices.draw", who=KEEPER, sources=(State.CLOSED,), target=State.DRAWING)
def draw(*, acting: Viewer, row: ChoiceRound, drawn: str, drawn_how: str) -> None:
    """Join the number that was drawn in public with the secret, and let the lots fall. There is no second draw."""
    if digest(row) != row.digest:
        raise NotPossible(_("The list isn't the one that was fixed. Open the choice again, and close it again."))
    row.note_number(drawn, drawn_how)
    _give(acting, row)


def _give(acting: Viewer, row: ChoiceRound) -> None:
    closed = sum(1 for each in offers_of(row) if each.closed)
    start(
        give_places, {"round_id": row.pk}, acting=acting, key=f"choices:{row.commitment}:{closed}", path=row.path,
        subject=row.name,
    )  # fmt: skip


@step(ChoiceRound, "choices.close_offer", who=KEEPER, sources=(State.DRAWN,), target=State.DRAWING)
def close_offer(*, acting: Viewer, row: ChoiceRound, offer: Offer, reason: str) -> None:
    """Close an offer that has too few, and give all places anew by the same lots, without it."""
    own = next((each for each in asked_for(row) if each.offer.pk == offer.pk), None)
    if own is None or not own.is_too_small:
        raise NotPossible(_("This offer has pupils enough, or is closed already."), field="offer")
    Allotment.objects.belonging_to(chooser__round=row).delete()
    offer.closed = reason.strip()
    offer.save()
    _give(acting, row)


@step(ChoiceRound, "choices.give_place", who=KEEPER, sources=ChoiceRound.GIVEN)
def give_place(*, acting: Viewer, row: ChoiceRound, chooser: Chooser, offer: Offer, reason: str) -> int:
    """Give somebody who lacks a place one that is left."""
    [fate] = fates(row, [chooser])
    own = next(each for each in asked_for(row) if each.offer.pk == offer.pk)
    if fate.lacks <= 0:
        raise NotPossible(_("%(name)s has as many courses as everybody gets.") % {"name": chooser}, field="chooser")
    if offer not in open_to([offer], chooser.path):
        raise NotPossible(_("“%(offer)s” isn't offered to this class.") % {"offer": offer}, field="offer")
    if offer.name in fate.names:
        raise NotPossible(_("%(name)s is in “%(offer)s” already.") % {"name": chooser, "offer": offer}, field="offer")
    if own.left == 0:
        words = ngettext(
            "“%(offer)s” has %(n)s place, and it is taken.",
            "“%(offer)s” has %(n)s places, and all are taken.",
            offer.most or 0,
        )
        raise NotPossible(words % {"offer": offer, "n": offer.most}, field="offer")
    beside = [each.name for each in fate.offers if offer.time and each.time == offer.time]
    if beside:
        raise NotPossible(
            _("%(name)s is in “%(beside)s” at the time of “%(offer)s”.")
            % {"name": chooser, "beside": beside[0], "offer": offer}, field="offer",
        )  # fmt: skip
    return int(Allotment.objects.create(chooser=chooser, offer=offer, reason=reason.strip()).pk)


@give_place.back
def _without_place(acting: Viewer, row: ChoiceRound, allotment: int) -> None:
    Allotment.objects.noted([allotment]).delete()


@step(ChoiceRound, "choices.announce", who=KEEPER, sources=(State.DRAWN,), target=State.ANNOUNCED)
def announce(*, acting: Viewer, row: ChoiceRound, keeps_small: bool = False) -> None:
    """Let everybody see what they get; `keeps_small` says that offers with too few are held all the same."""
    small = [each.offer.name for each in asked_for(row) if each.is_too_small]
    if small and not keeps_small:
        words = _("Too few pupils: %(names)s. Close these offers, or say that they are held all the same.")
        raise NotPossible(words % {"names": _(", ").join(small)}, field="keeps_small")
    tell_announced(row, choosers_of(row))
