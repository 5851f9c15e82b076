"""Whose accounts are activated: by class, and the people of one class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.platform.identity.public import ACTIVATE, Member
from santong.domains.platform.organisations.public import Organisation, classes_of
from santong.kit.access import Viewer, below

PlacedT = TypeVar("PlacedT", Pupil, Guardianship)


def activated(person: str) -> Q:
    """Rows whose `person` (the name of the relation) has chosen a password."""
    unusable = Q(**{f"{person}__password__startswith": UNUSABLE_PASSWORD_PREFIX})
    return ~unusable & Q(**{f"{person}__must_change_password": False})


@dataclass(frozen=True)
class Share:
    """How many of some people are activated."""

    total: int = 0
    activated: int = 0

    @property
    def missing(self) -> int:
        return self.total - self.activated

    @property
    def tone(self) -> str:
        """The tag's colour."""
        return "ok" if not self.missing else "warn"

    def __add__(self, other: Share) -> Share:
        return Share(self.total + other.total, self.activated + other.activated)


NONE = Share()


@dataclass(frozen=True)
class ClassShares:
    """A class with its pupils and their guardians; a school, for those of its pupils who are in no class."""

    school_class: Organisation
    pupils: Share
    guardians: Share

    @property
    def name(self) -> str:
        """What its row is called."""
        return name_of(self.school_class)


def name_of(place: Organisation) -> str:
    """A class's name; what the pupils of a school who are in no class are called."""
    return _("Without class") if place.kind == Organisation.Kind.SCHOOL else place.name


def pupils_in(viewer: Viewer, path: str) -> QuerySet[Pupil]:
    """Pupils on the roll below a path whom the viewer may hand slips to."""
    return Pupil.objects.visible_to(viewer, ACTIVATE).filter(below("path", path), status__in=Pupil.PRESENT)


def guardianships_in(viewer: Viewer, path: str) -> QuerySet[Guardianship]:
    """Links to children below a path whose guardians the viewer may hand slips to."""
    return Guardianship.objects.visible_to(viewer, ACTIVATE).filter(below("path", path), ended_on=None)


def shares_of(viewer: Viewer, school: Organisation) -> list[ClassShares]:
    """The classes of a school that the viewer keeps, in the order of grade and number; then the pupils without one."""
    pupils = _by_path(pupils_in(viewer, school.path), "person")
    guardians = _by_path(guardianships_in(viewer, school.path), "guardian")
    found = [ClassShares(row, pupils.pop(row.path, NONE), guardians.pop(row.path, NONE)) for row in classes_of(school)]
    kept = [each for each in found if viewer.can(ACTIVATE, each.school_class.path)]
    rest = ClassShares(school, sum(pupils.values(), NONE), sum(guardians.values(), NONE))
    return [*kept, rest] if rest.pupils.total or rest.guardians.total else kept


def at(place: Organisation, rows: QuerySet[PlacedT]) -> QuerySet[PlacedT]:
    """Of the rows below a place, those of a class; of a school, those that are in none of its classes."""
    if place.kind != Organisation.Kind.SCHOOL:
        return rows
    return rows.exclude(path__in=[row.path for row in classes_of(place)])


def share_of(rows: QuerySet, person: str) -> Share:
    """How many of the people that rows name are activated."""
    return Share(*rows.aggregate(total=Count("pk"), done=Count("pk", filter=activated(person))).values())


def pupil_members(viewer: Viewer, school_class: Organisation) -> list[Member]:
    """The pupils of a class, or of a school those in no class."""
    rows = (
        at(school_class, pupils_in(viewer, school_class.path)).select_related("person").order_by("person__pinyin", "pk")
    )
    return [Member(row.person) for row in rows]


def guardian_members(viewer: Viewer, school_class: Organisation) -> list[Member]:
    """The guardians of a class, or of a school those of pupils in no class."""
    rows = at(school_class, guardianships_in(viewer, school_class.path)).select_related("guardian", "child")
    children: dict[int, list[Guardianship]] = {}
    for row in rows.order_by("child__pinyin", "pk"):
        children.setdefault(row.guardian_id, []).append(row)
    return [Member(links[0].guardian, _note(links)) for links in children.values()]


def _note(links: list[Guardianship]) -> str:
    text = _("%(relation)s of %(children)s")
    children = "、".join(link.child.name for link in links)
    return text % {"relation": links[0].get_relation_display(), "children": children}


def _by_path(rows: QuerySet, person: str) -> dict[str, Share]:
    counted = rows.order_by().values("path").annotate(total=Count("pk"), done=Count("pk", filter=activated(person)))
    return {row["path"]: Share(row["total"], row["done"]) for row in counted}
