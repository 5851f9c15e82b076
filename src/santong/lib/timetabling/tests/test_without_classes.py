"""Courses that no class has by itself: groups that are held side by side, in rooms of their own."""

from santong.lib.timetabling.checking import TooMuch, check
from santong.lib.timetabling.contradicting import contradiction
from santong.lib.timetabling.evaluating import evaluate
from santong.lib.timetabling.problem import Course, Problem, Together, Week, read
from santong.lib.timetabling.searching import Clock, begin, improve


def problem(*more: Course, teacher: int = 12) -> Problem:
    """Two classes, and two groups of pupils of both, who are taught at one time."""
    courses = [Course("语文", (each,), (each,), 6) for each in (1, 2)]
    courses += [Course("数学", (each,), (3,), 6) for each in (1, 2)]
    courses += [
        Course("走班", (1, 2), (), 3),
        Course("物理", (), (11,), 3, places=(5,)),
        Course("历史", (), (teacher,), 3),
    ]
    return Problem(Week(5, 4, 3), (*courses, *more), together=(Together(-2, (4, 5, 6)),))


def test_groups_are_side_by_side_and_their_classes_free():
    found = problem()
    state = begin(found)
    for _better in improve(state, Clock(20)):
        if not state.missing:
            break
    assert state.missing == 0 and evaluate(found, state.table).is_feasible
    assert state.table[4] == state.table[5] == state.table[6]
    assert not state.table[4] & (state.table[0] | state.table[1] | state.table[2] | state.table[3])
    assert read(found.as_json()) == found


def test_a_search_ends_where_some_courses_are_of_no_class():
    state = begin(problem(Course("培训", (), (3,), 12)))
    for _better in improve(state, Clock(2)):
        pass
    assert state.missing > 0


def test_what_groups_lack_is_said():
    assert [
        each.of for each in check(problem(Course("化学", (), (13,), 18, places=(5,)))) if isinstance(each, TooMuch)
    ] == [("place", 5)]
    why = contradiction(problem(teacher=11), 10)
    assert why is not None and why.of == ("teacher", 11) and list(why.rules) == [-2]
