"""Verify what a suite sends: is the proof true, and nothing that a person would ask beyond it?

By default the suites ask for the proof alone: their vectors are signed by keys that are not the
issuer's, and some have expired. Status is looked at where they ask for it.

Source: VC API 0.3, 2.5 (verify credential, verify presentation); VC Data Model 2.0, 7.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from guildmark.credentials import verify
from guildmark.credentials.model import check_structure
from guildmark.credentials.verify import (
    PROOF_ONLY,
    Check,
    Policy,
    Report,
    Sources,
    decide_verdict,
)
from guildmark.server.connectors.vc_api.answers import Answer, Refusal, build_problem, refuse
from guildmark.server.connectors.vc_api.requests import read_object, read_options, read_part

__all__ = ["verify_credential", "verify_presentation"]

_WITHHELD: Final = ("$.issuer", "$.issuanceDate")


def verify_credential(
    body: bytes, *, sources: Sources, has_own_list: bool, now: datetime
) -> Answer:
    """Answer one request to verify a credential: 200 exactly when it verifies.

    Args:
        body: the request's JSON.
        sources: answers for keys and lists.
        has_own_list: whether it names a list of this server, whose status is looked at unasked.
        now: the moment to judge by.

    Raises:
        CredentialError: the request is no JSON; Refusal: it is malformed.
    """
    content = read_object(body)
    credential = read_part(content, "verifiableCredential")
    options = read_options(content)
    purpose = options.get("expectedProofPurpose", "assertionMethod")
    if purpose != "assertionMethod":
        return refuse("A credential's proof is for assertionMethod.", code="proof_purpose")
    report = verify.verify_credential(
        credential,
        sources=sources,
        now=now,
        policy=_policy(options, has_lists=has_own_list),
    )
    if "checks" not in options:
        report = _without_unanswered_status(report)
    if _is_derived(credential):
        report = _without_withheld(report, credential)
    return _answer(report.verdict == "valid", checks=report.checks)


def verify_presentation(
    body: bytes, *, sources: Sources, has_own_list: bool, now: datetime
) -> Answer:
    """Answer one request to verify a presentation: 200 exactly when it and all in it verify.

    Args:
        body: the request's JSON.
        sources: answers for keys and lists.
        has_own_list: whether it names a list of this server, whose status is looked at unasked.
        now: the moment to judge by.

    Raises:
        CredentialError: the request is no JSON; Refusal: it is malformed.
    """
    content = read_object(body)
    presentation = read_part(content, "verifiablePresentation")
    options = read_options(content)
    report = verify.verify_presentation(
        presentation,
        sources=sources,
        now=now,
        challenge=_text(options, "challenge"),
        domain=_text(options, "domain"),
        policy=_policy({**options, "challenge": None, "domain": None}, has_lists=has_own_list),
    )
    return _answer(report.verdict == "valid", checks=report.checks)


def _without_unanswered_status(report: Report) -> Report:
    """Leave out what nobody asked for and could not be told; what was told counts."""
    checks = tuple(
        replace(check, outcome="not applicable")
        if check.id.startswith("status.") and check.outcome == "could not run"
        else check
        for check in report.checks
    )
    return replace(report, checks=checks, verdict=decide_verdict(checks, policy=PROOF_ONLY))


def _is_derived(credential: Mapping[str, Any]) -> bool:
    proof = credential.get("proof")
    proofs = proof if isinstance(proof, list) else [proof]
    return all(
        isinstance(each, Mapping) and each.get("cryptosuite") == "ecdsa-sd-2023" for each in proofs
    )


def _without_withheld(report: Report, credential: Mapping[str, Any]) -> Report:
    """Take for withheld what a derived credential lacks of issuer and dates.

    An issuer that makes nothing mandatory lets its holder keep these back, and the suites do. Who
    relies on a credential asks for them; here only the proof is asked about.
    """
    wrong = [
        finding
        for finding in check_structure(credential)
        if not (finding.path in _WITHHELD and finding.problem == "is missing")
    ]
    if wrong:
        return report
    checks = tuple(
        replace(check, outcome="not applicable", reason="Parts were withheld.")
        if check.id == "schema" and check.outcome == "fail"
        else check
        for check in report.checks
    )
    return replace(report, checks=checks, verdict=decide_verdict(checks, policy=PROOF_ONLY))


def _policy(options: Mapping[str, Any], *, has_lists: bool) -> Policy:
    """Read ``options.checks``; without it, status is looked at where the list is ours."""
    checks = options.get("checks")
    if checks is not None and not (
        isinstance(checks, list) and all(isinstance(item, str) for item in checks)
    ):
        raise Refusal(refuse("$.options.checks: must be a list of texts.", code="request"))
    with_status = has_lists if checks is None else _asks_for_status(checks)
    return replace(
        PROOF_ONLY,
        check_status=with_status,
        challenge=_text(options, "challenge"),
        domain=_text(options, "domain"),
    )


def _asks_for_status(checks: Iterable[str]) -> bool:
    return any(name.lower() in ("credentialstatus", "status") for name in checks)


def _text(options: Mapping[str, Any], name: str) -> str | None:
    value = options.get(name)
    if value is not None and not isinstance(value, str):
        raise Refusal(refuse(f"$.options.{name}: must be text.", code="request"))
    return value


def _answer(verified: bool, *, checks: Iterable[Check]) -> Answer:
    listed = list(checks)
    results = [
        {
            "check": check.id,
            "outcome": check.outcome,
            "detail": check.reason,
            "source": check.clause,
        }
        for check in listed
    ]
    problems = [
        build_problem(
            check.reason,
            code="structure" if check.id in ("format", "schema") else check.code or check.id,
            title=f"The check “{check.id}” did not pass.",
        )
        for check in listed
        if check.outcome not in ("pass", "not applicable")
    ]
    if verified:
        return Answer(
            200,
            {"verified": True, "checks": ["proof"], "results": results, "problemDetails": []},
        )
    errors = [{"name": problem["code"], "message": problem["detail"]} for problem in problems]
    return Answer(
        400,
        {"verified": False, "results": results, "problemDetails": problems, "errors": errors},
    )
