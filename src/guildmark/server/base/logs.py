"""Logs as one JSON object a line, with the request's id and without personal data."""

from __future__ import annotations

import logging
import logging.config
import os
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# Whatever carries these names is left out of every line: they are, or may hold,
# somebody's data or a secret. A query string and a cookie hold both.
_WITHHELD = frozenset(
    {
        "address",
        "authorization",
        "body",
        "cookie",
        "cookies",
        "email",
        "ip",
        "job_result",
        "name_of_person",
        "password",
        "query",
        "recipient",
        "remote_addr",
        "secret",
        "task_kwargs",
        "to",
        "token",
        "user_agent",
    }
)

# PostgreSQL repeats the values of the row: "DETAIL:  Key (email)=(…) already exists."
_ROW = re.compile(r"^((?:DETAIL|CONTEXT|LINE \d+):).*$", re.MULTILINE)


def withhold_personal_data(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace what may be personal or secret; a processor of structlog."""
    for key in event:
        if key.lower() in _WITHHELD:
            event[key] = "(withheld)"
    return event


def withhold_paths(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Take the address out of Django's own lines: it may hold the token of a link."""
    record = event.get("_record")
    path = getattr(getattr(record, "request", None), "path", "")
    if len(path) > 1:
        event["event"] = str(event["event"]).replace(path, "(path withheld)")
    return event


def withhold_rows(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Take out of an exception's text what the database says about the row it refused."""
    if isinstance(event.get("exception"), str):
        event["exception"] = _ROW.sub(r"\1 (withheld)", event["exception"])
    return event


def configure(*, level: str | None = None) -> None:
    """Send structlog and the standard library's logs to stderr.

    Args:
        level: of ``guildmark``'s logs; ``GUILDMARK_LOG_LEVEL`` or INFO when not given.
    """
    wanted = level or os.environ.get("GUILDMARK_LOG_LEVEL", "") or "INFO"
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        withhold_rows,
        withhold_paths,
        withhold_personal_data,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.JSONRenderer(sort_keys=True),
                    ],
                }
            },
            "handlers": {
                "stderr": {
                    "class": "logging.StreamHandler",
                    "stream": sys.stderr,
                    "formatter": "json",
                }
            },
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {
                "guildmark": {"level": wanted.upper()},
                # Its lines show the arguments of jobs, which may hold a name.
                "procrastinate": {"level": "ERROR"},
                # Every 404 is a warning for Django; our own line has it.
                "django.request": {"level": "ERROR"},
                "django.server": {"level": "ERROR"},
            },
        }
    )
