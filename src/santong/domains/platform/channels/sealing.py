"""Secrets of channels and addresses of people, sealed at rest with the keys of `settings.FIELD_KEYS`."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.conf import settings

from santong.lib.phones import parse_phone


def seal_secrets(medium: str, secrets: Mapping[str, str]) -> str:
    """The secrets of a channel as its row keeps them."""
    return settings.FIELD_KEYS.seal(json.dumps(dict(secrets)), f"channel.secrets|{medium}")


def open_secrets(medium: str, sealed: str) -> dict[str, str]:
    """What `seal_secrets` sealed; none for ""."""
    if not sealed:
        return {}
    found: dict[str, str] = json.loads(settings.FIELD_KEYS.open(sealed, f"channel.secrets|{medium}"))
    return found


def index_of(medium: str, text: str) -> str:
    """What an address is found by, however it is written."""
    return settings.FIELD_KEYS.index(tidy(medium, text), f"channel.address|{medium}")


def seal_address(medium: str, index: str, text: str) -> str:
    """An address as its row keeps it."""
    return settings.FIELD_KEYS.seal(tidy(medium, text), f"channel.address|{medium}|{index}")


def open_address(medium: str, index: str, sealed: str) -> str:
    """An address in clear; whoever calls this answers for where it goes."""
    return settings.FIELD_KEYS.open(sealed, f"channel.address|{medium}|{index}")


def digest_of_code(address: int, code: str) -> str:
    """How a code for confirming an address is kept."""
    return settings.FIELD_KEYS.index(f"{address}|{code}", "channel.code")


def tidy(medium: str, text: str) -> str:
    """An address as it is sent to: telephone numbers without blanks, domains in small letters."""
    text = text.strip()
    if medium == "sms":
        phone = parse_phone(text).value
        return phone.number if phone is not None else text
    if medium == "email":
        name, _at, host = text.rpartition("@")
        return f"{name}@{host.lower()}"
    return text


def masked(medium: str, text: str) -> str:
    """An address as it is shown: enough to know it again, too little to use it."""
    if medium == "email":
        name, _at, host = text.rpartition("@")
        return f"{name[:2]}***@{host}"
    if medium == "sms" and len(text) > 7:
        return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"
    return f"{text[:2]}***{text[-1:]}" if len(text) > 3 else "***"
