"""What families read: why they are admitted or not, and what happens next."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

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


def next_of(application: Application) -> str:
    """What happens next, from the family's side."""
    round, day = application.round, _day
    if application.state == State.SUBMITTED:
        said = {"place": place_in_queue(application), "school": application.school, "day": day(round.reviewed_by)}
        return _("Number %(place)s in the queue of %(school)s. It is reviewed by %(day)s; you needn't do anything.") % said
    if application.state == State.RETURNED:
        return _("The school needs something more. Complete the application, and send it again.")
    if application.state == State.ACCEPTED:
        return _("It takes part in the admission. The result is published on %(day)s.") % {"day": day(round.results_on)}
    if application.state == State.ADMITTED:
        said = {"day": day(application.confirm_by or round.confirm_by)}
        return _("Confirm the place by %(day)s. After that day it goes to the waiting list.") % said
    if application.state == State.WAITING:
        return _("Places that aren't confirmed go to the waiting list, in the order of the lots. You will be told.")
    if application.state == State.CONFIRMED:
        return _("The school puts the child on its roll. Classes are made before the school year begins.")
    if application.state == State.ENTERED:
        return _("The child is on the roll of %(school)s.") % {"school": application.school}
    if application.state == State.REFUSED:
        return _("Ask %(contact)s where you think that this is a mistake.") % {"contact": round.contact}
    return ""


def _day(day: object) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
