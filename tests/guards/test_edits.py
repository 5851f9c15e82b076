"""Nobody's edit is lost: a save from a page out of date is asked about, in every form that changes something."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta

import pytest
from django.test import Client

from santong.domains.campus.staff.public import NewStaff, employ
from santong.domains.learning.resources.tests.conftest import Cast, cast
from santong.domains.learning.sourcing.actions.rules import change_rules
from santong.domains.learning.sourcing.rules import table
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.calendars.public import PeriodPlan, set_periods, set_terms
from santong.kit.access import SYSTEM
from santong.kit.access.roles import roles_by_name
from santong.kit.models import AuditEntry
from tests.guards.form_walk import Opened, for_trial, opened

__all__ = ["cast"]

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)

EXEMPT: dict[str, str] = {}
"""Addresses whose forms change rows without such a check, with the reason."""
EXPECTED = {
    "calls-edit", "close", "decision", "files-edit", "move", "organisations-edit", "packs-edit", "providers-edit",
    "pupils-edit", "rename", "schools-edit", "staff-leave", "synonyms-edit", "words-edit",
}  # fmt: skip
"""Addresses of forms that are known to edit: none of them may drop out of the walk unnoticed."""


def changes_since(key: int) -> bool:
    """Whether something that was there has been changed, or replaced by something new."""
    kinds = (AuditEntry.Kind.CHANGE, AuditEntry.Kind.DELETE)
    return any(entry.changes for entry in AuditEntry.objects.filter(pk__gt=key, kind__in=kinds))


def last_entry() -> int:
    return AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@dataclass
class StaleSaves:
    """What came of a walk: forms that asked, those that refuse a step taken already, and saves that went through."""

    proven: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)

    def is_done(self, name: str) -> bool:
        """Whether nothing more is to be found out about an address."""
        return name in self.proven or name in EXEMPT

    def try_out(self, name: str, form: Opened) -> None:
        """Save a change, then another one of the same field from the page as it was before."""
        for each in form.fields:
            first, second = form.changed(each, 0), form.changed(each, 1)
            if first is None or second is None:
                continue
            with for_trial():
                since = last_entry()
                saved = form.post(first)
                if saved.status_code not in (302, 303) or not changes_since(since):
                    continue
                after = last_entry()
                stale = form.post(second)
                if last_entry() != after:
                    self.lost.append(f"{form.path} ({name}, {each.name}): {stale.status_code}")
                elif stale.status_code == 409:
                    self.proven.add(name)
                else:
                    self.refused.add(name)
                return


def test_a_stale_save_of_what_is_not_planted_is_asked_about(cast, settings):
    """Forms whose planted objects hold nothing that could be saved."""
    settings.DEMO = True  # a second factor isn't demanded there
    client = holder_of_every_role(cast)
    mine, admitted = cast.draft(), cast.admitted()
    (staff,) = employ(acting=SYSTEM, school=cast.school, drafts=[NewStaff(cast.people["colleague"])], day=DAY)
    first, second = (DAY, DAY + timedelta(days=100)), (DAY + timedelta(days=180), DAY + timedelta(days=300))
    set_terms(acting=SYSTEM, organisation=cast.city, school_year=2026, terms={1: first, 2: second})
    change_rules(acting=SYSTEM, rewards={at.name: (1, 1) for at, _person, _school in table()})
    set_periods(acting=SYSTEM, organisation=cast.city, periods=[PeriodPlan("lesson", "第一节", time(8), time(8, 45))])
    paths = {
        "edit": f"/resources/{mine.pk}/edit/",
        "price": f"/resources/{admitted.pk}/price/",
        "rules": "/points/rules/",
        "staff-edit": f"/staff/{staff.pk}/edit/",
        "terms": f"/organisations/{cast.city.pk}/calendar/terms/2026/",
        "periods": f"/organisations/{cast.city.pk}/calendar/periods/",
    }
    outcome = StaleSaves()
    for name, path in paths.items():
        for form in opened(client, path):
            outcome.try_out(name, form)
    assert not outcome.lost
    assert outcome.proven >= paths.keys(), outcome


def holder_of_every_role(cast: Cast) -> Client:
    """The author of the cast, with every role of staff in the whole city."""
    person, place = cast.people["author"], cast.city
    held = [role.name for role in roles_by_name().values() if role.category == "staff"]
    Appointment.objects.bulk_create(
        Appointment(person=person, role=name, organisation=place, path=place.path) for name in held
    )
    return cast.client("author")
