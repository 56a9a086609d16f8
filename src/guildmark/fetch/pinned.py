"""Connections to addresses that were checked before, cut off at a deadline.

The name stays in the request and in the certificate check; only the connection goes to the
address, the first that answers. At the deadline the connection is shut, whatever it is waiting
for: a server that sends one byte a second can not hold a worker, not even during the TLS
handshake.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any

import httpcore

__all__ = ["PinnedBackend"]


class PinnedBackend(httpcore.NetworkBackend):
    """Opens connections for httpcore, to given addresses only.

    Args:
        addresses: where connections go, whatever host is asked for; at least one, tried in order.
        seconds: until each connection is shut.
    """

    def __init__(self, addresses: Sequence[str], *, seconds: float) -> None:
        self._addresses = tuple(addresses)
        self._seconds = seconds
        self._backend = httpcore.SyncBackend()
        self._closers: list[tuple[threading.Timer, socket.socket]] = []
        self.is_expired = False

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first pinned address that answers."""
        for place, address in enumerate(self._addresses, start=1):
            try:
                stream = self._backend.connect_tcp(
                    address,
                    port,
                    timeout=timeout,
                    local_address=local_address,
                    socket_options=socket_options,
                )
                break
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                # A host with two kinds of addresses is often reached by only one of them.
                if place == len(self._addresses):
                    raise
        # TLS takes the socket over; a second handle on the connection stays ours to shut.
        handle: socket.socket = stream.get_extra_info("socket").dup()
        timer = threading.Timer(self._seconds, self._shut, [handle])
        timer.daemon = True
        timer.start()
        self._closers.append((timer, handle))
        return stream

    def __enter__(self) -> PinnedBackend:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for timer, handle in self._closers:
            timer.cancel()
            timer.join()
            handle.close()

    def _shut(self, handle: socket.socket) -> None:
        self.is_expired = True
        with contextlib.suppress(OSError):
            handle.shutdown(socket.SHUT_RDWR)
