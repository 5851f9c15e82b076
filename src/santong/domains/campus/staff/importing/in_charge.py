"""Lists of the people in charge at bureaus and schools: each gets an account and a role, in one go.

Only people who are new here, or whose record is kept by the very organisation that the row names:
somebody known elsewhere is appointed by hand on the page of the organisation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.people.public import (
    RowReader,
    number_text,
    sex_agreeing,
    trust_in_numbers,
)
from santong.domains.campus.staff.actions import NewStaff, employ
from santong.domains.campus.staff.importing.adopting import undo_staff
from santong.domains.campus.staff.importing.staff import NO_NUMBER, OTHER_NAME, StaffImport
from santong.domains.campus.staff.models import Post, Staff
from santong.domains.platform.access.public import Appointment, appoint, fits
from santong.domains.platform.identity.public import NewPerson, Person, create_people, people_by_id_number
from santong.domains.platform.organisations.public import Organisation, PlaceField
from santong.kit.access import Viewer
from santong.kit.access.roles import roles_by_name
from santong.kit.imports.targets import (
    AMBIGUOUS,
    NOT_FOUND,
    REPEATS_ROW,
    REQUIRED_EMPTY,
    Context,
    ContextForm,
    ImportTarget,
    PlannedRow,
    Sheet,
    SourceRow,
    TargetField,
    Verdict,
)
from santong.kit.imports.written import Undone, Written, created
from santong.lib.cells import tidy_text
from santong.lib.identity_numbers import ColumnTrust, IdentityNumber, parse_identity_number
from santong.lib.names import parse_name
from santong.lib.phones import parse_phone
from santong.lib.sexes import parse_sex, word_of_sex
from santong.lib.sheets.known_fields import KNOWN_HEADINGS
from santong.lib.vocabularies import vocabulary

Kind = Organisation.Kind
KNOWN_ELSEWHERE, WRONG_ROLE = "known_elsewhere", "wrong_role"
NO_ROLE = "none"
_ROLES = vocabulary(
    {
        "校长": "principal",
        "信息管理员": "school_it",
        "教务主任": "teaching_affairs",
        "市局管理人员": "bureau_officer",
        "县区管理人员": "county_officer",
        "督学": "inspector",
        "工作人员": NO_ROLE,
    },
    {
        "principal": ("园长", "负责人", "学校负责人"),
        "school_it": ("学校信息管理员", "学校管理员", "信息中心主任", "信息主任", "网管", "网络管理员", "电教主任"),
        "teaching_affairs": ("教务", "教导主任", "教务处主任", "教导处主任", "教务管理员"),
        "bureau_officer": ("市局管理员", "市教育局", "市级管理员", "市局工作人员"),
        "county_officer": ("县区管理员", "区县管理员", "县级管理员", "区级管理员", "县局管理员", "区局管理员"),
        "inspector": ("督导", "责任督学"),
        NO_ROLE: ("职员", "科员", "无"),
    },
)
"""What bureaus write; `NO_ROLE` is an account to appoint by hand, such as the auditor's."""
_TITLES = MappingProxyType(
    {
        "principal": Post.Title.PRINCIPAL,
        "school_it": Post.Title.IT,
        "teaching_affairs": Post.Title.TEACHING_AFFAIRS,
    }
)
"""The post that goes with a role at a school."""
NEEDED = ("organisation", "code", "name", "role", "identity_number", "sex", "")


class BureauForm(ContextForm):
    """The bureau whose people, and those of the organisations below it, the sheet names."""

    bureau = PlaceField(Organisation.objects.none(), label=_("Bureau"))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        field = self.fields["bureau"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Organisation.objects.visible_to(viewer, InChargeImport.permission).select_related("parent")
        field.queryset = rows.filter(kind__in=(Kind.CITY_BUREAU, Kind.COUNTY_BUREAU)).order_by("path")
        field.initial = field.queryset.first()


@dataclass(slots=True)
class _Draft:
    """A row read; `person` and `appointment` are there already."""

    reader: RowReader
    place: Organisation | None = None
    name: str = ""
    role: str = ""
    identity: IdentityNumber | None = None
    sex: str = Person.Sex.UNKNOWN
    phone: str = ""
    person: Person | None = None

    @property
    def number(self) -> str:
        return self.identity.number if self.identity else ""


@dataclass
class _Places:
    """The open organisations below a bureau, by what a row may call them."""

    by_word: dict[str, list[Organisation]] = field(default_factory=dict)

    @classmethod
    def below(cls, bureau: Organisation) -> _Places:
        """All of them: a region has hundreds, not thousands."""
        kinds = (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU, Kind.SCHOOL, Kind.UNION)
        rows = Organisation.objects.inside(bureau).filter(kind__in=kinds)
        found = cls()
        for row in rows.open_on(timezone.localdate()):
            for word in {row.name, row.short_name, row.code} - {""}:
                found.by_word.setdefault(word, []).append(row)
        return found


class InChargeImport(ImportTarget):
    """Who is in charge where, as a bureau lists them: principals, school IT, officers."""

    name = "in-charge"
    label = _("People in charge")
    permission = "appointments.region"
    order = 5
    context_form = BureauForm
    derived = frozenset({"duplicates.suspicion", "organisations.organisationcount"})
    fields = (
        TargetField(
            "organisation", (*KNOWN_HEADINGS["school_name"], "机构名称", "所在单位"), label=_("school or bureau")
        ),
        TargetField("code", KNOWN_HEADINGS["school_code"], label=_("identification code of the school")),
        TargetField("name", KNOWN_HEADINGS["staff_name"], is_key=True, label=_("name"), required=True),
        TargetField("role", ("平台角色", "角色", *KNOWN_HEADINGS["post"]), label=_("role"), required=True),
        TargetField(
            "identity_number",
            KNOWN_HEADINGS["identity_number"],
            is_key=True,
            label=_("identity number"),
            required=True,
            sensitive=True,
        ),
        TargetField("sex", KNOWN_HEADINGS["sex"], label=_("sex")),
        TargetField("phone", KNOWN_HEADINGS["phone"], label=_("phone"), sensitive=True),
    )
    messages = {
        **{code: StaffImport.messages[code] for code in (NO_NUMBER, OTHER_NAME)},
        KNOWN_ELSEWHERE: _(
            "This person is known already, at another organisation. Appoint them on the page of this organisation."
        ),
        WRONG_ROLE: _("“%(role)s” isn't a role on a %(kind)s. Choose another role or organisation."),
    }

    def place(self, context: Context) -> str:
        return _bureau(context).path

    def list_url(self, context: Context) -> str:
        return f"{reverse('accounts:accounts')}?state=new"

    def demand(self, context: Context, acting: Viewer) -> None:
        super().demand(context, acting)
        for permission in ("people.change", "staff.change"):
            acting.demand(permission, self.place(context))

    def prepare(self, sheet: Sheet, *, context: Context, acting: Viewer) -> Iterator[list[PlannedRow]]:
        trust = trust_in_numbers(sheet.rows, "identity_number")
        places, seen = _Places.below(_bureau(context)), dict[tuple[str, str, int], int]()
        for rows in sheet.chunks():
            drafts = [_read(row, places, trust) for row in rows]
            people = people_by_id_number(draft.number for draft in drafts)
            for draft in drafts:
                draft.person = people.get(draft.number)
            yield [_planned(draft, seen) for draft in drafts]

    def write(self, rows: Sequence[PlannedRow], *, context: Context, acting: Viewer) -> list[Written]:
        drafts: list[_Draft] = [row.values for row in rows]
        written = _make_people(acting, drafts)
        written += _employ(acting, drafts)
        for draft in drafts:
            if draft.role != NO_ROLE and draft.person is not None and draft.place is not None:
                row = appoint(acting=acting, person=draft.person, role=draft.role, organisation=draft.place)
                written.append(created(row))
        return written

    def undo(self, written: Sequence[Written], *, acting: Viewer) -> Undone:
        return undo_staff(written, self.derived)


def _bureau(context: Context) -> Organisation:
    return Organisation.objects.open_to_everyone().get(pk=context["bureau"])


def _read(row: SourceRow, places: _Places, trust: ColumnTrust) -> _Draft:
    draft = _Draft(RowReader(row))
    reader = draft.reader
    draft.name = _needed(draft, "name", reader.take("name", parse_name(reader.cell("name"))))
    draft.role = _needed(draft, "role", reader.take("role", _ROLES.read(reader.cell("role"))))
    reading = parse_identity_number(reader.cell("identity_number"))
    draft.identity = reader.take("identity_number", trust.judged(reading), number_text)
    if draft.identity is None and not reader.is_doubtful(["identity_number"]):
        reader.remark("identity_number", NO_NUMBER)
    sex = reader.take("sex", sex_agreeing(parse_sex(reader.cell("sex")), draft.identity), word_of_sex)
    draft.sex = str(sex or (draft.identity.sex if draft.identity else Person.Sex.UNKNOWN))
    phone = reader.take("phone", parse_phone(reader.cell("phone")), lambda each: each.number)
    draft.phone = phone.number if phone else ""
    draft.place = _place_of(reader, places)
    return draft


def _needed(draft: _Draft, name: str, value: str | None) -> str:
    if value is None and not draft.reader.is_doubtful([name]):
        draft.reader.remark(name, REQUIRED_EMPTY)
    return value or ""


def _place_of(reader: RowReader, places: _Places) -> Organisation | None:
    """The organisation by its code, else by its name; remarked where there isn't exactly one."""
    words = {name: tidy_text(reader.cell(name))[0] for name in ("code", "organisation")}
    given = next((name for name in ("code", "organisation") if words[name]), "")
    if not given:
        reader.remark("organisation", REQUIRED_EMPTY)
        return None
    found = places.by_word.get(words[given], [])
    if len(found) != 1:
        reader.remark(given, AMBIGUOUS if found else NOT_FOUND)
        return None
    return found[0]


def _planned(draft: _Draft, seen: dict[tuple[str, str, int], int]) -> PlannedRow:
    verdict = _verdict(draft, seen)
    reader = draft.reader
    return PlannedRow(reader.row.index, verdict, draft, tuple(reader.problems), reader.tidied)


def _verdict(draft: _Draft, seen: dict[tuple[str, str, int], int]) -> Verdict:
    reader, place, person = draft.reader, draft.place, draft.person
    if person is not None and person.name != draft.name:
        reader.remark("name", OTHER_NAME)
    if place is not None and draft.role and not _suits(draft.role, place):
        reader.remark("role", WRONG_ROLE, role=_label(draft.role), kind=str(place.get_kind_display()))
    if place is None or reader.is_doubtful(NEEDED):
        return Verdict.DOUBTFUL
    first = seen.setdefault((draft.number, draft.role, place.pk), reader.row.index)
    if first != reader.row.index:
        reader.remark("", REPEATS_ROW, row=str(first + 1))
        return Verdict.DUPLICATE
    if person is None:
        return Verdict.CREATE
    if person.path != place.path:
        reader.remark("", KNOWN_ELSEWHERE)
        return Verdict.REFUSED
    return Verdict.SAME if draft.role == NO_ROLE or _holds(draft) else Verdict.CHANGE


def _suits(role: str, place: Organisation) -> bool:
    return place.kind in (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU) if role == NO_ROLE else fits(role, place)


def _label(role: str) -> str:
    return str(roles_by_name()[role].label) if role != NO_ROLE else str(_("no role"))


def _holds(draft: _Draft) -> bool:
    if draft.person is None or draft.place is None:
        return False
    held = Appointment.objects.belonging_to(person=draft.person, organisation=draft.place).filter(role=draft.role)
    return held.filter(valid_until=None).exists()


def _make_people(acting: Viewer, drafts: Sequence[_Draft]) -> list[Written]:
    """Those who are new; somebody with two roles stands in two rows and is one person."""
    new: dict[str, _Draft] = {}
    for draft in drafts:
        if draft.person is None:
            new.setdefault(draft.number, draft)
    made = create_people(acting=acting, drafts=[_person(draft) for draft in new.values()])
    by_number = dict(zip(new, made, strict=True))
    for draft in drafts:
        draft.person = draft.person or by_number[draft.number]
    return [Written("identity.person", person.pk, None, {"name": person.name}) for person in made]


def _person(draft: _Draft) -> NewPerson:
    assert draft.place is not None and draft.identity is not None, "the row was judged"
    return NewPerson(
        draft.name, draft.place.path, draft.sex, draft.identity.birth_date, draft.identity.number, draft.phone
    )


def _employ(acting: Viewer, drafts: Sequence[_Draft]) -> list[Written]:
    """At a school they are on the staff too, with the post that goes with the role."""
    by_school: dict[Organisation, dict[int, _Draft]] = {}
    for draft in drafts:
        if draft.place is not None and draft.place.kind == Kind.SCHOOL and draft.person is not None:
            by_school.setdefault(draft.place, {}).setdefault(draft.person.pk, draft)
    written: list[Written] = []
    for school, people in by_school.items():
        known = Staff.objects.belonging_to(school=school).filter(person__in=list(people))
        missing = [people[key] for key in people.keys() - set(known.values_list("person_id", flat=True))]
        new = [_new_staff(draft) for draft in sorted(missing, key=lambda draft: draft.reader.row.index)]
        staff = employ(acting=acting, school=school, drafts=new, day=timezone.localdate())
        posts = Post.objects.belonging_to(staff__in=staff)
        written += [Written("staff.staff", row.pk, None, {"status": row.status}) for row in staff]
        written += [Written("staff.post", post.pk, None, {"until": None}) for post in posts]
    return written


def _new_staff(draft: _Draft) -> NewStaff:
    assert draft.person is not None, "the person was made"
    title = _TITLES.get(draft.role)
    return NewStaff(person=draft.person, titles=(title,) if title else ())
