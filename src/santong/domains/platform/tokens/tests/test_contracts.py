"""What the pages of tokens keep, as all declared pages do."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from santong.domains.platform.access.testing import PagesContract, Region, somebody
from santong.domains.platform.tokens.models import Token
from santong.domains.platform.tokens.views import TokenPages


class TestTokens(PagesContract):
    pages = TokenPages
    keeper, reader = "school_it", "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> Token:
        return Token.objects.create(
            name=f"System {number}", purpose="Timetables", organisation=region.lake, path=region.lake.path,
            holder=somebody("school_it", region.lake, f"holder{number}"), key=f"key{number}", digest="x",
            expires=timezone.now() + timedelta(days=9), scopes=[],
        )  # fmt: skip
