"""The Django application of full-text search."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

TOKENS, DOCUMENTS = "fulltext_tokens", "fulltext_document"


class FulltextConfig(AppConfig):
    name = "santong.kit.fulltext"
    label = "fulltext"
    verbose_name = _("Full-text search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(forget_what_was_flushed, sender=self)


def forget_what_was_flushed(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Empty the index of SQLite when its documents are gone: flushing doesn't know of virtual tables."""
    connection = connections[using]
    if connection.vendor != "sqlite" or not {TOKENS, DOCUMENTS} <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM fulltext_document)")
        if not cursor.fetchone()[0]:
            cursor.execute("INSERT INTO fulltext_tokens(fulltext_tokens) VALUES ('delete-all')")
