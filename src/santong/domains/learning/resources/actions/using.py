"""What people do with resources: looking, keeping, complaining."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.learning.resources.actions.checking import demand_short
from santong.domains.learning.resources.actions.reviewing import leave_library
from santong.domains.learning.resources.events import ResourceDownloaded, ResourceViewed
from santong.domains.learning.resources.facts import about
from santong.domains.learning.resources.models import (
    Collection,
    CollectionItem,
    Complaint,
    Node,
    Progress,
    Resource,
    SavedSearch,
    Viewing,
)
from santong.domains.learning.resources.places import deciding_path, oversees
from santong.domains.learning.resources.telling import tell_complainer, tell_taken_out
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.refusals import NotPossible
from santong.kit.steps import Whoever, step

LONGEST_NAME, LONGEST_SEARCH_NAME, LONGEST_SEARCH = 80, 60, 500
"""Characters, as the columns have room for."""
_NOTE = "INSERT INTO resources_viewing (resource_id, person_id, day) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"


def note_view(*, acting: Viewer, resource: Resource) -> None:
    """Somebody opened its page; an author's own looks don't count, another person's once a day."""
    if acting.person_id is None or acting.person_id == resource.author_id:
        return
    with transaction.atomic():
        is_first = _is_first_today(resource.pk, acting.person_id)
        if is_first:
            Resource.objects.again([resource]).update_quietly(uses=F("uses") + 1)
        emit(ResourceViewed(resource.pk, acting.person_id, resource.title, is_first=is_first, **about(resource)))


def _is_first_today(resource: int, person: int) -> bool:
    """Note the viewing; False when it is noted already. One statement, so that two requests at once count once."""
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [resource, person, timezone.localdate()])
        return cursor.rowcount == 1


def forget_viewings() -> int:
    """Delete the viewings of past days, which nobody needs any longer; how many."""
    return Viewing.objects.filter(day__lt=timezone.localdate()).delete()[0]


def note_download(*, acting: Viewer, resource: Resource) -> None:
    """Somebody saved one of its files."""
    if acting.person_id is None:
        return
    with transaction.atomic():
        Resource.objects.again([resource]).update_quietly(downloads=F("downloads") + 1)
        emit(ResourceDownloaded(resource.pk, acting.person_id, resource.title, **about(resource)))


def complain(*, acting: Viewer, resource: Resource, reason: str, text: str) -> Complaint:
    """Say that something is wrong with a resource; who oversees the level that let it in decides."""
    person = _person(acting)
    with transaction.atomic(), named("resources.complain"):
        there = Complaint.objects.belonging_to(resource=resource).filter(person_id=person, state=Complaint.State.OPEN)
        if there.exists():
            raise NotPossible(_("Your complaint is being looked at already."))
        return Complaint.objects.create(
            resource=resource, person_id=person, path=deciding_path(resource), reason=reason, text=text
        )


OVERSEES = Whoever(lambda viewer, complaint: oversees(viewer, complaint.resource))


@step(
    Complaint, "resources.uphold_complaint", who=OVERSEES, sources=(Complaint.State.OPEN,),
    target=Complaint.State.UPHELD, then=tell_complainer,
)  # fmt: skip
def uphold_complaint(*, acting: Viewer, complaint: Complaint, answer: str = "") -> None:
    """What was complained about is so: the resource leaves the library."""
    complaint.answer = answer
    resource = Resource.objects.noted([complaint.resource_id]).get()
    if resource.status == Resource.Status.ADMITTED:
        leave_library(resource, Resource.Status.WITHDRAWN, str(complaint.get_reason_display()))
        tell_taken_out(acting, resource)


@step(
    Complaint, "resources.reject_complaint", who=OVERSEES, sources=(Complaint.State.OPEN,),
    target=Complaint.State.REJECTED, undo=True, then=tell_complainer,
)  # fmt: skip
def reject_complaint(*, acting: Viewer, complaint: Complaint, answer: str = "") -> None:
    """What was complained about isn't so; who complained reads the answer."""
    complaint.answer = answer


def favourites_of(*, acting: Viewer) -> Collection:
    """The person's favourites, made when first needed."""
    row, _new = Collection.objects.keeping_unique().get_or_create(
        person_id=_person(acting),
        purpose=Collection.Purpose.FAVOURITES,
        removed_at=None,
        defaults={"name": _("Favourites")},
    )
    return row


def toggle_favourite(*, acting: Viewer, resource: Resource) -> bool:
    """Keep a resource, or no longer; whether it is kept now."""
    with transaction.atomic(), named("resources.favourite"):
        favourites = favourites_of(acting=acting)
        gone, _rows = favourites.items.filter(resource=resource).delete()
        if not gone:
            _append(favourites, resource)
    return not gone


def collect(*, acting: Viewer, collection: Collection, resource: Resource) -> None:
    """Put a resource at the end of a collection; one that is in it stays where it is."""
    _demand_own(acting, collection)
    with transaction.atomic(), named("resources.collect"):
        if not collection.items.filter(resource=resource).exists():
            _append(collection, resource)


def drop(*, acting: Viewer, collection: Collection, resource_id: int) -> None:
    """Take a resource out of a collection."""
    _demand_own(acting, collection)
    with named("resources.drop"):
        collection.items.filter(resource=resource_id).delete()


def arrange(*, acting: Viewer, collection: Collection, order: Sequence[int]) -> None:
    """Put the resources of a collection in this order; those not named follow."""
    _demand_own(acting, collection)
    items = {item.resource_id: item for item in collection.items.all()}
    named_first = [items.pop(key) for key in order if key in items]
    with transaction.atomic(), named("resources.arrange"):
        for place, item in enumerate([*named_first, *items.values()]):
            item.order = place
            item.save(update_fields=["order"])


def begin_collection(
    *, acting: Viewer, name: str, purpose: str = Collection.Purpose.COLLECTION, school_class: Organisation | None = None
) -> Collection:
    """Begin a collection, or a lesson basket for a class."""
    demand_short(name, LONGEST_NAME)
    with named("resources.begin_collection"):
        return Collection.objects.create(
            person_id=_person(acting), purpose=purpose, name=name, school_class=school_class
        )


def save_search(*, acting: Viewer, name: str, query: str) -> None:
    """Keep a search under a name; the same search is kept once."""
    demand_short(name, LONGEST_SEARCH_NAME)
    if len(query) > LONGEST_SEARCH:
        raise NotPossible(_("This search is too long to be kept. Take out words or filters."))
    with named("resources.save_search"):
        SavedSearch.objects.keeping_unique().update_or_create(
            person_id=_person(acting), query=query, defaults={"name": name}
        )


def set_progress(*, acting: Viewer, school_class: Organisation, subject: str, node: Node) -> None:
    """Say which lesson comes next in a class."""
    with named("resources.set_progress"):
        Progress.objects.keeping_unique().update_or_create(
            person_id=_person(acting), school_class=school_class, subject=subject, defaults={"node": node}
        )


def _append(collection: Collection, resource: Resource) -> None:
    last = collection.items.aggregate(last=Max("order"))["last"]
    CollectionItem.objects.create(collection=collection, resource=resource, order=0 if last is None else last + 1)
    collection.save(update_fields=["changed_at"])


def _demand_own(acting: Viewer, collection: Collection) -> None:
    if collection.person_id != acting.person_id:
        raise NotPossible(_("This belongs to somebody else."))


def _person(acting: Viewer) -> int:
    if acting.person_id is None:
        raise NotPossible(_("Sign in first."))
    return acting.person_id
