"""The platform's own events: written down in the transaction in which they happen, stored in batches.

An entry's id is its statement's id. When draining is killed between storing and removing the
entries, they are stored again under the same ids, which changes nothing: exactly once in effect.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.records.actions.preparing import prepare
from santong.domains.platform.records.actions.storing import store
from santong.domains.platform.records.callers import Caller
from santong.domains.platform.records.events import Happening
from santong.domains.platform.records.models import OutboxEntry, Provider, Scope
from santong.domains.platform.records.queries.learners import account_name
from santong.domains.platform.records.vocabulary import ACTIVITY_TYPES, VERBS
from santong.domains.platform.records.xapi.versions import TWO
from santong.kit import events

BATCH = 1000

EventT = TypeVar("EventT")


def record_from(event_type: type[EventT], make: Callable[[EventT], Happening | None]) -> None:
    """Record every event of a type: `make` says what happened, or None when it's nothing to record."""

    def write(event: EventT) -> None:
        happening = make(event)
        if happening is not None:
            record(happening)

    events.subscribe(event_type, write, inside=True)


def record(happening: Happening) -> None:
    """Write down what happened; call it in the transaction that makes it happen."""
    path = Person.objects.noted([happening.person_id]).values_list("path", flat=True).first()
    if not path:
        # Nobody's record: who keeps none of a person, has no business with what they do.
        return
    OutboxEntry.objects.create(path=path, statement=_statement(happening))


def _statement(happening: Happening) -> dict[str, Any]:
    account = {"homePage": settings.PUBLIC_URL, "name": account_name(happening.person_id)}
    made: dict[str, Any] = {
        "actor": {"objectType": "Agent", "account": account},
        "verb": VERBS[happening.verb].as_json,
        "object": {
            "objectType": "Activity",
            "id": iri(happening.activity),
            "definition": {"type": ACTIVITY_TYPES[happening.activity_type], "name": {"zh-CN": happening.name}},
        },
        "timestamp": timezone.now().isoformat(timespec="milliseconds"),
    }
    context = _context(happening)
    if context:
        made["context"] = context
    if happening.result:
        made["result"] = dict(happening.result)
    return made


def _context(happening: Happening) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if happening.registration:
        made["registration"] = happening.registration
    if happening.grouping:
        made["contextActivities"] = {"grouping": [{"id": iri(path)} for path in happening.grouping]}
    if happening.extensions:
        made["extensions"] = _extensions(happening.extensions)
    return made


def _extensions(given: Mapping[str, Any]) -> dict[str, Any]:
    return {iri(f"xapi/extensions/{name}"): value for name, value in given.items()}


def iri(path: str) -> str:
    """The IRI of something on this platform."""
    return f"{settings.PUBLIC_URL}/{path}"


def drain_outbox() -> int:
    """Store what is waiting, oldest first; how many entries that were."""
    done = 0
    while entries := list(OutboxEntry.objects.order_by("at", "id")[:BATCH]):
        by_path = defaultdict(list)
        for entry in entries:
            by_path[entry.path].append(entry)
        for path, some in by_path.items():
            _store(path, some)
        done += len(entries)
    return done


def _store(path: str, entries: list[OutboxEntry]) -> None:
    statements = [{**_at_home(entry.statement), "id": str(entry.pk)} for entry in entries]
    caller = platform_at(path)
    store(prepare(statements, caller, TWO), caller)
    OutboxEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()


def _at_home(statement: dict[str, Any]) -> dict[str, Any]:
    """The statement as of the platform's present address, when that has changed since it was written down."""
    before, now = statement["actor"]["account"]["homePage"], settings.PUBLIC_URL
    if before == now:
        return statement
    text = json.dumps(statement)
    for end in ('"', "/"):  # the address itself, and every IRI that begins with it
        text = text.replace(f'"{before}{end}', f'"{now}{end}')
    moved: dict[str, Any] = json.loads(text)
    return moved


def platform_at(path: str) -> Caller:
    """The platform as the provider of an organisation's own events."""
    organisation = Organisation.with_removed.open_to_everyone().get(path=path)
    with transaction.atomic():
        provider, _ = Provider.objects.keeping_unique().get_or_create(
            organisation=organisation,
            is_platform=True,
            defaults={"path": path, "name": settings.PRODUCT_NAME, "purpose": "平台自身的学习记录"},
        )
    return Caller(
        credential_id=None,
        key="",
        provider_id=provider.pk,
        organisation_id=organisation.pk,
        path=provider.path,
        scopes=frozenset({Scope.WRITE.value, Scope.DEFINE.value}),
    )
