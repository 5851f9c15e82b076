"""The database itself keeps the ledger: entries are never changed, and on PostgreSQL every transaction balances.

SQLite knows no check at the end of a transaction; there the ledger's only writer refuses what doesn't balance.
"""

from django.db import migrations

ENTRY = "sourcing_entry"
POSTGRESQL = (
    """CREATE FUNCTION sourcing_entry_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'entries of points are never changed'; END $$""",
    f"""CREATE TRIGGER sourcing_entry_frozen BEFORE UPDATE OR DELETE ON {ENTRY}
        FOR EACH ROW EXECUTE FUNCTION sourcing_entry_frozen()""",
    f"""CREATE FUNCTION sourcing_entry_balance() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF (SELECT sum(amount) FROM {ENTRY} WHERE transaction_id = NEW.transaction_id) <> 0 THEN
            RAISE EXCEPTION 'a transaction of points does not balance';
          END IF;
          RETURN NULL;
        END $$""",  # noqa: S608  (the name of our own table)
    f"""CREATE CONSTRAINT TRIGGER sourcing_entry_balance AFTER INSERT ON {ENTRY}
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sourcing_entry_balance()""",
)
POSTGRESQL_BACK = (
    f"DROP TRIGGER sourcing_entry_balance ON {ENTRY}",
    "DROP FUNCTION sourcing_entry_balance()",
    f"DROP TRIGGER sourcing_entry_frozen ON {ENTRY}",
    "DROP FUNCTION sourcing_entry_frozen()",
)
SQLITE = (
    f"""CREATE TRIGGER sourcing_entry_frozen BEFORE UPDATE ON {ENTRY}
        BEGIN SELECT RAISE(ABORT, 'entries of points are never changed'); END""",
)
SQLITE_BACK = ("DROP TRIGGER sourcing_entry_frozen",)


def freeze(apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def thaw(apps, editor):
    for statement in POSTGRESQL_BACK if editor.connection.vendor == "postgresql" else SQLITE_BACK:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("sourcing", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw)]
