

import django.db.models.deletion
import django.utils.timezone
import santong.kit.models.base
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
        ('students', '0004_transfer_asked_by'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, db_index=True, editable=False, null=True)),
                ('secret_cipher', models.CharField(blank=True, editable=False, max_length=200)),
                ('digest', models.CharField(blank=True, editable=False, max_length=64, verbose_name='digest of the list')),
                ('commitment', models.CharField(blank=True, editable=False, max_length=64, verbose_name='commitment')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='published')),
                ('drawn', models.CharField(blank=True, editable=False, max_length=60, verbose_name='number drawn in public')),
                ('drawn_how', models.CharField(blank=True, editable=False, max_length=200, verbose_name='how it was drawn')),
                ('drawn_at', models.DateTimeField(editable=False, null=True, verbose_name='moment of the draw')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('title', models.CharField(max_length=60, verbose_name='name of the round')),
                ('stage', models.CharField(choices=[('preschool', 'Preschool'), ('primary', 'Primary'), ('junior', 'Junior secondary'), ('vocational', 'Secondary vocational')], default='primary', max_length=10, verbose_name='stage')),
                ('begins', models.PositiveSmallIntegerField(verbose_name='school year')),
                ('authority', models.CharField(max_length=120, verbose_name='authority')),
                ('contact', models.CharField(max_length=80, verbose_name='whom families can ask')),
                ('opens_on', models.DateField(verbose_name='applications from')),
                ('closes_on', models.DateField(verbose_name='applications until')),
                ('reviewed_by', models.DateField(verbose_name='reviewed by')),
                ('results_on', models.DateField(verbose_name='results on')),
                ('confirm_by', models.DateField(verbose_name='confirm by')),
                ('born_from', models.DateField(verbose_name='born from')),
                ('born_until', models.DateField(verbose_name='born until')),
                ('asks', models.CharField(blank=True, max_length=60, verbose_name='evidence asked for')),
                ('most_wishes', models.PositiveSmallIntegerField(default=3, verbose_name='wishes at most')),
                ('coordinates', models.BooleanField(default=True, verbose_name='place the others where places are left')),
                ('minutes', models.PositiveSmallIntegerField(default=5, verbose_name='minutes that applying takes')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Under way'), ('listed', 'List published'), ('drawing', 'Being drawn'), ('proposed', 'Result to be looked at'), ('published', 'Result published'), ('closed', 'Closed')], default='draft', editable=False, max_length=9, verbose_name='state')),
                ('listed', models.JSONField(default=dict, editable=False)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='bureau')),
            ],
            options={
                'verbose_name': 'enrolment round',
                'verbose_name_plural': 'enrolment rounds',
            },
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('stage', models.CharField(editable=False, max_length=10)),
                ('position', models.PositiveSmallIntegerField(default=1, verbose_name='order')),
                ('name', models.CharField(max_length=60, verbose_name='category')),
                ('needs', models.CharField(blank=True, max_length=60, verbose_name='evidence needed')),
                ('in_district', models.BooleanField(default=True, verbose_name='only at the school of the district')),
                ('within', models.CharField(choices=[('lot', 'By lot'), ('date', 'By the declared date, the earlier first'), ('results', 'By results of tests')], default='lot', max_length=7, verbose_name='within it')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='categories', to='enrolment.round', verbose_name='enrolment round')),
            ],
            options={
                'verbose_name': 'category of enrolment',
                'verbose_name_plural': 'categories of enrolment',
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('receipt', models.CharField(editable=False, max_length=20, unique=True, verbose_name='receipt number')),
                ('position', models.PositiveIntegerField(editable=False, verbose_name='place in the queue')),
                ('submitted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='submitted')),
                ('state', models.CharField(choices=[('submitted', 'Waits for review'), ('returned', 'To be completed'), ('accepted', 'Review passed'), ('refused', 'Not accepted'), ('withdrawn', 'Withdrawn'), ('admitted', 'Admitted'), ('waiting', 'On the waiting list'), ('confirmed', 'Place confirmed'), ('declined', 'Place given up'), ('entered', 'On the roll')], default='submitted', editable=False, max_length=9, verbose_name='state')),
                ('name', models.CharField(max_length=60, verbose_name='name of the child')),
                ('sex', models.CharField(choices=[('0', 'Unknown'), ('1', 'Male'), ('2', 'Female'), ('9', 'Not stated')], default='0', max_length=1, verbose_name='sex')),
                ('birth_date', models.DateField(blank=True, null=True, verbose_name='birth date')),
                ('id_number_cipher', models.CharField(blank=True, editable=False, max_length=120)),
                ('id_number_index', models.CharField(blank=True, editable=False, max_length=43)),
                ('relation', models.CharField(choices=[('51', 'Father'), ('52', 'Mother'), ('60', 'Grandparent'), ('97', 'Other relative'), ('99', 'Guardian')], default='99', max_length=2, verbose_name='relation')),
                ('guardian_name', models.CharField(blank=True, max_length=60, verbose_name='name of the guardian')),
                ('phone_cipher', models.CharField(blank=True, editable=False, max_length=120)),
                ('code_hash', models.CharField(blank=True, editable=False, max_length=128)),
                ('area', models.CharField(max_length=60, verbose_name='street, community or village')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='house number')),
                ('rest_cipher', models.TextField(blank=True, editable=False)),
                ('evidence', models.CharField(blank=True, max_length=60, verbose_name='evidence')),
                ('since', models.DateField(blank=True, null=True, verbose_name='there since')),
                ('points', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='points of the entrance examination')),
                ('is_doubled', models.BooleanField(default=False, editable=False, verbose_name='another one has the same number')),
                ('answer_cipher', models.TextField(blank=True, editable=False)),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='reviewed')),
                ('code', models.CharField(blank=True, editable=False, max_length=8, verbose_name='code on the list')),
                ('why', models.CharField(blank=True, editable=False, max_length=11)),
                ('wish', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='wish')),
                ('rank', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('lot', models.PositiveIntegerField(default=0, editable=False, verbose_name='lot')),
                ('lots', models.PositiveIntegerField(default=0, editable=False)),
                ('confirm_by', models.DateField(editable=False, null=True, verbose_name='confirm by')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('sent_as', models.CharField(blank=True, editable=False, max_length=64)),
                ('applicant', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who applies')),
                ('child', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='child')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewed by whom')),
                ('proposed', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='school that follows from rules and lots')),
                ('pupil', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='students.pupil', verbose_name='pupil')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='school')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='enrolment.round', verbose_name='enrolment round')),
            ],
            options={
                'verbose_name': 'application for a school',
                'verbose_name_plural': 'applications for schools',
            },
        ),
        migrations.CreateModel(
            name='SchoolPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('places', models.PositiveIntegerField(verbose_name='places')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='caps', to='enrolment.category', verbose_name='category')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='enrolment.round', verbose_name='enrolment round')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='school')),
            ],
            options={
                'verbose_name': 'plan of a school',
                'verbose_name_plural': 'plans of schools',
                'ordering': ('path', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='wish')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='enrolment.application')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='school')),
            ],
            options={
                'verbose_name': 'wish of a family',
                'verbose_name_plural': 'wishes of families',
                'ordering': ('position',),
            },
        ),
        migrations.CreateModel(
            name='District',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('stage', models.CharField(choices=[('preschool', 'Preschool'), ('primary', 'Primary'), ('junior', 'Junior secondary'), ('vocational', 'Secondary vocational')], default='primary', max_length=10, verbose_name='stage')),
                ('area', models.CharField(max_length=60, verbose_name='street, community or village')),
                ('first', models.PositiveIntegerField(default=1, verbose_name='house number from')),
                ('last', models.PositiveIntegerField(default=99999, verbose_name='house number to')),
                ('parity', models.CharField(choices=[('all', 'All numbers'), ('odd', 'Odd numbers'), ('even', 'Even numbers')], default='all', max_length=4, verbose_name='which numbers')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='bureau')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='school')),
            ],
            options={
                'verbose_name': 'school district',
                'verbose_name_plural': 'school districts',
                'indexes': [models.Index(fields=['path', 'area'], name='district_path')],
                'constraints': [models.UniqueConstraint(fields=('place', 'stage', 'area', 'first', 'last', 'parity', 'school'), name='district_once', violation_error_message='These houses belong to this school already.'), models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='district_numbers_in_order', violation_error_message='The last house number lies below the first. Correct it.')],
            },
        ),
        migrations.AddIndex(
            model_name='round',
            index=models.Index(fields=['path', '-id'], name='enrolment_round_path'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on')), ('reviewed_by__gte', models.F('closes_on')), ('confirm_by__gte', models.F('results_on')), ('results_on__gte', models.F('reviewed_by'))), name='enrolment_round_days_in_order', violation_error_message='The days go in this order: applications, review, results, confirmation. Correct them.'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('born_until__gte', models.F('born_from'))), name='enrolment_round_births_in_order', violation_error_message='The last day of birth lies before the first. Correct it.'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('most_wishes__gte', 1), ('most_wishes__lte', 5)), name='enrolment_round_wishes'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'open')), models.Q(('commitment', ''), _negated=True), _connector='OR'), name='enrolment_round_committed'),
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.UniqueConstraint(fields=('round', 'position'), name='enrolment_category_position', violation_error_message='There is a category at this place already. Choose another number.'),
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ('preschool', 'primary', 'junior')), ('within', 'results'), _negated=True), name='enrolment_no_results', violation_error_message='In kindergartens and compulsory education no tests, grades, awards or interviews decide. Go by lot or by the declared date.'),
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ('preschool', 'primary', 'junior')), models.Q(('name__contains', '考试'), ('name__contains', '测试'), ('name__contains', '测验'), ('name__contains', '成绩'), ('name__contains', '分数'), ('name__contains', '竞赛'), ('name__contains', '获奖'), ('name__contains', '奖励'), ('name__contains', '证书'), ('name__contains', '面试'), ('name__contains', '面谈'), ('name__contains', '特长'), ('name__contains', '考级'), _connector='OR'), _negated=True), name='enrolment_no_testing_words', violation_error_message='In kindergartens and compulsory education no tests, grades, awards or interviews decide. Take them out of the name of the category.'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['path', 'state', 'position'], name='application_path'),
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['round', 'state'], name='application_round'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('id_number_index', ''), _negated=True), ('is_doubled', False), models.Q(('state__in', ('refused', 'withdrawn')), _negated=True)), fields=('round', 'id_number_index'), name='application_number_once'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('child__isnull', False), ('is_doubled', False), models.Q(('state__in', ('refused', 'withdrawn')), _negated=True)), fields=('round', 'child'), name='application_child_once'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(fields=('round', 'position'), name='application_position_once'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('sent_as', ''), _negated=True), fields=('round', 'sent_as'), name='application_sent_once'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('round', 'code'), name='application_code_once'),
        ),
        migrations.AddConstraint(
            model_name='schoolplan',
            constraint=models.UniqueConstraint(condition=models.Q(('category', None)), fields=('round', 'school'), name='enrolment_plan_once', violation_error_message='The school has a plan in this round already. Change that one.'),
        ),
        migrations.AddConstraint(
            model_name='schoolplan',
            constraint=models.UniqueConstraint(fields=('round', 'school', 'category'), name='enrolment_plan_category_once'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.UniqueConstraint(fields=('application', 'position'), name='enrolment_wish_position'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.UniqueConstraint(fields=('application', 'school'), name='enrolment_wish_school'),
        ),
    ]
