"""How people call the rows that imports of pupils and guardians write."""

CALLED = {
    "identity.person": "name",
    "students.pupil": "person__name",
    "students.guardianship": "child__name",
    "students.rollchange": "pupil__person__name",
    "students.classplace": "pupil__person__name",
}
"""By table the path to the person's name."""
