"""Words that may not be published are refused in tasks, at their field, with what was typed kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from santong.domains.platform.access.testing import Region, signed_in
from santong.domains.platform.moderation.public import Effect, Word, put_word
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db


def test_forbidden_words_are_named_at_their_field(region: Region):
    put_word(acting=SYSTEM, word=Word(organisation=region.city, effect=Effect.REFUSE), text="打牌")
    typed = {
        "issuer": region.lake.pk, "title": "整改", "aim": "不许打牌", "source": "meeting",
        "due": timezone.localdate() + timedelta(days=9),
    }  # fmt: skip
    page = signed_in("principal", region.lake).post("/supervised/new/", typed)
    assert page.status_code == 422
    assert "打牌" in page.content.decode()
    assert list(page.context["form"].errors) == ["aim"]
