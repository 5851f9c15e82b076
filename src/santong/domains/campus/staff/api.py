"""Staff over the API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_noop
from ninja import Router, Schema

from santong.domains.campus.staff.filters import StaffFilter
from santong.domains.campus.staff.models import Staff
from santong.domains.campus.staff.views import StaffPages
from santong.domains.platform.identity.public import note_phones_shown, phone_for
from santong.domains.platform.organisations.public import path_within
from santong.kit.access import Viewer
from santong.kit.api.resources import Resource, add_resource

router = Router(tags=[gettext_noop("People")])


class StaffOut(Schema):
    """A person's employment at a school. `person` and `school` are ids, `subjects` standard names.

    `phone` is in full for tokens with the scope contacts.read, else masked.
    """

    id: int
    person: int
    name: str
    username: str
    sex: str
    status: str
    school: int
    is_teacher: bool
    stage: str
    subjects: list[str]
    phone: str
    joined_on: date | None
    left_on: date | None


def _staff(row: Staff, viewer: Viewer) -> StaffOut:
    return StaffOut(
        id=row.pk,
        person=row.person_id,
        name=row.person.name,
        username=row.person.username,
        sex=row.person.sex,
        status=row.status,
        school=row.school_id,
        is_teacher=row.is_teacher,
        stage=row.stage,
        subjects=[name for name in row.subjects.split("、") if name],
        phone=phone_for(viewer, row.person),
        joined_on=row.joined_on,
        left_on=row.left_on,
    )


def _note(rows: Sequence[Staff], viewer: Viewer) -> None:
    note_phones_shown(acting=viewer, people=[row.person for row in rows])


STAFF = Resource(
    name="staff",
    schema=StaffOut,
    shape=_staff,
    model=Staff,
    rows=StaffPages().rows,
    summaries=(gettext_noop("Staff of schools"), gettext_noop("One member of staff")),
    filterset=StaffFilter,
    place=path_within,
    note=_note,
)
add_resource(router, STAFF)
