import re

import pytest

from santong.lib.problems import PROBLEM_MESSAGES, TIDYING_MESSAGES, Problem, Tidying
from santong.lib.readings import Reading, doubtful, right
from santong.lib.sheets.faults import SHEET_FAULT_MESSAGES, SheetFault, UnreadableSheet
from santong.lib.sheets.rows import ROW_MESSAGES, RowKind


@pytest.mark.parametrize(
    ("codes", "messages"),
    [
        (Problem, PROBLEM_MESSAGES),
        (Tidying, TIDYING_MESSAGES),
        (SheetFault, SHEET_FAULT_MESSAGES),
        (RowKind, ROW_MESSAGES),
    ],
)
def test_every_code_has_a_message(codes, messages):
    assert set(messages) == set(codes)
    assert len(set(messages.values())) == len(messages)
    for message in messages.values():
        names = re.findall(r"%\((\w+)\)s", message)
        assert message % dict.fromkeys(names, "x")


def test_states_of_a_reading():
    assert right(1).is_clean
    assert not right(1, Tidying.SPACES).is_clean
    assert Reading().is_empty
    assert not doubtful(Problem.TOO_SHORT, length="1", expected="2").is_empty
    assert doubtful(Problem.TOO_SHORT, length="1", expected="2").message.startswith("1 characters instead of 2")
    assert right(1).message == ""
    assert right(1).confirmed_by(2).value == 1


def test_an_unreadable_sheet_says_what_to_do():
    error = UnreadableSheet(SheetFault.FILE_TOO_LARGE, size="80", limit="50")
    assert "Split" in str(error)
    assert error.arguments == {"size": "80", "limit": "50"}
