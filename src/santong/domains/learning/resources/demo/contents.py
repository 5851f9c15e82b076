"""What the demonstration's resources say: each about the lesson whose name it bears, in the manner of its subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from santong.domains.learning.resources.models import Kind


@dataclass(frozen=True)
class Lesson:
    """A lesson with its place: unit, and textbook as people call it."""

    name: str
    unit: str
    subject: str
    book: str

    @property
    def quoted(self) -> str:
        """A text or a song stands in the marks of a title."""
        return f"《{self.name}》" if self.subject in ("语文", "音乐") else f"“{self.name}”"


@dataclass(frozen=True)
class Form:
    """A form of resource: its word in titles, kind, extension of its file, and whether pupils see it."""

    word: str
    kind: Kind
    extension: str
    for_pupils: bool = True


FORMS = MappingProxyType(
    {
        "plan": Form("教案", Kind.PLAN, "docx", for_pupils=False),
        "slides": Form("课件", Kind.SLIDES, "pptx"),
        "questions": Form("随堂练习", Kind.QUESTIONS, "xlsx"),
        "worksheet": Form("学习单", Kind.QUESTIONS, "pdf"),
        "outline": Form("预习提纲", Kind.LITERATURE, "txt"),
        "board": Form("板书设计", Kind.MATERIAL, "png"),
        "case": Form("教学案例", Kind.CASE, "docx", for_pupils=False),
        "film": Form("微课", Kind.MICRO, "mp4"),
        "sound": Form("节拍与音阶练习", Kind.MATERIAL, "wav"),
        "experiment": Form("虚拟实验", Kind.EXPERIMENT, "zip"),
    }
)
TURNS = ("plan", "board", "questions", "outline", "slides", "worksheet", "case")
"""What lessons get in turn that have no film, sound or experiment."""
FILMED = MappingProxyType(
    {
        "数轴": ("规定了原点、正方向和单位长度的直线", "右边的点表示的数总比左边的大", "到原点的距离就是绝对值"),
        "几分之一": ("把一个整体平均分", "取其中的一份，就是几分之一", "平均分的份数越多，每一份越小"),
        "水结冰了": ("水在 0 ℃ 时开始结冰", "结冰以后体积变大", "冰受热又融化成水"),
        "声音的特性": ("振动越快，音调越高", "振幅越大，响度越大", "不同的发声体，音色不同"),
        "光的反射": ("反射光线、入射光线和法线在同一平面内", "反射角等于入射角", "光路是可逆的"),
    }
)
"""Lessons with a film, and what is said in it."""
EXPERIMENTS = MappingProxyType(
    {
        "运动的快慢": ("路程 s = v·t", "速度 v", "米/秒", 1, 20, "时间 t", "秒", 1, 60, "x*y", "路程", "米"),
        "声音的产生与传播": (
            "回声测距 s = 340·t÷2", "往返时间 t", "秒", 1, 10, "次数", "次", 1, 1, "340*x/2", "距离", "米",
        ),
        "密度": ("密度 ρ = m÷V", "质量 m", "克", 1, 500, "体积 V", "立方厘米", 1, 200, "x/y", "密度", "克/立方厘米"),
        "自由落体运动": (
            "下落高度 h = 4.9·t²", "时间 t", "秒", 1, 10, "次数", "次", 1, 1, "4.9*x*x", "高度", "米",
        ),
    }
)  # fmt: skip
"""Lessons with an experiment: law, two figures to choose (name, unit, least, most), formula, result and its unit."""
GROUPS = MappingProxyType(
    {
        "语文": "language", "英语": "english", "数学": "mathematics", "科学": "science", "物理": "science",
        "化学": "science", "生物学": "science", "音乐": "arts", "美术": "arts",
    }
)  # fmt: skip
"""Subjects that are taught alike; all others are read about and discussed."""


QUESTION = "把没有弄懂的地方写下来，上课时提出来。"
REFLECTION = "让先想到的同学等一等，再说给大家听。"


def _phrases() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """What `phrases.txt` says: lines of goals, steps and tasks by group of subjects, of comments by kind."""
    found = {}
    for line in (Path(__file__).parent / "phrases.txt").read_text(encoding="utf-8").splitlines():
        what, of, lines = line.split(" ", 2)
        found[what, of] = tuple(lines.split("|"))
    return MappingProxyType(found)


PHRASES = _phrases()


def form_of(lesson: Lesson, turn: int) -> str:
    """The form that a lesson's resource has: what only this lesson can have, else whose turn it is."""
    if lesson.name in FILMED:
        return "film"
    if lesson.name in EXPERIMENTS:
        return "experiment"
    if lesson.subject == "音乐" and turn % 2:
        return "sound"
    return TURNS[turn % len(TURNS)]


def title_of(lesson: Lesson, form: str) -> str:
    """What it is called."""
    name = lesson.quoted if lesson.quoted.startswith("《") else f"{lesson.name} "
    return f"{name}{FORMS[form].word}"


def lines_of(lesson: Lesson, form: str) -> tuple[str, ...]:
    """What is to be read in it."""
    group = GROUPS.get(lesson.subject, "reading")
    goals, steps, tasks = (
        tuple(line.format(q=lesson.quoted) for line in PHRASES[what, group]) for what in ("goals", "steps", "tasks")
    )
    place = f"{lesson.book} · {lesson.unit}"
    return {
        "plan": (place, "课时：1 课时", "一、学习目标", *goals, "二、教学过程", *steps, "三、作业", tasks[0]),
        "case": (place, "一、课前的想法", *goals[:2], "二、课上发生的事", *steps, "三、课后反思", REFLECTION),
        "slides": (*goals[:1], *steps),
        "questions": tasks,
        "worksheet": (goals[0], *tasks),
        "outline": (place, "读一读", goals[0], "想一想", *tasks[1:], "记一记", QUESTION),
        "board": tuple(line.partition("：")[2] or line for line in steps),
        "film": FILMED.get(lesson.name, ()),
    }.get(form, ())  # fmt: skip
