"""`guildmark demo`: do the main job aloud in a database of its own, build a world around it."""

from __future__ import annotations

import time
from pathlib import Path

from django.conf import settings

from guildmark.server.base.errors import OperationError
from guildmark.server.base.operations import create_installation
from guildmark.server.base.queries import installation
from guildmark.server.base.scope import scoped
from guildmark.server.base.worker import run_pending_jobs
from guildmark.server.demo.cast import Cast, next_run
from guildmark.server.demo.content import EMPLOYERS
from guildmark.server.demo.main_job import MainJob
from guildmark.server.demo.steps import Narrator, StepFailed
from guildmark.server.demo.world import build_world
from guildmark.server.frameworks.operations import import_starters
from guildmark.server.organizations.permissions import SYSTEM
from guildmark.server.organizations.queries import organization_by_slug

_STEPS = 8


def play(*, build_folder: Path) -> int:
    """Do it all and return the exit status: 0, or 1 when any step failed.

    A database that a demo made keeps its world: the main job is done again with people of its own.
    """
    narrator = Narrator(total=_STEPS)
    began = time.perf_counter()
    try:
        with scoped(system=True):
            fresh = _found(narrator)
            cast = Cast(run=next_run("harbor"))
            MainJob(cast=cast, narrator=narrator, folder=build_folder).run()
            if fresh:
                narrator.say("\nAnd a world around it, to play in:")
                build_world(cast, on_progress=narrator.progress)
                run_pending_jobs()
    except (StepFailed, OperationError) as error:
        narrator.say(f"\n✗ {error}")
        return 1
    narrator.say(f"\nDone in {time.perf_counter() - began:.1f} s. Try it:")
    narrator.say(
        f"    .venv/bin/guildmark verify --offline --trust {build_folder}/trust.json "
        f"{build_folder}/credential.json"
    )
    return 0


def _found(narrator: Narrator) -> bool:
    """Make an empty database a demo's; say whether it was empty.

    Raises:
        StepFailed: the database belongs to a real installation.
    """
    row = installation()
    if row is not None:
        if not row.is_demo:
            raise StepFailed(
                "This database is a real installation's. The demo needs an empty one: "
                "set GUILDMARK_HOME or DATABASE_URL to another."
            )
        if organization_by_slug(EMPLOYERS[0].key) is None:
            raise StepFailed(
                f"An earlier demo was cut off before its world was complete. Remove "
                f"{settings.HOME} (or empty the database that DATABASE_URL names) and try again."
            )
        narrator.say("This database has a demo already; the main job is done once more in it.")
        return False
    create_installation(kind="demo", origin=settings.PUBLIC_ORIGIN)
    narrator.say("Reading the skills that ship with Guildmark …")
    import_starters(actor=SYSTEM)
    return True
