"""Credits of the demonstration region: schemes of the city, two years of a senior school, training hours of staff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import uuid4

from django.db import transaction

from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.credits.actions import copy_scheme, publish
from santong.domains.platform.credits.computing import entrants_at, recompute
from santong.domains.platform.credits.declaring import Entrant
from santong.domains.platform.credits.jobs import find_effects
from santong.domains.platform.credits.kinds import HolderKind, half_year_of, last_day_of
from santong.domains.platform.credits.models import Correction, Entry, Scheme, today
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.demo import Region

OFFICER = "bureau"
NAMES = {
    "SENIOR-2020": "云岭市普通高中学分方案",
    "VOCATIONAL-3Y": "云岭市中等职业学校学分方案",
    "STAFF-360": "云岭市教师培训学时方案",
}
REQUIRED = (
    "B-YW", "B-SX", "B-WY", "B-ZZ", "B-WL", "B-HX", "B-SW", "B-LS", "B-DL", "B-JS", "B-YS", "B-TY", "B-YJ", "B-LD",
)  # fmt: skip
CHOSEN = ("X-语文", "X-数学", "X-外语", "X-物理", "X-化学", "X-生物学", "E-XB", "E-语文")
VOCATIONAL = (
    "G-SZ", "G-YW", "G-SX", "G-WY", "G-XX", "G-TY", "G-LS", "G-YS", "Z-JC", "Z-HX", "Z-TZ", "P-RS",
)  # fmt: skip
CODES = {HolderKind.SENIOR: (*REQUIRED, *CHOSEN), HolderKind.VOCATIONAL: VOCATIONAL}
MISSED = 0.01
SLOW = 4
"""The pupil with this number, of those who have been there for a year, falls behind."""
TRAININGS = (
    ("JZ", "暑期集中培训", 40),
    ("WL", "国家智慧教育平台研修", 30),
    ("XB", "校本研修", 24),
    ("XX", "信息技术应用能力提升", 25),
)


def collect(region: Region) -> None:
    """Schemes that the city publishes, and what was taken at the senior school and by the staff."""
    officer = Person.objects.by_installation().filter(username=OFFICER).first()
    acting = viewer_in(officer, "staff") if officer else None
    if acting is None or not acting.grants:
        return
    city = Organisation.objects.by_installation().filter(kind=Organisation.Kind.CITY_BUREAU).order_by("path").first()
    if city is None:
        return
    with transaction.atomic():
        _publish(acting, city)
    schools = Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL, path__startswith=city.path)
    for number, school in enumerate(schools.order_by("path")[:12]):
        with transaction.atomic():
            _fill(school, Random(number))  # noqa: S311 - invented results
            recompute([school.path])
    _ask(city)


def _publish(acting: Viewer, city: Organisation) -> None:
    for code, name in NAMES.items():
        shipped = Scheme.objects.by_installation().get(code=code)
        [draft] = Scheme.objects.noted([copy_scheme(acting=acting, scheme=shipped, place=city, name=name)])
        find_effects(draft)
        publish(acting=acting, scheme=draft, from_day=date(2021, 1, 1), note="首次发布")


def _fill(school: Organisation, random: Random) -> None:
    entries: list[Entry] = []
    for kind, codes in CODES.items():
        older = 0
        for each in entrants_at(kind, [school.path]):
            terms = list(_terms(each.since))[:4]
            older += len(terms) > 1
            slow = kind == HolderKind.SENIOR and len(terms) > 1 and older == SLOW
            entries += _of_pupil(each, terms, codes, random, slow=slow)
    for each in entrants_at(HolderKind.STAFF, [school.path]):
        entries += _of_staff(each, random)
    Entry.objects.bulk_create(entries)


def _terms(since: date) -> Iterator[date]:
    """The last days of the terms that are over since somebody began."""
    year, half = half_year_of(since)
    while (last := last_day_of(year, half)) < today():
        yield last
        year, half = (year, 2) if half == 1 else (year + 1, 1)


def _of_pupil(each: Entrant, terms: Sequence[date], codes: Sequence[str], random: Random, *, slow: bool) -> list[Entry]:
    found = []
    for day in terms:
        for code in codes:
            if random.random() < (0.2 if slow else MISSED):
                continue
            points = Decimal(random.randint(48 if slow else 62, 80 if slow else 98))
            found.append(Entry(person_id=each.person, path=each.path, course=code, on=day, points=points,
                               source=Entry.Source.SHEET, evidence="学期成绩册"))  # fmt: skip
    return found


def _of_staff(each: Entrant, random: Random) -> list[Entry]:
    chosen: Sequence[tuple[str, str, int]] = random.sample(TRAININGS, k=random.randint(1, 4))
    return [
        Entry(
            person_id=each.person, path=each.path, course=code, passed=True, hours=Decimal(hours), evidence=title,
            on=max(today() - timedelta(days=random.randint(20, 300)), date(today().year, 1, 1)),
            source=Entry.Source.SHEET, act=uuid4(),
        )
        for code, title, hours in chosen
    ]  # fmt: skip


def _ask(city: Organisation) -> None:
    """A pupil's question that waits for an answer."""
    entry = Entry.objects.inside(city).filter(points__lt=60).select_related("person").order_by("pk").first()
    if entry is not None:
        Correction.objects.create(
            person=entry.person, kind=HolderKind.SENIOR, path=entry.path, course="物理（必修）",
            text="补考已经通过，表上还是原来的成绩。", asked_by=entry.person,
        )  # fmt: skip
