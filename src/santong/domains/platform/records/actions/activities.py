"""What statements say about activities, merged for everyone who asks for the activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from santong.domains.platform.records.actions.preparing import Prepared
from santong.domains.platform.records.callers import Caller
from santong.domains.platform.records.models import ActivityDefinition, Scope
from santong.domains.platform.records.xapi.activities import merged
from santong.domains.platform.records.xapi.terms import ACTIVITY, activities_in, list_of

MAX_REMEMBERED = 20_000
Key = tuple[int, str]

_seen: dict[Key, dict[str, Any]] = {}


@dataclass
class Learned:
    """Definitions written in a transaction; `remember` them once it has committed."""

    definitions: dict[Key, dict[str, Any]] = field(default_factory=dict)

    def remember(self) -> None:
        """Don't look at the database again for definitions that this process has just written."""
        if len(_seen) > MAX_REMEMBERED:
            _seen.clear()
        _seen.update(self.definitions)


def learn_activities(batch: Sequence[Prepared], caller: Caller) -> Learned:
    """Merge the definitions that a batch carries into those known to the caller's organisation."""
    learned = Learned()
    if Scope.DEFINE.value not in caller.scopes:
        return learned
    for one in batch:
        for activity in activities_in(one.statement):
            if activity.get("definition"):
                _note(learned, (caller.organisation_id, activity["id"]), activity["definition"])
    if learned.definitions:
        _write(learned)
    return learned


def _note(learned: Learned, key: Key, definition: dict[str, Any]) -> None:
    if key in learned.definitions:
        learned.definitions[key] = merged(learned.definitions[key], definition)
    elif _seen.get(key) != definition:
        learned.definitions[key] = definition


def _write(learned: Learned) -> None:
    by_list = {list_of(ACTIVITY, iri): (org, iri) for org, iri in learned.definitions}
    organisation_id = next(iter(learned.definitions))[0]
    known = {
        row.activity: row
        for row in ActivityDefinition.objects.filter(organisation_id=organisation_id, activity__in=list(by_list))
    }
    fresh, changed = [], []
    for number, key in by_list.items():
        given = learned.definitions[key]
        row = known.get(number)
        if row is None:
            fresh.append(ActivityDefinition(organisation_id=key[0], activity=number, iri=key[1], definition=given))
        elif (result := merged(row.definition, given)) != row.definition:
            row.definition = result
            changed.append(row)
    ActivityDefinition.objects.bulk_create(fresh)
    ActivityDefinition.objects.bulk_update(changed, ["definition"])
