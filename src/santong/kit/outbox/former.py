"""Accounts that were made one with the viewer's: what they left on a device is the viewer's to send."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from santong.kit.access import Viewer
from santong.kit.registry import Declared, registry


@dataclass(frozen=True)
class OnePerson(Declared):
    """Knows which accounts are one person's: `accounts(key)` answers with the keys of all, the one given among them."""

    accounts: Callable[[int], Collection[int]]


def former_accounts(viewer: Viewer, keys: Collection[int]) -> list[int]:
    """Of these accounts those that were made one with the viewer's."""
    if viewer.person_id is None:
        return []
    own = {key for each in registry.of(OnePerson) for key in each.accounts(viewer.person_id)}
    return sorted(own.intersection(keys) - {viewer.person_id})
