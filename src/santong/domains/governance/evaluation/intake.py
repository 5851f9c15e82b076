"""What experts note without a line: it waits on the device and arrives once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.governance.evaluation.forms import FindingForm, JudgementForm
from santong.domains.governance.evaluation.inspecting import VISITOR, judge, note_finding
from santong.domains.governance.evaluation.models import Entrant
from santong.kit.access import Viewer
from santong.kit.outbox.public import Entry, intake


@intake("evaluation.note_finding", _("Finding of a visit"), form=FindingForm, model=Entrant, who=VISITOR)
def note_later(*, acting: Viewer, row: Entrant, data: dict[str, Any], entry: Entry) -> Mapping[str, Any]:
    """Note a finding; answers with its key."""
    return {"finding": note_finding(acting=acting, entrant=row, **data)}


@intake("evaluation.judge", _("Judgement of an item"), form=JudgementForm, model=Entrant, who=VISITOR)
def judge_later(*, acting: Viewer, row: Entrant, data: dict[str, Any], entry: Entry) -> None:
    """Give an item its points."""
    judge(acting=acting, entrant=row, **data)
