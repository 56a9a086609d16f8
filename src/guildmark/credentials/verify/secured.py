"""Is a document's proof there, of a suite we know, by a key of its issuer, and true?

Used for credentials and for the status lists they point at, so that both meet one rule.

Source: Data Integrity 1.0, 4.4 (Verify Proof); Controlled Identifiers 1.0, 3.3; security
design, rows 1, 3 and 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from guildmark.credentials.encoding import JsonObject, parse_datetime
from guildmark.credentials.errors import (
    CredentialError,
    InvalidKey,
    SourceUnavailable,
    UncoveredData,
    WorkLimitExceeded,
)
from guildmark.credentials.keys import (
    VerificationMethod,
    did_key_document,
    find_verification_method,
)
from guildmark.credentials.model import issuer_id_of
from guildmark.credentials.proofs import eddsa_rdfc_2022
from guildmark.credentials.verify.report import Check
from guildmark.credentials.verify.sources import Sources

__all__ = ["LEEWAY", "SecuredFindings", "check_secured"]

# Clocks of issuers and readers differ a little (security design, row 29).
LEEWAY: Final = timedelta(seconds=60)

# Suites that exist but are not read here yet: their proofs may well be true.
_OTHER_SUITES: Final = frozenset(
    {
        "bbs-2023",
        "ecdsa-jcs-2019",
        "ecdsa-rdfc-2019",
        "ecdsa-sd-2023",
        "ecdsa-xi-2023",
        "eddsa-2022",
        "eddsa-jcs-2022",
        "mldsa44-jcs-2024",
        "mldsa44-rdfc-2024",
        "slhdsa128-jcs-2024",
        "slhdsa128-rdfc-2024",
    }
)
_OTHER_PROOF_TYPES: Final = frozenset(
    {
        "BbsBlsSignature2020",
        "EcdsaSecp256k1Signature2019",
        "Ed25519Signature2018",
        "Ed25519Signature2020",
        "JcsEd25519Signature2020",
        "JsonWebSignature2020",
        "RsaSignature2018",
    }
)

_CONTEXT_CLAUSE: Final = "Data Integrity 1.0, 4.6"
_PROOF_CLAUSE: Final = "Data Integrity EdDSA Cryptosuites 1.0, 3.2.2"
_ISSUER_CLAUSE: Final = "VC Data Model 2.0, A.2; Controlled Identifiers 1.0, 3.3"


@dataclass(frozen=True, slots=True)
class SecuredFindings:
    """What came of the three checks."""

    contexts: Check
    proof: Check
    issuer: Check

    @property
    def is_proven(self) -> bool:
        """Whether all three passed."""
        return all(c.outcome == "pass" for c in (self.contexts, self.proof, self.issuer))

    @property
    def first_problem(self) -> str:
        """The reason of the first check that did not pass; empty when all did."""
        for check in (self.contexts, self.proof, self.issuer):
            if check.outcome != "pass":
                return check.reason
        return ""


class _Stop(Exception):
    """Ends the proof steps early with what was found."""

    def __init__(self, check: Check) -> None:
        super().__init__(check.reason)
        self.check = check


def check_secured(document: JsonObject, *, sources: Sources, now: datetime) -> SecuredFindings:
    """Check the proof of a document and that the key is its issuer's.

    The key is looked up only when the document names it as its issuer's own; a key of anybody
    else is never asked for.
    """
    contexts, document_hash = _check_contexts(document)
    binding = _check_binding(document)
    try:
        proof = _check_form(document, now=now)
        method = _find_key(proof, binding=binding, sources=sources)
    except _Stop as stop:
        return SecuredFindings(contexts, stop.check, binding)
    proof_check = _check_signature(document, proof, method, document_hash=document_hash)
    return SecuredFindings(contexts, proof_check, _check_key(binding, method, now=now))


def _check_contexts(document: JsonObject) -> tuple[Check, bytes | None]:
    """Say whether each part of the document is covered by what is signed, and hash it if so."""
    try:
        document_hash = eddsa_rdfc_2022.hash_document(document)
    except UncoveredData as error:
        return _contexts("fail", error.message, code=error.code), None
    except WorkLimitExceeded as error:
        return _contexts("fail", f"Refused: {error.message}", code=error.code), None
    reason = "Each term is defined by a known context, so the proof covers it."
    return _contexts("pass", reason), document_hash


def _check_binding(document: JsonObject) -> Check:
    """Say whether the proof names a key of the issuer; whether it is one comes later."""
    issuer = issuer_id_of(document)
    if issuer is None:
        return _issuer("fail", "The document names no issuer.", code="no_issuer")
    proof = document.get("proof")
    method = proof.get("verificationMethod") if isinstance(proof, Mapping) else None
    if not isinstance(method, str):
        return _issuer("could not run", "The proof names no key.", code="no_method")
    if method.partition("#")[0] != issuer:
        return _issuer(
            "fail",
            f"The proof is by the key {method[:200]}, which is not a key of the issuer "
            f"{issuer[:200]}.",
            code="key_not_of_issuer",
        )
    return _issuer("could not run", "The issuer's key has not been looked at.", code="key_unseen")


def _check_form(document: JsonObject, *, now: datetime) -> JsonObject:
    """Step 1: one proof, of this suite, for this purpose. Returns the proof."""
    if "proof" not in document:
        raise _Stop(_proof("fail", "The document has no proof, so anybody could have written it."))
    proof = document["proof"]
    if isinstance(proof, list):
        raise _Stop(
            _proof(
                "could not run",
                "The document has a set of proofs; Guildmark checks single proofs so far.",
                code="proof_set",
            )
        )
    if not isinstance(proof, dict):
        raise _Stop(_proof("fail", "The proof is no JSON object.", code="proof_malformed"))
    _check_suite(proof)
    if proof.get("proofPurpose") != "assertionMethod":
        raise _Stop(
            _proof(
                "fail",
                f"The proof is for {str(proof.get('proofPurpose'))[:60]!r}, not for making "
                "assertions.",
                code="proof_purpose",
            )
        )
    if "@context" in proof and proof["@context"] != document.get("@context"):
        raise _Stop(
            _proof("fail", "The proof has other contexts than the document.", code="proof_context")
        )
    _check_proof_dates(proof, now=now)
    return proof


def _check_suite(proof: JsonObject) -> None:
    kind, suite = proof.get("type"), proof.get("cryptosuite")
    if kind == "DataIntegrityProof" and suite == eddsa_rdfc_2022.CRYPTOSUITE:
        return
    # As text, for a list or an object could not be looked up in a set.
    name = str(suite if kind == "DataIntegrityProof" else kind)[:60]
    known = name in (_OTHER_SUITES if kind == "DataIntegrityProof" else _OTHER_PROOF_TYPES)
    if known:
        raise _Stop(
            _proof(
                "could not run",
                f"The proof is of the suite {name}, which Guildmark does not check yet. "
                f"It checks {eddsa_rdfc_2022.CRYPTOSUITE}.",
                code="other_suite",
            )
        )
    raise _Stop(_proof("fail", f"{name!r} is no kind of proof that exists.", code="unknown_suite"))


def _check_proof_dates(proof: JsonObject, *, now: datetime) -> None:
    try:
        dates = {
            name: parse_datetime(str(proof[name]))
            for name in ("created", "expires")
            if name in proof
        }
    except CredentialError as error:
        raise _Stop(
            _proof("fail", f"A date of the proof is wrong: {error.message}", code="proof_malformed")
        ) from error
    if "expires" in dates and dates["expires"] < now - LEEWAY:
        reason = f"The proof was good until {proof['expires']} only."
        raise _Stop(_proof("fail", reason, code="proof_expired"))
    if "previousProof" in proof:
        raise _Stop(
            _proof(
                "could not run",
                "The proof builds on another proof, which Guildmark does not check yet.",
                code="proof_chain",
            )
        )


def _find_key(proof: JsonObject, *, binding: Check, sources: Sources) -> VerificationMethod:
    """Step 2: the key that the proof names, from the DID document of its owner."""
    method_id = proof.get("verificationMethod")
    if not isinstance(method_id, str) or not method_id.partition("#")[2]:
        raise _Stop(_proof("fail", "The proof names no key.", code="no_method"))
    did = method_id.partition("#")[0]
    try:
        if did.startswith("did:key:"):
            document = did_key_document(did)
        elif binding.outcome == "fail":
            raise _Stop(
                _proof(
                    "could not run",
                    "The key is not the issuer's, so it was not asked for.",
                    code="key_not_of_issuer",
                )
            )
        else:
            document = sources.did_document(did)
        return find_verification_method(document, method_id=method_id)
    except SourceUnavailable as error:
        raise _Stop(
            _proof("could not run", f"The key could not be had: {error.reason}", code=error.code)
        ) from error
    except InvalidKey as error:
        outcome = "could not run" if error.code in ("method_kind", "key_kind") else "fail"
        raise _Stop(_proof(outcome, error.message, code=error.code)) from error


def _check_signature(
    document: JsonObject,
    proof: JsonObject,
    method: VerificationMethod,
    *,
    document_hash: bytes | None,
) -> Check:
    """Step 3: is it that key's signature over document and proof options?"""
    if document_hash is None:
        return _proof(
            "could not run",
            "What the proof covers can not be told; see contexts.",
            code="contexts_failed",
        )
    key = method.public_key
    if key.algorithm != "Ed25519":
        return _proof(
            "fail",
            f"{eddsa_rdfc_2022.CRYPTOSUITE} proofs are by Ed25519 keys; this key is "
            f"{key.algorithm}.",
            code="key_algorithm",
        )
    try:
        valid = eddsa_rdfc_2022.is_proof_valid(
            document, proof=proof, key=key, document_hash=document_hash
        )
    except (UncoveredData, WorkLimitExceeded) as error:
        return _proof("fail", f"In the proof, {error.message}", code=error.code)
    if not valid:
        return _proof(
            "fail",
            "The signature does not fit: the document or its proof was changed after signing, or "
            "signed by another key.",
            code="signature",
        )
    return _proof("pass", f"The document is as the owner of {method.id[:200]} signed it.")


def _check_key(binding: Check, method: VerificationMethod, *, now: datetime) -> Check:
    """Step 4: does the issuer let this key sign?"""
    did = method.id.partition("#")[0]
    if binding.outcome == "fail":
        return binding
    if method.controller != did:
        return replace(
            binding,
            outcome="fail",
            code="key_controller",
            reason=f"The key's controller is {str(method.controller)[:200]}, not the issuer.",
        )
    if method.revoked is not None and method.revoked <= now + LEEWAY:
        return replace(
            binding, outcome="fail", code="key_revoked", reason="The issuer has revoked this key."
        )
    if method.expires is not None and method.expires <= now - LEEWAY:
        return replace(
            binding, outcome="fail", code="key_expired", reason="The issuer's key has expired."
        )
    if not method.may_assert:
        return replace(
            binding,
            outcome="fail",
            code="key_not_asserting",
            reason="The issuer does not list this key for signing credentials (assertionMethod).",
        )
    return replace(
        binding, outcome="pass", code="", reason="The key is listed by the issuer for signing."
    )


def _contexts(outcome: Any, reason: str, *, code: str = "") -> Check:
    return Check("contexts", outcome, reason, _CONTEXT_CLAUSE, code=code)


def _proof(outcome: Any, reason: str, *, code: str = "no_proof") -> Check:
    return Check("proof", outcome, reason, _PROOF_CLAUSE, code="" if outcome == "pass" else code)


def _issuer(outcome: Any, reason: str, *, code: str = "") -> Check:
    return Check("issuer", outcome, reason, _ISSUER_CLAUSE, code=code)
