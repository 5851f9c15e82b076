"""Filling the library of the demonstration region, by the actions that everybody uses."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from santong.domains.learning.resources.actions.drafting import draft
from santong.domains.learning.resources.actions.reviewers import assign_reviewer
from santong.domains.learning.resources.actions.reviewing import CHECKLIST, admit, give_back, submit
from santong.domains.learning.resources.actions.using import comment
from santong.domains.learning.resources.demo import files as made
from santong.domains.learning.resources.demo.catalogue import fill_catalogue
from santong.domains.learning.resources.models import Comment, Kind, Node, Resource, Review
from santong.domains.learning.resources.queries.teaching import planned_node
from santong.domains.platform.access.public import Appointment, taught_by
from santong.domains.platform.files.public import File, keep_file
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, lineage, school_of
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.demo import Region

REASON = "making the demonstration"
LESSONS_PER_BOOK = 1
"""Lessons of each volume that have something; the rest shows where resources are missing."""
SHAPES: tuple[tuple[Kind, str, str, Callable[[Path, str, Sequence[str]], Path], bool], ...] = (
    (Kind.PLAN, "教案", "docx", made.document, False),
    (Kind.MATERIAL, "插图", "png", made.picture, True),
    (Kind.QUESTIONS, "随堂练习", "xlsx", made.sheet, True),
    (Kind.LITERATURE, "阅读材料", "txt", made.text, True),
    (Kind.CASE, "教学案例", "docx", made.document, False),
)
AUTHORS = ("teacher", "class-teacher", "affairs", "county")
HELD = (
    ("teacher", "需要完整答案的老师请加微信，作业答案出售。"),
    ("class-teacher", "课堂上有学生说同桌是废物，这份材料正好可以用来谈尊重。"),
    ("affairs", "第三页写了身份证号是多少位，建议换成示意图。"),
)
"""Comments that the demonstration's word lists hold, with who writes them."""


PARAGRAPHS = (
    "目标：说出这一课的要点，能用自己的话讲给同学听。",
    "过程：先看图提问，再分组讨论，最后各组展示，同学互相补充。",
    "练习：围绕课题写三个问题，和同桌交换回答。",
    "作业：把今天学到的一点讲给家里人听。",
)
Kept = dict[tuple[str, str], File]


@dataclass
class Cast:
    """The demonstration accounts as viewers, by name, and the place of each."""

    viewers: dict[str, Viewer]
    homes: dict[str, Organisation]


def fill_library(region: Region) -> None:
    """The catalogue, and some dozens of resources in every state."""
    fill_catalogue()
    cast = cast_of_accounts()
    if not cast.viewers:
        return
    _appoint(cast)
    with tempfile.TemporaryDirectory() as folder:
        kept: Kept = {}
        for number, node in enumerate(dict.fromkeys([*_planned(cast), *_lessons()])):
            _one(region, cast, node, number, _file(cast, number, kept, Path(folder)))
        _for_moderators(cast, next(iter(kept.values())))


def _for_moderators(cast: Cast, file: File) -> None:
    """Comments and a resource with words of the lists: some wrong, some harmless, all waiting to be decided about."""
    rows = Resource.objects.unscoped(REASON).filter(status=Resource.Status.ADMITTED).order_by("pk")
    for resource, (username, text) in zip(rows, HELD, strict=False):
        if username in cast.viewers:
            comment(acting=cast.viewers[username], resource=resource, kind=Comment.Kind.COMMENT, text=text)
    node = Node.objects.unscoped(REASON).filter(kind=Node.Kind.LESSON, textbook__grade=7).order_by("pk").first()
    if node is None:
        return
    facts = facts_of(node, "主题班会：远离毒品，珍爱生命", Kind.CASE, False, 0)
    author = cast.viewers["teacher"]
    submit(acting=author, resource=draft(acting=author, facts=facts, files=[file], home=cast.homes["teacher"]))


def _file(cast: Cast, number: int, kept: Kept, folder: Path) -> File:
    """A file of the kind whose turn it is: one for each author, because each is checked in a process of its own."""
    username = AUTHORS[number % len(AUTHORS)]
    _kind, word, extension, make, _for_pupils = SHAPES[number % len(SHAPES)]
    if (username, word) not in kept:
        source = make(folder / f"{number}.{extension}", f"{word}（{cast.homes[username].name}）", PARAGRAPHS)
        kept[username, word] = keep_file(
            acting=SYSTEM,
            owner_id=cast.viewers[username].person_id or 0,
            path=cast.homes[username].path,
            name=f"{word}.{extension}",
            source=source,
            convert=False,
        )
    return kept[username, word]


def cast_of_accounts() -> Cast:
    """The accounts that exist here."""
    cast = Cast({}, {})
    for username in AUTHORS:
        person = Person.objects.unscoped(REASON).filter(username=username).first()
        rows = Appointment.objects.unscoped(REASON).filter(person=person).exclude(role__in=("pupil", "parent"))
        grants = tuple(Grant(row.role, row.path) for row in rows)
        if person is None or not grants:
            continue
        place = school_of(grants[0].path) or lineage(grants[0].path)[-1]
        cast.viewers[username] = Viewer(person.pk, grants, "staff", person.name)
        cast.homes[username] = place
    return cast


def _appoint(cast: Cast) -> None:
    """The class teacher reviews Chinese for the school; everything else falls to teaching affairs."""
    viewer = cast.viewers["class-teacher"]
    person = Person.objects.unscoped(REASON).get(pk=viewer.person_id)
    assign_reviewer(acting=SYSTEM, person=person, organisation=cast.homes["class-teacher"], subject="语文")


def _planned(cast: Cast) -> list[Node]:
    """The lessons that come next in the accounts' own classes."""
    taught = [each for viewer in cast.viewers.values() for each in taught_by(viewer.person_id or 0)]
    return [node for node in map(planned_node, taught) if node is not None]


def _lessons() -> list[Node]:
    """Some lessons of every volume, the first and every third."""
    rows = Node.objects.unscoped(REASON).filter(kind=Node.Kind.LESSON).select_related("textbook", "parent")
    by_book: dict[int, list[Node]] = {}
    for node in rows.order_by("textbook", "position"):
        by_book.setdefault(node.textbook_id, []).append(node)
    home = {7: 4, 3: 2}
    return [
        node for nodes in by_book.values() for node in nodes[::2][: home.get(nodes[0].textbook.grade, LESSONS_PER_BOOK)]
    ]


def _one(region: Region, cast: Cast, node: Node, number: int, file: File) -> None:
    username = AUTHORS[number % len(AUTHORS)]
    viewer = cast.viewers[username]
    kind, word, _extension, _make, for_pupils = SHAPES[number % len(SHAPES)]
    title = f"《{node.name}》{word}" if node.textbook.subject == "语文" else f"{node.name} {word}"
    facts = facts_of(node, title, kind, for_pupils, number)
    resource = draft(acting=viewer, facts=facts, files=[file], home=cast.homes[username])
    uses = min(int(region.random.paretovariate(1.1) * 9), 4000)
    Resource.objects.unscoped(REASON).filter(pk=resource.pk).update_quietly(uses=uses)
    if number % 11 != 10:
        through_review(cast, viewer, resource, number)


def facts_of(node: Node, title: str, kind: str, for_pupils: bool, number: int) -> dict[str, object]:
    """What a resource for a lesson says about itself; audiences take turns by `number`."""
    book = node.textbook
    audience = ("school", "county", "city", "public")[number % 4]
    return {
        "title": title, "kind": kind, "stage": book.stage, "subject": book.subject, "grade": book.grade,
        "textbook": book.pk, "node": node.pk, "for_pupils": for_pupils, "audience": audience, "licence": "own",
        "language": "zh-CN", "keywords": node.name, "points": [],
        "summary": f"{book.edition}{book.subject}{book.volume}{node.name}，供备课和课堂使用。",
    }  # fmt: skip


def through_review(cast: Cast, author: Viewer, resource: Resource, number: int) -> None:
    """As far as the audience needs; some wait on the way, some were returned."""
    submit(acting=author, resource=resource)
    if number % 9 == 8:
        return
    while review := Review.objects.unscoped(REASON).filter(resource=resource, state="waiting").first():
        if number % 13 == 12:
            give_back(acting=SYSTEM, review=review, answers={}, remarks={"source": "请注明图片和引文的出处。"})
            return
        admit(acting=SYSTEM, review=review, answers=dict.fromkeys(CHECKLIST, True))
        resource.refresh_from_db()
        if number % 7 == 6:
            return
