"""Sealing everything anew with the newest key, so that an old key can be thrown away."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from santong.domains.platform.identity import secrets
from santong.domains.platform.identity.models import Person

BATCH = 500
SEALED_IN_FACTORS = ("secret", "seed")


def reseal_people() -> int:
    """Identity and phone numbers; returns how many people had an older key. Can be interrupted."""
    done, last = 0, 0
    while batch := list(_people_after(last)):
        with transaction.atomic():
            done += sum(_reseal_person(person) for person in batch)
        last = batch[-1].pk
    return done


def reseal_factors() -> int:
    """The secrets of authenticator apps and recovery codes; returns how many had an older key."""
    done = 0
    for factor in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).iterator():
        old = [name for name in SEALED_IN_FACTORS if name in factor.data and _is_old(factor.data[name])]
        for name in old:
            factor.data[name] = secrets.seal_second_factor(secrets.unseal_second_factor(factor.data[name]))
        if old:
            factor.save(update_fields=["data"])
            done += 1
    return done


def _people_after(key: int) -> list[Person]:
    people = Person.objects.by_installation().filter(pk__gt=key).order_by("pk")
    return list(people[:BATCH])


def _reseal_person(person: Person) -> bool:
    if not _is_old(person.id_number_cipher) and not _is_old(person.phone_cipher):
        return False
    person.set_id_number(secrets.unseal(secrets.Kind.ID_NUMBER, person.sealed_id_number))
    person.set_phone(secrets.unseal(secrets.Kind.PHONE, person.sealed_phone))
    Person.objects.by_installation().filter(pk=person.pk).update_quietly(
        id_number_cipher=person.id_number_cipher, phone_cipher=person.phone_cipher
    )
    return True


def _is_old(cipher: str) -> bool:
    return bool(cipher) and not settings.FIELD_KEYS.is_newest(cipher)
