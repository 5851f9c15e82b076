"""Texts that others will read are checked against the region's word lists."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from santong.domains.learning.resources.models import Resource, Version
from santong.domains.platform.moderation.public import check, review, state_of
from santong.kit.refusals import NotPossible

RESOURCE = Resource._meta.label_lower
PLACES = ("title", "summary", "keywords", "source")


def texts_of(version: Version) -> dict[str, str]:
    """What a version says about itself, by field."""
    return {name: str(version.data.get(name) or "") for name in PLACES}


def refuse_forbidden(texts: Mapping[str, str], path: str) -> None:
    """Refuse texts with words that may not be published at all, naming them."""
    refusal = check(texts, path=path).refusal
    if refusal:
        raise NotPossible(refusal)


def demand_short(text: str, most: int) -> None:
    """Refuse what would have to be cut to be kept; `most` is in characters."""
    if len(text) > most:
        limits = {"n": len(text), "most": most}
        raise NotPossible(_("This has %(n)s characters, but at most %(most)s fit. Shorten it.") % limits)


def is_held(kind: str, key: int) -> bool:
    """Check an object as it is now; whether a moderator has to look before others see it."""
    return review(kind=kind, object_id=key) != "released"


def demand_released(resource: Resource) -> None:
    """Refuse what moderation holds."""
    case = state_of(RESOURCE, resource.pk)
    if case is not None and case.is_withheld:
        raise NotPossible(
            _("Moderation holds it because of “%(words)s”. It can be admitted once a moderator has released it.")
            % {"words": case.words}
        )
