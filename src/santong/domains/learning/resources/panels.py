"""Panels of the page of a resource, and the place where other modules add theirs."""

from __future__ import annotations

from santong.kit.pages import Panel

_added: list[Panel] = []


def add_panel(panel: Panel) -> None:
    """Show a panel of another module on the page of every resource; call it at start-up.

    Its `html(request, row)` gets a `Resource` that the viewer may see, and leaves itself out by answering "".
    """
    if panel not in _added:
        _added.append(panel)


def added_panels() -> tuple[Panel, ...]:
    """The panels of other modules."""
    return tuple(_added)
