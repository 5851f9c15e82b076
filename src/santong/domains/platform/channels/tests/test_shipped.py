"""Every installation has a channel for each medium, also after a database was emptied."""

from __future__ import annotations

import pytest

from santong.domains.platform.channels.kinds import Medium
from santong.domains.platform.channels.models import Channel
from santong.domains.platform.channels.shipped import load_after_migration


@pytest.mark.django_db
def test_there_is_one_channel_for_each_medium_and_what_is_set_up_stays():
    Channel._base_manager.exclude(medium="email").delete()
    Channel._base_manager.filter(medium="email").update(is_on=True)
    load_after_migration()
    assert set(Channel._base_manager.values_list("medium", flat=True)) == set(Medium.values)
    assert Channel._base_manager.get(medium="email").is_on
