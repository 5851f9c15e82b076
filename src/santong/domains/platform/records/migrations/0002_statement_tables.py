"""The tables of statements, in each database's own SQL (see `storage.py`)."""

from django.db import migrations

from santong.domains.platform.records import storage


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(storage.create, storage.drop)]
