import django.db.models.deletion
import santong.kit.models.base
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
            name='Staff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('status', models.CharField(choices=[('active', 'Working'), ('left', 'Left')], default='active', max_length=6, verbose_name='status')),
                ('is_teacher', models.BooleanField(default=True, verbose_name='full-time teacher')),
                ('stage', models.CharField(blank=True, choices=[('preschool', 'Preschool'), ('primary', 'Primary'), ('junior', 'Junior secondary'), ('senior', 'Senior secondary'), ('vocational', 'Secondary vocational'), ('higher', 'Higher vocational'), ('special', 'Special education')], max_length=10, verbose_name='teaches in')),
                ('on_establishment', models.BooleanField(blank=True, null=True, verbose_name='on the establishment')),
                ('subjects', models.CharField(blank=True, max_length=120, verbose_name='subjects')),
                ('ethnic_group', models.CharField(blank=True, max_length=2, verbose_name='ethnic group')),
                ('joined_on', models.DateField(blank=True, null=True, verbose_name='joined on')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left on')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employments', to=settings.AUTH_USER_MODEL, verbose_name='name')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='school_staff', to='organisations.organisation', verbose_name='school')),
            ],
            options={
                'verbose_name': 'member of staff',
                'verbose_name_plural': 'staff',
                'indexes': [models.Index(fields=['path', 'id'], name='staff_path'), models.Index(fields=['status', 'path'], name='staff_status_path')],
                'constraints': [models.UniqueConstraint(fields=('person', 'school'), name='staff_once_a_school')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('title', models.CharField(choices=[('principal', 'Principal'), ('deputy_principal', 'Deputy principal'), ('party_secretary', 'Party secretary'), ('teaching_affairs', 'Head of teaching affairs'), ('moral_education', 'Head of moral education'), ('general_affairs', 'Head of general affairs'), ('it', 'Head of the information centre'), ('research_group', 'Head of a teaching-research group'), ('grade', 'Head of a grade'), ('class_teacher', 'Class teacher'), ('teacher', 'Teacher'), ('support', 'Support staff')], max_length=20, verbose_name='post')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='staff.staff')),
            ],
            options={
                'verbose_name': 'post',
                'verbose_name_plural': 'posts',
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('staff', 'title'), name='post_open_once'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='post_dates_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Teaching',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('class_teacher', 'Class teacher'), ('subject_teacher', 'Subject teacher')], default='subject_teacher', max_length=15, verbose_name='kind')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('subject', models.CharField(blank=True, max_length=20, verbose_name='subject')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('school_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teaching', to='organisations.organisation', verbose_name='class')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='teaching', to='staff.staff', verbose_name='teacher')),
            ],
            options={
                'verbose_name': 'teaching assignment',
                'verbose_name_plural': 'teaching assignments',
                'indexes': [models.Index(fields=['path', 'id'], name='teaching_path')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('staff', 'kind', 'school_class', 'subject'), name='teaching_open_once'), models.UniqueConstraint(condition=models.Q(('kind', 'class_teacher'), ('until', None)), fields=('school_class',), name='teaching_one_class_teacher'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='teaching_dates_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'class_teacher'), ('subject', '')), models.Q(('kind', 'subject_teacher'), models.Q(('subject', ''), _negated=True)), _connector='OR'), name='teaching_has_its_subject')],
            },
        ),
    ]
