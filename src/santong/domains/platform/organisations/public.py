"""What other modules may use of organisations."""

from santong.domains.platform.organisations.actions import create_organisation
from santong.domains.platform.organisations.models import LEVEL, Organisation

__all__ = ["LEVEL", "Organisation", "create_organisation"]
