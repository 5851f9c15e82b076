"""The database itself keeps what was said: opinions are never changed."""

from django.db import migrations

OPINION = "requests_opinion"
POSTGRESQL = (
    """CREATE FUNCTION requests_opinion_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'opinions are never changed'; END $$""",
    f"""CREATE TRIGGER requests_opinion_frozen BEFORE UPDATE ON {OPINION}
        FOR EACH ROW EXECUTE FUNCTION requests_opinion_frozen()""",
)
POSTGRESQL_BACK = (
    f"DROP TRIGGER requests_opinion_frozen ON {OPINION}",
    "DROP FUNCTION requests_opinion_frozen()",
)
SQLITE = (
    f"""CREATE TRIGGER requests_opinion_frozen BEFORE UPDATE ON {OPINION}
        BEGIN SELECT RAISE(ABORT, 'opinions are never changed'); END""",
)
SQLITE_BACK = ("DROP TRIGGER requests_opinion_frozen",)


def freeze(apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def thaw(apps, editor):
    for statement in POSTGRESQL_BACK if editor.connection.vendor == "postgresql" else SQLITE_BACK:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("requests", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw)]
