from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kit", "0002_submissions")]

    operations = [
        migrations.CreateModel(
            name="PinBoard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField()),
                ("layout", models.CharField(max_length=40)),
                ("entries", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "pins",
                "constraints": [models.UniqueConstraint(fields=("person_id", "layout"), name="pin_board_once")],
            },
        ),
    ]
