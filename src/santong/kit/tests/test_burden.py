"""Facts that forms take from the records, and what refuses requests for data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from santong.kit.burden import Asked, BurdenCheck, DataRequest, Refusal, refusals
from santong.kit.facts import PersonFact, facts, held
from santong.kit.registry import registry

SHIRT = PersonFact("shirt", "Size of the shirt", "Wardrobe", lambda keys: {1: "XL"}, words=("衣服尺码", "shirt size"))
FINE = DataRequest(
    title="Shirts",
    owner="0001",
    deadline=date(2026, 12, 24),
    authority="Yearly plan, no. 3",
    ground="to order them",
    frequency="once",
    minutes=2,
    number=10,
    places=("00010001",),
    questions=(Asked("Which colour?"),),
    asks_schools=True,
)


@pytest.fixture(autouse=True)
def known():
    with registry.declaring(SHIRT):
        yield


@pytest.mark.parametrize(
    "question",
    ["衣服尺码", "您的衣服尺码：", "请填写您的 衣服尺码（*）", "Shirt size?", "Your shirt size", "孩子的衣服尺码"],
)
def test_a_question_for_a_fact_is_recognised(question: str):
    assert held(question) is SHIRT


@pytest.mark.parametrize(
    "question", ["", "？", "衣服尺码和鞋码", "您对衣服尺码满意吗？", "shirt size of your brother", "x" * 500]
)
def test_other_questions_are_not(question: str):
    assert held(question) is None


def test_a_fact_of_a_person_or_nothing():
    assert SHIRT in facts() and SHIRT.of(1) == "XL" and SHIRT.of(2) == ""


def test_a_request_that_says_everything_goes_out():
    assert refusals(FINE) == []
    assert refusals(replace(FINE, questions=(Asked("Shirt size", fact="shirt"),))) == []


@pytest.mark.parametrize(
    "wrong",
    [{"authority": " "}, {"minutes": None}, {"minutes": 0}, {"deadline": None}, {"questions": (Asked("Shirt size"),)}],
)
def test_each_rule_refuses_with_a_reason_and_a_way(wrong):
    (refusal,) = refusals(replace(FINE, **wrong))
    assert refusal.reason and refusal.way


def test_a_school_that_asks_its_own_needs_no_authority():
    assert refusals(replace(FINE, asks_schools=False, authority="", minutes=None)) == []


def test_an_anonymous_form_is_told_to_leave_a_fact_out():
    asked = (Asked("Shirt size"),)
    named, anonymous = (refusals(replace(FINE, questions=asked, is_anonymous=each))[0].way for each in (False, True))
    assert named != anonymous


def test_declared_checks_come_after_the_rules_that_always_hold():
    check = BurdenCheck(lambda request: [Refusal("Too much.", "Wait.")] if request.number > 5 else [])
    with registry.declaring(check):
        found = refusals(replace(FINE, deadline=None))
        assert len(found) == 2 and found[-1] == Refusal("Too much.", "Wait.")
        assert refusals(replace(FINE, number=5)) == []
