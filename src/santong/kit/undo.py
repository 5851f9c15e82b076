"""Undo: an action that can be taken back offers a step, the toast shows a button for it.

@undoable("students.remove")
def _restore(viewer: Viewer, payload: dict[str, Any]) -> str: ...

offer(request, _("Removed 3 pupils."), handler="students.remove", payload={"ids": [...]})
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.models import UndoStep
from santong.kit.refusals import NotPossible

LIFETIME = timedelta(hours=1)
"""Long enough to notice a mistake after the toast has gone and come back from the history."""

Handler = Callable[[Viewer, dict[str, Any]], str]
_handlers: dict[str, Handler] = {}


class CannotUndo(Exception):
    """It can't be taken back any more; the text says why, in the person's words."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason or _("This can no longer be undone: it is too long ago or already undone."))


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


@contextmanager
def explained() -> Iterator[None]:
    """What went on since an action may leave nothing to take back: say so, whichever row it was that is missing."""
    try:
        yield
    except (Http404, ObjectDoesNotExist) as gone:
        text = _("This can't be undone: what it concerned is gone since, or no longer yours to see.")
        raise CannotUndo(text) from gone
    except PermissionDenied as refused:
        raise CannotUndo(_("This can't be undone: you may no longer change what it concerned.")) from refused
    except NotPossible as problem:
        raise CannotUndo(str(problem)) from problem
    except IntegrityError as taken:
        text = _("This can't be undone: something else has taken its place or been built on it since.")
        raise CannotUndo(text) from taken


def take_back(viewer: Viewer, step_id: UUID) -> str:
    """Undo a step once. Returns the sentence to show; raises `CannotUndo`, and nothing is changed then."""
    with explained(), transaction.atomic():
        step = (
            UndoStep.objects.select_for_update()
            .filter(pk=step_id, person_id=viewer.person_id or 0, used_at=None, expires_at__gt=timezone.now())
            .first()
        )
        if step is None:
            raise CannotUndo
        if step.handler not in _handlers:
            raise CannotUndo(_("A newer version can't undo this any more. Change it back by hand."))
        text = _handlers[step.handler](viewer, step.payload)
        step.used_at = timezone.now()
        step.save(update_fields=["used_at"])
    return text
