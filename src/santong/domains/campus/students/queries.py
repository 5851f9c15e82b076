"""Reads on pupils."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.models import Guardianship, Pupil, Transfer
from santong.domains.platform.identity.public import called
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.palette import SearchHit
from santong.kit.registry import Label


def find(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """Pupils by name, pinyin or initials, for the command palette."""
    return _hits(viewer, query, limit, "students:pupils-detail")


def _hits(viewer: Viewer, query: str, limit: int, address: str, permission: str | None = None) -> Iterable[SearchHit]:
    """Pupils by name, leading to the page of each at an address."""
    rows = Pupil.objects.visible_to(viewer, permission).filter(called(query, "person__"), status__in=Pupil.PRESENT)
    for pupil in rows.select_related("person", "school", "school_class").order_by("path", "pk")[:limit]:
        place = pupil.school_class or pupil.school
        yield SearchHit(
            title=pupil.person.name,
            url=reverse(address, args=[pupil.pk]),
            subtitle=f"{pupil.school.short_name or pupil.school.name} · {place.name}",
            icon="user",
        )


def receiving_schools() -> QuerySet[Organisation]:
    """The schools of the region to which a pupil may be handed over."""
    schools = Organisation.objects.open_to_everyone()
    return schools.filter(kind=Organisation.Kind.SCHOOL).exclude(valid_until__lt=timezone.localdate())


def find_transferable(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """Pupils whom the viewer may hand over to another school, for the command palette."""
    return _hits(viewer, query, limit, "students:pupils-transfer", "pupils.change")


def find_movable(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """Pupils whom the viewer may put into another class, for the command palette."""
    return _hits(viewer, query, limit, "students:pupils-move", "pupils.change")


def kin_of(person_id: int) -> Iterator[tuple[int, Label]]:
    """The guardians who see a child for being its guardians, with the relation."""
    links = Guardianship.objects.unscoped("the page that says who sees a person").filter(
        child_id=person_id, ended_on=None
    )
    for link in links:
        yield link.guardian_id, format_lazy("{} · {}", _("Guardian of this child"), link.get_relation_display())


def transfers_of_schools(viewer: Viewer) -> QuerySet[Transfer]:
    """The transfers about which a viewer speaks for a school: the child sees it, and not what is said."""
    rows: QuerySet[Transfer] = Transfer.objects.visible_to(viewer)
    return rows if viewer.can("transfers.view") else rows.none()
