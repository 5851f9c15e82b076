"""What other modules may use of credits: contributing who collects them and what was taken, and computing anew."""

from santong.domains.platform.credits.computing import recompute
from santong.domains.platform.credits.declaring import CreditSource, Entrant, Holders
from santong.domains.platform.credits.engine import Fact
from santong.domains.platform.credits.jobs import compute_soon
from santong.domains.platform.credits.kinds import HolderKind

__all__ = ["CreditSource", "Entrant", "Fact", "HolderKind", "Holders", "compute_soon", "recompute"]
