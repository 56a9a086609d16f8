"""Open Badges 2.0 and 2.1: how an assertion is tied to its badge class, issuer and key.

Pure rules over JSON: what to ask for next, and what is wrong with the answers. Fetching and
signatures are the verifier's. The order is

1. an assertion names its ``badge``, that its ``issuer``; both may stand inside, but what has an
   https address is believed only from there (else anybody could embed another's badge class with
   an issuer of their own);
2. hosted: the assertion's address must be in the issuer's scope, which is its own host unless
   its profile says otherwise (``check_hosted_scope``);
3. signed: the key must be the issuer's, by both documents (``check_signing_key``), and the issuer
   may list the assertion as revoked (``find_revocation``).

Open Badges 1.x is told apart by ``recognition`` and not supported.

Source: Open Badges 2.0, Verification; Implementation Guide, Hosted and Signed Badges.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from guildmark.credentials.encoding import JsonObject, from_base64url, parse_json
from guildmark.credentials.errors import CredentialError, UnreadableInput
from guildmark.credentials.model.recognition import types_of
from guildmark.credentials.model.structure import Finding

__all__ = [
    "BadgeVerification",
    "Reference",
    "Revocation",
    "SignedBadge",
    "badge_class_of",
    "check_hosted_scope",
    "check_signing_key",
    "find_revocation",
    "issuer_of",
    "parse_signed_badge",
    "public_key_der",
    "public_keys_of",
    "revocation_list_of",
    "verification_of",
]

_MAX_TOKEN: Final = 1024 * 1024
_MAX_REVOKED: Final = 200_000
_COMPACT: Final = re.compile(r"([\w-]+)\.([\w-]+)\.([\w-]+)", re.ASCII)
_PEM: Final = re.compile(
    r"\s*-----BEGIN PUBLIC KEY-----\s*([A-Za-z0-9+/=\s]{1,8192})-----END PUBLIC KEY-----\s*"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """How one object points to the next.

    Attributes:
        id: the other's IRI; None where an embedded object has none.
        embedded: the other object itself, where it stands inside.
    """

    id: str | None
    embedded: JsonObject | None = None

    @property
    def must_be_fetched(self) -> bool:
        """Whether only its address may say what it is: it has one."""
        return self.id is not None and self.id.startswith(("https://", "http://"))


@dataclass(frozen=True, slots=True)
class BadgeVerification:
    """How an assertion says that it is to be verified.

    Attributes:
        kind: ``hosted`` (by its address) or ``signed`` (by a JWS).
        key_id: address of the signing key (``creator``); None for hosted, or when a signed one
            leaves it to the issuer's ``publicKey``.
    """

    kind: Literal["hosted", "signed"]
    key_id: str | None = None


@dataclass(frozen=True, slots=True)
class SignedBadge:
    """A JWS with an assertion inside; nothing about it is proven yet.

    Attributes:
        header: the protected header. Only ``alg`` is of use, and only to be compared with what
            the key allows; ``jku``, ``jwk``, ``x5u`` and the like are never followed.
        assertion: the payload.
        signing_input: the bytes that were signed.
        signature: as it stands, decoded.
    """

    header: JsonObject
    assertion: JsonObject
    signing_input: bytes = field(repr=False)
    signature: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Revocation:
    """An assertion's entry in a revocation list; ``reason`` is the issuer's text or None."""

    reason: str | None = None


def badge_class_of(assertion: Mapping[str, Any]) -> Reference:
    """Say where an assertion's badge class is.

    Raises:
        UnreadableInput: ``badge`` is neither an IRI nor an object.
    """
    return _reference(assertion, "badge")


def issuer_of(badge_class: Mapping[str, Any]) -> Reference:
    """Say where a badge class's issuer profile is.

    Raises:
        UnreadableInput: ``issuer`` is neither an IRI nor an object.
    """
    return _reference(badge_class, "issuer")


def verification_of(assertion: Mapping[str, Any]) -> BadgeVerification:
    """Say how an assertion is to be verified.

    Raises:
        UnreadableInput: no ``verification``, or of a kind that is neither hosted nor signed.

    Source: Open Badges 2.0, VerificationObject.
    """
    found = assertion.get("verification", assertion.get("verify"))
    kinds = set(types_of(found))
    is_hosted, is_signed = (
        bool(kinds & {"hosted", "HostedBadge"}),
        bool(kinds & {"signed", "SignedBadge"}),
    )
    if not isinstance(found, Mapping) or is_hosted == is_signed:
        raise UnreadableInput(
            "The assertion does not say whether it is verified as hosted or as signed.",
            code="badge_verification",
        )
    if is_hosted:
        return BadgeVerification("hosted")
    key_id = found.get("creator")
    if key_id is not None and not isinstance(key_id, str):
        raise UnreadableInput("The signing key (creator) must be an IRI.", code="badge_creator")
    return BadgeVerification("signed", key_id=key_id)


def check_hosted_scope(assertion_id: str, *, issuer: Mapping[str, Any]) -> tuple[Finding, ...]:
    """List why an assertion's address is not one at which its issuer asserts; nothing when it is.

    Args:
        assertion_id: the address the assertion was fetched from, which must be its ``id``.
        issuer: the issuer's profile as its own address gives it.

    Source: Open Badges 2.0, VerificationObject (allowedOrigins, startsWith); Hosted
    Verification.
    """
    scope = issuer.get("verification")
    scope = scope if isinstance(scope, Mapping) else {}
    findings = []
    if scope.get("verificationProperty", "id") not in ("id", "@id"):
        findings.append(
            Finding("$.verification.verificationProperty", "must be id; no other is known")
        )
    starts = _texts(scope.get("startsWith"))
    if starts and not any(assertion_id.startswith(start) for start in starts):
        findings.append(Finding("$.id", "does not start as the issuer says (startsWith)"))
    origins = _texts(scope.get("allowedOrigins")) or [str(issuer.get("id", ""))]
    host = _host(assertion_id)
    if host is None:
        findings.append(Finding("$.id", "must be an https address for a hosted badge"))
    elif host not in {_host(origin) or origin.lower() for origin in origins}:
        findings.append(
            Finding("$.id", f"is at {host[:100]}, where the issuer does not say it asserts")
        )
    return tuple(findings)


def public_keys_of(issuer: Mapping[str, Any]) -> tuple[Reference, ...]:
    """Return the keys that an issuer's profile lists.

    Raises:
        UnreadableInput: an entry is neither an IRI nor an object.
    """
    listed = issuer.get("publicKey")
    items = listed if isinstance(listed, list) else [] if listed is None else [listed]
    return tuple(_reference({"publicKey": item}, "publicKey") for item in items)


def check_signing_key(key: Mapping[str, Any], *, issuer: Mapping[str, Any]) -> tuple[Finding, ...]:
    """List why a key may not sign for an issuer; nothing when both documents agree that it may.

    Args:
        key: the ``CryptographicKey``, as its address or the issuer's profile gives it.
        issuer: the issuer's profile, as its own address gives it.

    Source: Open Badges 2.0, CryptographicKey; Signed Verification.
    """
    findings = []
    issuer_id = issuer.get("id")
    if not isinstance(issuer_id, str) or key.get("owner") != issuer_id:
        findings.append(Finding("$.owner", "must be the issuer's id"))
    key_id = key.get("id")
    try:
        listed = {reference.id for reference in public_keys_of(issuer)}
    except UnreadableInput:
        listed = set()
    if not isinstance(key_id, str) or key_id not in listed:
        findings.append(Finding("$.id", "must be listed under publicKey of the issuer"))
    return tuple(findings)


def public_key_der(key: Mapping[str, Any]) -> bytes:
    """Return the SubjectPublicKeyInfo of a key document's ``publicKeyPem``.

    Raises:
        UnreadableInput: no such PEM text (``badge_key``).
    """
    pem = key.get("publicKeyPem")
    match = _PEM.fullmatch(pem) if isinstance(pem, str) and len(pem) <= 16_384 else None
    if match is None:
        raise UnreadableInput("The key has no publicKeyPem (PUBLIC KEY).", code="badge_key")
    try:
        return base64.b64decode("".join(match[1].split()), validate=True)
    except (ValueError, binascii.Error) as error:
        raise UnreadableInput("The key's publicKeyPem is not base64.", code="badge_key") from error


def revocation_list_of(issuer: Mapping[str, Any]) -> str | None:
    """Return the address of the issuer's revocation list; None when it publishes none.

    Raises:
        UnreadableInput: ``revocationList`` is no address.
    """
    found = issuer.get("revocationList")
    if found is None:
        return None
    if not isinstance(found, str) or not found.startswith(("https://", "http://")):
        raise UnreadableInput("The issuer's revocationList is no address.", code="badge_revocation")
    return found


def find_revocation(
    document: Mapping[str, Any], *, assertion: Mapping[str, Any], issuer_id: str
) -> Revocation | None:
    """Look a signed assertion up in its issuer's revocation list; None when it is not in it.

    Args:
        document: the ``RevocationList`` as fetched from the address in the issuer's profile.
        assertion: the assertion; ``id`` and ``uid`` are both looked for.
        issuer_id: whose list it must be.

    Raises:
        UnreadableInput: no such list, or another issuer's (``badge_revocation``).

    Source: Open Badges 2.0, RevocationList.
    """
    listed = document.get("revokedAssertions")
    if "RevocationList" not in types_of(document) or not isinstance(listed, list):
        raise UnreadableInput("The document is no RevocationList.", code="badge_revocation")
    owner = document.get("issuer", issuer_id)
    if (owner.get("id") if isinstance(owner, Mapping) else owner) != issuer_id:
        raise UnreadableInput(
            "The revocation list is by another issuer than the badge.", code="badge_revocation"
        )
    if len(listed) > _MAX_REVOKED:
        raise UnreadableInput("The revocation list is too long.", code="badge_revocation")
    names = {name for key in ("id", "uid") if isinstance(name := assertion.get(key), str)}
    for item in listed:
        entry = item if isinstance(item, Mapping) else {"id": item}
        if any(isinstance(entry.get(key), str) and entry[key] in names for key in ("id", "uid")):
            reason = entry.get("revocationReason")
            return Revocation(reason=reason[:1000] if isinstance(reason, str) else None)
    return None


def parse_signed_badge(token: str) -> SignedBadge:
    """Read a signed badge: a compact JWS whose payload is an assertion.

    Raises:
        UnreadableInput: no such JWS, or no assertion inside (``badge_jws``).

    Source: Open Badges 2.0, Signed Badges; RFC 7515, 7.1.
    """
    match = _COMPACT.fullmatch(token.strip()) if len(token) <= _MAX_TOKEN else None
    if match is None:
        raise _no_signed_badge("it is not three parts of base64url")
    try:
        header = parse_json(from_base64url(match[1]), max_bytes=64 * 1024)
        payload = parse_json(from_base64url(match[2]))
        signature = from_base64url(match[3])
    except CredentialError as error:
        raise _no_signed_badge(error.message) from error
    if not isinstance(header, dict) or not isinstance(header.get("alg"), str):
        raise _no_signed_badge("its header names no algorithm")
    if "crit" in header or header.get("b64", True) is not True:
        raise _no_signed_badge("its header asks for extensions, which are not understood")
    if not isinstance(payload, dict) or "badge" not in payload:
        raise _no_signed_badge("its payload is no assertion")
    return SignedBadge(
        header=header,
        assertion=payload,
        signing_input=f"{match[1]}.{match[2]}".encode("ascii"),
        signature=signature,
    )


def _reference(document: Mapping[str, Any], name: str) -> Reference:
    found = document.get(name)
    if isinstance(found, str) and found:
        return Reference(id=found)
    if isinstance(found, Mapping):
        name_of_it = found.get("id")
        return Reference(
            id=name_of_it if isinstance(name_of_it, str) else None, embedded=dict(found)
        )
    raise UnreadableInput(
        f"{json.dumps(name)} must be an address or an object.", code="badge_reference"
    )


def _texts(value: Any) -> list[str]:
    return [t for t in (value if isinstance(value, list) else [value]) if isinstance(t, str)]


def _host(url: str) -> str | None:
    """Return the host, with its port when it is not the usual one; None when there is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    # A name and password before the host only make an address look like another.
    if parts.scheme not in ("https", "http") or not parts.hostname or "@" in parts.netloc:
        return None
    usual = port in (None, 443 if parts.scheme == "https" else 80)
    return parts.hostname if usual else f"{parts.hostname}:{port}"


def _no_signed_badge(problem: str) -> UnreadableInput:
    return UnreadableInput(f"This is no signed badge: {problem}.", code="badge_jws")
