"""From a stored statement to a fact: the narrow row that questions are asked of.

A fact has no text of anybody's, and of the person only a number that stands for their opaque
account. Its place is that of the person (of the provider for people of other systems) when it is
exported: what a school did stays with the county that it belonged to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.utils import timezone

from santong.domains.governance.analytics.schema import SCHEMA, week_of
from santong.domains.platform.records.public import ACTIVITY_TYPES, VERBS, agent_number, moment_of

LONGEST_PAST = timedelta(days=3650)
LONGEST_FUTURE = timedelta(days=1)
MOST_CHARACTERS = 60
OPINIONS = ("rated", "reviewed")
"""Verbs whose score says what somebody thinks of a thing, not what they can."""

_VERB_NAMES = {verb.iri: name for name, verb in VERBS.items()}
_TYPE_NAMES = {iri: name for name, iri in ACTIVITY_TYPES.items()}
_DURATION = re.compile(
    r"P(?:(?P<w>[\d.,]+)W)?(?:(?P<y>[\d.,]+)Y)?(?:(?P<mo>[\d.,]+)M)?(?:(?P<d>[\d.,]+)D)?"
    r"(?:T(?:(?P<h>[\d.,]+)H)?(?:(?P<m>[\d.,]+)M)?(?:(?P<s>[\d.,]+)S)?)?"
)
_SECONDS = {"w": 604_800, "y": 31_557_600, "mo": 2_629_800, "d": 86_400, "h": 3600, "m": 60, "s": 1}


@dataclass(frozen=True)
class Place:
    """The keys of the city, county and school (or bureau) that something belongs to; 0 for none."""

    region: int = 0
    county: int = 0
    school: int = 0


@dataclass(frozen=True)
class Actor:
    """Somebody as facts know them."""

    number: int
    role: str
    place: Place


def account_of(statement: Mapping[str, Any]) -> str:
    """The opaque account name of the actor on this platform; "" for anybody else."""
    account = statement["actor"].get("account", {})
    return str(account["name"]) if account.get("homePage") == settings.PUBLIC_URL else ""


def stranger(statement: Mapping[str, Any], place: Place) -> Actor:
    """Somebody of another system, who counts where the provider is."""
    return Actor(agent_number(statement["actor"]), "", place)


def fact_of(seq: int, provider: int, statement: Mapping[str, Any], actor: Actor) -> tuple[Any, ...]:
    """The values of a fact, in the order of the schema."""
    at = _when(seq, statement)
    day = timezone.localtime(at).date()
    target = _activity(statement)
    definition = target.get("definition", {})
    result = statement.get("result", {})
    verb = _named(_VERB_NAMES, statement["verb"]["id"])
    extensions = {**definition.get("extensions", {}), **statement.get("context", {}).get("extensions", {})}
    return (
        seq, at, day, week_of(day), actor.number, actor.role, actor.place.region, actor.place.county,
        actor.place.school, verb, target.get("id", ""),
        _named(_TYPE_NAMES, definition.get("type", "")), _word(extensions, "subject"), _word(extensions, "kind"),
        None if verb in OPINIONS else _score(result.get("score", {})), result.get("success"), result.get("completion"),
        seconds_of(result.get("duration", "")), provider,
    )  # fmt: skip


def table_of(rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """Facts as columns."""
    columns: Iterable[tuple[Any, ...]] = zip(*rows, strict=True) if rows else [()] * len(SCHEMA)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def _when(seq: int, statement: Mapping[str, Any]) -> datetime:
    """When it happened; when it was stored if the tool's clock is out by years or ahead by a day."""
    stored = datetime.fromtimestamp(seq // 1_000_000, UTC)
    said = moment_of(str(statement.get("timestamp", ""))) or stored
    return said if stored - LONGEST_PAST < said < stored + LONGEST_FUTURE else stored


def _activity(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    target: Mapping[str, Any] = statement["object"]
    return target if target.get("objectType", "Activity") == "Activity" else {}


def _named(names: Mapping[str, str], iri: str) -> str:
    return names.get(iri, iri)


def _word(extensions: Mapping[str, Any], name: str) -> str:
    value = extensions.get(f"{settings.PUBLIC_URL}/xapi/extensions/{name}", "")
    return value if isinstance(value, str) and len(value) <= MOST_CHARACTERS else ""


def _score(score: Mapping[str, Any]) -> float | None:
    if "scaled" in score:
        return float(score["scaled"])
    low, high = score.get("min", 0), score.get("max")
    if "raw" not in score or high is None or high <= low:
        return None
    return float((score["raw"] - low) / (high - low))


def seconds_of(duration: str) -> float | None:
    """An ISO 8601 duration in seconds; years and months by their mean length."""
    match = _DURATION.fullmatch(duration)
    if not match or not duration:
        return None
    parts = {name: text for name, text in match.groupdict().items() if text}
    return sum(float(text.replace(",", ".")) * _SECONDS[name] for name, text in parts.items())
