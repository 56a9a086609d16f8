"""The second wall: what an employer's jobs need is the employer's own business."""

from django.db import migrations

from guildmark.server.base.scope import enable_row_policy


class Migration(migrations.Migration):
    """A policy on role profiles."""

    dependencies = [
        ("workforce", "0001_initial"),
        ("base", "0002_scope_and_kind"),
    ]

    operations = [
        enable_row_policy("workforce_roleprofile", "guildmark_in_organizations(organization_id)"),
    ]
