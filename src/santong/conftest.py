"""What tests of all modules may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from santong.domains.platform.access.testing import Region


@pytest.fixture
def region(db: None) -> Region:
    """Two counties with their schools and classes; people are made where a test needs them (`somebody`)."""
    # This file is read before Django is set up, and then models can't be imported yet.
    from santong.domains.platform.access.testing import make_region

    return make_region()
