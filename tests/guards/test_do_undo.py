"""Whatever is done and undone, in whatever order: nothing fails, refusals have reasons, what is undone is as before."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.guards.sequences.region import Region, build
from tests.guards.sequences.running import Findings, disagreements, run
from tests.guards.sequences.steps import STEPS

pytestmark = pytest.mark.django_db
EXAMPLES = 40
LENGTH = 6


@pytest.fixture
def region() -> Region:
    logging.disable(logging.CRITICAL)
    return build()


@pytest.fixture(autouse=True)
def loud_again() -> Iterator[None]:
    yield
    logging.disable(logging.NOTSET)


class Drawn:
    """Choices that Hypothesis makes, and makes smaller when something fails."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data

    def choice(self, options: Sequence[Any]) -> Any:
        return options[self.data.draw(st.integers(0, len(options) - 1))]


def test_the_region_agrees_with_itself(region):
    assert not disagreements()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_sequences_of_doing_and_undoing(region, data):
    findings = Findings()
    run(region, Drawn(data), STEPS, LENGTH, findings)
    assert not findings.errors, findings.errors[0]
    assert not findings.unexplained, findings.unexplained[0]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_every_step_alone_goes_back(region, step):
    class First:
        def choice(self, options: Sequence[Any]) -> Any:
            return options[0]

    findings = Findings()
    run(region, First(), [step], 1, findings)
    assert not findings.errors, findings.errors[0]
    assert not findings.unexplained, findings.unexplained[0]
    assert findings.steps, "this step was refused or found nothing to be done to"
