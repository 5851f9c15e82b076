"""Reads: who signs in with what was typed."""

from __future__ import annotations

from django.db.models import Q

from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.secrets import Kind, index_of, tidy, unseal
from santong.lib.keyrings import CannotOpen
from santong.lib.syllables import spellings

MOST_CANDIDATES = 5


def called(typed: str, person: str = "") -> Q:
    """Whose name begins with what was typed: in characters, in pinyin with or without blanks, or by initials.

    `person` is the way from a row to its person ("person__").
    """
    found = Q(**{f"{person}name__startswith": typed})
    if typed.isascii():
        letters = typed.casefold().replace(" ", "")
        found |= Q(**{f"{person}name__istartswith": typed}) | Q(**{f"{person}initials__startswith": letters})
        for spelling in spellings(letters):
            found |= Q(**{f"{person}pinyin__startswith": spelling})
    return found


def account_of(typed: str) -> Person | None:
    """The account that a username, an identity number or a phone number belongs to.

    One query whatever was typed, so that the time it takes tells nothing. A username goes before
    an identity number, that before a phone number; a phone number that several people share
    belongs to nobody here.
    """
    text = typed.strip()
    if not text:
        return None
    id_index, phone_index = index_of(Kind.ID_NUMBER, text), index_of(Kind.PHONE, text)
    found = list(
        Person.objects.unscoped("signing in: nobody is known yet").filter(
            Q(username__in={text, text.lower()}) | Q(id_number_index=id_index) | Q(phone_index=phone_index)
        )[:MOST_CANDIDATES]
    )
    by_rank = (
        [person for person in found if person.username == text],
        [person for person in found if person.username == text.lower()],
        [person for person in found if person.id_number_index == id_index],
        [person for person in found if person.phone_index == phone_index],
    )
    best = next((people for people in by_rank if people), [])
    return best[0] if len(best) == 1 else None


def keys_fit() -> bool:
    """Whether the keys of this installation open the numbers that the database keeps, and find them.

    The oldest and the newest number are tried: a lost key file that was made anew opens neither.
    """
    rows = Person.objects.unscoped("whether the keys fit").exclude(id_number_cipher="").order_by("pk")
    return all(_fits(person) for person in (rows.first(), rows.last()) if person is not None)


def _fits(person: Person) -> bool:
    try:
        number = unseal(Kind.ID_NUMBER, person.sealed_id_number)
    except CannotOpen:
        return False
    return index_of(Kind.ID_NUMBER, number) == person.id_number_index


def normal_identifier(typed: str) -> str:
    """What attempts are counted by: every way of writing one identifier gives the same text."""
    return tidy(Kind.PHONE, typed).lower()
