"""Mending: a reported fault is taken in hand, and done or given up."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.assets.history import note
from santong.domains.campus.assets.models import CHANGE, Asset, Repair
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.public import ANSWER, take_back_told, tell
from santong.kit.access import Viewer
from santong.kit.refusals import NotPossible
from santong.kit.registry import Label
from santong.kit.steps import Holds, Is, step
from santong.kit.steps.declare import read_locked

State = Repair.State
KEEPER = Holds(CHANGE)
TOLD: dict[str, Label] = {
    State.DONE: gettext_lazy("What you reported as broken is mended."),
    State.BEYOND: gettext_lazy("What you reported as broken can't be mended."),
}


def _put_asset(acting: Viewer, repair: Repair, state: str) -> None:
    """Bring the register in line."""
    asset = repair.asset
    read_locked(asset)
    asset.state, asset.words = state, ""
    asset.save(update_fields=["state", "words"])
    note(acting, asset)


def _follow(acting: Viewer, repair: Repair) -> None:
    """Tell whoever reported it what became of it; take that back when it isn't so any more."""
    key = f"assets-repair-{repair.pk}"
    title = TOLD.get(repair.state)
    if title is None:
        take_back_told(key)
    elif repair.reported_by_id not in (None, acting.person_id):
        person = Person.objects.noted([repair.reported_by_id]).filter(is_active=True)
        address = reverse("assets:repairs-detail", args=[repair.pk])
        tell(person, title, text=repair.asset.name, address=address, key=key, again=True, kind=ANSWER)


@step(Repair, "assets.take_in", who=KEEPER, sources=(State.REPORTED,), target=State.MENDING, undo=True)
def take_in(*, acting: Viewer, repair: Repair, mender: Person | None = None) -> str:
    """Take it in hand: it is out of use until it is mended. Answers in which state it was."""
    read_locked(repair.asset)
    if repair.asset.state not in (Asset.State.IN_USE, Asset.State.IDLE, Asset.State.LENT):
        raise NotPossible(
            _("The asset is “%(state)s” by now. Have a look at it.") % {"state": repair.asset.get_state_display()}
        )
    repair.mender_id = mender.pk if mender else acting.person_id
    repair.taken_at, repair.state_before = timezone.now(), repair.asset.state
    _put_asset(acting, repair, Asset.State.REPAIR)
    return repair.state_before


@take_in.back
def _untake(acting: Viewer, repair: Repair, was: str) -> None:
    _demand_state(repair, Asset.State.REPAIR)
    _put_asset(acting, repair, was)


@step(Repair, "assets.mend", who=KEEPER, sources=State.values[:2], target=State.DONE, then=_follow, undo=True)
def mend(*, acting: Viewer, repair: Repair, result: str, cost: Decimal | None = None) -> None:
    """It works again."""
    _end(acting, repair, result, cost)


@step(Repair, "assets.give_up", who=KEEPER, sources=State.values[:2], target=State.BEYOND, then=_follow, undo=True)
def give_up(*, acting: Viewer, repair: Repair, result: str, cost: Decimal | None = None) -> None:
    """It can't be mended: it is idle from now on, and may be retired."""
    _end(acting, repair, result, cost, stays_idle=True)


def _end(acting: Viewer, repair: Repair, result: str, cost: Decimal | None, *, stays_idle: bool = False) -> None:
    repair.result, repair.cost, repair.done_at = result, cost, timezone.now()
    repair.mender_id = repair.mender_id or acting.person_id
    if repair.state == State.MENDING:
        _put_asset(acting, repair, Asset.State.IDLE if stays_idle else repair.state_before)


@mend.back
def _unmend(acting: Viewer, repair: Repair, result: None) -> None:
    if repair.state_before:
        _demand_state(repair, Asset.State.IDLE if repair.state == State.BEYOND else repair.state_before)
        _put_asset(acting, repair, Asset.State.REPAIR)


give_up.back(_unmend)


@step(
    Repair, "assets.withdraw_fault", who=Is("reported_by_id") | KEEPER, sources=(State.REPORTED,),
    target=State.WITHDRAWN, undo=True,
)  # fmt: skip
def withdraw_fault(*, acting: Viewer, repair: Repair) -> None:
    """It was nothing."""


def _demand_state(repair: Repair, state: str) -> None:
    read_locked(repair.asset)
    if repair.asset.state != state:
        raise NotPossible(_("The asset has been changed since. Change it back by hand."))
