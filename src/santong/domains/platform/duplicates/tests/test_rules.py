"""What becomes of the rows that name people, found in the models."""

from __future__ import annotations

import pytest

from santong.domains.platform.duplicates.references import references_to
from santong.domains.platform.duplicates.rules import MergeRule, Rows, by_themselves, remembered, rules
from santong.domains.platform.identity.public import Person


def test_every_reference_to_a_person_goes_over_or_says_why_not():
    claimed = {f"{rows.model}.{rows.lookup}" for rule in rules() for rows in rule.rows}
    stay = {name for rule in rules() for name in rule.stays}
    by_default = {reference.name for reference in by_themselves()}
    every = {reference.name for reference in references_to(Person)}
    assert by_default and not by_default & stay
    assert not {name for name in every - by_default - stay if name.lower() not in claimed}


def test_what_goes_over_is_remembered_so_that_it_comes_back():
    known = {(rows.model, rows.lookup) for rows in remembered()}
    assert {(each.model._meta.label_lower, each.field.name) for each in by_themselves()} <= known
    # What hangs on a row that is joined with its twin, and not on a person itself.
    assert {("students.classplace", "pupil__person"), ("staff.teaching", "staff__person")} <= known


@pytest.mark.parametrize(
    "rule",
    [
        MergeRule("gone", stays={"clubs.Member.asked_by": "says who asked"}),
        MergeRule("gone", rows=(Rows("clubs.member"),)),
        MergeRule("gone", rows=(Rows("staff.staff", "holder"),)),
    ],
)
def test_a_rule_about_what_is_not_there_stops_the_start(rule):
    assert len(list(rule.faults())) == 1


def test_the_rules_are_about_what_is_there():
    assert [fault for rule in rules() for fault in rule.faults()] == []
