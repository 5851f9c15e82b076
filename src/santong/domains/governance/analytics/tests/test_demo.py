"""What the demonstration's people look at is what their grade reads."""

from __future__ import annotations

from random import Random

import pytest

from santong.domains.governance.analytics.demo import Learner, _statements, lessons_by_grade
from santong.domains.learning.resources.public import Node, Textbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def books():
    for grade, subject, name in ((3, "科学", "水结冰了"), (10, "物理", "加速度")):
        book = Textbook.objects.create(
            stage="primary" if grade < 7 else "senior", subject=subject, edition="e", volume="v", grade=grade,
            term=1, year=2024,
        )  # fmt: skip
        Node.objects.create(textbook=book, kind=Node.Kind.LESSON, name=name, position="0001")


def test_a_pupil_reads_what_their_grade_reads(books):
    people = [Learner("young", 3), Learner("old", 10)]
    found = list(_statements(Random(1), people, lessons_by_grade(), 60))
    read = {(each["actor"]["account"]["name"], each["object"]["definition"]["name"]["zh-CN"]) for each in found}
    assert read == {("young", "水结冰了"), ("old", "加速度")}
    subjects = {next(iter(each["context"]["extensions"].values())) for each in found}
    assert subjects == {"科学", "物理"}


def test_where_nobody_learns_nothing_is_told(books):
    assert list(_statements(Random(1), [], lessons_by_grade(), 60)) == []
