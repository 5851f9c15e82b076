"""What tests of several folders, and of several workers, share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from santong.kit.testing.postgres import PostgresMissing
from santong.kit.testing.sharing import shared
from tests.topology.natively import Production, production


@pytest.fixture(scope="session")
def made() -> Iterator[Production]:
    """The topology of compose.yaml with the small region, started natively."""
    try:
        with shared(Path(os.environ["SANTONG_HOME"], "production-served"), _production) as told:
            yield Production.heard(told)
    except PostgresMissing as missing:
        pytest.skip(str(missing))


@contextmanager
def _production() -> Iterator[str]:
    with production(SANTONG_DEMO="1", LOG_LEVEL="WARNING") as running:
        yield running.told()
