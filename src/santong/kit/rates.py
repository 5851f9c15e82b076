"""How often somebody may ask within a minute."""

from __future__ import annotations

import time

from django.core.cache import cache


def seconds_to_wait(name: str, per_minute: int) -> int:
    """Count a request of `name` in this minute; the seconds to wait when it was one too many, else 0.

    0 per minute means no limit.
    """
    if not per_minute:
        return 0
    minute, second = divmod(int(time.time()), 60)
    key = f"rate-{name}-{minute}"
    cache.add(key, 0, 120)
    return 60 - second if cache.incr(key) > per_minute else 0
