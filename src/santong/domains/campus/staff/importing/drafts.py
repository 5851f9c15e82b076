"""A row of a table of staff, read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from santong.domains.campus.people.public import birth_agreeing, number_text, sex_agreeing
from santong.domains.campus.staff.models import Post, Staff
from santong.domains.platform.identity.public import Person
from santong.kit.imports.rows import RowReader
from santong.kit.imports.targets import REQUIRED_EMPTY, SourceRow
from santong.lib.dates import parse_date
from santong.lib.identity_numbers import ColumnTrust, IdentityNumber, parse_identity_number
from santong.lib.names import parse_name
from santong.lib.phones import parse_phone
from santong.lib.school_codes import SchoolCode, parse_school_code
from santong.lib.sexes import parse_sex, word_of_sex
from santong.lib.subjects import parse_subjects
from santong.lib.vocabularies import vocabulary
from santong.lib.yes_no import ON_ESTABLISHMENT, parse_yes_no

Title = Post.Title
_TITLES = vocabulary(
    {
        "校长": Title.PRINCIPAL,
        "副校长": Title.DEPUTY_PRINCIPAL,
        "书记": Title.PARTY_SECRETARY,
        "教务主任": Title.TEACHING_AFFAIRS,
        "德育主任": Title.MORAL_EDUCATION,
        "总务主任": Title.GENERAL_AFFAIRS,
        "信息中心主任": Title.IT,
        "教研组长": Title.RESEARCH_GROUP,
        "年级组长": Title.GRADE,
        "班主任": Title.CLASS_TEACHER,
        "教师": Title.TEACHER,
        "教辅": Title.SUPPORT,
    },
    {
        Title.PRINCIPAL: ("园长", "正校长"),
        Title.DEPUTY_PRINCIPAL: ("副园长", "教学副校长", "分管副校长"),
        Title.PARTY_SECRETARY: ("党支部书记", "党委书记", "副书记"),
        Title.TEACHING_AFFAIRS: ("教导主任", "教务处主任", "教导处主任", "教务处副主任", "教导副主任"),
        Title.MORAL_EDUCATION: ("政教主任", "德育处主任", "政教处主任", "少先队辅导员", "大队辅导员"),
        Title.GENERAL_AFFAIRS: ("总务处主任", "后勤主任", "后勤处主任"),
        Title.IT: ("信息主任", "电教主任", "信息技术主任", "网管", "信息管理员", "信息中心"),
        Title.RESEARCH_GROUP: ("学科组长", "备课组长", "学科带头人"),
        Title.GRADE: ("年级主任", "级长", "级组长"),
        Title.TEACHER: ("任课教师", "科任教师", "专任教师", "老师", "普通教师", "教员", "幼儿教师"),
        Title.SUPPORT: (
            "职员",
            "工人",
            "工勤",
            "校医",
            "会计",
            "出纳",
            "保安",
            "保育员",
            "炊事员",
            "实验员",
            "图书管理员",
        ),
    },
)
"""What schools write as 职务 or 岗位."""
NEEDED = ("staff_name", "sex", "identity_number", "birth_date", "school_code")


@dataclass(slots=True)
class StaffDraft:
    """What a row says about a member of staff; `known` and `person` are whom it means, when found."""

    reader: RowReader
    name: str = ""
    sex: str = Person.Sex.UNKNOWN
    identity: IdentityNumber | None = None
    birth_date: date | None = None
    phone: str = ""
    code: SchoolCode | None = None
    subjects: tuple[str, ...] = ()
    title: str = ""
    must_ask: bool = False
    on_establishment: bool | None = None
    person: Person | None = None
    known: Staff | None = None

    @property
    def number(self) -> str:
        """The identity number in clear, "" when unknown."""
        return self.identity.number if self.identity else ""


def read_draft(row: SourceRow, epoch_1904: bool | None, trust: ColumnTrust) -> StaffDraft:
    """Read a row; what is doubtful stands in the reader's problems."""
    reader = RowReader(row)
    draft = StaffDraft(reader)
    draft.name = reader.take("staff_name", parse_name(reader.cell("staff_name"))) or ""
    if not draft.name and not reader.is_doubtful(["staff_name"]):
        reader.remark("staff_name", REQUIRED_EMPTY)
    reading = parse_identity_number(reader.cell("identity_number"))
    draft.identity = reader.take("identity_number", trust.judged(reading), number_text)
    _read_person(draft, epoch_1904)
    _read_work(draft)
    return draft


def _read_person(draft: StaffDraft, epoch_1904: bool | None) -> None:
    reader, number = draft.reader, draft.identity
    sex = reader.take("sex", sex_agreeing(parse_sex(reader.cell("sex")), number), word_of_sex)
    draft.sex = str(sex or (number.sex if number else Person.Sex.UNKNOWN))
    born = birth_agreeing(parse_date(reader.cell("birth_date"), epoch_1904=epoch_1904), number)
    stated = reader.take("birth_date", born)
    draft.birth_date = number.birth_date if number else stated.as_date if stated else None
    phone = reader.take("phone", parse_phone(reader.cell("phone")), lambda each: each.number)
    draft.phone = phone.number if phone else ""


def _read_work(draft: StaffDraft) -> None:
    reader = draft.reader
    draft.code = reader.take("school_code", parse_school_code(reader.cell("school_code")), lambda each: each.code)
    draft.subjects = reader.take("subjects", parse_subjects(reader.cell("subjects")), "、".join) or ()
    title = reader.take("post", _TITLES.read(reader.cell("post")))
    draft.title = title or ""
    draft.on_establishment = reader.take(
        "on_establishment", parse_yes_no(reader.cell("on_establishment"), ON_ESTABLISHMENT)
    )
