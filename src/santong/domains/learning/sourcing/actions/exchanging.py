"""Prices in points, and obtaining what costs points."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from santong.domains.learning.resources.public import (
    Key,
    Licence,
    Resource,
    give_key,
    lock_resource,
    open_reach_of,
    unlock_resource,
)
from santong.domains.learning.sourcing.actions.ledger import account_of, post
from santong.domains.learning.sourcing.models import MOST_POINTS, Account, Price, Transaction
from santong.domains.learning.sourcing.permissions import POINTS, SPEND
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible

REASON = "the right was checked on the resource"


def set_price(*, acting: Viewer, resource: Resource, points: int) -> Price | None:
    """Let a resource of one's own cost points outside one's own school; 0 makes it free again."""
    if resource.author_id != acting.person_id:
        raise NotPossible(_("Only its author can do this."))
    if not 0 <= points <= MOST_POINTS:
        raise NotPossible(_("A price is between 0 and %(most)s points.") % {"most": MOST_POINTS})
    if points and resource.status != Resource.Status.ADMITTED:
        raise NotPossible(_("It isn't in the library yet. Hand it in there first."))
    if points and resource.licence != Licence.OWN:
        raise NotPossible(_("Its licence says that it is free, or it isn't your own work."))
    with transaction.atomic(), named("points.price"):
        if not points:
            _make_free(acting, resource)
            return None
        price, _new = Price.objects.keeping_unique().update_or_create(
            resource=resource, defaults={"points": points, "reach": open_reach_of(resource)}
        )
        lock_resource(acting=acting, resource=resource, lock=price.lock)
        if resource.organisation.kind == Organisation.Kind.SCHOOL:
            give_key(lock=price.lock, path=resource.organisation.path)
    return price


def obtain(*, acting: Viewer, price: Price, for_place: Organisation | None = None) -> Transaction:
    """Pay for a resource, for oneself or for a school; its author gets the points."""
    resource = price.resource
    _refuse(acting, price, for_place)
    buyer = for_place or Person.objects.noted([acting.person_id]).get()
    with transaction.atomic(), named("points.obtain"):
        fresh = Price.objects.locked_for_action(price)
        payer = account_of(buyer)
        if holds_key(fresh, payer):
            raise NotPossible(_("It has been obtained already."))
        lines = {payer: -fresh.points, account_of(resource.author): fresh.points}
        made = post(
            kind=Transaction.Kind.EXCHANGE, lines=lines, path=payer.path, resource_id=resource.pk, by=acting.person_id
        )
        if for_place:
            give_key(lock=fresh.lock, path=for_place.path)
        else:
            give_key(lock=fresh.lock, person_id=acting.person_id)
    assert made is not None  # it has no key that could be there already
    return made


def refresh_reach(*, resource_id: int) -> None:
    """A resource with a price was admitted further: it is offered further too."""
    price = Price.objects.noted([resource_id], by="resource").select_related("resource__organisation").first()
    if price is not None:
        Price.objects.again([price]).update(reach=open_reach_of(price.resource))


def holds_key(price: Price, account: Account) -> bool:
    """Whether an account's holder has obtained it."""
    rows = Key.objects.unscoped(REASON).filter(lock=price.lock)
    if account.person_id:
        return bool(rows.filter(person=account.person_id).exists())
    return bool(rows.filter(path=account.path).exists())


def _refuse(acting: Viewer, price: Price, for_place: Organisation | None) -> None:
    if for_place is not None:
        acting.demand(SPEND, for_place.path)
    else:
        acting.demand(POINTS)
    if price.resource.author_id == acting.person_id:
        raise NotPossible(_("It is your own."))
    if price.resource.status != Resource.Status.ADMITTED:
        raise NotPossible(_("It is no longer in the library."))


def _make_free(acting: Viewer, resource: Resource) -> None:
    """Take the price away; the keys of those who paid stay, should it cost points again."""
    price = Price.objects.belonging_to(resource=resource).first()
    if price is not None:
        unlock_resource(acting=acting, resource=resource)
        price.delete()
