"""Fill a record store with invented statements past the checks.

Writes the same rows as storing does (see `actions/storing.py`), in the same order, so that what is
measured afterwards meets tables as they would have grown.
"""

from __future__ import annotations

import json
import random
import uuid

import django

django.setup()

from django.db import connection  # noqa: E402

from bench.contract import say  # noqa: E402
from bench.recordstore import (  # noqa: E402
    ACTIVITIES,
    AGENTS,
    COURSES,
    REGISTRATIONS,
    VERBS,
    Pick,
    activity,
    agent,
    course,
    pick,
    registration,
    statement,
)
from santong.domains.platform.records.callers import provider_list  # noqa: E402
from santong.domains.platform.records.clock import iso, writing  # noqa: E402
from santong.domains.platform.records.models import Provider  # noqa: E402
from santong.domains.platform.records.storage import (  # noqa: E402
    KEYS,
    PRINTS,
    SETTLED,
    bulk_insert,
    ensure_partitions,
    key_value,
    print_ids,
)
from santong.domains.platform.records.xapi import terms  # noqa: E402
from santong.domains.platform.records.xapi.reading import write_json  # noqa: E402

CHUNK = 20_000


def main(count: int) -> None:
    """Store `count` statements, nine in ten by the city's provider and the rest by the school's."""
    dice = random.Random(7)
    rows = _Rows()
    for start in range(0, count, CHUNK):
        _chunk(dice, rows, min(CHUNK, count - start))
        if start % 500_000 == 0:
            say(f"filled {start:,}")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {PRINTS}")
            cursor.execute(print_ids(f"{KEYS}{SETTLED}"))


class _Rows:
    """Everything that can be worked out once."""

    def __init__(self) -> None:
        # As after quiet hours: what was stored before is settled.
        self.part = SETTLED if connection.vendor == "sqlite" else ""
        self.agents = [terms.list_of(terms.AGENT, terms.identifier(agent(n))) for n in range(AGENTS)]
        self.activities = [terms.list_of(terms.ACTIVITY, activity(n)) for n in range(ACTIVITIES)]
        self.courses = [terms.list_of(terms.ACTIVITY, course(n)) + 1 for n in range(COURSES)]
        self.verbs = {verb: terms.list_of(terms.VERB, verb) for verb in VERBS}
        self.registrations = [terms.registration_list(registration(n)) for n in range(REGISTRATIONS)]
        self.providers = list(Provider.objects.unscoped("filling").order_by("pk").values_list("pk", flat=True))
        self.authority = {
            pk: terms.list_of(terms.AGENT, f"account\x1fhttp://127.0.0.1\x1fprovider-{pk}") + 1 for pk in self.providers
        }

    def lists(self, made: Pick, provider: int) -> tuple[int, ...]:
        return (
            provider_list(provider), self.agents[made.agent], self.activities[made.activity],
            self.courses[made.activity % COURSES], self.verbs[made.verb], self.registrations[made.registration],
            self.authority[provider],
        )  # fmt: skip


def _chunk(dice: random.Random, rows: _Rows, count: int) -> None:
    with writing() as first:
        ensure_partitions({first, first + count})
        statements, keys, postings = [], [], []
        for seq in range(first, first + count):
            made = pick(dice)
            provider = rows.providers[dice.random() >= 0.9]
            statement_id = str(uuid.UUID(int=dice.getrandbits(128), version=4))
            statements.append((seq, provider, 0, _body(made, statement_id, seq)))
            keys.append((key_value(statement_id), seq))
            postings += [(number, seq) for number in rows.lists(made, provider)]
        postings.sort()
        bulk_insert("records_statement", ("seq", "provider_id", "voided", "body"), statements)
        bulk_insert(f"records_statementkey{rows.part}", ("id", "seq"), sorted(keys))
        bulk_insert(f"records_posting{rows.part}", ("list", "seq"), postings)


def _template() -> str:
    made = Pick(next(iter(VERBS)), 1, 1, 1, 0.5)
    text: dict[str, object] = {**statement(made), "version": "1.0.0"}
    return json.loads(json.dumps(write_json(text)))[:-1].replace("%", "%%")


_BODY = _template()


def _body(made: Pick, statement_id: str, seq: int) -> str:
    """The text of a statement; only what queries and readers look at differs between them."""
    body = _BODY.replace(next(iter(VERBS)), made.verb, 1)
    body = body.replace('/resources/1"', f'/resources/{made.activity}"', 1)
    return f'{{"id":"{statement_id}",{body[body.index(chr(34) + "actor") :]},"stored":"{iso(seq)}"}}'
