"""Holders of accounts are told when somebody asked for help with them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0004_security_events")]

    operations = [
        migrations.AlterField(
            model_name="securityevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("slip", "A slip was printed with which a new password can be chosen."),
                    ("reset", "Your password was reset."),
                    ("factor", "Your second factor was removed."),
                    ("merged", "Another account of yours was merged into this one."),
                    ("asked", "A school asks to take you on, or to link a child to you. See “Requests to me”."),
                    ("confirmed", "A request to take you on, or to link a child to you, was confirmed."),
                    ("help", "Somebody asked, from the sign-in page, for help with getting into your account."),
                    ("declined", "A request to take you on, or to link a child to you, was declined."),
                ],
                max_length=9,
                verbose_name="what happened",
            ),
        ),
    ]
