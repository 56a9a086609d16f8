"""Open Badges 2.0: is a hosted badge at its own address, is a signed one by its issuer's key?

A hosted badge has no signature: what proves it is that its issuer's own host serves it. So fetching
it, its badge class and its issuer's profile *is* the proof, and nothing but these is fetched for
it. For a signed badge the key is fetched; the class and the profile only once the signature holds
(or before, when the badge leaves it to the profile to name the key).

1. proof: hosted – the address gives this badge; signed – the key fits
2. badge class and issuer, each believed from its own address only
3. binding: hosted – the address is one at which the issuer asserts; signed – the issuer lists the
   key and the key names the issuer

Source: Open Badges 2.0, Verification; Hosted Badges; Signed Badges.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from guildmark.credentials.encoding import JsonObject, parse_json, to_base64url
from guildmark.credentials.errors import CredentialError, InvalidKey, SourceUnavailable
from guildmark.credentials.keys import JOSE_ALGORITHMS, PublicKey
from guildmark.credentials.model import check_structure, open_badges_2
from guildmark.credentials.verify.findings import (
    KeyProblem,
    SecuredFindings,
    contexts_check,
    issuer_check,
    key_problem,
    proof_check,
)
from guildmark.credentials.verify.received import Received
from guildmark.credentials.verify.report import Check
from guildmark.credentials.verify.sources import Sources

if TYPE_CHECKING:
    from guildmark.credentials.model.open_badges_2 import Reference, SignedBadge

__all__ = ["BadgeFindings", "check_badge"]

_CLAUSE: Final = "Open Badges 2.0, Verification"
_ACCEPT: Final = "application/ld+json, application/json"
_KNOWN_CONTEXTS: Final = frozenset(
    {"https://w3id.org/openbadges/v2", "https://openbadgespec.org/v2/context.json"}
)


@dataclass(frozen=True, slots=True)
class BadgeFindings:
    """What came of a badge.

    Attributes:
        secured: the three checks.
        document: the badge as it is proven, with its class and issuer inside; as it was received
            where it is not.
        issuer: the issuer's profile; None where it is not known.
    """

    secured: SecuredFindings
    document: JsonObject
    issuer: JsonObject | None = None


def check_badge(received: Received, *, sources: Sources) -> BadgeFindings:
    """Check a hosted or signed badge and that it is its issuer's."""
    contexts = _check_contexts(received.document)
    unseen = _issuer("could not run", "The issuer has not been looked at.", code="issuer_unseen")
    try:
        if received.form == "hosted badge":
            assertion = _fetch_assertion(received, sources)
            proof = _proof("pass", f"Its own address, {assertion['id'][:200]}, gives this badge.")
            key = None
        else:
            assertion = received.document
            key, public_key = _find_key(received, sources)
            proof = _check_signature(received.token, public_key, key)
            if proof.outcome != "pass":
                return BadgeFindings(SecuredFindings(contexts, proof, unseen), received.document)
    except KeyProblem as problem:
        proof = _proof(problem.outcome, problem.reason, code=problem.code)
        return BadgeFindings(SecuredFindings(contexts, proof, unseen), received.document)
    return _bind(assertion, key, contexts=contexts, proof=proof, sources=sources)


def _bind(
    assertion: JsonObject,
    key: JsonObject | None,
    *,
    contexts: Check,
    proof: Check,
    sources: Sources,
) -> BadgeFindings:
    """Steps 2 and 3."""
    try:
        badge = _follow(open_badges_2.badge_class_of(assertion), sources, what="badge class")
        issuer = _follow(open_badges_2.issuer_of(badge), sources, what="issuer")
    except CredentialError as error:
        problem = _issuer("fail", error.message, code=error.code)
        return BadgeFindings(SecuredFindings(contexts, proof, problem), assertion)
    except KeyProblem as error:
        problem = _issuer(error.outcome, error.reason, code=error.code)
        return BadgeFindings(SecuredFindings(contexts, proof, problem), assertion)
    whole = {**assertion, "badge": {**badge, "issuer": issuer}}
    if key is None:
        findings = open_badges_2.check_hosted_scope(str(assertion["id"]), issuer=issuer)
        passed = "The badge is at an address of the issuer's."
    else:
        findings = open_badges_2.check_signing_key(key, issuer=issuer)
        passed = "The key is listed by the issuer for signing."
    structure = (*check_structure(badge), *check_structure(issuer))
    if findings:
        bound = _issuer("fail", f"{findings[0]}.", code="key_not_of_issuer")
    elif structure:
        bound = _issuer("fail", f"{structure[0]}.", code="structure")
    else:
        bound = _issuer("pass", passed)
    return BadgeFindings(SecuredFindings(contexts, proof, bound), whole, issuer)


def _check_contexts(document: JsonObject) -> Check:
    """Its words are fixed by the standard; other contexts could make them mean something else."""
    contexts = document.get("@context")
    listed = contexts if isinstance(contexts, list) else [contexts]
    if all(isinstance(each, str) and each in _KNOWN_CONTEXTS for each in listed):
        return contexts_check(
            "pass",
            "Its words are those of Open Badges 2.0; what goes beyond was not interpreted.",
            clause="Open Badges 2.0, JSON-LD",
        )
    other = next(e for e in listed if not isinstance(e, str) or e not in _KNOWN_CONTEXTS)
    return contexts_check(
        "could not run",
        f"It brings along the context {str(other)[:200]}, so what its words mean can not be told.",
        code="unknown_context",
        clause="Open Badges 2.0, JSON-LD",
    )


def _fetch_assertion(received: Received, sources: Sources) -> JsonObject:
    """Step 1 for hosted badges. Returns what the address gives."""
    address = received.document.get("id")
    if not isinstance(address, str) or not address.startswith("https://"):
        key_problem(
            "fail", "A hosted badge names the https address at which it is.", code="badge_address"
        )
    try:
        hosted = _fetch(address, sources)
    except SourceUnavailable as error:
        if error.code == "gone":
            raise KeyProblem(
                "fail",
                "Its own address says that the badge is gone: it was revoked or taken back.",
                code="badge_gone",
            ) from error
        raise KeyProblem(
            "could not run", f"The badge could not be had: {error.reason}", code=error.code
        ) from error
    if hosted.get("id") != address:
        key_problem(
            "fail",
            f"At its address is another badge: {str(hosted.get('id'))[:200]}.",
            code="badge_other",
        )
    if hosted.get("revoked") is True:
        # Revoked badges may keep nothing but their id (Open Badges 2.0, Assertion).
        return {**received.document, **hosted}
    if not received.is_given_by_address:
        # What the issuer added later is no forgery; what differs is.
        differing = [name for name, value in received.document.items()
                     if name != "@context" and hosted.get(name) != value]  # fmt: skip
        if differing:
            key_problem(
                "fail",
                f"What was handed over is not what its own address gives: {differing[0][:60]!r} "
                "differs.",
                code="badge_differs",
            )
    findings = check_structure(hosted)
    if findings:
        key_problem("fail", f"At its address: {findings[0]}.", code="structure")
    return hosted


def _find_key(received: Received, sources: Sources) -> tuple[JsonObject, PublicKey]:
    """Step 1 for signed badges: the key document that the badge or its issuer names."""
    try:
        named = open_badges_2.verification_of(received.document).key_id
        if named is not None:
            document = _follow(open_badges_2.Reference(named), sources, what="key")
        else:
            badge = _follow(
                open_badges_2.badge_class_of(received.document), sources, what="badge class"
            )
            issuer = _follow(open_badges_2.issuer_of(badge), sources, what="issuer")
            keys = open_badges_2.public_keys_of(issuer)
            if len(keys) != 1:
                key_problem("fail", "The issuer does not list one key.", code="method_unknown")
            document = _follow(keys[0], sources, what="key")
        key = _load_key(open_badges_2.public_key_der(document))
    except InvalidKey as error:
        raise KeyProblem("could not run", error.message, code=error.code) from error
    except CredentialError as error:
        raise KeyProblem("fail", error.message, code=error.code) from error
    return document, key


def _load_key(der: bytes) -> PublicKey:
    """Read a SubjectPublicKeyInfo; badges were signed with RSA, some with EC keys."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InvalidKey("The key's publicKeyPem can not be read.", code="badge_key") from error
    if isinstance(key, RSAPublicKey):
        numbers = key.public_numbers()
        return PublicKey.from_jwk({"kty": "RSA", "n": _uint(numbers.n), "e": _uint(numbers.e)})
    if isinstance(key, EllipticCurvePublicKey):
        point, size = key.public_numbers(), (key.key_size + 7) // 8
        curves = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}
        return PublicKey.from_jwk(
            {
                "kty": "EC",
                "crv": curves.get(key.curve.name, key.curve.name),
                "x": to_base64url(point.x.to_bytes(size)),
                "y": to_base64url(point.y.to_bytes(size)),
            }
        )
    raise InvalidKey("The key is neither an RSA nor an EC key.", code="key_kind")


def _uint(number: int) -> str:
    return to_base64url(number.to_bytes((number.bit_length() + 7) // 8))


def _check_signature(token: Any, key: PublicKey, document: JsonObject) -> Check:
    badge: SignedBadge = token
    if badge.header.get("alg") != JOSE_ALGORITHMS[key.algorithm] or not key.is_signature_of(
        badge.signing_input, signature=badge.signature
    ):
        return _proof(
            "fail",
            "The signature does not fit: the badge was changed after signing, was signed by "
            "another key, or names another algorithm than its key has.",
            code="signature",
        )
    return _proof(
        "pass", f"The badge is as the owner of {str(document.get('id'))[:200]} signed it."
    )


def _follow(reference: Reference, sources: Sources, *, what: str) -> JsonObject:
    """Return what a reference points at: from its address where it has one."""
    if not reference.must_be_fetched:
        if reference.embedded is None:
            key_problem("fail", f"The {what} has no https address.", code="badge_address")
        return reference.embedded
    address = str(reference.id)
    try:
        found = _fetch(address, sources)
    except SourceUnavailable as error:
        raise KeyProblem(
            "could not run", f"The {what} could not be had: {error.reason}", code=error.code
        ) from error
    if found.get("id") != address:
        key_problem(
            "fail",
            f"At the address of the {what} is another one: {str(found.get('id'))[:200]}.",
            code="badge_other",
        )
    return found


def _fetch(address: str, sources: Sources) -> JsonObject:
    try:
        found = parse_json(sources.document(address, accept=_ACCEPT))
    except SourceUnavailable:
        raise
    except CredentialError as error:
        raise SourceUnavailable(
            f"{address[:200]} does not answer with JSON: {error.message}", code="not_json"
        ) from error
    if not isinstance(found, dict):
        raise SourceUnavailable(f"{address[:200]} is no JSON object.", code="not_json")
    return found


def _proof(outcome: Any, reason: str, *, code: str = "") -> Check:
    return proof_check(outcome, reason, code=code, clause=_CLAUSE)


def _issuer(outcome: Any, reason: str, *, code: str = "") -> Check:
    return replace(issuer_check(outcome, reason, code=code), clause=_CLAUSE)
