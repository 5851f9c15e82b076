"""Telling followers, in the background."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from santong.domains.platform.discussion.following import tell_followers
from santong.kit.jobs.declare import job


@job(title=gettext_lazy("Tell who follows a discussion"))
def tell_what_was_said() -> None:
    """What was said since, to everybody who hasn't been told within the hour."""
    tell_followers()
