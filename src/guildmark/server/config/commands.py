"""What `guildmark serve`, `worker`, `doctor`, `init`, `demo` and `audit verify` do.

Each function returns the exit status. Nothing of Django is imported before the installation's
variables are settled, because its settings are read at the first import.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

from guildmark.server.base.database import DatabaseFault
from guildmark.server.config.environment import (
    ENVIRONMENT_FILE,
    Environment,
    WrongSetting,
    save_variables,
)

DEMO_HOME = Path("var/demo")


def serve(*, host: str, port: int, worker: bool) -> int:
    """Bring the tables up to date, then answer requests and run jobs until told to stop."""
    if (status := _prepare()) != 0:
        return status
    from django.conf import settings

    from guildmark.server.base.queries import installation
    from guildmark.server.base.serving import run_server

    if installation() is None:
        return _refuse(
            "This database has not been set up. Run `guildmark init --domain … --admin-email … "
            "--organization …` first, or `guildmark demo` to try it out."
        )
    _say(f"Guildmark serves {settings.PUBLIC_ORIGIN} on http://{host}:{port} (stop it with Ctrl-C)")
    return run_server(host=host, port=port, worker=worker)


def serve_conformance(
    *,
    host: str,
    port: int,
    out: str,
    keys: str | None,
    origins: tuple[str, ...],
    authority: str | None,
) -> int:
    """Answer the published conformance suites until told to stop; no database, test keys."""
    from guildmark.server.connectors.vc_api.outside import Neighbours
    from guildmark.server.connectors.vc_api.serving import run_conformance

    return run_conformance(
        host=host,
        port=port,
        out=Path(out),
        keys=None if keys is None else Path(keys),
        neighbours=Neighbours(origins, authority),
    )


def worker() -> int:
    """Run jobs until told to stop."""
    if (status := _prepare(migrating=False)) != 0:
        return status
    from guildmark.server.base.worker import run_worker

    run_worker()
    return 0


def doctor() -> int:
    """Print one line for each setting that is wrong or missing; 0 when there is none."""
    if (status := _prepare(migrating=False)) != 0:
        return status
    from guildmark.server.base.doctor import examine

    findings = examine()
    for finding in findings:
        _say(f"✗ {finding.field}: {finding.problem} {finding.remedy}".rstrip())
    if not findings:
        _say("✓ Everything this installation needs is there.")
    return 1 if findings else 0


def init(*, domain: str, admin_email: str, organization: str) -> int:
    """Set up an empty database: secrets, tables, the first administrator and organization."""
    home = Environment.current().home()
    origin = domain if "://" in domain else f"https://{domain}"
    if not (home / ENVIRONMENT_FILE).exists():
        _write_secrets(home, {"GUILDMARK_ORIGIN": origin.rstrip("/")})
        _say(
            f"Wrote {home / ENVIRONMENT_FILE}: it holds the keys to everything. Keep a copy apart."
        )
    if (status := _prepare()) != 0:
        return status
    from guildmark.server.base.errors import OperationError
    from guildmark.server.config.foundation import found_installation

    try:
        password = found_installation(
            origin=origin.rstrip("/"), admin_email=admin_email, organization=organization
        )
    except OperationError as error:
        return _refuse(str(error))
    _say(
        f"{organization} is set up. Sign in at {origin} as {admin_email} with this password, once:"
    )
    _say(f"    {password}")
    _say("Then change it under Account → Password. Start with: guildmark serve")
    return 0


def demo(*, serve: bool) -> int:
    """Build a world to play in, do the main job aloud, then serve it where somebody watches."""
    os.environ.setdefault("GUILDMARK_HOME", str(DEMO_HOME.absolute()))
    # One line for each request would drown the steps that are read aloud.
    os.environ.setdefault("GUILDMARK_LOG_LEVEL", "WARNING")
    home = Environment.current().home()
    if not (home / ENVIRONMENT_FILE).exists():
        _write_secrets(
            home,
            {
                "GUILDMARK_ORIGIN": "http://127.0.0.1:8000",
                "GUILDMARK_FETCH_ORIGINS": "http://127.0.0.1:8000",
                "GUILDMARK_STYLEGUIDE": "1",
            },
        )
        _say(f"Made keys for this demo: {home / ENVIRONMENT_FILE} (a real one keeps its own).")
    _say("Starting the database …")
    if (status := _prepare()) != 0:
        return status
    from guildmark.server.demo.play import play

    status = play(build_folder=Path("build/demo"))
    # Without a terminal nobody would press Ctrl-C.
    if status or not serve or os.environ.get("SERVE") == "0" or not sys.stdin.isatty():
        return status
    return _serve_demo()


def verify_audit() -> int:
    """Read the whole record: 0 when it is whole, 1 with the number of the first broken entry."""
    if (status := _prepare(migrating=False)) != 0:
        return status
    from guildmark.server.audit.queries import verify_chain
    from guildmark.server.base.scope import scoped

    with scoped(system=True):
        report = verify_chain()
    if report.is_whole:
        _say(f"✓ {report.checked} records, each in its place and unchanged.")
        return 0
    _say(
        f"✗ Record {report.broken_at} is broken ({report.reason}); {report.checked} before it hold."
    )
    return 1


def _serve_demo() -> int:
    from guildmark.server.base.serving import run_server

    _say("")
    _say("Open http://127.0.0.1:8000 and choose “Sign in” to enter as learner, author, assessor,")
    _say("issuer or employer. Stop with Ctrl-C.")
    return run_server(host="127.0.0.1", port=8000, worker=True)


def _prepare(*, migrating: bool = True) -> int:
    """Open the database, migrate and load Django; the exit status, 0 when all is well."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildmark.server.config.settings")
    try:
        import django

        django.setup()
        if migrating:
            _migrate()
    except (WrongSetting, DatabaseFault, ValueError) as error:
        return _refuse(str(error))
    return 0


def _migrate() -> None:
    """Bring the tables to this version; a migration that fails leaves nothing half done."""
    from io import StringIO

    from django.core.management import call_command

    said = StringIO()
    call_command("migrate", interactive=False, no_color=True, stdout=said)
    if applied := said.getvalue().count("... OK"):
        _say(f"Brought the tables up to date ({applied} migrations).")


def _write_secrets(home: Path, variables: dict[str, str]) -> None:
    import base64

    master_key = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
    save_variables(
        home / ENVIRONMENT_FILE,
        {
            **variables,
            "GUILDMARK_SECRET_KEY": secrets.token_urlsafe(48),
            "GUILDMARK_MASTER_KEY": master_key,
        },
        heading="Guildmark's own settings; variables of the process win over these.",
    )


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  # a command's own voice


def _refuse(reason: str) -> int:
    print(f"guildmark: {reason}", file=sys.stderr, flush=True)  # noqa: T201
    return 2
