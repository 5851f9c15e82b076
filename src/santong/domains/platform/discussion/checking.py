"""Texts are checked against the region's word lists before and after they are written."""

from __future__ import annotations

from django.utils.translation import gettext as _

from santong.domains.platform.discussion.models import COMMENT, LONGEST
from santong.domains.platform.moderation.public import check, review
from santong.kit.refusals import NotPossible


def demand_fit(text: str, path: str) -> None:
    """Refuse what is too long, and words that may not be published at all, naming them."""
    if len(text) > LONGEST:
        limits = {"n": len(text), "most": LONGEST}
        raise NotPossible(_("This has %(n)s characters, but at most %(most)s fit. Shorten it.") % limits, field="text")
    refusal = check({"text": text}, path=path).refusal
    if refusal:
        raise NotPossible(refusal, field="text")


def is_shown(comment: int) -> bool:
    """Check a comment as it is now; whether others see it without a moderator's look."""
    return review(kind=COMMENT, object_id=comment) == "released"
