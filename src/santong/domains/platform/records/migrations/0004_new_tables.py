"""On SQLite, tables of their own for new rows (see `storage.py`)."""

from django.db import migrations

from santong.domains.platform.records import storage


class Migration(migrations.Migration):
    dependencies = [("records", "0003_recent_tables")]
    operations = [migrations.RunPython(storage.part_again, storage.join_once)]
