"""What a resource is probably about, from the names and the text of its files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from santong.domains.learning.resources.models import Kind, Node, Point, Resource, Textbook
from santong.domains.platform.access.public import Taught
from santong.lib.chinese import half_width
from santong.lib.grades import Grade, split_grade
from santong.lib.subjects import SUBJECTS

_KINDS = (
    (Kind.PLAN, ("教案", "教学设计", "说课", "导学案", "备课")),
    (Kind.QUESTIONS, ("试题", "试卷", "习题", "练习", "测试", "检测", "作业", "真题")),
    (Kind.MICRO, ("微课", "微视频")),
    (Kind.EXPERIMENT, ("虚拟实验", "仿真")),
    (Kind.PAPER, ("论文",)),
    (Kind.CASE, ("案例", "课例", "实录")),
    (Kind.BOOK, ("电子教材", "电子课本")),
    (Kind.PACK, ("专题", "资源包")),
    (Kind.SLIDES, ("课件", "ppt", "幻灯片")),
    (Kind.MATERIAL, ("素材", "图片", "音频")),
)
_BY_FILE = {
    "slides": Kind.SLIDES,
    "video": Kind.MICRO,
    "audio": Kind.MATERIAL,
    "image": Kind.MATERIAL,
    "document": Kind.PLAN,
    "pdf": Kind.LITERATURE,
    "sheet": Kind.MATERIAL,
    "package": Kind.PACK,
}
_TERMS = {"上册": 1, "下册": 2, "上": 1, "下": 2}
_GRADE = re.compile(r"(小学|初中|高中)?[一二三四五六七八九]年级|初[一二三]|高[一二三]")
_VOLUME = re.compile(r"[上下]册|(?<=年级)[上下]")
_NUMBER = re.compile(r"^[\s\d.、_\-—()（）\[\]【】]+|[\s_\-—]+$")
_STAGES = ((6, "primary"), (9, "junior"), (12, "senior"))
LONGEST_TITLE = 120


@dataclass
class Proposal:
    """Proposed facts; None and "" where nothing speaks for anything."""

    title: str = ""
    kind: str = ""
    stage: str = ""
    subject: str = ""
    grade: int | None = None
    term: int = 0
    textbook: Textbook | None = None
    node: Node | None = None
    points: list[Point] = field(default_factory=list)
    keywords: str = ""
    for_pupils: bool = True

    def initial(self) -> dict[str, object]:
        """As the form takes it."""
        names = ("title", "kind", "stage", "subject", "grade", "textbook", "node", "points", "keywords", "for_pupils")
        return {name: getattr(self, name) for name in names if getattr(self, name) not in ("", None, [])}


def propose(names: Iterable[str], kinds: Iterable[str], text: str, taught: Iterable[Taught]) -> Proposal:
    """Facts from file names, kinds of files (`files.Kind`), their text, and what the author teaches."""
    all_names, all_kinds, teaching = list(names), list(kinds), list(taught)
    stem = all_names[0].rpartition(".")[0] or all_names[0] if all_names else ""
    found = Proposal(title=_NUMBER.sub("", stem)[:LONGEST_TITLE])
    told = half_width(" ".join(all_names))
    found.kind = _kind(told.lower(), all_kinds)
    found.subject = _subject(told) or _subject(text[:500])
    found.grade, found.term = _grade(told) or _grade(text[:500]), _term(told)
    _place(found, f"{told} {text[:3000]}", told)
    _from_teaching(found, teaching)
    if found.grade and not found.stage:
        found.stage = next((stage for last, stage in _STAGES if found.grade <= last), "")
    found.points = _points(found, f"{told} {text[:3000]}")
    found.keywords = " ".join(point.name for point in found.points)[:200]
    found.for_pupils = found.kind not in (Kind.PLAN, Kind.PAPER, Kind.CASE)
    return found


def _kind(told: str, kinds: list[str]) -> str:
    for kind, words in _KINDS:
        if any(word in told for word in words):
            return kind
    return next((_BY_FILE[each] for each in kinds if each in _BY_FILE), "")


def _subject(text: str) -> str:
    found = [(text.find(name), name) for name in SUBJECTS if name in text and len(name) > 1]
    return min(found)[1] if found else ""


def _grade(text: str) -> int | None:
    match = _GRADE.search(text)
    split = split_grade(match.group()) if match else None
    return int(Grade(split[0])) if split else None


def _term(text: str) -> int:
    match = _VOLUME.search(text)
    return _TERMS[match.group()] if match else 0


def _place(found: Proposal, text: str, told: str) -> None:
    """The unit or lesson whose name stands in the file's name, else in its text: the longest one."""
    for where, finest in ((told, True), (text, False)):
        node = _best_node(_nodes(found), where, finest=finest)
        if node is not None:
            found.node, found.textbook = node, node.textbook
            found.stage, found.subject = node.textbook.stage, node.textbook.subject
            found.grade, found.term = node.textbook.grade, node.textbook.term
            return


def _nodes(found: Proposal) -> QuerySet[Node]:
    rows = Node.objects.open_to_everyone().filter(textbook__is_current=True)
    if found.subject:
        rows = rows.filter(textbook__subject=found.subject)
    if found.grade is not None:
        rows = rows.filter(textbook__grade=found.grade)
    if found.term:
        rows = rows.filter(textbook__term=found.term)
    return rows.select_related("textbook").order_by("pk")


def _best_node(rows: QuerySet[Node], text: str, *, finest: bool) -> Node | None:
    """The node with the longest name in a text; with `finest`, lessons before units."""
    plain = _plain(text)
    matching = [
        (finest and node.kind == Node.Kind.LESSON, len(name), -node.pk, node)
        for node in rows
        if len(name := _plain(_heart(node.name))) > 1 and name in plain
    ]
    return max(matching, key=lambda each: each[:3])[3] if matching else None


def _heart(name: str) -> str:
    """A unit's name without its number: 第三章 一元一次方程 is 一元一次方程."""
    return re.sub(r"^(第[一二三四五六七八九十百\d]+(单元|章|节|课|讲)|\d+[.、 ]*|Unit ?\d+)\s*", "", name)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _from_teaching(found: Proposal, taught: list[Taught]) -> None:
    """Where the files say nothing, the author's own teaching does."""
    fitting = [t for t in taught if found.subject in ("", t.subject) and found.grade in (None, t.level)]
    if fitting:
        found.subject = found.subject or fitting[0].subject
        found.grade = fitting[0].level if found.grade is None else found.grade
        found.stage = found.stage or fitting[0].stage


def _points(found: Proposal, text: str) -> list[Point]:
    rows = list(Point.objects.open_to_everyone().filter(subject=found.subject)) if found.subject else []
    plain = _plain(text)
    return [point for point in rows if _plain(point.name) in plain][:6]


def of_resource(resource: Resource) -> Proposal:
    """Proposals for a resource by its title, for tagging many at once."""
    return propose([resource.title], [], resource.summary, [])
