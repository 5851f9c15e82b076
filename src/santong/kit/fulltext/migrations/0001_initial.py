# The tables, and beside them what each engine needs: an FTS5 table, or a vector column with its index.

from django.db import migrations, models

SQLITE = "CREATE VIRTUAL TABLE fulltext_tokens USING fts5(tokens, content='', detail='none', columnsize=0, tokenize='ascii')"
POSTGRESQL = (
    "ALTER TABLE fulltext_document ADD COLUMN vector tsvector",
    "ALTER TABLE fulltext_document ALTER COLUMN vector SET STORAGE EXTERNAL",
    "ALTER TABLE fulltext_document SET (toast_tuple_target = 256)",
    "CREATE INDEX fulltext_document_vector ON fulltext_document USING gin (vector)",
)


def add(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else (SQLITE,)
    for statement in statements:
        schema_editor.execute(statement)


def take_away(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE fulltext_tokens")
    else:
        schema_editor.execute("ALTER TABLE fulltext_document DROP COLUMN vector")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="FacetSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("index", models.CharField(max_length=16)),
                ("values", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("index", "digest"), name="fulltext_facet_set_once")]},
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("index", models.CharField(max_length=16)),
                ("text", models.CharField(max_length=80)),
                ("pinyin", models.CharField(blank=True, max_length=240)),
                ("initials", models.CharField(blank=True, max_length=80)),
                ("weight", models.IntegerField(default=0)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("index", "text"), name="fulltext_term_once")]},
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("index", models.CharField(max_length=16)),
                ("key", models.BigIntegerField()),
                ("weight", models.IntegerField(default=0)),
                ("day", models.DateField()),
                ("title", models.CharField(max_length=200)),
                ("context", models.CharField(blank=True, max_length=400)),
                ("tokens", models.TextField(blank=True)),
                (
                    "facets",
                    models.ForeignKey(
                        db_constraint=False, db_index=False, on_delete=models.PROTECT, related_name="+", to="fulltext.facetset"
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("index", "key"), name="fulltext_document_once")]},
        ),
        migrations.RunPython(add, take_away),
    ]
