"""Comments and stars of the library go over to the discussions of the platform, and come back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from santong.domains.learning.resources.models import Resource
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import create_organisation
from santong.kit.access import SYSTEM

BEFORE = [("resources", "0005_viewings")]
AFTER = [("resources", "0006_discussion")]
FACTS = {"kind": "slides", "stage": "junior", "subject": "数学", "licence": "own", "language": "zh-CN"}
PATH = "0001"
pytestmark = pytest.mark.django_db(transaction=True)


def moved_to(target: list[tuple[str, str]]) -> Any:
    """The tables as they are at a state of the migrations."""
    MigrationExecutor(connection).migrate(target)
    loader = MigrationExecutor(connection).loader
    others = [leaf for leaf in loader.graph.leaf_nodes() if leaf[0] != "resources"]
    return loader.project_state([*others, *target]).apps


@pytest.fixture
def latest():
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def planted(apps: Any) -> tuple[int, int]:
    """A resource with a comment that is held and a correction that was removed; their keys."""
    root = create_organisation(acting=SYSTEM, kind="city_bureau", name="云岭市教育局", parent=None)
    author = Person.objects.create_person(username="u", name="甲", path=root.path)
    row = Resource.objects.create(title="课件", organisation=root, author=author, path=root.path, **FACTS)
    resource, person = apps.get_model("resources.Resource").objects.get(pk=row.pk), author.pk
    of_it = {"resource": resource, "person_id": person, "path": root.path}
    comments = apps.get_model("resources.Comment").objects
    held = comments.create(**of_it, kind="comment", text="一")
    gone = comments.create(
        **of_it, kind="correction", text="二", is_settled=True,
        removed_at=timezone.now(),
    )  # fmt: skip
    apps.get_model("resources.Rating").objects.create(resource=resource, person_id=person, stars=4)
    apps.get_model("moderation.Case").objects.create(
        kind="resources.comment", object_id=held.pk, title="课件", organisation_id=root.pk, path=root.path,
        level="school", effect="hold", category="other", digest="x", state="waiting",
    )  # fmt: skip
    return held.pk, gone.pk


def test_there_and_back(latest):
    before = moved_to(BEFORE)
    held, gone = planted(before)
    made = before.get_model("resources.Comment").objects.get(pk=held).made_at
    after = moved_to(AFTER)
    rows = {row.pk: row for row in after.get_model("discussion.Comment").objects.all()}
    resource = after.get_model("resources.Resource").objects.get().pk
    assert {(row.model, row.object_id, row.path) for row in rows.values()} == {("resources.resource", resource, PATH)}
    assert rows[held].text == "一" and rows[held].made_at == made and rows[held].removed_at is None
    assert rows[gone].kind == "correction" and rows[gone].is_settled and rows[gone].removed_at
    assert after.get_model("discussion.Rating").objects.get().stars == 4
    case = after.get_model("moderation.Case").objects.get()
    assert (case.kind, case.object_id) == ("discussion.comment", held)
    again = after.get_model("discussion.Comment").objects.create(
        model="resources.resource", object_id=resource, path=PATH, person_id=rows[held].person_id, text="三",
        parent_id=held,
    )  # fmt: skip
    assert again.pk not in (held, gone)
    back = moved_to(BEFORE)
    assert dict(back.get_model("resources.Comment").objects.values_list("pk", "text")) == {
        held: "一", gone: "二", again.pk: "三",
    }  # fmt: skip
    assert back.get_model("resources.Rating").objects.get().stars == 4
    case = back.get_model("moderation.Case").objects.get()
    assert (case.kind, case.object_id) == ("resources.comment", held)
