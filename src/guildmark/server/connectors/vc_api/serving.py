"""Run the conformance endpoints: keys, certificate, web server, and the file that names them."""

from __future__ import annotations

import json
import os
import socket
import ssl
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from guildmark.credentials.errors import CredentialError
from guildmark.server.connectors.vc_api.announcement import build_announcement
from guildmark.server.connectors.vc_api.application import RUN_VARIABLE
from guildmark.server.connectors.vc_api.certificate import make_certificate
from guildmark.server.connectors.vc_api.keyring import Keyring
from guildmark.server.connectors.vc_api.outside import Neighbours

__all__ = ["run_conformance"]

_APPLICATION: Final = "guildmark.server.connectors.vc_api.application:load"
# Requests wait here for a free engine process.
_THREADS: Final = 32
_PATIENCE_SECONDS: Final = 30.0
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - to be named otherwise in addresses


def run_conformance(
    *,
    host: str,
    port: int,
    out: Path,
    keys: Path | None = None,
    neighbours: Neighbours | None = None,
) -> int:
    """Serve until SIGTERM or SIGINT; return the exit status.

    Args:
        host: address to listen on; anything but loopback is said aloud.
        port: 0 picks a free one.
        out: gets the JSON object that names issuers and endpoints, once they answer.
        keys: folder that keeps keys and certificate; by default both are made for the run.
        neighbours: other implementations that may be asked for keys and status; nobody by default.
    """
    with tempfile.TemporaryDirectory(prefix="guildmark-conformance-") as temporary:
        folder = keys or Path(temporary)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            out.parent.mkdir(parents=True, exist_ok=True)
            keyring = Keyring.load(folder)
            certificate = make_certificate(folder, host=host, now=datetime.now(UTC))
            port = port or _free_port(host)
        except (OSError, ValueError, CredentialError) as error:
            return _fail(f"The conformance endpoints can not be started: {error}")
        name = "localhost" if host in _EVERYWHERE else host
        origin = f"https://{f'[{name}]' if ':' in name else name}:{port}"
        announcement = build_announcement(
            origin=origin, certificate=str(certificate.certificate.absolute()), keyring=keyring
        )
        others = neighbours or Neighbours()
        run = Path(temporary) / "run.json"
        run.touch(mode=0o600)
        run.write_text(
            json.dumps(
                {
                    "origin": origin,
                    "announcement": announcement,
                    "secrets": dict(keyring.secrets),
                    "origins": list(others.origins),
                    "authority": others.authority,
                    "processes": max(2, min(4, os.cpu_count() or 2)),
                }
            )
        )
        os.environ[RUN_VARIABLE] = str(run)
        if host not in _LOOPBACK:
            _say("These endpoints sign what anybody asks for, with test keys. Never on a network.")
        announcing = threading.Thread(
            target=_announce, args=(announcement,), kwargs={"host": host, "port": port, "out": out}
        )
        announcing.daemon = True
        announcing.start()
        _serve(host, port, certificate=certificate.certificate, key=certificate.key)
    return 0


def _serve(host: str, port: int, *, certificate: Path, key: Path) -> None:
    from granian.constants import Interfaces, SSLProtocols
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        _APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        # The status lists are in the memory of one process.
        workers=1,
        factory=True,
        blocking_threads=_THREADS,
        ssl_cert=certificate,
        ssl_key=key,
        ssl_protocol_min=SSLProtocols.tls12,
        log_level=LogLevels.error,
        backlog=1024,
        workers_kill_timeout=5,
    ).serve()


def _announce(announcement: dict[str, Any], *, host: str, port: int, out: Path) -> None:
    """Write the file once the server answers, whole or not at all."""
    if not _wait_for_answer(host, port, announcement["certificate"]):
        _fail("The conformance endpoints do not answer.")
        return
    temporary = out.with_name(f".{out.name}.new")
    temporary.write_text(json.dumps(announcement, indent=2) + "\n")
    temporary.replace(out)
    _say(f"Conformance endpoints at {announcement['origin']}; issuers and addresses in {out}")


def _wait_for_answer(host: str, port: int, certificate: str) -> bool:
    host = "localhost" if host in _EVERYWHERE else host
    context = ssl.create_default_context(cafile=certificate)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            with (
                socket.create_connection((host, port), timeout=5) as raw,
                context.wrap_socket(raw, server_hostname=host) as secured,
            ):
                secured.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                if secured.recv(12).startswith(b"HTTP/1.1 200"):
                    return True
        except OSError:
            time.sleep(0.05)
    return False


def _free_port(host: str) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a command's own voice


def _fail(reason: str) -> int:
    print(f"guildmark: {reason}", file=sys.stderr, flush=True)  # noqa: T201
    return 2
