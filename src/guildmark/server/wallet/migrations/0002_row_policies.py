"""The second wall: a wallet is its holder's alone; showing it to others is decided in `queries`."""

from django.db import migrations

from guildmark.server.base.scope import enable_row_policy


class Migration(migrations.Migration):
    """Policies on what is held and on its share links."""

    dependencies = [
        ("wallet", "0001_initial"),
        ("base", "0002_scope_and_kind"),
    ]

    operations = [
        enable_row_policy("wallet_heldcredential", "guildmark_is_person(holder_id)"),
        enable_row_policy(
            "wallet_sharelink",
            "EXISTS (SELECT 1 FROM wallet_heldcredential h WHERE h.id = held_id)",
        ),
    ]
