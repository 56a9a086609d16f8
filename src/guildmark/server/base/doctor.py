"""Say what is wrong with an installation, and how to mend it.

Only what this floor can know: the database, the web settings, the jobs. Apps
above add what they need to be set by ``register_examination``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from guildmark.server.base import queries
from guildmark.server.base.database import LEAST_SERVER_VERSION, DatabaseAddress
from guildmark.server.base.errors import Finding
from guildmark.server.base.ids import new_token
from guildmark.server.base.scope import scoped
from guildmark.server.base.worker import STALLED_SECONDS

Examination = Callable[[], Iterator[Finding]]

# Django's own advice for a key that signs sessions.
_LEAST_KEY_LENGTH = 50
_more: list[Examination] = []


def register_examination(examination: Examination) -> Examination:
    """Add an app's own examination; call it from the app's ``ready``."""
    if examination not in _more:
        _more.append(examination)
    return examination


def examine() -> list[Finding]:
    """Return everything that is wrong, by the name of its setting; empty when all is well."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return [
            Finding(
                "DATABASE_URL",
                _("The database does not answer: %(reason)s.") % {"reason": _first_line(error)},
                _("Check the address and that PostgreSQL runs, or unset it to use our own."),
            )
        ]
    with scoped(system=True):
        findings = [*_examine_database(), *_examine_tables()]
        if findings:
            return [*findings, *_examine_web()]  # the rest asks tables that may not be there
        findings = [*_examine_web(), *_examine_storage(), *_examine_jobs()]
        for examination in _more:
            findings.extend(examination())
    return findings


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


def _ask(question: str, *values: Any) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        row = cursor.fetchone()
    return tuple(row or ())


def _examine_database() -> Iterator[Finding]:
    version = int(_ask("SHOW server_version_num")[0]) // 10_000
    if version < LEAST_SERVER_VERSION:
        yield Finding(
            "DATABASE_URL",
            _("PostgreSQL %(found)s is too old; at least %(least)s is needed.")
            % {"found": version, "least": LEAST_SERVER_VERSION},
            _("Move the database to a newer server."),
        )
    (encoding,) = _ask("SHOW server_encoding")
    if encoding != "UTF8":
        yield Finding(
            "DATABASE_URL",
            _("The database stores text as %(encoding)s.") % {"encoding": encoding},
            _("Create it anew with ENCODING 'UTF8'."),
        )
    yield from _examine_role()


def _examine_role() -> Iterator[Finding]:
    user, powerful = _ask(
        "SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )
    if powerful:
        yield Finding(
            "DATABASE_URL",
            _("The role %(user)s may see every row, whatever row-level security says.")
            % {"user": user},
            _("Use a role made with NOSUPERUSER NOBYPASSRLS."),
        )
    address: DatabaseAddress | None = getattr(settings, "DATABASE_ADDRESS", None)
    if address is not None and address.owner.user == address.application.user:
        yield Finding(
            "DATABASE_OWNER_URL",
            _("One role owns the tables and serves the pages: row policies do not bind it."),
            _("Make a second role that owns the tables and name it here."),
        )


def _examine_tables() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield Finding(
            "DATABASE_URL",
            _("%(count)d changes of the tables are missing.") % {"count": len(missing)},
            _("Run: guildmark serve, which makes them at its start."),
        )


def _examine_web() -> Iterator[Finding]:
    origin = urlsplit(getattr(settings, "PUBLIC_ORIGIN", ""))
    local = origin.hostname in {"127.0.0.1", "localhost", "::1"}
    if origin.scheme != "https" and not local:
        yield Finding(
            "GUILDMARK_ORIGIN",
            _("The address that goes into every credential is not https."),
            _("Set it to https:// and put a server with a certificate in front."),
        )
    if len(settings.SECRET_KEY) < _LEAST_KEY_LENGTH:
        yield Finding(
            "GUILDMARK_SECRET_KEY",
            _("It is too short to protect sessions."),
            _("Set it to 50 random characters or more."),
        )
    if settings.DEBUG and not local:
        yield Finding(
            "GUILDMARK_DEBUG",
            _("Details of errors are shown to everybody."),
            _("Unset it."),
        )


def _examine_storage() -> Iterator[Finding]:
    name = f"doctor-{new_token()}"
    for alias in settings.STORAGES:
        if alias == "staticfiles":
            continue
        storage = storages[alias]
        try:
            kept = storage.save(name, ContentFile(b"doctor"))
            storage.delete(kept)
        except Exception as error:  # each kind of storage has errors of its own
            yield Finding(
                f"STORAGES[{alias}]",
                _("Nothing can be stored there: %(reason)s.") % {"reason": _first_line(error)},
                _("Check the folder or bucket, and who may write to it."),
            )


def _examine_jobs() -> Iterator[Finding]:
    (waiting,) = _ask(
        "SELECT count(*) "
        "FROM procrastinate_jobs WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()"
    )
    (alive,) = _ask(
        "SELECT count(*) FROM procrastinate_workers "
        "WHERE last_heartbeat > now() - make_interval(secs => %s)",
        STALLED_SECONDS,
    )
    if waiting and not alive:
        yield Finding(
            "guildmark worker",
            _("%(count)d jobs wait, and no worker runs.") % {"count": waiting},
            _("Run: guildmark serve, or: guildmark worker."),
        )
    (failed,) = _ask("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
    if failed:
        yield Finding(
            "guildmark worker",
            _("%(count)d jobs failed for good.") % {"count": failed},
            _("Their errors are in the log; each line names its job."),
        )
    if queries.installation() is None:
        yield Finding(
            "guildmark init",
            _("Nobody has said what this installation is for."),
            _("Run: guildmark init, or: guildmark demo."),
        )
