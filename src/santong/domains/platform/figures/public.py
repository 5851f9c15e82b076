"""What other modules may use of figures."""

from santong.domains.platform.figures.panels import FiguresPanel, measure_card
from santong.domains.platform.figures.places import present_paths
from santong.domains.platform.figures.queries import (
    PERMISSION,
    Asked,
    Picture,
    picture_of,
    places_below,
    rows_url,
    smallest,
)
from santong.domains.platform.figures.words import shown, unit_of, with_unit

__all__ = [
    "PERMISSION",
    "Asked",
    "FiguresPanel",
    "Picture",
    "measure_card",
    "picture_of",
    "places_below",
    "present_paths",
    "rows_url",
    "shown",
    "smallest",
    "unit_of",
    "with_unit",
]
