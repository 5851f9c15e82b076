"""What pages with a player may do more than others."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from csp.decorators import csp_update

View = TypeVar("View", bound=Callable[..., object])


def plays_media(view: View) -> View:
    """Let the page use `blob:` addresses for media, as which HLS reaches a video. No other page may."""
    return cast(View, csp_update({"media-src": ["blob:"]})(view))  # type: ignore[arg-type, type-var]
