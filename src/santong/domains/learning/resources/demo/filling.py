"""Filling the library of the demonstration region, by the actions that everybody uses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from santong.domains.learning.resources.actions.drafting import draft
from santong.domains.learning.resources.actions.reviewers import assign_reviewer
from santong.domains.learning.resources.actions.reviewing import CHECKLIST, admit, give_back, submit
from santong.domains.learning.resources.demo.authors import Author, Cast, cast_of_accounts
from santong.domains.learning.resources.demo.catalogue import fill_catalogue
from santong.domains.learning.resources.demo.contents import FORMS, Lesson, form_of, title_of
from santong.domains.learning.resources.demo.echo import hear_colleagues, spread_over_term
from santong.domains.learning.resources.demo.workshop import Order, made_in
from santong.domains.learning.resources.models import Kind, Node, Resource, Review
from santong.domains.learning.resources.queries.teaching import planned_node
from santong.domains.platform.access.public import taught_by
from santong.domains.platform.discussion.public import write
from santong.domains.platform.files.public import File, Made, keep_file, keep_renditions
from santong.domains.platform.identity.public import Person
from santong.kit.access import SYSTEM
from santong.kit.demo import Region

LESSONS_PER_BOOK = 1
"""Lessons of each volume that have something at first; the rest shows where resources are missing."""
OWN_GRADES = {("语文", 7): 9, ("语文", 8): 4, ("数学", 7): 4}
"""Lessons of the volumes that the demonstration accounts' own classes use."""
HELD = (
    ("teacher", "需要完整答案的老师请加微信，作业答案出售。"),
    ("class-teacher", "课堂上有学生说同桌是废物，这份材料正好可以用来谈尊重。"),
    ("county", "第三页写了身份证号是多少位，建议换成示意图。"),
)
"""Comments that the demonstration's word lists hold, with who writes them."""


def fill_library(region: Region) -> None:
    """The catalogue, and some dozens of resources in every state."""
    fill_catalogue()
    cast = cast_of_accounts()
    if not cast.accounts:
        return
    _appoint(cast)
    nodes = list(dict.fromkeys([*_planned(cast), *_lessons()]))
    add_for_lessons(cast, nodes, 0, region.random, quick=True)
    _for_moderators(cast)


def add_for_lessons(cast: Cast, nodes: Sequence[Node], first: int, dice: Random, *, quick: bool = False) -> None:
    """A resource for each lesson that somebody teaches here; `first` is the number of the first one.

    What is `quick` is made in no time: films and experiments wait for the background.
    """
    orders = [order for number, node in enumerate(nodes, first) if (order := _order(cast, node, number, quick=quick))]
    with TemporaryDirectory() as name:
        folder = Path(name)
        for order in made_in(folder, orders):
            _add(cast, order, folder, dice)


def _order(cast: Cast, node: Node, number: int, *, quick: bool) -> Order | None:
    authors = cast.authors_of(node.textbook.stage, node.textbook.subject)
    if not authors:
        return None
    lesson = lesson_of(node)
    form = form_of(lesson, number)
    if quick and form in ("film", "experiment", "sound"):
        return None
    return Order(node, lesson, form, authors[number % len(authors)], number)


def is_lesson(node: Node) -> bool:
    """Whether it has a name; the letters and syllables of pinyin are taught together."""
    return len(node.name) > 1


def lesson_of(node: Node) -> Lesson:
    """A row of the catalogue as contents speak of it."""
    book = node.textbook
    unit = node.parent.name if node.parent else ""
    return Lesson(node.name, unit, book.subject, f"{book.edition}{book.subject}{book.volume}")


def _add(cast: Cast, order: Order, folder: Path, dice: Random) -> None:
    author = order.author
    facts = facts_of(order.node, title_of(order.lesson, order.form), order.form, order.number)
    file = _file(author, order, folder, facts["title"])
    resource = draft(acting=author.viewer, facts=facts, files=[file], home=author.home)
    if order.number % 11 != 10:
        through_review(author, resource, order.number)
    resource.refresh_from_db()
    spread_over_term(resource, dice)
    if resource.status == Resource.Status.ADMITTED:
        colleagues = cast.authors_of(order.node.textbook.stage, order.node.textbook.subject)
        hear_colleagues(resource, [one.viewer for one in colleagues if one != author], dice)


def _file(author: Author, order: Order, folder: Path, title: object) -> File:
    """The file, with the pages of an office document drawn from the same content; the rest is made by jobs."""
    source = order.path(folder)
    file = keep_file(
        acting=SYSTEM, owner_id=author.person_id, path=author.home.path, name=f"{title}{source.suffix}",
        source=source, convert=False,
    )  # fmt: skip
    drawn = source.with_name(f"{source.name}.pdf")
    if drawn.exists():
        text = source.with_name(f"{source.name}.txt")
        note = _("These pages were drawn by the demonstration from the same content.")
        told = {"characters": len(text.read_text(encoding="utf-8")), "ocr": False}
        made = [Made("pdf", drawn.name, note=note), Made("text", text.name, data=told)]
        keep_renditions(acting=SYSTEM, file=file, folder=folder, made=made)
    return file


def facts_of(node: Node, title: str, form: str, number: int) -> dict[str, object]:
    """What a resource for a lesson says about itself; audiences take turns by `number`."""
    book = node.textbook
    audience = ("city", "county", "public", "school")[(number + number // 4) % 4]
    return {
        "title": title, "kind": FORMS[form].kind, "stage": book.stage, "subject": book.subject, "grade": book.grade,
        "textbook": book.pk, "node": node.pk, "for_pupils": FORMS[form].for_pupils, "audience": audience,
        "licence": "own", "language": "zh-CN", "keywords": node.name, "points": [],
        "summary": f"{book.edition}{book.subject}{book.volume}{title}，按教材编写，可直接用于备课和上课。",
    }  # fmt: skip


def through_review(author: Author, resource: Resource, number: int) -> None:
    """As far as the audience needs; some wait on the way, some were returned."""
    submit(acting=author.viewer, resource=resource)
    if number % 9 == 8:
        return
    while review := Review.objects.by_installation().filter(resource=resource, state="waiting").first():
        if number % 13 == 12:
            give_back(acting=SYSTEM, review=review, answers={}, remarks={"source": "请注明图片和引文的出处。"})
            return
        admit(acting=SYSTEM, review=review, answers=dict.fromkeys(CHECKLIST, True))
        resource.refresh_from_db()
        if number % 7 == 6:
            return


def _for_moderators(cast: Cast) -> None:
    """Comments and a resource with words of the lists: some wrong, some harmless, all waiting to be decided about."""
    rows = Resource.objects.by_installation().filter(status=Resource.Status.ADMITTED).order_by("pk")
    for resource, (username, text) in zip(rows, HELD, strict=False):
        if username in cast.accounts:
            acting = cast.accounts[username].viewer
            write(acting=acting, row=resource, text=text)
    node = Node.objects.by_installation().filter(kind=Node.Kind.LESSON, textbook__grade=7, textbook__subject="语文")
    first, author = node.select_related("textbook").order_by("pk").first(), cast.accounts.get("teacher")
    file = File.objects.by_installation().filter(owner=author.person_id).first() if author else None
    if first is None or author is None or file is None:
        return
    title = "主题班会：远离毒品，珍爱生命"
    facts = {**facts_of(first, title, "case", 0), "kind": Kind.CASE, "node": None, "textbook": None}
    submit(acting=author.viewer, resource=draft(acting=author.viewer, facts=facts, files=[file], home=author.home))


def _appoint(cast: Cast) -> None:
    """The class teacher reviews Chinese for the school; everything else falls to teaching affairs."""
    author = cast.accounts["class-teacher"]
    person = Person.objects.by_installation().get(pk=author.person_id)
    assign_reviewer(acting=SYSTEM, person=person, organisation=author.home, subject="语文")


def _planned(cast: Cast) -> list[Node]:
    """The lessons that come next in the accounts' own classes."""
    taught = [each for author in cast.accounts.values() for each in taught_by(author.person_id)]
    return [node for node in map(planned_node, taught) if node is not None]


def _lessons() -> list[Node]:
    """Some lessons of every volume, every second from the first on."""
    return [
        node
        for nodes in _by_book()
        for node in nodes[::2][: OWN_GRADES.get((nodes[0].textbook.subject, nodes[0].textbook.grade), LESSONS_PER_BOOK)]
    ]


def _by_book() -> Iterable[list[Node]]:
    rows = Node.objects.by_installation().filter(kind=Node.Kind.LESSON).select_related("textbook", "parent")
    found: dict[int, list[Node]] = {}
    for node in filter(is_lesson, rows.order_by("textbook", "position")):
        found.setdefault(node.textbook_id, []).append(node)
    return found.values()
