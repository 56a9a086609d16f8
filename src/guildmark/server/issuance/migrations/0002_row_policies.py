"""The second wall: the learner's own awards, and those of the organization that made them."""

from django.db import migrations

from guildmark.server.base.scope import enable_row_policy


class Migration(migrations.Migration):
    """Policies on awards and the credentials made from them."""

    dependencies = [
        ("issuance", "0001_initial"),
        ("base", "0002_scope_and_kind"),
    ]

    operations = [
        enable_row_policy(
            "issuance_award",
            "guildmark_in_organizations(organization_id) OR guildmark_is_person(learner_id)",
        ),
        enable_row_policy(
            "issuance_credential",
            "EXISTS (SELECT 1 FROM issuance_award a WHERE a.id = award_id)",
        ),
    ]
