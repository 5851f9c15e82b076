"""What tests of several folders share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from santong.kit.testing.postgres import PostgresMissing
from tests.topology.natively import Production, production


@pytest.fixture(scope="session")
def made() -> Iterator[Production]:
    """The topology of compose.yaml with the small region, started natively."""
    try:
        with production(SANTONG_DEMO="1", LOG_LEVEL="WARNING") as running:
            yield running
    except PostgresMissing as missing:
        pytest.skip(str(missing))
