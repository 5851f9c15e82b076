"""Giving the places, in the background: a thousand pupils take some seconds."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.choices.drawing import given
from santong.domains.campus.choices.models import ChoiceRound, Chooser, Wish
from santong.domains.campus.choices.queries import wishes_of
from santong.kit.audit import named
from santong.kit.jobs.public import Outcome, job
from santong.lib.course_choice.assigning import Given

State = ChoiceRound.State


@job(title=_("Give the places of a course choice"))
def give_places(round_id: int) -> Outcome:
    """Give all places, and write down who has which; repeated after an interruption it does the same again."""
    row = ChoiceRound.objects.by_installation().get(pk=round_id)
    give(row)
    return Outcome(_t("The places are given."), "choices:course-choices-detail", arguments=[row.pk])


def give(row: ChoiceRound) -> None:
    """Give all places of a choice whose number is drawn; of another one nothing."""
    if row.state == State.DRAWING:
        _keep(row, given(row))


def _keep(row: ChoiceRound, found: Given) -> None:
    with transaction.atomic(), named("choices.given"):
        if ChoiceRound.objects.locked_for_action(row).state != State.DRAWING:
            return
        choosers = list(Chooser.objects.belonging_to(round=row))
        wishes = wishes_of(choosers)
        for each in choosers:
            places, own = set(found.places[each.code]), wishes.get(each.pk, [])
            # On the first draw nobody had anything, so nobody is other than before.
            each.moved = each.lot is not None and places != {wish.offer.name for wish in own if wish.given}
            each.lot = found.lots[each.code]
            for wish in own:
                wish.given = wish.offer.name in places
        Chooser.objects.bulk_save(choosers, ["lot", "moved"])
        rows = [wish for own in wishes.values() for wish in own]
        Wish.objects.bulk_save(rows, ["given"])
        row.state = State.DRAWN
        row.save(update_fields=["state"])
