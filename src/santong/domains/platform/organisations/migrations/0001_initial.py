import django.core.validators
import django.db.models.deletion
import santong.kit.models.base
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, db_index=True, editable=False, null=True)),
                ('kind', models.CharField(choices=[('city_bureau', 'City education bureau'), ('county_bureau', 'County education bureau'), ('school', 'School'), ('union', 'School union'), ('department', 'Department'), ('research_group', 'Teaching-research group'), ('grade', 'Grade'), ('class', 'Class')], max_length=16, verbose_name='kind')),
                ('name', models.CharField(max_length=80, verbose_name='name of the organisation')),
                ('short_name', models.CharField(blank=True, max_length=24, verbose_name='short name')),
                ('code', models.CharField(blank=True, max_length=20, verbose_name='code')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48, unique=True)),
                ('division', models.CharField(blank=True, max_length=6, verbose_name='division')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='valid from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('merged_into', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='organisations.organisation', verbose_name='merged into')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisations.organisation', verbose_name='belongs to')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ['path'],
                'indexes': [models.Index(fields=['kind', 'path'], name='organisation_kind_path'), models.Index(fields=['parent', 'path'], name='organisation_parent_path')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('kind', 'code'), name='organisation_code_once'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_from', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='organisation_dates_in_order')],
            },
        ),
        migrations.CreateModel(
            name='ClassProfile',
            fields=[
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='class_profile', serialize=False, to='organisations.organisation')),
                ('entry_year', models.PositiveSmallIntegerField(verbose_name='entry year')),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='class number')),
                ('label', models.CharField(blank=True, max_length=20, verbose_name='label')),
                ('class_type', models.CharField(default='10', max_length=3, verbose_name='type of class')),
                ('room', models.CharField(blank=True, max_length=30, verbose_name='classroom')),
            ],
            options={
                'verbose_name': 'class profile',
                'verbose_name_plural': 'class profiles',
            },
        ),
        migrations.CreateModel(
            name='School',
            fields=[
            ],
            options={
                'verbose_name': 'school',
                'verbose_name_plural': 'schools',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('organisations.organisation',),
        ),
        migrations.CreateModel(
            name='OrganisationCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('pupils', 'Pupils'), ('staff', 'Staff'), ('teachers', 'Full-time teachers')], max_length=10)),
                ('path', santong.kit.models.base.PathField(max_length=48)),
                ('number', models.IntegerField(default=0)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='organisations.organisation')),
            ],
            options={
                'verbose_name': 'number of people',
                'indexes': [models.Index(fields=['what', 'path', 'number'], name='organisation_count_path')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'what'), name='organisation_count_once')],
            },
        ),
        migrations.CreateModel(
            name='OrganisationName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name of the organisation')),
                ('short_name', models.CharField(blank=True, max_length=24, verbose_name='short name')),
                ('code', models.CharField(blank=True, db_index=True, max_length=20, verbose_name='code')),
                ('valid_until', models.DateField(verbose_name='valid until')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_names', to='organisations.organisation')),
            ],
            options={
                'verbose_name': 'former name',
                'verbose_name_plural': 'former names',
                'ordering': ['-valid_until', '-id'],
                'indexes': [models.Index(fields=['organisation', 'valid_until'], name='organisation_name_until')],
            },
        ),
        migrations.CreateModel(
            name='UnionMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leads', models.BooleanField(default=False, verbose_name='leading school')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unions', to='organisations.organisation', verbose_name='school')),
                ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='organisations.organisation', verbose_name='school union')),
            ],
            options={
                'verbose_name': 'member of a union',
                'verbose_name_plural': 'members of unions',
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_until', None)), fields=('union', 'school'), name='union_member_once'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='union_member_dates_in_order')],
            },
        ),
        migrations.CreateModel(
            name='GradeProfile',
            fields=[
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='grade', serialize=False, to='organisations.organisation')),
                ('stage', models.CharField(choices=[('preschool', 'Preschool'), ('primary', 'Primary'), ('junior', 'Junior secondary'), ('senior', 'Senior secondary'), ('vocational', 'Secondary vocational'), ('higher', 'Higher vocational'), ('special', 'Special education')], max_length=10, verbose_name='stage')),
                ('level', models.SmallIntegerField(choices=[(-3, 'NURSERY'), (-2, 'LOWER_KINDERGARTEN'), (-1, 'MIDDLE_KINDERGARTEN'), (0, 'UPPER_KINDERGARTEN'), (1, 'PRIMARY_1'), (2, 'PRIMARY_2'), (3, 'PRIMARY_3'), (4, 'PRIMARY_4'), (5, 'PRIMARY_5'), (6, 'PRIMARY_6'), (7, 'JUNIOR_1'), (8, 'JUNIOR_2'), (9, 'JUNIOR_3'), (10, 'SENIOR_1'), (11, 'SENIOR_2'), (12, 'SENIOR_3')], verbose_name='level')),
                ('entry_year', models.PositiveSmallIntegerField(verbose_name='entry year')),
            ],
            options={
                'verbose_name': 'grade profile',
                'verbose_name_plural': 'grade profiles',
                'indexes': [models.Index(fields=['stage', 'level'], name='grade_stage_level')],
            },
        ),
        migrations.CreateModel(
            name='SchoolProfile',
            fields=[
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='school', serialize=False, to='organisations.organisation')),
                ('education_type', models.CharField(blank=True, db_index=True, max_length=3, verbose_name='type of school')),
                ('stages', models.CharField(blank=True, editable=False, max_length=80, verbose_name='stages')),
                ('ownership', models.CharField(choices=[('public', 'Public'), ('private', 'Private')], default='public', max_length=8, verbose_name='run by')),
                ('area', models.CharField(blank=True, max_length=3, verbose_name='urban or rural')),
                ('address', models.CharField(blank=True, max_length=160, verbose_name='postal address')),
                ('postal_code', models.CharField(blank=True, max_length=6, validators=[django.core.validators.RegexValidator('^\\d{6}$', 'Six digits, please.')], verbose_name='postal code')),
                ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude')),
                ('office_phone', models.CharField(blank=True, max_length=30, verbose_name='office phone')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('established', models.DateField(blank=True, null=True, verbose_name='founded on')),
            ],
            options={
                'verbose_name': 'school profile',
                'verbose_name_plural': 'school profiles',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('longitude__isnull', False)), _connector='OR'), name='school_profile_place_whole')],
            },
        ),
    ]
