"""From a statement as received to the rows that storing writes; no database yet."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from santong.domains.platform.records.callers import Caller
from santong.domains.platform.records.queries.learners import paths_of_learners
from santong.domains.platform.records.xapi.comparing import with_arrays
from santong.domains.platform.records.xapi.problems import Forbidden, Invalid
from santong.domains.platform.records.xapi.reading import write_json
from santong.domains.platform.records.xapi.statements import VOIDED, check_statement
from santong.domains.platform.records.xapi.terms import agents_in, lists_of_statement
from santong.domains.platform.records.xapi.versions import Version

MAX_BATCH = 5000


@dataclass(frozen=True)
class Prepared:
    """A checked statement. `head` is its JSON text without the closing brace and without `stored`.

    `given_id`: the sender chose the id, so it may exist already or be referred to.
    `target` is the id that the statement refers to with its object, if any.
    """

    id: str
    given_id: bool
    statement: dict[str, Any]
    head: str
    lists: frozenset[int]
    target: str | None
    voids: bool


def prepare(statements: list[Any], caller: Caller, version: Version) -> list[Prepared]:
    """Check a batch and make it ready for storing; the first problem refuses the whole batch."""
    if len(statements) > MAX_BATCH:
        raise Invalid("", f"at most {MAX_BATCH} statements in one request, these are {len(statements)}")
    single = len(statements) == 1
    for index, statement in enumerate(statements):
        check_statement(statement, "" if single else f"[{index}]", version_2=version.is_2)
    _refuse_repeated_ids(statements)
    _check_people(statements, caller)
    authority = caller.authority
    authority_json = caller.authority_json
    return [_prepared(statement, version, authority, authority_json) for statement in statements]


def _prepared(given: dict[str, Any], version: Version, authority: dict[str, Any], authority_json: str) -> Prepared:
    given_id = "id" in given
    statement_id = given["id"].lower() if given_id else str(uuid.uuid4())
    statement = {**with_arrays(given), "id": statement_id}
    statement.pop("stored", None)
    statement.pop("authority", None)
    statement.setdefault("version", version.statement_default)
    # The authority is the same for every statement of a caller: its text is appended, not encoded again.
    text = write_json(statement)
    statement["authority"] = authority
    target = statement["object"]
    refers = target.get("objectType") == "StatementRef"
    return Prepared(
        id=statement_id,
        given_id=given_id,
        statement=statement,
        head=f'{text[:-1]},"authority":{authority_json}',
        lists=frozenset(lists_of_statement(statement)),
        target=target["id"].lower() if refers else None,
        voids=refers and statement["verb"]["id"] == VOIDED,
    )


def _refuse_repeated_ids(statements: list[dict[str, Any]]) -> None:
    seen: set[str] = set()
    for index, statement in enumerate(statements):
        statement_id = statement.get("id", "").lower()
        if statement_id and statement_id in seen:
            raise Invalid(f"[{index}].id", f"{statement_id} appears twice in this batch")
        seen.add(statement_id)


def _check_people(statements: list[dict[str, Any]], caller: Caller) -> None:
    """Refuse people whom this caller may not write about, and authorities that aren't its own."""
    own = settings.PUBLIC_URL
    learners: dict[str, str] = {}
    for index, statement in enumerate(statements):
        prefix = f"[{index}]." if len(statements) > 1 else ""
        if "authority" in statement:
            _check_authority(statement["authority"], caller, f"{prefix}authority")
        for path, agent in agents_in(statement):
            account = agent.get("account")
            if account and account["homePage"] == own:
                learners.setdefault(account["name"], f"{prefix}{path}.account.name")
            if caller.accounts_only:
                _check_opaque(agent, own, f"{prefix}{path}")
    if learners:
        _check_learners(learners, caller)


def _check_authority(authority: dict[str, Any], caller: Caller, path: str) -> None:
    """An authority other than one's own is replaced (Data 2.4.9) unless it poses as one of ours."""
    foreign = authority != caller.authority
    ours = authority.get("account", {}).get("homePage") == settings.PUBLIC_URL
    if foreign and (ours or caller.accounts_only):
        raise Forbidden(path, "is not these credentials' own; leave it out, the platform writes it")


def _check_opaque(agent: dict[str, Any], own: str, path: str) -> None:
    if "name" in agent and agent.get("objectType") != "Group":
        raise Invalid(f"{path}.name", "people appear as opaque accounts only; leave the name out")
    if agent.get("objectType") == "Group" and "member" in agent and "account" not in agent:
        return
    if agent.get("account", {}).get("homePage") != own:
        raise Invalid(path, f"people appear as accounts with the home page {own} only")


def _check_learners(learners: dict[str, str], caller: Caller) -> None:
    paths = paths_of_learners(learners.keys())
    for name, where in learners.items():
        if name not in paths:
            raise Forbidden(where, "no such account of this platform")
        if not paths[name].startswith(caller.path):
            raise Forbidden(where, "these credentials' organisation may not write about this person")
