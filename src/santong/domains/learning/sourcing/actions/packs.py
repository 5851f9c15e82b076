"""Packs: what they hold, who is entitled, seats, and counting their use."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from santong.domains.learning.resources.public import (
    Resource,
    give_key,
    lock_resource,
    take_keys,
    unlock_resource,
)
from santong.domains.learning.sourcing.models import Entitlement, Pack, PackItem, PackUse, Seat
from santong.domains.learning.sourcing.permissions import KEEP, PACKS
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, lineage, school_of
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible


def put_pack(*, acting: Viewer, pack: Pack, places: Collection[Organisation]) -> Pack:
    """Write a pack down with the places entitled to it; who has a key follows from that at once."""
    acting.demand(KEEP, pack.organisation.path)
    if not places:
        raise NotPossible(_("Say which places may use it."))
    if any(not place.path.startswith(pack.organisation.path) for place in places):
        raise NotPossible(_("Only your own place and those below can be entitled."))
    with transaction.atomic(), named("packs.put"):
        pack.path = pack.organisation.path
        pack.save()
        rows = Entitlement.objects.belonging_to(pack=pack)
        rows.exclude(organisation__in=places).delete()
        there = set(rows.values_list("organisation", flat=True))
        Entitlement.objects.bulk_create(
            Entitlement(pack=pack, organisation=place, path=place.path) for place in places if place.pk not in there
        )
        _end_seats(pack, [place.path for place in places])
        _cut_keys(pack)
    return pack


def add_items(*, acting: Viewer, pack: Pack, resources: Iterable[Resource]) -> int:
    """Put resources into a pack: from now on only those entitled open them. How many that were."""
    acting.demand(KEEP, pack.path)
    done = 0
    with transaction.atomic(), named("packs.add"):
        for resource in resources:
            try:
                lock_resource(acting=acting, resource=resource, lock=pack.lock)
            except NotPossible as problem:
                raise NotPossible(f"{resource.title}: {problem}") from problem
            PackItem.objects.get_or_create(pack=pack, resource=resource)
            done += 1
    return done


def drop_item(*, acting: Viewer, pack: Pack, resource: Resource) -> None:
    """Take a resource out of a pack; everybody in its reach opens it again."""
    acting.demand(KEEP, pack.path)
    with transaction.atomic(), named("packs.drop"):
        gone, _by_kind = PackItem.objects.filter(pack=pack, resource=resource).delete()
        if not gone:
            raise NotPossible(_("It doesn't belong to this pack."))
        unlock_resource(acting=acting, resource=resource)


def take_seat(*, acting: Viewer, pack: Pack) -> Seat:
    """Use one of a pack's seats; whoever has one keeps it. Raises `NotPossible` when all are taken."""
    if acting.person_id is None:
        raise NotPossible(_("Sign in first."))
    place = entitling(acting, pack)
    if place is None:
        raise NotPossible(_("Your place isn't entitled to this pack."))
    if pack.state != "valid":
        raise NotPossible(_("Its licence doesn't run today."))
    with transaction.atomic(), named("packs.take_seat"):
        return _seat(pack, acting.person_id, place)


def give_seat_back(*, acting: Viewer, seat: Seat) -> None:
    """Free a seat: the pack's keeper, or whoever sits there."""
    if seat.person_id != acting.person_id:
        acting.demand(KEEP, seat.pack.path)
    with transaction.atomic(), named("packs.free_seat"):
        take_keys(lock=seat.pack.lock, person_id=seat.person_id)
        seat.delete()


def restore_seat(*, acting: Viewer, pack: Pack, person_id: int, path: str) -> Seat:
    """Undo the freeing of a seat, as long as it is still free and its place still entitled."""
    if person_id != acting.person_id:
        acting.demand(KEEP, pack.path)
    with transaction.atomic(), named("packs.restore_seat"):
        place = Entitlement.objects.belonging_to(pack=pack).filter(path=path).first()
        if place is None:
            raise NotPossible(_("The place isn't entitled to this pack any more."))
        return _seat(pack, person_id, place)


def _seat(pack: Pack, person_id: int, place: Entitlement) -> Seat:
    """The seat that somebody has, or one of those that are free."""
    fresh = Pack.objects.locked_for_action(pack)
    rows = Seat.objects.belonging_to(pack=fresh)
    if mine := rows.filter(person=person_id).first():
        return mine
    if fresh.seats is None:
        raise NotPossible(_("It needs no seats: everybody at your place may use it."))
    if rows.count() >= fresh.seats:
        raise NotPossible(_("All seats are taken. Ask %(place)s to free one.") % {"place": fresh.organisation.name})
    seat = Seat.objects.create(pack=fresh, person_id=person_id, path=place.path)
    give_key(lock=fresh.lock, person_id=person_id, begins=fresh.begins, ends=fresh.ends)
    return seat


def entitling(viewer: Viewer, pack: Pack) -> Entitlement | None:
    """The entitlement under which the viewer may use a pack."""
    rows = Entitlement.objects.belonging_to(pack=pack)
    own = viewer.paths(PACKS)
    return next((row for row in rows if any(path.startswith(row.path) for path in own)), None)


def count_use(*, resource_id: int, person_id: int, month: date) -> None:
    """Count a use of what belongs to a pack, for the person's school or bureau."""
    item = PackItem.objects.filter(resource=resource_id).first()
    person = Person.objects.noted([person_id]).first()
    if item is None or person is None:
        return
    place = school_of(person.path) or next(iter(lineage(person.path)[::-1]), None)
    if place is None:
        return
    # Plain rows: counters have no place in the audit record, and two people may begin one at once.
    plain: models.QuerySet[PackUse] = models.QuerySet(PackUse)
    row = PackUse(pack_id=item.pack_id, organisation=place, path=place.path, month=month)
    plain.bulk_create([row], ignore_conflicts=True)
    plain.filter(pack=item.pack_id, organisation=place, month=month).update(uses=F("uses") + 1)


def _end_seats(pack: Pack, paths: Collection[str]) -> None:
    """Seats of people whose place is no longer entitled are free again."""
    rows = Seat.objects.belonging_to(pack=pack)
    if pack.seats is None:
        rows.delete()
        return
    rows.exclude(path__in=paths).delete()
    if rows.count() > pack.seats:
        raise NotPossible(_("More seats are taken than you allow. Free some first."))


def _cut_keys(pack: Pack) -> None:
    take_keys(lock=pack.lock, all_of_them=True)
    if pack.seats is None:
        for place in Entitlement.objects.belonging_to(pack=pack):
            give_key(lock=pack.lock, path=place.path, begins=pack.begins, ends=pack.ends)
    for seat in Seat.objects.belonging_to(pack=pack):
        give_key(lock=pack.lock, person_id=seat.person_id, begins=pack.begins, ends=pack.ends)
