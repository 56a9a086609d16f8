"""Jobs about accounts."""

from __future__ import annotations

from django.core.management import call_command
from procrastinate.contrib.django import app

from guildmark.server.base.jobs import as_system


def clear_sessions() -> None:
    """Delete sessions that have ended: each names the account that was signed in."""
    call_command("clearsessions")


@app.periodic(cron="41 3 * * *")
@app.task(name="accounts.clear_sessions", queue="default")
def clear_sessions_nightly(timestamp: int = 0) -> None:
    """Do it every night."""
    as_system(clear_sessions, name="accounts.clear_sessions")()
