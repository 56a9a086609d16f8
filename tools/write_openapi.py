"""Write docs/reference/openapi.json anew; a test compares it with what the server answers.

.venv/bin/python tools/write_openapi.py
"""

from __future__ import annotations

import os
from pathlib import Path

import django

_TARGET = Path(__file__).resolve().parents[1] / "docs/reference/openapi.json"


def main() -> None:
    """Write the file."""
    # The description needs no database; an address that leads nowhere starts none.
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost/none")
    os.environ["DJANGO_SETTINGS_MODULE"] = "guildmark.server.config.settings"
    django.setup()
    from guildmark.server.config.openapi import build_openapi

    _TARGET.write_text(build_openapi(), encoding="utf-8")
    print(f"wrote {_TARGET}")


if __name__ == "__main__":
    main()
