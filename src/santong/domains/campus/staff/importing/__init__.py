"""What can be imported about staff and about who leads the classes."""

from santong.domains.campus.staff.importing.classes import ClassImport
from santong.domains.campus.staff.importing.staff import StaffImport

__all__ = ["ClassImport", "StaffImport"]
