import django.db.models.deletion
import santong.kit.models.base
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Merger',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='merged')),
                ('made_by_id', models.BigIntegerField(editable=False, null=True)),
                ('journal', models.BinaryField()),
                ('taken_back_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back')),
                ('dropped', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kept')),
            ],
            options={
                'verbose_name': 'merger',
                'verbose_name_plural': 'mergers',
                'indexes': [models.Index(fields=['path', 'id'], name='merger_path'), models.Index(condition=models.Q(('taken_back_at', None)), fields=['kept'], name='merger_in_force')],
            },
        ),
        migrations.CreateModel(
            name='Suspicion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('reasons', models.CharField(max_length=120, verbose_name='reasons')),
                ('score', models.PositiveSmallIntegerField(verbose_name='likeness')),
                ('state', models.CharField(choices=[('open', 'To be looked at'), ('different', 'Not the same person'), ('merged', 'Merged')], default='open', max_length=9, verbose_name='state')),
                ('found_on', models.DateField(verbose_name='found on')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('merger', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='suspicions', to='duplicates.merger')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'suspicion',
                'verbose_name_plural': 'suspicions',
                'indexes': [models.Index(fields=['path', 'id'], name='suspicion_path'), models.Index(fields=['state', 'path'], name='suspicion_state_path')],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='suspicion_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='suspicion_in_order')],
            },
        ),
    ]
