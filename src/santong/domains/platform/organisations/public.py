"""What other modules may use of organisations."""

from santong.domains.platform.organisations.actions import change_organisation, create_organisation
from santong.domains.platform.organisations.models import LEVEL, Organisation

__all__ = ["LEVEL", "Organisation", "change_organisation", "create_organisation"]
