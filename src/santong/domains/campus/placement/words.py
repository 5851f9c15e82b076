"""Why pupils can't be placed, in words, by the names of those concerned."""

from __future__ import annotations

from django.utils.translation import gettext as _

from santong.domains.campus.placement.models import Placement
from santong.domains.campus.placement.queries import pupils_of
from santong.lib.class_placement import TOGETHER_AND_APART, TOO_MANY_TOGETHER, NotPlaceable


def refusal(placement: Placement, fault: NotPlaceable) -> str:
    """What contradicts what, and what to do."""
    rows = pupils_of(placement).filter(code__in=fault.codes)
    names = _(", ").join(row.pupil.person.name for row in rows)
    if fault.reason == TOGETHER_AND_APART:
        text = _("%(names)s are to stay together and to be kept apart. Take one of the pairs away.")
    elif fault.reason == TOO_MANY_TOGETHER:
        text = _("%(names)s are to stay together, and are more than a class holds. Take a pair away.")
    else:
        text = _("%(names)s can't all be kept apart: there are too few classes. Take a pair away.")
    return text % {"names": names}
