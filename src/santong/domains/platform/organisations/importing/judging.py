"""What becomes of a row of a list of organisations, by what is there and by the rows before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from santong.domains.platform.organisations.actions import WrongPlace, check_place
from santong.domains.platform.organisations.importing.cells import Cells
from santong.domains.platform.organisations.models import Kind, Organisation
from santong.kit.access import Viewer
from santong.kit.imports.targets import AMBIGUOUS, NOT_ALLOWED, NOT_FOUND, REPEATS_ROW, CellProblem, PlannedRow, Verdict

OTHER_NAME, WRONG_PLACE, NO_DIVISION = "other_name", "wrong_place", "no_division"
CHANGED = ("short_name", "division")
"""What an import may change of an organisation that is there; a new name or place is given on its page."""


@dataclass(frozen=True)
class Plan:
    """A new organisation; `parent` is the index of its row when it is new itself."""

    fields: Mapping[str, Any]
    parent: Organisation | int


@dataclass
class Seen:
    """Rows of this sheet that came before: by code, by (parent, name), and by name for rows below them."""

    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    names: dict[str, tuple[int, str]] = field(default_factory=dict)


@dataclass
class Known:
    """What exists already, as far as a chunk speaks of it."""

    home: Organisation
    by_reference: dict[str, list[Organisation]]
    by_code: dict[str, Organisation]
    by_place: dict[tuple[int, str], Organisation]
    acting: Viewer

    @classmethod
    def among(cls, cells: Sequence[Cells], home: Organisation, acting: Viewer) -> Known:
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


def judge(own: Cells, known: Known, seen: Seen) -> PlannedRow:
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
        return PlannedRow(own.row.index, Verdict.CREATE, Plan(fields, parent), (), own.tidied)
    return _judge_existing(own, existing, known)


def _judge_existing(own: Cells, existing: Organisation, known: Known) -> PlannedRow:
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


def _parent(own: Cells, known: Known, seen: Seen, problems: list[CellProblem]) -> Organisation | int | None:
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


def _placed(own: Cells, parent: Organisation, known: Known, problems: list[CellProblem]) -> Organisation | None:
    if not known.acting.can("organisations.change", parent.path):
        problems.append(CellProblem("parent", NOT_ALLOWED))
        return None
    return parent if _fits(own, parent, problems) else None


def _fits(own: Cells, parent: Organisation, problems: list[CellProblem]) -> bool:
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


def _repeated(own: Cells, parent: Organisation | int, seen: Seen) -> str | None:
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
