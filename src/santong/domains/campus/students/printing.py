"""Documents about a class on paper: the roster with columns to fill in, and the contacts of its families."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.platform.identity.public import Person, note_phones_shown, phone_for
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.kit.access import Viewer
from santong.kit.printing.declare import Printable, Sheet
from santong.kit.registry import Label

BLANKS = 7
"""Columns of the roster that are left to be filled in by hand."""


@dataclass(frozen=True)
class Contact:
    """A guardian as the list of contacts names them."""

    name: str
    relation: Label
    phone: str


@dataclass(frozen=True)
class Family:
    """A pupil with those who can be called."""

    pupil: Person
    contacts: Sequence[Contact]


def roster(acting: Viewer, row: Organisation) -> Sheet:
    """The pupils on the roll of a class in the order of their names."""
    pupils = [pupil.person for pupil in _pupils(acting, row)]
    return Sheet(
        gettext("Roster of %(name)s") % {"name": row.name},
        issuer=_issuer(row),
        rows=len(pupils),
        context={
            "pupils": pupils,
            "blanks": range(BLANKS),
            "boys": sum(person.sex == Person.Sex.MALE for person in pupils),
            "girls": sum(person.sex == Person.Sex.FEMALE for person in pupils),
        },
    )


def contacts(acting: Viewer, row: Organisation) -> Sheet:
    """The guardians of a class with their phone numbers in clear; that they were shown is recorded."""
    links = Guardianship.objects.visible_to(acting).filter(
        child__in=_pupils(acting, row).values("person"), ended_on=None
    )
    by_child: dict[int, list[Guardianship]] = {}
    for link in links.select_related("guardian").order_by("relation", "pk"):
        by_child.setdefault(link.child_id, []).append(link)
    families = [
        Family(pupil.person, [_contact(acting, link) for link in by_child.get(pupil.person_id, ())])
        for pupil in _pupils(acting, row)
    ]
    note_phones_shown(acting=acting, people=[link.guardian for found in by_child.values() for link in found])
    return Sheet(
        gettext("Contacts of the families of %(name)s") % {"name": row.name},
        issuer=_issuer(row),
        rows=sum(max(len(family.contacts), 1) for family in families),
        context={"families": families},
    )


def _pupils(acting: Viewer, row: Organisation) -> QuerySet[Pupil]:
    found = Pupil.objects.visible_to(acting).filter(school_class=row, status__in=Pupil.PRESENT)
    return found.select_related("person").order_by("person__pinyin", "pk")


def _contact(acting: Viewer, link: Guardianship) -> Contact:
    return Contact(link.guardian.name, link.get_relation_display(), phone_for(acting, link.guardian))


def _issuer(row: Organisation) -> str:
    school = school_of(row)
    return school.name if school else ""


def _is_class(row: Organisation) -> bool:
    return row.kind == Organisation.Kind.CLASS


PRINTABLES = (
    Printable(
        "class-roster",
        pgettext_lazy("document", "Roster"),
        "organisations.Organisation",
        "students/print/roster.html",
        permission="pupils.view",
        content=roster,
        applies=_is_class,
    ),
    Printable(
        "class-contacts",
        _("Contacts of the families"),
        "organisations.Organisation",
        "students/print/contacts.html",
        permission="people.reveal",
        content=contacts,
        applies=_is_class,
        icon="phone",
    ),
)
