"""What other modules may use of identity."""

from santong.domains.platform.identity.models import Person

__all__ = ["Person"]
