from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.lib.dates import PartialDate, parse_date
from santong.lib.problems import Problem, Tidying
from santong.lib.tests.test_identity_numbers import cells

DAY = PartialDate(2015, 9, 1)


@pytest.mark.parametrize(
    "written",
    [
        "2015-09-01", "2015-9-1", "2015.9.1", "2015/9/1", "2015年9月1日", "2015年09月01号", "2015 9 1",
        "20150901", "２０１５．９．１", "2015-09-01 00:00:00", "2015/9/1 8:30", "2015-09-01T08:30:00",
        "2015、9、1", "2015—9—1", "二〇一五年九月一日", 20150901, 20150901.0, " 2015.9.1 ", "2015.09.01",
    ],
)  # fmt: skip
def test_spellings_of_a_day(written):
    assert parse_date(written).value == DAY


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2020年10月", PartialDate(2020, 10)),
        ("2020.06", PartialDate(2020, 6)),
        ("2020.10", PartialDate(2020, 10)),
        ("2020.9", PartialDate(2020, 9)),
        ("2020-1", PartialDate(2020, 1)),
        ("2020年1月", PartialDate(2020, 1)),
        ("202010", PartialDate(2020, 10)),
        ("201509", PartialDate(2015, 9)),
        (2015.9, PartialDate(2015, 9)),
        ("2015", PartialDate(2015)),
        ("2015年", PartialDate(2015)),
        ("13/9/2015", PartialDate(2015, 9, 13)),
        ("9/13/2015", PartialDate(2015, 9, 13)),
        ("9/9/2015", PartialDate(2015, 9, 9)),
    ],
)
def test_months_years_and_plain_orders(written, found):
    assert parse_date(written).value == found


@pytest.mark.parametrize(
    ("written", "problem", "proposals"),
    [
        ("9/1/2015", Problem.DATE_ORDER_UNCLEAR, ["2015-09-01", "2015-01-09"]),
        ("15.9.1", Problem.YEAR_TWO_DIGITS, ["2015-09-01"]),
        ("15年9月1日", Problem.YEAR_TWO_DIGITS, ["2015-09-01"]),
        ("150901", Problem.YEAR_TWO_DIGITS, ["2015-09-01"]),
        ("200901", Problem.YEAR_TWO_DIGITS, ["2009-01", "2020-09-01"]),
        ("2015.1", Problem.MONTH_UNCLEAR, ["2015-10", "2015-01"]),
        (2015.1, Problem.MONTH_UNCLEAR, ["2015-10", "2015-01"]),
        (43800, Problem.DAY_NUMBER, ["2019-12-01", "2023-12-02"]),
        ("43800", Problem.DAY_NUMBER, ["2019-12-01", "2023-12-02"]),
        ("2015-02-30", Problem.DATE_IMPOSSIBLE, []),
        ("2015.13.1", Problem.DATE_IMPOSSIBLE, []),
        ("31/31/2015", Problem.DATE_IMPOSSIBLE, []),
        ("农历八月", Problem.DATE_UNREADABLE, []),
        (time(8, 30), Problem.DATE_UNREADABLE, []),
        (True, Problem.DATE_UNREADABLE, []),
        (10**400, Problem.DATE_UNREADABLE, []),
        (-5, Problem.DATE_UNREADABLE, []),
        (float("nan"), Problem.DATE_UNREADABLE, []),
        ("1815-01-01", Problem.DATE_OUT_OF_RANGE, []),
    ],
)
def test_doubts(written, problem, proposals):
    reading = parse_date(written)
    assert (reading.value, reading.problem, list(map(str, reading.proposals))) == (None, problem, proposals)


def test_date_cells():
    assert parse_date(datetime.fromisoformat("2015-09-01")).tidied == ()
    assert parse_date(date(2015, 9, 1)).value == DAY
    assert parse_date(datetime.fromisoformat("2015-09-01T08:00")).tidied == (Tidying.TIME_DROPPED,)


def test_a_day_number_is_a_date_once_the_file_says_from_when_it_counts():
    assert str(parse_date(43800, epoch_1904=False).value) == "2019-12-01"
    assert str(parse_date(43800.25, epoch_1904=True).value) == "2023-12-02"


def test_the_range_is_the_callers():
    assert parse_date("2015-09-01", latest=date(2015, 8, 31)).problem is Problem.DATE_OUT_OF_RANGE
    assert parse_date("2015", latest=date(2015, 8, 31)).value == PartialDate(2015)


def test_another_source_settles_a_doubt():
    settled = parse_date("9/1/2015").confirmed_by(PartialDate(2015, 1, 9))
    assert settled.value == PartialDate(2015, 1, 9)
    assert parse_date("9/1/2015").confirmed_by(PartialDate(2015, 3, 3)).value is None


def test_agreement_with_a_day():
    assert PartialDate(2015, 9).agrees_with(date(2015, 9, 30))
    assert not PartialDate(2015, 9).agrees_with(date(2015, 10, 1))
    assert PartialDate(2015).as_date is None


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y/%m/%d"]),
)
def test_every_day_reads_back(day, form):
    assert parse_date(day.strftime(form)).value.as_date == day


@given(st.dates(date(1930, 1, 1), date(2099, 12, 31)))
def test_day_numbers_read_back(day):
    number = (day - date(1899, 12, 30)).days
    assert parse_date(number, epoch_1904=False).value.as_date == day
    assert parse_date(day - timedelta(0)).value.as_date == day


@given(st.one_of(cells, st.from_regex(r"[0-9]{1,4}[-./年][0-9]{1,2}([-./月][0-9]{1,4})?日?", fullmatch=True)))
def test_no_cell_makes_it_fail(cell):
    reading = parse_date(cell)
    assert reading.value is None or not reading.proposals
