"""Reading .fet files, and which constraints are rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.lib.fet.problem import problem_of
from santong.lib.fet.reading import NotFet, read_fet
from santong.lib.fet.rules import FetRule, rules_of
from santong.lib.fet.table import HEADINGS, is_fet, rows_of
from santong.lib.sheets.books import read_book
from santong.lib.sheets.faults import UnreadableSheet
from santong.lib.timetabling.evaluating import evaluate
from santong.lib.timetabling.searching import begin

HEAD = (
    "<?xml version='1.0'?><fet version='6.8.5'><Days_List><Day><Name>Mo</Name></Day><Day><Name>Tu</Name></Day>"
    "</Days_List>"
    "<Hours_List><Hour><Name>1</Name></Hour><Hour><Name>2</Name></Hour><Hour><Name>3</Name></Hour></Hours_List>"
    "<Students_List><Year><Name>7</Name><Group><Name>7a</Name><Subgroup><Name>7a1</Name></Subgroup>"
    "<Subgroup><Name>7a2</Name></Subgroup></Group><Group><Name>7b</Name></Group></Year></Students_List>"
)
ACTIVITIES = (
    "<Activities_List><Activity><Id>1</Id><Activity_Group_Id>1</Activity_Group_Id><Subject>M</Subject><Teacher>T</Teacher>"
    "<Students>7a</Students><Duration>3</Duration></Activity><Activity><Id>2</Id><Activity_Group_Id>1</Activity_Group_Id>"
    "<Subject>M</Subject><Teacher>T</Teacher><Students>7a</Students><Duration>1</Duration></Activity>"
    "<Activity><Id>3</Id><Subject>P</Subject><Students>7a</Students><Students>7b</Students><Duration>1</Duration></Activity>"
    "<Activity><Id>4</Id><Subject>X</Subject><Duration>1</Duration><Active>false</Active></Activity></Activities_List>"
)


def slot(name: str, day: str, hour: str) -> str:
    return f"<{name}><Day>{day}</Day><Hour>{hour}</Hour></{name}>"


def fet(constraints: str = "") -> bytes:
    return f"{HEAD}{ACTIVITIES}<Time_Constraints_List>{constraints}</Time_Constraints_List></fet>".encode()


def constraint(kind: str, inside: str, weight: str = "100") -> str:
    return f"<Constraint{kind}><Weight_Percentage>{weight}</Weight_Percentage>{inside}</Constraint{kind}>"


def test_a_file_is_read_with_its_sets_and_courses():
    found = read_fet(fet())
    assert found.days == ["Mo", "Tu"] and found.hours == ["1", "2", "3"] and found.version == "6.8.5"
    assert found.sets["7"] == ("7a1", "7a2", "7b") and found.years == {"7": ("7a", "7b")}
    assert [[each.key for each in own] for own in found.courses] == [[1, 2], [3]]
    rows = list(rows_of(found))
    assert tuple(rows[0]) == HEADINGS
    assert [row[:6] for row in rows[1:]] == [["line", "7a", "M", "T", "4", "1"], ["line", "7a+7b", "P", "", "1", "0"]]


@pytest.mark.parametrize(
    ("kind", "inside", "expected"),
    [
        ("BreakTimes", slot("Break_Time", "Mo", "3") + slot("Break_Time", "Tu", "3"), FetRule("not_at", hours=(3,))),
        ("BreakTimes", slot("Break_Time", "Mo", "3"), FetRule("not_at", days=(1,), hours=(3,))),
        (
            "StudentsSetNotAvailableTimes",
            "<Students>7b</Students>" + "".join(slot("Not_Available_Time", "Tu", hour) for hour in "123"),
            FetRule("not_at", "7b", days=(2,)),
        ),
        ("TeacherMaxHoursDaily", "<Teacher_Name>T</Teacher_Name><Maximum_Hours_Daily>4</Maximum_Hours_Daily>",
         FetRule("teacher_a_day", teacher="T", number=4)),
        ("TeachersMaxHoursContinuously", "<Maximum_Hours_Continuously>2</Maximum_Hours_Continuously>",
         FetRule("teacher_in_a_row", number=2)),
        ("TeacherMaxDaysPerWeek", "<Teacher_Name>T</Teacher_Name><Max_Days_Per_Week>1</Max_Days_Per_Week>",
         FetRule("teacher_days", teacher="T", number=1)),
        ("MinDaysBetweenActivities", "<Activity_Id>1</Activity_Id><Activity_Id>2</Activity_Id><MinDays>2</MinDays>",
         FetRule("not_successive", "7a", "M")),
        ("ActivityPreferredStartingTime",
         "<Activity_Id>3</Activity_Id><Preferred_Day>Tu</Preferred_Day><Preferred_Hour>2</Preferred_Hour>",
         FetRule("only_at", "7b", "P", days=(2,), hours=(2,))),
        ("ActivitiesPreferredTimeSlots",
         "<Subject_Name>M</Subject_Name><Preferred_Time_Slot><Preferred_Day>Mo</Preferred_Day>"
         "<Preferred_Hour>1</Preferred_Hour></Preferred_Time_Slot>",
         FetRule("not_at", subject="M", days=(2,))),
    ],
)  # fmt: skip
def test_constraints_become_rules(kind: str, inside: str, expected: FetRule):
    rules, unknown = rules_of(read_fet(fet(constraint(kind, inside))))
    assert expected in rules and not unknown


@pytest.mark.parametrize(
    ("kind", "inside"),
    [
        ("TeacherMinHoursDaily", "<Minimum_Hours_Daily>2</Minimum_Hours_Daily>"),
        ("MinDaysBetweenActivities", "<Activity_Id>1</Activity_Id><MinDays>4</MinDays>"),
        ("StudentsMaxGapsPerWeek", "<Max_Gaps>0</Max_Gaps>"),
        ("ActivityPreferredStartingTime", "<Activity_Id>1</Activity_Id><Preferred_Day>Mo</Preferred_Day>"),
        ("ActivitiesPreferredTimeSlots", "<Activity_Tag_Name>lab</Activity_Tag_Name>"),
    ],
)
def test_what_is_no_rule_here_is_named(kind: str, inside: str):
    rules, unknown = rules_of(read_fet(fet(constraint(kind, inside))))
    assert not rules and unknown == {kind: 1}


def test_no_gaps_and_beginning_early_are_one_rule_and_weights_count():
    both = constraint("StudentsMaxGapsPerWeek", "<Max_Gaps>0</Max_Gaps>") + constraint(
        "StudentsEarlyMaxBeginningsAtSecondHour", "<Max_Beginnings_At_Second_Hour>0</Max_Beginnings_At_Second_Hour>"
    )
    assert rules_of(read_fet(fet(both))) == ([FetRule("no_gaps")], {})
    some = constraint("TeachersMaxDaysPerWeek", "<Max_Days_Per_Week>3</Max_Days_Per_Week>", "90")
    assert rules_of(read_fet(fet(some)))[0] == [FetRule("teacher_days", number=3, must=False)]


def test_the_sheets_of_imports_know_fet_files_and_refuse_damaged_ones():
    assert read_book(fet()).grids[0].rows[1][:3] == ["line", "7a", "M"]
    with pytest.raises(UnreadableSheet):
        read_book(fet()[:-20])
    assert not is_fet(b"<html>") and is_fet(b"\xef\xbb\xbf<?xml version='1.0'?>\n<fet version='6'>")


@given(st.binary(max_size=200) | st.sampled_from([b"<fet/>", b"<a/>", HEAD.encode()]))
def test_anything_else_is_refused(content: bytes):
    with pytest.raises(NotFet):
        read_fet(content)


def test_entities_are_refused():
    with pytest.raises(NotFet):
        read_fet(b"<!DOCTYPE fet [<!ENTITY a 'b'>]><fet>&a;</fet>")


def test_a_file_is_a_problem_with_a_table_unless_lessons_are_too_long():
    assert problem_of(read_fet(fet())) is None
    content = fet(
        constraint("BreakTimes", slot("Break_Time", "Mo", "1"))
        + constraint("TeachersMaxHoursDaily", "<Maximum_Hours_Daily>2</Maximum_Hours_Daily>")
        + constraint("MinDaysBetweenActivities", "<Activity_Id>1</Activity_Id><Activity_Id>2</Activity_Id>")
    ).replace(b"<Duration>3<", b"<Duration>2<")
    found = problem_of(read_fet(content))
    assert found is not None
    assert [(each.subject, each.count, each.length, len(each.classes)) for each in found.courses] == [
        ("M", 1, 1, 2), ("M", 1, 2, 2), ("P", 1, 1, 3),
    ]  # fmt: skip
    state = begin(found)
    assert state.missing == 0 and evaluate(found, state.table).is_feasible
    assert all(0 not in own for own in state.table)
