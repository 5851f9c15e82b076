"""Quick answers: they go before all else, for reading alone, and leave to the usual way what they don't know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from santong.kit.quick import QuickAnswer, QuickMiddleware, answers
from santong.kit.registry import registry


def usual(request: HttpRequest) -> HttpResponse:
    return HttpResponse("usual")


@pytest.fixture
def middleware() -> Iterator[QuickMiddleware]:
    known = QuickAnswer("/ask/", lambda request: HttpResponse("quick") if "quick" in request.GET else None)
    answers.cache_clear()
    with registry.declaring(known, alone=True):
        yield QuickMiddleware(usual)
    answers.cache_clear()


@pytest.mark.parametrize(
    ("method", "address", "said"),
    [
        ("get", "/ask/?quick=1", "quick"),
        ("get", "/ask/", "usual"),
        ("post", "/ask/?quick=1", "usual"),
        ("get", "/ask/more/?quick=1", "usual"),
        ("get", "/?quick=1", "usual"),
    ],
)
def test_only_what_is_known_is_answered_quickly(middleware: QuickMiddleware, method: str, address: str, said: str):
    request = getattr(RequestFactory(), method)(address)
    assert middleware(request).content.decode() == said


@pytest.mark.parametrize("path", ["ask/", "/ask", ""])
def test_half_an_address_stops_the_start(path: str):
    assert list(QuickAnswer(path, usual).faults())


def test_a_whole_address_is_taken():
    assert not list(QuickAnswer("/ask/", usual).faults())
