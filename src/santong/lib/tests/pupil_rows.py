"""How an importer puts the readers together, for the tests of whole sheets."""

from santong.lib.cells import CellValue
from santong.lib.class_names import parse_class
from santong.lib.dates import parse_date
from santong.lib.ethnic_groups import parse_ethnic_group
from santong.lib.grades import parse_grade
from santong.lib.identity_numbers import confirm_by_roll_number, parse_identity_number
from santong.lib.names import parse_name
from santong.lib.phones import parse_phone
from santong.lib.pupil_notes import parse_pupil_note
from santong.lib.readings import Reading
from santong.lib.roll_numbers import parse_roll_number
from santong.lib.school_codes import parse_school_code
from santong.lib.sexes import parse_sex
from santong.lib.sheets.columns import Field
from santong.lib.sheets.known_fields import KNOWN_HEADINGS
from santong.lib.subjects import parse_subjects
from santong.lib.yes_no import ON_ESTABLISHMENT, parse_yes_no

_KEYS = {"name", "staff_name", "identity_number"}
_FILLING = {"grade", "class"}


def fields(*names: str) -> list[Field]:
    """The fields an importer would ask for."""
    return [Field(name, KNOWN_HEADINGS[name], name in _KEYS, name in _FILLING) for name in names]


PUPIL_FIELDS = fields(
    *("serial", "name", "sex", "identity_number", "roll_number", "birth_date", "ethnic_group"),
    *("grade", "class", "guardian_name", "guardian_phone", "note"),
)
STAFF_FIELDS = fields(
    *("school_code", "staff_name", "sex", "identity_number", "subjects", "post", "phone", "on_establishment"),
)


def read_pupil(cells: dict[str, CellValue]) -> dict[str, Reading]:
    """Readings of a pupil's row."""
    roll = parse_roll_number(cells.get("roll_number"))
    identity = parse_identity_number(cells.get("identity_number"))
    grade = parse_grade(cells.get("grade"))
    return {
        "name": parse_name(cells.get("name")),
        "sex": parse_sex(cells.get("sex")),
        "identity_number": confirm_by_roll_number(identity, roll.value.identity_number if roll.value else None),
        "roll_number": roll,
        "birth_date": parse_date(cells.get("birth_date"), epoch_1904=False),
        "ethnic_group": parse_ethnic_group(cells.get("ethnic_group")),
        "class": parse_class(cells.get("class"), grade.value),
        "guardian_name": parse_name(cells.get("guardian_name")),
        "guardian_phone": parse_phone(cells.get("guardian_phone")),
        "note": parse_pupil_note(cells.get("note")),
    }


def read_staff(cells: dict[str, CellValue]) -> dict[str, Reading]:
    """Readings of a row of the teachers' table."""
    return {
        "school_code": parse_school_code(cells["school_code"]),
        "staff_name": parse_name(cells["staff_name"]),
        "sex": parse_sex(cells["sex"]),
        "identity_number": parse_identity_number(cells["identity_number"]),
        "subjects": parse_subjects(cells["subjects"]),
        "phone": parse_phone(cells["phone"]),
        "on_establishment": parse_yes_no(cells["on_establishment"], ON_ESTABLISHMENT),
    }
