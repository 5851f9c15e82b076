"""Who has written what is in the demonstration's library: teachers, each in their own subject."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from django.db.models import QuerySet

from santong.domains.campus.staff.public import Staff
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, lineage, school_of
from santong.kit.access import Grant, Viewer

ACCOUNTS = ("teacher", "class-teacher", "county")
"""The demonstration accounts that write; the officer looks after Chinese at the county's bureau."""
OFFICER_SUBJECT = "语文"
MOST = 4
"""Authors of a subject in a stage."""
NOT_AT_WORK = ("pupil", "parent")


@dataclass(frozen=True)
class Author:
    """Somebody who writes, as viewer, and the place of what they write."""

    viewer: Viewer
    home: Organisation

    @property
    def person_id(self) -> int:
        """The person."""
        return self.viewer.person_id or 0


@dataclass
class Cast:
    """The demonstration accounts that write, by name; and who writes for a subject in a stage."""

    accounts: dict[str, Author]
    _found: dict[tuple[str, str], list[Author]] = field(default_factory=dict)

    def authors_of(self, stage: str, subject: str) -> list[Author]:
        """Teachers of the subject: the accounts first, then one of each school; of other stages if there is none."""
        key = (stage, subject)
        if key not in self._found:
            self._found[key] = self._authors(stage, subject)
        return self._found[key]

    def _authors(self, stage: str, subject: str) -> list[Author]:
        rows = Staff.objects.by_installation().filter(subjects=subject, is_teacher=True, left_on=None)
        rows = rows.select_related("person").order_by("pk")
        of_stage = rows.filter(stage=stage)
        found = list(self._one_of_each_school(of_stage if of_stage.exists() else rows))
        officer = [self.accounts["county"]] if subject == OFFICER_SUBJECT and "county" in self.accounts else []
        return [*found[: MOST - len(officer)], *officer]

    def _one_of_each_school(self, rows: QuerySet[Staff]) -> list[Author]:
        ours = {author.person_id: author for author in self.accounts.values()}
        found: dict[object, Author] = {}
        for row in rows:
            author = ours.get(row.person_id) or author_of(row.person)
            if author is not None:
                found.setdefault(row.person_id if row.person_id in ours else author.home.pk, author)
            if len(found) == MOST:
                break
        return sorted(found.values(), key=lambda author: author.person_id not in ours)


def cast_of_accounts() -> Cast:
    """The accounts that exist here."""
    people = Person.objects.by_installation().filter(username__in=ACCOUNTS)
    found = {person.username: author_of(person) for person in people}
    return Cast({name: author for name, author in found.items() if author is not None})


def author_of(person: Person) -> Author | None:
    """Somebody with the roles that they hold at work; None without any."""
    rows = Appointment.objects.by_installation().filter(person=person, valid_until=None).exclude(role__in=NOT_AT_WORK)
    grants = tuple(Grant(row.role, row.path) for row in rows)
    if not grants:
        return None
    return Author(Viewer(person.pk, grants, "staff", person.name), _home(grants[0].path))


@cache
def _home(path: str) -> Organisation:
    return school_of(path) or lineage(path)[-1]
