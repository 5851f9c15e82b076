"""Undo: an action that can be taken back offers a step, the toast shows a button for it.

@undoable("students.remove")
def _restore(viewer: Viewer, payload: dict[str, Any]) -> str: ...

offer(request, _("Removed 3 pupils."), handler="students.remove", payload={"ids": [...]})
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.models import UndoStep

LIFETIME = timedelta(hours=1)
"""Long enough to notice a mistake after the toast has gone and come back from the history."""

Handler = Callable[[Viewer, dict[str, Any]], str]
_handlers: dict[str, Handler] = {}


class CannotUndo(Exception):
    """The step is used, out of date or somebody else's; the text says what to do instead."""


def undoable(name: str) -> Callable[[Handler], Handler]:
    """Register the function that takes an action back; it returns the sentence to show."""

    def register(handler: Handler) -> Handler:
        if name in _handlers:
            raise ValueError(f"undo handler {name!r} is registered twice")
        _handlers[name] = handler
        return handler

    return register


def keep_step(viewer: Viewer, *, handler: str, payload: dict[str, Any], lifetime: timedelta = LIFETIME) -> UndoStep:
    """Write down how to take an action back; call it in the action's transaction."""
    if handler not in _handlers:
        raise KeyError(f"no undo handler {handler!r}")
    if viewer.person_id is None:
        raise ValueError("nobody can't undo")
    return UndoStep.objects.create(
        person_id=viewer.person_id,
        handler=handler,
        payload=payload,
        expires_at=timezone.now() + lifetime,
    )


def offer(request: Request, text: str, *, handler: str, payload: dict[str, Any]) -> UndoStep:
    """Tell the person what happened, with a button that takes it back."""
    step = keep_step(request.viewer, handler=handler, payload=payload)
    messages.success(request, text, extra_tags=f"undo:{reverse('kit:undo', args=[step.pk])}")
    return step


def take_back(viewer: Viewer, step_id: UUID) -> str:
    """Undo a step once. Returns the sentence to show; raises `CannotUndo`."""
    with transaction.atomic():
        step = (
            UndoStep.objects.select_for_update()
            .filter(pk=step_id, person_id=viewer.person_id or 0, used_at=None, expires_at__gt=timezone.now())
            .first()
        )
        if step is None:
            raise CannotUndo
        text = _handlers[step.handler](viewer, step.payload)
        step.used_at = timezone.now()
        step.save(update_fields=["used_at"])
    return text
