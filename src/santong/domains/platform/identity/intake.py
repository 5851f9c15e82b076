"""Writes: many people at once, as rosters bring them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2s

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from santong.domains.platform.identity import secrets
from santong.domains.platform.identity.models import Person
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.models.building import maker

BATCH = 500
"""Rows in one statement: below every database's limit of parameters, and enough to be quick."""
SUFFIXES = 10_000
LONGEST_STEM = 40


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to add. `id_number` and `phone` in clear, "" when unknown; sex by GB/T 2261.1."""

    name: str
    path: str
    sex: str = Person.Sex.UNKNOWN
    birth_date: date | None = None
    id_number: str = ""
    phone: str = ""


def create_people(*, acting: Viewer, drafts: Sequence[NewPerson]) -> list[Person]:
    """Add people with accounts that nobody can sign in to before they are activated.

    No password is hashed here: that takes 50 ms each and waits until a person chooses theirs.

    Raises:
        IntegrityError: when an identity number belongs to somebody already.
    """
    for path in {draft.path for draft in drafts}:
        acting.demand("people.change", path)
    people = _people(drafts)
    _give_usernames(people)
    with transaction.atomic(), named("identity.create_people"):
        Person.objects.bulk_create(people, batch_size=BATCH)
    return people


def people_by_id_number(numbers: Iterable[str]) -> dict[str, Person]:
    """Who has which of these identity numbers (tidied); in as few queries as possible."""
    by_index = {secrets.index_of(secrets.Kind.ID_NUMBER, number): number for number in numbers if number}
    return {by_index[person.id_number_index]: person for person in _matching("id_number_index", list(by_index))}


def id_number_index(number: str) -> str:
    """What a person is looked up by in `Person.id_number_index`."""
    return secrets.index_of(secrets.Kind.ID_NUMBER, number)


def people_by_phone(numbers: Iterable[str]) -> dict[str, list[Person]]:
    """Who has which of these phone numbers; several people may share one."""
    by_index = {secrets.index_of(secrets.Kind.PHONE, number): number for number in numbers if number}
    found: dict[str, list[Person]] = {}
    for person in _matching("phone_index", list(by_index)):
        found.setdefault(by_index[person.phone_index], []).append(person)
    return found


def _matching(field: str, indexes: list[str]) -> Iterable[Person]:
    known = Person.objects.unscoped("an import must know whom the region has already, wherever they are")
    for start in range(0, len(indexes), BATCH):
        yield from known.filter(**{f"{field}__in": indexes[start : start + BATCH]}).order_by("pk")


def _people(drafts: Sequence[NewPerson]) -> list[Person]:
    # The dictionary of readings takes a moment and memory that only writers of names need.
    from santong.lib.pinyin import pinyin_of_name

    make = maker(Person, "name", "pinyin", "initials", "path", "sex", "birth_date", "password")
    people = []
    for draft in drafts:
        pinyin = pinyin_of_name(draft.name)
        initials = "".join(syllable[0] for syllable in pinyin.split())[:24]
        person = make(draft.name, pinyin, initials, draft.path, draft.sex, draft.birth_date, UNUSABLE_PASSWORD_PREFIX)
        person.set_id_number(draft.id_number)
        person.set_phone(draft.phone)
        people.append(person)
    return people


def _give_usernames(people: Sequence[Person]) -> None:
    """Pinyin and four digits, such as zhangyi4821; the digits tell nothing about the person."""
    waiting, taken = list(people), set[str]()
    attempt = 0
    while waiting:
        for position, person in enumerate(waiting):
            person.username = _username(person, f"{position}.{attempt}")
        names = {person.username for person in waiting}
        taken |= _existing(names)
        again = []
        for person in waiting:
            if person.username in taken:
                again.append(person)
            taken.add(person.username)
        waiting, attempt = again, attempt + 1


def _username(person: Person, salt: str) -> str:
    stem = "".join(c for c in person.pinyin if c.isascii() and c.isalnum())[:LONGEST_STEM] or "user"
    seed = f"{person.name}|{person.path}|{person.id_number_index}|{person.phone_index}|{salt}"
    digest = blake2s(seed.encode(), digest_size=6).digest()
    return f"{stem}{int.from_bytes(digest) % SUFFIXES:04}"


def _existing(names: set[str]) -> set[str]:
    known = Person.objects.numbers_only()
    wanted = sorted(names)
    return {
        name
        for start in range(0, len(wanted), BATCH)
        for name in known.filter(username__in=wanted[start : start + BATCH]).values_list("username", flat=True)
    }
