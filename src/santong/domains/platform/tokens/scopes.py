"""What a token may be given, and which permissions that means."""

from __future__ import annotations

from types import MappingProxyType

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """A purpose that a token serves; the words are for whoever makes one."""

    ORGANISATIONS = "organisations.read", _("Read organisations and classes")
    PEOPLE = "people.read", _("Read people: pupils and staff")
    GUARDIANS = "guardians.read", _("Read guardians and whom they bring up")
    CONTACTS = "contacts.read", _("Read phone numbers in full")
    ATTENDANCE = "attendance.read", _("Read attendance: where pupils were, and numbers of classes")
    IMPORT = "import", _("Import sheets, and undo such imports")
    INVENTORY = "inventory.report", _("Report devices, for inventory agents")
    REQUESTS = "requests", _("Ask and decide by requests, in the name of who answers for the token")


SCOPES = frozenset(Scope.values)
PERMISSIONS = MappingProxyType(
    {
        Scope.ORGANISATIONS: ("organisations.view",),
        Scope.PEOPLE: ("organisations.view", "people.view", "pupils.view", "staff.view"),
        Scope.GUARDIANS: ("organisations.view", "people.view", "pupils.view", "guardians.view"),
        Scope.CONTACTS: ("people.reveal",),
        Scope.ATTENDANCE: ("organisations.view", "pupils.view", "attendance.view"),
        Scope.IMPORT: ("imports.view", "organisations.view"),
        Scope.INVENTORY: ("devices.report",),
        Scope.REQUESTS: ("requests.ask", "requests.decide"),
    }
)
"""Identity numbers are in none: the API gives them masked to everybody."""


def permissions_of(scopes: list[str]) -> frozenset[str]:
    """The permissions that scopes stand for."""
    return frozenset(name for scope in scopes for name in PERMISSIONS[Scope(scope)])
