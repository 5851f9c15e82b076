"""What is recorded about a person, whichever provider has stored it: for them and those who care for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.records.callers import provider_list
from santong.domains.platform.records.models import Provider
from santong.domains.platform.records.queries.learners import agent_of, learners_of, may_ask_for
from santong.domains.platform.records.queries.postings import Filter
from santong.domains.platform.records.queries.statements import Page, Question, Row, page_of
from santong.domains.platform.records.storage import MICROSECONDS
from santong.domains.platform.records.vocabulary import VERBS
from santong.domains.platform.records.xapi.formats import in_one_language
from santong.domains.platform.records.xapi.terms import VERB, list_of
from santong.domains.platform.records.xapi.values import read_timestamp
from santong.kit.access import Viewer

PAGE = 25
PORTION = 500
PERMISSION = "records.view"
REASON = "who may look at a person's record is decided by what they are to each other"


@dataclass(frozen=True)
class Wanted:
    """Which of a person's statements: recorded between two days (both included), of a verb (a name of
    the vocabulary), of a provider.
    """

    first: date | None = None
    last: date | None = None
    verb: str = ""
    provider: int | None = None

    def filters(self) -> tuple[Filter, ...]:
        found = []
        if self.verb:
            found.append(Filter((list_of(VERB, VERBS[self.verb].iri),)))
        if self.provider is not None:
            found.append(Filter((provider_list(self.provider),), (self.provider,)))
        return tuple(found)


@dataclass(frozen=True)
class Entry:
    """A statement in words."""

    at: datetime
    verb: str
    thing: str
    score: str
    provider: str = ""

    @classmethod
    def of(cls, row: Row, providers: dict[str, str]) -> Entry:
        """`providers`: the name of each by the account name of its authority."""
        statement = json.loads(row.body)
        languages = [get_language() or "zh-hans", "zh-CN", "en"]
        scaled = statement.get("result", {}).get("score", {}).get("scaled")
        return cls(
            at=read_timestamp(statement["timestamp"], "timestamp"),
            verb=_text(statement["verb"], "display", languages),
            thing=_thing(statement["object"], languages),
            score="" if scaled is None else f"{scaled:.0%}",
            provider=providers.get(statement["authority"].get("account", {}).get("name", ""), ""),
        )


def _text(value: dict[str, Any], name: str, languages: list[str]) -> str:
    texts = in_one_language(value, languages).get(name) or {}
    return str(next(iter(texts.values()), value.get("id", "").rsplit("/", 1)[-1]))


def _thing(target: dict[str, Any], languages: list[str]) -> str:
    definition = target.get("definition", {})
    return _text({**definition, "id": target.get("id", "")}, "name", languages)


def person_for(viewer: Viewer, person_id: int) -> Person:
    """A person whose record the viewer may see: themselves, their child, a pupil of their class; 404 otherwise."""
    rows = Person.objects.unscoped(REASON)
    may = may_ask_for(viewer, person_id) or _teaches(viewer, person_id)
    found = rows.filter(pk=person_id).first() if may else None
    if found is None:
        raise Http404
    return found


def _teaches(viewer: Viewer, person_id: int) -> bool:
    return any(viewer.can(PERMISSION, path) for path in places_of_learning(person_id))


def places_of_learning(person_id: int) -> list[str]:
    """The paths at which a person is a pupil today: who may see the records of pupils there sees theirs."""
    rows = Appointment.objects.unscoped(REASON).filter(person=person_id, role="pupil").on(timezone.localdate())
    return list(rows.values_list("path", flat=True))


def providers_about(person: Person) -> list[Provider]:
    """The providers that may write about a person: those of their organisations, and of these above."""
    rows = (
        Provider.objects.unscoped("people know who keeps records about them")
        .select_related("organisation")
        .order_by("path", "pk")
    )
    return [one for one in rows if person.path.startswith(one.path)]


def names_by_authority(providers: list[Provider]) -> dict[str, str]:
    """The name of each provider by the account name that its statements carry."""
    return {f"provider-{one.pk}": one.name for one in providers}


def _question(person_id: int, wanted: Wanted, limit: int) -> Question | None:
    lists = tuple(agent_of(learner.name) for learner in learners_of(person_id))
    if not lists:
        return None
    return Question(
        filters=(Filter(lists), *wanted.filters()),
        since=None if wanted.first is None else _midnight(wanted.first) - 1,
        until=None if wanted.last is None else _midnight(wanted.last + timedelta(days=1)) - 1,
        limit=limit,
    )


def _midnight(day: date) -> int:
    return int(timezone.make_aware(datetime.combine(day, time.min)).timestamp()) * MICROSECONDS


EVERYTHING = Wanted()


def record_page(person_id: int, wanted: Wanted = EVERYTHING, after: int | None = None, limit: int = PAGE) -> Page:
    """A page of the statements about a person, newest first."""
    question = _question(person_id, wanted, limit)
    return Page([], None) if question is None else page_of(question, after)


def record_texts(person_id: int, wanted: Wanted = EVERYTHING) -> Iterator[str]:
    """The texts of all statements about a person, newest first."""
    after: int | None = None
    while True:
        page = record_page(person_id, wanted, after, limit=PORTION)
        yield from (row.body for row in page.rows)
        after = page.last
        if after is None:
            return
