"""Boundaries as people give them: which shape of a file is whose, and what is wrong with one, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from santong.domains.governance.dashboards.models import WRITE
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.lib.boundaries import BoundaryFault, Feature, Shape

NAMES = ("name", "NAME", "Name", "名称", "fullname")
CODES = ("adcode", "code", "区划代码", "gb")


def fault_in_words(fault: BoundaryFault) -> str:
    """Why something is no boundary, and what to do about it."""
    said = {
        "nothing": _("Choose a file, or give at least three points."),
        "large": _("The file is larger than %(limit)s MB. Simplify it, or take one county at a time."),
        "json": _("This is no GeoJSON in UTF-8. Export it as GeoJSON (RFC 7946) from your map program."),
        "empty": _("There is no shape in it."),
        "points": _("It has more than %(limit)s points. Simplify it in your map program first."),
        "kind": _("It holds “%(kind)s”. A boundary is a Polygon or MultiPolygon."),
        "few": _("A boundary has at least three different points."),
        "flat": _("The points lie on one line."),
        "pair": _("“%(pair)s” is no pair of longitude and latitude."),
        "range": _("“%(pair)s” lies nowhere on earth: longitude first, then latitude, in degrees."),
        "line": _("Line %(number)s, “%(line)s”, isn't two numbers: longitude, latitude."),
        "span": _("It spans more than %(degrees)s degrees. Longitude comes first, then latitude."),
        "names": _("None of the names in the file fits this place or one right below: %(names)s."),
        "strange": _("These names of the file fit no place here: %(names)s. Correct them, or leave them out."),
    }[fault.reason]
    return said % fault.given


def matched(
    viewer: Viewer, place: Organisation, features: Sequence[Feature]
) -> tuple[dict[Organisation, Shape], list[str]]:
    """Whose each shape is, by name or division code among a place and those right below; and the names that fit none.

    A single shape is that of the place itself, unless it bears the name of one below.
    """
    rows = Organisation.objects.visible_to(viewer, WRITE).filter(parent=place, valid_until=None).order_by("path")
    known = _known([place, *rows])
    found: dict[Organisation, Shape] = {}
    strange = []
    for feature in features:
        words = _words(feature)
        fits = next((known[word] for word in words if word in known), None)
        if fits is None and len(features) == 1:
            fits = place
        if fits is None:
            strange.append(words[0] if words else "?")
        else:
            found[fits] = [*found.get(fits, []), *feature.shape]
    return found, strange


def _known(places: Iterable[Organisation]) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    for each in places:
        for word in (each.name, each.short_name, each.division):
            if word:
                found.setdefault(word, each)
    return found


def _words(feature: Feature) -> list[str]:
    given = (feature.properties.get(name) for name in (*NAMES, *CODES))
    return [str(each).strip()[:60] for each in given if isinstance(each, str | int) and str(each).strip()]


def lines_of(shape: Shape) -> str:
    """A shape of one ring as the table that is typed; "" for one with more, which only a file can hold."""
    if len(shape) != 1 or len(shape[0]) != 1:
        return ""
    return "\n".join(f"{east}, {north}" for east, north in shape[0][0][:-1])
