"""The second wall: the learner's own rows, and those of the organization that assesses."""

from django.db import migrations

from guildmark.server.base.scope import enable_row_policy

# A row under a submission is in scope when the submission is: its own policy answers.
_UNDER_SUBMISSION = "EXISTS (SELECT 1 FROM assessment_submission s WHERE s.id = submission_id)"
_UNDER_ATTEMPT = "EXISTS (SELECT 1 FROM assessment_attempt a WHERE a.id = attempt_id)"
_UNDER_DECISION = "EXISTS (SELECT 1 FROM assessment_decision d WHERE d.id = decision_id)"


class Migration(migrations.Migration):
    """Policies on submissions and everything under them."""

    dependencies = [
        ("assessment", "0002_triggers"),
        ("base", "0002_scope_and_kind"),
    ]

    operations = [
        enable_row_policy(
            "assessment_submission",
            "guildmark_in_organizations(organization_id) OR guildmark_is_person(learner_id)",
        ),
        enable_row_policy("assessment_attempt", _UNDER_SUBMISSION),
        enable_row_policy("assessment_artefact", _UNDER_ATTEMPT),
        enable_row_policy("assessment_decision", _UNDER_ATTEMPT),
        enable_row_policy("assessment_mark", _UNDER_DECISION),
    ]
