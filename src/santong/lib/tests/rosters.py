"""Rosters as schools keep them, invented with a fixed seed: the same rows each time.

Every name has 测 (test) in it, every identity number a division that doesn't exist (99…).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from santong.lib.check_digits import check_character
from santong.lib.chinese import numeral_text
from santong.lib.identity_numbers import make_identity_number
from santong.lib.sexes import Sex
from santong.lib.tests.invented import xlsx

CLEAN_HEADINGS = ["姓名", "性别", "身份证号", "学籍号", "出生日期", "民族", "年级", "班级", "监护人姓名", "监护人电话"]
MESSY_HEADINGS = ["序号", "姓 名", "性别", "身份证件号码", "出生年月", "民族", "年级班级", "家长", "联系电话", "备注"]
STAFF_HEADINGS = ["学校标识码", "教师姓名", "性别", "证件号", "任教学科", "职务", "手机", " 是否在编"]
SCHOOL_CODE = "2199000001"
TITLE = "测试第一小学2026年秋季学生花名册"

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"
_LAST = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃"
_TRAP = 992016201611104128.0  # written out it has a right check digit


@dataclass(frozen=True)
class Someone:
    """An invented pupil with a guardian."""

    name: str
    sex: Sex
    number: str
    born: date
    grade: int
    school_class: int
    guardian: str
    phone: str

    @property
    def sex_word(self) -> str:
        return "男" if self.sex is Sex.MALE else "女"


def pupils(count: int, *, grades: int, classes: int, seed: int) -> list[Someone]:
    """Pupils evenly over grades and classes, of the age for their grade; no number and no name twice."""
    dice, used = Random(seed), set[str]()
    found = []
    for place in range(count):
        grade = place * grades // count + 1
        someone = _someone(dice, place, grade, place % classes + 1)
        while someone.number in used:
            someone = _someone(dice, place, grade, place % classes + 1)
        used.add(someone.number)
        found.append(someone)
    return found


def _someone(dice: Random, place: int, grade: int, school_class: int) -> Someone:
    born = date(2019 - grade, 9, 1) + timedelta(days=dice.randrange(365))
    sex = dice.choice((Sex.MALE, Sex.FEMALE))
    number = make_identity_number(f"99{dice.randrange(1, 90):02}{dice.randrange(1, 90):02}", born, sex, place % 499)
    surname = _SURNAMES[place % len(_SURNAMES)]
    name = f"{surname}测{_LAST[place // len(_SURNAMES) % len(_LAST)]}"
    guardian = f"{surname}测{dice.choice('父母祖')}"
    return Someone(name, sex, number.number, born, grade, school_class, guardian, f"1300000{place:04}")


@cache
def clean(count: int = 240, *, grades: int = 6, classes: int = 3) -> bytes:
    """Nothing wrong in it: ten columns, the ethnic groups spelled out, dates as dates."""
    people = pupils(count, grades=grades, classes=classes, seed=3)
    return xlsx([CLEAN_HEADINGS, *(_clean_row(each) for each in people)])


@cache
def large(count: int = 420) -> bytes:
    """As `clean`, for a school of nine grades; two numbers end in 000 and are right, as such numbers are."""
    people = pupils(count, grades=9, classes=4, seed=5)
    rows = [_clean_row(each) for each in people]
    for place, number in zip((7, 99), numbers_in_zeros(), strict=False):
        rows[place][1:5] = ["女", number, f"G{number}", datetime.fromisoformat(number[6:14])]
    return xlsx([CLEAN_HEADINGS, *rows])


def numbers_in_zeros() -> Iterator[str]:
    """Whole numbers whose last three digits are 0 by nature."""
    for day in range(3000):
        for serial in (50, 100, 150, 200):
            born = date(2014, 1, 1) + timedelta(days=day)
            number = make_identity_number("990102", born, Sex.FEMALE, serial).number
            if number.endswith("000"):
                yield number


def _clean_row(each: Someone) -> list[Any]:
    born = datetime.fromisoformat(each.born.isoformat())
    place = [f"{numeral_text(each.grade)}年级", f"{each.school_class}班"]
    return [
        *(each.name, each.sex_word, each.number, f"G{each.number}", born, "汉族"),
        *(*place, each.guardian, each.phone),
    ]


@dataclass
class Messy:
    """A sheet with everything that schools do to one; the fields say in which rows (numbers as people see them)."""

    content: bytes = b""
    pupils: int = 0
    repeats: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    total_row: int = 0
    rows: int = 0
    digits_lost: int = 0
    trap: int = 0
    too_short: int = 0
    wrong_check: int = 0
    without_number: list[int] = field(default_factory=list)
    spaced_names: int = 0
    partial_dates: int = 0
    phone_numbers: int = 0
    notes: dict[str, int] = field(default_factory=dict)
    gone: int = 0


@cache
def messy() -> Messy:
    """Title and office lines above, a total and signatures below, blank rows and five repeats between."""
    found, dice = Messy(pupils=96), Random(7)
    people = pupils(found.pupils, grades=6, classes=2, seed=7)
    table: list[list[Any]] = [
        [TITLE], ["填报单位:  (盖章)", *[""] * 6, "填报日期:2026.9.1"], MESSY_HEADINGS,
    ]  # fmt: skip
    for place, someone in enumerate(people):
        table.append(_messy_row(found, dice, place, someone, len(table) + 1))
        if place % 20 == 19:
            found.blank.append(len(table) + 1)
            table.append([])
        if place % 19 == 18:
            found.repeats.append(len(table) + 1)
            table.append(_repeat(table, place, someone, found))
    found.rows = found.pupils + len(found.repeats)
    found.total_row = len(table) + 1
    table += [["合计", float(found.pupils)], ["校长签字:"]]
    found.content = xlsx([[*row, *[""] * (10 - len(row))] for row in table], ["A1:J1"])
    return found


def _messy_row(found: Messy, dice: Random, place: int, someone: Someone, row: int) -> list[Any]:
    name = someone.name
    if place % 3 == 0:
        name = f"{name[0]}\u3000{name[1:]}"
        found.spaced_names += 1
    sex = dice.choice({"男": ("男", "1", "男性"), "女": ("女", "2", "女性")}[someone.sex_word])
    phone: Any = f"{someone.phone[:3]}-{someone.phone[3:7]}-{someone.phone[7:]}"
    if place % 2:
        phone = float(someone.phone)
        found.phone_numbers += 1
    written = dice.choice(("{g}({c})班", "{g}年级{c}班", "{g}年级({c})班", "{g}{c}班"))
    school_class = written.format(g=numeral_text(someone.grade), c=someone.school_class)
    number = _messy_number(found, place, someone, row)
    return [
        *(float(place + 1), name, sex, number, _messy_date(found, place, someone)),
        *(dice.choice(("汉族", "汉")), school_class, someone.guardian, phone, _note(found, place)),
    ]


def _messy_number(found: Messy, place: int, someone: Someone, row: int) -> Any:
    number = someone.number
    if place in (31, 66):
        found.digits_lost += 1
        if place == 66:
            found.trap = row
            return _TRAP
        return float(number if number.isdecimal() else f"{number[:17]}0")
    if place in (12, 45):
        found.too_short += 1
        return number[:16]
    if place in (5, 50, 83):
        found.wrong_check += 1
        return number[:17] + next(each for each in "0123456789" if each != check_character(number[:17]))
    if place in (23, 71):
        found.without_number.append(row)
        return ""
    if place in (9, 27):
        return "".join(chr(ord(each) + 0xFEE0) for each in number)
    return f" {number[:6]} {number[6:]}" if place in (14, 60) else number


def _messy_date(found: Messy, place: int, someone: Someone) -> str:
    if place % 2:
        found.partial_dates += 1
        return _in_turn(place, (f"{someone.born:%Y.%m}", f"{someone.born.year}年{someone.born.month}月"))
    return _in_turn(place, (f"{someone.born:%Y-%m-%d}", f"{someone.born:%Y%m%d}"))


def _in_turn(place: int, choices: Sequence[str]) -> str:
    """In turn, so that each way of writing occurs."""
    return choices[place // 2 % len(choices)]


def _note(found: Messy, place: int) -> str:
    note = {3: "转入", 40: "转入", 58: "已转出", 77: "随班就读"}.get(place, "")
    if note:
        key = {"转入": "transferred_in", "已转出": "transferred_out", "随班就读": "inclusive"}[note]
        found.notes[key] = found.notes.get(key, 0) + 1
        found.gone += key == "transferred_out"
    return note


def _repeat(table: Sequence[Sequence[Any]], place: int, someone: Someone, found: Messy) -> list[Any]:
    """The same pupil once more; what counts the kinds of writing counts this row, too."""
    row = list(next(each for each in table if each and each[0] == float(place + 1)))
    found.spaced_names += "\u3000" in row[1]
    found.phone_numbers += isinstance(row[8], float)
    found.partial_dates += place % 2
    return [*row[:3], someone.number, *row[4:]]


@cache
def teachers(count: int = 40) -> bytes:
    """A text table as another program exports it: a tab before each number, headings with blanks."""
    dice, target = Random(9), io.StringIO()
    table = csv.writer(target)
    table.writerow(STAFF_HEADINGS)
    for place in range(count):
        born = date(1970, 1, 1) + timedelta(days=dice.randrange(10_000))
        sex = dice.choice((Sex.MALE, Sex.FEMALE))
        number = make_identity_number("990102", born, sex, place).number
        name = f"{_SURNAMES[place % len(_SURNAMES)]}测师{_LAST[place // len(_SURNAMES)]}"
        subjects = ("语文、道法", "数学，科学", "美术", "体育")[place % 4]
        post = "校长" if place == 0 else "教师"
        established = ("Y", "在编", "否", "是")[place % 4]
        word = "男" if sex is Sex.MALE else "女"
        table.writerow([SCHOOL_CODE, name, word, f"\t{number}", subjects, post, f"1380000{place:04}", established])
    return target.getvalue().encode("utf-8-sig")
