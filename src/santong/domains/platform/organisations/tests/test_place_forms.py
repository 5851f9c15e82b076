"""Which places people choose for a row: open ones, their own; the only one without being asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, somebody
from santong.domains.platform.organisations.public import close_organisation, offices_held, schools_held
from santong.kit.access import SYSTEM, Viewer

pytestmark = pytest.mark.django_db


def viewer(role: str, place: Any) -> Viewer:
    return viewer_in(somebody(role, place, f"{role}-{place.pk}"), "staff")


def test_offices_are_ones_own_and_schools_all_below(region: Region):
    officer, head = viewer("county_officer", region.east), viewer("principal", region.lake)
    assert list(offices_held(officer, "organisations.view")) == [region.east]
    assert list(offices_held(head, "organisations.view")) == [region.lake]
    assert list(schools_held(officer, "organisations.view")) == [region.lake, region.hill]
    assert list(schools_held(head, "organisations.view")) == [region.lake]


def test_closed_places_are_not_offered(region: Region):
    officer, head = viewer("county_officer", region.east), viewer("principal", region.hill)
    close_organisation(acting=SYSTEM, organisation=region.hill, last_day=timezone.localdate() - timedelta(days=1))
    assert list(schools_held(officer, "organisations.view")) == [region.lake]
    assert list(offices_held(head, "organisations.view")) == []


def test_nobody_chooses_without_the_permission(region: Region):
    teacher = viewer("class_teacher", region.first)
    assert not schools_held(teacher, "organisations.change").exists()
    assert not offices_held(teacher, "organisations.change").exists()
