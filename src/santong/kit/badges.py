"""The numbers beside menu items: what waits for a viewer, counted seldom and shown on every page."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from django.core.cache import cache

from santong.kit.access.viewer import Viewer
from santong.kit.menu import MenuItem

SECONDS = 30
"""How old a number may be that somebody else's work, or a job, has changed."""


def badges_of(viewer: Viewer, items: Iterable[MenuItem]) -> dict[str, int]:
    """By the items' address names; counted anew after everything that the viewer does (`forget_badges`)."""
    counted = [item for item in items if item.badge]
    if not counted:
        return {}
    found: dict[str, int] | None = cache.get(_key(viewer))
    if found is None:
        found = {item.url_name: item.badge(viewer) for item in counted if item.badge}
        cache.set(_key(viewer), found, SECONDS)
    return found


def forget_badges(viewer: Viewer) -> None:
    """Count anew for the next page. Other web processes without a common cache do so within `SECONDS`."""
    cache.delete(_key(viewer))


def _key(viewer: Viewer) -> str:
    grants = repr(sorted((grant.role, grant.path) for grant in viewer.grants))
    return f"badges-{viewer.person_id}-{blake2b(grants.encode(), digest_size=8).hexdigest()}"
