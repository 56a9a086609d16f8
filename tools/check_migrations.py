"""Fail when a model was changed without its migration; needs no database."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Compare models and migrations; return 1 when one is missing."""
    sys.path.insert(0, str(_ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

    django.setup()
    # No connection: the history of a database has nothing to do with it.
    loader = MigrationLoader(None, ignore_no_migrations=True)
    conflicts = loader.detect_conflicts()
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(
        graph=loader.graph
    )
    ours = {
        config.label for config in apps.get_app_configs() if config.name.startswith("guildmark.")
    }
    missing = {label: found for label, found in changes.items() if label in ours}
    for label, found in sorted(missing.items()):
        for migration in found:
            for operation in migration.operations:
                print(f"  {label}: {operation.describe()}")
    for label, names in conflicts.items():
        print(f"  {label}: two last migrations: {', '.join(sorted(names))}")
    if missing or conflicts:
        print("  Run: .venv/bin/python -m guildmark.server.config.manage makemigrations")
    return 1 if missing or conflicts else 0


if __name__ == "__main__":
    sys.exit(main())
