"""Tables of staff: judging the rows and writing them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.people.public import trust_in_numbers
from santong.domains.campus.staff.actions import SEPARATOR, employ
from santong.domains.campus.staff.importing.adopting import DERIVED, ask_for_staff, new_staff, undo_staff
from santong.domains.campus.staff.importing.drafts import NEEDED, StaffDraft, Title, read_draft
from santong.domains.campus.staff.importing.person_fields import (
    IDENTITY_NUMBER,
    MESSAGES,
    NO_NUMBER,
    OTHER_NAME,
    PHONE,
    SEX,
)
from santong.domains.campus.staff.importing.schools import StaffSchoolForm, name_of_code
from santong.domains.campus.staff.models import Post, Staff
from santong.domains.platform.identity.public import NewPerson, create_people, people_by_id_number, takeover_objections
from santong.domains.platform.organisations.public import Organisation, SchoolImport, school_of_import
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.imports.rows import RowReader
from santong.kit.imports.targets import (
    REPEATS_ROW,
    CellProblem,
    Context,
    PlannedRow,
    Sheet,
    SourceRow,
    TargetField,
    Verdict,
)
from santong.kit.imports.written import Undone, Written, change_all
from santong.lib.sheets.known_fields import KNOWN_HEADINGS

ASKS = "asks"
OTHER_SCHOOL = "other_school"
NO_SCHOOL = "no_school"
SEVERAL_PRINCIPALS = "several_principals"


@dataclass
class _Judging:
    """What one import knows while it goes through the sheet."""

    school: Organisation
    principals: int
    first_rows: dict[str, SourceRow] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


class StaffImport(SchoolImport):
    """The staff of one school."""

    name = "staff"
    label = _("Staff")
    permission = "staff.change"
    order = 30
    context_form = StaffSchoolForm
    derived = DERIVED
    called = {"identity.person": "name", "staff.staff": "person__name", "staff.post": "staff__person__name"}
    fields = (
        TargetField("school_code", KNOWN_HEADINGS["school_code"], label=_("identification code of the school")),
        TargetField("staff_name", KNOWN_HEADINGS["staff_name"], is_key=True, label=_("name"), required=True),
        SEX,
        IDENTITY_NUMBER,
        TargetField("birth_date", KNOWN_HEADINGS["birth_date"], label=_("birth date")),
        TargetField("subjects", KNOWN_HEADINGS["subjects"], label=_("subjects")),
        TargetField("post", KNOWN_HEADINGS["post"], label=_("post")),
        PHONE,
        TargetField("on_establishment", KNOWN_HEADINGS["on_establishment"], label=_("on the establishment")),
    )
    messages = {
        **MESSAGES,
        ASKS: _(
            "This person is known elsewhere. Importing the row asks those who keep the record, or the person, to "
            "confirm; it is taken as soon as they have. See “Confirmations”."
        ),
        OTHER_SCHOOL: _("The code is that of %(name)s. Import these rows there, or correct the code."),
        NO_SCHOOL: _("No school here has this code; %(name)s has %(code)s. Correct the code, or leave it empty."),
        SEVERAL_PRINCIPALS: _(
            "Several rows say principal, which one person is. The person is taken without this post; "
            "enter it for the right one."
        ),
    }

    def list_url(self, context: Context) -> str:
        return reverse("staff:staff")

    def prepare(self, sheet: Sheet, *, context: Context, acting: Viewer) -> Iterator[list[PlannedRow]]:
        trust = trust_in_numbers(sheet.rows, "identity_number")
        everything = [read_draft(row, sheet.epoch_1904, trust) for row in sheet.rows]
        principals = Counter(draft.number for draft in everything if draft.title == Title.PRINCIPAL)
        judging = _Judging(school_of_import(context), len(principals))
        for start, rows in zip(range(0, len(everything), 1000), sheet.chunks(1000), strict=False):
            drafts = everything[start : start + len(rows)]
            _find_known(drafts, judging.school, acting)
            yield [_planned(draft, judging) for draft in drafts]

    def write(self, rows: Sequence[PlannedRow], *, context: Context, acting: Viewer) -> list[Written]:
        school = school_of_import(context)
        drafts: list[StaffDraft] = [row.values for row in rows if row.verdict is not Verdict.ASK]
        written = _write_new(acting, school, [draft for draft in drafts if draft.known is None])
        written += ask_for_staff(acting, school, [row.values for row in rows if row.verdict is Verdict.ASK])
        return written + _complete([draft for draft in drafts if draft.known is not None])

    def undo(self, written: Sequence[Written], *, acting: Viewer) -> Undone:
        return undo_staff(written)


def _find_known(drafts: Sequence[StaffDraft], school: Organisation, acting: Viewer) -> None:
    people = people_by_id_number(draft.number for draft in drafts)
    rows = Staff.objects.belonging_to(school=school).select_related("person", "school")
    employed = {row.person_id: row for row in rows}
    for draft in drafts:
        draft.person = people.get(draft.number)
        draft.known = employed.get(draft.person.pk) if draft.person else None
    strangers = [draft.person for draft in drafts if draft.person is not None and draft.known is None]
    objections = takeover_objections(acting, strangers)
    for draft in drafts:
        draft.must_ask = draft.person is not None and draft.person.pk in objections


def _planned(draft: StaffDraft, judging: _Judging) -> PlannedRow:
    reader = draft.reader
    verdict = _verdict(draft, judging)
    return PlannedRow(reader.row.index, verdict, draft, tuple(reader.problems), reader.tidied)


def _verdict(draft: StaffDraft, judging: _Judging) -> Verdict:
    reader = draft.reader
    if draft.identity is None and not reader.is_doubtful(["identity_number"]):
        reader.remark("identity_number", NO_NUMBER)
    if draft.person is not None and draft.person.name != draft.name:
        reader.remark("staff_name", OTHER_NAME)
    if reader.is_doubtful(NEEDED):
        return Verdict.DOUBTFUL
    if draft.code is not None and draft.code.code != judging.school.code:
        _remark_on_code(reader, judging, draft.code.code)
        return Verdict.REFUSED
    first = judging.first_rows.setdefault(draft.number, reader.row)
    if first.index != reader.row.index:
        reader.remark("", REPEATS_ROW, row=first.number)
        return Verdict.DUPLICATE
    if draft.title == Title.PRINCIPAL and judging.principals > 1:
        draft.title = ""
        reader.problems.append(CellProblem("post", SEVERAL_PRINCIPALS))
    return _verdict_on_person(draft)


def _verdict_on_person(draft: StaffDraft) -> Verdict:
    if draft.must_ask:
        draft.reader.remark("", ASKS)
        return Verdict.ASK
    if draft.known is None:
        return Verdict.CREATE
    return Verdict.CHANGE if _completes(draft) else Verdict.SAME


def _remark_on_code(reader: RowReader, judging: _Judging, code: str) -> None:
    if code not in judging.names:
        judging.names[code] = name_of_code(code)
    if name := judging.names[code]:
        reader.remark("school_code", OTHER_SCHOOL, name=name)
    else:
        reader.remark("school_code", NO_SCHOOL, name=judging.school.name, code=judging.school.code or "—")


def _completes(draft: StaffDraft) -> bool:
    known = draft.known
    assert known is not None
    return bool(
        (draft.subjects and not known.subjects)
        or (draft.on_establishment is not None and known.on_establishment is None)
        or (draft.phone and not known.person.phone_index)
    )


def _write_new(acting: Viewer, school: Organisation, drafts: Sequence[StaffDraft]) -> list[Written]:
    strangers = [draft for draft in drafts if draft.person is None]
    people = create_people(
        acting=acting,
        drafts=[
            NewPerson(draft.name, school.path, draft.sex, draft.birth_date, draft.number, draft.phone)
            for draft in strangers
        ],
    )
    for draft, person in zip(strangers, people, strict=True):
        draft.person = person
    new = [new_staff(draft, draft.person) for draft in drafts if draft.person is not None]
    staff = employ(acting=acting, school=school, drafts=new, day=timezone.localdate())
    posts = Post.objects.belonging_to(staff__in=staff)
    return [
        *(Written("identity.person", person.pk, None, {"name": person.name}) for person in people),
        *(Written("staff.staff", row.pk, None, {"status": row.status}) for row in staff),
        *(Written("staff.post", post.pk, None, {"until": None}) for post in posts),
    ]


def _complete(drafts: Sequence[StaffDraft]) -> list[Written]:
    staff: list[Staff] = []
    for draft in drafts:
        known = draft.known
        assert known is not None
        known.subjects = known.subjects or SEPARATOR.join(draft.subjects)
        if known.on_establishment is None:
            known.on_establishment = draft.on_establishment
        if draft.phone and not known.person.phone_index:
            known.person.set_phone(draft.phone)
        staff.append(known)
    with named("staff.import"):
        written = change_all(staff, ["subjects", "on_establishment"])
        return written + change_all([row.person for row in staff], ["phone_cipher", "phone_index"])
