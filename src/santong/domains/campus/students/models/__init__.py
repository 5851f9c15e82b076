"""The models of pupils and of those who bring them up."""

from santong.domains.campus.students.models.guardians import Consent, Guardianship, Invitation
from santong.domains.campus.students.models.pupils import ClassPlace, Pupil, RollChange
from santong.domains.campus.students.models.transfers import Transfer
from santong.domains.campus.students.models.year_changes import YearChange

__all__ = ["ClassPlace", "Consent", "Guardianship", "Invitation", "Pupil", "RollChange", "Transfer", "YearChange"]
