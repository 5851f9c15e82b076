"""What schools have decided, and when their staff are told of a message."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from santong.domains.platform.channels.public import in_working_hours
from santong.domains.platform.conversations.models import Rules
from santong.domains.platform.organisations.public import schools_of

AT_THE_LATEST = timedelta(days=7)
"""In the holidays staff are told after a week all the same."""


def rules_of(paths: Iterable[str]) -> dict[str, Rules]:
    """The rules that hold at places, by path: their school's, the defaults where it has none; two questions."""
    wanted = set(paths)
    schools = schools_of(wanted) if wanted else {}
    rows = Rules.objects.belonging_to(school__in=list(schools.values())) if schools else ()
    known = {row.school_id: row for row in rows}
    found: dict[str, Rules] = {}
    for path in wanted:
        school = schools.get(path)
        found[path] = known.get(school.pk) if school else None  # type: ignore[assignment]
        if found[path] is None:
            found[path] = Rules(school=school, path=school.path if school else path)
    return found


def rules_at(path: str) -> Rules:
    """The rules that hold at a place."""
    return rules_of([path])[path]


def staff_told_at(rules: Rules, path: str, moment: datetime) -> datetime:
    """When people on the staff are told of a message that is written at a moment: then, or the next morning."""
    told = in_working_hours(path, moment, rules.tells_from, rules.tells_until)
    return min(told, moment + AT_THE_LATEST)
