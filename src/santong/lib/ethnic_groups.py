"""Ethnic groups by GB/T 3304: code 01–56, 97 other, 98 foreigner who became Chinese."""

from types import MappingProxyType

from santong.lib.cells import CellValue
from santong.lib.readings import Reading
from santong.lib.vocabularies import vocabulary

_NAMES = (
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜",
    "满", "侗", "瑶", "白", "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳",
    "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土",
    "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米",
    "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔",
    "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺",
)  # fmt: skip
_OTHER = {"其他": "97", "外国血统中国籍人士": "98"}

ETHNIC_GROUPS = MappingProxyType(
    {f"{number:02}": f"{name}族" for number, name in enumerate(_NAMES, start=1)}
    | {code: name for name, code in _OTHER.items()}
)
"""Code to standard name."""

_SHORT = {"17": ("哈族",), "05": ("维族", "维"), "02": ("蒙族", "蒙"), "29": ("柯族",)}
_SHORT |= {"97": ("97", "其它", "其他民族", "其它民族", "未识别民族"), "98": ("98", "入籍")}


def _spellings(code: str, name: str) -> tuple[str, ...]:
    return (name, code, f"{code}-{name}族", f"{code}{name}族", *_SHORT.get(code, ()))


_GROUPS = vocabulary(
    {name: code for code, name in ETHNIC_GROUPS.items()},
    {code: _spellings(code, name.removesuffix("族")) for code, name in ETHNIC_GROUPS.items()},
)


def parse_ethnic_group(value: CellValue) -> Reading[str]:
    """Read 汉, 汉族, 01 or 01-汉族 into the code of GB/T 3304.

    A bare 1 stays doubtful: it is as likely a list's own numbering as a code without its zero.
    """
    return _GROUPS.read(value)
