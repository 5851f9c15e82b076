"""Lists of the people in charge at bureaus and schools: each gets an account and a role, in one go.

Only people who are new here, or whose record is kept by the very organisation that the row names:
somebody known elsewhere is appointed by hand on the page of the organisation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.people.public import (
    sex_agreeing,
    trust_in_numbers,
)
from santong.domains.campus.staff.actions import NewStaff, employ
from santong.domains.campus.staff.importing.adopting import undo_staff
from santong.domains.campus.staff.importing.person_fields import IDENTITY_NUMBER, MESSAGES, OTHER_NAME, PHONE, SEX
from santong.domains.campus.staff.models import Post, Staff
from santong.domains.platform.access.public import Appointment, appoint, fits
from santong.domains.platform.identity.public import NewPerson, create_people, people_by_id_number
from santong.domains.platform.organisations.public import Organisation, PlaceField
from santong.kit.access import Viewer
from santong.kit.access.roles import roles_by_name
from santong.kit.imports.model_import import Draft, Key, ModelField, ModelImport, Work
from santong.kit.imports.rows import RowReader
from santong.kit.imports.targets import AMBIGUOUS, NOT_FOUND, REQUIRED_EMPTY, Context, ContextForm, Verdict
from santong.kit.imports.written import Undone, Written, created
from santong.lib.cells import tidy_text
from santong.lib.identity_numbers import ColumnTrust, IdentityNumber
from santong.lib.names import parse_name
from santong.lib.readings import Reading
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


class InChargeImport(ModelImport):
    """Who is in charge where, as a bureau lists them: principals, school IT, officers."""

    name = "in-charge"
    label = _("People in charge")
    permission = "appointments.region"
    order = 5
    model = Appointment
    context_form = BureauForm
    derived = frozenset({"duplicates.suspicion", "organisations.organisationcount"})
    fields = (
        ModelField(
            "organisation", (*KNOWN_HEADINGS["school_name"], "机构名称", "所在单位"), label=_("school or bureau")
        ),
        ModelField("code", KNOWN_HEADINGS["school_code"], label=_("identification code of the school")),
        ModelField("name", KNOWN_HEADINGS["staff_name"], is_key=True, label=_("name"), required=True, read=parse_name),
        ModelField(
            "role",
            ("平台角色", "角色", *KNOWN_HEADINGS["post"]),
            label=_("role"),
            required=True,
            read=_ROLES.read,
        ),
        IDENTITY_NUMBER,
        SEX,
        PHONE,
    )
    messages = {
        **MESSAGES,
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

    def read_cell(self, declared: ModelField, draft: Draft, work: Work) -> Reading[Any]:
        reading = super().read_cell(declared, draft, work)
        if declared.name == "identity_number":
            return _trust(work).judged(reading)
        return sex_agreeing(reading, draft.values["identity_number"]) if declared.name == "sex" else reading

    def look_up(self, drafts: Sequence[Draft], work: Work) -> None:
        places = work.told.get("places") or _Places.below(_bureau(work.context))
        work.told["places"] = places
        people = people_by_id_number(_number(draft) for draft in drafts)
        for draft in drafts:
            draft.found = {"place": _place_of(draft.reader, places), "person": people.get(_number(draft))}
            _remark_on_contradictions(draft)

    def keys(self, draft: Draft, work: Work) -> Sequence[Key]:
        return [(_number(draft), draft.values["role"], draft.found["place"].pk)]

    def judge(self, draft: Draft, work: Work) -> Verdict:
        person, role = draft.found["person"], draft.values["role"]
        if person is None:
            return Verdict.CREATE
        if person.path != draft.found["place"].path:
            draft.reader.remark("", KNOWN_ELSEWHERE)
            return Verdict.REFUSED
        return Verdict.SAME if role == NO_ROLE or _holds(draft) else Verdict.CHANGE

    def create(self, drafts: Sequence[Draft], *, context: Context, acting: Viewer) -> list[Written]:
        written = _make_people(acting, drafts)
        written += _employ(acting, drafts)
        for draft in drafts:
            if draft.values["role"] != NO_ROLE:
                place, person = draft.found["place"], draft.found["person"]
                row = appoint(acting=acting, person=person, role=draft.values["role"], organisation=place)
                written.append(created(row))
        return written

    def undo(self, written: Sequence[Written], *, acting: Viewer) -> Undone:
        return undo_staff(written, self.derived)


def _bureau(context: Context) -> Organisation:
    return Organisation.objects.open_to_everyone().get(pk=context["bureau"])


def _trust(work: Work) -> ColumnTrust:
    """How far the column of identity numbers can be trusted, worked out once for the sheet."""
    if "trust" not in work.told:
        work.told["trust"] = trust_in_numbers(work.sheet.rows, "identity_number")
    return work.told["trust"]  # type: ignore[no-any-return]


def _number(draft: Draft) -> str:
    identity: IdentityNumber | None = draft.values["identity_number"]
    return identity.number if identity else ""


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


def _remark_on_contradictions(draft: Draft) -> None:
    """A number that belongs to somebody of another name, and a role that the organisation doesn't have."""
    place, person, role = draft.found["place"], draft.found["person"], draft.values["role"]
    if person is not None and person.name != draft.values["name"]:
        draft.reader.remark("name", OTHER_NAME)
    if place is not None and role and not _suits(role, place):
        draft.reader.remark("role", WRONG_ROLE, role=_label(role), kind=str(place.get_kind_display()))


def _suits(role: str, place: Organisation) -> bool:
    return place.kind in (Kind.CITY_BUREAU, Kind.COUNTY_BUREAU) if role == NO_ROLE else fits(role, place)


def _label(role: str) -> str:
    return str(roles_by_name()[role].label) if role != NO_ROLE else str(_("no role"))


def _holds(draft: Draft) -> bool:
    rows = Appointment.objects.belonging_to(person=draft.found["person"], organisation=draft.found["place"])
    return rows.filter(role=draft.values["role"], valid_until=None).exists()


def _make_people(acting: Viewer, drafts: Sequence[Draft]) -> list[Written]:
    """Those who are new; somebody with two roles stands in two rows and is one person."""
    new: dict[str, Draft] = {}
    for draft in drafts:
        if draft.found["person"] is None:
            new.setdefault(_number(draft), draft)
    made = create_people(acting=acting, drafts=[_person(draft) for draft in new.values()])
    by_number = dict(zip(new, made, strict=True))
    for draft in drafts:
        draft.found["person"] = draft.found["person"] or by_number[_number(draft)]
    return [Written("identity.person", person.pk, None, {"name": person.name}) for person in made]


def _person(draft: Draft) -> NewPerson:
    identity: IdentityNumber = draft.values["identity_number"]
    sex, phone = draft.values["sex"] or identity.sex, draft.values["phone"]
    return NewPerson(
        draft.values["name"],
        draft.found["place"].path,
        str(sex),
        identity.birth_date,
        identity.number,
        phone.number if phone else "",
    )


def _employ(acting: Viewer, drafts: Sequence[Draft]) -> list[Written]:
    """At a school they are on the staff too, with the post that goes with the role."""
    by_school: dict[Organisation, dict[int, Draft]] = {}
    for draft in drafts:
        place, person = draft.found["place"], draft.found["person"]
        if place.kind == Kind.SCHOOL:
            by_school.setdefault(place, {}).setdefault(person.pk, draft)
    written: list[Written] = []
    for school, people in by_school.items():
        known = Staff.objects.belonging_to(school=school).filter(person__in=list(people))
        missing = [people[key] for key in people.keys() - set(known.values_list("person_id", flat=True))]
        new = [_new_staff(draft) for draft in sorted(missing, key=lambda draft: draft.row.index)]
        staff = employ(acting=acting, school=school, drafts=new, day=timezone.localdate())
        posts = Post.objects.belonging_to(staff__in=staff)
        written += [Written("staff.staff", row.pk, None, {"status": row.status}) for row in staff]
        written += [Written("staff.post", post.pk, None, {"until": None}) for post in posts]
    return written


def _new_staff(draft: Draft) -> NewStaff:
    title = _TITLES.get(draft.values["role"])
    return NewStaff(person=draft.found["person"], titles=(title,) if title else ())
