"""Jobs about organizations."""

from __future__ import annotations

from procrastinate.contrib.django import app

from guildmark.server.base.jobs import as_system
from guildmark.server.organizations.operations import forget_old_invitations


@app.periodic(cron="47 3 * * *")
@app.task(name="organizations.forget_old_invitations", queue="default")
def forget_old_invitations_nightly(timestamp: int = 0) -> None:
    """Delete the addresses of people whose invitation no longer works, every night."""
    as_system(forget_old_invitations, name="organizations.forget_old_invitations")()
