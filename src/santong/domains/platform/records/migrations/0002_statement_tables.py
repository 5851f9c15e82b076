"""The tables of statements, in each database's own SQL (see `tables.py`)."""

from django.db import migrations

from santong.domains.platform.records import tables


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(tables.create, tables.drop)]
