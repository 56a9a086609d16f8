"""Is a token signed by a key of its issuer, and does it say what its claims repeat?

For Open Badges 3.0 VC-JWT, VC-JOSE-COSE and COSE messages. The key decides the algorithm; keys and
addresses in the header (``jku``, ``x5u``, ``jwk``) are not believed: a ``jwk`` only picks one of
the keys that the issuer lists.

1. claims: each registered claim equals what it repeats
2. meaning: the signature covers each byte; are its terms known?
3. key: the one that ``kid`` names, when it is the issuer's; without a ``kid``, one that the issuer
   lists
4. signature, and the token's own dates
5. binding: does the issuer let that key sign?

Source: Open Badges 3.0, 8.2; VC-JOSE-COSE, 3 and 4; RFC 8725; security design, rows 3 and 4.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from guildmark.credentials.encoding import JsonObject
from guildmark.credentials.errors import CredentialError, InvalidKey
from guildmark.credentials.keys import PublicKey, VerificationMethod, find_verification_method
from guildmark.credentials.proofs.vp_jwt import VpJwt
from guildmark.credentials.verify.data_integrity import check_data_integrity
from guildmark.credentials.verify.findings import (
    LEEWAY,
    KeyProblem,
    SecuredFindings,
    issuer_check,
    key_problem,
    proof_check,
    worst,
)
from guildmark.credentials.verify.key_discovery import (
    check_binding,
    check_method,
    check_use,
    fetch_controller_document,
    find_key,
    origin_of,
)
from guildmark.credentials.verify.meaning import check_understood
from guildmark.credentials.verify.policy import Policy
from guildmark.credentials.verify.report import Check
from guildmark.credentials.verify.sources import Sources

if TYPE_CHECKING:
    from guildmark.credentials.proofs.vc_cose import VcCose
    from guildmark.credentials.proofs.vc_jose import VcJose
    from guildmark.credentials.proofs.vc_jwt import VcJwt

    AnyToken = VcJwt | VcJose | VcCose | VpJwt

__all__ = ["JWT_CLAUSE", "absolute_key_id", "check_jose", "find_token_key"]

JWT_CLAUSE: Final = "Open Badges 3.0, 8.2.4"
_JOSE_CLAUSE: Final = "VC-JOSE-COSE, 3.1 and 4"
_COSE_CLAUSE: Final = "VC-JOSE-COSE, 3.3"
_MAX_LISTED_KEYS: Final = 32


def check_jose(
    token: AnyToken,
    document: JsonObject,
    *,
    owner: str | None,
    sources: Sources,
    now: datetime,
    policy: Policy,
    purpose: str = "assertionMethod",
    role: str = "issuer",
) -> SecuredFindings:
    """Check a token and that its key is its owner's.

    Args:
        token: as its module took it apart.
        document: the credential (or presentation) in it.
        owner: the issuer's id, or the holder's.
        sources: asked for keys, and for nothing else.
        now: the moment to judge keys and the token's dates by.
        policy: whether binding and dates are asked for.
        purpose: the relationship under which the key must be listed.
        role: ``issuer`` or ``holder``, for the sentences.
    """
    clause = _clause_of(token)
    contexts = check_understood(document, clause="VC Data Model 2.0, 4.3")
    proof, issuer = _check_token(
        token,
        owner=owner,
        sources=sources,
        now=now,
        policy=policy,
        purpose=purpose,
        role=role,
        clause=clause,
    )
    if not policy.require_issuer_binding:
        issuer = replace(
            issuer,
            outcome="not applicable",
            reason="Whose key signed it was not compared with its issuer, as was asked.",
            code="not_asked",
        )
    if "proof" in document and proof.outcome == "pass":
        # The token covers the embedded proof, but does not make it true.
        inner = check_data_integrity(
            document,
            owner=owner,
            sources=sources,
            now=now,
            policy=policy,
            purpose=purpose,
            role=role,
        )
        proof = worst([inner.proof, proof])
        contexts = worst([inner.contexts, contexts])
    return SecuredFindings(contexts, proof, issuer)


def _check_token(
    token: AnyToken,
    *,
    owner: str | None,
    sources: Sources,
    now: datetime,
    policy: Policy,
    purpose: str,
    role: str,
    clause: str,
) -> tuple[Check, Check]:
    method_id = absolute_key_id(token.verification_method, owner)
    if owner is None:
        binding = issuer_check("fail", f"The document names no {role}.", code=f"no_{role}")
    elif method_id is None:
        binding = issuer_check(
            "could not run", f"The {role}'s key has not been looked at.", code="key_unseen"
        )
    else:
        binding = check_binding(method_id, owner=owner, role=role)
    problem = _check_claims(token, clause=clause)
    if problem is not None:
        return problem, binding
    try:
        method = find_token_key(
            method_id,
            owner=owner,
            sources=sources,
            header_key=_header_key(token),
            ask_anybody=not policy.require_issuer_binding,
        )
    except KeyProblem as error:
        return proof_check(error.outcome, error.reason, code=error.code, clause=clause), binding
    proof = _check_signature(token, method, clause=clause)
    if proof.outcome == "pass":
        proof = _check_token_dates(token, now=now, policy=policy, clause=clause) or proof
    if proof.outcome == "pass" and not policy.require_issuer_binding:
        use = check_use(method, now=now, purpose=purpose)
        if use.outcome != "pass":
            proof = proof_check("fail", use.reason, code=use.code, clause=clause)
    if owner is not None:
        binding = check_method(binding, method, owner=owner, now=now, purpose=purpose)
    return proof, binding


def absolute_key_id(key_id: str | None, owner: str | None) -> str | None:
    """Return a token's key id as an absolute one.

    ``kid`` is often only the part after ``#``, or a did:key without it.
    """
    if key_id is None or owner is None:
        return key_id
    if ":" not in key_id:
        return f"{owner}#{key_id.removeprefix('#')}"
    if key_id == owner and key_id.startswith("did:key:"):
        return f"{key_id}#{key_id.removeprefix('did:key:')}"
    return f"{key_id}#0" if key_id == owner and key_id.startswith("did:jwk:") else key_id


def find_token_key(
    method_id: str | None,
    *,
    owner: str | None,
    sources: Sources,
    header_key: PublicKey | None = None,
    ask_anybody: bool = False,
) -> VerificationMethod:
    """Return the key that a token names, or one that its issuer lists where it names none.

    Args:
        method_id: absolute; None where the token has no ``kid``.
        owner: the issuer's id.
        sources: asked for keys.
        header_key: the ``jwk`` in the header: picks one of the keys that the issuer lists.
        ask_anybody: ask for keys of others too.

    Raises:
        KeyProblem: it could not be had, is not listed, or is none.
    """
    if method_id is not None:
        return find_key(method_id, owner=owner, sources=sources, ask_anybody=ask_anybody)
    if owner is None or not (owner.startswith("did:") or origin_of(owner)):
        key_problem("could not run", "The token names no key that could be asked for.",
                    code="no_method")  # fmt: skip
    document = fetch_controller_document(owner, sources=sources)
    found = [
        method
        for method in _listed_keys(document)
        if header_key is None or method.public_key == header_key
    ]
    if len(found) != 1:
        key_problem(
            "could not run" if header_key is None else "fail",
            "The token does not say which of the issuer's keys signed it."
            if header_key is None
            else "The key that the token brings along is none that the issuer lists.",
            code="no_method" if header_key is None else "key_not_of_issuer",
        )
    return found[0]


def _listed_keys(document: JsonObject) -> list[VerificationMethod]:
    """Return each key of a document that can be read."""
    owner = str(document.get("id"))
    methods = []
    entries: list[Any] = []
    for name in ("verificationMethod", "assertionMethod", "authentication"):
        part = document.get(name, [])
        entries.extend(part if isinstance(part, list) else [part])
    names = {entry.get("id") for entry in entries if isinstance(entry, dict)}
    for name in sorted(name for name in names if isinstance(name, str))[:_MAX_LISTED_KEYS]:
        method_id = f"{owner}{name}" if name.startswith("#") else name
        try:
            methods.append(find_verification_method(document, method_id=method_id))
        except InvalidKey:
            continue  # of a kind that is not read: another may fit
    return methods


def _header_key(token: AnyToken) -> PublicKey | None:
    jwk = (token.jws.header if isinstance(token, VpJwt) else token.header).get("jwk")
    if not isinstance(jwk, dict):
        return None
    try:
        return PublicKey.from_jwk(jwk)
    except InvalidKey as error:
        raise KeyProblem("fail", error.message, code=error.code) from error


def _clause_of(token: AnyToken) -> str:
    name = type(token).__name__
    clauses = {
        "VcJwt": JWT_CLAUSE,
        "VcCose": _COSE_CLAUSE,
        "VpJwt": "VC Data Model 1.1, 6.3.1",
    }
    return clauses.get(name, _JOSE_CLAUSE)


def _module_of(token: AnyToken) -> Any:
    from guildmark.credentials.proofs import vc_cose, vc_jose, vc_jwt, vp_jwt

    modules = {"VcJwt": vc_jwt, "VcCose": vc_cose, "VcJose": vc_jose, "VpJwt": vp_jwt}
    return modules[type(token).__name__]


def _check_claims(token: AnyToken, *, clause: str) -> Check | None:
    findings = _module_of(token).check_claims(token)
    if not findings:
        return None
    return proof_check(
        "fail",
        f"The token contradicts the credential inside it: {findings[0]}.",
        code="claims",
        clause=clause,
    )


def _check_signature(token: AnyToken, method: VerificationMethod, *, clause: str) -> Check:
    try:
        valid = _module_of(token).is_signature_valid(token, key=method.public_key)
    except CredentialError as error:
        return proof_check("fail", error.message, code=error.code, clause=clause)
    if not valid:
        return proof_check(
            "fail",
            "The signature does not fit: the token was changed after signing, was signed by "
            "another key, or names another algorithm than its key has.",
            code="signature",
            clause=clause,
        )
    return proof_check(
        "pass", f"The document is as the owner of {method.id[:200]} signed it.", clause=clause
    )


def _check_token_dates(
    token: AnyToken, *, now: datetime, policy: Policy, clause: str
) -> Check | None:
    """Say whether the token itself is in date; the credential's own dates are another check."""
    # A VC-JWT's dates are the credential's, and a COSE message has none.
    claims = getattr(token, "claims", None)
    if not policy.check_dates or claims is None or type(token).__name__ == "VcJwt":
        return None
    from guildmark.credentials.keys.jws import parse_numeric_date

    ends, begins = parse_numeric_date(claims, "exp"), parse_numeric_date(claims, "nbf")
    if ends is not None and ends < now - LEEWAY:
        return proof_check(
            "fail",
            f"The proof was good until {ends.isoformat()} only.",
            code="proof_expired",
            clause=clause,
        )
    if begins is not None and begins > now + LEEWAY:
        return proof_check(
            "fail",
            f"The proof is not good before {begins.isoformat()}.",
            code="proof_not_yet",
            clause=clause,
        )
    return None
