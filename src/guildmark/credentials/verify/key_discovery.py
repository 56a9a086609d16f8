"""Find the key that a proof names, and say whether it is its issuer's.

This is the one thing that is fetched before a proof holds, so it is kept narrow: did:key and
did:jwk need no network; any other key is asked for only when its address is that of the issuer
(or when a policy asks no binding). A key of somebody else is never asked for.

A key belongs to an issuer when

1. the address before ``#`` is the issuer's own id, and the document there (a DID document or a
   controlled identifier document) lists the key for the purpose, or
2. the issuer's id is an https address, the key's address is on the same origin, and the document
   at the issuer's id lists the key.

A bare JWK at an address below the issuer's https id counts as well (Open Badges 3.0 knows no
other form); a JWK elsewhere on the same origin may be another tenant's, so whose it is can not be
told.

Source: Controlled Identifiers 1.0, 3.3 (Retrieve Verification Method); Open Badges 3.0, 8.5
(Dereferencing the Public Key); security design, rows 4 and 5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from guildmark.credentials.encoding import JsonObject, parse_json
from guildmark.credentials.errors import CredentialError, InvalidKey, SourceUnavailable
from guildmark.credentials.keys import (
    PublicKey,
    VerificationMethod,
    did_jwk_document,
    did_key_document,
    find_verification_method,
)
from guildmark.credentials.verify.findings import LEEWAY, KeyProblem, issuer_check, key_problem
from guildmark.credentials.verify.report import Check
from guildmark.credentials.verify.sources import Sources

__all__ = [
    "check_binding",
    "check_method",
    "check_use",
    "fetch_controller_document",
    "find_key",
    "origin_of",
]

_ACCEPT: Final = "application/did+json, application/jwk+json, application/ld+json, application/json"
# Forms of keys that exist but are not read here: the proof may well be true.
_UNREAD: Final = frozenset({"method_kind", "key_kind"})
_ROLES: Final = {"assertionMethod": "issuer", "authentication": "holder"}
# What is a document by itself, without asking anybody.
_SELF_DESCRIBING: Final[dict[str, Callable[[str], JsonObject]]] = {
    "did:key:": did_key_document,
    "did:jwk:": did_jwk_document,
}


def origin_of(url: str) -> str | None:
    """Return scheme, host and port of an https address; None for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        return None
    if parts.scheme != "https" or not parts.hostname:
        return None
    return f"https://{parts.hostname.lower()}:{port}"


def check_binding(method_id: object, *, owner: str | None, role: str = "issuer") -> Check:
    """Say whether a key's name can be one of the owner's; whether it is one comes later.

    Args:
        method_id: as the proof names it.
        owner: the issuer's id, or the holder's for presentations.
        role: ``issuer`` or ``holder``, for the sentence.
    """
    if owner is None:
        return issuer_check("fail", f"The document names no {role}.", code=f"no_{role}")
    if not isinstance(method_id, str):
        return issuer_check("could not run", "The proof names no key.", code="no_method")
    base = method_id.partition("#")[0]
    same_origin = origin_of(owner) is not None and origin_of(base) == origin_of(owner)
    if base != owner and not same_origin:
        return issuer_check(
            "fail",
            f"The proof is by the key {method_id[:200]}, which is not a key of the {role} "
            f"{owner[:200]}.",
            code=f"key_not_of_{role}",
        )
    return issuer_check(
        "could not run", f"The {role}'s key has not been looked at.", code="key_unseen"
    )


def find_key(
    method_id: object,
    *,
    owner: str | None,
    sources: Sources,
    ask_anybody: bool = False,
) -> VerificationMethod:
    """Return the key that a proof names.

    Args:
        method_id: absolute id of the key, as the proof names it.
        owner: whose key it must be to be asked for.
        sources: asked for DID documents and, for https ids, documents.
        ask_anybody: ask for keys of others too; for proofs that a policy or an issuer's own
            proof beside them allows.

    Raises:
        KeyProblem: it could not be had, is not listed, or is none.
    """
    if not isinstance(method_id, str) or not method_id:
        key_problem("fail", "The proof names no key.", code="no_method")
    base, _, fragment = method_id.partition("#")
    for prefix, build in _SELF_DESCRIBING.items():
        if base.startswith(prefix):
            if not fragment:
                key_problem("fail", "The proof names no key.", code="no_method")
            return _read(partial(build, base), method_id)
    binding = check_binding(method_id, owner=owner)
    if binding.outcome == "fail" and not ask_anybody:
        key_problem(
            "could not run",
            "The key is not the issuer's, so it was not asked for.",
            code="key_not_of_issuer",
        )
    if base.startswith("did:"):
        if not fragment:
            key_problem("fail", "The proof names no key.", code="no_method")
        return _read(lambda: _ask_for_did(base, sources), method_id)
    if origin_of(base) is None:
        key_problem("fail", "The proof names no key.", code="no_method")
    return _find_https_key(method_id, owner=owner, sources=sources)


def check_method(
    binding: Check,
    method: VerificationMethod,
    *,
    owner: str,
    now: datetime,
    purpose: str = "assertionMethod",
) -> Check:
    """Say whether the owner lets this key sign.

    Args:
        binding: what ``check_binding`` said; a failure stands.
        method: what ``find_key`` found.
        owner: the issuer's (or holder's) id.
        now: the moment to judge by.
        purpose: the relationship under which the owner must list the key: ``assertionMethod`` for
            issuers, ``authentication`` for holders.
    """
    if binding.outcome == "fail":
        return binding
    role = _ROLES.get(purpose, "issuer")
    if method.controller is None:
        return issuer_check(
            "could not run",
            f"The key {method.id[:200]} is at the {role}'s site, but nothing there says that it "
            f"is this {role}'s.",
            code="key_of_nobody",
        )
    if method.controller != owner:
        return issuer_check(
            "fail",
            f"The key's controller is {method.controller[:200]}, not the {role}.",
            code="key_controller",
        )
    return check_use(method, now=now, purpose=purpose)


def check_use(
    method: VerificationMethod, *, now: datetime, purpose: str = "assertionMethod"
) -> Check:
    """Say whether a key may sign now and for a purpose, whoever it belongs to."""
    role = _ROLES.get(purpose, "issuer")
    if method.revoked is not None and method.revoked <= now + LEEWAY:
        return issuer_check("fail", f"The {role} has revoked this key.", code="key_revoked")
    if method.expires is not None and method.expires <= now - LEEWAY:
        return issuer_check("fail", f"The {role}'s key has expired.", code="key_expired")
    if purpose not in method.relationships:
        what = "credentials" if role == "issuer" else "presentations"
        return issuer_check(
            "fail",
            f"The {role} does not list this key for signing {what} ({purpose}).",
            code="key_not_asserting",
        )
    return issuer_check("pass", f"The key is listed by the {role} for signing.")


def fetch_controller_document(controller: str, *, sources: Sources) -> JsonObject:
    """Return the document that lists the keys of a DID or an https id.

    Raises:
        KeyProblem: it could not be had or is no JSON object.
    """
    try:
        for prefix, build in _SELF_DESCRIBING.items():
            if controller.startswith(prefix):
                return build(controller)
        if controller.startswith("did:"):
            return _ask_for_did(controller, sources)
        parsed = parse_json(sources.document(controller, accept=_ACCEPT))
    except SourceUnavailable as error:
        raise _unavailable(error) from error
    except CredentialError as error:
        raise KeyProblem(
            "could not run", f"The key could not be had: {error.message}", code=error.code
        ) from error
    if not isinstance(parsed, dict):
        key_problem(
            "could not run",
            f"The key could not be had: {controller[:200]} is no JSON object.",
            code="not_json",
        )
    return parsed


def _ask_for_did(did: str, sources: Sources) -> JsonObject:
    """Return a DID document, whatever the source thinks that is."""
    found: Any = sources.did_document(did)
    if not isinstance(found, dict):
        raise SourceUnavailable(f"The document of {did[:200]} is no JSON object.", code="not_json")
    return found


def _find_https_key(method_id: str, *, owner: str | None, sources: Sources) -> VerificationMethod:
    base = method_id.partition("#")[0]
    document = fetch_controller_document(base, sources=sources)
    jwk = _find_jwk(document, method_id)
    if jwk is not None:
        return _bare_key(jwk, method_id, owner=owner)
    if document.get("id") == base and "verificationMethod" in document:
        return _read(lambda: document, method_id)
    # The document is the key alone: its controller has to list it.
    controller = document.get("controller")
    if not isinstance(controller, str) or controller != owner:
        key_problem(
            "could not run",
            f"{base[:200]} is neither a key nor a list of keys of the issuer.",
            code="method_kind",
        )
    listing = fetch_controller_document(controller, sources=sources)
    return _read(lambda: _listed(document, listing, method_id), method_id)


def _listed(method: JsonObject, listing: JsonObject, method_id: str) -> JsonObject:
    """Return the key's own document with the relationships that its controller's gives it."""
    written: JsonObject = {"id": method_id.partition("#")[0], "verificationMethod": [method]}
    for name in ("assertionMethod", "authentication"):
        entries = listing.get(name, [])
        for entry in entries if isinstance(entries, list) else [entries]:
            named = entry.get("id") if isinstance(entry, dict) else entry
            if named == method_id and listing.get("id") == method.get("controller"):
                written[name] = [method_id]
    return written


def _find_jwk(document: JsonObject, method_id: str) -> Mapping[str, Any] | None:
    """Return the bare JWK in a document: the document itself, or the one of a key set."""
    if "kty" in document:
        return document
    keys = document.get("keys")
    if not isinstance(keys, list):
        return None
    names = (method_id, method_id.partition("#")[2])
    found = [key for key in keys if isinstance(key, dict) and key.get("kid") in names]
    if not found and len(keys) == 1 and isinstance(keys[0], dict) and "kid" not in keys[0]:
        found = [keys[0]]
    if len(found) != 1:
        key_problem(
            "fail", f"The key set does not list the key {method_id}.", code="method_unknown"
        )
    return found[0]


def _bare_key(jwk: Mapping[str, Any], method_id: str, *, owner: str | None) -> VerificationMethod:
    """Take a JWK without a list around it for the owner's where it stands below the owner's id."""
    try:
        key = PublicKey.from_jwk(jwk)
    except InvalidKey as error:
        raise _invalid(error) from error
    base = method_id.partition("#")[0]
    below = owner is not None and (base == owner or base.startswith(owner.rstrip("/") + "/"))
    return VerificationMethod(
        method_id,
        key,
        controller=owner if below else None,
        relationships=frozenset({"assertionMethod"}),
    )


def _read(fetch: Callable[[], JsonObject], method_id: str) -> VerificationMethod:
    try:
        return find_verification_method(fetch(), method_id=method_id)
    except SourceUnavailable as error:
        raise _unavailable(error) from error
    except InvalidKey as error:
        raise _invalid(error) from error


def _unavailable(error: SourceUnavailable) -> KeyProblem:
    return KeyProblem("could not run", f"The key could not be had: {error.reason}", code=error.code)


def _invalid(error: InvalidKey) -> KeyProblem:
    return KeyProblem(
        "could not run" if error.code in _UNREAD else "fail", error.message, code=error.code
    )
