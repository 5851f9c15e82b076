"""Rows of one roster that speak of the same pupil, or of two of the same name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from santong.domains.campus.students.importing.drafts import Draft
from santong.domains.campus.students.importing.matching import UNKNOWN_SEX
from santong.kit.imports.targets import SourceRow
from santong.lib.cells import text_of

_NAME_CELLS = ("name", "grade", "class")


@dataclass(frozen=True, slots=True)
class Namesake:
    """Another row of the same name and class; `asks`: nothing but a person can tell the two apart."""

    number: str
    asks: bool


@dataclass
class Repeats:
    """What the whole sheet says before any of its rows is judged; only rows that may repeat others are read."""

    by_number: dict[str, list[Draft]] = field(default_factory=dict)
    by_name: dict[tuple[str, ...], list[Draft]] = field(default_factory=dict)

    @classmethod
    def among(cls, rows: Sequence[SourceRow], read: Callable[[SourceRow], Draft]) -> Repeats:
        """Rows that share an identity number, and rows of one name and class of which one has none."""
        found = cls()
        for group in _groups(rows, lambda row: (_bare(row, "identity_number"),)):
            drafts = [read(row) for row in group]
            found.by_number |= {draft.number: drafts for draft in drafts if draft.number}
        for group in _groups(rows, _name_and_class):
            if any(not _bare(row, "identity_number") for row in group):
                found.by_name[_name_and_class(group[0])] = [read(row) for row in group]
        return found

    def complete(self, draft: Draft) -> None:
        """Fill what the first row of a pupil lacks from later ones that don't contradict it."""
        for other in self.by_number.get(draft.number, ()) if draft.number else ():
            if other.reader.row.index != draft.reader.row.index:
                _fill(draft, other)

    def namesake(self, draft: Draft) -> Namesake | None:
        """A row that may mean the pupil of this one, which has no number, or whose number is damaged elsewhere."""
        if draft.number:
            return None
        own = draft.reader.row
        for other in self.by_name.get(_name_and_class(own), ()):
            row = other.reader.row
            if row.index == own.index or row.accepted.get("") or _contradict(other, draft):
                continue
            has_number = bool(_bare(row, "identity_number"))
            if has_number or row.index < own.index:
                return Namesake(row.number, asks=has_number or not _families_differ(other, draft))
        return None


def _groups(rows: Iterable[SourceRow], key: Callable[[SourceRow], tuple[str, ...]]) -> Iterable[list[SourceRow]]:
    found: dict[tuple[str, ...], list[SourceRow]] = {}
    for row in rows:
        own = key(row)
        if own[0]:
            found.setdefault(own, []).append(row)
    return (group for group in found.values() if len(group) > 1)


def _name_and_class(row: SourceRow) -> tuple[str, ...]:
    return tuple(_bare(row, name) for name in _NAME_CELLS)


def _bare(row: SourceRow, name: str) -> str:
    return "".join(text_of(row.cells.get(name)).split())


def _fill(draft: Draft, other: Draft) -> None:
    if draft.name != other.name:
        return
    if not draft.guardian_name and other.guardian_name:
        draft.guardian_name, draft.guardian_phone, draft.relation = (
            other.guardian_name, other.guardian_phone, other.relation,
        )  # fmt: skip
    elif draft.guardian_name == other.guardian_name:
        draft.guardian_phone = draft.guardian_phone or other.guardian_phone
    draft.ethnic_group = draft.ethnic_group or other.ethnic_group
    draft.class_name = draft.class_name or other.class_name
    draft.roll = draft.roll or other.roll
    draft.note = draft.note or other.note


def _contradict(first: Draft, second: Draft) -> bool:
    """Whether birth date or sex show that two rows mean two pupils."""
    born = first.birth_date and second.birth_date and first.birth_date != second.birth_date
    sexes = {first.sex, second.sex} - UNKNOWN_SEX
    return bool(born) or len(sexes) > 1


def _families_differ(first: Draft, second: Draft) -> bool:
    names = first.guardian_name and second.guardian_name and first.guardian_name != second.guardian_name
    phones = first.guardian_phone and second.guardian_phone and first.guardian_phone != second.guardian_phone
    return bool(names and phones)
