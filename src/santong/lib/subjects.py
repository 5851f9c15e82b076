"""Subjects teachers teach, by the names of the national curricula."""

import re
from functools import lru_cache

from santong.lib.cells import CellValue, tidy_text
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import Reading, doubtful, right

_OTHER_SPELLINGS: dict[str, tuple[str, ...]] = {
    "语文": ("语", "小学语文", "初中语文", "高中语文", "中文"),
    "数学": ("数", "小学数学", "初中数学", "高中数学"),
    "英语": ("英", "外语", "小学英语", "初中英语", "高中英语"),
    "道德与法治": ("道法", "道德与法制", "道德法治", "品德", "思品", "品德与社会", "品德与生活"),
    "思想政治": ("政治", "思政"),
    "科学": ("小学科学", "自然"),
    "物理": ("物",),
    "化学": ("化",),
    "生物学": ("生物",),
    "历史": (),
    "地理": (),
    "历史与社会": (),
    "信息科技": ("信息", "信科"),
    "信息技术": ("计算机", "电脑"),
    "通用技术": ("通技",),
    "体育与健康": ("体育", "体健", "体"),
    "音乐": ("音",),
    "美术": ("美",),
    "艺术": (),
    "书法": ("写字",),
    "劳动": ("劳动技术", "劳技", "劳动教育"),
    "综合实践活动": ("综合实践", "综合"),
    "心理健康": ("心理", "心理健康教育"),
    "日语": (),
    "俄语": (),
    "地方课程": ("地方课", "地方"),
    "校本课程": ("校本课", "校本"),
    "保育": ("幼儿保育",),
    "学前教育": ("幼教", "幼儿教育"),
}
SUBJECTS = frozenset(_OTHER_SPELLINGS)
"""Standard names."""

_STANDARD = {other: name for name, others in _OTHER_SPELLINGS.items() for other in others}
_STANDARD |= {name: name for name in _OTHER_SPELLINGS}
_SEPARATORS = re.compile(r"[\s、,，;；/|+&.。]+|(?<=\S)[和兼及](?=\S)")


def parse_subjects(value: CellValue) -> Reading[tuple[str, ...]]:
    """Read 语文、道法 or 数学 科学 into standard names in the order written, without repetition.

    A cell with one unknown subject is doubtful; its proposal holds the known ones.
    """
    text, tidied = tidy_text(value)
    return _subjects(text, tidied) if text else Reading()


@lru_cache(maxsize=4096)
def _subjects(text: str, tidied: tuple[Tidying, ...]) -> Reading[tuple[str, ...]]:
    words = [text] if text in _STANDARD else [word for word in _SEPARATORS.split(text) if word]
    known = tuple(dict.fromkeys(_STANDARD[word] for word in words if word in _STANDARD))
    if not words or any(word not in _STANDARD for word in words):
        return doubtful(Problem.UNKNOWN_WORD, *([known] if known else []))
    if words != list(known):
        tidied = (*tidied, Tidying.SPELLING)
    return right(known, *tidied)
