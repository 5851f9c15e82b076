"""A .fet file (FET 5 and 6) as it stands, without any judgement on what can be made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

FULL = 100.0
"""The weight of a constraint that must hold; what only should has less."""


class NotFet(Exception):
    """The file is no .fet file, or a damaged one."""


@dataclass(frozen=True)
class Activity:
    """A lesson a week, `duration` hours long; those of one `group` (0 for none) are parts of the same course."""

    key: int
    group: int
    subject: str
    teachers: tuple[str, ...]
    students: tuple[str, ...]
    duration: int


@dataclass(frozen=True)
class Constraint:
    """A constraint by the name that FET gives it, without "Constraint"; `element` holds what it says."""

    kind: str
    weight: float
    element: Element

    def text(self, name: str) -> str:
        """What one of its elements says, "" where there is none."""
        return (self.element.findtext(name) or "").strip()

    def number(self, name: str) -> int | None:
        """The same as a whole number."""
        found = self.text(name)
        return int(float(found)) if found.replace(".", "", 1).lstrip("-").isdigit() else None

    def times(self) -> list[tuple[str, str]]:
        """The days and hours that it names, whatever FET calls them there."""
        return [
            (found[0], found[1])
            for each in self.element
            if len(found := [(part.text or "").strip() for part in each]) == 2
        ]


@dataclass(frozen=True)
class Fet:
    """A file. `sets` are years, groups and subgroups with the smallest sets that each is made of."""

    name: str
    version: str
    days: Sequence[str]
    hours: Sequence[str]
    sets: Mapping[str, tuple[str, ...]]
    years: Mapping[str, tuple[str, ...]]
    rooms: Sequence[str]
    activities: Sequence[Activity]
    constraints: Sequence[Constraint]

    @cached_property
    def courses(self) -> list[list[Activity]]:
        """Activities that are parts of the same course."""
        found: dict[tuple[object, ...], list[Activity]] = {}
        for each in self.activities:
            own: tuple[object, ...] = (each.group or -each.key, each.subject, each.teachers, each.students)
            found.setdefault(own, []).append(each)
        return list(found.values())

    @cached_property
    def course_of(self) -> dict[int, list[Activity]]:
        """The course of each activity, by its number."""
        return {each.key: own for own in self.courses for each in own}


def read_fet(content: bytes) -> Fet:
    """Read a file.

    Raises:
        NotFet: it isn't one, or parts that FET always writes are missing.
    """
    try:
        root = fromstring(content.lstrip(b"\xef\xbb\xbf \r\n\t"))
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise NotFet from error
    if root.tag.lower() != "fet":
        raise NotFet
    days, hours = _names(root, "Days_List", "Day"), _names(root, "Hours_List", "Hour")
    if not days or not hours:
        raise NotFet
    sets, years = _sets(root)
    return Fet(
        (root.findtext("Institution_Name") or "").strip(), root.get("version", ""), days, hours, sets, years,
        _names(root, "Rooms_List", "Room"), list(_activities(root)), list(_constraints(root)),
    )  # fmt: skip


def _names(root: Element, table: str, row: str) -> list[str]:
    """The names of a list, in the form of FET 6 or in the older one without an element for each row."""
    rows = root.findall(f"{table}/{row}/Name") or root.findall(f"{table}/Name")
    return [text for each in rows if (text := (each.text or "").strip())]


def _name(element: Element) -> str:
    return (element.findtext("Name") or "").strip()


def _sets(root: Element) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    sets: dict[str, tuple[str, ...]] = {}
    years: dict[str, tuple[str, ...]] = {}
    for year in root.findall("Students_List/Year"):
        atoms: list[str] = []
        for group in year.findall("Group"):
            own = tuple(_name(each) for each in group.findall("Subgroup")) or (_name(group),)
            sets[_name(group)] = own
            sets |= {each: (each,) for each in own if each != _name(group)}
            atoms += own
        sets[_name(year)] = tuple(dict.fromkeys(atoms)) or (_name(year),)
        years[_name(year)] = tuple(_name(each) for each in year.findall("Group"))
    return sets, years


def _activities(root: Element) -> Iterator[Activity]:
    for number, each in enumerate(root.findall("Activities_List/Activity"), 1):
        if (each.findtext("Active") or "true").strip().lower() in ("false", "no"):
            continue
        yield Activity(
            int(each.findtext("Id") or number), int(each.findtext("Activity_Group_Id") or 0),
            (each.findtext("Subject") or "").strip(), _texts(each, "Teacher"), _texts(each, "Students"),
            int(each.findtext("Duration") or 1),
        )  # fmt: skip


def _texts(element: Element, name: str) -> tuple[str, ...]:
    return tuple(text for each in element.findall(name) if (text := (each.text or "").strip()))


def _constraints(root: Element) -> Iterator[Constraint]:
    for table in ("Time_Constraints_List", "Space_Constraints_List"):
        for each in root.findall(f"{table}/*"):
            if not each.tag.startswith("Constraint") or (each.findtext("Active") or "true").strip() == "false":
                continue
            weight = (each.findtext("Weight_Percentage") or "100").strip()
            yield Constraint(each.tag.removeprefix("Constraint"), float(weight), each)
