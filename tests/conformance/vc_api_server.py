"""A really started `guildmark serve --conformance`, and the requests that suites make of it."""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    media_type: str
    headers: dict[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        """The body's JSON."""
        return json.loads(self.data)


class ConformanceServer:
    """Runs the command in a process of its own; use it as a context.

    Args:
        folder: gets the file that names issuers and addresses.
        arguments: more options of the command.
    """

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.out = folder / "conformance.json"
        self._log = (folder / "log.txt").open("w+b")
        self._command = [
            *(sys.executable, "-m", "guildmark", "serve", "--conformance", "--port", "0"),
            *("--out", str(self.out), *arguments),
        ]

    def __enter__(self) -> ConformanceServer:
        self.process = subprocess.Popen(self._command, stdout=self._log, stderr=self._log)
        end = time.monotonic() + _PATIENCE_SECONDS
        while not self.out.exists():
            assert self.process.poll() is None, self.log()
            assert time.monotonic() < end, self.log()
            time.sleep(0.05)
        self.announced = json.loads(self.out.read_bytes())
        self.origin: str = self.announced["origin"]
        self._context = ssl.create_default_context(cafile=self.announced["certificate"])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._log.close()

    def log(self) -> str:
        """Return what the command has printed so far."""
        self._log.flush()
        return Path(self._log.name).read_text(errors="replace")

    def issuer(self, kind: str) -> dict[str, Any]:
        """Return what is announced about an issuer."""
        found: dict[str, Any] = next(
            each for each in self.announced["issuers"] if each["kind"] == kind
        )
        return found

    def request(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """Send a request; a body that is not bytes is sent as JSON."""
        url = path if path.startswith("https:") else self.origin + path
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", "Accept": "application/json"} | headers
        question = urllib.request.Request(url, data=data, method=method, headers=sent)  # noqa: S310
        try:
            with urllib.request.urlopen(  # noqa: S310 - https to this machine
                question, context=self._context, timeout=30
            ) as reply:
                return _read(reply)
        except urllib.error.HTTPError as error:
            with error:
                return _read(error)

    def issue(self, kind: str, credential: Any, **options: Any) -> Reply:
        """Ask an issuer for a credential."""
        body = {"credential": credential, **({"options": options} if options else {})}
        return self.request("POST", f"/issuers/{kind}/credentials/issue", body)

    def issued(self, kind: str, credential: Any, **options: Any) -> dict[str, Any]:
        """Return the credential that an issuer makes; it must not refuse."""
        reply = self.issue(kind, credential, **options)
        assert reply.status == 201, reply.data
        signed: dict[str, Any] = reply.json["verifiableCredential"]
        return signed

    def verify(self, credential: Any, **options: Any) -> Reply:
        """Ask whether a credential verifies."""
        asked = {"checks": ["proof"]} | options
        return self.request(
            "POST", "/credentials/verify", {"verifiableCredential": credential, "options": asked}
        )

    def verify_presentation(self, presentation: Any, **options: Any) -> Reply:
        """Ask whether a presentation verifies."""
        body = {"verifiablePresentation": presentation, "options": options}
        return self.request("POST", "/presentations/verify", body)


def _read(reply: Any) -> Reply:
    headers = {name.lower(): value for name, value in reply.headers.items()}
    return Reply(reply.status, headers.get("content-type", ""), headers, reply.read())
