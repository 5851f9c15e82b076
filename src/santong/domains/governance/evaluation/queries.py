"""Reads: what a round asks of places, who stands where, who may look at whom, what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.staff.public import Staff
from santong.domains.campus.students.public import Guardianship
from santong.domains.governance.evaluation.models import (
    APPLY,
    VIEW,
    WRITE,
    Entrant,
    EvaluationRound,
    Expert,
    Finding,
    Judgement,
    Objection,
    Pack,
    Quota,
    Said,
    Standard,
    StandardItem,
    StandardVersion,
    Subject,
    Visit,
)
from santong.domains.governance.indicators.public import type_of_code
from santong.domains.governance.reports.public import Span
from santong.domains.platform.access.public import active_appointments, holders_nearest
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, SchoolProfile
from santong.kit.access import Viewer, ancestor_paths, below
from santong.kit.access.roles import roles_with
from santong.kit.agenda import Entry, all_day

Kind, State = Organisation.Kind, Entrant.State
RoundState = EvaluationRound.State


def items_of_standard(standard: Standard) -> list[StandardItem]:
    """The items of a standard as it is written now, in their order."""
    return list(StandardItem.objects.belonging_to(standard=standard).order_by("order", "pk"))


def newest_version(standard: Standard) -> StandardVersion | None:
    """The newest published version of a standard."""
    found: StandardVersion | None = StandardVersion.objects.belonging_to(standard=standard).order_by("-number").first()
    return found


def span_for(day: date) -> Span:
    """The months from which figures are taken: of what happens, the month before; of a state, the newest."""
    last = day.replace(day=1) - timedelta(days=1)
    return Span(last.replace(day=1), last)


def places_for(row: EvaluationRound) -> list[Organisation]:
    """The places that a round is about, where nobody has chosen some: all of the kind and type below the bureau."""
    county = row.standard.subject == Subject.COUNTY
    rows = Organisation.objects.open_to_everyone().filter(
        below("path", row.path), kind=Kind.COUNTY_BUREAU if county else Kind.SCHOOL
    )
    found = list(rows.open_on(timezone.localdate()).exclude(pk=row.place_id).order_by("path"))
    return found if county else of_types(found, row.standard.types)


def of_types(schools: Iterable[Organisation], types: Collection[str]) -> list[Organisation]:
    """The schools of some types, all of them where none is named."""
    rows = list(schools)
    if not types:
        return rows
    profiles = SchoolProfile.objects.open_to_everyone().in_bulk([each.pk for each in rows])
    return [each for each in rows if each.pk in profiles and type_of_code(profiles[each.pk].education_type) in types]


def schools_in(path: str) -> list[Organisation]:
    """The open schools at or below a path."""
    rows = Organisation.objects.open_to_everyone().filter(below("path", path), kind=Kind.SCHOOL)
    return list(rows.open_on(timezone.localdate()).order_by("path"))


def answers_for(viewer: Viewer, path: str) -> bool:
    """Whether a viewer answers for exactly this place: a county doesn't apply for its schools."""
    held = viewer.paths(APPLY)
    return path in held or "" in held


def own_places(viewer: Viewer) -> Q:
    """The rows of places for which a viewer answers."""
    held = viewer.paths(APPLY)
    return Q() if "" in held else Q(path__in=held)


def answering(path: str) -> list[Person]:
    """Those who answer for a place, or for the nearest above it that has anybody."""
    return people(holders_nearest(roles_with(APPLY), path))


def writing(path: str) -> list[Person]:
    """Those who keep the rounds of a bureau."""
    return people(holders_nearest(roles_with(WRITE), path))


def people(keys: Iterable[int]) -> list[Person]:
    """People by key, for telling them something."""
    return list(Person.objects.noted(sorted(set(keys))).order_by("pk"))


# Places of counties


def quota_of(entrant: Entrant) -> Quota | None:
    """The number of places of the county that an entrant belongs to; the nearest one that is above it."""
    rows = Quota.objects.belonging_to(round=entrant.round).filter(path__in=ancestor_paths(entrant.path))
    return max(rows.select_related("place"), key=lambda each: len(each.path), default=None)


def put_forward_in(quota: Quota) -> int:
    """How many places of a county are put forward already."""
    rows = Entrant.objects.belonging_to(round=quota.round).filter(below("path", quota.path), state=State.IN)
    return int(rows.count())


# Experts


def visits_of(viewer: Viewer) -> QuerySet[Entrant]:
    """The places that a viewer is to visit, of rounds under way."""
    mine = Visit.objects.numbers_only().filter(expert__person=viewer.person_id or 0).values("entrant")
    rows: QuerySet[Entrant] = Entrant.objects.visible_to(viewer, None).filter(pk__in=mine)
    return rows.filter(round__state=RoundState.OPEN, round__until__gte=timezone.localdate())


def is_visitor(viewer: Viewer, entrant: Entrant) -> bool:
    """Whether a viewer is one of the experts who are assigned to a place."""
    if viewer.person_id is None:
        return False
    rows = Visit.objects.numbers_only().filter(entrant=entrant, expert__person=viewer.person_id)
    return bool(rows.exists())


def conflict_of(person: Person, entrant: Entrant, *, other_county: bool) -> str:
    """Why somebody may not judge a place, in words; "" when they may.

    Known to the platform are: where somebody serves or served, whose record a place keeps, appointments, and children
    at the school. What it can't know the expert declares; nothing here says that there is no other tie.
    """
    path = entrant.path
    served = Staff.objects.numbers_only().filter(person=person.pk, path=path)
    if person.path.startswith(path) or _holds_at(person, path) or served.filter(status="active").exists():
        return _("%(person)s belongs to %(place)s.") % {"person": person, "place": entrant.place}
    if served.exists():
        return _("%(person)s has worked at %(place)s.") % {"person": person, "place": entrant.place}
    children = Guardianship.objects.numbers_only().filter(guardian=person.pk, ended_on=None)
    if children.filter(below("path", path)).exists():
        return _("%(person)s has a child at %(place)s.") % {"person": person, "place": entrant.place}
    county = county_of(path)
    if other_county and county is not None and (person.path.startswith(county.path) or _holds_at(person, county.path)):
        return _("%(person)s belongs to %(county)s, and the round takes experts of other counties.") % {
            "person": person, "county": county,
        }  # fmt: skip
    return ""


def _holds_at(person: Person, path: str) -> bool:
    return any(each.organisation.path.startswith(path) for each in active_appointments(person.pk))


def county_of(path: str) -> Organisation | None:
    """The county bureau above a place, or the place itself if it is one."""
    rows = Organisation.objects.open_to_everyone().filter(path__in=ancestor_paths(path), kind=Kind.COUNTY_BUREAU)
    found: Organisation | None = rows.order_by("-path").first()
    return found


def has_judged(viewer: Viewer, entrant: Entrant) -> bool:
    """Whether somebody found or judged something at a place, or is assigned to it."""
    person = viewer.person_id
    if person is None:
        return False
    return bool(
        Finding.objects.numbers_only().filter(entrant=entrant, person=person).exists()
        or Judgement.objects.numbers_only().filter(entrant=entrant, person=person).exists()
        or is_visitor(viewer, entrant)
    )


# What belongs to a place in a round


def said_of(entrant: Entrant) -> dict[str, str]:
    """What the place says about items, by code."""
    return dict(Said.objects.belonging_to(entrant=entrant).values_list("code", "text"))


def judgements_of(entrant: Entrant) -> dict[str, Judgement]:
    """The judgements of experts, by code."""
    rows = Judgement.objects.belonging_to(entrant=entrant).select_related("person")
    return {row.code: row for row in rows}


def findings_of(entrant: Entrant) -> list[Finding]:
    """The findings at a place, those that are open first."""
    rows = Finding.objects.belonging_to(entrant=entrant).select_related("person", "photo", "proof")
    order = list(Finding.State.values)
    return sorted(rows.order_by("due", "pk"), key=lambda each: order.index(each.state))


def newest_pack(entrant: Entrant) -> Pack | None:
    """The evidence pack that was built last."""
    found: Pack | None = Pack.objects.belonging_to(entrant=entrant).select_related("file").order_by("-pk").first()
    return found


def given_points(entrant: Entrant) -> dict[str, Decimal | None]:
    """The points of an entrant by item, None for what is unknown."""
    return {code: None if points is None else Decimal(points) for code, points in entrant.points.items()}


def items_by_code(row: EvaluationRound) -> Mapping[str, Mapping[str, Any]]:
    """The items of a round as its version has them."""
    return {each["code"]: each for each in row.version.content["items"]} if row.version else {}


# What waits


def to_answer(viewer: Viewer) -> QuerySet[Entrant]:
    """The places of a viewer that can apply, or have words to add, in rounds under way."""
    rows: QuerySet[Entrant] = Entrant.objects.visible_to(viewer, VIEW).filter(
        own_places(viewer), state=State.INVITED, round__state=RoundState.OPEN,
        round__due__gte=timezone.localdate(),
    )  # fmt: skip
    return rows


def to_put_forward(viewer: Viewer) -> QuerySet[Entrant]:
    """The places that have applied, for those who put forward."""
    rows: QuerySet[Entrant] = Entrant.objects.visible_to(viewer, WRITE).filter(
        state=State.APPLIED, round__state=RoundState.OPEN
    )
    return rows


def to_put_right(viewer: Viewer) -> QuerySet[Finding]:
    """The findings that wait for a viewer's place."""
    rows: QuerySet[Finding] = Finding.objects.visible_to(viewer, VIEW).filter(
        own_places(viewer), state=Finding.State.OPEN
    )
    return rows


def to_look_at(viewer: Viewer) -> QuerySet[Finding]:
    """What was put right and waits for a look: by the experts of the place."""
    mine = Visit.objects.numbers_only().filter(expert__person=viewer.person_id or 0).values("entrant")
    found: QuerySet[Finding] = Finding.objects.visible_to(viewer, None).filter(
        entrant__in=mine, state=Finding.State.ANSWERED
    )
    return found


def to_decide(viewer: Viewer) -> QuerySet[Objection]:
    """The objections that a viewer may decide: of rounds of their bureau."""
    rows: QuerySet[Objection] = Objection.objects.visible_to(viewer, VIEW).filter(
        state=Objection.State.OPEN, entrant__round__path__in=viewer.paths(WRITE)
    )
    return rows


@dataclass(frozen=True)
class Standing:
    """How the places of a round stand: by status, by verdict (no ranking), and how many findings are open."""

    number: int
    states: Mapping[str, int]
    verdicts: Mapping[str, int]
    open_findings: int


def standing_of(viewer: Viewer, row: EvaluationRound) -> Standing:
    """How the places of a round stand that a viewer sees."""
    rows = list(Entrant.objects.visible_to(viewer, VIEW).filter(round=row).values_list("state", "verdict"))
    findings = Finding.objects.visible_to(viewer, VIEW).filter(entrant__round=row).exclude(state=Finding.State.CLOSED)
    verdicts = Counter(verdict for state, verdict in rows if state == State.IN)
    return Standing(len(rows), Counter(state for state, _verdict in rows), verdicts, findings.count())


def experts_of(row: EvaluationRound) -> list[Expert]:
    """The expert group of a round."""
    return list(Expert.objects.belonging_to(round=row).select_related("person").order_by("pk"))


def entries_of(viewer: Viewer, begins: datetime, ends: datetime) -> list[Entry]:
    """The days until which places answer and findings are put right, and those from which a viewer visits."""
    first, last = timezone.localtime(begins).date(), timezone.localtime(ends).date()
    answers = to_answer(viewer).filter(round__due__range=(first, last)).select_related("round", "place")[:50]
    visits = visits_of(viewer).filter(round__visits_from__range=(first, last)).select_related("round", "place")[:50]
    findings = to_put_right(viewer).filter(due__range=(first, last)).select_related("entrant__place")[:50]
    return [
        *(_entry(f"apply-{row.pk}", _("Answer: %(round)s") % {"round": row.round}, row.round.due, row)
          for row in answers),
        *(_entry(f"visit-{row.pk}", _("Visits from: %(round)s") % {"round": row.round},
                 row.round.visits_from or row.round.due, row) for row in visits),
        *(_entry(f"finding-{each.pk}", _("Put right: %(text)s") % {"text": each}, each.due, each.entrant)
          for each in findings),
    ]  # fmt: skip


def _entry(key: str, title: str, day: date, row: Entrant) -> Entry:
    return all_day(
        key, title, day, day, where=str(row.place), url=reverse("evaluation:evaluated-detail", args=[row.pk])
    )


def readable_files(viewer: Viewer, file_ids: Collection[int]) -> Iterable[int]:
    """Of these files the photos and proofs of findings that the viewer sees, and packs of places."""
    found: set[int] = set()
    for seen in (Finding.objects.visible_to(viewer, None), Finding.objects.of_acting(viewer)):
        rows = Finding.objects.numbers_only().filter(
            Q(photo__in=file_ids) | Q(proof__in=file_ids), pk__in=seen.values("pk")
        )
        for pair in rows.values_list("photo", "proof"):
            found |= set(pair)
    for each in (Entrant.objects.visible_to(viewer, VIEW), Entrant.objects.of_acting(viewer)):
        packs = Pack.objects.numbers_only().filter(file__in=file_ids, entrant__in=each.values("pk"))
        found |= set(packs.values_list("file", flat=True))
    return found & set(file_ids)
