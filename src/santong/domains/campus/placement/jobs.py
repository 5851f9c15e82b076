"""The draw itself, in the background: a thousand pupils take half a minute."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.placement.drawing import listed
from santong.domains.campus.placement.models import PlacedPupil, Placement, PlacementClass
from santong.domains.campus.placement.words import refusal
from santong.kit.audit import named
from santong.kit.jobs.public import JobFailed, Outcome, job
from santong.lib.class_placement import NotPlaceable, place

State = Placement.State


@job(title=_("Draw classes by lot"))
def draw_lots(placement_id: int) -> Outcome:
    """Place everybody, and write down who is where; repeated after an interruption it does the same again."""
    placement = Placement.objects.by_installation().select_related("grade").get(pk=placement_id)
    if placement.state == State.DRAWING:
        found = listed(placement)
        try:
            groups = place(found.pupils, found.classes, found.wishes, placement.seed)
        except NotPlaceable as fault:
            raise JobFailed(refusal(placement, fault)) from fault
        _keep(placement, groups)
    return Outcome(_t("The lots have fallen."), "placement:class-placements-detail", arguments=[placement.pk])


def _keep(placement: Placement, groups: list[list[str]]) -> None:
    classes = PlacementClass.objects.belonging_to(placement=placement).values_list("school_class", flat=True)
    class_of = {code: key for key, group in zip(classes, groups, strict=True) for code in group}
    with transaction.atomic(), named("placement.drawn"):
        if Placement.objects.locked_for_action(placement).state != State.DRAWING:
            return
        rows = list(PlacedPupil.objects.belonging_to(placement=placement))
        for row in rows:
            row.school_class_id = class_of[row.code]
        PlacedPupil.objects.bulk_update(rows, ["school_class"], batch_size=500)
        placement.state = State.DRAWN
        placement.save(update_fields=["state"])
