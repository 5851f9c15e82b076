"""What is said about a row goes when the row goes."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete

from santong.domains.platform.discussion.declaring import discussed_kinds, label_of
from santong.domains.platform.discussion.models import Comment, Follower, Rating
from santong.kit.audit import named


def connect() -> None:
    """Called once at start-up."""
    post_delete.connect(forget, dispatch_uid="discussion.forget")


def forget(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """A foreign key would delete it; these rows have none."""
    table = label_of(instance)
    if not any(kind.table == table for kind in discussed_kinds()):
        return
    with named("discussion.forget"):
        for model in (Comment, Follower, Rating):
            model._base_manager.filter(model=table, object_id=instance.pk).delete()
