"""Jobs: work that is written down with what caused it and done soon after.

    @job("messages.send")
    def send(message_id: str) -> None: ...

    defer("messages.send", message_id=str(message.id))   # inside the transaction

A job is a row of the same database (procrastinate), so it commits or rolls
back with the change that caused it. It runs at least once: after a crash it
runs again, so it must not mind. Arguments are ids, never personal data.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from django.conf import settings
from django.utils import translation
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from guildmark.server.base.facts import Fact, fact_class, listener, listeners_of
from guildmark.server.base.scope import scoped

Function = TypeVar("Function", bound=Callable[..., None])

_DELIVER = "base.deliver"
# 5 s, 10 s, 20 s … up to an hour: 12 attempts span more than four hours,
# longer than the outage of a mail server usually takes.
_FIRST_WAIT_SECONDS = 5
_LONGEST_WAIT_SECONDS = 3600
ATTEMPTS = 12


class Backoff(BaseRetryStrategy):
    """Try again after a wait that doubles, a number of times."""

    def __init__(self, attempts: int = ATTEMPTS) -> None:
        self.attempts = attempts

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return when to try again; None when it was tried often enough."""
        if job.attempts + 1 >= self.attempts:
            return None
        wait = min(_FIRST_WAIT_SECONDS * 2**job.attempts, _LONGEST_WAIT_SECONDS)
        return RetryDecision(retry_in={"seconds": wait})


def job(
    name: str, *, attempts: int = ATTEMPTS, queue: str = "default"
) -> Callable[[Function], Function]:
    """Register a function as a job; it runs as the system, in the default language.

    Args:
        name: stable, ``app.verb``; rows in the database carry it.
        attempts: how often it is tried before it counts as failed.

    The function itself is returned and can be called as before.
    """

    def register(function: Function) -> Function:
        app.task(name=name, queue=queue, retry=Backoff(attempts))(as_system(function, name=name))
        return function

    return register


def as_system(function: Callable[..., None], *, name: str) -> Callable[..., None]:
    """Wrap a function so that it runs in the system's scope, language and log context."""

    @functools.wraps(function)
    def run(*positions: Any, **arguments: Any) -> None:
        with (
            scoped(system=True),
            translation.override(settings.LANGUAGE_CODE),
            structlog.contextvars.bound_contextvars(job=name),
        ):
            function(*positions, **arguments)

    return run


def defer(name: str, **arguments: Any) -> None:
    """Write a job down, in the current transaction where there is one.

    Args:
        arguments: JSON values; ids as text.
    """
    app.configure_task(name).defer(**arguments)


def announce(fact: Fact, *, record: int) -> None:
    """Write down one delivery for each listener of a fact; ``audit`` calls this.

    Args:
        record: the sequence number of the audit record that holds the fact.
    """
    data = fact.to_json()
    for found in listeners_of(type(fact)):
        defer(_DELIVER, to_listener=found.name, fact=fact.name, data=data, record=record)


@job(_DELIVER)
def deliver(*, to_listener: str, fact: str, data: dict[str, Any], record: int) -> None:
    """Hand one fact to one listener.

    Raises:
        LookupError: the listener or the fact is not there in this version; the
            job waits and tries again, and is kept as failed in the end.
    """
    with structlog.contextvars.bound_contextvars(fact=fact, record=record):
        listener(to_listener).function(fact_class(fact).from_json(data))
