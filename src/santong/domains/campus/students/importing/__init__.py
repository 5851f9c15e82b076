"""What can be imported about pupils and their families."""

from santong.domains.campus.students.importing.guardians import GuardianImport
from santong.domains.campus.students.importing.pupils import PupilImport

__all__ = ["GuardianImport", "PupilImport"]
