"""School identification codes (学校标识码): category 2 + province 2 + serial 6 digits."""

import re
from dataclasses import dataclass
from types import MappingProxyType

from santong.lib.cells import CellValue, is_number, tidy_code
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import Reading, doubtful, right

_LENGTH = 10
SCHOOL_CATEGORIES = MappingProxyType(
    {
        "11": "幼儿园",
        "21": "普通小学",
        "22": "成人小学",
        "31": "普通初中",
        "32": "职业初中",
        "33": "成人初中",
        "34": "普通高中",
        "35": "成人高中",
        "36": "中等职业学校",
        "37": "专门学校",
        "41": "普通高等学校",
        "42": "成人高等学校",
        "51": "特殊教育学校",
        "91": "培养研究生的科研机构",
        "92": "民办的其他高等教育机构",
        "93": "中等职业培训机构",
    }
)
"""The two leading digits (各级各类学校（机构）代码编制规则): the category at registration."""


@dataclass(frozen=True, slots=True)
class SchoolCode:
    """A school identification code, never given to another school."""

    code: str

    @property
    def category(self) -> str:
        """Two digits, see ``SCHOOL_CATEGORIES``."""
        return self.code[:2]


def parse_school_code(value: CellValue) -> Reading[SchoolCode]:
    """Read a code of ten digits; a number cell holds it without loss."""
    text, tidied = tidy_code(value)
    if not text:
        return Reading()
    if not re.fullmatch(r"[0-9]+", text):
        return doubtful(Problem.WRONG_CHARACTERS)
    if len(text) != _LENGTH:
        problem = Problem.TOO_SHORT if len(text) < _LENGTH else Problem.TOO_LONG
        return doubtful(problem, length=str(len(text)), expected=str(_LENGTH))
    if text[:2] not in SCHOOL_CATEGORIES:
        return doubtful(Problem.UNKNOWN_SCHOOL_CATEGORY, SchoolCode(text), prefix=text[:2])
    return right(SchoolCode(text), *tidied, *([Tidying.NUMBER_CELL] if is_number(value) else []))
