"""On SQLite, tables of their own for recent rows (see `storage.py`)."""

from django.db import migrations

from santong.domains.platform.records import storage


class Migration(migrations.Migration):
    dependencies = [("records", "0002_statement_tables")]
    operations = [migrations.RunPython(storage.part, storage.join)]
