"""Which attempt of a submission is the one at hand."""

from __future__ import annotations

from guildmark.server.assessment.models import Attempt, Submission


def open_attempt(submission: Submission) -> Attempt:
    """Return the latest attempt: the one being written, judged, or decided last."""
    return submission.attempts.order_by("-number")[:1].get()
