"""How much is stored, and how much more may be."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, Sum

from santong.domains.platform.files.models import Allowance, File
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import LEVEL, Organisation, ancestor_paths
from santong.kit.access import Viewer, below, below_any

REASON = "numbers for an allowance, no names"


@dataclass(frozen=True)
class Room:
    """Bytes used and allowed. An allowance of None is without bound."""

    used: int
    allowed: int | None

    @property
    def left(self) -> int | None:
        """Bytes that may still be stored; never negative."""
        return None if self.allowed is None else max(0, self.allowed - self.used)

    @property
    def percent(self) -> int:
        """How full it is, 0 to 100."""
        return min(100, self.used * 100 // self.allowed) if self.allowed else 0

    def takes(self, size: int) -> bool:
        """Whether so many bytes more may be stored."""
        return self.left is None or size <= self.left


def usage_below(path: str) -> int:
    """Bytes of all present files of an organisation and everything below it."""
    rows = File.objects.numbers_only().filter(below("path", path))
    return int(rows.aggregate(bytes=Sum("size"))["bytes"] or 0)


def usage_of(person_id: int) -> int:
    """Bytes of a person's present files."""
    rows = File.objects.numbers_only().filter(owner_id=person_id)
    return int(rows.aggregate(bytes=Sum("size"))["bytes"] or 0)


def room_of(viewer: Viewer, path: str) -> Room:
    """A person's own room at an organisation."""
    assert viewer.person_id is not None
    return Room(usage_of(viewer.person_id), personal_allowance(viewer.person_id, path, viewer.category))


def personal_allowance(person_id: int, path: str, category: str) -> int:
    """Bytes that a person may store: their own allowance, the nearest for people like them, the installation's."""
    staff = category == "staff"
    what = Allowance.For.STAFF if staff else Allowance.For.PUPIL
    places = ancestor_paths(path)
    rows = Allowance.objects.unscoped(REASON).filter(Q(person_id=person_id) | Q(what=what, path__in=places))
    best = max(rows, key=lambda row: (row.person_id is not None, len(row.path)), default=None)
    if best is not None:
        return int(best.bytes)
    return int(settings.FILES_STAFF_BYTES if staff else settings.FILES_PUPIL_BYTES)


def full_organisation(path: str, size: int) -> str | None:
    """The path of the first organisation above (or at) `path` whose allowance `size` more bytes would break."""
    places = ancestor_paths(path)
    rows = Allowance.objects.unscoped(REASON).filter(what=Allowance.For.ORGANISATION, path__in=places)
    for row in rows.order_by("path"):
        if not Room(usage_below(row.path), row.bytes).takes(size):
            return str(row.path)
    return None


def home_of(viewer: Viewer) -> str:
    """The organisation whose allowance a viewer's files count on: that of their present identity."""
    if viewer.grants:
        return viewer.grants[0].path
    person = Person.objects.open_to_everyone().filter(pk=viewer.person_id).first()
    return person.path if person else ""


@dataclass(frozen=True)
class Place:
    """An organisation with its room."""

    name: str
    room: Room


SHOWN = 100


def places_of(viewer: Viewer) -> list[Place]:
    """The organisations that a viewer allots storage to, and those directly below: what they use."""
    rows = Organisation.objects.visible_to(viewer, "files.allocate").exclude(kind__in=("class", "grade"))
    tops = list(viewer.paths("files.allocate"))
    near = [row for row in rows.order_by("path")[:SHOWN] if len(row.path) <= min(map(len, tops), default=0) + LEVEL]
    used = _used_below([row.path for row in near])
    allowed = Allowance.objects.unscoped(REASON).filter(what=Allowance.For.ORGANISATION, path__in=used)
    limits = {row.path: row.bytes for row in allowed}
    return [Place(row.name, Room(used[row.path], limits.get(row.path))) for row in near]


def _used_below(paths: list[str]) -> dict[str, int]:
    """Bytes below each of the paths, from one question."""
    rows = File.objects.numbers_only().filter(below_any("path", paths)).values_list("path").annotate(bytes=Sum("size"))
    sums = list(rows)
    return {path: sum(size for place, size in sums if place.startswith(path)) for path in paths}
