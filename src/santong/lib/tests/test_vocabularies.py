import pytest
from hypothesis import given

from santong.lib.ethnic_groups import ETHNIC_GROUPS, parse_ethnic_group
from santong.lib.problems import Problem, Tidying
from santong.lib.pupil_notes import PupilNote, parse_pupil_note
from santong.lib.sexes import Sex, parse_sex
from santong.lib.subjects import SUBJECTS, parse_subjects
from santong.lib.tests.test_identity_numbers import cells
from santong.lib.yes_no import ON_ESTABLISHMENT, parse_yes_no, yes_no_vocabulary


@pytest.mark.parametrize("written", ["男", "男性", "男生", " 男 ", "1", 1, 1.0, "１", "M", "m", "Male", "1-男"])
def test_male(written):
    assert parse_sex(written).value is Sex.MALE


@pytest.mark.parametrize("written", ["女", "女性", "2", 2.0, "F", "female", "女(2)"])
def test_female(written):
    assert parse_sex(written).value is Sex.FEMALE


def test_only_the_usual_word_needs_no_remark():
    assert parse_sex("女").is_clean
    assert parse_sex("女性").tidied == (Tidying.SPELLING,)
    assert parse_sex("").is_empty
    assert parse_sex("?").problem is Problem.UNKNOWN_WORD
    assert parse_sex("男女").problem is Problem.UNKNOWN_WORD
    assert parse_sex(0).value is Sex.UNKNOWN
    assert parse_sex("9").value is Sex.NOT_STATED


def test_the_table_of_ethnic_groups():
    assert len(ETHNIC_GROUPS) == 58
    some = {
        "01": "汉族",
        "02": "蒙古族",
        "17": "哈萨克族",
        "29": "柯尔克孜族",
        "37": "仡佬族",
        "56": "基诺族",
        "97": "其他",
    }
    assert some.items() <= ETHNIC_GROUPS.items()


@pytest.mark.parametrize("code", sorted(ETHNIC_GROUPS))
def test_an_ethnic_group_by_name_short_name_and_code(code):
    name = ETHNIC_GROUPS[code]
    for written in (name, name.removesuffix("族"), code, f" {name} "):
        assert parse_ethnic_group(written).value == code
    assert parse_ethnic_group(name).is_clean


def test_a_bare_one_is_no_ethnic_group():
    assert parse_ethnic_group(1).problem is Problem.UNKNOWN_WORD


@pytest.mark.parametrize(
    ("written", "subjects"),
    [
        ("语文", ("语文",)),
        ("语文、道法", ("语文", "道德与法治")),
        ("数学 科学", ("数学", "科学")),
        ("数学，科学；音乐", ("数学", "科学", "音乐")),
        ("语文/数学", ("语文", "数学")),
        ("语文和数学", ("语文", "数学")),
        ("道德与法治", ("道德与法治",)),
        ("语文 语文", ("语文",)),
        ("信息", ("信息科技",)),
    ],
)
def test_subjects(written, subjects):
    assert parse_subjects(written).value == subjects
    assert set(subjects) <= SUBJECTS


def test_an_unknown_subject_leaves_the_known_ones_as_a_proposal():
    reading = parse_subjects("语文、炼金术")
    assert (reading.problem, reading.proposals) == (Problem.UNKNOWN_WORD, (("语文",),))
    assert parse_subjects("炼金术").proposals == ()
    assert parse_subjects("、").problem is Problem.UNKNOWN_WORD


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        *[(written, True) for written in ("Y", "是", "在编", "√", True, 1)],
        *[(written, False) for written in ("否", "N", "编外", "×", False, "不在编")],
    ],
)
def test_yes_and_no(written, answer):
    assert parse_yes_no(written, ON_ESTABLISHMENT).value is answer


def test_words_of_one_column_do_not_count_in_another():
    assert parse_yes_no("编外", yes_no_vocabulary()).problem is Problem.UNKNOWN_WORD


def test_notes():
    assert parse_pupil_note("已转出").value is PupilNote.TRANSFERRED_OUT
    assert parse_pupil_note("转入").value is PupilNote.TRANSFERRED_IN
    assert parse_pupil_note("爱唱歌").problem is Problem.UNKNOWN_WORD


@given(cells)
def test_no_cell_makes_them_fail(cell):
    for read in (parse_sex, parse_ethnic_group, parse_subjects, parse_pupil_note):
        read(cell)
    parse_yes_no(cell, ON_ESTABLISHMENT)
