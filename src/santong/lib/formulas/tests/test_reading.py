"""What formulas may say, and what is said when they may not."""

from __future__ import annotations

import pytest

from santong.lib.formulas import FormulaError, Kind, Trouble, in_words, of_row, of_rows, read

NAMES = {
    "学生数": Kind.NUMBER,
    "教师数": Kind.NUMBER,
    "计算机数": Kind.NUMBER,
    "学段": Kind.TEXT,
    "寄宿": Kind.TRUTH,
    "生均 面积": Kind.NUMBER,
}
ROW = {"学生数": 300, "教师数": 20, "计算机数": None, "学段": "小学", "寄宿": True, "生均 面积": 4.5}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("学生数 / 教师数", 15),
        ("学生数÷教师数", 15),
        ("（学生数 － 100）× 2", 400),
        ("10 - 4 - 3", 3),
        ("-学生数 + 1", -299),
        ("学生数 / 0", None),
        ("计算机数 + 1", None),
        ("缺省(计算机数, 0) + 1", 1),
        ("为空(计算机数)", True),
        ("如果(学段 = “小学”, 10, 8)", 10),
        ("IF(学段 <> '小学', 10, 8)", 8),
        ("如果(计算机数 > 0, 1, 2)", None),
        ("学生数 > 100 且 学段 = '小学'", True),
        ("学生数≥300", True),
        ("学生数 ≠ 300", False),
        ("计算机数 > 1 且 学生数 < 0", False),
        ("计算机数 > 1 或 学生数 > 0", True),
        ("非 寄宿 或 假", False),
        ("非(寄宿)", False),
        ("学段 属于 (“小学”, “初中”)", True),
        ("学段 in (“高中”, “初中”)", False),
        ("四舍五入(2.5)", 3),
        ("四舍五入(-2.5)", -3),
        ("ROUND(1.005 * 100, 1)", 100.5),
        ("最大(学生数, 教师数, 5)", 300),
        ("MIN(学生数, 教师数)", 20),
        ("最小(学生数, 计算机数)", None),
        ("85% * 学生数", 255),
        ("[生均 面积] * 2", 9),
        ("学生数 * 2 > 教师数 + 1 且 寄宿", True),
    ],
)
def test_a_row(text, value):
    assert of_row(read(text, NAMES), ROW) == value


ROWS = [
    {"学生数": 100, "教师数": 10, "计算机数": 10, "学段": "小学", "寄宿": True, "生均 面积": 2},
    {"学生数": 300, "教师数": 20, "计算机数": None, "学段": "初中", "寄宿": False, "生均 面积": 4},
    {"学生数": None, "教师数": 5, "计算机数": 30, "学段": None, "寄宿": None, "生均 面积": 6},
]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("求和(学生数)", 400),
        ("求和(学生数) / 求和(教师数)", 400 / 35),
        ("比(学生数, 计算机数)", 10),
        ("比(学生数, 教师数)", 400 / 30),
        ("计数(学生数 > 50)", 2),
        ("计数(学段)", 2),
        ("计数(寄宿)", 1),
        ("平均([生均 面积])", 4),
        ("平均([生均 面积], 学生数)", 3.5),
        ("最大(教师数)", 20),
        ("最小(教师数)", 5),
        ("求和(如果(学段 = '小学', 学生数, 0))", 100),
        ("计数(学生数 > 50) / 计数(教师数 > 0) ≥ 60%", True),
    ],
)
def test_many_rows(text, value):
    assert of_rows(read(text, NAMES), ROWS) == pytest.approx(value)


def test_the_coefficient_of_variation():
    mean = 35 / 3
    deviation = (((10 - mean) ** 2 + (20 - mean) ** 2 + (5 - mean) ** 2) / 3) ** 0.5
    assert of_rows(read("差异系数(教师数)", NAMES), ROWS) == pytest.approx(deviation / mean)
    assert of_rows(read("差异系数(教师数, 学生数)", NAMES), ROWS) == pytest.approx(
        (100 * 7.5**2 + 300 * 2.5**2) ** 0.5 / 20 / 17.5
    )
    assert of_rows(read("差异系数(教师数)", NAMES), [ROWS[0]] * 3) == 0


def test_nothing_known_is_not_zero():
    unknown = [{**ROWS[0], "学生数": None}]
    assert of_rows(read("求和(学生数)", NAMES), unknown) is None
    assert of_rows(read("求和(学生数)", NAMES), []) is None
    assert of_rows(read("计数(学生数)", NAMES), []) == 0


@pytest.mark.parametrize(
    ("text", "trouble", "column"),
    [
        ("", Trouble.EMPTY, 1),
        ("1" * 2001, Trouble.TOO_LONG, 1),
        ("(" * 41 + "1" + ")" * 41, Trouble.TOO_DEEP, 1),
        ("+".join(["1"] * 400), Trouble.TOO_MANY_PARTS, 1),
        ("*".join(["2"] * 14), Trouble.TOO_MANY_FACTORS, 1),
        ("1 + 9999999999999", Trouble.NUMBER_TOO_LARGE, 5),
        ("学生数 + ?", Trouble.CHARACTER, 7),
        ("学生数 学段", Trouble.SYNTAX, 5),
        ("学生数≥）", Trouble.SYNTAX, 5),
        ("学生数 +", Trouble.ENDS_EARLY, 1),
        ("(学生数", Trouble.ENDS_EARLY, 1),
        ("学生树 / 教师数", Trouble.UNKNOWN_NAME, 1),
        ("1 + 总和(学生数)", Trouble.UNKNOWN_FUNCTION, 5),
        ("如果(寄宿, 1)", Trouble.WRONG_COUNT, 1),
        ("学生数 + 学段", Trouble.WRONG_KIND, 1),
        ("如果(寄宿, 1, 'a')", Trouble.WRONG_KIND, 1),
        ("学段 > '小学'", Trouble.WRONG_KIND, 1),
        ("四舍五入(学生数, 教师数)", Trouble.NOT_CONSTANT, 11),
        ("四舍五入(学生数, 9)", Trouble.WRONG_COUNT, 11),
        ("学段 属于 ('小学', 学段)", Trouble.NOT_CONSTANT, 14),
        ("求和(求和(学生数))", Trouble.NESTED, 4),
        ("求和(学生数) / 教师数", Trouble.MIXED, 11),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text, trouble, column):
    with pytest.raises(FormulaError) as caught:
        read(text, NAMES)
    assert (caught.value.trouble, caught.value.place.column) == (trouble, column)
    assert "%(" not in str(caught.value)


def test_a_mistyped_name_is_answered_with_what_was_meant():
    with pytest.raises(FormulaError) as caught:
        read("学生树", NAMES)
    assert caught.value.proposals[0] == "学生数"
    with pytest.raises(FormulaError) as caught:
        read("SUMM(学生数)", NAMES)
    assert caught.value.proposals[0] == "SUM"


def test_the_kind_that_is_needed():
    with pytest.raises(FormulaError) as caught:
        read("学生数 + 1", NAMES, gives=Kind.TRUTH)
    assert caught.value.trouble is Trouble.WRONG_RESULT


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        (
            "求和(学生数)/求和(教师数)",
            "各行学生数之和除以各行教师数之和",
            "the sum of 学生数 divided by the sum of 教师数",
        ),
        (
            "如果(学段=“小学”, 10, 8)",
            "如果（学段等于“小学”），则取10，否则取8",
            "if (学段 is “小学”), then 10, otherwise 8",
        ),
        ("平均(教师数, 学生数)", "各行教师数按学生数加权的平均值", "the mean of 教师数 weighted by 学生数"),
        ("最大(学生数, 1) > 2 且 寄宿", "（（学生数、1中较大的）大于2）且寄宿", None),
        ("四舍五入(学生数, 2)", "学生数四舍五入到2位小数", "学生数 rounded to 2 decimals"),
    ],
)
def test_read_back_in_words(text, chinese, english):
    formula = read(text, NAMES)
    assert in_words(formula, chinese=True) == chinese
    if english:
        assert in_words(formula, chinese=False) == english
