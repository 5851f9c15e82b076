"""The questions, each an Ibis expression on the table of facts, whichever engine has it.

They use only what DuckDB and Spark compute alike: counts, distinct people, sums, the latest of a
group. Results are ordered by their keys, so that two engines' answers can be laid side by side.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
from ibis import _

MASTERED = 0.6
"""A task counts as mastered when the latest score on it is at least this."""
WEEKS = 4
TOP = 100
MONTH = (_.day.year() * 100 + _.day.month()).cast("int64")
"""The month of a fact as a number, which both engines compute alike."""


def daily_active_people(facts: ir.Table) -> ir.Table:
    """school, day → people who did something."""
    return activity_by_day(facts, "school").drop("records")


def activity_by_day(facts: ir.Table, place: str, *aspects: str) -> ir.Table:
    """place (a column: "school", "county", "region"), day [, aspects] → people, records."""
    keys = [place, "day", *aspects]
    # First each person once, then counting: both engines are several times as fast as with a
    # distinct count over all statements.
    once = facts.group_by([*keys, "actor"]).agg(records=_.count())
    return once.group_by(keys).agg(people=_.count(), records=_.records.sum()).order_by(keys)


def mean_scores(facts: ir.Table) -> ir.Table:
    """school, subject, week → mean score and how many there were."""
    keys = ["school", "subject", "week"]
    scored = facts.filter(_.score.notnull())
    return scored.group_by(keys).agg(mean=_.score.mean(), scores=_.count()).order_by(keys)


def top_resources(facts: ir.Table, most: int = TOP) -> ir.Table:
    """The resources used most: activity → uses, people."""
    used = facts.filter(_.activity_type == "resource").group_by(["activity", "actor"]).agg(uses=_.count())
    found = used.group_by("activity").agg(uses=_.uses.sum(), people=_.count())
    return found.order_by([ibis.desc("uses"), "activity"]).limit(most)


def mastery(facts: ir.Table) -> ir.Table:
    """Pupil (actor), subject → tasks, and those whose latest score shows mastery."""
    scored = facts.filter(_.role == "pupil", _.score.notnull())
    latest = scored.group_by(["actor", "subject", "activity"]).agg(score=_.score.argmax(_.seq))
    found = latest.group_by(["actor", "subject"]).agg(tasks=_.count(), mastered=(_.score >= MASTERED).sum())
    return found.order_by(["actor", "subject"])


def retention(facts: ir.Table, place: str = "school") -> ir.Table:
    """place, cohort (the week of people's first activity there), after (0 to 4 weeks) → people active."""
    seen = facts.group_by([place, "actor", "week"]).agg()
    first = seen.group_by([place, "actor"]).agg(cohort=_.week.min())
    both = seen.join(first, [place, "actor"]).mutate(after=_.week - _.cohort).filter(_.after <= WEEKS)
    keys = [place, "cohort", "after"]
    return both.group_by(keys).agg(people=_.count()).order_by(keys)


FIVE = {
    "daily_active_people": daily_active_people,
    "mean_scores": mean_scores,
    "top_resources": top_resources,
    "mastery": mastery,
    "retention": retention,
}
"""What every installation asks, and what benchmarks measure."""


def by_month(facts: ir.Table, place: str = "school") -> ir.Table:
    """place, month (202603) → people who did something in it, person-days, records."""
    keys = [place, "month"]
    dated = facts.mutate(month=MONTH)
    days = dated.group_by([*keys, "actor", "day"]).agg(records=_.count())
    people = days.group_by([*keys, "actor"]).agg(days=_.count(), records=_.records.sum())
    found = people.group_by(keys).agg(people=_.count(), person_days=_.days.sum(), records=_.records.sum())
    return found.order_by(keys)


def changes(facts: ir.Table, before: int, after: int, place: str = "school", aspect: str = "kind") -> ir.Table:
    """place, aspect → person-days in the month `before` and in `after` (202603), where they differ.

    A person active in two ways on a day counts in both. The largest changes come first.
    """
    keys = [place, aspect, "month"]
    dated = facts.mutate(month=MONTH).filter(_.month.isin([before, after]))
    once = dated.group_by([*keys, "actor", "day"]).agg()
    counted = once.group_by([place, aspect]).agg(
        was=(_.month == before).cast("int64").sum(), now=(_.month == after).cast("int64").sum()
    )
    changed = counted.mutate(change=_.now - _.was).filter(_.change != 0)
    return changed.order_by([ibis.desc(changed.change.abs()), place, aspect])


OVER_MONTHS = {"by_month": by_month, "changes": changes}
"""What spans months. `changes` asks for two of them."""
