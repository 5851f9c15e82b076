"""What other modules may use of the office."""

from santong.domains.campus.office.models import Absence

__all__ = ["Absence"]
