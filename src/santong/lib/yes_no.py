"""Yes-or-no columns."""

from collections.abc import Iterable

from santong.lib.cells import CellValue
from santong.lib.readings import Reading, right
from santong.lib.vocabularies import Vocabulary, vocabulary

_YES = ("Y", "yes", "1", "true", "T", "√", "✓", "✔", "有", "对", "是的")
_NO = ("N", "no", "0", "false", "F", "×", "✗", "✘", "无", "X", "不是", "非")


def yes_no_vocabulary(yes: Iterable[str] = (), no: Iterable[str] = ()) -> Vocabulary[bool]:
    """The usual words for yes and no plus those of one column, such as 在编 and 编外."""
    return vocabulary({"是": True, "否": False}, {True: (*_YES, *yes), False: (*_NO, *no)})


ON_ESTABLISHMENT = yes_no_vocabulary(
    yes=("在编", "编内", "正式", "事业编", "事业编制"),
    no=("不在编", "编外", "非在编", "未在编", "聘用", "合同制", "临聘", "代课", "特岗未转正"),
)
"""Whether a member of staff holds an established post (是否在编)."""


def parse_yes_no(value: CellValue, words: Vocabulary[bool]) -> Reading[bool]:
    """Read a yes-or-no cell; a ticked cell of type boolean is right as it is."""
    return right(value) if isinstance(value, bool) else words.read(value)
