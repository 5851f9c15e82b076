"""What other modules may use of indicators: their formulas, and what comes out at places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from santong.domains.governance.indicators.computing import sums_in, versions_in
from santong.domains.governance.indicators.drilling import rows_of
from santong.domains.governance.indicators.evaluating import Outcome, evaluate, regroup, rounded
from santong.domains.governance.indicators.kinds import (
    COMPULSORY,
    UNIT_SIGNS,
    Level,
    Light,
    RollUp,
    SchoolType,
    State,
    Unit,
    area_of_code,
    type_of_code,
)
from santong.domains.governance.indicators.models import VIEW, Definition, Indicator, IndicatorVersion
from santong.domains.governance.indicators.queries import (
    KINDS,
    LEVELS,
    Child,
    Peers,
    Picture,
    month_named,
    months_computed,
    pictures,
    reading_of,
)
from santong.domains.governance.indicators.reading import Reading, faults
from santong.domains.governance.indicators.shipped import load_after_migration as load_shipped
from santong.domains.governance.indicators.standing import TYPE_NAMES
from santong.domains.governance.indicators.vocabulary import Word, words
from santong.domains.governance.indicators.words import (
    ICONS,
    TONES,
    aim,
    beside,
    change,
    figure,
    lit,
    sentence,
    unit_of,
    with_unit,
)
from santong.domains.platform.organisations.public import Organisation, SchoolProfile
from santong.lib.formulas import Value

__all__ = [
    "COMPULSORY",
    "ICONS",
    "KINDS",
    "LEVELS",
    "TONES",
    "UNIT_SIGNS",
    "VIEW",
    "Child",
    "Definition",
    "Indicator",
    "IndicatorVersion",
    "Level",
    "Light",
    "Outcome",
    "Peers",
    "Picture",
    "Reading",
    "RollUp",
    "SchoolType",
    "State",
    "Unit",
    "Word",
    "aim",
    "beside",
    "change",
    "evaluate",
    "facts_known_of",
    "faults",
    "figure",
    "lit",
    "load_shipped",
    "month_named",
    "months_computed",
    "pictures",
    "reading_of",
    "regroup",
    "rounded",
    "rows_of",
    "sentence",
    "sums_in",
    "type_of_code",
    "unit_of",
    "versions_in",
    "with_unit",
    "words",
]


def facts_known_of(places: Iterable[Organisation]) -> dict[int, Mapping[str, Value]]:
    """What formulas may say of each place without counting, by the columns of `Word`: its type and its area."""
    keys = [place.pk for place in places]
    profiles = SchoolProfile.objects.open_to_everyone().in_bulk(keys)
    return {key: _columns(profiles.get(key)) for key in keys}


def _columns(profile: SchoolProfile | None) -> Mapping[str, Value]:
    if profile is None:
        return {"type_name": None, "area": None}
    return {
        "type_name": TYPE_NAMES.get(type_of_code(profile.education_type)),
        "area": area_of_code(profile.area) or None,
    }
