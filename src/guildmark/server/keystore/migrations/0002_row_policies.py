"""The second wall: only its organization, or the system that signs for it, touches a signing key.

Reading is open: public halves are published, private ones are ciphertext under a key that is not in
this database.
"""

from django.db import migrations

from guildmark.server.base.scope import enable_row_policy


class Migration(migrations.Migration):
    """A policy on signing keys."""

    dependencies = [
        ("keystore", "0001_initial"),
        ("base", "0002_scope_and_kind"),
    ]

    operations = [
        enable_row_policy(
            "keystore_signingkey",
            "true",
            check_sql="guildmark_in_organizations(organization_id)",
        ),
    ]
