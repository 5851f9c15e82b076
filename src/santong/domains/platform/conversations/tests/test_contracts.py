"""What declared pages hold by contract."""

from __future__ import annotations

from typing import Any

from santong.domains.platform.access.testing import PagesContract, Region
from santong.domains.platform.conversations.models import Rules
from santong.domains.platform.conversations.rules_pages import RulesPages
from santong.domains.platform.organisations.public import create_class
from santong.kit.access import SYSTEM


class TestRules(PagesContract):
    """Who keeps a school decides."""

    pages = RulesPages
    keeper = "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Rules:
        # A school has one row; what the contract asks of several is asked of places inside of it.
        place = create_class(acting=SYSTEM, grade=region.grade, number=30 + number)
        return Rules.objects.create(school=place, path=place.path)

    def test_the_keeper_makes_one_from_what_was_typed(self) -> None:
        """The empty form holds the defaults: to send it as it is, is to decide for them."""
        client, lake = self.kept(), self.region.lake
        assert self.send(client, self.page.url("new"), {"kept_years": 9}).status_code == 422
        assert self.send(client, self.page.url("new"), {"tells_from": "07:30"}).status_code == 302
        assert Rules.objects.get(school=lake).path == lake.path

    def changed(self) -> dict[str, Any]:
        """Hours of its own."""
        return {"tells_from": "08:00", "tells_until": "18:00", "withdrawn_within": 3, "kept_years": 3}
