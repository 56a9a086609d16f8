"""The second wall: drafts are their organization's; what was published once is everybody's."""

from django.db import migrations

from guildmark.server.base.scope import enable_row_policy


class Migration(migrations.Migration):
    """A policy on achievements."""

    dependencies = [
        ("catalog", "0002_triggers"),
        ("base", "0002_scope_and_kind"),
    ]

    operations = [
        enable_row_policy(
            "catalog_achievement",
            "state <> 'draft' OR guildmark_in_organizations(organization_id)",
            check_sql="guildmark_in_organizations(organization_id)",
        ),
    ]
