"""What the command palette finds to appoint."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from santong.domains.platform.identity.public import called, people_known
from santong.domains.platform.organisations.public import schools_of
from santong.kit.access import Viewer
from santong.kit.palette import SearchHit


def find_appointable(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """People whom the viewer sees, leading to the form that appoints them."""
    rows = people_known(viewer).filter(called(query), is_active=True).order_by("path", "pk")
    people = list(rows[:limit])
    schools = schools_of(person.path for person in people if person.path)
    for person in people:
        school = schools.get(person.path)
        yield SearchHit(
            title=person.name,
            url=f"{reverse('access:appointments-new')}?person={person.pk}",
            subtitle=f"{school.short_name or school.name} · {person.username}" if school else person.username,
            icon="user",
        )
