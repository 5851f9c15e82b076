"""Calls with their numbers, and the answers to one."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from santong.domains.learning.resources.public import Resource
from santong.domains.learning.sourcing.models import Call, Contribution
from santong.domains.learning.sourcing.permissions import PUBLISH
from santong.kit.access import Viewer

State = Contribution.State


def with_numbers(rows: QuerySet) -> QuerySet:
    """Calls with `answers` (those taken back left out) and `accepted`."""
    there = Contribution.objects.numbers_only().exclude(state=State.WITHDRAWN).filter(call=OuterRef("pk"))
    every = there.order_by().values("call").annotate(n=Count("pk")).values("n")
    taken = there.filter(state=State.ACCEPTED).order_by().values("call").annotate(n=Count("pk")).values("n")
    return rows.annotate(
        answers=Coalesce(Subquery(every), 0, output_field=IntegerField()),
        accepted=Coalesce(Subquery(taken), 0, output_field=IntegerField()),
    )


def answers_to(viewer: Viewer, call: Call) -> QuerySet[Contribution]:
    """What the publisher sees of the answers: all that weren't taken back, the undecided first."""
    rows = Contribution.objects.visible_to(viewer, PUBLISH).filter(call=call).exclude(state=State.WITHDRAWN)
    found: QuerySet[Contribution] = rows.select_related("resource", "organisation", "person", "call")
    return found.order_by("-state", "pk")  # "waiting" sorts behind the others


def own_answers(viewer: Viewer, call: Call) -> list[Contribution]:
    """The viewer's own answers to a call, the newest first."""
    rows = Contribution.objects.of_acting(viewer).filter(call=call)
    return list(rows.select_related("resource").order_by("-pk"))


def accepted_of(call: Call) -> list[Contribution]:
    """The harvest of a call, for everybody who sees the call."""
    rows = Contribution.objects.belonging_to(call=call).filter(state=State.ACCEPTED)
    return list(rows.select_related("resource", "organisation").order_by("pk"))


def may_contribute(viewer: Viewer, call: Call) -> QuerySet[Resource]:
    """The viewer's own resources in the library that don't answer this call yet; the best fitting first."""
    there = Contribution.objects.belonging_to(call=call).exclude(state=State.WITHDRAWN)
    rows = Resource.objects.of_acting(viewer).filter(status=Resource.Status.ADMITTED)
    found: QuerySet[Resource] = rows.exclude(pk__in=there.values("resource")).order_by("-pk")
    return found


def to_judge(viewer: Viewer) -> QuerySet[Contribution]:
    """The answers to calls that the viewer judges, of which nobody has judged."""
    rows: QuerySet[Contribution] = Contribution.objects.visible_to(viewer, PUBLISH)
    return rows.filter(state=State.WAITING)


def open_for(viewer: Viewer) -> QuerySet[Call]:
    """The calls that the viewer could answer and hasn't."""
    rows: QuerySet[Call] = Call.objects.visible_to(viewer)
    mine = Contribution.objects.of_acting(viewer)
    return rows.filter(state=Call.State.OPEN, deadline__gte=timezone.localdate()).exclude(
        Q(pk__in=mine.values("call")) | Q(person=viewer.person_id or 0)
    )
