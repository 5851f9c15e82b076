"""What can be done with schemes of credits, and taken back."""

from __future__ import annotations

from decimal import Decimal

from santong.domains.platform.credits.actions import copy_scheme, set_category
from santong.domains.platform.credits.models import Scheme
from santong.domains.platform.organisations.tests.sequences import schools
from santong.kit.refusals import NotPossible
from santong.kit.testing.sequences import Choosing, Done, Region, Step, one, present, taken


def copy(region: Region, choosing: Choosing) -> Done:
    """A school copies a scheme of the library; taken back, the copy is removed."""
    shipped, school = one(present(Scheme, path=""), choosing), one(schools(), choosing)
    undo = taken(region.viewer, copy_scheme, shipped, place=school, name="本校学分方案")
    return Done("copy a scheme", undo, is_exact=False)


def need(region: Region, choosing: Choosing) -> Done:
    """A category of a copy needs other credits than before; where there is no copy, one is made and stays."""
    if not _copies():
        copy(region, choosing)
    own = one(_copies(), choosing)
    name = choosing.choice(["必修", "选修", "校本"])
    undo = taken(region.viewer, set_category, own, name=name, floor=Decimal(choosing.choice([0, 4, 12])))
    return Done("set a category", undo, is_exact=False)


def _copies() -> list[Scheme]:
    return [each for each in present(Scheme) if each.path]


STEPS: tuple[Step, ...] = (copy, need)
REFUSALS = (NotPossible,)
