"""A row of a pupils' roster, read and brought into line with itself."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from santong.domains.campus.people.public import birth_agreeing, number_text, sex_agreeing
from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.campus.students.models.pupils import roll_number_index
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.imports.rows import RowReader
from santong.kit.imports.targets import REQUIRED_EMPTY, SourceRow
from santong.lib.class_names import ClassName, parse_class
from santong.lib.dates import parse_date
from santong.lib.ethnic_groups import parse_ethnic_group
from santong.lib.grades import parse_grade
from santong.lib.identity_numbers import ColumnTrust, IdentityNumber, confirm_by_roll_number, parse_identity_number
from santong.lib.names import parse_name
from santong.lib.phones import parse_phone
from santong.lib.problems import Problem
from santong.lib.pupil_notes import PupilNote, parse_pupil_note
from santong.lib.readings import Reading, doubtful
from santong.lib.roll_numbers import RollNumber, parse_roll_number
from santong.lib.sexes import parse_sex, word_of_sex
from santong.lib.vocabularies import vocabulary

Relation = Guardianship.Relation
_RELATIONS = vocabulary(
    {
        "父亲": Relation.FATHER,
        "母亲": Relation.MOTHER,
        "祖父母": Relation.GRANDPARENT,
        "其他亲属": Relation.RELATIVE,
        "监护人": Relation.GUARDIAN,
    },
    {
        Relation.FATHER: ("父", "爸爸", "爸", "父子", "父女", "51"),
        Relation.MOTHER: ("母", "妈妈", "妈", "母子", "母女", "52"),
        Relation.GRANDPARENT: ("爷爷", "奶奶", "外公", "外婆", "姥姥", "姥爷", "祖父", "祖母", "外祖父", "外祖母"),
        Relation.RELATIVE: ("叔叔", "伯伯", "姑姑", "舅舅", "姨妈", "哥哥", "姐姐", "亲属", "亲戚", "其他"),
        Relation.GUARDIAN: ("其他监护人",),
    },
)
TRAITS = frozenset(
    {PupilNote.VISITING, PupilNote.INCLUSIVE, PupilNote.TAUGHT_AT_HOME, PupilNote.BOARDER, PupilNote.LEFT_BEHIND}
)
"""Remarks that stay with the pupil; the others are about the roll."""
GONE = frozenset({PupilNote.TRANSFERRED_OUT, PupilNote.LEFT})
"""Remarks that say that the pupil is on the roll no more."""
NEEDED = ("name", "sex", "identity_number", "roll_number", "birth_date", "grade", "class")
"""A row with a doubt in one of these isn't taken before a person has settled it."""


@dataclass(slots=True)
class Draft:
    """What a row says about a pupil; `known` and `person` are whom it means, when found."""

    reader: RowReader
    name: str = ""
    sex: str = Person.Sex.UNKNOWN
    identity: IdentityNumber | None = None
    roll: RollNumber | None = None
    birth_date: date | None = None
    ethnic_group: str = ""
    class_name: ClassName | None = None
    note: PupilNote | None = None
    guardian_name: str = ""
    guardian_phone: str = ""
    relation: str = Relation.GUARDIAN
    school_class: Organisation | None = None
    person: Person | None = None
    known: Pupil | None = None
    roll_holder: Pupil | None = None
    namesakes: Sequence[Pupil] = ()
    must_ask: bool = False
    guardian: Person | None = None
    guardian_asks: bool = False
    _roll_index: str | None = None

    @property
    def roll_index(self) -> str:
        """What the roll number is looked up by, "" when unknown; worked out once."""
        if self._roll_index is None:
            self._roll_index = roll_number_index(self.roll.number) if self.roll else ""
        return self._roll_index

    @property
    def number(self) -> str:
        """The identity number in clear, "" when unknown."""
        return self.identity.number if self.identity else ""

    @property
    def traits(self) -> str:
        """As `Pupil.traits` keeps them."""
        return f",{self.note}," if self.note in TRAITS else ""

    def comparable(self) -> dict[str, Hashable]:
        """What two rows about one pupil must not contradict each other in."""
        return {
            "name": self.name or None,
            "sex": self.sex,
            "class": self.class_name,
            "ethnic_group": self.ethnic_group or None,
            "guardian_name": self.guardian_name or None,
            "guardian_phone": self.guardian_phone or None,
            "note": self.note,
        }


def read_draft(row: SourceRow, epoch_1904: bool | None, trust: ColumnTrust) -> Draft:
    """Read a row; what is doubtful stands in the reader's problems."""
    reader = RowReader(row)
    draft = Draft(reader)
    draft.name = reader.take("name", parse_name(reader.cell("name"))) or ""
    if not draft.name and not reader.is_doubtful(["name"]):
        reader.remark("name", REQUIRED_EMPTY)
    _read_numbers(draft, trust)
    _read_facts(draft, epoch_1904)
    _read_family(draft)
    return draft


def _read_numbers(draft: Draft, trust: ColumnTrust) -> None:
    reader = draft.reader
    roll = parse_roll_number(reader.cell("roll_number"))
    carried = roll.value.identity_number if roll.value else None
    reading = trust.judged(parse_identity_number(reader.cell("identity_number")))
    draft.identity = reader.take("identity_number", confirm_by_roll_number(reading, carried), number_text)
    if carried and draft.identity and carried != draft.identity:
        roll = doubtful(Problem.IDENTITY_DISAGREES, RollNumber("G" + draft.identity.number))
    draft.roll = reader.take("roll_number", roll, lambda number: number.number)


def _read_facts(draft: Draft, epoch_1904: bool | None) -> None:
    reader, number = draft.reader, draft.identity
    sex = reader.take("sex", sex_agreeing(parse_sex(reader.cell("sex")), number), word_of_sex)
    draft.sex = str(sex or (number.sex if number else Person.Sex.UNKNOWN))
    born = birth_agreeing(parse_date(reader.cell("birth_date"), epoch_1904=epoch_1904), number)
    stated = reader.take("birth_date", born)
    draft.birth_date = number.birth_date if number else stated.as_date if stated else None
    draft.ethnic_group = reader.take("ethnic_group", parse_ethnic_group(reader.cell("ethnic_group"))) or ""
    grade = reader.take("grade", parse_grade(reader.cell("grade")), lambda each: each.name)
    draft.class_name = reader.take("class", _class_reading(reader, grade), class_text)
    draft.note = reader.take("note", parse_pupil_note(reader.cell("note")))


def _class_reading(reader: RowReader, grade: object) -> Reading[ClassName]:
    reading = parse_class(reader.cell("class"), grade)  # type: ignore[arg-type]
    if reading.is_empty and reader.row.section:
        return parse_class(reader.row.section, grade)  # type: ignore[arg-type]
    return reading


def class_text(name: ClassName) -> str:
    """A class as a proposal shows it, in words that `parse_class` reads again."""
    start = f"{name.cohort}级" if name.cohort is not None else _grade_text(name)
    inner = f"({name.number})" if name.number is not None else ""
    return f"{start}{name.label}{inner}班"


def _grade_text(name: ClassName) -> str:
    level = int(name.grade) if name.grade is not None else 0
    kindergarten = {-3: "托", -2: "小", -1: "中", 0: "大"}
    if level in kindergarten:
        return kindergarten[level]
    return f"高{'一二三'[level - 10]}" if level >= 10 else f"{'一二三四五六七八九'[level - 1]}年级"


def _read_family(draft: Draft) -> None:
    reader = draft.reader
    draft.guardian_name = reader.take("guardian_name", parse_name(reader.cell("guardian_name"))) or ""
    phone = reader.take("guardian_phone", parse_phone(reader.cell("guardian_phone")), lambda number: number.number)
    draft.guardian_phone = phone.number if phone else ""
    relation = reader.take("guardian_relation", _RELATIONS.read(reader.cell("guardian_relation")))
    draft.relation = relation or Relation.GUARDIAN
    if draft.guardian_phone and not draft.guardian_name and not reader.is_doubtful(["guardian_name"]):
        reader.remark("guardian_name", REQUIRED_EMPTY)
