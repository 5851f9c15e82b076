"""Schools whose libraries a viewer may look at."""

from __future__ import annotations

from collections.abc import Iterable

from santong.domains.platform.organisations.public import Organisation, schools_of
from santong.kit.access import Viewer

MOST = 500


def own_schools(viewer: Viewer) -> list[Organisation]:
    """The schools at which the viewer serves or learns, in the order of the tree."""
    found = {school.pk: school for school in schools_of(grant.path for grant in viewer.grants).values()}
    return sorted(found.values(), key=lambda school: school.path)


def schools_seen(viewer: Viewer, own: Iterable[Organisation]) -> list[tuple[str, str]]:
    """Schools to choose from: one's own, and those that the directory shows."""
    rows = Organisation.objects.visible_to(viewer).filter(kind=Organisation.Kind.SCHOOL).order_by("path")
    names = {str(school.pk): school.name for school in own}
    names |= {str(pk): name for pk, name in rows.values_list("pk", "name")[:MOST]}
    return list(names.items())
