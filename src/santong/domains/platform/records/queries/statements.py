"""Finding statements: by id, or page by page in the order of storing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import connection

from santong.domains.platform.records.callers import Caller, provider_list
from santong.domains.platform.records.models import Scope
from santong.domains.platform.records.queries.postings import Filter, Window, seqs_matching
from santong.domains.platform.records.queries.providers import providers_below
from santong.domains.platform.records.storage import key_value, select_in


@dataclass(frozen=True)
class Question:
    """What a statement query asks for.

    Each of `filters` is a set of lists, one of which a statement must be in. `since` (excluded)
    and `until` (included) are moments of storing in microseconds.
    """

    filters: tuple[Filter, ...] = ()
    since: int | None = None
    until: int | None = None
    ascending: bool = False
    limit: int = 100


@dataclass(frozen=True)
class Row:
    """A stored statement: its moment and its JSON text."""

    seq: int
    body: str


@dataclass(frozen=True)
class Page:
    """Statements, and where to go on (the last `seq`) when there are more."""

    rows: list[Row]
    last: int | None


def readable_providers(caller: Caller) -> frozenset[int] | None:
    """The providers whose statements a caller may read; None for all."""
    if Scope.READ.value in caller.scopes:
        return providers_below(caller.path)
    caller.demand(Scope.READ, Scope.READ_OWN)
    return frozenset({caller.provider_id})


def find_page(question: Question, caller: Caller, after: int | None = None) -> Page:
    """The first page of an answer, or the one that follows the statement `after`."""
    return page_of(replace(question, filters=_with_tenant(question.filters, caller)), after)


def page_of(question: Question, after: int | None = None) -> Page:
    """A page of whatever passes the question's filters: they must keep others' statements out."""
    wanted = question.limit + 1
    seqs = seqs_matching(question.filters, _window(question, after), wanted)
    more = len(seqs) == wanted
    seqs = seqs[: question.limit]
    bodies = dict(select_in("SELECT seq, body FROM records_statement WHERE seq IN ({})", seqs))
    # A statement that expires while the page is put together is left out.
    return Page([Row(seq, bodies[seq]) for seq in seqs if seq in bodies], seqs[-1] if more else None)


def _window(question: Question, after: int | None) -> Window:
    # `since` excludes its moment and a page begins behind the last one: both bounds are exclusive.
    window = Window(above=question.since, below=None, ascending=question.ascending)
    if question.until is not None:
        window = replace(window, below=question.until + 1)
    if after is not None:
        window = replace(window, above=after) if question.ascending else replace(window, below=after)
    return window


def _with_tenant(filters: tuple[Filter, ...], caller: Caller) -> tuple[Filter, ...]:
    providers = readable_providers(caller)
    if providers is None:
        return filters
    numbers = tuple(sorted(providers))
    return (*filters, Filter(tuple(provider_list(pk) for pk in numbers), numbers))


def find_one(statement_id: str, caller: Caller, *, voided: bool) -> Row | None:
    """A statement by its id, if the caller may read it and it is (not) voided."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.seq, s.body, s.provider_id FROM records_statementkey k "
            "JOIN records_statement s ON s.seq = k.seq WHERE k.id = %s AND s.voided = %s",
            [key_value(statement_id), int(voided)],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    providers = readable_providers(caller)
    if providers is not None and row[2] not in providers:
        return None
    return Row(row[0], row[1])
