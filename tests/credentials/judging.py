"""Verify offline, at one moment, with what an issuer published."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from guildmark.credentials.verify import OfflineSources, Report, parse_trust, verify_credential

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def judge(
    document: bytes | str | dict[str, Any],
    *,
    trust: dict[str, Any] | None = None,
    now: datetime = NOW,
) -> Report:
    """Verify a document with a trust file's content, by default with nothing."""
    collected = parse_trust(json.dumps(trust or {}))
    return verify_credential(document, sources=OfflineSources(collected), now=now)


def outcomes(report: Report) -> dict[str, str]:
    """Return the outcome of each check by its id."""
    return {check.id: check.outcome for check in report.checks}
