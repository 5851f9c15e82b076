"""Schemes as rules, and which of them holds for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from santong.domains.platform.credits.declaring import Entrant
from santong.domains.platform.credits.kinds import HolderKind
from santong.domains.platform.credits.models import Category, Course, Replacement, Scheme, SchemeVersion
from santong.domains.platform.credits.rules import CategoryRule, CourseRule, ReplacementRule, Rules
from santong.kit.access import ancestor_paths


def rules_of(scheme: Scheme) -> Rules:
    """The draft of a scheme."""
    courses = list(Course.objects.belonging_to(scheme=scheme).select_related("category").order_by("pk"))
    present = {each.pk: each for each in courses}
    return Rules(
        total=scheme.total, years=scheme.years, hours_per_credit=scheme.hours_per_credit, earned=scheme.earned,
        repeats=scheme.repeats,
        categories=tuple(
            CategoryRule(x.name, x.floor, x.cap) for x in Category.objects.belonging_to(scheme=scheme).order_by("pk")
        ),
        courses=tuple(
            CourseRule(
                x.code, x.name, x.category.name, x.credits, x.required, x.adds_up, x.part, x.semester, x.subject
            )
            for x in courses
        ),
        replacements=tuple(
            ReplacementRule(present[x.of_id].code, present[x.by_id].code, x.most, x.authority)
            for x in Replacement.objects.belonging_to(scheme=scheme).order_by("pk")
            if x.of_id in present and x.by_id in present
        ),
    )  # fmt: skip


@dataclass
class InForce:
    """The versions that hold at places: of each scheme the newest first, read once for a whole computation."""

    versions: dict[tuple[str, str], list[SchemeVersion]]
    rules: dict[int, Rules]

    def version_for(self, kind: str, entrant: Entrant, today: date) -> SchemeVersion | None:
        """The version that holds for somebody: of the nearest scheme above them, by when they began.

        For staff it is the newest one. Who began before the first version goes by it all the same.
        """
        for path in sorted(ancestor_paths(entrant.path), key=len, reverse=True):
            found = self.versions.get((kind, path))
            if found:
                day = today if kind == HolderKind.STAFF else entrant.since
                return next((each for each in found if each.from_day <= day), found[-1])
        return None

    def rules_of(self, version: SchemeVersion) -> Rules:
        """The rules of a version, read once."""
        if version.pk not in self.rules:
            self.rules[version.pk] = Rules.from_json(version.rules)
        return self.rules[version.pk]


def in_force(paths: Iterable[str], kinds: Sequence[str] = tuple(HolderKind)) -> InForce:
    """What holds at places and below them."""
    given = list(paths)
    above = {each for path in given for each in ancestor_paths(path)}
    rows = Scheme.objects.keeping_unique().filter(is_published=True, kind__in=kinds)
    # One is in force for a kind of people at a place; which it is doesn't depend on who asks.
    held = [row for row in rows.exclude(path="") if row.path in above or row.path.startswith(tuple(given))]
    found: dict[tuple[str, str], list[SchemeVersion]] = defaultdict(list)
    places = {row.pk: (row.kind, row.path) for row in held}
    for version in SchemeVersion.objects.belonging_to(scheme=held).order_by("-number"):
        found[places[version.scheme_id]].append(version)
    return InForce(dict(found), {})
