"""Agents and groups (1.0.3 Data 2.4.2; 2.0 §4.2.2.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.values import (
    check_iri,
    check_mbox,
    check_sha1,
    check_text,
    known_keys,
    wrong,
)

IDENTIFIERS = frozenset({"mbox", "mbox_sha1sum", "openid", "account"})
AGENT = frozenset({"objectType", "name"}) | IDENTIFIERS
GROUP = AGENT | {"member"}
ACCOUNT = frozenset({"homePage", "name"})
MAX_MEMBERS = 2000


def check_account(value: Any, path: str) -> None:
    known_keys(value, ACCOUNT, path)
    if len(value) != 2:
        raise Invalid(path, "needs both homePage and name")
    check_iri(value["homePage"], f"{path}.homePage")
    check_text(value["name"], f"{path}.name")
    if not value["name"] or len(value["name"]) > 500:
        wrong(f"{path}.name", "1 to 500 characters", value["name"])


_check: dict[str, Callable[[Any, str], None]] = {
    "mbox": check_mbox,
    "mbox_sha1sum": check_sha1,
    "openid": check_iri,
    "account": check_account,
}


def _check_identifier(value: dict[str, Any], path: str, required: bool) -> bool:
    """Check the one identifier; whether there is one."""
    present = IDENTIFIERS & value.keys()
    if len(present) == 1:
        name = next(iter(present))
        _check[name](value[name], f"{path}.{name}")
        return True
    if present:
        raise Invalid(path, f"has more than one identifier: {', '.join(sorted(present))}")
    if required:
        raise Invalid(path, "needs one identifier: account, mbox, mbox_sha1sum or openid")
    return False


def check_agent(value: Any, path: str) -> None:
    """An agent, not a group."""
    known_keys(value, AGENT, path)
    if value.get("objectType", "Agent") != "Agent":
        wrong(f"{path}.objectType", '"Agent"', value["objectType"])
    if "name" in value:
        check_text(value["name"], f"{path}.name")
    _check_identifier(value, path, required=True)


def check_group(value: Any, path: str) -> None:
    """A group: identified, or anonymous with members."""
    known_keys(value, GROUP, path)
    if value.get("objectType") != "Group":
        wrong(f"{path}.objectType", '"Group"', value.get("objectType"))
    if "name" in value:
        check_text(value["name"], f"{path}.name")
    identified = _check_identifier(value, path, required=False)
    if "member" in value:
        _check_members(value["member"], f"{path}.member", required=not identified)
    elif not identified:
        raise Invalid(f"{path}.member", "is needed in a group without an identifier")


def _check_members(members: Any, path: str, required: bool) -> None:
    if type(members) is not list:
        wrong(path, "an array of agents", members)
    if required and not members:
        raise Invalid(path, "is empty; a group without an identifier needs members")
    if len(members) > MAX_MEMBERS:
        raise Invalid(path, f"has more than {MAX_MEMBERS} members")
    for index, member in enumerate(members):
        check_agent(member, f"{path}[{index}]")


def check_actor(value: Any, path: str) -> None:
    """An agent or a group, whichever `objectType` says."""
    if type(value) is dict and value.get("objectType") == "Group":
        check_group(value, path)
    else:
        check_agent(value, path)


def check_authority(value: Any, path: str) -> None:
    """An agent, or an anonymous group of two agents (a consumer and a user)."""
    check_actor(value, path)
    if value.get("objectType") != "Group":
        return
    if IDENTIFIERS & value.keys():
        raise Invalid(path, "as a group it may not have an identifier")
    if len(value["member"]) != 2:
        wrong(f"{path}.member", "exactly two agents", value["member"])


def identifier(agent: dict[str, Any]) -> str:
    """The one text that stands for an agent or identified group; "" for an anonymous group."""
    if "account" in agent:
        # The home page is an IRI, so it can't hold the separator.
        return f"account\x1f{agent['account']['homePage']}\x1f{agent['account']['name']}"
    for name in ("mbox", "mbox_sha1sum", "openid"):
        if name in agent:
            return f"{name}\x1f{agent[name]}"
    return ""


def everyone_in(agent: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The agent or group itself and a group's members."""
    yield agent
    yield from agent.get("member", ())
