"""What can be imported about staff and about who leads the classes."""

from santong.domains.campus.staff.importing.classes import ClassImport
from santong.domains.campus.staff.importing.in_charge import InChargeImport
from santong.domains.campus.staff.importing.staff import StaffImport

__all__ = ["ClassImport", "InChargeImport", "StaffImport"]
