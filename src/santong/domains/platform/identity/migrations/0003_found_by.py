"""People are found by parts of their names in either script, by pinyin and initials, with an index."""

from django.db import migrations

from santong.domains.platform.identity.name_search import name_tokens
from santong.kit.models.tokens import TokensField, add_token_index, drop_token_index

TABLE, COLUMN = "identity_person", "found_by"
BATCH = 5000


def fill(apps, schema_editor):
    people = apps.get_model("identity", "Person")._base_manager.only("name", "pinyin", "initials")
    update = f"UPDATE {TABLE} SET {COLUMN} = %s WHERE id = %s"
    rows, waiting = people.order_by("pk").iterator(BATCH), []
    with schema_editor.connection.cursor() as cursor:
        for person in rows:
            waiting.append((" ".join(dict.fromkeys(name_tokens(person))), person.pk))
            if len(waiting) == BATCH:
                cursor.executemany(update, waiting)
                waiting.clear()
        cursor.executemany(update, waiting)


def add(apps, schema_editor):
    add_token_index(schema_editor, TABLE, COLUMN)


def drop(apps, schema_editor):
    drop_token_index(schema_editor, TABLE, COLUMN)


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_second_factor_by")]
    operations = [
        migrations.AddField("person", COLUMN, TokensField()),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(add, drop),
    ]
