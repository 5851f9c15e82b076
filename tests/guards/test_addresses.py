"""Every address refuses strangers, unless it stands in the list of open ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.converters import (
    IntConverter,
    PathConverter,
    SlugConverter,
    StringConverter,
    UUIDConverter,
)
from django.utils.regex_helper import normalize

OPEN = {
    "health-live",
    "health-ready",
    "set_language",
    "account_login",
    "account_logout",
    "activation",
    "activation-person",
    "activation-password",
    "accounts:help-ask",
    "accounts:help-asked",
    "enrolment:come-back",
    "enrolment:leave",
    "enrolment:open",
    "enrolment:own",
    "outbox:device",
    "outbox:worker",
    "screens:player",
    "screens:code",
    "screens:worker",
    "dashboards:wall",
    "dashboards:wall-code",
}
"""Names of addresses that somebody who isn't signed in may use."""

OPEN_PREFIXES = ("demo", "xapi/", "xAPI/", "styleguide", "oauth/")

EXAMPLES = {
    IntConverter: "1",
    StringConverter: "x",
    SlugConverter: "x",
    PathConverter: "x",
    UUIDConverter: "00000000-0000-4000-8000-000000000000",
}


def addresses(patterns: list, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, prefix + example(pattern), inner)
        elif isinstance(pattern, URLPattern):
            yield prefix + example(pattern), f"{space}{pattern.name or ''}", pattern


def example(pattern: URLPattern | URLResolver) -> str:
    route = pattern.pattern
    if not hasattr(route, "_route"):
        return normalize(route._regex)[0][0] if route._regex else ""
    text = str(route._route)
    for name, converter in route.converters.items():
        kind = next(v for k, v in EXAMPLES.items() if isinstance(converter, k))
        for form in (f"<{name}>", *(f"<{k}:{name}>" for k in ("int", "str", "slug", "path", "uuid"))):
            text = text.replace(form, kind)
    return text


def closed() -> list[tuple[str, str]]:
    return sorted(
        (f"/{address}", name)
        for address, name, _pattern in addresses(get_resolver().url_patterns)
        if name not in OPEN and not address.startswith(OPEN_PREFIXES)
    )


@pytest.mark.django_db
def test_a_stranger_is_refused_everywhere():
    client = Client(raise_request_exception=False)
    let_in = []
    for address, name in closed():
        for method in (client.get, client.post):
            response = method(address)
            if response.status_code not in (302, 401, 403, 404, 405) or (
                response.status_code == 302
                and "/account/" not in response["Location"]
                and "login" not in response["Location"]
            ):
                let_in.append(f"{method.__name__} {address} ({name}): {response.status_code}")
    assert not let_in


def test_the_list_of_open_addresses_is_not_stale():
    known = {name for _address, name, _pattern in addresses(get_resolver().url_patterns)}
    assert known >= OPEN


def test_no_address_hides_another():
    """Modules are mounted by the alphabet: an address of one that fits another's is told, not left to their order."""
    hidden = [
        f"/{address} ({name})"
        for address, name, pattern in addresses(get_resolver().url_patterns)
        if resolve(f"/{address}").func is not pattern.callback
        and not name.startswith("api:")  # where each verb of an address is a pattern
    ]
    assert not hidden
