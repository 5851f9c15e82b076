"""What the record says of actions and objects, for people."""

from __future__ import annotations

import pytest

from santong.domains.platform.audit.queries import object_name
from santong.domains.platform.audit.wording import action_name
from santong.kit.models import AuditEntry


def test_an_action_in_words():
    assert action_name("students.enrol") == "学生入学"
    assert action_name("job.store_own_events") == "后台任务中"
    assert action_name("old.thing") == "已停用的操作（old.thing）"
    assert action_name("") == ""


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("pupil 12", "学生 12"),
        ("review 320 v1 @ 0001", "资源 320 v1 @ 0001"),
        ("price of 8", "资源 8"),
        ("account 7", "7"),
        ("class_teacher @ 00010001", "班主任 @ 00010001"),
        ("Unit 7 Happy Birthday", "Unit 7 Happy Birthday"),
        ("my school 教案", "my school 教案"),
        ("阳光小学", "阳光小学"),
    ],
)
def test_an_object_in_words(label, shown):
    assert object_name(AuditEntry(label=label)) == shown
