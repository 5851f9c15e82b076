"""Two accounts of one person: the values that hold from now on, and the account that is closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.db import transaction

from santong.domains.platform.identity import secrets, sessions
from santong.domains.platform.identity.models import Person
from santong.kit.access import Viewer
from santong.kit.audit import named

VALUES = MappingProxyType(
    {
        "name": ("name", "pinyin", "initials", "found_by"),
        "sex": ("sex",),
        "birth_date": ("birth_date",),
        "id_number": ("id_number_cipher", "id_number_index"),
        "phone": ("phone_cipher", "phone_index"),
    }
)
"""Facts about a person that one account may have and the other not, with their columns; the first tells whether."""
NUMBERS = ("id_number", "phone")
UNKNOWN = (None, "", Person.Sex.UNKNOWN, Person.Sex.UNSTATED)


def has_value(person: Person, fact: str) -> bool:
    """Whether something is known; `fact` is a key of `VALUES`."""
    return person.__dict__[VALUES[fact][0]] not in UNKNOWN


def same_value(one: Person, other: Person, fact: str) -> bool:
    """Whether both say the same; numbers are compared by their index."""
    column = VALUES[fact][-1] if fact in NUMBERS else VALUES[fact][0]
    return bool(one.__dict__[column] == other.__dict__[column])


def id_numbers_of(people: Iterable[Person]) -> list[str]:
    """The identity numbers of those who have one, in clear: for comparing, never for showing."""
    return [
        secrets.unseal(secrets.Kind.ID_NUMBER, person.sealed_id_number) for person in people if person.id_number_index
    ]


def unite(*, acting: Viewer, kept: Person, dropped: Person, answers: Mapping[str, Person]) -> None:
    """Give the account that stays what is known of both, close the other one and sign it out.

    `answers` says for facts (keys of `VALUES`) on which the two differ whose holds; without an
    answer it is the kept one's, as far as that has any. The closed account has no numbers any
    more, so that nobody is found by them or signs in with them.
    """
    for person in (kept, dropped):
        acting.demand("people.change", person.path)
    wanted: dict[str, object] = {}
    for fact, columns in VALUES.items():
        source = answers.get(fact) or (kept if has_value(kept, fact) else dropped)
        wanted |= {column: source.__dict__[column] for column in columns}
    with transaction.atomic(), named("identity.unite"):
        dropped.set_id_number("")
        dropped.set_phone("")
        dropped.is_active = False
        dropped.save(update_fields=["is_active", *(column for name in NUMBERS for column in VALUES[name])])
        for column, value in wanted.items():
            setattr(kept, column, value)
        kept.save(update_fields=list(wanted))
    sessions.end_other_places(dropped.pk)
