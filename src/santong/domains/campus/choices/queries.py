"""Reads on course choices: who chooses, what is offered to whom, who wishes for what, who got what and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from santong.domains.campus.choices.models import Allotment, ChoiceRound, Chooser, Offer, RoundGrade, Wish
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation


def grades_of_round(row: ChoiceRound) -> list[Organisation]:
    """The grades whose pupils choose, in the order of the tree."""
    return [each.grade for each in RoundGrade.objects.belonging_to(round=row).select_related("grade")]


def candidates(row: ChoiceRound) -> list[Pupil]:
    """The enrolled pupils of the grades of a round who are in a class."""
    found: list[Pupil] = []
    for grade in grades_of_round(row):
        rows = Pupil.objects.inside(grade).filter(status=Pupil.Status.ENROLLED, school=row.school)
        found += rows.exclude(school_class=None).select_related("person", "school_class").order_by("pk")
    return found


def offers_of(row: ChoiceRound) -> QuerySet[Offer]:
    """All offers of a round, closed ones among them."""
    found: QuerySet[Offer] = Offer.objects.belonging_to(round=row).select_related("teacher__person", "grade", "round")
    return found.order_by("pk")


def open_to(offers: Iterable[Offer], path: str) -> list[Offer]:
    """Those that pupils of a class at `path` can wish for."""
    return [each for each in offers if not each.closed and (each.grade is None or path.startswith(each.grade.path))]


def choosers_of(row: ChoiceRound) -> QuerySet[Chooser]:
    """Everybody who chooses, by class and name."""
    rows = Chooser.objects.belonging_to(round=row).select_related("pupil__person", "pupil__school_class")
    found: QuerySet[Chooser] = rows.order_by("path", "pupil__person__pinyin", "pk")
    return found


def wishes_of(choosers: Iterable[Chooser]) -> dict[int, list[Wish]]:
    """The wishes of each, the dearest first."""
    found: dict[int, list[Wish]] = defaultdict(list)
    rows = Wish.objects.belonging_to(chooser__in=list(choosers)).select_related("offer").order_by("rank")
    for wish in rows:
        found[wish.chooser_id].append(wish)
    return found


def allotted_to(choosers: Iterable[Chooser]) -> dict[int, list[Allotment]]:
    """The places that were given to each by hand."""
    found: dict[int, list[Allotment]] = defaultdict(list)
    for row in Allotment.objects.belonging_to(chooser__in=list(choosers)).select_related("offer").order_by("pk"):
        found[row.chooser_id].append(row)
    return found


@dataclass(frozen=True)
class Asked:
    """An offer, how many wish for it first and at all, and how many have a place."""

    offer: Offer
    first: int
    all: int
    given: int

    @property
    def is_too_small(self) -> bool:
        """Whether fewer have a place than it takes."""
        return not self.offer.closed and self.given < self.offer.least

    @property
    def left(self) -> int | None:
        """The places that are left, None for any number."""
        return None if self.offer.most is None else max(self.offer.most - self.given, 0)


def asked_for(row: ChoiceRound) -> list[Asked]:
    """How much every offer of a round is wished for, and how many got it."""
    counts = Wish.objects.belonging_to(chooser__round=row).values("offer").order_by()
    counted = {
        each["offer"]: each
        for each in counts.annotate(
            first=Count("pk", filter=Q(rank=1)), all=Count("pk"), given=Count("pk", filter=Q(given=True))
        )
    }
    by_hand = Counter(Allotment.objects.belonging_to(chooser__round=row).values_list("offer", flat=True))
    none = {"first": 0, "all": 0, "given": 0}
    return [
        Asked(offer, own["first"], own["all"], own["given"] + by_hand[offer.pk])
        for offer in offers_of(row)
        for own in [counted.get(offer.pk, none)]
    ]


@dataclass(frozen=True)
class Fate:
    """What became of a pupil's wishes: those that came true, places given by hand, and why each other one did not."""

    chooser: Chooser
    wishes: Sequence[Wish]
    given: Sequence[Wish]
    by_hand: Sequence[Allotment]
    all_asked: dict[int, Asked]

    @property
    def names(self) -> list[str]:
        """The offers in which the pupil is."""
        return [each.name for each in self.offers]

    @property
    def offers(self) -> list[Offer]:
        """The offers in which the pupil is, those given by hand last."""
        return [*(each.offer for each in self.given), *(each.offer for each in self.by_hand)]

    @property
    def lacks(self) -> int:
        """How many places the pupil has less than everybody gets."""
        return int(self.chooser.round.each) - len(self.given) - len(self.by_hand)


def fates(row: ChoiceRound, choosers: Iterable[Chooser]) -> list[Fate]:
    """What became of the wishes of some pupils of a round."""
    people = list(choosers)
    asked = {each.offer.pk: each for each in asked_for(row)}
    wishes, by_hand = wishes_of(people), allotted_to(people)
    for chooser in people:
        chooser.round = row
    return [
        Fate(each, own, [wish for wish in own if wish.given], by_hand.get(each.pk, []), asked)
        for each in people
        for own in [wishes.get(each.pk, [])]
    ]


def unserved(row: ChoiceRound) -> list[Fate]:
    """Who has fewer places than everybody gets, by class and name."""
    return [each for each in fates(row, choosers_of(row)) if each.lacks > 0]


def people(keys: Collection[int]) -> list[Person]:
    """People with keys that were written down, whose accounts are open."""
    return list(Person.objects.noted(keys).filter(is_active=True))
