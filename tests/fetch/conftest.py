"""Servers that behave, and servers that do not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import settings

from guildmark.testing import CertificateAuthority, HttpsServer

# Machines in CI pause; a slow example is no wrong one.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

Handler = Callable[[socket.socket], None]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> CertificateAuthority:
    """A certificate authority that only this run trusts."""
    return CertificateAuthority.build(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(authority: CertificateAuthority) -> Iterator[HttpsServer]:
    """A real https server on localhost."""
    with HttpsServer(authority) as running:
        yield running


@pytest.fixture
def ca_file(authority: CertificateAuthority) -> Path:
    """The authority's certificate."""
    return Path(authority.root)


@contextmanager
def serve_raw(handle: Handler) -> Iterator[int]:
    """Accept connections on localhost and leave each to a handler; yields the port."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    stopping = threading.Event()
    threads: list[threading.Thread] = []

    def run(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(5)
            handle(connection)

    def accept() -> None:
        while not stopping.is_set():
            with suppress(OSError):
                connection, _address = listener.accept()
                thread = threading.Thread(target=run, args=(connection,), daemon=True)
                thread.start()
                threads.append(thread)

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        stopping.set()
        acceptor.join()
        listener.close()
        for thread in threads:
            thread.join(2)


def answer(head: str, body: bytes = b"") -> Handler:
    """Answer each request with these bytes."""

    def handle(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(head.replace("\n", "\r\n").encode() + b"\r\n" + body)

    return handle
