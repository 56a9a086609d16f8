"""Previews of stored files; in scope when their submission is."""

import django.db.models.deletion
from django.db import migrations, models

from guildmark.server.base.scope import enable_row_policy


class Migration(migrations.Migration):
    """One row for each stored file that was drawn, or could not be."""

    dependencies = [("assessment", "0003_row_policies")]

    operations = [
        migrations.CreateModel(
            name="EvidencePreview",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("storage_name", models.CharField(max_length=200, unique=True)),
                ("pages", models.JSONField(default=list)),
                ("total", models.PositiveIntegerField(default=0)),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("locked", "The document asks for a password."),
                            ("unreadable", "The file could not be read."),
                            ("too_heavy", "The file is too large or too slow to draw."),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="previews",
                        to="assessment.submission",
                    ),
                ),
            ],
        ),
        enable_row_policy(
            "assessment_evidencepreview",
            "EXISTS (SELECT 1 FROM assessment_submission s WHERE s.id = submission_id)",
        ),
    ]
