"""Help for tests: people with roles, signed in."""

from __future__ import annotations

from django.test import Client

from santong.domains.platform.access.actions import appoint
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM


def somebody(role: str, organisation: Organisation, username: str) -> Person:
    """An invented person who holds a role on an organisation."""
    person = Person.objects.create_person(username=username, name=f"Person {username}", path=organisation.path)
    appoint(acting=SYSTEM, person=person, role=role, organisation=organisation)
    return person


def client_of(person: Person) -> Client:
    """A browser in which a person is signed in, as far as needed with a second factor."""
    client = Client()
    client.force_login(person)
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def signed_in(role: str, organisation: Organisation, username: str = "") -> Client:
    """A browser of somebody new who holds a role on an organisation."""
    return client_of(somebody(role, organisation, username or role))
