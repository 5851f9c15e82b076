"""What happened to the demonstration's resources since the term began: when they were made, used, rated, discussed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from santong.domains.learning.resources.demo.contents import PHRASES
from santong.domains.learning.resources.models import Resource, Review, Version
from santong.domains.platform.discussion.public import Comment, rate, write
from santong.domains.platform.organisations.public import school_year_of
from santong.kit.access import Viewer

LEAST_DAYS = 45
"""So many days back at least, also when the term has just begun."""
WORKING_HOURS = (8, 9, 10, 11, 14, 15, 16, 19, 20, 21)
STARS = (5, 5, 5, 4, 4, 4, 4, 3, 3, 2)


def spread_over_term(resource: Resource, dice: Random) -> None:
    """Give it a day on which it was written, and days of review after it; and uses since then."""
    made = _moment(dice, timezone.localdate() - timedelta(days=dice.randrange(4, _days())))
    decided = made + timedelta(hours=dice.randrange(4, 70))
    admitted = decided if resource.admitted_at else None
    uses = min(int(dice.paretovariate(1.1) * 6), 900) if admitted else 0
    rows = Resource.objects.by_installation().filter(pk=resource.pk)
    rows.update_quietly(created_at=made, admitted_at=admitted, uses=uses, downloads=uses // 5)
    versions = Version.objects.filter(resource=resource)
    versions.update_quietly(created_at=made)
    versions.exclude(admitted_at=None).update_quietly(admitted_at=decided)
    reviews = Review.objects.by_installation().filter(resource=resource)
    reviews.update_quietly(asked_at=made + timedelta(hours=1))
    reviews.exclude(decided_at=None).update_quietly(decided_at=decided)
    resource.refresh_from_db()


def hear_colleagues(resource: Resource, colleagues: Sequence[Viewer], dice: Random) -> None:
    """Those who can see it rate it, and some say something, in the days after it was admitted."""
    for viewer in colleagues:
        sees = Resource.objects.visible_to(viewer).filter(pk=resource.pk).exists()
        if sees and dice.random() < 0.6:
            rate(acting=viewer, row=resource, stars=dice.choice(STARS))
            if dice.random() < 0.4:
                _comment(resource, viewer, dice)


def _comment(resource: Resource, viewer: Viewer, dice: Random) -> None:
    texts = PHRASES.get(("comments", resource.kind), ())
    used = Comment.objects.about(resource).values_list("text", flat=True)
    left = [text for text in texts if text not in set(used)]
    if left:
        row = write(acting=viewer, row=resource, text=dice.choice(left))
        since = resource.admitted_at or timezone.now()
        later = min(since + timedelta(days=dice.randrange(1, 9)), timezone.now())
        Comment.objects.by_installation().filter(pk=row.pk).update_quietly(made_at=later)


def _days() -> int:
    """Days since the school year began."""
    today = timezone.localdate()
    return max((today - date(school_year_of(today), 9, 1)).days, LEAST_DAYS)


def _moment(dice: Random, day: date) -> datetime:
    """A minute of a working day at or before this day."""
    while day.weekday() > 4:
        day -= timedelta(days=1)
    moment = time(dice.choice(WORKING_HOURS), dice.randrange(60), tzinfo=timezone.get_current_timezone())
    return datetime.combine(day, moment)
