import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.lib.phones import PhoneKind, parse_phone
from santong.lib.problems import Problem, Tidying
from santong.lib.tests.test_identity_numbers import cells


@pytest.mark.parametrize(
    ("written", "number", "kind"),
    [
        ("13800001234", "13800001234", PhoneKind.MOBILE),
        (13800001234, "13800001234", PhoneKind.MOBILE),
        (18000086615.0, "18000086615", PhoneKind.MOBILE),
        ("180-0008-6615", "18000086615", PhoneKind.MOBILE),
        ("180 0008 6615", "18000086615", PhoneKind.MOBILE),
        ("１３８００００１２３４", "13800001234", PhoneKind.MOBILE),
        ("+86 138 0000 1234", "13800001234", PhoneKind.MOBILE),
        ("+86-138-0000-1234", "13800001234", PhoneKind.MOBILE),
        ("008613800001234", "13800001234", PhoneKind.MOBILE),
        ("8613800001234", "13800001234", PhoneKind.MOBILE),
        ("\u202d13800001234\u202c", "13800001234", PhoneKind.MOBILE),
        ("0999-2612345", "0999-2612345", PhoneKind.FIXED),
        ("09992612345", "0999-2612345", PhoneKind.FIXED),
        ("(0999) 2612345", "0999-2612345", PhoneKind.FIXED),
        ("0999—2612345", "0999-2612345", PhoneKind.FIXED),
        ("010-62345678-801", "010-62345678-801", PhoneKind.FIXED),
        ("400-123-4567", "4001234567", PhoneKind.SERVICE),
    ],
)
def test_spellings(written, number, kind):
    phone = parse_phone(written).value
    assert (phone.number, phone.kind) == (number, kind)


@pytest.mark.parametrize(
    ("written", "problem", "proposals"),
    [
        ("1380000123", Problem.TOO_SHORT, []),
        ("138000012345", Problem.TOO_LONG, []),
        ("12800001234", Problem.PHONE_UNREADABLE, []),
        ("1.38E+10", Problem.DIGITS_LOST, []),
        ("无", Problem.PHONE_UNREADABLE, []),
        ("13800001234/13900001234", Problem.SEVERAL_PHONES, ["13800001234", "13900001234"]),
        ("13800001234、13900001234", Problem.SEVERAL_PHONES, ["13800001234", "13900001234"]),
        ("13800001234(妈妈)", Problem.PHONE_HAS_NOTE, ["13800001234"]),
        ("2612345", Problem.AREA_CODE_MISSING, []),
    ],
)
def test_doubts(written, problem, proposals):
    reading = parse_phone(written)
    assert (reading.value, reading.problem) == (None, problem)
    assert [phone.number for phone in reading.proposals] == proposals


def test_the_area_code_of_the_place_makes_a_proposal():
    assert parse_phone("2612345", area_code="0999").proposal.number == "0999-2612345"


def test_a_number_cell_is_said_to_be_one():
    assert parse_phone(13800001234.0).tidied == (Tidying.NUMBER_CELL,)


def test_its_representation_is_masked():
    assert repr(parse_phone("13800001234").value) == "PhoneNumber(138****1234)"


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_every_mobile_number_reads_back_in_every_form(number):
    for form in (number, float(number), f"{number[:3]}-{number[3:7]}-{number[7:]}", f"+86 {number}"):
        assert parse_phone(form).value.number == number


@given(cells)
def test_no_cell_makes_it_fail(cell):
    parse_phone(cell)
