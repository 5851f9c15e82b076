"""Accounts of the demonstration region that their people have taken into use."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.utils.crypto import get_random_string

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import Person
from santong.kit.demo import Region

SHARES: Mapping[str, float] = MappingProxyType(
    {"principal": 1.0, "class_teacher": 0.98, "subject_teacher": 0.95, "pupil": 0.92, "parent": 0.88}
)
"""How many of those who hold a role have activated their account; staff without one come to it later."""
BATCH = 500


def activate_accounts(region: Region) -> None:
    """Most of those who take part have an account in use.

    All have the same password, hashed once, that nobody knows: they are entered by nobody, and
    hashing thousands would take minutes.
    """
    password = make_password(get_random_string(40))
    rows = Appointment.objects.by_installation().filter(valid_until=None, role__in=SHARES)
    waiting = rows.filter(person__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    found = [
        person
        for person, role in waiting.order_by("pk").values_list("person_id", "role")
        if region.random.random() < SHARES[role]
    ]
    for start in range(0, len(found), BATCH):
        people = Person.objects.by_installation().filter(pk__in=found[start : start + BATCH])
        people.update_quietly(password=password, must_change_password=False)
