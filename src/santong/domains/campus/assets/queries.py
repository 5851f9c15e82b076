"""Reads on the register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from santong.domains.campus.assets.models import (
    APPROVE,
    CHANGE,
    Asset,
    AssetClass,
    Difference,
    Loan,
    Movement,
    Numbering,
    Repair,
    Retirement,
    RoomCount,
    RoomLabel,
    Sighting,
    StockTake,
)
from santong.domains.campus.places.public import Room
from santong.domains.campus.staff.public import Staff
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer

SOON = timedelta(days=3)


def sees(viewer: Viewer, asset: Asset) -> bool:
    """Whether somebody sees an asset: all staff of its school do."""
    return Asset.objects.visible_to(viewer).filter(pk=asset.pk).exists()


def classes_for(path: str) -> QuerySet[AssetClass]:
    """The classes that a school may choose: those of the product, and its own."""
    rows = AssetClass.objects.open_to_everyone()
    return rows.filter(Q(path="") | Q(path=path)).order_by("path", "pk")


def colleagues(path: str) -> QuerySet[Person]:
    """The staff of a school at present, who may keep and borrow things."""
    staff = Staff.objects.numbers_only().filter(path=path, status=Staff.Status.ACTIVE)
    return Person.objects.belonging_to(employments__in=staff).filter(is_active=True)


def history_of(asset: Asset) -> list[tuple[Movement, Movement | None]]:
    """What happened to an asset, the newest first, each with how it stood before."""
    rows = Movement.objects.belonging_to(asset=asset).select_related("room__building", "keeper", "person")
    found = list(rows.order_by("-pk")[:100])
    return [(row, found[place + 1] if place + 1 < len(found) else None) for place, row in enumerate(found)]


def open_loan(asset: Asset) -> Loan | None:
    """The loan that an asset is out on."""
    rows = Loan.objects.belonging_to(asset=asset).filter(returned_on=None)
    return rows.select_related("borrower", "school_class").first()


def asset_with_label(viewer: Viewer, label: str) -> Asset | None:
    """The asset that a label sticks on, for those who see it."""
    return Asset.objects.visible_to(viewer).filter(label=label.lower()).first()


def room_with_label(viewer: Viewer, label: str) -> Room | None:
    """The room at whose door a label hangs, for those who see it."""
    found = RoomLabel.objects.visible_to(viewer).filter(label=label.lower()).select_related("room").first()
    return found.room if found else None


def totals(rows: QuerySet[Asset]) -> Mapping[str, Any]:
    """How many assets, and what they cost."""
    return rows.aggregate(number=Count("pk"), value=Sum("price"))


def loans_to_bring_back(viewer: Viewer) -> QuerySet[Loan]:
    """What the viewer has borrowed and should bring back soon, or should have."""
    until = timezone.localdate() + SOON
    return Loan.objects.of_acting(viewer).filter(borrower_id=viewer.person_id, returned_on=None, due__lte=until)


def loans_overdue(viewer: Viewer) -> QuerySet[Loan]:
    """What is out too long, for those who keep the register."""
    return Loan.objects.visible_to(viewer, CHANGE).filter(returned_on=None, due__lt=timezone.localdate())


def repairs_waiting(viewer: Viewer) -> QuerySet[Repair]:
    """Faults that nobody has taken in hand."""
    return Repair.objects.visible_to(viewer, CHANGE).filter(state=Repair.State.REPORTED)


def retirements_waiting(viewer: Viewer) -> QuerySet[Retirement]:
    """Retirements that wait for the viewer's approval."""
    return Retirement.objects.visible_to(viewer, APPROVE).filter(state=Retirement.State.ASKED)


def rounds_to_settle(viewer: Viewer) -> QuerySet[StockTake]:
    """Rounds whose differences aren't settled."""
    return StockTake.objects.visible_to(viewer, CHANGE).filter(state=StockTake.State.SETTLING)


def numbering_of(school: Organisation) -> Numbering:
    """The school's rule for numbers, which is made where there is none, locked until the transaction ends."""
    row, _new = Numbering.objects.keeping_unique().get_or_create(school=school, defaults={"path": school.path})
    found: Numbering = Numbering.objects.locked_for_action(row)
    return found


def is_taken(school: Organisation, number: str) -> bool:
    """Whether a school has given a number already, also to something that was removed since."""
    return Asset.with_removed.numbers_only().filter(school=school, number=number).exists()


def rooms_to_count(take: StockTake) -> list[dict[str, Any]]:
    """The rooms of a round: how many assets the register has there, how many were seen, when it was counted.

    Rooms in which nothing stands and nothing was seen are left away.
    """
    expected = dict(expected_assets(take).exclude(room=None).order_by().values_list("room").annotate(n=Count("pk")))
    sightings = Sighting.objects.belonging_to(stock_take=take).order_by()
    seen = dict(sightings.values_list("room").annotate(n=Count("pk")))
    counted = {row.room_id: row for row in RoomCount.objects.belonging_to(stock_take=take).select_related("person")}
    keys = {*expected, *seen, *counted}
    rooms = Room.objects.belonging_to(school=take.school).filter(pk__in=keys).select_related("building")
    return [
        {
            "room": room,
            "expected": expected.get(room.pk, 0),
            "seen": seen.get(room.pk, 0),
            "count": counted.get(room.pk),
        }
        for room in rooms.order_by("building__name", "floor", "name", "pk")
    ]


def expected_assets(take: StockTake) -> QuerySet[Asset]:
    """What should be found somewhere in the school: neither lent, nor away for mending, nor struck off."""
    rows = Asset.objects.belonging_to(school=take.school)
    return rows.filter(state__in=(Asset.State.IN_USE, Asset.State.IDLE))


def assets_in(rooms: Sequence[Room]) -> list[Asset]:
    """What should be found in rooms."""
    found = Asset.objects.belonging_to(room__in=list(rooms)) if rooms else Asset.objects.none()
    return list(found.filter(state__in=Asset.PRESENT).order_by("asset_class", "number"))


def by_code(school: Organisation, codes: Iterable[str]) -> dict[str, Asset]:
    """The assets of a school that codes mean: a label, the address of one, an asset number or a serial number."""
    wanted = {code: code.rstrip("/").rpartition("/")[2] for code in codes}
    names = [*wanted, *wanted.values(), *(name.lower() for name in wanted.values())]
    known = Asset.objects.belonging_to(school=school)
    rows = known.filter(Q(label__in=names) | Q(number__in=names) | Q(serial__in=names))
    found: dict[str, Asset] = {}
    for row in rows.order_by("-pk"):
        found |= {name: row for name in (row.serial, row.number, row.label) if name}
    return {
        code: found[name]
        for code, short in wanted.items()
        for name in (next((each for each in (code, short, short.lower()) if each in found), ""),)
        if name
    }


def open_differences(take: StockTake) -> QuerySet[Difference]:
    """Those of a round that wait to be settled."""
    return Difference.objects.belonging_to(stock_take=take).filter(state=Difference.State.OPEN)


def labels_for(rooms: Sequence[Room]) -> dict[int, str]:
    """The labels of rooms by their keys; those that have none get one."""
    known = dict(RoomLabel.objects.belonging_to(room__in=list(rooms)).values_list("room", "label")) if rooms else {}
    new = [RoomLabel(room=room, school_id=room.school_id, path=room.path) for room in rooms if room.pk not in known]
    RoomLabel.objects.bulk_create(new)
    return known | {row.room_id: row.label for row in new}
