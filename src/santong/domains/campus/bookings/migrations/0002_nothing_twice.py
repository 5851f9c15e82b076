"""The database itself refuses to give a room or thing to two bookings at one time.

PostgreSQL holds it with exclusion constraints. Keys stand in them as ranges of one number, for which GiST has an
operator class of its own: the extension btree_gist, which an owner of a database may not always create, isn't needed.
SQLite has one writer at a time, so a trigger sees every booking that was there before. An upsert is an insert to it:
the row itself is left out.
"""

from django.db import migrations

TABLE = "bookings_booking"
HELD = "('waiting', 'booked')"
COLUMNS = ("room_id", "thing_id")


def _exclusion(column):
    return f"""ALTER TABLE {TABLE} ADD CONSTRAINT booking_{column}_once EXCLUDE USING gist (
        int8range({column}, {column}, '[]') WITH &&, tstzrange(begins, ends) WITH &&
    ) WHERE ({column} IS NOT NULL AND state IN {HELD})"""


def _trigger(name, event, other):
    taken = " OR ".join(f"other.{column} = NEW.{column}" for column in COLUMNS)
    return f"""CREATE TRIGGER {name} BEFORE {event} ON {TABLE} WHEN NEW.state IN {HELD} AND EXISTS (
        SELECT 1 FROM {TABLE} other WHERE ({taken}) AND other.state IN {HELD}
        AND other.begins < NEW.ends AND other.ends > NEW.begins {other}
    ) BEGIN SELECT RAISE(ABORT, 'this time is taken'); END"""


POSTGRESQL = [_exclusion(column) for column in COLUMNS]
POSTGRESQL_BACK = [f"ALTER TABLE {TABLE} DROP CONSTRAINT booking_{column}_once" for column in COLUMNS]
SQLITE = [
    _trigger("booking_new_once", "INSERT", "AND other.id IS NOT NEW.id"),
    _trigger("booking_moved_once", "UPDATE OF begins, ends, state, room_id, thing_id", "AND other.id <> OLD.id"),
]
SQLITE_BACK = ["DROP TRIGGER booking_new_once", "DROP TRIGGER booking_moved_once"]


def hold(apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def let_go(apps, editor):
    for statement in POSTGRESQL_BACK if editor.connection.vendor == "postgresql" else SQLITE_BACK:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("bookings", "0001_initial")]

    operations = [migrations.RunPython(hold, let_go)]
