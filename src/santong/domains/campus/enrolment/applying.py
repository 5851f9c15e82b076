"""What families do: apply, correct what is asked for, withdraw, confirm the place or give it up."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.enrolment.models import Application, Evidence, Round, Wish, joined, words_of
from santong.domains.campus.enrolment.queries import same_number, schools_in, siblings_of, tidied, wishes_of
from santong.domains.campus.enrolment.relation import is_family
from santong.domains.campus.students.public import Guardianship, Pupil
from santong.domains.platform.identity.public import Person, id_number_index
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Whoever, step

State = Application.State
FAMILY = Whoever(is_family)


@dataclass(frozen=True)
class NewChild:
    """A child that the region doesn't know, as its family says; the number in clear, "" for none."""

    name: str
    id_number: str = ""
    sex: str = Person.Sex.UNKNOWN
    birth_date: date | None = None
    relation: str = Guardianship.Relation.GUARDIAN


@dataclass(frozen=True)
class Contact:
    """How a family without an account is reached and comes back: the code is one that they have chosen."""

    name: str
    phone: str
    code: str


@dataclass(frozen=True)
class Said:
    """What a family says beside who the child is: where it lives, what stands for it, which schools it wishes for."""

    area: str
    wishes: Sequence[Organisation]
    number: int | None = None
    rest: str = ""
    evidence: Sequence[str] = field(default_factory=list)
    since: date | None = None


def apply(
    *,
    acting: Viewer,
    round: Round,
    child: Person | NewChild,
    said: Said,
    contact: Contact | None = None,
    sent_as: str = "",
) -> Application:
    """Apply for a child: as its guardian for one that the region knows, or for a new one.

    Sent again under the same key it is the same application. A family that has applied for the child already is
    refused, and told where that application stands; for a child of others nothing is told, a reviewer decides.
    """
    if contact is None and acting.person_id is None:
        raise PermissionDenied("nobody applies")
    if sent_as and (again := _sent_before(round, sent_as)) is not None:
        return again
    row = Application(round=round, applicant_id=acting.person_id, sent_as=sent_as)
    if isinstance(child, NewChild):
        _take_new(row, child)
    else:
        _take_known(acting, row, child)
    if contact is not None:
        row.guardian_name, row.code_hash = contact.name, make_password(contact.code)
        row.seal(phone=contact.phone)
    _take_said(row, said)
    with transaction.atomic(), named("enrolment.apply"):
        # One after the other: the queue has no gaps, and two guardians at one moment find each other.
        locked = Round.objects.locked_for_action(round)
        _demand_open(locked)
        _demand_age(locked, row.birth_date)
        if sent_as and (again := _sent_before(round, sent_as)) is not None:
            return again
        _demand_first(acting, row)
        row.position = 1 + (_latest(round) or 0)
        row.receipt = f"{round.pk}-{row.position:05}-{secrets.randbelow(10_000):04}"
        _store(row)
        Wish.objects.bulk_create(_wishes(row, said.wishes))
    return row


def _sent_before(round: Round, sent_as: str) -> Application | None:
    found: Application | None = Application.objects.belonging_to(round=round).filter(sent_as=sent_as).first()
    return found


def _latest(round: Round) -> int | None:
    rows = Application.objects.belonging_to(round=round)
    found: int | None = rows.aggregate(latest=Max("position"))["latest"]
    return found


def _store(row: Application) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.is_doubled = True
        row.save()


def _take_new(row: Application, child: NewChild) -> None:
    row.name, row.sex, row.birth_date, row.relation = child.name, child.sex, child.birth_date, child.relation
    row.seal_id_number(child.id_number, id_number_index(child.id_number) if child.id_number else "")


def _take_known(acting: Viewer, row: Application, child: Person) -> None:
    link = Guardianship.objects.of_acting(acting).filter(
        guardian_id=acting.person_id, child_id=child.pk, ended_on=None
    ).first()  # fmt: skip
    if link is None:
        raise PermissionDenied("only for one's own child")
    row.child, row.name, row.sex, row.birth_date = child, child.name, child.sex, child.birth_date
    row.relation = link.relation
    row.id_number_index = child.id_number_index


def _take_said(row: Application, said: Said) -> None:
    if not said.wishes:
        raise NotPossible(_("Choose at least one school."), field="wish1")
    row.area, row.number, row.since = tidied(said.area), said.number, said.since
    row.seal(rest=said.rest)
    evidence = [word for word in said.evidence if word in words_of(row.round.asks)]
    kin = {each.school_id for each in siblings_of(row.child, row.applicant_id)}
    if Evidence.SIBLING not in evidence and kin & {each.pk for each in said.wishes}:
        # The roll says it; nobody has to.
        evidence.append(Evidence.SIBLING)
    row.evidence = joined(evidence)
    row.school, row.path = said.wishes[0], said.wishes[0].path


def _wishes(row: Application, schools: Sequence[Organisation]) -> list[Wish]:
    return [Wish(application=row, position=at, school=each) for at, each in enumerate(schools, 1)]


def _demand_open(round: Round) -> None:
    if not round.takes_applications:
        text = _("Applications were possible from %(first)s to %(last)s. Ask %(contact)s.")
        raise NotPossible(text % {"first": round.opens_on, "last": round.closes_on, "contact": round.contact})


def _demand_age(round: Round, born: date | None) -> None:
    if born is not None and not round.born_from <= born <= round.born_until:
        text = _("This round is for children born from %(first)s to %(last)s. Ask %(contact)s where that is a mistake.")
        raise NotPossible(text % {"first": round.born_from, "last": round.born_until, "contact": round.contact})


def _demand_first(acting: Viewer, row: Application) -> None:
    other = same_number(row).select_related("school").first()
    if other is None:
        return
    if is_family(acting, other):
        text = _("You have applied for %(name)s already: receipt %(receipt)s, %(school)s, “%(state)s”.")
        said = {
            "name": other.name, "receipt": other.receipt, "school": other.school, "state": other.get_state_display()
        }  # fmt: skip
        raise NotPossible(text % said)
    row.is_doubled = True


@step(
    Application, "enrolment.correct", who=FAMILY, sources=Application.CHANGEABLE, target=State.SUBMITTED,
)  # fmt: skip
def correct(*, acting: Viewer, application: Application, said: Said) -> None:
    """Correct what was said, until the application is reviewed; the place in the queue stays."""
    if application.state == State.SUBMITTED:
        _demand_open(application.round)
    elif application.round.state != Round.State.OPEN:
        raise NotPossible(_("The list is published by now. Ask %(contact)s.") % {"contact": application.round.contact})
    known = {each.pk for each in schools_in(application.round)}
    if any(each.pk not in known for each in said.wishes):
        raise NotPossible(_("Choose schools of this round."), field="wish1")
    _take_said(application, said)
    if [each.pk for each in wishes_of(application)] != [each.pk for each in said.wishes]:
        Wish.objects.belonging_to(application=application).delete()
        Wish.objects.bulk_create(_wishes(application, said.wishes))


def _is_past(acting: Viewer, application: Application) -> bool:
    return not application.round.takes_applications


@step(
    Application, "enrolment.withdraw", who=FAMILY, sources=(State.SUBMITTED, State.RETURNED, State.ACCEPTED),
    target=State.WITHDRAWN,
    unless=(Condition(_is_past, gettext_lazy("The time for applications is over. Ask the bureau.")),),
)  # fmt: skip
def withdraw(*, acting: Viewer, application: Application) -> None:
    """Take the application back; another one is possible until the end of the time."""


def _is_late(acting: Viewer, application: Application) -> bool:
    return application.confirm_by is not None and application.confirm_by < timezone.localdate()


LATE = Condition(_is_late, gettext_lazy("The time for confirming is over. Ask the school."))


@step(
    Application, "enrolment.confirm", who=FAMILY, sources=(State.ADMITTED,), target=State.CONFIRMED, unless=(LATE,),
)  # fmt: skip
def confirm(*, acting: Viewer, application: Application) -> None:
    """Take the place."""


@step(
    Application, "enrolment.decline", who=FAMILY, sources=(State.ADMITTED, State.CONFIRMED), target=State.DECLINED,
)  # fmt: skip
def decline(*, acting: Viewer, application: Application) -> None:
    """Give the place up; somebody on the waiting list gets it."""


def known_school(child: Person) -> str:
    """The school on whose roll a child is, "" for none; what a family needn't write."""
    row = Pupil.objects.belonging_to(person=child).select_related("school").first()
    return str(row.school) if row is not None else ""
