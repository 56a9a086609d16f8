"""Verification: numbered checks, their sources, and the report they produce."""

from __future__ import annotations

from guildmark.credentials.errors import SourceUnavailable
from guildmark.credentials.verify.credential import report_gone, verify_credential
from guildmark.credentials.verify.policy import EVERYTHING, PROOF_ONLY, Policy
from guildmark.credentials.verify.presentation import PresentationReport, verify_presentation
from guildmark.credentials.verify.received import is_presentation
from guildmark.credentials.verify.report import (
    CHECK_IDS,
    Check,
    CheckId,
    IssuerAnswer,
    Outcome,
    Report,
    Verdict,
    decide_verdict,
)
from guildmark.credentials.verify.sources import (
    OfflineSources,
    Sources,
    TrustFile,
    parse_trust,
)

__all__ = [
    "CHECK_IDS",
    "EVERYTHING",
    "PROOF_ONLY",
    "Check",
    "CheckId",
    "IssuerAnswer",
    "OfflineSources",
    "Outcome",
    "Policy",
    "PresentationReport",
    "Report",
    "SourceUnavailable",
    "Sources",
    "TrustFile",
    "Verdict",
    "decide_verdict",
    "is_presentation",
    "parse_trust",
    "report_gone",
    "verify_credential",
    "verify_presentation",
]
