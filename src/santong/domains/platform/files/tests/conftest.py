"""A school with people who have files, in a home of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client

from santong.domains.platform.access.public import Appointment, viewer_of
from santong.domains.platform.files.tests.cast import Person, Tus, people
from santong.domains.platform.organisations.public import Organisation

__all__ = ["viewer_of"]


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    """An empty storage and an empty folder of uploads."""
    settings.HOME = tmp_path
    options = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "files")},
    }
    settings.STORAGES = {**settings.STORAGES, "default": options}
    assert "default" in storages.backends
    return tmp_path


@pytest.fixture
def school(db) -> Organisation:
    city = Organisation(kind="city_bureau", name="City", path="0001")
    city.save()
    made = Organisation(kind="school", name="School", path="00010001", parent=city)
    made.save()
    return made


@pytest.fixture
def cast(school, home, settings) -> dict[str, Person]:
    """`owner` and `other` teach, `it` is school IT, `pupil` learns."""
    settings.DEMO = True  # a second factor isn't demanded there
    found = people(school)
    assert Appointment.objects.count() == len(found)
    return found


@pytest.fixture
def owner(cast) -> Tus:
    return Tus(cast["owner"])


@pytest.fixture
def other(cast) -> Tus:
    return Tus(cast["other"])


@pytest.fixture
def stranger(db) -> Client:
    return Client()
