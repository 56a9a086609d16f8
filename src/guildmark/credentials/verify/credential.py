"""Verify a credential: the numbered steps, in the order that is safe.

1. format: can it be read, and is it of a kind that is checked here?
2. schema: has it the structure of its standard, by our rules (and, where a policy asks, by the
   JSON Schemas that it names, fetched once the proof holds)?
3. contexts: does the proof cover every part, and are its words known?
4. proof and issuer: did a key that the issuer lists sign exactly this? (asks for the issuer's
   keys, and for nothing else)
5. refresh: only once the proof holds: is there a newer version? Then steps 2 to 4 once more
6. status: has the issuer revoked or suspended it?
7. dates: is it valid now?
8. recipient: was it awarded to whom somebody asked about?
9. credentials inside a learner record, each by itself
10. endorsements, each by itself, without weight for the award
11. evidence and holder: what is said about them, without effect on the verdict.

A check that could not run never becomes a pass.

Source: Open Badges 3.0, 8.3 (Verification); VC Data Model 2.0, 7.1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from guildmark.credentials.encoding import JsonObject
from guildmark.credentials.errors import CredentialError, UnreadableInput
from guildmark.credentials.model import issuer_id_of
from guildmark.credentials.verify.dates import check_dates, judge_dates, skip_dates
from guildmark.credentials.verify.findings import SecuredFindings
from guildmark.credentials.verify.inside import check_credentials, check_endorsements
from guildmark.credentials.verify.policy import EVERYTHING, Policy
from guildmark.credentials.verify.received import NotSupported, Received, parse_received
from guildmark.credentials.verify.recipient import check_recipient
from guildmark.credentials.verify.refresh import check_refresh
from guildmark.credentials.verify.report import (
    CHECK_IDS,
    Check,
    IssuerAnswer,
    Report,
    decide_verdict,
)
from guildmark.credentials.verify.secured import check_secured
from guildmark.credentials.verify.sources import Sources
from guildmark.credentials.verify.status import StatusFindings, check_statuses, skip_statuses
from guildmark.credentials.verify.status.asked import Asking
from guildmark.credentials.verify.structure import check_json_schemas, check_schema

__all__ = ["report_gone", "verify_credential"]

_FORMAT_CLAUSE: Final = "RFC 8259; VC Data Model 2.0, 6"
_EVIDENCE_CLAUSE: Final = "Open Badges 3.0, B.1.9; VC Data Model 2.0, 5.6"
_HOLDER_CLAUSE: Final = "VC Data Model 2.0, 4.13"
_BADGE_CLAUSE: Final = "Open Badges 2.0, Assertion"
_BADGES: Final = ("hosted badge", "signed badge")


def verify_credential(
    document: bytes | str | Mapping[str, Any],
    *,
    sources: Sources,
    now: datetime,
    timer: Callable[[], float] | None = None,
    policy: Policy = EVERYTHING,
) -> Report:
    """Check a credential and return what was found; a bad credential is a result, no error.

    Args:
        document: JSON text (UTF-8), a token, the address of a hosted badge, or an object already
            parsed by ``parse_json``. Prefer the text: an object can no longer show duplicate keys.
            Take credentials out of images with ``baking.unbake`` first.
        sources: answers for DID documents, status lists, other documents and recognitions.
        now: the moment to judge by, with a zone.
        timer: returns seconds (``time.perf_counter``); when given, each check has its duration.
        policy: what is asked; everything that a person needs by default.

    Returns:
        A report with one entry per check, but for unreadable documents, whose report has only
        the ``format`` entry.
    """
    try:
        received = parse_received(document)
    except UnreadableInput as error:
        return _unreadable(error.message, code=error.code)
    except CredentialError as error:
        return _unreadable(error.message, code=error.code)
    except NotSupported as kind:
        return _unsupported(kind)
    return _Verification(received, sources=sources, now=now, timer=timer, policy=policy).run()


def report_gone(address: str) -> Report:
    """Return the report about an address that answers "gone" where a credential was looked for.

    Issuers answer so for what they revoked or took back (Guildmark does). It is the word of
    whoever serves the address, not a signature: enough to say no by, never to say yes.

    Args:
        address: what was asked.

    Source: RFC 9110, 15.5.11; Open Badges 2.0, Assertion (revoked).
    """
    check = Check(
        "status.revocation",
        "fail",
        f"Its own address, {address[:200]}, answers that it is gone: its issuer has revoked it or "
        "taken it back.",
        "RFC 9110, 15.5.11",
        code="gone",
    )
    return Report(
        verdict=decide_verdict([check]),
        issuer=IssuerAnswer(),
        holder="not asked",
        profile=None,
        checks=(check,),
    )


class _Verification:
    """One run over one document; collects the checks in order."""

    def __init__(
        self,
        received: Received,
        *,
        sources: Sources,
        now: datetime,
        timer: Callable[[], float] | None,
        policy: Policy,
    ) -> None:
        self._received = received
        self._document = received.document
        self._issuer_profile: JsonObject | None = None
        self._sources = sources
        self._now = now
        self._timer = timer
        self._policy = policy
        self._started = timer() if timer else 0.0
        self._checks: list[Check] = []

    def run(self) -> Report:
        # 1. format
        self._add(Check("format", "pass", _form_in_words(self._received), _FORMAT_CLAUSE))
        # 2. schema, 3. contexts, 4. proof and issuer
        self._add(check_schema(self._received))
        secured = self._check_secured()
        is_proven = self._is_proven(secured)
        self._add(self._check_json_schemas(is_proven=is_proven))
        self._add(secured.contexts, secured.proof, secured.issuer)
        # 5. refresh: nothing that the document points at is fetched unless its proof holds.
        refreshed = check_refresh(
            self._received,
            is_proven=is_proven,
            sources=self._sources,
            now=self._now,
            policy=self._policy,
        )
        if refreshed.received and refreshed.schema and refreshed.secured:
            self._received, self._document = refreshed.received, refreshed.received.document
            secured = refreshed.secured
            self._replace(refreshed.schema, self._check_json_schemas(is_proven=True))
            self._replace(secured.contexts, secured.proof, secured.issuer)
        self._add(refreshed.check)
        # 6. status
        statuses = self._check_statuses(is_proven=is_proven)
        self._add(*statuses.checks)
        # 7. dates
        self._add(self._check_dates() if self._policy.check_dates else skip_dates())
        # 8. recipient
        self._add(check_recipient(self._received, self._document, who=self._policy.recipient))
        # 9. credentials, 10. endorsements
        inner, credentials = check_credentials(self._document, verify=self._verify_inner)
        if inner is not None:
            self._add(inner)
        endorsed, endorsements = self._check_endorsements(is_proven=is_proven)
        self._add(endorsed)
        # 11. evidence and holder
        self._add(_check_evidence(self._document), _check_holder())
        return Report(
            verdict=decide_verdict(self._checks, policy=self._policy),
            issuer=self._answer_issuer(is_proven=is_proven),
            holder="not asked",
            profile=self._received.profile,
            checks=tuple(self._checks),
            credential=self._document,
            notes=(*getattr(self._sources, "notes", ()), *self._notes()),
            credentials=credentials,
            endorsements=endorsements,
            status_messages=statuses.messages,
        )

    def _check_secured(self) -> SecuredFindings:
        """Steps 3 and 4; a badge of Open Badges 2.0 is known in whole only afterwards."""
        if self._received.form not in _BADGES:
            return check_secured(
                self._received, sources=self._sources, now=self._now, policy=self._policy
            )
        from guildmark.credentials.verify.open_badges_2 import check_badge

        found = check_badge(self._received, sources=self._sources)
        self._document, self._issuer_profile = found.document, found.issuer
        return found.secured

    def _check_json_schemas(self, *, is_proven: bool) -> Check:
        """Step 2, second half: schemas are fetched, so only for what is proven."""
        sources = self._sources if self._policy.fetch_schemas and is_proven else None
        return check_json_schemas(self._received, sources=sources)

    def _is_proven(self, secured: SecuredFindings) -> bool:
        """Tell whether the steps after the proof may ask the world about the document."""
        if self._policy.require_issuer_binding:
            return secured.is_proven
        return secured.contexts.outcome == secured.proof.outcome == "pass"

    def _add(self, *checks: Check) -> None:
        if self._timer is None:
            self._checks.extend(checks)
            return
        ended = self._timer()
        milliseconds = (ended - self._started) * 1000 / len(checks)
        self._started = ended
        self._checks.extend(replace(check, duration_ms=milliseconds) for check in checks)

    def _replace(self, *checks: Check) -> None:
        """Let the checks of a newer version stand where those of the older one stood."""
        newer = {check.id: check for check in checks}
        self._checks = [newer.get(check.id, check) for check in self._checks]

    def _check_statuses(self, *, is_proven: bool) -> StatusFindings:
        if not self._policy.check_status:
            reason = "The status was not asked for, as was asked."
            return skip_statuses(reason, outcome="not applicable")
        if not is_proven:
            return skip_statuses("Not looked at, because the proof was not confirmed.")
        asking = Asking(self._document, self._issuer_id(), self._sources, self._now)
        return check_statuses(self._received, asking=asking)

    def _check_dates(self) -> Check:
        try:
            if self._received.form in _BADGES:
                return _check_badge_dates(self._document, now=self._now)
            if self._received.form == "SD-JWT VC":
                return _check_claim_dates(self._document, now=self._now)
        except CredentialError as error:
            return Check("dates", "fail", error.message, _BADGE_CLAUSE, code="date_malformed")
        return check_dates(self._document, now=self._now)

    def _check_endorsements(self, *, is_proven: bool) -> tuple[Check, tuple[Report, ...]]:
        """Step 10. Their keys are asked for only when the award itself is proven."""
        return check_endorsements(
            self._document,
            verify=self._verify_inner,
            is_asked=self._policy.check_endorsements and is_proven,
        )

    def _verify_inner(self, document: JsonObject | str) -> Report:
        policy = replace(
            self._policy,
            refresh=False,
            check_endorsements=False,
            recipient=None,
            challenge=None,
            domain=None,
        )
        return verify_credential(document, sources=self._sources, now=self._now, policy=policy)

    def _issuer_id(self) -> str | None:
        if self._issuer_profile is not None:
            found = self._issuer_profile.get("id")
            return found if isinstance(found, str) else None
        return self._received.issuer

    def _answer_issuer(self, *, is_proven: bool) -> IssuerAnswer:
        issuer = self._issuer_profile or self._document.get("issuer")
        name = issuer.get("name") if isinstance(issuer, dict) else None
        issuer_id = self._issuer_id()
        # An issuer that is only claimed must not borrow another's recognition.
        bound = is_proven and self._policy.require_issuer_binding
        by = self._sources.recognitions(issuer_id) if issuer_id and bound else None
        return IssuerAnswer(
            id=issuer_id,
            name=name if isinstance(name, str) else None,
            recognised="not asked" if by is None else bool(by),
            by=by or (),
        )

    def _notes(self) -> tuple[str, ...]:
        if self._policy == EVERYTHING or self._policy.require_issuer_binding:
            return ()
        return ("Whether its issuer signed it was not asked: anybody could have.",)


def _check_badge_dates(document: JsonObject, *, now: datetime) -> Check:
    from guildmark.credentials.model.structure import parse_loose_datetime

    begins, ends = (
        parse_loose_datetime(str(document[name])) if name in document else None
        for name in ("issuedOn", "expires")
    )
    return judge_dates(begins, ends, now=now, clause=_BADGE_CLAUSE)


def _check_claim_dates(claims: JsonObject, *, now: datetime) -> Check:
    from guildmark.credentials.keys.jws import parse_numeric_date

    return judge_dates(
        parse_numeric_date(claims, "nbf"),
        parse_numeric_date(claims, "exp"),
        now=now,
        clause="RFC 7519, 4.1.4 and 4.1.5",
    )


def _form_in_words(received: Received) -> str:
    if received.form == "json":
        return "The document is well-formed JSON."
    if received.is_given_by_address:
        return "This is the address of a hosted badge."
    if received.form == "hosted badge":
        return "This is a hosted badge, in well-formed JSON."
    return f"This is a well-formed token ({received.form})."


def _check_evidence(document: JsonObject) -> Check:
    evidence = document.get("evidence")
    listed = evidence if isinstance(evidence, list) else [] if evidence is None else [evidence]
    if not listed:
        return Check("evidence", "not applicable", "It names no evidence.", _EVIDENCE_CLAUSE)
    digests = sum(
        isinstance(item, dict) and bool({"digestMultibase", "digestSRI"} & item.keys())
        for item in listed
    )
    return Check(
        "evidence",
        "not applicable",
        f"It names {len(listed)} pieces of evidence, {digests} of them with a digest; the files "
        "themselves were not compared.",
        _EVIDENCE_CLAUSE,
    )


def _check_holder() -> Check:
    return Check(
        "holder",
        "not applicable",
        "Nobody was asked to prove that they are the person it was awarded to.",
        _HOLDER_CLAUSE,
    )


def _unreadable(reason: str, *, code: str) -> Report:
    check = Check("format", "fail", reason, _FORMAT_CLAUSE, code=code)
    return _report_without_checks(check, profile=None, credential=None)


def _unsupported(kind: NotSupported) -> Report:
    check = Check(
        "format",
        "could not run",
        f"{kind.what}; Guildmark checks the credentials themselves.",
        _FORMAT_CLAUSE,
        code=kind.code,
    )
    return _report_without_checks(check, profile=kind.profile, credential=kind.document)


def _report_without_checks(
    check: Check, *, profile: str | None, credential: JsonObject | None
) -> Report:
    checks: tuple[Check, ...] = (check,)
    if check.outcome != "fail":
        reason = "Not looked at, because the profile is not supported yet."
        checks = (
            check,
            *(
                Check(name, "could not run", reason, _FORMAT_CLAUSE, code="skipped")
                for name in CHECK_IDS
                if name not in ("format", "status.message", "credentials")
            ),
        )
    issuer = issuer_id_of(credential) if credential is not None else None
    return Report(
        verdict=decide_verdict(checks),
        issuer=IssuerAnswer(id=issuer),
        holder="not asked",
        profile=profile,
        checks=checks,
        credential=credential,
    )
