import django.core.validators
import django.db.models.deletion
import santong.kit.models.base
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Collection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, db_index=True, editable=False, null=True)),
                ('purpose', models.CharField(choices=[('favourites', 'Favourites'), ('collection', 'Collection'), ('lesson', 'Lesson preparation')], default='collection', max_length=10, verbose_name='purpose')),
                ('name', models.CharField(max_length=80, verbose_name='name of the collection')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='collections', to=settings.AUTH_USER_MODEL)),
                ('school_class', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisations.organisation', verbose_name='class')),
            ],
            options={
                'verbose_name': 'collection',
                'verbose_name_plural': 'collections',
                'constraints': [models.UniqueConstraint(condition=models.Q(('purpose', 'favourites'), ('removed_at', None)), fields=('person',), name='favourites_once')],
            },
        ),
        migrations.CreateModel(
            name='Node',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('unit', 'Unit'), ('lesson', 'Lesson')], max_length=6, verbose_name='kind')),
                ('name', models.CharField(max_length=80, verbose_name='name of the unit or lesson')),
                ('position', models.CharField(max_length=12, verbose_name='position')),
                ('hours', models.PositiveSmallIntegerField(default=1, verbose_name='hours')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='resources.node', verbose_name='part of')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='predecessors', to='resources.node')),
            ],
            options={
                'verbose_name': 'unit or lesson',
                'verbose_name_plural': 'units and lessons',
                'ordering': ['textbook', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('preschool', 'Preschool'), ('primary', 'Primary'), ('junior', 'Junior secondary'), ('senior', 'Senior secondary'), ('vocational', 'Secondary vocational'), ('higher', 'Higher vocational'), ('special', 'Special education')], max_length=10, verbose_name='stage')),
                ('subject', models.CharField(max_length=20, verbose_name='subject')),
                ('code', models.CharField(max_length=30, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=80, verbose_name='name of the point')),
                ('prerequisites', models.ManyToManyField(blank=True, related_name='leads_to', to='resources.point', verbose_name='needs')),
            ],
            options={
                'verbose_name': 'knowledge point',
                'verbose_name_plural': 'knowledge points',
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(fields=('subject', 'stage', 'name'), name='point_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=20, verbose_name='subject')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('node', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='resources.node', verbose_name='unit or lesson')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school_class', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'verbose_name': 'progress',
                'verbose_name_plural': 'progress',
                'constraints': [models.UniqueConstraint(fields=('person', 'school_class', 'subject'), name='progress_once')],
            },
        ),
        migrations.CreateModel(
            name='Resource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, db_index=True, editable=False, null=True)),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('summary', models.TextField(blank=True, max_length=2000, verbose_name='summary')),
                ('kind', models.CharField(choices=[('slides', 'Courseware'), ('plan', 'Lesson plan'), ('micro', 'Micro-lesson'), ('questions', 'Questions'), ('material', 'Material'), ('case', 'Teaching case'), ('literature', 'Literature'), ('book', 'E-textbook'), ('experiment', 'Virtual experiment'), ('paper', 'Research paper'), ('pack', 'Topic pack')], max_length=12, verbose_name='kind of resource')),
                ('stage', models.CharField(blank=True, choices=[('preschool', 'Preschool'), ('primary', 'Primary'), ('junior', 'Junior secondary'), ('senior', 'Senior secondary'), ('vocational', 'Secondary vocational'), ('higher', 'Higher vocational'), ('special', 'Special education')], max_length=10, verbose_name='stage')),
                ('subject', models.CharField(blank=True, max_length=20, verbose_name='subject')),
                ('grade', models.SmallIntegerField(blank=True, choices=[(-3, '托班'), (-2, '小班'), (-1, '中班'), (0, '大班'), (1, '一年级'), (2, '二年级'), (3, '三年级'), (4, '四年级'), (5, '五年级'), (6, '六年级'), (7, '七年级'), (8, '八年级'), (9, '九年级'), (10, '高一'), (11, '高二'), (12, '高三')], null=True, verbose_name='grade')),
                ('keywords', models.CharField(blank=True, max_length=200, verbose_name='keywords')),
                ('language', models.CharField(default='zh-CN', max_length=10, verbose_name='language')),
                ('licence', models.CharField(choices=[('own', 'My own work; the platform may share it'), ('cc-by', 'CC BY 4.0'), ('cc-by-sa', 'CC BY-SA 4.0'), ('cc-by-nc-sa', 'CC BY-NC-SA 4.0'), ('public', 'Public domain'), ('bought', 'Bought; the licence allows this use'), ('permitted', "Used with the owner's permission")], default='own', max_length=16, verbose_name='licence')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('for_pupils', models.BooleanField(default=True, verbose_name='pupils may see it')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('audience', models.CharField(choices=[('private', 'Only me'), ('class', 'One class'), ('group', 'One research group'), ('school', 'My school'), ('union', 'A school union'), ('county', 'The county'), ('city', 'The whole city'), ('public', 'Everybody on the platform')], default='school', max_length=8, verbose_name='shared with')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('returned', 'Returned'), ('admitted', 'Admitted'), ('withdrawn', 'Withdrawn'), ('expired', 'Expired')], default='draft', max_length=10, verbose_name='status')),
                ('level', models.CharField(blank=True, choices=[('school', 'School'), ('county', 'County'), ('city', 'City')], max_length=8, verbose_name='admitted by')),
                ('reach', santong.kit.models.base.PathField(default='-', editable=False, max_length=48)),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('admitted_at', models.DateTimeField(blank=True, null=True, verbose_name='admitted')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='expires on')),
                ('withdrawn_because', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('uses', models.PositiveIntegerField(default=0, editable=False, verbose_name='uses')),
                ('downloads', models.PositiveIntegerField(default=0, editable=False, verbose_name='downloads')),
                ('stars', models.PositiveIntegerField(default=0, editable=False)),
                ('raters', models.PositiveIntegerField(default=0, editable=False)),
                ('audience_place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisations.organisation')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resources', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('node', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='resources.node', verbose_name='unit or lesson')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resources', to='organisations.organisation', verbose_name='comes from')),
                ('points', models.ManyToManyField(blank=True, related_name='resources', to='resources.point', verbose_name='knowledge points')),
            ],
            options={
                'verbose_name': 'resource',
                'verbose_name_plural': 'resources',
                'indexes': [models.Index(fields=['path', 'id'], name='resource_path'), models.Index(fields=['node', 'status'], name='resource_node'), models.Index(fields=['author', 'status'], name='resource_author'), models.Index(fields=['status', 'expires_on'], name='resource_expiry'), models.Index(fields=['subject', 'grade', 'uses'], name='resource_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status', 'admitted'), ('reach', '-'), _connector='OR'), name='resource_seen_only_when_admitted'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'admitted'), _negated=True), models.Q(('level', ''), _negated=True), _connector='OR'), name='resource_admitted_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stars', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='resources.resource')),
            ],
            options={
                'verbose_name': 'rating',
                'verbose_name_plural': 'ratings',
                'constraints': [models.UniqueConstraint(fields=('resource', 'person'), name='rating_once'), models.CheckConstraint(condition=models.Q(('stars__gte', 1), ('stars__lte', 5)), name='rating_one_to_five')],
            },
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('reason', models.CharField(choices=[('wrong', 'There is a mistake in it'), ('harmful', 'It is not fit for pupils'), ('rights', 'It belongs to somebody else'), ('broken', "It can't be opened")], max_length=8, verbose_name='reason')),
                ('text', models.TextField(max_length=1000, verbose_name='what is wrong')),
                ('state', models.CharField(choices=[('open', 'Complaint being looked at'), ('upheld', 'Upheld: resource withdrawn'), ('rejected', 'Rejected')], default='open', max_length=8, verbose_name='status')),
                ('answer', models.TextField(blank=True, max_length=1000, verbose_name='answer')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='raised by')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='complaints', to='resources.resource', verbose_name='resource')),
            ],
            options={
                'verbose_name': 'complaint',
                'verbose_name_plural': 'complaints',
                'indexes': [models.Index(fields=['state', 'path'], name='complaint_queue')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('resource', 'person'), name='complaint_open_once')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, db_index=True, editable=False, null=True)),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('kind', models.CharField(choices=[('comment', 'Comment'), ('correction', 'Correction')], default='comment', max_length=10, verbose_name='kind')),
                ('text', models.TextField(max_length=1000, verbose_name='text')),
                ('is_settled', models.BooleanField(default=False, verbose_name='settled')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='written')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='resources.resource', verbose_name='resource')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'indexes': [models.Index(fields=['resource', 'kind'], name='comment_resource')],
            },
        ),
        migrations.CreateModel(
            name='CollectionItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='resources.collection')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='resources.resource')),
            ],
            options={
                'ordering': ['collection', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('collection', 'resource'), name='collection_item_once')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version')),
                ('level', models.CharField(choices=[('school', 'School'), ('county', 'County'), ('city', 'City')], max_length=8, verbose_name='level of the review')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('subject', models.CharField(blank=True, max_length=20, verbose_name='subject')),
                ('stage', models.CharField(blank=True, choices=[('preschool', 'Preschool'), ('primary', 'Primary'), ('junior', 'Junior secondary'), ('senior', 'Senior secondary'), ('vocational', 'Secondary vocational'), ('higher', 'Higher vocational'), ('special', 'Special education')], max_length=10, verbose_name='stage')),
                ('author_id', models.BigIntegerField(editable=False)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('returned', 'Returned'), ('admitted', 'Admitted'), ('cancelled', 'Cancelled')], default='waiting', max_length=10, verbose_name='status')),
                ('answers', models.JSONField(default=dict)),
                ('remarks', models.JSONField(default=dict)),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='submitted')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='resources.resource', verbose_name='resource')),
                ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewer')),
            ],
            options={
                'verbose_name': 'review',
                'verbose_name_plural': 'reviews',
                'indexes': [models.Index(fields=['state', 'path', 'asked_at'], name='review_queue')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('resource', 'level'), name='review_waiting_once'), models.CheckConstraint(condition=models.Q(('reviewer', None), models.Q(('reviewer_id', models.F('author_id')), _negated=True), _connector='OR'), name='review_never_of_own_work')],
            },
        ),
        migrations.CreateModel(
            name='Reviewer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('subject', models.CharField(blank=True, max_length=20, verbose_name='subject')),
                ('stage', models.CharField(blank=True, choices=[('preschool', 'Preschool'), ('primary', 'Primary'), ('junior', 'Junior secondary'), ('senior', 'Senior secondary'), ('vocational', 'Secondary vocational'), ('higher', 'Higher vocational'), ('special', 'Special education')], max_length=10, verbose_name='stage')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviewers', to='organisations.organisation', verbose_name='organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviewing', to=settings.AUTH_USER_MODEL, verbose_name='reviewer')),
            ],
            options={
                'verbose_name': 'reviewer',
                'verbose_name_plural': 'reviewers',
                'constraints': [models.UniqueConstraint(fields=('person', 'organisation', 'subject', 'stage'), name='reviewer_once')],
            },
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name of the search')),
                ('query', models.CharField(max_length=500)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'saved search',
                'verbose_name_plural': 'saved searches',
                'constraints': [models.UniqueConstraint(fields=('person', 'query'), name='saved_search_once')],
            },
        ),
        migrations.CreateModel(
            name='Textbook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('preschool', 'Preschool'), ('primary', 'Primary'), ('junior', 'Junior secondary'), ('senior', 'Senior secondary'), ('vocational', 'Secondary vocational'), ('higher', 'Higher vocational'), ('special', 'Special education')], max_length=10, verbose_name='stage')),
                ('subject', models.CharField(max_length=20, verbose_name='subject')),
                ('edition', models.CharField(max_length=30, verbose_name='edition')),
                ('volume', models.CharField(max_length=30, verbose_name='volume')),
                ('grade', models.SmallIntegerField(choices=[(-3, '托班'), (-2, '小班'), (-1, '中班'), (0, '大班'), (1, '一年级'), (2, '二年级'), (3, '三年级'), (4, '四年级'), (5, '五年级'), (6, '六年级'), (7, '七年级'), (8, '八年级'), (9, '九年级'), (10, '高一'), (11, '高二'), (12, '高三')], verbose_name='grade')),
                ('term', models.SmallIntegerField(choices=[(0, 'Whole year'), (1, 'First term'), (2, 'Second term')], default=0, verbose_name='term')),
                ('year', models.PositiveSmallIntegerField(verbose_name='revised in')),
                ('is_current', models.BooleanField(default=True, verbose_name='in use')),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced_by', to='resources.textbook', verbose_name='replaces')),
            ],
            options={
                'verbose_name': 'textbook',
                'verbose_name_plural': 'textbooks',
                'indexes': [models.Index(fields=['subject', 'grade', 'term'], name='textbook_subject_grade')],
                'constraints': [models.UniqueConstraint(fields=('subject', 'edition', 'volume', 'stage', 'year'), name='textbook_revision_once'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('subject', 'edition', 'volume', 'stage'), name='textbook_current_once')],
            },
        ),
        migrations.AddField(
            model_name='resource',
            name='textbook',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='resources.textbook', verbose_name='textbook'),
        ),
        migrations.AddField(
            model_name='node',
            name='textbook',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nodes', to='resources.textbook', verbose_name='textbook'),
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('returned', 'Returned'), ('admitted', 'Admitted'), ('replaced', 'Replaced')], default='draft', max_length=10)),
                ('data', models.JSONField(default=dict)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what changed')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('admitted_at', models.DateTimeField(null=True)),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='resources.resource')),
            ],
            options={
                'verbose_name': 'version of a resource',
                'verbose_name_plural': 'versions of resources',
                'ordering': ['resource', '-number'],
                'constraints': [models.UniqueConstraint(fields=('resource', 'number'), name='version_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.file')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='resources.version')),
            ],
            options={
                'verbose_name': 'file of a resource',
                'verbose_name_plural': 'files of resources',
                'ordering': ['version', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('version', 'file'), name='part_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='node',
            constraint=models.UniqueConstraint(fields=('textbook', 'position'), name='node_position_once'),
        ),
    ]
