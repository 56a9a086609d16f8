"""Are a document's embedded proofs of suites we know, by keys of its issuer, and true?

One proof or several, alone or built on each other:

1. form: each is an object, of a known suite, for this purpose, in date, with the challenge and
   domain that were asked for
2. contexts: what the proofs cover, and what its words mean
3. keys: first those of the issuer; those of others only beside a proof of the issuer's that holds
4. signatures: every proof must hold
5. binding: at least one of them must be by a key that the issuer lists; the others are named

Every proof must hold because nobody could tell from the document which of them the issuer meant;
a set with one that is not understood leaves it open. Open Badges 3.0, 8.1, would let a verifier
pick any one.

Source: Data Integrity 1.0, 4.4 and 4.5 (Verify Proof, Verify Proof Sets and Chains); Controlled
Identifiers 1.0, 3.3; security design, rows 1, 3 and 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from guildmark.credentials.encoding import JsonObject, parse_datetime
from guildmark.credentials.errors import CredentialError, UncoveredData
from guildmark.credentials.keys import VerificationMethod
from guildmark.credentials.proofs.proof_sets import order_proofs
from guildmark.credentials.proofs.suite import Suite, added_contexts, find_suite, name_of
from guildmark.credentials.verify.findings import (
    LEEWAY,
    KeyProblem,
    SecuredFindings,
    contexts_check,
    issuer_check,
    proof_check,
    worst,
)
from guildmark.credentials.verify.key_discovery import (
    check_binding,
    check_method,
    check_use,
    find_key,
)
from guildmark.credentials.verify.meaning import COVERED, check_covered, check_understood, refusal
from guildmark.credentials.verify.policy import EVERYTHING, Policy
from guildmark.credentials.verify.report import Check, Outcome
from guildmark.credentials.verify.sources import Sources

__all__ = ["check_data_integrity"]

# Suites that exist but are not read here: their proofs may well be true.
_OTHER_SUITES: Final = frozenset(
    {
        "bbs-2023",
        "ecdsa-xi-2023",
        "eddsa-2022",
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
        "JcsEd25519Signature2020",
        "JsonWebSignature2020",
        "RsaSignature2018",
    }
)
_CLAUSE: Final = "Data Integrity 1.0, 4.4"
_CLAUSES: Final = {
    "eddsa-rdfc-2022": "Data Integrity EdDSA Cryptosuites 1.0, 3.2.2",
    "eddsa-jcs-2022": "Data Integrity EdDSA Cryptosuites 1.0, 3.3.2",
    "ecdsa-rdfc-2019": "Data Integrity ECDSA Cryptosuites 1.0, 3.2.2",
    "ecdsa-jcs-2019": "Data Integrity ECDSA Cryptosuites 1.0, 3.3.2",
    "ecdsa-sd-2023": "Data Integrity ECDSA Cryptosuites 1.0, 3.6.7",
    "bbs-2023": "Data Integrity BBS Cryptosuites 1.0, 3.4.7",
    "Ed25519Signature2020": "Ed25519Signature2020, 4.2",
}
_SET_CLAUSE: Final = "Data Integrity 1.0, 4.5"


class _Stop(Exception):
    """Ends the steps of one proof early with what was found."""

    def __init__(self, outcome: Outcome, reason: str, *, code: str) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.code = code


@dataclass(frozen=True, slots=True)
class _Found:
    """What came of one proof."""

    proof: Check
    issuer: Check
    method: str = ""


def check_data_integrity(
    document: JsonObject,
    *,
    owner: str | None,
    sources: Sources,
    now: datetime,
    policy: Policy = EVERYTHING,
    purpose: str = "assertionMethod",
    role: str = "issuer",
) -> SecuredFindings:
    """Check the proofs of a document and that one of their keys is its owner's.

    A key of anybody but the owner is asked for only beside a proof of the owner's that holds, or
    where the policy asks for no binding.

    Args:
        document: with its ``proof``.
        owner: whose key must have signed: the issuer's id, or the holder's.
        sources: asked for keys, and for nothing else.
        now: the moment to judge keys and proofs by.
        policy: binding, challenge and domain.
        purpose: ``assertionMethod`` for credentials, ``authentication`` for presentations.
        role: ``issuer`` or ``holder``, for the sentences.
    """
    try:
        proofs = _list_proofs(document)
    except _Stop as stop:
        first = document.get("proof")
        method_id = first.get("verificationMethod") if isinstance(first, Mapping) else None
        contexts = check_covered(document)
        binding = check_binding(method_id, owner=owner, role=role)
        return SecuredFindings(contexts, _proof(stop, _CLAUSE), _asked(binding, policy))
    contexts, document_hash = _check_contexts(document, proofs)
    run = _Run(document, owner, sources, now, policy, purpose, role, contexts, document_hash)
    found = run.check_all(proofs)
    if len(found) == 1:
        return SecuredFindings(contexts, found[0].proof, _asked(found[0].issuer, policy))
    return SecuredFindings(contexts, *_combine(found, policy))


def _asked(issuer: Check, policy: Policy) -> Check:
    """Leave the binding out where nobody asked for it."""
    if policy.require_issuer_binding:
        return issuer
    return replace(
        issuer,
        outcome="not applicable",
        reason="Whose key signed it was not compared with its issuer, as was asked.",
        code="not_asked",
    )


def _list_proofs(document: JsonObject) -> list[JsonObject]:
    if "proof" not in document:
        raise _Stop(
            "fail",
            "The document has no proof, so anybody could have written it.",
            code="no_proof",
        )
    proof = document["proof"]
    proofs = proof if isinstance(proof, list) else [proof]
    if not proofs:
        raise _Stop(
            "fail",
            "The document has no proof, so anybody could have written it.",
            code="no_proof",
        )
    if not all(isinstance(each, dict) for each in proofs):
        raise _Stop("fail", "The proof is no JSON object.", code="proof_malformed")
    try:
        order_proofs(document)  # no circles, no two of one name, not too many
    except CredentialError as error:
        raise _Stop("fail", error.message, code=error.code) from error
    return [each for each in proofs if isinstance(each, dict)]


def _check_contexts(document: JsonObject, proofs: list[JsonObject]) -> tuple[Check, bytes | None]:
    """Step 2: say what the proofs cover; return the document's hash where one serves all."""
    suites = [find_suite(proof) for proof in proofs]
    known = [suite for suite in suites if suite is not None]
    if known and all(suite.COVERS_BYTES for suite in known) and len(known) == len(proofs):
        return _check_bytes(document, proofs), None
    hashing = next((s for s in known if not s.COVERS_BYTES and hasattr(s, "hash_document")), None)
    if hashing is None:
        return check_covered(document), None
    try:
        return contexts_check("pass", COVERED), hashing.hash_document(document)
    except CredentialError as error:
        return refusal(error), None


def _check_bytes(document: JsonObject, proofs: list[JsonObject]) -> Check:
    """Step 2 for suites over bytes: each proof may cover fewer contexts than there are."""
    checks = [
        check_understood(
            document,
            signed_contexts=proof["@context"] if added_contexts(document, proof=proof) else None,
            clause="Data Integrity 1.0, 4.6",
        )
        for proof in proofs
    ]
    return worst(checks)


@dataclass(frozen=True, slots=True)
class _Run:
    """One run over the proofs of one document."""

    document: JsonObject
    owner: str | None
    sources: Sources
    now: datetime
    policy: Policy
    purpose: str
    role: str
    contexts: Check
    document_hash: bytes | None

    def check_all(self, proofs: list[JsonObject]) -> list[_Found]:
        """Check each proof, the owner's first; return what was found in the document's order."""
        found: dict[int, _Found] = {}
        anybody = not self.policy.require_issuer_binding
        mine = [index for index, proof in enumerate(proofs) if self._is_owners(proof)]
        for index in mine:
            found[index] = self._check_one(proofs[index], ask_anybody=anybody)
        # Others' keys are asked for only once the document is known to come from its issuer.
        trusted = anybody or any(
            each.proof.outcome == each.issuer.outcome == "pass" for each in found.values()
        )
        for index, proof in enumerate(proofs):
            if index not in found:
                found[index] = self._check_one(proof, ask_anybody=trusted)
        return [found[index] for index in range(len(proofs))]

    def _is_owners(self, proof: JsonObject) -> bool:
        return self._binding(proof).outcome != "fail"

    def _binding(self, proof: JsonObject) -> Check:
        return check_binding(proof.get("verificationMethod"), owner=self.owner, role=self.role)

    def _check_one(self, proof: JsonObject, *, ask_anybody: bool) -> _Found:
        """Steps 1, 3 and 4 for one proof."""
        binding = self._binding(proof)
        name = name_of(proof)
        clause = _CLAUSES.get(name or "", _CLAUSE)
        shown = str(proof.get("verificationMethod"))[:200]
        try:
            suite = self._check_form(proof)
            method = self._find_key(proof, ask_anybody=ask_anybody)
            self._check_signature(proof, suite, method)
        except _Stop as stop:
            return _Found(_proof(stop, clause), binding, shown)
        issuer = binding
        if self.owner is not None:
            issuer = check_method(
                binding, method, owner=self.owner, now=self.now, purpose=self.purpose
            )
        reason = f"The document is as the owner of {method.id[:200]} signed it."
        if name == "ecdsa-sd-2023":
            unseen = "" if "credentialStatus" in self.document else ", also how it can be revoked"
            reason = (
                f"What is shown is as the owner of {method.id[:200]} signed it; the holder may "
                f"have left other parts out{unseen}."
            )
        passed = proof_check("pass", reason, clause=clause)
        if issuer.outcome == "fail" or not self.policy.require_issuer_binding:
            # Whoever it is, the key has to be one that signs such documents.
            use = check_use(method, now=self.now, purpose=self.purpose)
            if use.outcome != "pass" and issuer.code == binding.code:
                passed = proof_check("fail", use.reason, code=use.code, clause=clause)
        return _Found(passed, issuer, shown)

    def _check_form(self, proof: JsonObject) -> Suite:
        """Step 1. Returns the suite that checks the proof."""
        suite = _find_suite(proof)
        if proof.get("proofPurpose") != self.purpose:
            what = "making assertions" if self.purpose == "assertionMethod" else "authentication"
            raise _Stop(
                "fail",
                f"The proof is for {str(proof.get('proofPurpose'))[:60]!r}, not for {what}.",
                code="proof_purpose",
            )
        if (
            "@context" in proof
            and not suite.COVERS_BYTES
            and proof["@context"] != self.document.get("@context")
        ):
            raise _Stop(
                "fail", "The proof has other contexts than the document.", code="proof_context"
            )
        _check_proof_dates(proof, now=self.now)
        _check_wishes(proof, policy=self.policy)
        return suite

    def _find_key(self, proof: JsonObject, *, ask_anybody: bool) -> VerificationMethod:
        """Step 3."""
        try:
            return find_key(
                proof.get("verificationMethod"),
                owner=self.owner,
                sources=self.sources,
                ask_anybody=ask_anybody,
            )
        except KeyProblem as problem:
            raise _Stop(problem.outcome, problem.reason, code=problem.code) from problem

    def _check_signature(self, proof: JsonObject, suite: Suite, method: VerificationMethod) -> None:
        """Step 4."""
        if self.contexts.outcome == "fail" and not suite.COVERS_BYTES:
            raise _Stop(
                "could not run",
                "What the proof covers can not be told; see contexts.",
                code="contexts_failed",
            )
        key = method.public_key
        if key.algorithm not in suite.ALGORITHMS:
            kinds = " or ".join(sorted(suite.ALGORITHMS))
            raise _Stop(
                "fail",
                f"{name_of(proof)} proofs are by {kinds} keys; this key is {key.algorithm}.",
                code="key_algorithm",
            )
        # The hash that was made already is SHA-256; P-384 goes with SHA-384.
        shared = None if suite.COVERS_BYTES or key.algorithm == "P-384" else self.document_hash
        try:
            valid = suite.is_proof_valid(self.document, proof=proof, key=key, document_hash=shared)
        except UncoveredData as error:
            raise _Stop("fail", f"In the proof, {error.message}", code=error.code) from error
        except CredentialError as error:
            raise _Stop("fail", error.message, code=error.code) from error
        if not valid:
            raise _Stop(
                "fail",
                "The signature does not fit: the document or its proof was changed after signing, "
                "or signed by another key.",
                code="signature",
            )


def _find_suite(proof: JsonObject) -> Suite:
    suite = find_suite(proof)
    if suite is not None:
        if _is_base_proof(proof):
            raise _Stop(
                "fail",
                "This is the holder's own copy, from which parts are shown; it is not for showing "
                "itself. Ask for a derived one.",
                code="base_proof",
            )
        return suite
    name = str(name_of(proof))[:60]
    typed = proof.get("type") != "DataIntegrityProof"
    if name in (_OTHER_PROOF_TYPES if typed else _OTHER_SUITES):
        raise _Stop(
            "could not run",
            f"The proof is of the suite {name}, which Guildmark does not check.",
            code="other_suite",
        )
    raise _Stop("fail", f"{name!r} is no kind of proof that exists.", code="unknown_suite")


def _is_base_proof(proof: JsonObject) -> bool:
    if name_of(proof) != "ecdsa-sd-2023":
        return False
    from guildmark.credentials.proofs import ecdsa_sd_2023

    return ecdsa_sd_2023.is_base_proof(proof)


def _check_proof_dates(proof: JsonObject, *, now: datetime) -> None:
    try:
        dates = {
            name: parse_datetime(str(proof[name]), assume_utc=True)
            for name in ("created", "expires")
            if name in proof
        }
    except CredentialError as error:
        raise _Stop(
            "fail", f"A date of the proof is wrong: {error.message}", code="proof_malformed"
        ) from error
    if "created" not in dates and proof.get("type") == "Ed25519Signature2020":
        raise _Stop("fail", "The proof does not say when it was made.", code="proof_malformed")
    if "expires" in dates and dates["expires"] < now - LEEWAY:
        raise _Stop(
            "fail", f"The proof was good until {proof['expires']} only.", code="proof_expired"
        )


def _check_wishes(proof: JsonObject, *, policy: Policy) -> None:
    """Compare challenge and domain with what was asked for. Source: Data Integrity 1.0, 4.4."""
    if policy.challenge is not None and proof.get("challenge") != policy.challenge:
        raise _Stop(
            "fail",
            "The proof does not repeat the challenge that was given for it, so it may have been "
            "made for another occasion.",
            code="challenge",
        )
    if policy.domain is not None:
        domain: Any = proof.get("domain")
        if policy.domain not in (domain if isinstance(domain, list) else [domain]):
            raise _Stop(
                "fail",
                f"The proof was made for {str(domain)[:200]!r}, not for {policy.domain[:200]!r}.",
                code="domain",
            )


def _combine(found: list[_Found], policy: Policy) -> tuple[Check, Check]:
    """Return the proof and the issuer check of a set: steps 4 and 5."""
    proof = worst([each.proof for each in found])
    if proof.outcome == "pass":
        proof = proof_check("pass", f"All {len(found)} proofs hold.", clause=_SET_CLAUSE)
    if not policy.require_issuer_binding:
        return proof, _asked(found[0].issuer, policy)
    # Proofs in the issuer's name count all; those of others need not be the issuer's.
    claimed = [each.issuer for each in found if each.issuer.code not in _FOREIGN]
    if not claimed or worst(claimed).outcome != "pass":
        return proof, worst(claimed) if claimed else found[0].issuer
    others = [each.method for each in found if each.issuer.outcome != "pass"]
    reason = "The key is listed by the issuer for signing."
    if others:
        reason = f"A key that the issuer lists signed it; so did {', '.join(others[:3])}."
    return proof, issuer_check("pass", reason)


_FOREIGN: Final = frozenset({"key_not_of_issuer", "key_not_of_holder", "no_method"})


def _proof(stop: _Stop, clause: str) -> Check:
    return proof_check(stop.outcome, stop.reason, code=stop.code, clause=clause)
