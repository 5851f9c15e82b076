import django.db.models.deletion
import santong.kit.models.base
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Blob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, unique=True)),
                ('size', models.BigIntegerField(verbose_name='size')),
                ('media_type', models.CharField(max_length=100, verbose_name='media type')),
                ('kind', models.CharField(choices=[('video', 'Video'), ('audio', 'Audio'), ('image', 'Image'), ('slides', 'Slides'), ('document', 'Document'), ('sheet', 'Spreadsheet'), ('pdf', 'PDF'), ('package', 'Package'), ('text', 'Text'), ('other', 'Other file')], max_length=12, verbose_name='kind')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('details', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'stored content',
                'verbose_name_plural': 'stored contents',
            },
        ),
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, db_index=True, editable=False, null=True)),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('name', models.CharField(max_length=255, verbose_name='name of the file')),
                ('kind', models.CharField(choices=[('video', 'Video'), ('audio', 'Audio'), ('image', 'Image'), ('slides', 'Slides'), ('document', 'Document'), ('sheet', 'Spreadsheet'), ('pdf', 'PDF'), ('package', 'Package'), ('text', 'Text'), ('other', 'Other file')], default='other', max_length=12, verbose_name='kind')),
                ('size', models.BigIntegerField(verbose_name='size')),
                ('media_type', models.CharField(blank=True, max_length=100, verbose_name='media type')),
                ('state', models.CharField(choices=[('uploading', 'Uploading'), ('checking', 'Being checked'), ('ready', 'Ready'), ('refused', 'Not accepted')], default='uploading', max_length=10, verbose_name='state')),
                ('reason', models.TextField(blank=True)),
                ('job_id', models.UUIDField(editable=False, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='added')),
                ('blob', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='files.blob')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
                'indexes': [models.Index(fields=['owner', '-id'], name='file_owner'), models.Index(fields=['path'], name='file_path')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), ('blob__isnull', False), _connector='OR'), name='file_ready_has_content')],
            },
        ),
        migrations.CreateModel(
            name='Rendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('hls', 'Video stream'), ('poster', 'Poster'), ('sprite', 'Pictures for seeking'), ('audio', 'Sound'), ('waveform', 'Waveform'), ('pdf', 'PDF'), ('pages', 'Pictures of the pages'), ('webp', 'Pictures in several sizes'), ('text', 'Text for search')], max_length=12)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Being converted'), ('ready', 'Ready'), ('failed', 'Could not be converted')], default='waiting', max_length=8)),
                ('reason', models.TextField(blank=True)),
                ('folder', models.CharField(blank=True, max_length=160)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('sizes', models.JSONField(default=dict)),
                ('data', models.JSONField(default=dict)),
                ('job_id', models.UUIDField(null=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='files.blob')),
            ],
            options={
                'verbose_name': 'rendition',
                'verbose_name_plural': 'renditions',
                'constraints': [models.UniqueConstraint(fields=('blob', 'kind'), name='rendition_once')],
            },
        ),
        migrations.CreateModel(
            name='Subtitle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('text', models.TextField(verbose_name='text of the subtitles')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subtitles', to='files.file')),
            ],
            options={
                'verbose_name': 'subtitles',
                'verbose_name_plural': 'subtitles',
                'constraints': [models.UniqueConstraint(fields=('file', 'language'), name='subtitle_once')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('length', models.BigIntegerField()),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='upload', to='files.file')),
            ],
            options={
                'verbose_name': 'upload',
                'verbose_name_plural': 'uploads',
            },
        ),
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', santong.kit.models.base.PathField(editable=False, max_length=48)),
                ('what', models.CharField(choices=[('organisation', 'The organisation as a whole'), ('staff', 'Each member of staff'), ('pupil', 'Each pupil or parent'), ('person', 'A single person')], max_length=12, verbose_name='for whom')),
                ('bytes', models.BigIntegerField(verbose_name='bytes')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'storage allowance',
                'verbose_name_plural': 'storage allowances',
                'constraints': [models.UniqueConstraint(condition=models.Q(('person', None)), fields=('path', 'what'), name='allowance_place_once'), models.UniqueConstraint(fields=('person',), name='allowance_person_once'), models.CheckConstraint(condition=models.Q(('bytes__gte', 0)), name='allowance_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('what', 'person')), models.Q(models.Q(('what', 'person'), _negated=True), ('person__isnull', True)), _connector='OR'), name='allowance_person_or_place')],
            },
        ),
    ]
