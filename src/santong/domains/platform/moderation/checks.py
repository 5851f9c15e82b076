"""Start-up checks: what other modules let be held must exist."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from santong.domains.platform.moderation import holdables


@register()
def kinds_that_can_be_held(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A kind under a wrong name would open cases that nobody could look at."""
    return [Error(problem, id="santong.moderation.E001") for problem in holdables.problems()]
