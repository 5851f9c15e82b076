import django.db.models.deletion
import santong.domains.platform.records.models.learners
import santong.kit.models.base
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('pk', models.CompositePrimaryKey('list', 'seq', blank=True, editable=False, primary_key=True, serialize=False)),
                ('list', models.BigIntegerField()),
                ('seq', models.BigIntegerField()),
            ],
            options={
                'db_table': 'records_posting',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('pk', models.CompositePrimaryKey('target', 'seq', blank=True, editable=False, primary_key=True, serialize=False)),
                ('target', models.UUIDField()),
                ('seq', models.BigIntegerField()),
                ('voids', models.SmallIntegerField(default=0)),
            ],
            options={
                'db_table': 'records_reference',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('provider_id', models.IntegerField()),
                ('voided', models.SmallIntegerField(default=0)),
                ('body', models.TextField()),
            ],
            options={
                'db_table': 'records_statement',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='StatementKey',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField()),
            ],
            options={
                'db_table': 'records_statementkey',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Credential',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('key', models.CharField(max_length=40, unique=True, verbose_name='key')),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('previous_digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('previous_until', models.DateTimeField(editable=False, null=True)),
                ('scopes', models.JSONField(default=list, verbose_name='scopes')),
                ('requests_per_minute', models.PositiveIntegerField(default=1200, verbose_name='requests per minute')),
                ('created', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('expires', models.DateTimeField(blank=True, null=True, verbose_name='expires')),
                ('revoked', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revoked')),
            ],
            options={
                'verbose_name': 'credential',
                'verbose_name_plural': 'credentials',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('digest', ''), _negated=True), name='records_credential_has_secret')],
            },
        ),
        migrations.CreateModel(
            name='Learner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField(unique=True)),
                ('name', models.CharField(default=santong.domains.platform.records.models.learners.opaque_name, max_length=32, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='OutboxEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('path', santong.kit.models.base.PathField(blank=True, max_length=48)),
                ('statement', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='ActivityDefinition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation_id', models.BigIntegerField()),
                ('activity', models.BigIntegerField()),
                ('iri', models.TextField()),
                ('definition', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'organisation_id'), name='records_activity_once')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField()),
                ('sha2', models.CharField(max_length=128)),
                ('content_type', models.CharField(max_length=200)),
                ('length', models.BigIntegerField()),
                ('name', models.CharField(max_length=200)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('seq', 'sha2'), name='records_attachment_once')],
            },
        ),
        migrations.CreateModel(
            name='AccessToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('scopes', models.JSONField(default=list)),
                ('expires', models.DateTimeField(db_index=True)),
                ('credential', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='records.credential')),
            ],
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('state', 'State'), ('agent', 'Agent Profile'), ('activity', 'Activity Profile')], max_length=8)),
                ('organisation_id', models.BigIntegerField()),
                ('activity', models.BigIntegerField(default=0)),
                ('agent', models.BigIntegerField(default=0)),
                ('registration', models.CharField(blank=True, max_length=36)),
                ('name', models.CharField(max_length=1024)),
                ('content', models.BinaryField()),
                ('content_type', models.CharField(max_length=200)),
                ('etag', models.CharField(max_length=40)),
                ('updated', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'agent'], name='records_document_agent')],
                'constraints': [models.UniqueConstraint(fields=('organisation_id', 'kind', 'activity', 'agent', 'registration', 'name'), name='records_document_once')],
            },
        ),
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name="provider's name")),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('purpose', models.CharField(max_length=200, verbose_name='purpose')),
                ('contact', models.CharField(blank=True, max_length=120, verbose_name='contact')),
                ('accounts_only', models.BooleanField(default=True, verbose_name='people only as opaque accounts')),
                ('keep_months', models.PositiveSmallIntegerField(blank=True, help_text='Empty: statements are kept for good.', null=True, verbose_name='months to keep')),
                ('is_platform', models.BooleanField(default=False, editable=False)),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'data provider',
                'verbose_name_plural': 'data providers',
                'ordering': ['path', 'id'],
                'indexes': [models.Index(fields=['path', 'id'], name='records_provider_path')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_platform', True)), fields=('organisation',), name='records_platform_once')],
            },
        ),
        migrations.AddField(
            model_name='credential',
            name='provider',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='credentials', to='records.provider'),
        ),
        migrations.CreateModel(
            name='CredentialUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('requests', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('limited', models.PositiveIntegerField(default=0)),
                ('stored', models.PositiveIntegerField(default=0)),
                ('credential', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='records.credential')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('credential', 'day'), name='records_use_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='ErasureRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='asked at')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason given')),
                ('state', models.CharField(choices=[('open', 'Waiting for a decision'), ('granted', 'Being carried out'), ('done', 'Erased'), ('refused', 'Not granted'), ('withdrawn', 'Withdrawn')], default='open', max_length=9, verbose_name='state')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('answer', models.CharField(blank=True, max_length=200, verbose_name='answer')),
                ('done_at', models.DateTimeField(null=True, verbose_name='erased on')),
                ('changed', models.PositiveIntegerField(null=True, verbose_name='entries without the person now')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who decided')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='whose record')),
            ],
            options={
                'verbose_name': 'erasure request',
                'verbose_name_plural': 'erasure requests',
                'indexes': [models.Index(fields=['path', 'id'], name='records_erasure_path')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'granted'])), fields=('person',), name='records_erasure_once_at_a_time')],
            },
        ),
    ]
