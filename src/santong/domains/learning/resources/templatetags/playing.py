"""Players in pages."""

from __future__ import annotations

from typing import Any

from django import template

from santong.domains.learning.resources.models import Resource
from santong.domains.learning.resources.ways import context_of
from santong.domains.platform.files.public import Shown
from santong.kit.http import Request

register = template.Library()


@register.filter
def clock(seconds: float) -> str:
    """Seconds as people read them.

    >>> clock(75.4), clock(3661)
    ('1:15', '1:01:01')
    """
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


@register.inclusion_tag("resources/playing/player.html", takes_context=True)
def player(context: dict[str, Any], row: Resource, shown: Shown) -> dict[str, Any]:
    """The player of a file that the viewer may read; the page's view needs `plays_media`.

    Its style, `frontend/styles/playing.css`, is linked in the page's head.
    """
    request: Request = context["request"]
    return {"request": request, "csrf_token": context["csrf_token"], **context_of(request.viewer, row, shown)}
