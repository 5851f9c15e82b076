"""A request of one of the three administrators can be withdrawn."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0003_agreements")]

    operations = [
        migrations.AlterField(
            model_name="agreement",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "Waits for a second administrator"),
                    ("agreed", "Agreed"),
                    ("refused", "Refused"),
                    ("used", "Carried out"),
                    ("dropped", "Withdrawn"),
                ],
                default="asked",
                max_length=7,
                verbose_name="state",
            ),
        ),
    ]
