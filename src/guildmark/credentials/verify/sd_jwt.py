"""Is an SD-JWT VC signed by a key of its issuer?

Keys come from the issuer's DID document, or from ``/.well-known/jwt-vc-issuer`` of an https
issuer. Certificates (``x5c``) are not read. Whether the person showing it is its holder (key
binding) is for ``presentation``.

Source: SD-JWT-based Verifiable Credentials, 3 and 4; RFC 9901, 7.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from guildmark.credentials.encoding import JsonObject, parse_json
from guildmark.credentials.errors import CredentialError, InvalidKey, SourceUnavailable
from guildmark.credentials.keys import VerificationMethod
from guildmark.credentials.verify.findings import (
    KeyProblem,
    SecuredFindings,
    contexts_check,
    issuer_check,
    key_problem,
    proof_check,
)
from guildmark.credentials.verify.jose import absolute_key_id, find_token_key
from guildmark.credentials.verify.key_discovery import check_binding, check_method, origin_of
from guildmark.credentials.verify.policy import Policy
from guildmark.credentials.verify.report import Check
from guildmark.credentials.verify.sources import Sources

if TYPE_CHECKING:
    from guildmark.credentials.proofs.sd_jwt_vc import SdJwtVc

__all__ = ["check_sd_jwt", "find_issuer_method"]

_CLAUSE: Final = "SD-JWT-based Verifiable Credentials, 3.4; RFC 9901, 7.1"
_ISSUER_CLAUSE: Final = "SD-JWT-based Verifiable Credentials, 3.5 and 4"
_ACCEPT: Final = "application/json"


def check_sd_jwt(
    token: SdJwtVc, *, sources: Sources, now: datetime, policy: Policy
) -> SecuredFindings:
    """Check the issuer's signature over a token and its disclosures."""
    contexts = contexts_check(
        "pass",
        f"The signature covers each claim. What they mean is for their type to say: "
        f"{token.vct[:200]} (not asked for).",
        clause="SD-JWT-based Verifiable Credentials, 3.2.2.1",
    )
    issuer = token.issuer
    if issuer is None:
        proof = proof_check(
            "could not run",
            "The token names no issuer (iss); certificates (x5c) are not read here.",
            code="no_issuer",
            clause=_CLAUSE,
        )
        missing = issuer_check(
            "fail", "The document names no issuer.", code="no_issuer", clause=_ISSUER_CLAUSE
        )
        return SecuredFindings(contexts, proof, missing)
    proof, binding = _check_signature(token, issuer, sources=sources, now=now)
    if not policy.require_issuer_binding and binding.outcome != "pass":
        binding = replace(
            binding,
            outcome="not applicable",
            reason="Whose key signed it was not compared with its issuer, as was asked.",
            code="not_asked",
        )
    return SecuredFindings(contexts, proof, binding)


def _check_signature(
    token: SdJwtVc, issuer: str, *, sources: Sources, now: datetime
) -> tuple[Check, Check]:
    from guildmark.credentials.proofs import sd_jwt_vc

    unseen = issuer_check(
        "could not run",
        "The issuer's key has not been looked at.",
        code="key_unseen",
        clause=_ISSUER_CLAUSE,
    )
    method_id = absolute_key_id(token.verification_method, issuer)
    if issuer.startswith("did:") and method_id is not None:
        unseen = replace(check_binding(method_id, owner=issuer), clause=_ISSUER_CLAUSE)
    try:
        method = find_issuer_method(issuer, key_id=token.verification_method, sources=sources)
    except KeyProblem as error:
        return proof_check(error.outcome, error.reason, code=error.code, clause=_CLAUSE), unseen
    if not sd_jwt_vc.is_signature_valid(token, key=method.public_key):
        proof = proof_check(
            "fail",
            "The signature does not fit: the token was changed after signing, was signed by "
            "another key, or names another algorithm than its key has.",
            code="signature",
            clause=_CLAUSE,
        )
        return proof, unseen
    proof = proof_check(
        "pass",
        f"The document is as the owner of {method.id[:200]} signed it.",
        clause=_CLAUSE,
    )
    bound = check_method(unseen, method, owner=issuer, now=now)
    return proof, replace(bound, clause=_ISSUER_CLAUSE)


def find_issuer_method(issuer: str, *, key_id: str | None, sources: Sources) -> VerificationMethod:
    """Return the key of an issuer that a token (or a status list token) names.

    Args:
        issuer: a DID or an https address.
        key_id: ``kid`` of the token; None picks the only key there is.
        sources: asked for the keys.

    Raises:
        KeyProblem: it could not be had, is not listed, or is none.
    """
    if issuer.startswith("did:"):
        return find_token_key(absolute_key_id(key_id, issuer), owner=issuer, sources=sources)
    if origin_of(issuer) is None:
        key_problem(
            "could not run",
            f"The issuer {issuer[:200]} is neither a DID nor an https address.",
            code="issuer_url",
        )
    from guildmark.credentials.proofs import sd_jwt_vc

    try:
        metadata = _fetch_object(sd_jwt_vc.jwt_vc_issuer_url(issuer), sources)
        if metadata.get("issuer") != issuer:
            key_problem(
                "fail",
                f"The issuer's metadata are about {str(metadata.get('issuer'))[:200]!r}.",
                code="issuer_metadata",
            )
        keys = metadata.get("jwks")
        if keys is None and isinstance(metadata.get("jwks_uri"), str):
            keys = _fetch_object(metadata["jwks_uri"], sources)
        key = sd_jwt_vc.find_issuer_key(keys if isinstance(keys, dict) else {}, kid=key_id)
    except SourceUnavailable as error:
        raise KeyProblem(
            "could not run", f"The key could not be had: {error.reason}", code=error.code
        ) from error
    except InvalidKey as error:
        raise KeyProblem("fail", error.message, code=error.code) from error
    except CredentialError as error:
        raise KeyProblem(
            "could not run", f"The key could not be had: {error.message}", code=error.code
        ) from error
    return VerificationMethod(
        f"{issuer}#{key_id or ''}",
        key,
        controller=issuer,
        relationships=frozenset({"assertionMethod"}),
    )


def _fetch_object(url: str, sources: Sources) -> JsonObject:
    found: Any = parse_json(sources.document(url, accept=_ACCEPT))
    if not isinstance(found, dict):
        raise SourceUnavailable(f"{url[:200]} is no JSON object.", code="not_json")
    return found
