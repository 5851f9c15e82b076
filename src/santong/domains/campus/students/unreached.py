"""What the sender of a notice to parents sees of its pupils: how many get it for each, who has nobody, siblings."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.filters import lacking
from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.platform.notices.public import Child, ChildrenOf, ChildrenReached, Missing, Unreached
from santong.kit.access import Viewer, below_any

RECEIVES = Q(person__guardianships__ended_on=None, person__guardianships__guardian__is_active=True)
"""Of a pupil's guardians those who get what is sent to parents."""


def _without_guardian(viewer: Viewer, paths: list[str]) -> Iterable[Missing]:
    yield Missing(
        _("pupils have no parent or guardian on record: nobody at home gets it"),
        lacking(_pupils(viewer, paths), "guardian").count(),
        f"{reverse('students:pupils')}?gap=guardian",
    )


def _with_siblings(viewer: Viewer, paths: list[str]) -> Iterable[Missing]:
    number = _siblings(_pupils(viewer, paths))
    yield Missing(_("parents have more than one child here: they get it once"), number, is_missing=False)


def _siblings(pupils: QuerySet) -> int:
    """How many guardians have several of these pupils."""
    links = Guardianship.objects.numbers_only().filter(
        child__in=pupils.values("person_id"), ended_on=None, guardian__is_active=True
    )
    several = links.order_by().values("guardian").annotate(children=Count("pk")).filter(children__gt=1)
    return several.count()


def _recipients_by_child(viewer: Viewer, paths: list[str], most: int) -> list[Child]:
    rows = _pupils(viewer, paths).order_by("path", "person__pinyin", "pk")
    counted = rows.annotate(recipients=Count("person__guardianships", filter=RECEIVES))
    return [
        Child(name, recipients, reverse("students:pupils-detail", args=[pk]))
        for pk, name, recipients in counted.values_list("pk", "person__name", "recipients")[: most + 1]
    ]


def _pairs(paths: list[str]) -> Iterable[tuple[int, int, str]]:
    """Guardians with each of their children at places, and the child's class."""
    present = Pupil.objects.numbers_only().filter(below_any("path", paths), status__in=Pupil.PRESENT)
    places = dict(present.values_list("person_id", "path"))
    links = Guardianship.objects.numbers_only().filter(
        child__in=present.values("person_id"), ended_on=None, guardian__is_active=True
    )
    for guardian, child in links.order_by("pk").values_list("guardian_id", "child_id"):
        yield guardian, child, places[child]


def _pupils(viewer: Viewer, paths: list[str]) -> QuerySet:
    rows: QuerySet = Pupil.objects.visible_to(viewer).filter(below_any("path", paths), status__in=Pupil.PRESENT)
    return rows


PUPILS_UNREACHED = Unreached("parent", _without_guardian, by_child=True)
SIBLINGS = Unreached("parent", _with_siblings)
PUPILS_REACHED = ChildrenReached(_recipients_by_child)
CHILDREN_ANSWERED_FOR = ChildrenOf(_pairs)
