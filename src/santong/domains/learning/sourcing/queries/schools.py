"""Schools whose libraries a viewer may look at."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from santong.domains.learning.resources.public import Resource
from santong.domains.platform.organisations.public import Organisation, schools_of
from santong.kit.access import Viewer
from santong.lib.whole_numbers import whole_number

MOST = 500


def own_schools(viewer: Viewer) -> list[Organisation]:
    """The schools at which the viewer serves or learns, in the order of the tree."""
    found = {school.pk: school for school in schools_of(grant.path for grant in viewer.grants).values()}
    return sorted(found.values(), key=lambda school: school.path)


def schools_seen(viewer: Viewer, own: Iterable[Organisation], asked: str) -> list[tuple[str, str]]:
    """Schools to choose from: one's own, the one asked for, and those from which something came that the viewer sees.

    All as far as the directory shows them. A city has hundreds of schools; their drop-down would be half of the page.
    """
    given = Resource.objects.visible_to(viewer).values("organisation")
    offered = Q(pk__in=given) | Q(pk=whole_number(asked))
    rows = Organisation.objects.visible_to(viewer).filter(offered, kind=Organisation.Kind.SCHOOL).order_by("path")
    names = {str(school.pk): school.name for school in own}
    names |= {str(pk): name for pk, name in rows.values_list("pk", "name")[:MOST]}
    return list(names.items())
