"""Taking stock: a round begins, rooms are counted, differences are worked out and settled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.assets.history import note
from santong.domains.campus.assets.models import (
    CHANGE,
    COUNT,
    Asset,
    Difference,
    RoomCount,
    Sighting,
    StockTake,
)
from santong.domains.campus.assets.queries import by_code, expected_assets, open_differences
from santong.domains.campus.places.public import Room
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, step
from santong.kit.steps.declare import read_locked

State, Kind = StockTake.State, Difference.Kind
KEEPER = Holds(CHANGE)
LONGEST_CODE = 60


def begin(*, acting: Viewer, stock_take: StockTake) -> StockTake:
    """Begin a round."""
    acting.demand(CHANGE, stock_take.path)
    with transaction.atomic(), named("assets.begin_round"):
        stock_take.person_id = acting.person_id
        stock_take.save()
    return stock_take


def count_room(
    *, acting: Viewer, stock_take: StockTake, room: Room, seen: Collection[int], codes: Collection[str], at: datetime
) -> list[str]:
    """Note what was seen in a room at a moment; answers the codes that the register doesn't know.

    Counting a room anew replaces what was noted of it before; a word that is older than what is known changes nothing.
    An asset stands where it was seen last.
    """
    acting.demand(COUNT, stock_take.path)
    with transaction.atomic(), named("assets.count_room"):
        read_locked(stock_take)
        if stock_take.state != State.COUNTING:
            raise NotPossible(_("The count of this round is over. What is still seen can be entered by hand."))
        if room.school_id != stock_take.school_id:
            raise NotPossible(_("This room belongs to another school."))
        known = by_code(stock_take.school, codes)
        assets = {row.pk: row for row in _assets(stock_take, seen)} | {row.pk: row for row in known.values()}
        unknown = sorted({code[:LONGEST_CODE] for code in codes if code not in known})
        if _count(acting, stock_take, room, at):
            _see(stock_take, room, at, list(assets), unknown)
    return unknown


def _assets(take: StockTake, keys: Collection[int]) -> Iterable[Asset]:
    return Asset.objects.belonging_to(school=take.school).filter(pk__in=keys)


def _count(acting: Viewer, take: StockTake, room: Room, at: datetime) -> bool:
    """Note that a room was counted; whether this is the latest word about it."""
    rows = RoomCount.objects.belonging_to(stock_take=take).filter(room=room)
    row = rows.first() or RoomCount(stock_take=take, room=room)
    if row.pk is not None and row.counted_at > at:
        return False
    row.counted_at, row.person_id = at, acting.person_id
    row.save()
    return True


def _see(take: StockTake, room: Room, at: datetime, assets: Sequence[int], unknown: Sequence[str]) -> None:
    rows = Sighting.objects.belonging_to(stock_take=take)
    here = rows.filter(room=room, seen_at__lte=at)
    here.exclude(asset__in=assets).exclude(asset=None, code__in=unknown).delete()
    known = {row.asset_id: row for row in rows.filter(asset__in=assets)}
    codes = {row.code: row for row in rows.filter(asset=None, code__in=unknown)}
    changed = [row for row in (*known.values(), *codes.values()) if row.seen_at <= at]
    for row in changed:
        row.room, row.seen_at = room, at
    Sighting.objects.bulk_save(changed, ["room", "seen_at"])
    new = [Sighting(stock_take=take, asset_id=key, room=room, seen_at=at) for key in assets if key not in known]
    new += [Sighting(stock_take=take, code=code, room=room, seen_at=at) for code in unknown if code not in codes]
    Sighting.objects.bulk_create(new)


@step(StockTake, "assets.end_count", who=KEEPER, sources=(State.COUNTING,), target=State.SETTLING, undo=True)
def end_count(*, acting: Viewer, stock_take: StockTake) -> int:
    """Nothing more is counted: work out where the round and the register differ. Answers how many differences."""
    stock_take.counted_on = timezone.localdate()
    rows = Difference.objects.bulk_create(differences(stock_take))
    return len(rows)


@end_count.back
def _count_on(acting: Viewer, stock_take: StockTake, number: int) -> None:
    rows = Difference.objects.belonging_to(stock_take=stock_take)
    if rows.exclude(state=Difference.State.OPEN).exists():
        raise NotPossible(_("Some differences are settled already. Take that back first."))
    rows.delete()


def differences(take: StockTake) -> list[Difference]:
    """Where a round and the register differ, not stored."""
    sightings = list(Sighting.objects.belonging_to(stock_take=take).select_related("asset"))
    given = {"stock_take": take, "path": take.path}
    found = [
        Difference(**given, asset=row.asset, code=row.code, kind=kind, room_id=row.room_id)
        for row in sightings
        if (kind := _kind_of(row))
    ]
    seen = {row.asset_id for row in sightings}
    missing = expected_assets(take).exclude(pk__in=[key for key in seen if key])
    return found + [Difference(**given, asset=asset, kind=Kind.MISSING) for asset in missing.order_by("pk")]


def _kind_of(row: Sighting) -> str:
    if row.asset is None:
        return Kind.UNKNOWN
    if row.asset.state in (Asset.State.LOST, Asset.State.RETIRED):
        return Kind.FOUND
    return Kind.ELSEWHERE if row.asset.room_id != row.room_id else ""


def _is_unknown(acting: Viewer, difference: Difference) -> bool:
    return difference.kind == Kind.UNKNOWN


def _is_over(acting: Viewer, difference: Difference) -> bool:
    return difference.stock_take.state != State.SETTLING


UNKNOWN = Condition(_is_unknown, gettext_lazy("Enter it as a new asset first, then leave this difference as settled."))
OVER = Condition(_is_over, gettext_lazy("This round is finished. Change the register by hand."))
OPEN, TAKEN, LEFT = Difference.State


@step(Difference, "assets.take_over", who=KEEPER, sources=(OPEN,), target=TAKEN, unless=(UNKNOWN, OVER), undo=True)
def take_over(*, acting: Viewer, difference: Difference) -> None:
    """Let the register follow what was seen: moved, lost, or found again."""
    asset = difference.asset
    assert asset is not None, "what is unknown was refused"
    read_locked(asset)
    difference.was_state, difference.was_room_id = asset.state, asset.room_id
    difference.person_id = acting.person_id
    words = _("stock-taking “%(title)s”") % {"title": difference.stock_take.title}
    if difference.kind == Kind.MISSING:
        asset.state, asset.words = Asset.State.LOST, words
    else:
        asset.room_id, asset.words = difference.room_id, words
        if difference.kind == Kind.FOUND:
            asset.state = Asset.State.IDLE
    _put(acting, asset)


@take_over.back
def _untake(acting: Viewer, difference: Difference, result: None) -> None:
    asset = difference.asset
    assert asset is not None, "what is unknown is never taken over"
    read_locked(asset)
    now = Asset.State.LOST if difference.kind == Kind.MISSING else asset.state
    if asset.state != now or (difference.kind != Kind.MISSING and asset.room_id != difference.room_id):
        raise NotPossible(_("The asset has been changed since. Change it back by hand."))
    asset.state, asset.room_id, asset.words = difference.was_state, difference.was_room_id, ""
    _put(acting, asset)


@step(Difference, "assets.leave", who=KEEPER, sources=(OPEN,), target=LEFT, unless=(OVER,), undo=True)
def leave(*, acting: Viewer, difference: Difference) -> None:
    """The register is right: it was borrowed for the day, or is back in its room."""
    difference.person_id = acting.person_id


def _put(acting: Viewer, asset: Asset) -> None:
    asset.save(update_fields=["state", "room", "words"])
    note(acting, asset)


def _has_open(acting: Viewer, stock_take: StockTake) -> bool:
    return open_differences(stock_take).exists()


UNSETTLED = Condition(_has_open, gettext_lazy("Differences are open. Settle each, or many at once, then finish."))


@step(
    StockTake, "assets.end_round", who=KEEPER, sources=(State.SETTLING,), target=State.DONE, unless=(UNSETTLED,),
    undo=True,
)  # fmt: skip
def end_round(*, acting: Viewer, stock_take: StockTake) -> None:
    """Everything is settled."""
    stock_take.ended_on = timezone.localdate()
