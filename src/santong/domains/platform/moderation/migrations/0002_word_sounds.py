"""Words are looked for by their sound as well; those in the lists learn theirs."""

from django.db import migrations, models

from santong.domains.platform.moderation.matching.sounding import sounds_of

BATCH = 500


def learn_sounds(apps, schema_editor):
    rows = apps.get_model("moderation", "Word")._base_manager.using(schema_editor.connection.alias)
    changed = []
    for word in rows.only("pk", "folded").iterator(chunk_size=BATCH):
        word.sounds = sounds_of(word.folded)
        changed.append(word)
    rows.bulk_update(changed, ["sounds"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="word",
            name="sounds",
            field=models.TextField(blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(learn_sounds, migrations.RunPython.noop),
    ]
