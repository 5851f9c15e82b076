"""Reads on enrolment: whose district an address is, what the records say of an application, how schools stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.enrolment.models import (
    PLAN,
    REVIEW,
    Application,
    Category,
    District,
    Evidence,
    Round,
    SchoolPlan,
    Wish,
    words_of,
)
from santong.domains.campus.students.public import Guardianship, Pupil
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, offices_held
from santong.kit.access import Viewer, below
from santong.lib.cells import tidy_text
from santong.lib.school_admission import NO_CATEGORY

State = Application.State


def tidied(area: str) -> str:
    """A street or community as districts are compared: without blanks, in ordinary letters."""
    return tidy_text(area)[0].replace(" ", "")


def bureaus_held(viewer: Viewer) -> QuerySet[Organisation]:
    """The bureaus for which a viewer keeps rounds and districts."""
    return offices_held(viewer, PLAN).exclude(kind=Organisation.Kind.SCHOOL)


def schools_below(place: Organisation, stage: str) -> QuerySet[Organisation]:
    """The open schools of a bureau that teach a stage, in tree order."""
    rows = Organisation.objects.open_to_everyone().filter(below("path", place.path), kind=Organisation.Kind.SCHOOL)
    return rows.open_on(timezone.localdate()).filter(school__stages__contains=f",{stage},").order_by("path")


def categories_of(round: Round) -> list[Category]:
    """The categories in order."""
    return list(Category.objects.belonging_to(round=round).order_by("position"))


def plans_of(round: Round) -> list[SchoolPlan]:
    """The plans of the schools, without those of single categories; in the order in which left places are filled."""
    rows = SchoolPlan.objects.belonging_to(round=round).filter(category=None)
    return list(rows.select_related("school").order_by("path", "pk"))


def caps_of(round: Round) -> dict[int, dict[int, int]]:
    """The most that schools take of single categories: `{school: {order of the category: places}}`."""
    rows = SchoolPlan.objects.belonging_to(round=round).filter(category__isnull=False)
    found: dict[int, dict[int, int]] = {}
    for school, position, places in rows.values_list("school", "category__position", "places"):
        found.setdefault(school, {})[position] = places
    return found


def schools_in(round: Round) -> QuerySet[Organisation]:
    """The schools that families can wish for in a round."""
    plans = SchoolPlan.objects.belonging_to(round=round).filter(category=None)
    return Organisation.objects.open_to_everyone().filter(pk__in=plans.values("school")).order_by("path")


def district_schools(round: Round, area: str, number: int | None) -> list[Organisation]:
    """The schools to whose district an address belongs, of those that take part in the round."""
    rows = District.objects.belonging_to(place=round.place).filter(stage=round.stage, area=tidied(area))
    keys = {row.school_id for row in rows if row.holds(number)}
    return list(schools_in(round).filter(pk__in=keys)) if keys else []


class Districts:
    """The districts of a round, read once, for going through many applications."""

    def __init__(self, round: Round) -> None:
        there = set(schools_in(round).values_list("pk", flat=True))
        self._by_area: dict[str, list[District]] = {}
        for row in District.objects.belonging_to(place=round.place).filter(stage=round.stage, school__in=there):
            self._by_area.setdefault(row.area, []).append(row)

    def of(self, area: str, number: int | None) -> set[int]:
        """The keys of the schools to which an address belongs."""
        return {row.school_id for row in self._by_area.get(tidied(area), ()) if row.holds(number)}


def areas_of(round: Round) -> list[str]:
    """The streets, communities and villages that have a school, for choosing while typing."""
    rows = District.objects.belonging_to(place=round.place).filter(stage=round.stage)
    return list(rows.order_by("area").values_list("area", flat=True).distinct()[:500])


def rounds_open(viewer: Viewer | None = None) -> QuerySet[Round]:
    """The rounds for which families can apply today: those that a viewer sees, or all, which the bureaus publish."""
    today = timezone.localdate()
    rows = Round.objects.visible_to(viewer) if viewer is not None else Round.objects.unscoped("published to everybody")
    return rows.filter(state=Round.State.OPEN, opens_on__lte=today, closes_on__gte=today).order_by("closes_on", "pk")


def children_of(viewer: Viewer) -> list[Guardianship]:
    """The links of a guardian to their children."""
    rows = Guardianship.objects.of_acting(viewer).filter(guardian_id=viewer.person_id, ended_on=None)
    return list(rows.select_related("child").order_by("child__birth_date", "pk"))


def siblings_of(child: Person | None, guardian_id: int | None) -> list[Pupil]:
    """The other children of a guardian who are on the roll of a school."""
    if guardian_id is None:
        return []
    # The guardian is the one who applies, or has applied.
    links = Guardianship.objects.noted([guardian_id], by="guardian_id").filter(ended_on=None)
    rows = Pupil.objects.noted(links.values_list("child_id", flat=True), by="person_id")
    found = rows.filter(status__in=Pupil.PRESENT).exclude(person_id=child.pk if child else None)
    return list(found.select_related("person", "school").order_by("pk"))


def wishes_of(application: Application) -> list[Organisation]:
    """The schools wished for, in order."""
    rows = Wish.objects.belonging_to(application=application).select_related("school").order_by("position")
    return [row.school for row in rows]


def place_in_queue(application: Application) -> int:
    """How many wait at the school up to this one, itself included; 0 for one that doesn't wait."""
    if application.state != State.SUBMITTED:
        return 0
    rows = Application.objects.numbers_only().filter(round_id=application.round_id, school_id=application.school_id)
    return rows.filter(state=State.SUBMITTED, position__lte=application.position).count()


def same_number(application: Application) -> QuerySet[Application]:
    """Other applications of the round for the same child that aren't gone."""
    same = Q(pk__in=[])
    if application.id_number_index:
        same |= Q(id_number_index=application.id_number_index)
    if application.child_id:
        same |= Q(child_id=application.child_id)
    rows = Application.objects.belonging_to(round=application.round).filter(same).exclude(state__in=Application.GONE)
    found: QuerySet[Application] = rows.exclude(pk=application.pk).order_by("pk")
    return found


def of_family(viewer: Viewer) -> QuerySet[Application]:
    """The applications of a viewer and for their children, newest first."""
    rows = Application.objects.of_acting(viewer).select_related("round", "school", "child", "proposed")
    found: QuerySet[Application] = rows.order_by("-pk")
    return found


@dataclass(frozen=True)
class Finding:
    """What the records say about an application: `tone` is ok, warn, bad or info."""

    tone: str
    text: str


def findings(application: Application) -> list[Finding]:
    """What whoever reviews needs to know, from what the region holds; nobody uploads any of it."""
    found = [*_about_the_number(application), *_about_the_address(application), *_about_siblings(application)]
    if any(same_number(application)):
        text = _("Another application of this round has the same number. Speak with both families, and refuse one.")
        found.insert(0, Finding("bad", text))
    return found


def _about_the_number(application: Application) -> Iterable[Finding]:
    person = person_of(application)
    if application.child_id is not None:
        yield Finding("ok", _("The child is known to the region, and its guardian applies."))
    elif person is not None:
        yield Finding("warn", _("The number belongs to somebody the region knows, of whom this family is no guardian."))
    elif not application.id_number_index:
        yield Finding("warn", _("There is no identity number. Look at the papers."))
    pupil = Pupil.objects.noted([person.pk], by="person_id").select_related("school").first() if person else None
    if pupil is not None and pupil.is_present:
        yield Finding("info", _("On the roll of %(school)s.") % {"school": pupil.school})


def person_of(application: Application) -> Person | None:
    """The person of the region whom an application is for: the child chosen, or who has its number."""
    if application.child_id is not None:
        return application.child
    if not application.id_number_index:
        return None
    return Person.objects.unscoped("whoever has a number is one person").filter(
        id_number_index=application.id_number_index
    ).first()  # fmt: skip


def _about_the_address(application: Application) -> Iterable[Finding]:
    schools = district_schools(application.round, application.area, application.number)
    if not schools:
        yield Finding("warn", _("The address stands in no school district."))
        return
    names = _(", ").join(str(each) for each in schools)
    tone = "ok" if application.school_id in {each.pk for each in schools} else "info"
    yield Finding(tone, _("The address belongs to %(schools)s.") % {"schools": names})


def _about_siblings(application: Application) -> Iterable[Finding]:
    siblings = siblings_of(application.child, application.applicant_id)
    here = [each for each in siblings if each.school_id == application.school_id]
    if here:
        yield Finding("ok", _("%(name)s is at this school.") % {"name": here[0].person.name})
    elif Evidence.SIBLING in application.evidence_words:
        yield Finding("warn", _("No brother or sister of the child is on record at this school."))


def ranks_of(
    application: Application, categories: Sequence[Category], wishes: Sequence[Organisation], ours: Collection[int]
) -> dict[int, int]:
    """The category at each school wished for, by the evidence that stands: `{school: order}`; `ours` are the schools of
    the address.
    """
    has = set(application.evidence_words)
    kin = set[int]()
    if Evidence.SIBLING in has:
        kin = {each.school_id for each in siblings_of(application.child, application.applicant_id)}
    found = {}
    for school in wishes:
        # Whoever applies without an account has shown the papers; else the roll itself says who is a brother or sister.
        counts = has if school.pk in kin or application.applicant_id is None else has - {Evidence.SIBLING.value}
        fits = (
            each.position
            for each in categories
            if set(words_of(each.needs)) <= counts and (not each.in_district or school.pk in ours)
        )
        found[school.pk] = next(fits, NO_CATEGORY)
    return found


@dataclass(frozen=True)
class SchoolStanding:
    """How a school stands in a round: places, applications by first wish, and what became of them."""

    plan: SchoolPlan
    first: int
    waiting: int
    accepted: int
    admitted: int
    confirmed: int

    @property
    def is_overfull(self) -> bool:
        """Whether more families wish for it first than it has places."""
        return self.first > self.plan.places


def standings(round: Round) -> list[SchoolStanding]:
    """The schools of a round with their numbers; no names."""
    rows = Application.objects.belonging_to(round=round)
    firsts = Wish.objects.belonging_to(application=rows.exclude(state__in=Application.GONE)).filter(position=1)
    first = dict(firsts.order_by().values_list("school").annotate(n=Count("pk")))
    counted = rows.order_by().values_list("school", "state").annotate(n=Count("pk"))
    numbers = {(school, state): n for school, state, n in counted}

    def of(school: int, *states: str) -> int:
        return sum(numbers.get((school, state), 0) for state in states)

    return [
        SchoolStanding(
            plan,
            first.get(plan.school_id, 0),
            of(plan.school_id, State.SUBMITTED, State.RETURNED),
            of(plan.school_id, State.ACCEPTED),
            of(plan.school_id, State.ADMITTED, State.CONFIRMED, State.ENTERED),
            of(plan.school_id, State.CONFIRMED, State.ENTERED),
        )
        for plan in plans_of(round)
    ]


def to_review(viewer: Viewer) -> QuerySet[Application]:
    """The applications that wait for a viewer's review, at the schools where they stand themselves."""
    rows = Application.objects.visible_to(viewer, REVIEW).filter(state=State.SUBMITTED)
    found: QuerySet[Application] = rows.filter(path__in=viewer.paths(REVIEW))
    return found


def to_enter(viewer: Viewer) -> QuerySet[Application]:
    """The confirmed places of children who aren't on the roll yet."""
    rows = Application.objects.visible_to(viewer, REVIEW).filter(state=State.CONFIRMED)
    found: QuerySet[Application] = rows.filter(path__in=viewer.paths(REVIEW))
    return found
