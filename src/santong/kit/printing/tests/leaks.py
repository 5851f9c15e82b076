"""To whom printed documents show: to whoever had them printed."""

from santong.kit.testing.planting import NOBODY_ELSE, Planting

PLANTING = Planting(seen_by={"printing.PrintedDocument": lambda: NOBODY_ELSE})
