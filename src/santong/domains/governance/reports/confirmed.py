"""What places confirmed last, for modules that lay it beside other sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from santong.domains.governance.reports.models import Report, ReportField
from santong.domains.platform.organisations.public import Organisation


@dataclass(frozen=True)
class Confirmed:
    """A figure that a place confirmed; `report` is the key of its report, `period` names the round's."""

    value: float
    report: int
    period: str


def confirmed_figures(binding: str, places: Iterable[Organisation]) -> Mapping[int, Confirmed]:
    """What places said last in a field that is filled by just this formula, by their keys; those that never did are
    missing.

    Whoever calls it asks whether its reader may see what the places report.
    """
    rows = Report.objects.belonging_to(place=list(places)).filter(part=Report.Part.OWN).exclude(
        state__in=Report.OPEN
    )  # fmt: skip
    found: dict[int, Confirmed] = {}
    codes: dict[int, str] = {}
    for row in rows.select_related("round__template", "round__version").order_by("round__last", "pk"):
        version = row.round.version
        if version.pk not in codes:
            codes[version.pk] = _code_of(binding, version.fields)
        value = row.values.get(codes[version.pk], {}).get("v")
        if value is not None:
            found[row.place_id] = Confirmed(float(value), row.pk, f"{row.round.first:%Y-%m}")
    return found


def _code_of(binding: str, fields: Iterable[Mapping[str, str]]) -> str:
    """The code of the field that a formula fills, "" for none."""
    wanted = "".join(binding.split())
    facts = (each for each in fields if each["kind"] == ReportField.Kind.FACT)
    return next((each["code"] for each in facts if "".join(each["binding"].split()) == wanted), "")
