"""Pupils and guardians over the API. Identity numbers are always masked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Router, Schema

from santong.domains.campus.people.public import PersonSearchFilter
from santong.domains.campus.students.filters import PupilFilter
from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.campus.students.views import PupilPages
from santong.domains.platform.identity.public import note_phones_shown, phone_for
from santong.domains.platform.organisations.public import path_within
from santong.kit.access import Viewer
from santong.kit.api.resources import Resource, add_resource
from santong.kit.pages import ChoiceFilter, FilterSet

router = Router(tags=[gettext_noop("People")])


class PupilOut(Schema):
    """A pupil on the roll. `person`, `school` and `school_class` are ids; `id_number` is masked."""

    id: int
    person: int
    name: str
    username: str
    sex: str
    status: str
    school: int
    school_class: int | None
    entered_on: date | None
    id_number: str


class GuardianOut(Schema):
    """A guardian of a child; `child` and `guardian` are ids of people, `relation` a code of GB/T 4761.

    `phone` is in full for tokens with the scope contacts.read, else masked.
    """

    id: int
    child: int
    guardian: int
    name: str
    relation: str
    phone: str
    since: date
    ended_on: date | None


STATES = (("present", _("Present")), ("ended", _("Ended")))


class GuardianFilter(FilterSet):
    """By the guardian's name, relation, and whether the link is in force."""

    q = PersonSearchFilter("guardian__")
    relation = ChoiceFilter(choices=Guardianship.Relation.choices)
    state = ChoiceFilter(choices=STATES, method="by_state")

    class Meta:
        model = Guardianship
        fields: list[str] = []

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those in force or ended."""
        return rows.filter(ended_on__isnull=value == "present")


def _pupil(row: Pupil, viewer: Viewer) -> PupilOut:
    return PupilOut(
        id=row.pk,
        person=row.person_id,
        name=row.person.name,
        username=row.person.username,
        sex=row.person.sex,
        status=row.status,
        school=row.school_id,
        school_class=row.school_class_id,
        entered_on=row.entered_on,
        id_number=row.person.masked_id_number,
    )


def _guardian(row: Guardianship, viewer: Viewer) -> GuardianOut:
    return GuardianOut(
        id=row.pk,
        child=row.child_id,
        guardian=row.guardian_id,
        name=row.guardian.name,
        relation=row.relation,
        phone=phone_for(viewer, row.guardian),
        since=row.since,
        ended_on=row.ended_on,
    )


def _guardians(viewer: Viewer) -> QuerySet:
    return Guardianship.objects.visible_to(viewer).select_related("guardian")


def _note(rows: Sequence[Guardianship], viewer: Viewer) -> None:
    note_phones_shown(acting=viewer, people=[row.guardian for row in rows])


PUPILS = Resource(
    name="pupils",
    schema=PupilOut,
    shape=_pupil,
    model=Pupil,
    rows=PupilPages().rows,
    summaries=(gettext_noop("Pupils on the roll"), gettext_noop("One pupil")),
    filterset=PupilFilter,
    place=path_within,
)
GUARDIANS = Resource(
    name="guardians",
    schema=GuardianOut,
    shape=_guardian,
    model=Guardianship,
    rows=_guardians,
    summaries=(gettext_noop("Guardians and whom they bring up"), gettext_noop("One link between guardian and child")),
    filterset=GuardianFilter,
    place=path_within,
    note=_note,
)
for each in (PUPILS, GUARDIANS):
    add_resource(router, each)
