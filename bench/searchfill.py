"""Filling a library for the search benchmark: resources as teachers name them, used as such things are used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.utils import timezone

from bench.searchjudged import PLANTED
from santong.domains.learning.resources.demo.catalogue import PlannedBook, planned_books
from santong.domains.learning.resources.indexing import RESOURCES, scopes_of
from santong.domains.learning.resources.models import Kind, Resource
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, Stage
from santong.kit.access import Grant, Viewer
from santong.kit.fulltext.public import Entry, learn
from santong.kit.models.inserting import insert_values

SCHOOLS = 400
BATCH = 5000
FORMS = (
    "课件", "精品课件", "教案", "教学设计", "同步练习", "课后作业", "单元测试卷", "微课", "导学案", "知识点总结",
    "说课稿",
    "教学反思", "课堂实录", "复习资料", "思维导图", "预习单", "拓展阅读", "易错题集", "期末复习", "公开课教案",
)  # fmt: skip
EXTRAS = (
    "",
    "",
    "",
    "（含答案）",
    "（第一课时）",
    "（第二课时）",
    "名师",
    "原创",
    "新课标",
    "分层",
    "优质课",
    "集体备课",
    "乡村学校版",
)
KINDS = {
    "课": Kind.SLIDES, "教": Kind.PLAN, "说": Kind.PLAN, "微": Kind.MICRO, "同": Kind.QUESTIONS, "单": Kind.QUESTIONS,
    "易": Kind.QUESTIONS, "期": Kind.QUESTIONS, "拓": Kind.LITERATURE,
}  # fmt: skip
SENTENCES = (
    "先看图提问，再分组讨论，最后各组展示。", "围绕课题设计三个层次的练习，附参考答案。", "配有朗读示范和板书设计。",
    "结合生活实例导入，引导学生自己归纳。", "包含学情分析、教学目标和作业设计。", "适合复式教学点使用，可离线播放。",
)  # fmt: skip


@dataclass(frozen=True)
class Topic:
    """A lesson with what it belongs to."""

    book: PlannedBook
    unit: str
    lesson: str


@dataclass(frozen=True)
class Library:
    """What was filled in, and who asks."""

    resources: int
    viewers: list[Viewer]
    topics: list[Topic]


def fill(count: int, say: Callable[[str], None]) -> Library:
    """`count` resources of all subjects in a city of 400 schools, the judged ones among them."""
    city, county, schools = _places()
    author = Person.objects.create_person(username="author", name="作者", path=city.path)
    topics = _topics()
    say(f"{len(topics)} lessons")
    rows = list(_rows(count, author, city, county, schools, topics))
    _store(rows, say)
    say("resources are in")
    RESOURCES.rebuild(_counted(_entries(rows, topics), say))
    terms = {topic.lesson: 3 for topic in topics} | {topic.unit: 2 for topic in topics}
    learn(RESOURCES.name, terms | {each.lesson: 1 for each in PLANTED} | {each.unit: 1 for each in PLANTED})
    teacher = Viewer(author.pk + 1, (Grant("subject_teacher", schools[0].path),), "staff", "teacher")
    officer = Viewer(author.pk + 2, (Grant("county_officer", county.path),), "staff", "officer")
    return Library(count, [teacher, officer], topics)


def _places() -> tuple[Organisation, Organisation, list[Organisation]]:
    city = Organisation(kind="city_bureau", name="City", path="0001")
    county = Organisation(kind="county_bureau", name="County", path="00010001", parent=city)
    city.save()
    county.parent = city
    county.save()
    schools = [
        Organisation(kind="school", name=f"School {n}", path=f"00010001{n:04}", parent=county) for n in range(SCHOOLS)
    ]
    Organisation.objects.bulk_create(schools)
    return city, county, list(Organisation.objects.filter(kind="school").order_by("path"))


def _topics() -> list[Topic]:
    return [
        Topic(book, unit.name, lesson)
        for book in planned_books()
        for unit in book.units
        for lesson in (unit.lessons or [unit.name])
    ]


@dataclass(frozen=True)
class _Row:
    """A resource, and the topic it is about (None: planted)."""

    resource: Resource
    topic: int
    text: str
    unit: str


def _rows(
    count: int,
    author: Person,
    city: Organisation,
    county: Organisation,
    schools: list[Organisation],
    topics: list[Topic],
) -> Iterator[_Row]:
    dice = Random(20260301)
    begin = timezone.make_aware(datetime(2023, 9, 1))  # noqa: DTZ001
    for number in range(count):
        at = begin + timedelta(minutes=dice.randrange(1_500_000))
        school = schools[dice.randrange(SCHOOLS)]
        if number < len(PLANTED):
            made = PLANTED[number]
            title, topic, unit, stage, subject, grade = made.title, -1, made.unit, "junior", made.subject, 8
            text, kind, reach = made.text, made.kind, city.path
        else:
            topic = int(len(topics) * dice.random() ** 1.6)
            about = topics[topic]
            form = dice.choice(FORMS)
            title = f"{about.lesson} {form}{dice.choice(EXTRAS)}"
            text, kind, unit = dice.choice(SENTENCES), KINDS.get(form[0], Kind.MATERIAL), about.unit
            stage, subject, grade = about.book.stage, about.book.subject, about.book.grade
            reach = dice.choices((city.path, "", county.path, school.path), (55, 10, 15, 20))[0]
        resource = Resource(
            pk=number + 1, title=title, kind=kind, stage=stage, subject=subject, grade=grade, summary=text,
            author_id=author.pk, organisation_id=school.pk, path=school.path, status="admitted", audience="city",
            level="school" if reach == school.path else "city", reach=reach, admitted_at=at, created_at=at,
            for_pupils=dice.random() < 0.8, uses=min(int(dice.paretovariate(0.9)), 500_000),
        )  # fmt: skip
        yield _Row(resource, topic, text, unit)


def _store(rows: list[_Row], say: Callable[[str], None]) -> None:
    fields = list(Resource._meta.concrete_fields)

    for start in range(0, len(rows), BATCH * 10):
        with transaction.atomic():
            values = (
                [field.get_db_prep_save(getattr(row.resource, field.attname), connection) for field in fields]
                for row in rows[start : start + BATCH * 10]
            )
            insert_values(Resource, fields, values, DEFAULT_DB_ALIAS)


def _entries(rows: list[_Row], topics: list[Topic]) -> Iterator[Entry]:
    for row in rows:
        resource = row.resource
        book = topics[row.topic].book if row.topic >= 0 else None
        lesson = topics[row.topic].lesson if row.topic >= 0 else ""
        labels = (resource.subject, str(Stage(resource.stage).label), str(Kind(resource.kind).label))
        names = (lesson, row.unit, book.volume if book else "", book.edition if book else "", *labels)
        yield Entry(
            key=resource.pk,
            title=resource.title,
            context=" ".join(filter(None, names)),
            text=row.text,
            day=_day(resource),
            weight=resource.uses,
            scopes=scopes_of(resource),
            facets={
                "stage": resource.stage,
                "subject": resource.subject,
                "grade": str(resource.grade),
                "kind": resource.kind,
                "edition": book.edition if book else "",
                "level": resource.level,
            },
        )


def _day(resource: Resource) -> date:
    assert resource.admitted_at is not None
    return resource.admitted_at.date()


def _counted(entries: Iterator[Entry], say: Callable[[str], None]) -> Iterator[Any]:
    for number, entry in enumerate(entries, 1):
        if number % 100_000 == 0:
            say(f"{number:,} in the index")
        yield entry
