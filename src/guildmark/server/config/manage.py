"""Run Django's management commands: `python -m guildmark.server.config.manage COMMAND`."""

from __future__ import annotations

import os
import sys


def main(arguments: list[str] | None = None) -> None:
    """Hand `arguments` (by default the process's own) to Django with Guildmark's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildmark.server.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line([sys.argv[0], *arguments] if arguments is not None else sys.argv)


if __name__ == "__main__":
    main()
