"""What can be done with leave, and taken back: who is granted it is away."""

from __future__ import annotations

from collections.abc import Iterator

from santong.domains.campus.office.models import Absence
from santong.domains.platform.organisations.tests.sequences import schools
from santong.domains.platform.requests.kinds import kind_of
from santong.domains.platform.requests.models import Request, Task
from santong.domains.platform.requests.public import agree, put_draft, send
from santong.domains.platform.requests.tests.sequences import DAYS, acting_as, staff
from santong.kit.refusals import NotPossible
from santong.kit.testing.sequences import Choosing, Done, Region, Step, one, present, taken


def leave(region: Region, choosing: Choosing) -> Done:
    """Somebody asks for leave, and the first who decides agrees."""
    acting, school = acting_as(one(staff(), choosing)), one(schools(), choosing)
    values = {"leave": "sick", "period": DAYS, "reason": "就医"}
    row = put_draft(acting=acting, kind=kind_of("leave"), organisation=school, values=values)
    send(acting=acting, request=row)
    task = one(present(Task, state="open", request=row), choosing)
    return Done("leave", taken(acting_as(task.holder), agree, row), is_exact=False)


def disagreements() -> Iterator[str]:
    """Absences without leave, and leave without an absence."""
    granted = set(Request._base_manager.filter(kind="leave", state="granted").values_list("pk", flat=True))
    away = set(Absence._base_manager.filter(request__kind="leave").values_list("request_id", flat=True))
    if granted != away:
        yield f"leave granted {sorted(granted)}, away for {sorted(away)}"


STEPS: tuple[Step, ...] = (leave,)
REFUSALS = (NotPossible,)
DISAGREEMENTS = (disagreements,)
