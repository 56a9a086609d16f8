"""`python -m guildmark` is the `guildmark` command."""

from __future__ import annotations

import sys

from guildmark.cli import main

if __name__ == "__main__":
    sys.exit(main())
