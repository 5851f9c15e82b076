from django.db import migrations

MEDIA = ("email", "push", "sms", "wecom", "dingtalk", "feishu", "wechat")


def make(apps, schema_editor):
    """A row for each medium, switched off: nobody makes or removes one."""
    channel = apps.get_model("channels", "Channel")
    for medium in MEDIA:
        channel._base_manager.get_or_create(medium=medium)


class Migration(migrations.Migration):
    dependencies = [("channels", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
