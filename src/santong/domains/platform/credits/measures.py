"""What can be counted of credits: who is short at this pace. Figures name nobody."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.credits.kinds import HolderKind
from santong.domains.platform.credits.models import FIGURES, VIEW, Standing
from santong.kit.measures.measure import By, Measure, Rows, Tally, words_of

SMALLEST = 5


def _counted() -> Any:
    return Standing.objects.numbers_only().exclude(state=Standing.State.NO_SCHEME)


def _behind() -> Any:
    return _counted().filter(state=Standing.State.BEHIND)


SHORT = Measure(
    "credits_short",
    _("Short of credits at this pace"),
    says=_("Of all who collect credits by a scheme, those who will lack some at the end at their pace, or lack a "
           "course that is due."),
    permission=FIGURES,
    numerator=Tally(_behind, splits={"kind": "kind"}),
    denominator=Tally(_counted, splits={"kind": "kind"}),
    by=(By("kind", _("whom it is for"), words_of(HolderKind)),),
    rows=Rows("credits:credit-standings", {"state": "behind"}, by={"kind": "kind"}, permission=VIEW),
    smallest=SMALLEST,
    order=140,
)  # fmt: skip
