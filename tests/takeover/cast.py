"""Whom an attack is about, as JSON can hold it: the attacker knows no more, and needs no database."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

PASSWORD = "river stone lantern"


@dataclass(frozen=True)
class Victim:
    """Whom an attack is after, with what an attacker may know of them."""

    pk: int
    name: str
    username: str
    id_number: str
    phone: str
    appointments: list[int]


@dataclass(frozen=True)
class World:
    """Keys of everything that an attack names; JSON can hold it."""

    places: dict[str, int]
    pupils: dict[str, int]
    attackers: dict[str, str]
    victims: list[Victim] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def heard(told: dict[str, Any]) -> World:
        """The world again, from JSON."""
        victims = [Victim(**each) for each in told["victims"]]
        return World(told["places"], told["pupils"], told["attackers"], victims)
