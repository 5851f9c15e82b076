"""Sealing the secrets of draws anew with the newest key."""

from __future__ import annotations

from santong.domains.campus.choices.models import ChoiceRound
from santong.kit.draws import reseal_secrets


def reseal() -> int:
    """Secrets of closed choices; returns how many had an older key."""
    return reseal_secrets(ChoiceRound.with_removed.by_installation())
