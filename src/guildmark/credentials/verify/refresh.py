"""Is there a newer version of the credential? Asked once, and only after its proof holds.

The address stands in the signed credential, so it is its issuer's; the request says nothing about
who asks. What comes back replaces the credential only when it is the same one (id, issuer and
subject), by the same rules proven, and not older. Otherwise the one that was handed over is judged
on, and the report says why. A policy turns this off for those who want to ask nobody.

Source: Open Badges 3.0, 8.3, step 3; 1EdTech Credential Refresh Service 1.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from guildmark.credentials.encoding import parse_datetime
from guildmark.credentials.errors import CredentialError, SourceUnavailable
from guildmark.credentials.verify.findings import SecuredFindings
from guildmark.credentials.verify.policy import Policy
from guildmark.credentials.verify.received import NotSupported, Received, parse_received
from guildmark.credentials.verify.recipient import subject_ids
from guildmark.credentials.verify.report import Check, Outcome
from guildmark.credentials.verify.secured import check_secured
from guildmark.credentials.verify.sources import Sources
from guildmark.credentials.verify.structure import check_schema

__all__ = ["Refreshed", "check_refresh"]

_CLAUSE: Final = "Open Badges 3.0, 8.3; 1EdTech Credential Refresh Service 1.0"
_SERVICE: Final = "1EdTechCredentialRefresh"
_ACCEPT: Final = "application/vc, application/ld+json, application/json, text/plain"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of it.

    Attributes:
        check: for the report.
        received: the newer credential, proven; None when the one at hand stays.
        schema: the check of the newer one.
        secured: the checks of the newer one.
    """

    check: Check
    received: Received | None = None
    schema: Check | None = None
    secured: SecuredFindings | None = None


def check_refresh(
    received: Received, *, is_proven: bool, sources: Sources, now: datetime, policy: Policy
) -> Refreshed:
    """Fetch a newer version where the credential names a service for it."""
    services = received.document.get("refreshService") if received.form != "SD-JWT VC" else None
    listed = services if isinstance(services, list) else [] if services is None else [services]
    mine = [each for each in listed if _is_known(each)]
    if not listed:
        return _same("not applicable", "It names no service for newer versions.")
    if not policy.refresh:
        return _same("not applicable", "No newer version was asked for.", code="not_asked")
    if not is_proven:
        reason = "Not looked at, because the proof was not confirmed."
        return _same("could not run", reason, code="not_looked_at")
    if not mine:
        kind = str(listed[0].get("type") if isinstance(listed[0], Mapping) else listed[0])
        reason = f"Its refresh service is of the kind {kind[:60]!r}, which is not asked here."
        return _same("could not run", reason, code="other_refresh_type")
    return _fetch(str(mine[0]["id"]), received, sources=sources, now=now, policy=policy)


def _is_known(service: Any) -> bool:
    if not isinstance(service, Mapping) or not isinstance(service.get("id"), str):
        return False
    kind = service.get("type")
    return _SERVICE in (kind if isinstance(kind, list) else [kind])


def _fetch(
    url: str, received: Received, *, sources: Sources, now: datetime, policy: Policy
) -> Refreshed:
    try:
        newer = parse_received(sources.document(url, accept=_ACCEPT))
    except SourceUnavailable as error:
        reason = f"No newer version could be had: {error.reason}"
        return _same("could not run", reason, code="refresh_unavailable")
    except (CredentialError, NotSupported) as error:
        return _same(
            "could not run", f"What its refresh service gave is no credential: {error}",
            code="refresh_unreadable",
        )  # fmt: skip
    if newer.document == received.document:
        return _same("pass", "It is the newest version.")
    problem = _difference(received, newer)
    if problem:
        return _same("could not run", problem, code="refresh_other")
    schema = check_schema(newer)
    secured = check_secured(newer, sources=sources, now=now, policy=policy)
    if schema.outcome != "pass" or not secured.is_proven:
        why = schema.reason if schema.outcome != "pass" else secured.first_problem
        reason = f"The newer version was not taken, because it did not pass: {why}"
        return _same("could not run", reason, code="refresh_not_proven")
    check = Check(
        "refresh",
        "pass",
        "Its issuer gave a newer version; that one is judged here.",
        _CLAUSE,
        code="refreshed",
    )
    return Refreshed(check, newer, schema, secured)


def _difference(received: Received, newer: Received) -> str:
    """Say why a document is no newer version of another; empty when it is one."""
    if newer.document.get("id") != received.document.get("id"):
        return "Its refresh service gave another credential, which was not taken."
    if newer.issuer != received.issuer:
        return "Its refresh service gave a credential by another issuer, which was not taken."
    if subject_ids(newer.document) != subject_ids(received.document):
        return "Its refresh service gave a credential about somebody else, which was not taken."
    if _begins(newer) < _begins(received):
        return "Its refresh service gave an older version, which was not taken."
    return ""


def _begins(received: Received) -> float:
    text = received.document.get("validFrom", received.document.get("issuanceDate"))
    try:
        return parse_datetime(str(text)).timestamp()
    except CredentialError:
        return 0.0


def _same(outcome: Outcome, reason: str, *, code: str = "") -> Refreshed:
    return Refreshed(Check("refresh", outcome, reason, _CLAUSE, code=code))
