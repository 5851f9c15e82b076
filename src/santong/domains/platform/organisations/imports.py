"""Lists of organisations as bureaus keep them, for the import wizard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.codes.public import leaves
from santong.domains.platform.organisations.actions import WrongPlace, check_place, create_organisation, create_school
from santong.domains.platform.organisations.fields import PlaceField
from santong.domains.platform.organisations.models import Kind, Organisation
from santong.kit.access import Viewer
from santong.kit.imports.targets import (
    AMBIGUOUS,
    NOT_ALLOWED,
    NOT_FOUND,
    REPEATS_ROW,
    REQUIRED_EMPTY,
    TOO_LONG,
    CellProblem,
    Context,
    ContextForm,
    ImportTarget,
    PlannedRow,
    Sheet,
    SourceRow,
    TargetField,
    Verdict,
    problem_of,
    settled,
)
from santong.kit.imports.written import Written, change_all, created
from santong.lib.cells import tidy_code, tidy_text
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import Reading, doubtful, right
from santong.lib.school_codes import SchoolCode, parse_school_code
from santong.lib.sheets.columns import plain_heading
from santong.lib.sheets.known_fields import KNOWN_HEADINGS

OTHER_NAME, WRONG_PLACE, NO_DIVISION, NO_TYPE = "other_name", "wrong_place", "no_division", "no_type"
CHANGED = ("short_name", "division")
"""What an import may change of an organisation that is there; a new name or place is given on its page."""

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


class OrganisationContext(ContextForm):
    """Where the rows belong, and what they are, when a row doesn't say."""

    parent = PlaceField(
        Organisation.objects.none(),
        label=_("belongs to"),
        help_text=_("Rows that name no other organisation are placed here."),
    )
    kind = forms.ChoiceField(
        label=_("kind"),
        choices=[(kind.value, kind.label) for kind in Kind if kind in KINDS],
        initial=Kind.SCHOOL,
        help_text=_("For rows that name no kind."),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        places = Organisation.objects.visible_to(viewer, "organisations.change").select_related("parent")
        choice = self.fields["parent"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = places.exclude(kind__in=(Kind.GRADE, Kind.CLASS)).order_by("path")
        choice.initial = choice.queryset.first()


class OrganisationImport(ImportTarget):
    """Bureaus, schools, unions, departments. Found again by code, else by name below the same parent."""

    name = "organisations"
    label = _("Organisations")
    permission = "organisations.change"
    context_form = OrganisationContext
    derived = frozenset({"organisations.schoolprofile", "organisations.organisationcount"})
    fields = (
        TargetField(
            "name",
            (*KNOWN_HEADINGS["school_name"], "机构名称", "组织名称", "部门名称", "名称", "name"),
            is_key=True,
            label=_("name of the organisation"),
            required=True,
        ),
        TargetField("short_name", ("简称", "学校简称", "单位简称", "short name"), label=_("short name")),
        TargetField("kind", ("类型", "机构类型", "组织类型", "单位类别", "kind"), fills_down=True, label=_("kind")),
        TargetField("code", (*KNOWN_HEADINGS["school_code"], "代码", "机构代码", "code"), is_key=True, label=_("code")),
        TargetField(
            "parent",
            ("上级单位", "上级机构", "隶属单位", "主管部门", "主管单位", "所属县区", "所属单位", "belongs to"),
            fills_down=True,
            label=_("belongs to"),
        ),
        TargetField(
            "education_type",
            ("办学类型", "办学类别", "学校类型", "学校类别", "办学类型码", "school type"),
            label=_("type of school"),
        ),
        TargetField("division", ("行政区划代码", "区划代码", "行政区划", "division"), label=_("division")),
    )
    messages = {
        OTHER_NAME: _("This code belongs to “%(name)s”. Correct the code, or rename the organisation on its own page."),
        WRONG_PLACE: _("A %(kind)s can't stand below a %(parent)s. Choose another place."),
        NO_TYPE: _("No type of school is called so. Write one such as 小学, 初级中学 or 九年一贯制学校, or its code."),
        NO_DIVISION: _("A division code has six digits (GB/T 2260)."),
    }

    def place(self, context: Context) -> str:
        parent = Organisation.objects.open_to_everyone()
        return str(parent.values_list("path", flat=True).get(pk=context["parent"]))

    def list_url(self, context: Context) -> str:
        return reverse("organisations:organisations")

    def prepare(self, sheet: Sheet, *, context: Context, acting: Viewer) -> Iterator[list[PlannedRow]]:
        seen, types = _Seen(), _types()
        home = Organisation.objects.open_to_everyone().get(pk=context["parent"])
        for rows in sheet.chunks():
            cells = [_read(row, context["kind"], types) for row in rows]
            known = _Known.among(cells, home, acting)
            yield [_judge(own, known, seen) for own in cells]

    def write(self, rows: Sequence[PlannedRow], *, context: Context, acting: Viewer) -> list[Written]:
        written: list[Written] = []
        made: dict[int, Organisation] = {}
        for row in rows:
            if row.verdict is Verdict.CREATE:
                plan: _Plan = row.values
                parent = plan.parent if isinstance(plan.parent, Organisation) else made[plan.parent]
                made[row.index] = _create(acting, parent, plan.fields)
                written.append(created(made[row.index]))
        changed = [row.values for row in rows if row.verdict is Verdict.CHANGE]
        return written + change_all(changed, CHANGED)


def _create(acting: Viewer, parent: Organisation, fields: Mapping[str, Any]) -> Organisation:
    """Schools with their type; the others have none."""
    rest = {name: value for name, value in fields.items() if name not in ("kind", "education_type")}
    if fields["kind"] != Kind.SCHOOL:
        return create_organisation(acting=acting, kind=fields["kind"], parent=parent, **rest)
    return create_school(acting=acting, parent=parent, education_type=fields["education_type"], **rest)


@dataclass(frozen=True)
class _Plan:
    """A new organisation; `parent` is the index of its row when it is new itself."""

    fields: Mapping[str, Any]
    parent: Organisation | int


@dataclass
class _Cells:
    """A row read: values by field, and what is wrong."""

    row: SourceRow
    values: dict[str, str]
    problems: list[CellProblem]
    tidied: dict[str, tuple[Tidying, ...]]


@dataclass
class _Seen:
    """Rows of this sheet that came before: by code, by (parent, name), and by name for rows below them."""

    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    names: dict[str, tuple[int, str]] = field(default_factory=dict)


@dataclass
class _Known:
    """What exists already, as far as a chunk speaks of it."""

    home: Organisation
    by_reference: dict[str, list[Organisation]]
    by_code: dict[str, Organisation]
    by_place: dict[tuple[int, str], Organisation]
    acting: Viewer

    @classmethod
    def among(cls, cells: Sequence[_Cells], home: Organisation, acting: Viewer) -> _Known:
        """Three look-ups for the whole chunk."""
        references = {each.values["parent"] for each in cells} - {""}
        visible = Organisation.objects.visible_to(acting)
        by_reference: dict[str, list[Organisation]] = {}
        for name in ("name", "code"):
            for row in visible.filter(**{f"{name}__in": references}):
                by_reference.setdefault(row.__dict__[name], []).append(row)
        everything = Organisation.objects.open_to_everyone()
        codes = {each.values["code"] for each in cells} - {""}
        by_code = {row.code: row for row in everything.filter(code__in=codes)}
        parents = {home.pk, *(row.pk for rows in by_reference.values() for row in rows)}
        names = {each.values["name"] for each in cells}
        same = everything.filter(parent__in=parents, name__in=names)
        return cls(home, by_reference, by_code, {(row.parent_id or 0, row.name): row for row in same}, acting)


def _read(row: SourceRow, kind: str, types: Mapping[str, str]) -> _Cells:
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
    return _Cells(row, values, problems, {name: each.tidied for name, each in readings.items() if each.tidied})


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


def _types() -> dict[str, str]:
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


def _judge(own: _Cells, known: _Known, seen: _Seen) -> PlannedRow:
    """What becomes of a row, by what exists and by the rows before it."""
    values, problems = own.values, list(own.problems)
    if values["division"] and not (values["division"].isdecimal() and len(values["division"]) == 6):
        problems.append(CellProblem("division", NO_DIVISION))
    parent = _parent(own, known, seen, problems)
    if problems or parent is None:
        return PlannedRow(own.row.index, Verdict.DOUBTFUL, None, problems, own.tidied)
    if first := _repeated(own, parent, seen):
        again = CellProblem("", REPEATS_ROW, {"row": first})
        return PlannedRow(own.row.index, Verdict.DUPLICATE, None, [again], own.tidied)
    existing = known.by_code.get(values["code"])
    if existing is None and isinstance(parent, Organisation):
        existing = known.by_place.get((parent.pk, values["name"]))
    if existing is None:
        fields = {name: values[name] for name in ("kind", "name", "short_name", "code", "division", "education_type")}
        return PlannedRow(own.row.index, Verdict.CREATE, _Plan(fields, parent), (), own.tidied)
    return _judge_existing(own, existing, known)


def _judge_existing(own: _Cells, existing: Organisation, known: _Known) -> PlannedRow:
    index, values = own.row.index, own.values
    if existing.name != values["name"]:
        problem = CellProblem("code", OTHER_NAME, {"name": existing.name})
        return PlannedRow(index, Verdict.DOUBTFUL, None, [problem], own.tidied)
    if not known.acting.can("organisations.change", existing.path):
        return PlannedRow(index, Verdict.REFUSED, None, [CellProblem("", NOT_ALLOWED)], own.tidied)
    new = {name: values[name] for name in CHANGED if values[name] and values[name] != existing.__dict__[name]}
    for name, value in new.items():
        setattr(existing, name, value)
    return PlannedRow(index, Verdict.CHANGE if new else Verdict.SAME, existing, (), own.tidied)


def _parent(own: _Cells, known: _Known, seen: _Seen, problems: list[CellProblem]) -> Organisation | int | None:
    """Where the row belongs: something known, or the index of a row above; None with a problem added."""
    reference = own.values["parent"]
    if not reference:
        return _placed(own, known.home, known, problems)
    found = known.by_reference.get(reference, [])
    if len(found) == 1:
        return _placed(own, found[0], known, problems)
    if found:
        problems.append(CellProblem("parent", AMBIGUOUS))
    elif reference in seen.names:
        index, kind = seen.names[reference]
        return index if _fits(own, Organisation(kind=kind), problems) else None
    else:
        problems.append(CellProblem("parent", NOT_FOUND))
    return None


def _placed(own: _Cells, parent: Organisation, known: _Known, problems: list[CellProblem]) -> Organisation | None:
    if not known.acting.can("organisations.change", parent.path):
        problems.append(CellProblem("parent", NOT_ALLOWED))
        return None
    return parent if _fits(own, parent, problems) else None


def _fits(own: _Cells, parent: Organisation, problems: list[CellProblem]) -> bool:
    """Whether the row's kind may stand below the parent's; an unknown kind is a problem of its own."""
    if not own.values["kind"]:
        return True
    try:
        check_place(own.values["kind"], parent)
    except WrongPlace:
        words = {"kind": str(Kind(own.values["kind"]).label), "parent": str(parent.get_kind_display())}
        problems.append(CellProblem("parent", WRONG_PLACE, words))
        return False
    return True


def _repeated(own: _Cells, parent: Organisation | int, seen: _Seen) -> str | None:
    """What the row is called that said the same before; notes this row otherwise."""
    values, index = own.values, own.row.index
    place = f"{parent.pk}" if isinstance(parent, Organisation) else f"row {parent}"
    keys = [("code", values["code"])] if values["code"] else []
    keys.append((place, values["name"]))
    first = next((seen.keys[key] for key in keys if key in seen.keys), None)
    if first is not None:
        return first
    seen.keys |= dict.fromkeys(keys, own.row.number)
    for reference in filter(None, (values["name"], values["code"])):
        seen.names.setdefault(reference, (index, values["kind"]))
    return None
