"""Names of people: Chinese, ethnic-minority with middle dots, and Latin."""

import re

from santong.lib.cells import CellValue, text_of
from santong.lib.chinese import half_width, is_han
from santong.lib.lookalikes import BROKEN, ordinary, without_invisible
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import Reading, doubtful, right

MIDDLE_DOT = "·"
LONGEST = 50
_PLAIN = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,10}·[\u4e00-\u9fff]{2,10}")
_DOTS = re.compile(r"\s*[•・‧∙⋅●˙･᛫⸱﹒·．]\s*")
_DOT_BETWEEN_HAN = re.compile(r"(?<=[^\x00-\x7f])\.(?=[^\x00-\x7f])")
_BLANKS = re.compile(r"\s+")
_NOTE = re.compile(r"[(\[【〔{][^)\]】〕}]*[)\]】〕}]$")
_GARBLED = re.compile(rf"[?\x00-\x08\x0e-\x1f\x7f-\x9f{BROKEN}]")
_PLACEHOLDERS = {
    "无",
    "暂无",
    "待定",
    "未知",
    "不详",
    "同上",
    "空",
    "测试",
    "姓名",
    "某某",
    "xxx",
    "XXX",
    "NULL",
    "None",
}


def parse_name(value: CellValue) -> Reading[str]:
    """Read a name; blanks inside Chinese names go, middle dots become ``·``."""
    raw = text_of(value)
    if _PLAIN.fullmatch(raw) and raw not in _PLACEHOLDERS:
        return right(raw)
    visible = without_invisible(raw)
    half = half_width(_DOTS.sub(MIDDLE_DOT, visible))
    name = _without_blanks(_DOT_BETWEEN_HAN.sub(MIDDLE_DOT, half))
    return _judge(name, _steps(raw, name)) if name else Reading()


def _steps(raw: str, name: str) -> tuple[Tidying, ...]:
    letters = [character for character in raw if not character.isspace()]
    steps = {
        Tidying.SPACES: len(raw) != len(name) or name.count(" ") != raw.count(" "),
        Tidying.MIDDLE_DOT: name.count(MIDDLE_DOT) != raw.count(MIDDLE_DOT),
        Tidying.FULL_WIDTH: any(half_width(letter) != letter for letter in letters),
    }
    return tuple(step for step, done in steps.items() if done)


def _without_blanks(text: str) -> str:
    stripped = text.strip()
    if any(is_han(character) for character in stripped):
        return _BLANKS.sub("", stripped)
    return _BLANKS.sub(" ", stripped)


def _judge(name: str, tidied: tuple[Tidying, ...]) -> Reading[str]:
    problem = _problem_of(name)
    if problem is None:
        return right(name, *tidied)
    arguments = {
        Problem.NAME_TOO_LONG: {"limit": str(LONGEST)},
        Problem.NAME_HAS_SYMBOLS: {"symbols": "".join(sorted(set(filter(_is_symbol, name))))},
        Problem.NAME_HAS_RADICALS: {"signs": "".join(sorted({each for each in name if ordinary(each) != each}))},
    }
    return doubtful(problem, *_proposals(name, problem), **arguments.get(problem, {}))


def _problem_of(name: str) -> Problem | None:
    checks = {
        Problem.NAME_GARBLED: bool(_GARBLED.search(name)),
        Problem.NAME_IS_PLACEHOLDER: name in _PLACEHOLDERS,
        Problem.NAME_HAS_RADICALS: ordinary(name) != name,
        Problem.NAME_HAS_NOTE: bool(_NOTE.search(name)),
        Problem.NAME_HAS_DIGITS: any(character.isdigit() for character in name),
        Problem.NAME_HAS_SYMBOLS: any(map(_is_symbol, name)),
        Problem.NAME_TOO_LONG: len(name) > LONGEST,
        Problem.NAME_TOO_SHORT: len(name) == 1,
    }
    return next((problem for problem, applies in checks.items() if applies), None)


def _proposals(name: str, problem: Problem) -> tuple[str, ...]:
    if problem is Problem.NAME_TOO_SHORT:
        return (name,)
    if problem is Problem.NAME_HAS_RADICALS:
        proposal = ordinary(name)
    elif problem is Problem.NAME_HAS_NOTE:
        proposal = _NOTE.sub("", name).strip()
    elif problem in (Problem.NAME_HAS_DIGITS, Problem.NAME_HAS_SYMBOLS):
        proposal = "".join(c for c in name if not c.isdigit() and not _is_symbol(c)).strip()
    else:
        return ()
    return () if not proposal or _problem_of(proposal) else (proposal,)


def _is_symbol(character: str) -> bool:
    if is_han(character) or character.isalpha() or character.isdigit():
        return False
    return character not in f"{MIDDLE_DOT} -'’."


def masked_name(name: str) -> str:
    """The first character, and a star for each other: 张* for 张三. Enough to tell whether one is meant."""
    return name[:1] + "*" * (len(name) - 1)
