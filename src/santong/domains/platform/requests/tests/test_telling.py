"""What the asker of a request is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from santong.domains.platform.access.testing import client_of
from santong.domains.platform.identity.public import Person
from santong.domains.platform.requests.actions import agree, refuse, return_to
from santong.domains.platform.requests.tests.conftest import Office, viewer
from santong.kit.steps.back import BACK, payload_of
from santong.kit.undo import keep_step, take_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(office: Office) -> Office:
    office.teacher.language = "en"
    office.teacher.save()
    return office


def told(person: Person) -> str:
    """The list of notices of a person, as a page."""
    return client_of(person).get("/notices/").content.decode()


@pytest.mark.parametrize(
    ("decide", "words"), [(agree, "Your request was granted"), (refuse, "Your request was not approved")]
)
def test_whoever_asked_is_told_once_how_it_ended(office: Office, decide: Callable[..., object], words: str):
    request = office.ask()
    assert "出行" not in told(office.teacher)
    decide(acting=viewer(office.head), request=request, words="好")
    page = told(office.teacher)
    assert page.count(f"{words}: 出行") == 1, "in their own language"
    assert "家访" not in page, "not what was asked for: a title leaves the product"
    assert "出行" not in told(office.head)


def test_what_comes_back_waits_and_is_not_told_besides(office: Office):
    request = office.ask()
    return_to(acting=viewer(office.head), request=request, words="请写清楚")
    assert "出行" not in told(office.teacher)


def test_a_decision_that_is_undone_is_told_anew(office: Office):
    request, head = office.ask(), viewer(office.head)
    for number in range(2):
        taken = agree.take(head, request, {"words": "好"})
        step = keep_step(head, handler=BACK, payload=payload_of([taken]))
        if not number:
            take_back(head, step.pk)
            assert 'class="tag neutral"' in told(office.teacher), "withdrawn with it"
            request.refresh_from_db()
    assert told(office.teacher).count("Your request was granted") == 2
