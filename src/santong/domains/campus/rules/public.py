"""What other modules may use of the library of rules."""

from santong.domains.campus.rules.models import Regulation, Status

__all__ = ["Regulation", "Status"]
