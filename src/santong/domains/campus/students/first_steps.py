"""The first steps of a region and of a school, on the home page until they are done.

A new installation shows empty lists; this card says what comes next and leads there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.staff.public import Staff
from santong.domains.campus.students.models import Pupil
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.calendars.public import terms_of
from santong.domains.platform.organisations.public import Organisation, school_year_of
from santong.kit.access import Viewer
from santong.kit.registry import Label

Kind = Organisation.Kind
IN_CHARGE = ("principal", "school_it", "teaching_affairs")
"""Whom the bureau appoints at a school before it has any staff of its own."""


@dataclass(frozen=True)
class Step:
    """Something to do first at a place; `is_done` looks there and at what is below."""

    label: Label
    text: Label
    url: Callable[[Organisation], str]
    is_done: Callable[[Organisation], bool]


def first_steps(request: HttpRequest) -> str:
    """The steps of the viewer's role, "" for others and once all are done."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    grant = next((grant for grant in viewer.grants if grant.role in STEPS), None)
    if grant is None:
        return ""
    place = Organisation.objects.open_to_everyone().get(path=grant.path)
    lines = [(step, step.is_done(place), step.url(place)) for step in STEPS[grant.role]]
    following = next((step for step, is_done, _url in lines if not is_done), None)
    if following is None:
        return ""
    return render_to_string("students/first_steps.html", {"lines": lines, "following": following}, request)


def _import(target: str, place: Organisation, answer: str) -> str:
    """The wizard, with the place filled in as the answer to its question."""
    return f"{reverse('imports:new', args=[target])}?{answer}={place.pk}"


def _terms_url(place: Organisation) -> str:
    return reverse("calendars:terms", args=[place.pk, school_year_of(timezone.localdate())])


def _has_terms(place: Organisation) -> bool:
    return bool(terms_of(place.path, school_year_of(timezone.localdate())).rows)


def _has(kind: str, place: Organisation) -> bool:
    return Organisation.objects.inside(place).filter(kind=kind).exists()


def _holding(role: str, place: Organisation) -> QuerySet[Appointment]:
    rows = Appointment.objects.inside(place).filter(role=role)
    found: QuerySet[Appointment] = rows.on(timezone.localdate())
    return found


def _somebody_can_sign_in(role: str, place: Organisation) -> bool:
    return _holding(role, place).exclude(person__password__startswith=UNUSABLE_PASSWORD_PREFIX).exists()


def _has_staff(place: Organisation) -> bool:
    """More than the people in charge, whom the bureau entered."""
    rows = Staff.objects.inside(place).filter(status=Staff.Status.ACTIVE)
    in_charge = Appointment.objects.belonging_to(organisation=place).filter(role__in=IN_CHARGE)
    return rows.exclude(person__in=in_charge.values("person")).exists()


def _has_pupils(place: Organisation) -> bool:
    rows = Pupil.objects.inside(place).filter(status__in=Pupil.PRESENT)
    return rows.exists()


REGION = (
    Step(
        _("Set the terms"),
        _("First and last day of both terms; they hold for every school that sets none of its own."),
        _terms_url,
        _has_terms,
    ),
    Step(
        _("Import counties and schools"),
        _("One sheet: name, kind, what they belong to, identification code, type of school."),
        lambda place: _import("organisations", place, "parent"),
        lambda place: _has(Kind.SCHOOL, place),
    ),
    Step(
        _("Import the people in charge"),
        _("One sheet: school or bureau, name, role, identity number. Each gets an account and the role."),
        lambda place: _import("in-charge", place, "bureau"),
        lambda place: _holding("school_it", place).exists(),
    ),
    Step(
        _("Hand out their activation slips"),
        _("From there on the IT of each school goes on, with staff, classes and pupils."),
        lambda place: f"{reverse('accounts:slips')}?role=school_it",
        lambda place: _somebody_can_sign_in("school_it", place),
    ),
)
SCHOOL = (
    Step(
        _("Import the staff"),
        _("One sheet: name, identity number, subjects, post."),
        lambda place: _import("staff", place, "school"),
        _has_staff,
    ),
    Step(
        _("Import classes and class teachers"),
        _("One sheet: grade, class, class teacher."),
        lambda place: _import("classes", place, "school"),
        lambda place: _has(Kind.CLASS, place),
    ),
    Step(
        _("Import the pupils"),
        _("One sheet: name, identity number, grade, class, guardian with phone."),
        lambda place: _import("pupils", place, "school"),
        _has_pupils,
    ),
    Step(
        _("Hand out the slips"),
        _("For staff, pupils and parents, by class."),
        lambda place: reverse("students:activation-school", args=[place.pk]),
        lambda place: _somebody_can_sign_in("class_teacher", place),
    ),
)
STEPS = MappingProxyType({"region_administrator": REGION, "school_it": SCHOOL})
"""By the role whose first steps they are."""
