"""Writes on devices that speak: registering them, their credentials."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from santong.domains.campus.usage.models import CHANGE, Terminal, TerminalKey, TerminalState
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.models.credentials import new_key
from santong.lib.processes import wake_supervisor


@dataclass(frozen=True)
class Registered:
    """A device with its credential; the secret is nowhere kept."""

    terminal: Terminal
    key: TerminalKey
    secret: str


def register(*, acting: Viewer, terminal: Terminal) -> Registered:
    """Register a device and give it a credential. With the first one the broker starts."""
    acting.demand(CHANGE, terminal.path)
    with transaction.atomic(), named("usage.register"):
        terminal.save()
        key = TerminalKey(terminal=terminal, key=new_key(), path=terminal.path)
        secret = key.new_secret()
        key.save()
        TerminalState.objects.create(terminal=terminal, path=terminal.path)
        if acting.person_id is not None:  # what the demonstration registers speaks to nobody
            transaction.on_commit(wake_supervisor)
    return Registered(terminal, key, secret)


def renew(*, acting: Viewer, terminal: Terminal) -> Registered:
    """Give a device a new secret at once; whoever has the old one is refused."""
    acting.demand(CHANGE, terminal.path)
    with transaction.atomic(), named("usage.renew"):
        key = TerminalKey.objects.belonging_to(terminal=terminal).get()
        key = TerminalKey.objects.locked_for_action(key)
        secret = key.new_secret()
        # A secret is renewed because the old one is lost or known to others: nothing speaks for keeping it.
        key.previous_until = timezone.now()
        key.save(update_fields=["digest", "previous_digest", "previous_until"])
    return Registered(terminal, key, secret)


def change(*, acting: Viewer, terminal: Terminal) -> Terminal:
    """Write what was changed about a device."""
    acting.demand(CHANGE, terminal.path)
    with transaction.atomic(), named("usage.change"):
        terminal.save()
    return terminal
