import django.db.models.deletion
import santong.kit.models.base
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target_name', models.CharField(max_length=40, verbose_name='kind')),
                ('path', santong.kit.models.base.PathField(blank=True, max_length=48)),
                ('person_id', models.BigIntegerField(null=True)),
                ('person_name', models.CharField(blank=True, max_length=60, verbose_name='by')),
                ('context', models.JSONField(default=dict)),
                ('file_name', models.CharField(max_length=160, verbose_name='file')),
                ('file', models.CharField(blank=True, max_length=120)),
                ('report', models.CharField(blank=True, max_length=120)),
                ('size', models.PositiveBigIntegerField(verbose_name='size')),
                ('digest', models.CharField(max_length=64)),
                ('head', models.BinaryField()),
                ('epoch_1904', models.BooleanField(null=True)),
                ('sheet', models.PositiveSmallIntegerField(default=0)),
                ('header_first', models.PositiveIntegerField(default=0)),
                ('header_last', models.PositiveIntegerField(default=0)),
                ('mapping', models.JSONField(null=True)),
                ('state', models.CharField(choices=[('uploaded', 'Uploaded'), ('checking', 'Being checked'), ('checked', 'Checked'), ('running', 'Running'), ('done', 'Imported'), ('stopped', 'Stopped halfway'), ('undoing', 'Being undone'), ('undone', 'Undone'), ('partly_undone', 'Partly undone')], default='uploaded', max_length=16, verbose_name='state')),
                ('job_id', models.UUIDField(null=True)),
                ('counts', models.JSONField(default=dict)),
                ('tidied', models.BinaryField(null=True)),
                ('taken', models.JSONField(default=dict)),
                ('taken_rows', models.PositiveIntegerField(default=0, verbose_name='rows taken')),
                ('kept_rows', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'indexes': [models.Index(fields=['digest', 'target_name'], name='import_digest'), models.Index(fields=['path', '-id'], name='import_path'), models.Index(fields=['person_id', '-id'], name='import_person')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('index', models.PositiveIntegerField()),
                ('verdict', models.CharField(choices=[('create', 'create'), ('change', 'change'), ('same', 'same'), ('doubtful', 'doubtful'), ('refused', 'refused'), ('duplicate', 'duplicate'), ('left_out', 'left_out')], max_length=12)),
                ('cells', models.BinaryField()),
                ('is_settled', models.BooleanField(default=False)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='imports.importrun')),
            ],
            options={
                'indexes': [models.Index(fields=['run', 'verdict', 'index'], name='import_row_verdict')],
                'constraints': [models.UniqueConstraint(fields=('run', 'index'), name='import_row_once')],
            },
        ),
        migrations.CreateModel(
            name='ImportProblem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(blank=True, max_length=40)),
                ('code', models.CharField(max_length=40)),
                ('arguments', models.JSONField(default=dict)),
                ('proposal', models.BinaryField(default=b'')),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='imports.importrow')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='imports.importrun')),
            ],
            options={
                'indexes': [models.Index(fields=['run', 'code', 'field'], name='import_problem_kind')],
            },
        ),
        migrations.CreateModel(
            name='ImportDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('index', models.PositiveIntegerField()),
                ('field', models.CharField(blank=True, max_length=40)),
                ('kind', models.CharField(choices=[('accepted', 'Proposal accepted'), ('typed', 'Typed anew'), ('left_out', 'Left out')], max_length=8)),
                ('value', models.BinaryField(default=b'')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='imports.importrun')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'index', 'field'), name='import_decision_once')],
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('written', models.BinaryField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('kept', models.JSONField(default=list)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='batches', to='imports.importrun')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'position'), name='import_batch_once')],
            },
        ),
    ]
