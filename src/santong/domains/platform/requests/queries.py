"""Reads: what waits for whom, who may be chosen, where somebody may ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from santong.domains.platform.access.public import colleagues_at
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, schools_of
from santong.domains.platform.requests.models import Attachment, Request
from santong.domains.platform.requests.models.paths import ASK
from santong.domains.platform.requests.models.request import waiting_for
from santong.kit.access import Viewer

MOST_SHOWN = 500
"""Requests of a queue that are counted."""


def waiting_requests(viewer: Viewer) -> QuerySet[Request]:
    """What waits for somebody's decision, what was promised first at the top."""
    # Whoever a task waits for sees its request; to ask for that besides would cost more than the question.
    rows = Request.objects.belonging_to(pk__in=waiting_for(viewer).values("request"))
    return rows.order_by(F("due_at").asc(nulls_last=True), "asked_at", "pk")


def waiting_keys(viewer: Viewer) -> list[int]:
    """The keys of what waits, in the order of the queue."""
    return list(waiting_requests(viewer).values_list("pk", flat=True)[:MOST_SHOWN])


def next_waiting(viewer: Viewer, row: Request) -> int | None:
    """The next request of somebody's queue after one that they are through with."""
    return next((key for key in waiting_keys(viewer) if key != row.pk), None)


def homes_of(viewer: Viewer, permission: str = ASK) -> QuerySet[Organisation]:
    """The schools and offices where somebody works, for which they hold a permission."""
    standing = {grant.path for grant in viewer.grants if viewer.can(permission, grant.path)}
    schools = schools_of(standing)
    places = {schools[path].path if path in schools else path for path in standing}
    return Organisation.objects.open_to_everyone().filter(path__in=places).select_related("parent").order_by("path")


def who_may_be_asked(viewer: Viewer, *more: str) -> QuerySet[Person]:
    """Colleagues of somebody, and those at further places."""
    return colleagues_at({*(grant.path for grant in viewer.grants), *more}).exclude(pk=viewer.person_id)


def names_of(people: Iterable[int | None]) -> dict[int, str]:
    """The names of people by their keys."""
    keys = {key for key in people if key is not None}
    return dict(Person.objects.noted(keys).values_list("pk", "name"))


def readable_through_requests(viewer: Viewer, file_ids: Collection[int]) -> Iterable[int]:
    """Those of some files that go with requests which a viewer sees."""
    held = Attachment.objects.numbers_only().filter(file_id__in=file_ids).values_list("request_id", flat=True)
    rows = Request.objects.visible_to(viewer).filter(pk__in=list(held)).values_list("pk", flat=True)
    seen = {*rows, *Request.objects.of_acting(viewer).filter(pk__in=list(held)).values_list("pk", flat=True)}
    found = Attachment.objects.numbers_only().filter(file_id__in=file_ids, request_id__in=seen)
    return list(found.values_list("file_id", flat=True))


def objection_to_comments(viewer: Viewer, row: Request) -> str:
    """Why nothing can be said about a request; "" once it has been sent."""
    return "" if row.asked_at else _("Comments are possible once it has been sent.")
