"""What may come from an outbox: kinds of entries, declared where they are done.

    @intake(
        "notices.acknowledge", _("Acknowledge a notice"),
        form=AnswerForm, model=Recipient, who=Is("person_id"),
    )
    def answer_later(*, acting: Viewer, row: Recipient, data: dict[str, Any], entry: Entry) -> None:
        acknowledge(acting=acting, received=row, answer=data["answer"])

The island `queued` sends a form so, other islands call `put` of `frontend/outbox/queue.ts`. What a device sends is
checked as if it came from a page: the row is fetched for the viewer (gone or not theirs: refused), `who` is asked as by
a step, the form says what is wrong with a field, and the function raises `NotPossible` for what can't be done as things
are. It runs in one transaction with the note that it ran, at most once for an entry, after all earlier ones of its
stream. What is refused is kept, sealed, and shown to the person, who corrects it or puts it away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Model

from santong.kit.models import ScopedModel
from santong.kit.refusals import NotPossible
from santong.kit.registry import Label
from santong.kit.steps import Who

ROW = "row"
"""Under which name what is sent has the key of its row."""


@dataclass(frozen=True)
class Entry:
    """What is known of an entry beside its fields.

    `made_at` is when it was made, by the server's clock; `skew` how far the device's clock is ahead. `base` is the
    version that the person had before them, as the page said it. `is_corrected` when the person sends it anew from
    the page of what was refused.
    """

    made_at: datetime
    skew: timedelta = timedelta()
    base: str = ""
    is_corrected: bool = False


Body = Callable[..., Mapping[str, Any] | None]


@dataclass(frozen=True)
class Intake:
    """A kind of entries; see the module and `intake`."""

    name: str
    label: Label
    body: Body
    form: type[forms.Form]
    model: type[ScopedModel] | None
    who: Who | None
    as_of_making: timedelta | None
    keeps_moments: bool
    version: Callable[[Any], str] | None

    def address_of(self, row: Model | None) -> str:
        """The page of the row, "" when it has none."""
        found = getattr(row, "get_absolute_url", None)
        return found() if found else ""


_intakes: dict[str, Intake] = {}


def intake(
    name: str,
    label: Label,
    *,
    form: type[forms.Form] = forms.Form,
    model: type[ScopedModel] | None = None,
    who: Who | None = None,
    as_of_making: timedelta | None = None,
    keeps_moments: bool = True,
    version: Callable[[Any], str] | None = None,
) -> Callable[[Body], Body]:
    """Declare a kind of entries; see the module.

    With `model` the entry names a row of it; `who` is asked about that row, and `version(row)` says which version it
    has by now: an entry that was made upon another one is refused. Authority is asked for when the entry arrives; with
    `as_of_making` what the person was on the day of making counts, if that isn't longer ago. The function answers
    with what the device is told, as JSON keeps it. Kinds about which no moment may be kept say `keeps_moments=False`.
    """

    def declare(body: Body) -> Body:
        if name in _intakes:
            raise ValueError(f"the intake {name!r} is declared twice")
        _intakes[name] = Intake(name, label, body, form, model, who, as_of_making, keeps_moments, version)
        return body

    return declare


def intake_named(name: str) -> Intake | None:
    """The intake of that name; None when this version has none."""
    return _intakes.get(name)


__all__ = ["Entry", "Intake", "NotPossible", "intake", "intake_named"]
