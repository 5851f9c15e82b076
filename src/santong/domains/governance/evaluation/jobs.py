"""What happens in the background: places are computed, packs are built, open findings reminded of."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from santong.domains.governance.evaluation.diagnosing import diagnose
from santong.domains.governance.evaluation.models import Entrant, EvaluationRound, Finding
from santong.domains.governance.evaluation.packing import build
from santong.domains.governance.evaluation.telling import remind_of
from santong.domains.platform.notices.public import is_working_time
from santong.kit.audit import named
from santong.kit.jobs.public import Outcome, job, progress

REMIND_DAYS = 3
BATCH = 50


@job(title=gettext_lazy("Compute how places stand"), queue="long")
def compute(key: int) -> Outcome:
    """Compute all places of a round from counted figures; the page shows what is there as it comes."""
    row = EvaluationRound.objects.by_installation().select_related("standard", "version").get(pk=key)
    rows = Entrant.objects.by_installation().filter(round=row).select_related("place").order_by("path")
    # A job that comes late changes no results that are published.
    entrants = list(rows) if row.state == EvaluationRound.State.OPEN else []
    for start in range(progress.position(), len(entrants), BATCH):
        with progress.step(start + BATCH), named("evaluation.compute"):
            diagnose(row, entrants[start : start + BATCH])
        progress.report(min(start + BATCH, len(entrants)), len(entrants))
    text = gettext("%(n)s places are computed.") % {"n": len(entrants)}
    return Outcome(text, "evaluation:evaluations-detail", arguments=[row.pk])


@job(title=gettext_lazy("Build an evidence pack"), queue="long")
def build_pack(entrant: int) -> Outcome:
    """Build the evidence pack of a place out of what the platform knows."""
    row = Entrant.objects.by_installation().select_related("round__standard", "round__version", "place").get(pk=entrant)
    pack = build(acting=progress.viewer(), entrant=row)
    text = gettext("The evidence pack is built, with %(n)s items.") % {"n": pack.items}
    return Outcome(text, "evaluation:evaluated-detail", arguments=[row.pk])


@job(title=gettext_lazy("Remind of findings to put right"))
def remind() -> int:
    """Remind the places with findings that are due soon, each once, in working hours; how many findings."""
    today, found = timezone.localdate(), 0
    rows = Finding.objects.by_installation().filter(state=Finding.State.OPEN, reminded_on=None)
    for each in rows.select_related("entrant__place", "entrant__round").order_by("pk"):
        if (each.due - today).days <= REMIND_DAYS and is_working_time(each.path):
            with named("evaluation.remind"):
                each.reminded_on = today
                each.save(update_fields=["reminded_on"])
                remind_of(each)
            found += 1
    return found
