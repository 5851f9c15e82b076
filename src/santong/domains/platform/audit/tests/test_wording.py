"""Every action that the code names has words, and every word an action."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import santong
from santong.domains.campus.students.models import RollChange
from santong.domains.platform.audit.queries import object_name
from santong.domains.platform.audit.wording import ACTIONS, GROUPS, action_name
from santong.kit.models import AuditEntry
from santong.kit.steps import every_step

NAMED = re.compile(r"(?:named\(|verb=)\s*(f?)\"([a-z_]+\.[a-z_{}.]+)\"(?: if \w+ else \"([a-z_.]+)\")?")
PUT_TOGETHER = {
    "students.{kind}": [f"students.{kind}" for kind in RollChange.Kind.values],
    "identity.reveal_{kind}": ["identity.reveal_id_number", "identity.reveal_phone"],
}


def named_in_the_code() -> set[str]:
    found: set[str] = set()
    for path in Path(santong.__path__[0]).rglob("*.py"):
        if "tests" in path.parts or path.name == "audit.py":
            continue
        for _f, *names in NAMED.findall(path.read_text(encoding="utf-8")):
            for name in filter(None, names):
                found.update(PUT_TOGETHER.get(name, [name]))
    found.update(each.name for each in every_step() if each.body.__module__.count(".tests.") == 0)
    return {name for name in found if name.partition(".")[0] not in GROUPS or name in ACTIONS}


def test_actions_and_words_are_the_same():
    assert named_in_the_code() == set(ACTIONS)


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
