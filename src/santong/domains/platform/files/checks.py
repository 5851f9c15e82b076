"""Start-up checks: rules of reading come from declared modules."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from santong.domains.platform.files import readers
from santong.kit.registry import registry


@register()
def reading_rules(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A rule under a name that no module has would never be found by whoever reviews access."""
    known = {module.name for module in registry.modules}
    return [
        Error(f"files.readers: no module is called {name!r}", id="santong.files.E001")
        for name in readers.modules()
        if name not in known
    ]
