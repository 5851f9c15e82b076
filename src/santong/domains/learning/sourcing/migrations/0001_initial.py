import django.core.validators
import django.db.models.deletion
import santong.kit.models.base
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('organisations', '0001_initial'),
        ('resources', '0004_synonyms'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(max_length=20, unique=True, verbose_name='occasion')),
                ('person_points', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(1000)], verbose_name='for the author')),
                ('school_points', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(1000)], verbose_name="for the author's school")),
            ],
            options={
                'verbose_name': 'rule of points',
                'verbose_name_plural': 'rules of points',
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('person', 'Person'), ('place', 'School or bureau'), ('issue', 'Issue of points')], max_length=6, verbose_name='kind')),
                ('path', santong.kit.models.base.PathField(blank=True, editable=False, max_length=48)),
                ('balance', models.IntegerField(default=0, editable=False, verbose_name='balance')),
                ('organisation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisation')),
                ('person', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'account of points',
                'verbose_name_plural': 'accounts of points',
                'constraints': [models.CheckConstraint(condition=models.Q(('balance__gte', 0), ('kind', 'issue'), _connector='OR'), name='account_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'person'), ('organisation', None), ('person__isnull', False)), models.Q(('kind', 'place'), ('organisation__isnull', False), ('person', None)), models.Q(('kind', 'issue'), ('organisation', None), ('person', None)), _connector='OR'), name='account_of_one'), models.UniqueConstraint(condition=models.Q(('kind', 'issue')), fields=('kind',), name='account_issue_once')],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, db_index=True, editable=False, null=True)),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('wanted', models.TextField(max_length=2000, verbose_name='what is wanted')),
                ('criteria', models.TextField(blank=True, max_length=1000, verbose_name='judged by')),
                ('stage', models.CharField(blank=True, choices=[('preschool', 'Preschool'), ('primary', 'Primary'), ('junior', 'Junior secondary'), ('senior', 'Senior secondary'), ('vocational', 'Secondary vocational'), ('higher', 'Higher vocational'), ('special', 'Special education')], max_length=10, verbose_name='stage')),
                ('subject', models.CharField(blank=True, max_length=20, verbose_name='subject')),
                ('kinds', models.JSONField(blank=True, default=list, verbose_name='kinds of resource')),
                ('deadline', models.DateField(verbose_name='deadline')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('audience_path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Published'), ('closed', 'Closed')], default='draft', max_length=8, verbose_name='status')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('audience', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='who may answer')),
                ('node', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='resources.node', verbose_name='unit or lesson')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='published by')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('textbook', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='resources.textbook', verbose_name='textbook')),
            ],
            options={
                'verbose_name': 'call for resources',
                'verbose_name_plural': 'calls for resources',
                'indexes': [models.Index(fields=['audience_path', 'state'], name='call_audience'), models.Index(fields=['path', 'id'], name='call_path')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None)), _connector='OR'), name='call_closed_when')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('school', 'School'), ('county', 'County'), ('city', 'City')], max_length=8, verbose_name='certified at')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('granted_at', models.DateTimeField(auto_now_add=True, verbose_name='granted')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked on')),
                ('revoked_because', models.CharField(blank=True, max_length=300, verbose_name='revoked because')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='granted by')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='officer')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='certificates', to='resources.resource', verbose_name='resource')),
            ],
            options={
                'verbose_name': 'certificate',
                'verbose_name_plural': 'certificates',
                'indexes': [models.Index(fields=['path', 'id'], name='certificate_path')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('resource', 'level'), name='certificate_once_a_level'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_because', '')), models.Q(('revoked_at__isnull', False), models.Q(('revoked_because', ''), _negated=True)), _connector='OR'), name='certificate_revoked_why')],
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note on it')),
                ('state', models.CharField(choices=[('waiting', 'Waiting to be judged'), ('accepted', 'Accepted'), ('thanked', 'Not chosen, with thanks'), ('withdrawn', 'Taken back')], default='waiting', max_length=10, verbose_name='status')),
                ('comment', models.CharField(blank=True, max_length=300, verbose_name='word of the jury')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='handed in')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided on')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='sourcing.call', verbose_name='call')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='comes from')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='contributed by')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='resources.resource', verbose_name='resource')),
            ],
            options={
                'verbose_name': 'answer to a call',
                'verbose_name_plural': 'answers to calls',
                'indexes': [models.Index(fields=['path', 'call', 'state'], name='contribution_path'), models.Index(fields=['person', 'call'], name='contribution_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('call', 'resource'), name='contribution_once'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state__in', ('waiting', 'withdrawn'))), models.Q(('decided_at__isnull', False), ('state__in', ('accepted', 'thanked'))), _connector='OR'), name='contribution_decided_when')],
            },
        ),
        migrations.CreateModel(
            name='Pack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('supplier', models.CharField(max_length=120, verbose_name='supplier')),
                ('description', models.TextField(blank=True, max_length=1000, verbose_name='description')),
                ('begins', models.DateField(verbose_name='licensed from')),
                ('ends', models.DateField(verbose_name='licensed until')),
                ('seats', models.PositiveIntegerField(blank=True, null=True, verbose_name='seats')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='kept by')),
            ],
            options={
                'verbose_name': 'pack of resources',
                'verbose_name_plural': 'packs of resources',
                'indexes': [models.Index(fields=['path', 'id'], name='pack_path')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gte', models.F('begins'))), name='pack_ends_after_beginning')],
            },
        ),
        migrations.CreateModel(
            name='Entitlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='entitled')),
                ('pack', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entitlements', to='sourcing.pack', verbose_name='pack')),
            ],
            options={
                'verbose_name': 'entitlement to a pack',
                'verbose_name_plural': 'entitlements to packs',
                'constraints': [models.UniqueConstraint(fields=('pack', 'organisation'), name='entitlement_once')],
            },
        ),
        migrations.CreateModel(
            name='PackItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='sourcing.pack', verbose_name='pack')),
                ('resource', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pack_item', to='resources.resource', verbose_name='resource')),
            ],
            options={
                'verbose_name': 'resource of a pack',
                'verbose_name_plural': 'resources of packs',
            },
        ),
        migrations.CreateModel(
            name='PackUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('month', models.DateField(verbose_name='month')),
                ('uses', models.PositiveIntegerField(default=0, verbose_name='uses')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation', verbose_name='school or bureau')),
                ('pack', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='used', to='sourcing.pack', verbose_name='pack')),
            ],
            options={
                'verbose_name': 'use of a pack',
                'verbose_name_plural': 'uses of packs',
                'constraints': [models.UniqueConstraint(fields=('pack', 'organisation', 'month'), name='pack_use_once')],
            },
        ),
        migrations.CreateModel(
            name='Price',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000)], verbose_name='price')),
                ('reach', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('set_at', models.DateTimeField(auto_now=True, verbose_name='set')),
                ('resource', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='price', to='resources.resource', verbose_name='resource')),
            ],
            options={
                'verbose_name': 'price in points',
                'verbose_name_plural': 'prices in points',
                'constraints': [models.CheckConstraint(condition=models.Q(('points__gte', 1)), name='price_of_something')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('taken_at', models.DateTimeField(auto_now_add=True, verbose_name='taken')),
                ('pack', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taken', to='sourcing.pack', verbose_name='pack')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'seat of a pack',
                'verbose_name_plural': 'seats of packs',
                'constraints': [models.UniqueConstraint(fields=('pack', 'person'), name='seat_once')],
            },
        ),
        migrations.CreateModel(
            name='Transaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('admitted', 'Resource admitted'), ('used', 'Used by another school'), ('certified', 'Resource certified'), ('exchange', 'Resource obtained'), ('reverse', 'Correction of the ledger'), ('transfer', 'Moved between accounts')], max_length=10, verbose_name='kind')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('memo', models.CharField(blank=True, max_length=300, verbose_name='remark')),
                ('key', models.CharField(blank=True, editable=False, max_length=60, null=True, unique=True)),
                ('path', santong.kit.models.base.PathField(blank=True, editable=False, max_length=48)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('resource', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='resources.resource', verbose_name='resource')),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='sourcing.transaction', verbose_name='takes back')),
            ],
            options={
                'verbose_name': 'transaction of points',
                'verbose_name_plural': 'transactions of points',
                'indexes': [models.Index(fields=['path', 'id'], name='transaction_path')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.IntegerField(verbose_name='points')),
                ('after', models.IntegerField(verbose_name='balance')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='sourcing.account', verbose_name='account')),
                ('transaction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='sourcing.transaction')),
            ],
            options={
                'verbose_name': 'entry of points',
                'verbose_name_plural': 'entries of points',
                'indexes': [models.Index(fields=['account', 'id'], name='entry_account')],
                'constraints': [models.UniqueConstraint(fields=('transaction', 'account'), name='entry_once'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='entry_of_something')],
            },
        ),
    ]
