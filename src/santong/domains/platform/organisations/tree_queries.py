"""Reads on the tree for other modules: who stands above, which classes a school has, sums of people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import CharField, QuerySet, Sum, Value
from django.db.models.functions import Length, Substr
from django.http import Http404
from django.utils import timezone

from santong.domains.platform.organisations.models import Kind, Organisation, OrganisationCount, UnionMember
from santong.kit.access import LEVEL, Viewer, ancestor_paths, below
from santong.lib.whole_numbers import whole_number

MOST_RANGES = 40
"""Places that are summed by a range each; more are grouped."""


def path_of(place: Organisation | str) -> str:
    """The path of an organisation, given as such or as its path."""
    return place if isinstance(place, str) else place.path


def path_within(viewer: Viewer, key: int) -> str:
    """The path of an organisation that the viewer may see; 404 for any other."""
    return viewer.get(Organisation, key).path


def place_chosen(viewer: Viewer, permission: str, key: str) -> Organisation:
    """The organisation of a key in an address, "" for the first at which the viewer holds a permission; 404 where
    they hold it nowhere above.
    """
    rows = Organisation.objects.visible_to(viewer, permission)
    if key:
        place = rows.filter(pk=whole_number(key)).first()
    else:
        place = rows.filter(path__in=viewer.paths(permission)).order_by("path").first()
    if place is None:
        raise Http404(key)
    return place


def lineage(place: Organisation | str) -> list[Organisation]:
    """The organisations from the root down to a place, itself included."""
    rows = Organisation.with_removed.open_to_everyone()
    return list(rows.filter(path__in=ancestor_paths(path_of(place))).order_by("path"))


def school_of(place: Organisation | str) -> Organisation | None:
    """The innermost school at or above a place; None above schools."""
    schools = Organisation.with_removed.open_to_everyone()
    return schools.filter(path__in=ancestor_paths(path_of(place)), kind=Kind.SCHOOL).order_by("-path").first()


def schools_of(places: Iterable[str]) -> dict[str, Organisation]:
    """The innermost school of each path, by path, in one query; paths above schools are left out."""
    wanted = set(places)
    candidates = {above for path in wanted for above in ancestor_paths(path)}
    schools = Organisation.with_removed.open_to_everyone().filter(path__in=candidates, kind=Kind.SCHOOL)
    by_path = {school.path: school for school in schools}
    found = {path: [by_path[a] for a in ancestor_paths(path) if a in by_path] for path in wanted}
    return {path: above[-1] for path, above in found.items() if above}


def unions_of(paths: Iterable[str], on: date | None = None) -> list[str]:
    """The paths of the unions in which schools at these paths take part on a day (today)."""
    return sorted(set(union_paths(paths, on)))


def unions_by_school(paths: Iterable[str], on: date | None = None) -> dict[str, list[str]]:
    """The paths of the unions in which each of these schools takes part on a day (today), by the school's path."""
    found: dict[str, list[str]] = {}
    for school, union in union_paths(paths, on).values_list("school__path", "union__path"):
        found.setdefault(school, []).append(union)
    return found


def union_paths(paths: Iterable[str], on: date | None = None) -> QuerySet[UnionMember, str]:
    """The same as a query, to be part of another."""
    day = on or timezone.localdate()
    rows = UnionMember.objects.open_to_everyone().filter(school__path__in=list(paths))
    there = rows.filter(valid_from__lte=day).exclude(valid_until__lt=day)
    found: QuerySet[UnionMember, str] = there.order_by().values_list("union__path", flat=True)
    return found


def grades_of(school: Organisation | str, on: date | None = None) -> QuerySet[Organisation]:
    """The grades of a school that exist on a day (today), with `.grade`; the lowest first."""
    return _inside(school, Kind.GRADE, on).select_related("grade").order_by("grade__level", "path")


def classes_of(school: Organisation | str, on: date | None = None) -> QuerySet[Organisation]:
    """The classes of a school (or grade) that exist on a day (today), with `.class_profile` and
    `.parent.grade`; in the order of grade and number.
    """
    rows = _inside(school, Kind.CLASS, on).select_related("class_profile", "parent", "parent__grade")
    return rows.order_by("parent__grade__level", "class_profile__number", "path")


def _inside(place: Organisation | str, kind: str, on: date | None) -> QuerySet[Organisation]:
    rows = Organisation.objects.open_to_everyone()
    return rows.filter(below("path", path_of(place)), kind=kind).open_on(on or timezone.localdate())


def count_below(place: Organisation | str, what: str) -> int:
    """How many pupils, staff or teachers belong to a place and all below it."""
    rows = OrganisationCount.objects.filter(below("path", path_of(place)), what=what)
    return rows.aggregate(total=Sum("number"))["total"] or 0


def counts_at(place: Organisation | str, depth: int) -> dict[str, dict[str, int]]:
    """The people below a place, summed for each path of `depth` levels: `{path: {what: number}}`.

    With the depth of the place itself, its own sums.
    """
    length = depth * LEVEL
    rows = (
        OrganisationCount.objects.filter(below("path", path_of(place)))
        .annotate(length=Length("path"))
        .filter(length__gte=length)
        .values("what", at=Substr("path", 1, length))
        .annotate(total=Sum("number"))
        .values_list("at", "what", "total")
    )
    found: dict[str, dict[str, int]] = {}
    for path, what, total in rows:
        found.setdefault(path, {})[what] = total
    return found


def counts_of(paths: Iterable[str]) -> dict[str, dict[str, int]]:
    """The sums of several places, each with all below it: `{path: {what: number}}`; zeros are left out.

    A few places are one range of the index each, which is several times as fast as grouping.
    """
    wanted = sorted(set(paths))
    if len(wanted) > MOST_RANGES:
        return _grouped(wanted)
    if not wanted:
        return {}
    first, *others = [_sums_of(path) for path in wanted]
    found: dict[str, dict[str, int]] = {}
    for path, what, total in first.union(*others, all=True):
        if total:
            found.setdefault(path, {})[what] = total
    return found


def _sums_of(path: str) -> QuerySet:
    # Every kind is named, so that the index on kind and path serves.
    rows = OrganisationCount.objects.filter(below("path", path), what__in=OrganisationCount.What.values)
    place = Value(path, output_field=CharField())
    return rows.order_by().values("what").annotate(at=place, total=Sum("number")).values_list("at", "what", "total")


def _grouped(paths: Iterable[str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    by_parent: dict[str, set[str]] = {}
    for path in paths:
        by_parent.setdefault(path[:-LEVEL], set()).add(path)
    for parent, wanted in by_parent.items():
        depth = len(parent) // LEVEL + 1
        found |= {path: sums for path, sums in counts_at(parent, depth).items() if path in wanted}
    return found
