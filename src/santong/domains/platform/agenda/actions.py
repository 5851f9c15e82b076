"""Writes on calendars: opening and closing the ways of reading one's own elsewhere."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.platform.agenda.models import KEEP, Feed
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.models.credentials import digest
from santong.kit.refusals import NotPossible
from santong.kit.steps import Is, step

MOST_FEEDS = 20
USE_NOTED = timedelta(minutes=10)
"""How often the last use of a feed is written down at most."""


def open_feed(*, acting: Viewer, name: str, way: str, kinds: Sequence[str]) -> tuple[Feed, str]:
    """A way of reading one's calendar elsewhere, and its secret, which is shown this once."""
    acting.demand(KEEP)
    if Feed.objects.of_acting(acting).filter(revoked_at=None).count() >= MOST_FEEDS:
        raise NotPossible(_("At most %(most)s can be open. Close one that you no longer use.") % {"most": MOST_FEEDS})
    secret = secrets.token_urlsafe(32)
    with transaction.atomic(), named("agenda.open_feed"):
        feed = Feed.objects.create(
            person_id=acting.person_id,
            name=name,
            way=way,
            kinds=list(kinds),
            category=acting.category,
            digest=digest(secret),
        )
    return feed, secret


def _is_closed(acting: Viewer, feed: Feed) -> str:
    """It can be closed once."""
    return _("It is closed already.") if feed.revoked_at else ""


@step(Feed, "agenda.close_feed", who=Is("person_id"), unless=(_is_closed,))
def close_feed(*, acting: Viewer, feed: Feed) -> None:
    """Have its secret open nothing any more."""
    feed.revoked_at = timezone.now()


def note_use(feed: Feed, now: datetime) -> None:
    """That it was read, for whoever looks which of theirs is still in use."""
    if feed.used_at is None or now - feed.used_at > USE_NOTED:
        Feed.objects.again([feed]).update_quietly(used_at=now)
