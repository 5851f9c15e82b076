"""The register of a school's assets, what happened to each, loans, repairs, retirements and stock-taking."""

from santong.domains.campus.assets.models.catalogue import AssetClass, Numbering
from santong.domains.campus.assets.models.counting import Difference, RoomCount, Sighting, StockTake
from santong.domains.campus.assets.models.lending import Loan
from santong.domains.campus.assets.models.mending import Repair
from santong.domains.campus.assets.models.register import Asset, Movement, RoomLabel
from santong.domains.campus.assets.models.retiring import Retirement, RetirementLine
from santong.domains.campus.assets.models.rights import APPROVE, CHANGE, COUNT, VIEW

__all__ = [
    "APPROVE",
    "CHANGE",
    "COUNT",
    "VIEW",
    "Asset",
    "AssetClass",
    "Difference",
    "Loan",
    "Movement",
    "Numbering",
    "Repair",
    "Retirement",
    "RetirementLine",
    "RoomCount",
    "RoomLabel",
    "Sighting",
    "StockTake",
]
