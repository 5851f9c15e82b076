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
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('code_index', models.CharField(editable=False, max_length=43, unique=True)),
                ('relation', models.CharField(choices=[('51', 'Father'), ('52', 'Mother'), ('60', 'Grandparent'), ('97', 'Other relative'), ('99', 'Guardian')], max_length=2, verbose_name='relation')),
                ('made_on', models.DateField(verbose_name='made on')),
                ('expires_on', models.DateField(verbose_name='valid until')),
                ('used_on', models.DateField(blank=True, null=True, verbose_name='used on')),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='child')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
            },
        ),
        migrations.CreateModel(
            name='Pupil',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('status', models.CharField(choices=[('enrolled', 'Enrolled'), ('suspended', 'Suspended'), ('transferred', 'Transferred out'), ('graduated', 'Graduated'), ('left', 'Left the school')], default='enrolled', max_length=11, verbose_name='status')),
                ('roll_number_cipher', models.CharField(blank=True, editable=False, max_length=120)),
                ('roll_number_index', models.CharField(blank=True, db_index=True, editable=False, max_length=43)),
                ('ethnic_group', models.CharField(blank=True, max_length=2, verbose_name='ethnic group')),
                ('traits', models.CharField(blank=True, max_length=80, verbose_name='particulars')),
                ('entered_on', models.DateField(blank=True, null=True, verbose_name='entered on')),
                ('class_since', models.DateField(blank=True, null=True, verbose_name='in this class since')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='pupil', to=settings.AUTH_USER_MODEL, verbose_name='name')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='school_pupils', to='organisations.organisation', verbose_name='school')),
                ('school_class', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='class_pupils', to='organisations.organisation', verbose_name='class')),
            ],
            options={
                'verbose_name': 'pupil',
                'verbose_name_plural': 'pupils',
                'indexes': [models.Index(fields=['path', 'id'], name='pupil_path'), models.Index(fields=['status', 'path'], name='pupil_status_path')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('roll_number_index', ''), _negated=True), fields=('roll_number_index',), name='pupil_roll_number_once')],
            },
        ),
        migrations.CreateModel(
            name='ClassPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('class_name', models.CharField(max_length=80, verbose_name='name of the class then')),
                ('since', models.DateField(blank=True, null=True, verbose_name='from')),
                ('until', models.DateField(verbose_name='until')),
                ('school_class', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='class')),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_classes', to='students.pupil')),
            ],
            options={
                'verbose_name': 'former class',
                'verbose_name_plural': 'former classes',
                'ordering': ['-until', '-id'],
            },
        ),
        migrations.CreateModel(
            name='RollChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('enter', 'Entered'), ('move', 'Changed class'), ('transfer', 'Transferred'), ('suspend', 'Suspended'), ('resume', 'Resumed'), ('graduate', 'Graduated'), ('leave', 'Left the school')], max_length=8, verbose_name='kind')),
                ('day', models.DateField(verbose_name='day')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('from_status', models.CharField(blank=True, max_length=11)),
                ('from_place', models.CharField(blank=True, max_length=120, verbose_name='out of')),
                ('to_place', models.CharField(blank=True, max_length=120, verbose_name='into')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='students.pupil')),
            ],
            options={
                'verbose_name': 'change of the roll',
                'verbose_name_plural': 'changes of the roll',
                'ordering': ['-day', '-id'],
                'indexes': [models.Index(fields=['pupil', '-day'], name='roll_change_pupil')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('to_path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('state', models.CharField(choices=[('asked', 'Waiting for the receiving school'), ('accepted', 'Accepted'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='asked', max_length=9, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('answer', models.CharField(blank=True, max_length=200, verbose_name='answer')),
                ('asked_on', models.DateField(verbose_name='asked on')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                ('from_school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='sending school')),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transfers', to='students.pupil', verbose_name='pupil')),
                ('to_school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='receiving school')),
            ],
            options={
                'verbose_name': 'transfer',
                'verbose_name_plural': 'transfers',
                'indexes': [models.Index(fields=['path', '-id'], name='transfer_path'), models.Index(fields=['to_path', '-id'], name='transfer_to_path')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('pupil',), name='transfer_one_at_a_time'), models.CheckConstraint(condition=models.Q(('from_school', models.F('to_school')), _negated=True), name='transfer_changes_school')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('text_version', models.CharField(max_length=20, verbose_name='version of the text')),
                ('given_at', models.DateTimeField(verbose_name='given')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to=settings.AUTH_USER_MODEL, verbose_name='child')),
                ('guardian', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='guardian')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'indexes': [models.Index(fields=['path', 'id'], name='consent_path')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('child', 'guardian', 'text_version'), name='consent_given_once')],
            },
        ),
        migrations.CreateModel(
            name='Guardianship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(choices=[('51', 'Father'), ('52', 'Mother'), ('60', 'Grandparent'), ('97', 'Other relative'), ('99', 'Guardian')], default='99', max_length=2, verbose_name='relation')),
                ('source', models.CharField(choices=[('school', 'Record of the school'), ('invitation', 'Invitation code')], max_length=10, verbose_name='source')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('since', models.DateField(verbose_name='since')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('ended_by_guardian', models.BooleanField(default=False, verbose_name='ended by the guardian')),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guardianships', to=settings.AUTH_USER_MODEL, verbose_name='child')),
                ('guardian', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wards', to=settings.AUTH_USER_MODEL, verbose_name='guardian')),
            ],
            options={
                'verbose_name': 'guardianship',
                'verbose_name_plural': 'guardianships',
                'indexes': [models.Index(fields=['path', 'id'], name='guardianship_path')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('child', 'guardian'), name='guardianship_open_once'), models.CheckConstraint(condition=models.Q(('child', models.F('guardian')), _negated=True), name='guardianship_of_another')],
            },
        ),
    ]
