"""Filters of lists of pupils and transfers."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.people.public import PersonSearchFilter
from santong.domains.campus.students.consents import CURRENT_VERSION, youngest_who_decides
from santong.domains.campus.students.models import Consent, Guardianship, Pupil, Transfer
from santong.domains.campus.students.models.pupils import roll_number_index
from santong.domains.platform.organisations.public import PlaceFilter, Stage
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter

GAPS = (
    ("id_number", _("Without identity number")),
    ("birth_date", _("Without birth date")),
    ("class", _("Without class")),
    ("guardian", _("Without guardian")),
    ("phone", _("Without a guardian's phone")),
)
"""What the completeness of the roll is measured by."""
PRESENT = "present"
CONSENT = "consent"
"""Missing consent of a guardian: something to ask for, but no gap of the roll."""


def lacking(rows: QuerySet, gap: str) -> QuerySet:
    """The pupils among `rows` of whom something is missing; `gap` is one of `GAPS`."""
    if gap == "id_number":
        # Not as a look-up of "": a database that takes its index for selective reads it for each pupil anew.
        return rows.exclude(person__id_number_index__gt="")
    if gap == "birth_date":
        return rows.filter(person__birth_date=None)
    if gap == "class":
        return rows.filter(school_class=None)
    if gap == CONSENT:
        return _without_consent(rows)
    links = Guardianship.objects.numbers_only().filter(child_id=OuterRef("person_id"), ended_on=None)
    if gap == "phone":
        return rows.filter(Exists(links)).exclude(Exists(links.exclude(guardian__phone_index="")))
    return rows.exclude(Exists(links))


def _without_consent(rows: QuerySet) -> QuerySet:
    """Those under 14, or of unknown age, for whom no guardian has consented to the present text."""
    given = Consent.objects.numbers_only().filter(
        child_id=OuterRef("person_id"), withdrawn_at=None, text_version=CURRENT_VERSION
    )
    return under_age(rows).exclude(Exists(given))


def under_age(rows: QuerySet) -> QuerySet:
    """The pupils under 14, or of unknown age, for whom a guardian has to consent."""
    born_after = youngest_who_decides(timezone.localdate())
    return rows.filter(Q(person__birth_date=None) | Q(person__birth_date__gt=born_after))


class PupilFilter(FilterSet):
    """By name or number, status, stage, what is missing, the school, and a place with all below it (their keys)."""

    q = PersonSearchFilter(numbers=lambda number: Q(roll_number_index=roll_number_index(number)))
    status = ChoiceFilter(
        label=_("All statuses"), choices=[(PRESENT, _("On the roll")), *Pupil.Status.choices], method="of_status"
    )
    stage = ChoiceFilter(label=_("All stages"), choices=Stage.choices, field_name="school_class__parent__grade__stage")
    gap = ChoiceFilter(
        label=_("Complete or not"), choices=(*GAPS, (CONSENT, _("Without consent, under 14"))), method="with_gap"
    )
    school = KeyFilter(label=_("school"))
    place = PlaceFilter()

    class Meta:
        model = Pupil
        fields = ["q", "status", "stage", "gap", "school", "place"]

    def of_status(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those of one status, or all who are on the roll."""
        return rows.filter(status__in=Pupil.PRESENT if value == PRESENT else [value])

    def with_gap(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those present on the roll of whom something is missing."""
        return lacking(rows.filter(status__in=Pupil.PRESENT), value)


class TransferFilter(FilterSet):
    """By name and state."""

    q = PersonSearchFilter("pupil__person__")
    state = ChoiceFilter(label=_("All states"), choices=Transfer.State.choices)

    class Meta:
        model = Transfer
        fields = ["q", "state"]
