"""The admission itself, in the background."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.enrolment.models import Application, Round
from santong.kit.audit import named
from santong.kit.jobs.public import JobFailed, Outcome, job
from santong.lib.lots import digest_of
from santong.lib.school_admission import Admitted, admit, read_list

State = Round.State


@job(title=_("Admit to schools by rules and lots"))
def draw_places(round_id: int) -> Outcome:
    """Work out who is admitted where, and write it down; repeated after an interruption it does the same again."""
    round = Round.objects.by_installation().get(pk=round_id)
    if round.state == State.DRAWING:
        if digest_of(round.listed) != round.digest:
            raise JobFailed(_t("The list isn't the one that was published. Withdraw it, and publish it again."))
        children, schools = read_list(round.listed)
        found = admit(
            children, schools, round.seed, ordered=round.listed["ordered"], coordinated=round.listed["coordinated"]
        )
        _keep(round, {each.code: each for each in found})
    return Outcome(_t("The lots have fallen."), "enrolment:enrolment-rounds-detail", arguments=[round.pk])


def _keep(round: Round, found: dict[str, Admitted]) -> None:
    with transaction.atomic(), named("enrolment.drawn"):
        if Round.objects.locked_for_action(round).state != State.DRAWING:
            return
        rows = list(Application.objects.belonging_to(round=round).exclude(code=""))
        for row in rows:
            note_outcome(row, found[row.code])
        Application.objects.bulk_update(rows, ["proposed", "why", "wish", "rank", "lot", "lots"], batch_size=500)
        round.state = State.PROPOSED
        round.save(update_fields=["state"])


def note_outcome(row: Application, each: Admitted) -> None:
    """What rules and lots say, in the row; saving is the caller's."""
    row.proposed_id = int(each.school) if each.school else None
    row.why, row.wish, row.rank, row.lot, row.lots = each.why, each.wish, each.rank, each.lot, each.of
