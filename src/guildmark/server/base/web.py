"""The web server's process: granian in front of the WSGI application.

Run as ``python -m guildmark.server.base.web HOST PORT``; ends on SIGTERM and
when its standard input closes. The application is the one that the setting
``WSGI_APPLICATION`` names.
"""

from __future__ import annotations

import os
import signal
import sys
import threading


def main(arguments: list[str]) -> None:
    """Serve until told to stop."""
    from django.conf import settings
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    host, port = arguments
    module, _, name = str(settings.WSGI_APPLICATION).rpartition(".")
    server = Server(
        f"{module}:{name}",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=_number("GUILDMARK_WEB_PROCESSES", default=1),
        # Each thread holds at most one database connection; PostgreSQL's default is 100.
        blocking_threads=_number("GUILDMARK_WEB_THREADS", default=8),
        respawn_failed_workers=True,
        workers_kill_timeout=30,
        log_level=LogLevels.error,
        # A slow client must not hold a thread: granian reads requests itself.
        backlog=1024,
    )
    threading.Thread(target=_stop_at_end_of_input, daemon=True).start()
    server.serve()


def _number(name: str, *, default: int) -> int:
    text = os.environ.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and int(text) > 0 else default


def _stop_at_end_of_input() -> None:
    # Straight from the system: Python's own reader holds a lock that a fork would copy.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(sys.argv[1:])
