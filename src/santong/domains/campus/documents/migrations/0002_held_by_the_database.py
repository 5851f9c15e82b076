"""The database itself holds that numbers follow each other and never change, and that remarks stay as they were said."""

from django.db import migrations

NUMBER, REMARK = "documents_number", "documents_remark"
IS_NEXT = f"""NEW.number = COALESCE(
    (SELECT MAX(number) + 1 FROM {NUMBER} WHERE series_id = NEW.series_id AND year = NEW.year), NEW.number)"""
POSTGRESQL = (
    f"""CREATE FUNCTION documents_number_next() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF {IS_NEXT} THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'numbers follow each other'; END $$""",
    f"""CREATE TRIGGER documents_number_next BEFORE INSERT ON {NUMBER}
        FOR EACH ROW EXECUTE FUNCTION documents_number_next()""",
    """CREATE FUNCTION documents_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'this is never changed'; END $$""",
    f"""CREATE TRIGGER documents_number_frozen BEFORE UPDATE OF series_id, year, number ON {NUMBER}
        FOR EACH ROW WHEN (OLD.series_id <> NEW.series_id OR OLD.year <> NEW.year OR OLD.number <> NEW.number)
        EXECUTE FUNCTION documents_frozen()""",
    f"""CREATE TRIGGER documents_remark_frozen BEFORE UPDATE ON {REMARK}
        FOR EACH ROW EXECUTE FUNCTION documents_frozen()""",
)
POSTGRESQL_BACK = (
    f"DROP TRIGGER documents_remark_frozen ON {REMARK}",
    f"DROP TRIGGER documents_number_frozen ON {NUMBER}",
    f"DROP TRIGGER documents_number_next ON {NUMBER}",
    "DROP FUNCTION documents_frozen()",
    "DROP FUNCTION documents_number_next()",
)
SQLITE = (
    f"""CREATE TRIGGER documents_number_next BEFORE INSERT ON {NUMBER} WHEN NOT ({IS_NEXT})
        BEGIN SELECT RAISE(ABORT, 'numbers follow each other'); END""",
    f"""CREATE TRIGGER documents_number_frozen BEFORE UPDATE OF series_id, year, number ON {NUMBER}
        WHEN OLD.series_id <> NEW.series_id OR OLD.year <> NEW.year OR OLD.number <> NEW.number
        BEGIN SELECT RAISE(ABORT, 'this is never changed'); END""",
    f"""CREATE TRIGGER documents_remark_frozen BEFORE UPDATE ON {REMARK}
        BEGIN SELECT RAISE(ABORT, 'this is never changed'); END""",
)
SQLITE_BACK = (
    "DROP TRIGGER documents_remark_frozen",
    "DROP TRIGGER documents_number_frozen",
    "DROP TRIGGER documents_number_next",
)


def hold(apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def let_go(apps, editor):
    for statement in POSTGRESQL_BACK if editor.connection.vendor == "postgresql" else SQLITE_BACK:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunPython(hold, let_go)]
