"""Answers to what machines ask all the time, given before sessions, languages and policies are worked out.

    QuickAnswer("/screen/content/", nothing_new)

Everything around a page costs more than a millisecond; whatever a hundred thousand devices ask every few seconds has to
do without it. So such an answer says nothing but that nothing is new, and whatever isn't as usual takes the usual way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest, HttpResponse

from santong.kit.registry import Declared, registry


@dataclass(frozen=True)
class QuickAnswer(Declared):
    """What answers at an address: `answer(request)`, None where the request takes the usual way."""

    path: str
    answer: Callable[[HttpRequest], HttpResponse | None]

    def faults(self) -> Iterator[str]:
        """Something else than a whole address."""
        if not (self.path.startswith("/") and self.path.endswith("/")):
            yield f"the quick answer at {self.path!r} names no whole address"


@cache
def answers() -> Mapping[str, Callable[[HttpRequest], HttpResponse | None]]:
    """What answers quickly, by address."""
    return {each.path: each.answer for each in registry.of(QuickAnswer)}


class QuickMiddleware:
    """Tries the quick answer of an address first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        quick = answers().get(request.path_info)
        found = quick(request) if quick is not None and request.method == "GET" else None
        return self.get_response(request) if found is None else found
