"""Taking steps back: the fields that a step changed go back to what they were."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps.declare import Step, Taken, read_locked, step_named
from santong.kit.steps.values import put_values, values_of
from santong.kit.undo import CannotUndo, undoable

BACK = "kit.step_back"


def payload_of(steps: list[Taken]) -> dict[str, Any]:
    """What an offer of undo keeps of steps taken together."""
    first = steps[0].step
    rows = [{"id": each.row.pk, "before": each.before, "after": each.after, "result": _kept(each)} for each in steps]
    return {"step": first.name, "rows": rows}


def _kept(taken: Taken) -> Any:
    """The body's answer, for those whose taking back asks for it."""
    return taken.result if taken.step.takes_back else None


@undoable(BACK)
def _take_back(viewer: Viewer, payload: dict[str, Any]) -> str:
    step = step_named(payload["step"])
    if step is None:
        raise CannotUndo(_("A newer version can't undo this any more. Change it back by hand."))
    with transaction.atomic(), named(f"{step.name}.back"):
        for kept in payload["rows"]:
            _put_back(viewer, step, kept)
    number = len(payload["rows"])
    return ngettext("It is as before.", "All %(n)s are as before.", number) % {"n": number}


def _put_back(viewer: Viewer, step: Step[Any, Any], kept: dict[str, Any]) -> None:
    row = step.model._base_manager.get(pk=kept["id"])
    read_locked(row)
    step.demand(viewer, row)
    _demand_untouched(row, kept["after"])
    if step.takes_back is not None:
        step.takes_back(viewer, row, kept["result"])
    row.save(update_fields=put_values(row, kept["before"]))
    step.follow(viewer, row)


def _demand_untouched(row: Any, after: dict[str, Any]) -> None:
    if values_of(row, after) != after:
        raise NotPossible(_("“%(row)s” has been changed since. Change it back by hand.") % {"row": row})
