import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('resources', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Playing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.FloatField(default=0)),
                ('seconds', models.FloatField(default=0)),
                ('is_complete', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='files.file')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='resources.resource')),
            ],
            options={
                'verbose_name': 'place in a recording',
                'verbose_name_plural': 'places in recordings',
                'constraints': [models.UniqueConstraint(fields=('person', 'file'), name='playing_once'), models.CheckConstraint(condition=models.Q(('at__gte', 0), ('seconds__gte', 0)), name='playing_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Stretch',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('taken_at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('playing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stretches', to='resources.playing')),
            ],
            options={
                'verbose_name': 'watched piece',
                'verbose_name_plural': 'watched pieces',
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('note', 'Note'), ('chapter', 'Chapter')], default='note', max_length=8, verbose_name='kind')),
                ('at', models.FloatField(default=0, verbose_name='place')),
                ('text', models.CharField(max_length=300, verbose_name='text')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='files.file')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='resources.resource')),
            ],
            options={
                'verbose_name': 'note at a place',
                'verbose_name_plural': 'notes',
                'indexes': [models.Index(fields=['file', 'kind', 'at'], name='mark_file')],
                'constraints': [models.CheckConstraint(condition=models.Q(('at__gte', 0)), name='mark_not_negative')],
            },
        ),
    ]
