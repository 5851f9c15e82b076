"""Entries are found by their words, with an index that a job keeps."""

import django.db.models.deletion
from django.db import migrations, models

from santong.kit.models.tokens import TokensField, add_token_index, drop_token_index

TABLE, COLUMN, KEY = "audit_entrywords", "words", "entry_id"


def add(apps, schema_editor):
    add_token_index(schema_editor, TABLE, COLUMN, KEY)


def drop(apps, schema_editor):
    drop_token_index(schema_editor, TABLE, COLUMN)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kit", "0001_initial")]
    operations = [
        migrations.CreateModel(
            "EntryWords",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        "kit.AuditEntry",
                        django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        verbose_name="entry",
                    ),
                ),
                ("words", TokensField()),
            ],
            options={"verbose_name": "words of an audit entry"},
        ),
        migrations.RunPython(add, drop),
    ]
