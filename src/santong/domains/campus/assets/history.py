"""The history of assets: how each one stood after something had happened to it. Rows are only added."""

from __future__ import annotations

from collections.abc import Iterable

from santong.domains.campus.assets.models import Asset, Movement
from santong.kit.access import Viewer

STANDS = ("state", "room_id", "keeper_id", "words")
"""What of an asset its history keeps."""


def _movement(acting: Viewer, asset: Asset) -> Movement:
    return Movement(asset=asset, person_id=acting.person_id, **{name: getattr(asset, name) for name in STANDS})


def note(acting: Viewer, asset: Asset) -> None:
    """Add to the history how an asset stands, if that isn't how it stood."""
    last = Movement.objects.belonging_to(asset=asset).order_by("-pk").first()
    if last is None or any(getattr(last, name) != getattr(asset, name) for name in STANDS):
        _movement(acting, asset).save()


def note_many(acting: Viewer, assets: Iterable[Asset]) -> None:
    """Add to the histories of assets that were just changed how they stand."""
    Movement.objects.bulk_create([_movement(acting, asset) for asset in assets])
