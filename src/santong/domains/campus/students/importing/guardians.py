"""Lists of guardians of pupils who are on the roll already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.importing.called import CALLED
from santong.domains.campus.students.importing.drafts import NEEDED, Draft, read_draft
from santong.domains.campus.students.importing.families import (
    GUARDIAN_ASKS,
    GUARDIAN_ASKS_TEXT,
    find_guardians,
    names_of_guardians,
    write_families,
)
from santong.domains.campus.students.importing.matching import find_known
from santong.domains.campus.students.importing.pupils import OTHER_NAME
from santong.domains.campus.students.importing.undoing import DERIVED, undo_guardians
from santong.domains.platform.organisations.public import SchoolContextForm, SchoolImport, school_of_import
from santong.kit.access import Viewer
from santong.kit.imports.targets import (
    REQUIRED_EMPTY,
    CellProblem,
    Context,
    PlannedRow,
    Sheet,
    TargetField,
    Verdict,
)
from santong.kit.imports.written import Undone, Written
from santong.lib.identity_numbers import ColumnTrust
from santong.lib.sheets.known_fields import KNOWN_HEADINGS

NOT_ON_ROLL = "not_on_roll"
GUARDIAN_DOUBTFUL = ("guardian_name", "guardian_phone", "guardian_relation")


class GuardianSchoolForm(SchoolContextForm):
    """Which school the children are at."""

    permission = "guardians.change"


class GuardianImport(SchoolImport):
    """Guardians beside the names of their children."""

    name = "guardians"
    label = _("Guardians")
    permission = "guardians.change"
    order = 20
    context_form = GuardianSchoolForm
    derived = DERIVED
    called = CALLED
    fields = (
        TargetField("name", KNOWN_HEADINGS["name"], is_key=True, label=_("pupil"), required=True),
        TargetField(
            "identity_number", KNOWN_HEADINGS["identity_number"], label=_("pupil's identity number"), sensitive=True
        ),
        TargetField("grade", KNOWN_HEADINGS["grade"], fills_down=True, label=_("grade")),
        TargetField("class", KNOWN_HEADINGS["class"], fills_down=True, label=_("class")),
        TargetField("guardian_name", KNOWN_HEADINGS["guardian_name"], is_key=True, label=_("guardian"), required=True),
        TargetField("guardian_phone", KNOWN_HEADINGS["guardian_phone"], label=_("guardian's phone"), sensitive=True),
        TargetField("guardian_relation", KNOWN_HEADINGS["guardian_relation"], label=_("relation")),
    )
    messages = {
        NOT_ON_ROLL: _(
            "No pupil of the school is meant by this beyond doubt. Give the identity number, or name and class."
        ),
        GUARDIAN_ASKS: GUARDIAN_ASKS_TEXT,
        OTHER_NAME: _(
            "This identity number belongs to somebody with another name. Compare both with the household register."
        ),
    }

    def list_url(self, context: Context) -> str:
        return reverse("students:pupils")

    def prepare(self, sheet: Sheet, *, context: Context, acting: Viewer) -> Iterator[list[PlannedRow]]:
        school = school_of_import(context)
        for rows in sheet.chunks():
            drafts = [read_draft(row, sheet.epoch_1904, ColumnTrust()) for row in rows]
            find_known(drafts, school)
            find_guardians(drafts, acting)
            known = names_of_guardians(draft.known.person_id for draft in drafts if draft.known)
            yield [
                PlannedRow(
                    draft.reader.row.index,
                    _verdict(draft, school.pk, known),
                    draft,
                    tuple(draft.reader.problems),
                    draft.reader.tidied,
                )
                for draft in drafts
            ]

    def write(self, rows: Sequence[PlannedRow], *, context: Context, acting: Viewer) -> list[Written]:
        return write_families(acting, school_of_import(context), [row.values for row in rows])

    def undo(self, written: Sequence[Written], *, acting: Viewer) -> Undone:
        return undo_guardians(written)


def _verdict(draft: Draft, school: int, names: dict[int, set[str]]) -> Verdict:
    reader = draft.reader
    if not draft.guardian_name and not reader.is_doubtful(["guardian_name"]):
        reader.remark("guardian_name", REQUIRED_EMPTY)
    if reader.is_doubtful((*NEEDED, *GUARDIAN_DOUBTFUL)):
        return Verdict.DOUBTFUL
    if draft.person is not None and draft.person.name != draft.name:
        reader.remark("name", OTHER_NAME)
        return Verdict.DOUBTFUL
    if draft.known is None or draft.known.school_id != school or not draft.known.is_present:
        reader.remark("", NOT_ON_ROLL)
        return Verdict.REFUSED
    if draft.guardian_name in names.get(draft.known.person_id, set()):
        return Verdict.SAME
    if draft.guardian_asks:
        reader.problems.append(CellProblem("guardian_name", GUARDIAN_ASKS))
        return Verdict.ASK
    return Verdict.CREATE
