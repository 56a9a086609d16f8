"""Bring the database to this version's tables, as the role that owns them."""

from __future__ import annotations

import os
import subprocess
import sys

MANAGE = "guildmark.server.config.manage"


class MigrationFailed(RuntimeError):
    """Django could not migrate; the message holds what it said."""


def migrate() -> str:
    """Run all outstanding migrations in a process of its own, as the owner role.

    Returns:
        What was applied, one line each; empty when nothing was outstanding.

    Raises:
        MigrationFailed: nothing of the failed migration was kept.
    """
    done = subprocess.run(  # noqa: S603  # our own interpreter and module, no shell
        [sys.executable, "-m", MANAGE, "migrate", "--no-input", "--no-color"],
        env={**os.environ, "GUILDMARK_DATABASE_ROLE": "owner"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise MigrationFailed((done.stderr or done.stdout).strip().splitlines()[-1])
    return "\n".join(
        line.strip() for line in done.stdout.splitlines() if line.strip().endswith("... OK")
    )
