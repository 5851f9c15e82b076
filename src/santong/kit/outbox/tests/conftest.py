from __future__ import annotations

import pytest
from django.core.cache import cache

from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.kit.outbox.tests.device import Device


@pytest.fixture
def device(region: Region) -> Device:
    """The device of the class teacher of the first class at the lake."""
    cache.clear()
    person = somebody("class_teacher", region.first, "teacher")
    return Device(person, client_of(person))


@pytest.fixture
def other(region: Region) -> Device:
    """The device of somebody else."""
    person = somebody("class_teacher", region.second, "other")
    return Device(person, client_of(person))
