"""What families read: why they are admitted or not, and what happens next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.enrolment.models import Application, Category
from santong.domains.campus.enrolment.queries import place_in_queue
from santong.lib import school_admission as lib

State = Application.State


def reason_of(application: Application) -> str:
    """Why rules and lots gave this place, or none, in words; "" before they have."""
    if not application.why:
        return ""
    if application.why == lib.NONE:
        return _("The schools wished for were filled by earlier categories or lots, and no place was left elsewhere.")
    if application.why == lib.COORDINATED:
        return _("The schools wished for were full. The bureau placed by lot where places were left.")
    said = {
        "wish": application.wish, "category": _category(application), "lot": application.lot, "lots": application.lots
    }  # fmt: skip
    if application.why == lib.PLACES:
        return _("Wish %(wish)s, %(category)s: the school has places for all of this category.") % said
    if application.why == lib.LOT:
        return _("Wish %(wish)s, %(category)s: by lot, %(lot)s of %(lots)s.") % said
    return _("Wish %(wish)s, %(category)s: by the order of the category.") % said


def _category(application: Application) -> str:
    rows = Category.objects.belonging_to(round=application.round).filter(position=application.rank)
    found = rows.first()
    return str(found) if found else _("none of the categories")


NEXT: Mapping[str, Any] = MappingProxyType(
    {
        State.SUBMITTED: gettext_lazy(
            "Number %(place)s in the queue of %(school)s. It is reviewed by %(reviewed)s; you needn't do anything."
        ),
        State.RETURNED: gettext_lazy("The school needs something more. Complete the application, and send it again."),
        State.ACCEPTED: gettext_lazy("It takes part in the admission. The result is published on %(results)s."),
        State.ADMITTED: gettext_lazy("Confirm the place by %(confirm)s. After that day it goes to the waiting list."),
        State.WAITING: gettext_lazy(
            "Places that aren't confirmed go to the waiting list, in the order of the lots. You will be told."
        ),
        State.CONFIRMED: gettext_lazy(
            "The school puts the child on its roll. Classes are made before the school year begins."
        ),
        State.ENTERED: gettext_lazy("The child is on the roll of %(school)s."),
        State.REFUSED: gettext_lazy("Ask %(contact)s where you think that this is a mistake."),
    }
)


def next_of(application: Application) -> str:
    """What happens next, from the family's side; "" where nothing does."""
    round = application.round
    said = {
        "place": place_in_queue(application),
        "school": application.school,
        "contact": round.contact,
        "reviewed": _day(round.reviewed_by),
        "results": _day(round.results_on),
        "confirm": _day(application.confirm_by or round.confirm_by),
    }
    return str(NEXT.get(application.state, "")) % said


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
