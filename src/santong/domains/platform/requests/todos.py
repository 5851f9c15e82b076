"""What waits because of requests: decisions, what came back, what was circulated."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from santong.domains.platform.identity.public import Person
from santong.domains.platform.requests.models import DECIDE, Circulation, Request
from santong.domains.platform.requests.models.paths import ASK
from santong.domains.platform.requests.queries import waiting_requests
from santong.kit.access import Viewer
from santong.kit.todos import Pressing, Said, ToDo


def came_back(viewer: Viewer) -> QuerySet[Request]:
    """The viewer's own requests that were returned to them."""
    oneself = Person.objects.noted([viewer.person_id])
    return Request.objects.belonging_to(asker__in=oneself).filter(state=Request.State.RETURNED)


def to_read(viewer: Viewer) -> QuerySet[Request]:
    """What was circulated to the viewer, who hasn't said yet that they know."""
    unread = Circulation._base_manager.filter(person_id=viewer.person_id, noted=False)
    return Request.objects.belonging_to(pk__in=unread.values("request"))


def _says(row: Mapping[str, str]) -> Said:
    return Said(row["title"], reverse("requests:request", args=[row["pk"]]), row["asker__name"])


WAITING = ToDo(
    name="requests",
    label=gettext_lazy("Requests to decide"),
    icon="checks",
    url_name="requests:waiting",
    permission=DECIDE,
    rows=waiting_requests,
    says=_says,
    columns=("title", "asker__name"),
    since="asked_at",
    due="due_at",
)
RETURNED = ToDo(
    name="requests_returned",
    label=gettext_lazy("Requests that came back"),
    icon="arrow-back-up",
    url_name="requests:requests",
    permission=ASK,
    rows=came_back,
    says=_says,
    columns=("title", "asker__name"),
    since="changed_at",
)
CIRCULATED = ToDo(
    name="requests_circulated",
    label=gettext_lazy("Requests to read"),
    icon="eye",
    url_name="requests:requests",
    permission=ASK,
    rows=to_read,
    says=_says,
    columns=("title", "asker__name"),
    since="changed_at",
    pressing=Pressing.OPTIONAL,
)
TODOS = (WAITING, RETURNED, CIRCULATED)
