
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('organizations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('answers', models.JSONField(default=dict)),
                ('reflection', models.TextField(blank=True)),
                ('ai_use', models.TextField(blank=True)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('assessor_actor', models.UUIDField()),
                ('outcome', models.CharField(blank=True, choices=[('passed', 'Passed'), ('returned', 'Returned with feedback')], max_length=10)),
                ('feedback', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('assessor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='assessment.attempt')),
            ],
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('criterion_id', models.CharField(max_length=60)),
                ('level', models.PositiveSmallIntegerField(null=True)),
                ('comment', models.TextField(blank=True)),
                ('rests_on', models.CharField(blank=True, max_length=300)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='assessment.decision')),
            ],
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('in_assessment', 'Being assessed'), ('returned', 'Returned with feedback'), ('passed', 'Passed'), ('withdrawn', 'Withdrawn')], default='draft', max_length=14)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('waiting_since', models.DateTimeField(blank=True, null=True)),
                ('claimed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.achievementversion')),
            ],
        ),
        migrations.AddField(
            model_name='attempt',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='assessment.submission'),
        ),
        migrations.CreateModel(
            name='Artefact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('requirement_id', models.CharField(max_length=60)),
                ('kind', models.CharField(choices=[('file', 'File'), ('link', 'Link')], max_length=8)),
                ('name', models.CharField(max_length=200)),
                ('description', models.TextField(blank=True)),
                ('url', models.URLField(blank=True, max_length=1000)),
                ('storage_name', models.CharField(blank=True, max_length=200)),
                ('media_type', models.CharField(blank=True, max_length=100)),
                ('size_bytes', models.PositiveBigIntegerField(default=0)),
                ('sha256', models.BinaryField(max_length=32)),
                ('visibility', models.CharField(choices=[('public', 'Public: anyone who sees the credential'), ('on_request', 'On request: people I choose'), ('assessors', 'Assessors only')], default='assessors', max_length=10)),
                ('owner_note', models.CharField(blank=True, max_length=300)),
                ('declared_at', models.DateTimeField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('carried_from', models.UUIDField(blank=True, null=True)),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='artefacts', to='assessment.attempt')),
            ],
            options={
                'indexes': [models.Index(fields=['sha256'], name='assessment_artefact_digest'), models.Index(fields=['storage_name'], name='assessment_artefact_stored')],
            },
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True)), fields=('attempt', 'assessor_actor'), name='assessment_one_open_decision_per_marker'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('decided_at__isnull', True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='assessment_decided_has_outcome'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.UniqueConstraint(fields=('decision', 'criterion_id'), name='assessment_one_mark_per_criterion'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(condition=models.Q(('state__in', ('submitted', 'in_assessment'))), fields=['organization', 'waiting_since', 'id'], name='assessment_queue'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['learner', '-changed_at'], name='assessment_mine'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('passed', 'withdrawn')), _negated=True), fields=('learner', 'version'), name='assessment_one_open_submission'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(fields=('submission', 'number'), name='assessment_attempt_number_once'),
        ),
    ]
