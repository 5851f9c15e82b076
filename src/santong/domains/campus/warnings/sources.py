"""What early warnings come from: each source finds pupils or classes and says why; modules above declare further ones.

WarningSource("silent_screens", _("Screens silent"), find=silent_at, says=_says, number=1, days=5, of_classes=True)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.attendance.public import Away, away_at, away_of, classes_without_calls, last_school_days
from santong.domains.campus.exams.public import courses_of_pupils
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.organisations.public import Organisation, Stage
from santong.kit.registry import Label, Named, registry

FALL = 10.0
"""Points of percent by which a share of presence has fallen at least, to warn."""
ABOVE_COMPULSORY = (Stage.SENIOR, Stage.VOCATIONAL)
"""The stages in which results may warn: of pupils in compulsory stages nobody is sorted or judged by them."""
LETTERS = "ABCD"
BANDS = (85, 70, 60)
"""The levels of results: hundredths of full marks from which on they begin."""


@dataclass(frozen=True)
class Found:
    """A pupil, or a class (`pupil` None), about whom a source warns. `since` and `until` are the days that it rests on.

    `facts` are what its words are made of, as JSON keeps it.
    """

    place: Organisation
    since: date
    until: date
    pupil: Pupil | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


Find = Callable[[Organisation, int, int], Iterable[Found]]


@dataclass(frozen=True)
class WarningSource(Named):
    """A kind of early warnings.

    `find(school, number, days)` gives those of a school by a threshold; `number` and `days` are what counts where no
    bureau or school has said otherwise. `says(facts)` gives the reason in words, `rows(warning)` the address of the
    rows that it rests on. Those `of_classes` are about no pupil, and go to the principal.
    """

    name: str
    label: Label
    find: Find
    says: Callable[[Mapping[str, Any]], str]
    threshold: Label
    number: int
    days: int
    rows: Callable[[Any], str] = lambda row: ""
    of_classes: bool = False
    order: int = 100


def source_named(name: str) -> WarningSource | None:
    """The source of that name, None for one that is declared no more."""
    return registry.by_name(WarningSource).get(name)


def label_of(name: str) -> Label:
    """What a source is called."""
    source = source_named(name)
    return source.label if source else name


def _absences(school: Organisation, number: int, days: int) -> Iterable[Found]:
    window = last_school_days(school.path, timezone.localdate(), days)
    if not window:
        return
    for pupil, away in away_at(school, window[0], window[-1], least=number).items():
        if len(away.absent) >= number and pupil.school_class is not None:
            facts = {"days": [day.isoformat() for day in away.absent], "of": days}
            yield Found(pupil.school_class, away.absent[0], away.absent[-1], pupil, facts)


def _absences_say(facts: Mapping[str, Any]) -> str:
    days = "、".join(date_format(date.fromisoformat(day), "MONTH_DAY_FORMAT") for day in facts["days"])
    said = {"n": len(facts["days"]), "of": facts["of"], "days": days}
    return _("Missing without leave on %(n)s of the last %(of)s school days: %(days)s.") % said


def _share(school: Organisation, number: int, days: int) -> Iterable[Found]:
    """Presence below `number` percent, after it was clearly better before; leave counts as away."""
    window = last_school_days(school.path, timezone.localdate(), 2 * days)
    before, now = window[:-days], window[-days:]
    if len(before) < days // 2:
        return
    least = max(1, int(len(now) * (100 - number) / 100))
    for pupil, away in away_at(school, now[0], now[-1], least=least).items():
        earlier = away_of(pupil, before[0], before[-1])
        present, was = _percent(away), _percent(earlier)
        if pupil.school_class is None or present is None or was is None:
            continue
        if present < number and was - present >= FALL and away.known >= len(now) // 2:
            away_days = sorted([*away.absent, *away.on_leave])
            facts = {"now": present, "before": was, "absent": len(away.absent), "on_leave": len(away.on_leave)}
            yield Found(pupil.school_class, now[0], away_days[-1], pupil, facts)


def _percent(away: Away) -> float | None:
    if not away.known:
        return None
    return round(100 * (away.known - len(away.absent) - len(away.on_leave)) / away.known, 1)


def _share_says(facts: Mapping[str, Any]) -> str:
    return _(
        "At school on %(now)s%% of the days, before that on %(before)s%%; %(absent)s days without leave, %(on_leave)s"
        " on leave."
    ) % {key: f"{value:g}" if isinstance(value, float) else value for key, value in facts.items()}


def _results(school: Organisation, number: int, days: int) -> Iterable[Found]:
    """Levels that fell by `number` from one examination to the next, within `days`; above the compulsory stages."""
    rows = Pupil.objects.inside(school).filter(
        status=Pupil.Status.ENROLLED, school_class__parent__grade__stage__in=ABOVE_COMPULSORY
    )  # fmt: skip
    pupils = {pupil.pk: pupil for pupil in rows.select_related("person", "school_class")}
    since = timezone.localdate() - timedelta(days=days)
    for key, course in courses_of_pupils(pupils.values()).items():
        pupil = pupils[key]
        if len(course) < 2 or course[1][0] < since or pupil.school_class is None:
            continue
        (day, newest), (before_day, before) = course
        fallen = {
            subject: [level(float(before[subject])), level(float(points))]
            for subject, points in sorted(newest.items())
            if subject in before and level(float(points)) - level(float(before[subject])) >= number
        }
        if fallen:
            yield Found(pupil.school_class, before_day, day, pupil, {"fallen": fallen})


def level(percent: float) -> int:
    """The level of a result, 1 the best; by hundredths of full marks, never by those of others."""
    return 1 + sum(percent < begins for begins in BANDS)


def _results_say(facts: Mapping[str, Any]) -> str:
    changes = facts["fallen"].items()
    fallen = "、".join(f"{subject} {LETTERS[was - 1]} → {LETTERS[now - 1]}" for subject, (was, now) in changes)
    return _("The level fell from one examination to the next: %(subjects)s.") % {"subjects": fallen}


def _no_calls(school: Organisation, number: int, days: int) -> Iterable[Found]:
    today = timezone.localdate()
    window = [day for day in last_school_days(school.path, today, days + 1) if day < today][-days:]
    if len(window) < days:
        return
    for school_class, last in classes_without_calls(school, window).items():
        facts = {"days": days, "last": last.isoformat() if last else ""}
        yield Found(school_class, window[0], window[-1], None, facts)


def _no_calls_say(facts: Mapping[str, Any]) -> str:
    if not facts["last"]:
        return _("The roll was never called.")
    last = date_format(date.fromisoformat(facts["last"]), "MONTH_DAY_FORMAT")
    return _("The roll wasn't called on %(n)s school days; last on %(day)s.") % {"n": facts["days"], "day": last}


def _pupil_page(row: Any) -> str:
    return reverse("students:pupils-detail", args=[row.pupil_id]) if row.pupil_id else ""


def _class_page(row: Any) -> str:
    return reverse("attendance:class", args=[row.place_id])


ABSENCES = WarningSource(
    "absences", gettext_lazy("Missing again and again"), find=_absences, says=_absences_say,
    threshold=gettext_lazy("Missing without leave on so many of the last school days"), number=3, days=10,
    rows=_pupil_page, order=10,
)  # fmt: skip
SHARE = WarningSource(
    "share", gettext_lazy("At school less and less"), find=_share, says=_share_says,
    threshold=gettext_lazy("At school on less than so many percent of the school days"), number=70, days=15,
    rows=_pupil_page, order=20,
)  # fmt: skip
RESULTS = WarningSource(
    "results", gettext_lazy("Results fell"), find=_results, says=_results_say,
    threshold=gettext_lazy("Fallen by so many levels within so many days"), number=2, days=200, rows=_pupil_page,
    order=30,
)  # fmt: skip
NO_CALLS = WarningSource(
    "no_calls", gettext_lazy("The roll isn't called"), find=_no_calls, says=_no_calls_say,
    threshold=gettext_lazy("The roll wasn't called on so many school days"), number=1, days=5, rows=_class_page,
    of_classes=True, order=40,
)  # fmt: skip
SOURCES = (ABSENCES, SHARE, RESULTS, NO_CALLS)
