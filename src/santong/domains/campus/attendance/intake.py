"""A roll call without a line: it waits on the device and arrives once, in the order in which roll calls were made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.attendance.actions import call_roll
from santong.domains.campus.attendance.forms import RollForm
from santong.domains.campus.attendance.queries import class_with
from santong.kit.access import Viewer
from santong.kit.outbox.public import Entry, intake
from santong.kit.refusals import NotPossible


@intake("attendance.call_roll", _("Roll call"), form=RollForm)
def call_later(*, acting: Viewer, data: dict[str, Any], entry: Entry) -> Mapping[str, Any]:
    """Call the roll as of the moment at which it was called; whoever neither leads nor teaches the class is refused."""
    school_class = class_with(data["school_class"])
    if school_class is None:
        raise NotPossible(_("The class isn't there any more."))
    call = call_roll(
        acting=acting, school_class=school_class, day=data["day"], session=data["session"], said=data["said"],
        at=entry.made_at,
    )  # fmt: skip
    return {"roll_call": call.pk}
