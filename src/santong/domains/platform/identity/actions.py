"""Writes on people and their accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction

from santong.domains.platform.identity import secrets, sessions
from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.security_events import Kind, tell_holders
from santong.domains.platform.identity.takeover import ACTIVATE, demand_takeover
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.models.audit import CHANGE, READ, record

CHANGE_PEOPLE = "people.change"
BATCH = 500


def create_person(
    *,
    acting: Viewer,
    path: str,
    username: str,
    name: str,
    password: str | None = None,
    must_change_password: bool = True,
    id_number: str = "",
    phone: str = "",
    sex: str = Person.Sex.UNKNOWN,
    birth_date: date | None = None,
) -> Person:
    """Add a person to the organisation at `path`, with an account.

    Without a password nobody can sign in to it yet; with one it is an initial password, which
    the person replaces when they first sign in.
    """
    # The dictionary of readings takes a moment and memory that only writers of names need.
    from santong.lib.pinyin import initials_of_name, pinyin_of_name

    acting.demand(CHANGE_PEOPLE, path)
    person = Person(
        username=username.strip().lower(),
        name=name,
        pinyin=pinyin_of_name(name),
        initials=initials_of_name(name),
        path=path,
        sex=sex,
        birth_date=birth_date,
        must_change_password=must_change_password and password is not None,
    )
    person.set_password(password)
    person.set_id_number(id_number)
    person.set_phone(phone)
    with named("identity.create_person"):
        person.save()
    return person


def rename_person(*, acting: Viewer, person: Person, name: str) -> None:
    """Correct a person's name, with how it is found."""
    from santong.lib.pinyin import initials_of_name, pinyin_of_name  # the dictionary takes a moment and memory

    acting.demand("people.change", person.path)
    person.name, person.pinyin, person.initials = name, pinyin_of_name(name), initials_of_name(name)
    with named("identity.rename_person"):
        person.save(update_fields=["name", "pinyin", "initials"])


def change_own_password(*, acting: Viewer, person: Person, password: str) -> None:
    """Set the password that the person chose; the caller has checked it against the rules."""
    if acting.person_id != person.pk:
        raise PermissionDenied("only one's own password")
    _set_password(person, password, initial=False, verb="identity.change_own_password")


def reset_password(*, acting: Viewer, person: Person) -> None:
    """Let the present password open nothing any more, sign the person out everywhere, and tell them.

    Nobody chooses a password for somebody else: a code of `issue_codes` leads its owner to a new one.
    """
    demand_takeover(acting, [person], CHANGE_PEOPLE)
    person.set_unusable_password()
    person.must_change_password = False
    with transaction.atomic():
        with named("identity.reset_password"):
            person.save(update_fields=["password", "must_change_password"])
        tell_holders([person], Kind.RESET, acting=acting, path=person.path)
    sessions.end_other_places(person.pk)


def sign_out(*, acting: Viewer, people: Sequence[Person], place: int | None = None) -> None:
    """End all sessions of people, or the one with the key `place`, when they can't do it themselves."""
    demand_takeover(acting, people, ACTIVATE)
    with transaction.atomic(), named("identity.sign_out"):
        record(CHANGE, people, [{} for _person in people])
        for person in people:
            if place is None:
                sessions.end_other_places(person.pk)
            else:
                sessions.end_place(person.pk, place)


def switch_accounts(*, acting: Viewer, people: Sequence[Person], on: bool) -> None:
    """Let accounts sign in or not; switched off, they are signed out everywhere."""
    demand_takeover(acting, people, CHANGE_PEOPLE)
    for person in people:
        person.is_active = on
    with transaction.atomic(), named("identity.switch_account"):
        Person.objects.bulk_update(people, ["is_active"], batch_size=BATCH)
        if not on:
            for person in people:
                sessions.end_other_places(person.pk)


def remove_second_factor(*, acting: Viewer, person: Person) -> None:
    """Take apps, passkeys and recovery codes off a person who lost them all, and sign them out."""
    demand_takeover(acting, [person], CHANGE_PEOPLE)
    with transaction.atomic(), named("identity.remove_second_factor"):
        removed = Authenticator.objects.filter(user_id=person.pk)
        record(CHANGE, [person], [{"second_factor": [", ".join(sorted(row.type for row in removed)), ""]}])
        removed.delete()
        tell_holders([person], Kind.FACTOR_REMOVED, acting=acting, path=person.path)
    sessions.end_other_places(person.pk)


def change_preferences(*, acting: Viewer, person: Person, language: str, theme: str, text_size: str) -> None:
    """Keep how a person wants to see the pages; "" leaves it to the device."""
    if acting.person_id != person.pk:
        raise PermissionDenied("only one's own preferences")
    person.language, person.theme, person.text_size = language, theme, text_size
    with named("identity.change_preferences"):
        person.save(update_fields=["language", "theme", "text_size"])


def reveal_id_number(*, acting: Viewer, person: Person) -> str:
    """A person's identity number in clear, "" when unknown; that it was shown is recorded."""
    return _reveal(acting, person, secrets.Kind.ID_NUMBER, person.sealed_id_number)


def reveal_phone(*, acting: Viewer, person: Person) -> str:
    """A person's phone number in clear, "" when unknown; that it was shown is recorded."""
    return _reveal(acting, person, secrets.Kind.PHONE, person.sealed_phone)


def note_phones_shown(*, acting: Viewer, people: Iterable[Person]) -> None:
    """Record that the phone numbers of many people were shown at once, as far as `phone_for` shows them."""
    shown = [person for person in people if person.phone_cipher and acting.can("people.reveal", person.path)]
    with transaction.atomic(), named("identity.reveal_phone"):
        record(READ, shown, [{} for _person in shown])


def phone_for(viewer: Viewer, person: Person) -> str:
    """The phone number, in clear for whoever may see it there and masked for others; see `note_phones_shown`."""
    if viewer.can("people.reveal", person.path):
        return secrets.unseal(secrets.Kind.PHONE, person.sealed_phone)
    return person.masked_phone


def _reveal(acting: Viewer, person: Person, kind: secrets.Kind, sealed: secrets.Sealed) -> str:
    acting.demand("people.reveal", person.path)
    number = secrets.unseal(kind, sealed)
    with transaction.atomic(), named(f"identity.reveal_{kind}"):
        record(READ, [person], [{}])
    return number


def _set_password(person: Person, password: str, *, initial: bool, verb: str) -> None:
    person.set_password(password)
    person.must_change_password = initial
    with named(verb):
        person.save(update_fields=["password", "must_change_password"])
