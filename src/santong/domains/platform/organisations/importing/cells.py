"""A row of a list of organisations, read: words for kinds and types of school, codes, names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from santong.domains.platform.codes.public import leaves
from santong.domains.platform.organisations.models import Kind
from santong.kit.imports.targets import REQUIRED_EMPTY, TOO_LONG, CellProblem, SourceRow, problem_of, settled
from santong.lib.cells import tidy_code, tidy_text
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import Reading, doubtful, right
from santong.lib.school_codes import SchoolCode, parse_school_code
from santong.lib.sheets.columns import plain_heading

NO_TYPE = "no_type"
KINDS = {Kind.CITY_BUREAU, Kind.COUNTY_BUREAU, Kind.SCHOOL, Kind.UNION, Kind.DEPARTMENT, Kind.RESEARCH_GROUP}
_WORDS = {
    "市教育局": Kind.CITY_BUREAU,
    "县教育局": Kind.COUNTY_BUREAU,
    "区教育局": Kind.COUNTY_BUREAU,
    "县区教育局": Kind.COUNTY_BUREAU,
    "学校": Kind.SCHOOL,
    "小学": Kind.SCHOOL,
    "初中": Kind.SCHOOL,
    "高中": Kind.SCHOOL,
    "幼儿园": Kind.SCHOOL,
    "教学点": Kind.SCHOOL,
    "联盟校": Kind.UNION,
    "学校联盟": Kind.UNION,
    "科室": Kind.DEPARTMENT,
    "部门": Kind.DEPARTMENT,
    "教研组": Kind.RESEARCH_GROUP,
}
_WORDS_FOR_TYPES = MappingProxyType(
    {
        "幼儿园": "111",
        "小学": "211",
        "完全小学": "211",
        "教学点": "218",
        "初中": "311",
        "初级中学": "311",
        "九年一贯制": "312",
        "完全中学": "341",
        "完中": "341",
        "高中": "342",
        "普通高中": "342",
        "高级中学": "342",
        "十二年一贯制": "345",
        "中职": "361",
        "职业高中": "365",
        "特殊教育学校": "514",
        "特教学校": "514",
    }
)
"""Words for types of school besides their names in the code table; some say the kind at the same time."""
_LONGEST = {"name": 80, "short_name": 24, "code": 20}


@dataclass
class Cells:
    """A row read: values by field, and what is wrong."""

    row: SourceRow
    values: dict[str, str]
    problems: list[CellProblem]
    tidied: dict[str, tuple[Tidying, ...]]


def read_cells(row: SourceRow, kind: str, types: Mapping[str, str]) -> Cells:
    """The cells as texts, without looking anything up."""
    readings = {
        "name": _text(row, "name"),
        "short_name": _text(row, "short_name"),
        "parent": _text(row, "parent"),
        "kind": settled(_kind(row, kind), row, "kind"),
        "division": _division(row),
    }
    readings["code"] = _code(row, readings["kind"].value)
    readings["education_type"] = _education_type(row, readings["kind"].value, types)
    problems = [problem_of(name, reading) for name, reading in readings.items() if reading.problem]
    values = {name: reading.value or "" for name, reading in readings.items()}
    if not values["name"]:
        problems.append(CellProblem("name", REQUIRED_EMPTY))
    if values["education_type"] == NO_TYPE:
        problems.append(CellProblem("education_type", NO_TYPE))
    for name, longest in _LONGEST.items():
        if len(values[name]) > longest:
            problems.append(CellProblem(name, TOO_LONG, {"limit": str(longest)}))
    return Cells(row, values, problems, {name: each.tidied for name, each in readings.items() if each.tidied})


def _text(row: SourceRow, name: str) -> Reading[str]:
    text, tidied = tidy_text(row.cells.get(name))
    return right(text, *tidied) if text else Reading()


def _kind(row: SourceRow, usual: str) -> Reading[str]:
    word = plain_heading(tidy_text(row.cells.get("kind"))[0])
    if not word:
        return right(str(usual))
    labels = {plain_heading(str(kind.label)): kind for kind in KINDS} | {
        kind.value.replace("_", ""): kind for kind in KINDS
    }
    kind = labels.get(word) or _WORDS.get(word)
    return right(kind.value) if kind else doubtful(Problem.UNKNOWN_WORD)


def _education_type(row: SourceRow, kind: str | None, types: Mapping[str, str]) -> Reading[str]:
    """The code of the type (JY/T 1001), by which a school's stages are known; `NO_TYPE` for an unknown word."""
    if kind != Kind.SCHOOL:
        return Reading()
    said, as_kind = (plain_heading(tidy_text(row.cells.get(name))[0]) for name in ("education_type", "kind"))
    if said:
        return right(types.get(said, NO_TYPE))
    return right(types[as_kind]) if as_kind in types else Reading()


def school_types() -> dict[str, str]:
    """The types of school of today by name, by code and by what people write."""
    known = leaves("education_type")
    by_name = {plain_heading(name): code for code, name in known}
    return {**by_name, **{code: code for code, _name in known}, **_WORDS_FOR_TYPES}


def _code(row: SourceRow, kind: str | None) -> Reading[str]:
    if kind != Kind.SCHOOL:
        code, tidied = tidy_code(row.cells.get("code"))
        return right(code, *tidied) if code else Reading()
    reading = settled(parse_school_code(row.cells.get("code")), row, "code", _code_text)
    proposals = tuple(each.code for each in reading.proposals)
    return Reading(
        reading.value.code if reading.value else None, reading.problem, reading.arguments, proposals, reading.tidied
    )


def _code_text(code: SchoolCode) -> str:
    return code.code


def _division(row: SourceRow) -> Reading[str]:
    code, tidied = tidy_code(row.cells.get("division"))
    return right(code, *tidied) if code else Reading()
