"""What can be done about early warnings, and taken back."""

from __future__ import annotations

from django.utils import timezone

from santong.domains.campus.students.public import Pupil
from santong.domains.campus.warnings.actions import close, help_pupil, see, talk
from santong.domains.campus.warnings.models import EarlyWarning
from santong.kit.refusals import NotPossible
from santong.kit.testing.sequences import Choosing, Done, Region, Step, one, present, taken

NOTE = "约定每天按时到校"


def _live(choosing: Choosing) -> EarlyWarning:
    """A warning that isn't over; where there is none, a pupil is warned about first."""
    rows = present(EarlyWarning, state__in=EarlyWarning.LIVE)
    if not rows:
        pupils = Pupil.objects.filter(status=Pupil.Status.ENROLLED, school_class__isnull=False)
        pupil, today = one(pupils.order_by("pk"), choosing), timezone.localdate()
        EarlyWarning.objects.create(
            kind="absences", pupil=pupil, school=pupil.school, place=pupil.school_class, path=pupil.path,
            since=today, until=today, facts={"days": [today.isoformat()], "of": 10},
        )  # fmt: skip
        rows = present(EarlyWarning, state__in=EarlyWarning.LIVE)
    return choosing.choice(rows)  # type: ignore[no-any-return]


def seeing(region: Region, choosing: Choosing) -> Done:
    """A warning is seen."""
    return Done("seeing a warning", taken(region.viewer, see, _live(choosing)))


def talking(region: Region, choosing: Choosing) -> Done:
    """Somebody talked to the pupil."""
    return Done("talking about a warning", taken(region.viewer, talk, _live(choosing), note=NOTE))


def helping(region: Region, choosing: Choosing) -> Done:
    """Help is arranged."""
    return Done("help after a warning", taken(region.viewer, help_pupil, _live(choosing), note=NOTE))


def closing(region: Region, choosing: Choosing) -> Done:
    """A warning is closed."""
    is_false = choosing.choice([True, False])
    row = _live(choosing)
    return Done("closing a warning", taken(region.viewer, close, row, note=NOTE, is_false_alarm=is_false))


STEPS: tuple[Step, ...] = (seeing, talking, helping, closing)
REFUSALS = (NotPossible,)
