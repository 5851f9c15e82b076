"""What other modules may use of pupils."""

from santong.domains.campus.students.actions.families import NewGuardian, link_guardians
from santong.domains.campus.students.actions.roll import NewPupil, enrol, move
from santong.domains.campus.students.events import FamilyChanged, PupilsMoved
from santong.domains.campus.students.guarding import guardians_of_all, is_guardian, own_pupils
from santong.domains.campus.students.importing.writing import Arrival, return_to_roll
from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.campus.students.models.families import Family

__all__ = [
    "Arrival",
    "Family",
    "FamilyChanged",
    "Guardianship",
    "NewGuardian",
    "NewPupil",
    "Pupil",
    "PupilsMoved",
    "enrol",
    "guardians_of_all",
    "is_guardian",
    "link_guardians",
    "move",
    "own_pupils",
    "return_to_roll",
]
