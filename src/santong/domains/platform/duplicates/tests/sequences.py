"""What can be done to people who were entered twice, and taken back."""

from __future__ import annotations

from santong.domains.platform.duplicates import views as duplicate_views
from santong.domains.platform.duplicates.actions import merge, suspect
from santong.domains.platform.identity.public import Person
from santong.kit.refusals import NotPossible
from santong.kit.testing.sequences import (
    Choosing,
    Done,
    Region,
    Step,
    by_step,
    one,
    present,
)


def merger_of_people(region: Region, choosing: Choosing) -> Done:
    """Two people are one."""
    people = [each for each in present(Person, is_active=True) if each.pk != region.person.pk]
    kept = one(people, choosing)
    other = one([each for each in people if each.pk != kept.pk], choosing)
    pair = suspect(acting=region.viewer, first=kept, second=other)
    made = merge(acting=region.viewer, suspicion=pair, kept=kept, answers={})
    return Done("merger of people", by_step(region, duplicate_views.MERGE, {"merger": made.pk}))


STEPS: tuple[Step, ...] = (merger_of_people,)
REFUSALS = (NotPossible,)
