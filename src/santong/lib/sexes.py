"""Sex by GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated."""

from enum import StrEnum

from santong.lib.cells import CellValue
from santong.lib.readings import Reading
from santong.lib.vocabularies import vocabulary


class Sex(StrEnum):
    """The codes of GB/T 2261.1."""

    UNKNOWN = "0"
    MALE = "1"
    FEMALE = "2"
    NOT_STATED = "9"


_SEXES = vocabulary(
    {"男": Sex.MALE, "女": Sex.FEMALE},
    {
        Sex.MALE: ("1", "男性", "男生", "男孩", "男童", "M", "male", "1-男", "男(1)", "♂"),
        Sex.FEMALE: ("2", "女性", "女生", "女孩", "女童", "F", "female", "2-女", "女(2)", "♀"),
        Sex.UNKNOWN: ("0", "未知", "未知的性别", "不详"),
        Sex.NOT_STATED: ("9", "未说明", "未说明的性别"),
    },
)


def word_of_sex(sex: Sex) -> str:
    """The usual word, as `parse_sex` reads it: 男, 女, 未知, 未说明."""
    return {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: "未知", Sex.NOT_STATED: "未说明"}[sex]


def parse_sex(value: CellValue) -> Reading[Sex]:
    """Read 男, 女性, 1, 2, F … ; anything else is doubtful."""
    return _SEXES.read(value)
