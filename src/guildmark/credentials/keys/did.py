"""Decentralized identifiers that Guildmark knows: did:key, did:jwk and did:web.

The documents of did:key and did:jwk are made from the identifier itself. Not here: fetching.
``guildmark.fetch`` gets the document that ``did_web_url`` points at.

Source: The did:key Method v0.9; did:jwk Method Specification; did:web Method Specification.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from guildmark.credentials.encoding import (
    DID_CONTEXT,
    JsonObject,
    canonicalize_jcs,
    from_base64url,
    parse_json,
    to_base64url,
)
from guildmark.credentials.errors import CredentialError, InvalidKey
from guildmark.credentials.keys.document import (
    KEY_FORMATS,
    KeyFormat,
    VerificationMethod,
    build_did_document,
)
from guildmark.credentials.keys.key import PublicKey

__all__ = [
    "did_jwk",
    "did_jwk_document",
    "did_key",
    "did_key_document",
    "did_web",
    "did_web_url",
    "verification_method_of",
]

_HOST: Final = re.compile(
    r"(?=.{1,253}(?::|$))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
    r"(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*(?::\d{1,5})?",
    re.ASCII,
)
# An RSA key of 8,192 bits fits.
_MAX_JWK_LENGTH: Final = 4096
_ALL_RELATIONSHIPS: Final = frozenset(
    {"assertionMethod", "authentication", "capabilityDelegation", "capabilityInvocation"}
)
_SEGMENT: Final = re.compile(r"[A-Za-z0-9._~-]+", re.ASCII)


def did_key(public_multikey: str) -> str:
    """Return the did:key of a public key: ``did:key:z6Mk…``.

    Raises:
        InvalidKey: it is no public Multikey of a known kind.
    """
    return f"did:key:{PublicKey.parse(public_multikey).multikey}"


def verification_method_of(did: str) -> str:
    """Return the id of the only key: ``did:key:z…#z…``, ``did:jwk:…#0``.

    Raises:
        InvalidKey: it is neither did:key nor did:jwk.
    """
    if did.startswith("did:jwk:"):
        return f"{did}#0"
    return f"{did}#{_multikey_of(did)}"


def did_key_document(did: str, *, key_format: KeyFormat = "Multikey") -> JsonObject:
    """Return the DID document that a did:key stands for; nothing is fetched.

    Args:
        did: ``did:key:z…``.
        key_format: how the key is written.

    Raises:
        InvalidKey: it is no did:key of a known kind of key, or the key has no such form.

    Source: The did:key Method, 3.1.
    """
    method = VerificationMethod(
        verification_method_of(did),
        PublicKey.parse(_multikey_of(did)),
        relationships=_ALL_RELATIONSHIPS,
    )
    return build_did_document(did=did, methods=[method], key_format=key_format)


def did_jwk(jwk: Mapping[str, Any]) -> str:
    """Return the did:jwk of a public JSON Web Key, written in one way (sorted, without spaces).

    Raises:
        InvalidKey: it is no public key of a known kind.

    Source: did:jwk Method Specification, Create.
    """
    PublicKey.from_jwk(jwk)
    return f"did:jwk:{to_base64url(canonicalize_jcs(jwk))}"


def did_jwk_document(did: str) -> JsonObject:
    """Return the DID document that a did:jwk stands for; nothing is fetched.

    The key stands in it as the DID has it, with members that are not read here.

    Raises:
        InvalidKey: it is no did:jwk of a key that signs.

    Source: did:jwk Method Specification, Read.
    """
    prefix, _, encoded = did.rpartition(":")
    if prefix != "did:jwk" or len(encoded) > _MAX_JWK_LENGTH:
        raise InvalidKey(f"{did[:200]!r} is no did:jwk.", code="did_syntax")
    try:
        jwk = parse_json(from_base64url(encoded))
    except CredentialError as error:
        raise InvalidKey(
            f"{did[:200]!r} is no did:jwk: {error.message}", code="did_syntax"
        ) from error
    if not isinstance(jwk, dict):
        raise InvalidKey(f"{did[:200]!r} is no did:jwk of an object.", code="did_syntax")
    key = PublicKey.from_jwk(jwk)
    method_id = verification_method_of(did)
    document: JsonObject = {
        "@context": [DID_CONTEXT, KEY_FORMATS["JsonWebKey2020"]],
        "id": did,
        "verificationMethod": [
            {"id": method_id, "type": "JsonWebKey2020", "controller": did, "publicKeyJwk": jwk}
        ],
        **{name: [method_id] for name in sorted(_ALL_RELATIONSHIPS)},
    }
    # Only ECDSA keys can agree on a secret too, and a key for signatures says so by "use".
    if jwk.get("use") is None and key.algorithm in ("P-256", "P-384", "P-521"):
        document["keyAgreement"] = [method_id]
    return document


def did_web(origin: str, *path: str) -> str:
    """Return the did:web of a place under an origin.

    Args:
        origin: ``https://host`` or ``https://host:port``, nothing behind it.
        path: segments in order; letters, digits and ``. _ ~ -`` only.

    Returns:
        For example ``did:web:example.org%3A8443:issuers:acme``.

    Raises:
        InvalidKey: the origin is not https, has more than host and port, or a segment does not fit.
    """
    parts = urlsplit(origin)
    if parts.scheme != "https" or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise InvalidKey(f"{origin!r} is no origin such as https://example.org.", code="did_origin")
    host = parts.netloc.lower()
    _check_host(host, origin)
    for segment in path:
        _check_segment(segment, origin)
    return ":".join(["did:web", quote(host, safe=""), *path])


def did_web_url(did: str) -> str:
    """Return the address of a did:web's document.

    ``did:web:host`` is at ``/.well-known/did.json``, ``did:web:host:a:b`` at ``/a/b/did.json``.

    Raises:
        InvalidKey: it is no did:web, or one whose parts could mean another address.

    Source: did:web Method Specification, 3.2 (Read).
    """
    parts = did.split(":")
    if parts[:2] != ["did", "web"] or len(parts) < 3:
        raise InvalidKey(f"{did[:200]!r} is no did:web.", code="did_syntax")
    host = unquote(parts[2])
    _check_host(host, did)
    for segment in parts[3:]:
        _check_segment(segment, did)
    path = "/".join(parts[3:]) or ".well-known"
    return f"https://{host}/{path}/did.json"


def _multikey_of(did: str) -> str:
    prefix, _, multikey = did.rpartition(":")
    if prefix != "did:key":
        raise InvalidKey(f"{did[:200]!r} is no did:key.", code="did_syntax")
    return PublicKey.parse(multikey).multikey


def _check_host(host: str, whole: str) -> None:
    port = host.partition(":")[2]
    if not _HOST.fullmatch(host) or (port and not 0 < int(port) <= 65_535):
        raise InvalidKey(f"{whole[:200]!r} has no host name that did:web allows.", code="did_host")
    if host.partition(":")[0].rpartition(".")[2].isdigit():
        raise InvalidKey(
            f"{whole[:200]!r} has an IP address; did:web needs a host name.", code="did_host"
        )


def _check_segment(segment: str, whole: str) -> None:
    if not _SEGMENT.fullmatch(segment) or segment in (".", ".."):
        raise InvalidKey(
            f"{whole[:200]!r} has the path segment {segment!r}, which did:web can not carry.",
            code="did_path",
        )
