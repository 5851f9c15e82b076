"""What other modules may use of the register."""

from santong.domains.campus.assets.models import CHANGE, VIEW, Asset, AssetClass
from santong.domains.campus.assets.panels import asset_address
from santong.domains.campus.assets.queries import colleagues

__all__ = ["CHANGE", "VIEW", "Asset", "AssetClass", "asset_address", "colleagues"]
