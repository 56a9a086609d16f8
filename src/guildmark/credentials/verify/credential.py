"""Verify a credential: the numbered checks, in the order that is safe.

1. format: can it be read, and is it of a kind that is checked here?
2. schema: has it the structure of its standard?
3. contexts: does the proof cover every part?
4. proof and issuer: did a key that the issuer lists sign exactly this? (asks for the issuer's
   DID document, and for nothing else)
5. status: only once the proof holds: has the issuer revoked or suspended it?
6. dates: is it valid now?
7. evidence and holder: what is said about them, without effect on the verdict.

Source: Open Badges 3.0, 8.3 (Verification); VC Data Model 2.0, 7.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from guildmark.credentials.encoding import (
    CREDENTIALS_V2_CONTEXT,
    JsonObject,
    JsonValue,
    copy_json,
    parse_json,
)
from guildmark.credentials.errors import UnreadableInput
from guildmark.credentials.model import check_structure, issuer_id_of, types_of
from guildmark.credentials.verify.current import check_dates, check_status, skip_status
from guildmark.credentials.verify.report import (
    CHECK_IDS,
    Check,
    IssuerAnswer,
    Report,
    decide_verdict,
)
from guildmark.credentials.verify.secured import check_secured
from guildmark.credentials.verify.sources import Sources

__all__ = ["verify_credential"]

_FORMAT_CLAUSE: Final = "RFC 8259; VC Data Model 2.0, 6"
_SCHEMA_CLAUSE: Final = "Open Badges 3.0, B; VC Data Model 2.0, 4"
_EVIDENCE_CLAUSE: Final = "Open Badges 3.0, B.1.9; VC Data Model 2.0, 5.6"
_HOLDER_CLAUSE: Final = "VC Data Model 2.0, 4.13"

_COMPACT_JWS: Final = re.compile(r"\s*[\w-]{8,}\.[\w-]*\.[\w-]*(?:~[\w~-]*)?\s*", re.ASCII)
_VC_1_CONTEXT: Final = "https://www.w3.org/2018/credentials/v1"
_OPEN_BADGES_2: Final = frozenset(
    {"https://w3id.org/openbadges/v2", "https://openbadgespec.org/v2/context.json"}
)
# Wrappers: the credentials inside have proofs of their own, which nobody would have checked.
_OTHER_DOCUMENTS: Final = {
    "ClrCredential": "Comprehensive Learner Record 2.0",
    "VerifiablePresentation": "Verifiable Presentation",
    "EnvelopedVerifiableCredential": "VC-JOSE-COSE",
    "EnvelopedVerifiablePresentation": "VC-JOSE-COSE",
}
_PROFILES: Final = (
    ("OpenBadgeCredential", "Open Badges 3.0"),
    ("AchievementCredential", "Open Badges 3.0"),
    ("EndorsementCredential", "Open Badges 3.0 endorsement"),
    ("BitstringStatusListCredential", "Bitstring Status List 1.0"),
)


def verify_credential(
    document: bytes | str | Mapping[str, Any],
    *,
    sources: Sources,
    now: datetime,
    timer: Callable[[], float] | None = None,
) -> Report:
    """Check a credential and return what was found; a bad credential is a result, no error.

    Args:
        document: JSON text (UTF-8) or an object already parsed by ``parse_json``. Prefer the
            text: an object can no longer show duplicate keys. Take credentials out of images
            with ``baking.unbake`` first.
        sources: answers for DID documents, status lists and recognitions.
        now: the moment to judge by, with a zone.
        timer: returns seconds (``time.perf_counter``); when given, each check has its duration.

    Returns:
        A report with one entry per check, but for unreadable documents, whose report has only
        the ``format`` entry.
    """
    try:
        parsed = parse_json(document) if isinstance(document, (bytes, str)) else copy_json(document)
    except UnreadableInput as error:
        if _is_compact_jws(document):
            return _unsupported("VC-JWT", "This is a VC-JWT or SD-JWT", credential=None)
        return _unreadable(error.message, code=error.code)
    if not isinstance(parsed, dict):
        return _unreadable("This JSON is no object, so no credential.", code="not_an_object")
    other = _other_profile(parsed)
    if other:
        return _unsupported(other, f"This follows {other}", credential=parsed)
    if "@context" not in parsed and "type" not in parsed:
        return _unreadable(
            "This JSON is no credential: it has neither @context nor type.", code="not_credential"
        )
    return _Verification(parsed, sources=sources, now=now, timer=timer).run()


class _Verification:
    """One run over one document; collects the checks in order."""

    def __init__(
        self,
        document: JsonObject,
        *,
        sources: Sources,
        now: datetime,
        timer: Callable[[], float] | None,
    ) -> None:
        self._document = document
        self._sources = sources
        self._now = now
        self._timer = timer
        self._started = timer() if timer else 0.0
        self._checks: list[Check] = []

    def run(self) -> Report:
        # 1. format
        self._add(Check("format", "pass", "The document is well-formed JSON.", _FORMAT_CLAUSE))
        # 2. schema
        self._add(_check_schema(self._document))
        # 3. contexts, 4. proof and issuer
        secured = check_secured(self._document, sources=self._sources, now=self._now)
        self._add(secured.contexts, secured.proof, secured.issuer)
        # 5. status: nothing that the document points at is fetched unless its proof holds.
        for purpose in ("revocation", "suspension"):
            self._add(
                check_status(self._document, purpose=purpose, sources=self._sources, now=self._now)
                if secured.is_proven
                else skip_status(purpose, "Not looked at, because the proof was not confirmed.")
            )
        # 6. dates
        self._add(check_dates(self._document, now=self._now))
        # 7. evidence and holder
        self._add(_check_evidence(self._document), _check_holder())
        return Report(
            verdict=decide_verdict(self._checks),
            issuer=self._answer_issuer(is_proven=secured.is_proven),
            holder="not asked",
            profile=_profile(self._document),
            checks=tuple(self._checks),
            credential=self._document,
            notes=(*getattr(self._sources, "notes", ()), *_notes(self._document)),
        )

    def _add(self, *checks: Check) -> None:
        if self._timer is None:
            self._checks.extend(checks)
            return
        ended = self._timer()
        milliseconds = (ended - self._started) * 1000 / len(checks)
        self._started = ended
        self._checks.extend(replace(check, duration_ms=milliseconds) for check in checks)

    def _answer_issuer(self, *, is_proven: bool) -> IssuerAnswer:
        issuer = self._document.get("issuer")
        name = issuer.get("name") if isinstance(issuer, dict) else None
        issuer_id = issuer_id_of(self._document)
        # An issuer that is only claimed must not borrow another's recognition.
        by = self._sources.recognitions(issuer_id) if issuer_id and is_proven else None
        return IssuerAnswer(
            id=issuer_id,
            name=name if isinstance(name, str) else None,
            recognised="not asked" if by is None else bool(by),
            by=by or (),
        )


def _notes(document: JsonObject) -> tuple[str, ...]:
    if not {"endorsement", "endorsementJwt"} & set(_keys(document)):
        return ()
    return ("It carries endorsements; their own proofs were not checked.",)


def _keys(value: JsonValue) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, (dict, list)):
            yield from _keys(item)


def _check_schema(document: JsonObject) -> Check:
    findings = check_structure(document)
    if findings:
        more = f" ({len(findings) - 1} more)" if len(findings) > 1 else ""
        reason = f"{findings[0]}{more}."
        return Check("schema", "fail", reason, _SCHEMA_CLAUSE, code="structure")
    return Check(
        "schema",
        "pass",
        "The structure is that of the data model (Guildmark's own check, not the official JSON "
        "Schema).",
        _SCHEMA_CLAUSE,
    )


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


def _profile(document: JsonObject) -> str | None:
    types = types_of(document)
    for name, profile in _PROFILES:
        if name in types:
            return profile
    return "VC Data Model 2.0" if "VerifiableCredential" in types else None


def _other_profile(document: JsonObject) -> str | None:
    """Name the profile of a document that is of an older or another kind, else None."""
    for name, profile in _OTHER_DOCUMENTS.items():
        if name in types_of(document):
            return profile
    contexts = document.get("@context")
    listed = contexts if isinstance(contexts, list) else [contexts]
    if CREDENTIALS_V2_CONTEXT in listed:
        return None
    if _VC_1_CONTEXT in listed:
        return "VC Data Model 1.1"
    if any(isinstance(context, str) and context in _OPEN_BADGES_2 for context in listed):
        return "Open Badges 2"
    return None


def _is_compact_jws(document: object) -> bool:
    if isinstance(document, bytes):
        document = document.decode("utf-8", "replace")
    return isinstance(document, str) and bool(_COMPACT_JWS.fullmatch(document))


def _unreadable(reason: str, *, code: str) -> Report:
    check = Check("format", "fail", reason, _FORMAT_CLAUSE, code=code)
    return _report_without_checks(check, profile=None, credential=None)


def _unsupported(profile: str, what: str, *, credential: JsonObject | None) -> Report:
    check = Check(
        "format",
        "could not run",
        f"{what}, a profile that Guildmark does not check yet. It checks Open Badges 3.0 with "
        "eddsa-rdfc-2022.",
        _FORMAT_CLAUSE,
        code="profile_not_supported",
    )
    return _report_without_checks(check, profile=profile, credential=credential)


def _report_without_checks(
    check: Check, *, profile: str | None, credential: JsonObject | None
) -> Report:
    checks: tuple[Check, ...] = (check,)
    if check.outcome != "fail":
        rest = (name for name in CHECK_IDS if name != "format")
        reason = "Not looked at, because the profile is not supported yet."
        checks = (
            check,
            *(
                Check(name, "could not run", reason, _FORMAT_CLAUSE, code="skipped")
                for name in rest
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
