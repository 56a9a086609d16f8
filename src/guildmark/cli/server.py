"""Commands of the server: thin, and the only ones that load Django, when they are called."""

from __future__ import annotations

import importlib
from typing import Any

import click

from guildmark.cli.errors import UnableToFinish

__all__ = ["audit", "demo", "doctor", "init", "serve", "worker"]

_MODULE = "guildmark.server.config.commands"


def _call(name: str, **arguments: Any) -> int:
    """Run a server command and return its exit status (None counts as 0)."""
    try:
        module = importlib.import_module(_MODULE)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing == "guildmark":
            raise
        raise UnableToFinish(
            f"the server's parts are not installed ({missing} is missing). "
            "Install them with: pip install 'guildmark[server]'"
        ) from error
    return int(getattr(module, name)(**arguments) or 0)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 picks one."
)
@click.option("--no-worker", is_flag=True, help="Web only; run workers with: guildmark worker")
@click.option(
    "--conformance",
    is_flag=True,
    help="Instead, answer the published conformance suites, with test keys and no database.",
)
@click.option(
    "--out",
    default="build/conformance.json",
    show_default=True,
    metavar="FILE",
    help="With --conformance: where to write issuer ids and addresses.",
)
@click.option(
    "--keys",
    metavar="FOLDER",
    help="With --conformance: keep the test keys there; else they are made for the run.",
)
@click.option(
    "--allow-origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="With --conformance: may be asked for keys and status lists (again for more).",
)
@click.option(
    "--authority",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="With --conformance: certificates (PEM) that those origins may show.",
)
def serve(
    *,
    host: str,
    port: int,
    no_worker: bool,
    conformance: bool,
    out: str,
    keys: str | None,
    origins: tuple[str, ...],
    authority: str | None,
) -> int:
    """Run the web server, and a worker for jobs beside it."""
    if conformance:
        return _call(
            "serve_conformance",
            host=host,
            port=port,
            out=out,
            keys=keys,
            origins=origins,
            authority=authority,
        )
    return _call("serve", host=host, port=port, worker=not no_worker)


@click.command()
def worker() -> int:
    """Run one more worker for mail, images and other jobs."""
    return _call("worker")


@click.command()
@click.option("--domain", required=True, help="Where people will reach it: guild.example.org")
@click.option("--admin-email", required=True, help="The first administrator.")
@click.option("--organization", required=True, metavar="NAME", help="The first organization.")
def init(*, domain: str, admin_email: str, organization: str) -> int:
    """Set up an empty Guildmark: database, first organization, first administrator."""
    return _call("init", domain=domain, admin_email=admin_email, organization=organization)


@click.command()
def doctor() -> int:
    """Say what is missing or wrong in this installation, and how to mend it."""
    return _call("doctor")


@click.command()
@click.option("--no-serve", is_flag=True, help="Stop after the main job.")
def demo(*, no_serve: bool) -> int:
    """Play the main job aloud on made-up people, then serve it."""
    return _call("demo", serve=not no_serve)


@click.group()
def audit() -> None:
    """The record of who did what."""


@audit.command("verify")
def verify_audit() -> int:
    """Check the whole chain of records; names the first one that was changed."""
    return _call("verify_audit")
