"""Telling families how their application stands; titles name nobody."""

from __future__ import annotations

from types import MappingProxyType

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.enrolment.models import Application
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.public import ANSWER, take_back_told, tell
from santong.kit.access import Viewer

State = Application.State
TITLES = MappingProxyType(
    {
        State.ACCEPTED: _("Your application for a school has passed the review"),
        State.RETURNED: _("Your application for a school has to be completed"),
        State.REFUSED: _("Your application for a school was not accepted"),
        State.ENTERED: _("Your child is on the roll of the school"),
    }
)
RESULT = _("The result of your application for a school is there")


def tell_family(acting: Viewer, application: Application) -> None:
    """Tell whoever applied with an account; what was told before and isn't so goes."""
    for state, title in TITLES.items():
        key = f"enrolment-{application.pk}-{state}"
        if state != application.state:
            take_back_told(key)
        elif application.applicant is not None:
            tell(
                application.applicant, title, text=application.receipt, address=address_of(application), key=key,
                kind=ANSWER,
            )  # fmt: skip


def tell_results(rows: list[Application], key: str) -> None:
    """Tell the families of many applications that the result is there, in one notice."""
    keys = {row.applicant_id for row in rows} - {None}
    people = Person.objects.noted(sorted(key for key in keys if key is not None))
    if keys:
        tell(people, RESULT, address=reverse("enrolment:mine"), key=key, kind=ANSWER)


def address_of(application: Application) -> str:
    """The page on which a family sees its application."""
    return reverse("enrolment:own", args=[application.pk])
