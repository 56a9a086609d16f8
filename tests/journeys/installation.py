"""One running Guildmark for the journeys: its own database, a web server and a worker."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from guildmark.server.base.database import DatabaseAddress

__all__ = ["Installation", "Mail", "free_port"]

_START_SECONDS = 60.0
# Jobs are taken up within a second on an idle machine; four others may share this one.
_JOB_SECONDS = 30.0
_CODE = re.compile(r"^[A-Z0-9]{3,}-?[A-Z0-9]{3,}$", re.MULTILINE)
_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as its reader gets it."""

    kind: str
    subject: str
    text: str

    @property
    def code(self) -> str:
        """The code that it asks to type in; it stands on a line of its own."""
        found = _CODE.search(self.text)
        assert found, self.text
        return found[0]

    @property
    def link(self) -> str:
        """The first address in it: what the button of the mail opens."""
        found = _LINK.search(self.text)
        assert found, self.text
        return found[0]


@dataclass(slots=True)
class Installation:
    """The application as `guildmark serve` runs it: granian, and a worker beside it."""

    database: DatabaseAddress
    home: Path
    port: int
    cast: dict[str, Any] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def origin(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def named_origin(self) -> str:
        """The same by name; passkeys belong to names, never to addresses."""
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that make a process part of this installation."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GUILDMARK_", "DATABASE_", "DJANGO_"))
        }
        return {
            **inherited,
            **self.database.environment(),
            "GUILDMARK_HOME": str(self.home),
            "GUILDMARK_ORIGIN": self.origin,
            "GUILDMARK_FETCH_ORIGINS": self.origin,
            "GUILDMARK_HOSTS": "localhost",
            "GUILDMARK_SECRET_KEY": "only-for-journeys-" + "k" * 40,
            # 32 bytes in base64url; encrypts nothing that anybody keeps.
            "GUILDMARK_MASTER_KEY": "am91cm5leS1tYXN0ZXIta2V5LW9ubHktdGVzdHMtMTE",
            "GUILDMARK_LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "guildmark.server.config.settings",
            "PYTHONWARNINGS": "default",
            "NO_COLOR": "1",
        }

    def prepare(self, kind: str) -> None:
        """Fill the empty database: `kind` is what tests/journeys/prepare.py offers."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.journeys.prepare", kind],
            capture_output=True,
            text=True,
            env=self.environment,
            cwd=Path(__file__).parents[2],
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        self.cast = json.loads(done.stdout.splitlines()[-1])

    def start(self) -> None:
        """Serve, and wait until pages come."""
        log = (self.home / "serve.log").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "guildmark", "serve", "--port", str(self.port)],
            stdout=log,
            stderr=subprocess.STDOUT,
            env=self.environment,
        )
        log.close()
        until = time.monotonic() + _START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, self.log()
            assert time.monotonic() < until, f"no answer from {self.origin}: {self.log()}"
            time.sleep(0.1)

    def stop(self) -> None:
        """End the server and its worker."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=45)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def log(self) -> str:
        """Return what the server wrote."""
        return (self.home / "serve.log").read_text(encoding="utf-8", errors="replace")

    def mail(self, to: str, *, kind: str = "") -> Mail:
        """Return the newest mail to an address, of a kind; wait for the job that writes it."""
        until = time.monotonic() + _JOB_SECONDS
        while time.monotonic() < until:
            found = [mail for mail in self.mails(to) if kind in mail.kind]
            if found:
                return found[-1]
            time.sleep(0.1)
        had = [(mail.kind, mail.subject) for mail in self.mails(to)]
        raise AssertionError(f"no mail of kind {kind!r} reached {to}; there were {had}")

    def mails(self, to: str) -> list[Mail]:
        """Return all mails to an address, the oldest first."""
        with psycopg.connect(**self.database.connection_parameters("owner")) as raw:
            rows = raw.execute(
                'SELECT kind, subject, text FROM guildmark_messages_message WHERE "to" = %s '
                "ORDER BY created_at",
                [to],
            ).fetchall()
        return [Mail(*row) for row in rows]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `guildmark` as a person at a terminal would; verifiers know nothing of the server."""
        environment = {**os.environ, "NO_COLOR": "1", "HOME": str(self.home)}
        return subprocess.run(
            [sys.executable, "-m", "guildmark", *arguments],
            capture_output=True,
            text=True,
            env=environment,
            timeout=60,
        )

    def _answers(self) -> bool:
        visit = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            visit.request("GET", "/livez")
            return visit.getresponse().status == 200
        except OSError:
            return False
        finally:
            visit.close()


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
