"""Comments and stars go over to the discussions of the platform, and come back when this is undone.

Back here comments have no room for answers, files and earlier texts: answers become comments of their own, the rest is
left behind.
"""

from __future__ import annotations

from typing import Any

from django.core.management.color import no_style
from django.db import migrations

TABLE = "resources.resource"
KINDS = ("resources.comment", "discussion.comment")
"""How moderation calls them before and after."""

COMMENTS_OVER = """
INSERT INTO discussion_comment
    (id, model, object_id, path, person_id, kind, text, is_settled, made_at, removed_at)
SELECT id + %s, 'resources.resource', resource_id, path, person_id, kind, text, is_settled, made_at, removed_at
FROM resources_comment
"""
RATINGS_OVER = """
INSERT INTO discussion_rating (model, object_id, path, person_id, stars)
SELECT 'resources.resource', given.resource_id, resource.path, given.person_id, given.stars
FROM resources_rating given JOIN resources_resource resource ON resource.id = given.resource_id
"""
COMMENTS_BACK = """
INSERT INTO resources_comment (id, resource_id, path, person_id, kind, text, is_settled, made_at, removed_at)
SELECT id, object_id, path, person_id, kind, text, is_settled, made_at, removed_at
FROM discussion_comment WHERE model = 'resources.resource'
"""
RATINGS_BACK = """
INSERT INTO resources_rating (resource_id, person_id, stars)
SELECT object_id, person_id, stars FROM discussion_rating WHERE model = 'resources.resource'
"""


def over(apps: Any, schema_editor: Any) -> None:
    """Copy them; comments keep their numbers as far as those are free."""
    Comment, Case = apps.get_model("discussion.Comment"), apps.get_model("moderation.Case")
    last = Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(COMMENTS_OVER, [last])
        cursor.execute(RATINGS_OVER)
    _rename_cases(Case.objects.filter(kind=KINDS[0]), KINDS[1], last)
    _count_on(schema_editor, [Comment])


def back(apps: Any, schema_editor: Any) -> None:
    """Copy them back, and take them out of the discussions."""
    Comment, Case = apps.get_model("discussion.Comment"), apps.get_model("moderation.Case")
    moved = Comment.objects.filter(model=TABLE)
    _rename_cases(Case.objects.filter(kind=KINDS[1], object_id__in=moved.values("pk")), KINDS[0], 0)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(COMMENTS_BACK)
        cursor.execute(RATINGS_BACK)
    moved.update(parent=None)
    for name in ("Attachment", "EarlierText"):
        apps.get_model(f"discussion.{name}").objects.filter(comment__in=moved).delete()
    for name in ("Comment", "Rating", "Follower"):
        apps.get_model(f"discussion.{name}").objects.filter(model=TABLE).delete()
    _count_on(schema_editor, [apps.get_model("resources.Comment")])


def _rename_cases(cases: Any, kind: str, shift: int) -> None:
    for case in cases.order_by("-object_id").iterator():
        case.kind, case.object_id = kind, case.object_id + shift
        case.save(update_fields=["kind", "object_id"])


def _count_on(schema_editor: Any, models: list[Any]) -> None:
    """New rows are numbered after those that were copied with their numbers."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("resources", "0005_viewings"),
        ("discussion", "0001_initial"),
        ("moderation", "0003_reports"),
    ]

    operations = [
        migrations.RunPython(over, back),
        migrations.DeleteModel(name="Comment"),
        migrations.DeleteModel(name="Rating"),
    ]
