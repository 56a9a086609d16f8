"""Decentralized identifiers: did:key, did:web, and the documents that list keys.

Not here: fetching. ``guildmark.fetch`` gets the document that ``did_web_url`` points at.

Source: The did:key Method v0.9; did:web Method Specification; Controlled Identifiers 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from guildmark.credentials.encoding import (
    DID_CONTEXT,
    MULTIKEY_CONTEXT,
    JsonObject,
    format_datetime,
    parse_datetime,
)
from guildmark.credentials.errors import CredentialError, InvalidKey
from guildmark.credentials.keys.key import PublicKey

__all__ = [
    "VerificationMethod",
    "build_did_document",
    "did_key",
    "did_key_document",
    "did_web",
    "did_web_url",
    "find_verification_method",
    "verification_method_of",
]

_HOST: Final = re.compile(
    r"(?=.{1,253}(?::|$))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
    r"(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*(?::\d{1,5})?",
    re.ASCII,
)
_SEGMENT: Final = re.compile(r"[A-Za-z0-9._~-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class VerificationMethod:
    """A public key under a name, as a DID document lists it.

    Attributes:
        id: absolute, ``did:…#…``.
        public_multikey: ``z6Mk…`` or ``zDn…``.
        revoked: from when on the key counts no more; such a key stays listed, so that readers
            can tell a revoked key from an unknown one, but may not sign.
        controller: the DID whose key it is; the part of id before ``#`` by default.
        expires: until when the key may sign.
        may_assert: whether the document lists it under ``assertionMethod``.
    """

    id: str
    public_multikey: str
    revoked: datetime | None = None
    controller: str | None = None
    expires: datetime | None = None
    may_assert: bool = True


def did_key(public_multikey: str) -> str:
    """Return the did:key of a public key: ``did:key:z6Mk…``.

    Raises:
        InvalidKey: it is no public Multikey of a known kind.
    """
    return f"did:key:{PublicKey.parse(public_multikey).multikey}"


def verification_method_of(did: str) -> str:
    """Return the id of the only key of a did:key: ``did:key:z…#z…``.

    Raises:
        InvalidKey: it is no did:key.
    """
    return f"{did}#{_multikey_of(did)}"


def did_key_document(did: str) -> JsonObject:
    """Return the DID document that a did:key stands for; nothing is fetched.

    Raises:
        InvalidKey: it is no did:key of a known kind of key.

    Source: The did:key Method, 3.1.
    """
    method = VerificationMethod(verification_method_of(did), _multikey_of(did))
    return build_did_document(did=did, methods=[method])


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


def build_did_document(*, did: str, methods: Sequence[VerificationMethod]) -> JsonObject:
    """Return the DID document that lists these keys for signing.

    A revoked key stays under ``verificationMethod`` with its date, but not under
    ``assertionMethod``: what it signed no longer verifies.

    Raises:
        InvalidKey: a method's id is not under did, stands twice, or its key is none.

    Source: Controlled Identifiers 1.0, 2.1 and 2.2.
    """
    ids = [method.id for method in methods]
    for method in methods:
        PublicKey.parse(method.public_multikey)
        if method.id.partition("#")[0] != did or not method.id.partition("#")[2]:
            raise InvalidKey(f"{method.id!r} is not an id under {did}.", code="method_id")
    if len(set(ids)) != len(ids):
        raise InvalidKey("Two keys of one DID document have the same id.", code="method_id")
    usable = [m.id for m in methods if m.may_assert and m.revoked is None]
    return {
        "@context": [DID_CONTEXT, MULTIKEY_CONTEXT],
        "id": did,
        "verificationMethod": [_method_to_json(method, did) for method in methods],
        "authentication": usable,
        "assertionMethod": usable,
    }


def find_verification_method(document: Mapping[str, Any], *, method_id: str) -> VerificationMethod:
    """Find a key by its id in a DID document that somebody else wrote.

    Raises:
        InvalidKey: the document is about another DID (``did_mismatch``), does not list the key
            (``method_unknown``), or lists it in a form that is not read here (``method_kind``).

    Source: Controlled Identifiers 1.0, 3.3 (Retrieve Verification Method).
    """
    did = method_id.partition("#")[0]
    if document.get("id") != did:
        raise InvalidKey(
            f"The DID document is about {str(document.get('id'))[:200]!r}, not about {did}.",
            code="did_mismatch",
        )
    found = [m for m in _methods(document) if _absolute(m.get("id"), did) == method_id]
    if len(found) != 1:
        problem = "does not list" if not found else "lists more than once"
        raise InvalidKey(
            f"The DID document of {did} {problem} the key {method_id}.", code="method_unknown"
        )
    return _method_from_json(found[0], document, method_id=method_id)


def _methods(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """List each method that is written out, under verificationMethod or assertionMethod."""
    listed: list[Mapping[str, Any]] = []
    for relation in ("verificationMethod", "assertionMethod"):
        entries = document.get(relation, [])
        for entry in entries if isinstance(entries, list) else [entries]:
            if isinstance(entry, Mapping):
                listed.append(entry)
    return listed


def _method_from_json(
    entry: Mapping[str, Any], document: Mapping[str, Any], *, method_id: str
) -> VerificationMethod:
    did = method_id.partition("#")[0]
    multikey = entry.get("publicKeyMultibase")
    if entry.get("type") not in ("Multikey", "Ed25519VerificationKey2020") or not isinstance(
        multikey, str
    ):
        raise InvalidKey(
            f"The key {method_id} is written as {str(entry.get('type'))[:60]!r}; Guildmark reads "
            "Multikey.",
            code="method_kind",
        )
    PublicKey.parse(multikey)
    return VerificationMethod(
        id=method_id,
        public_multikey=multikey,
        revoked=_moment(entry.get("revoked"), method_id),
        controller=str(entry.get("controller")),
        expires=_moment(entry.get("expires"), method_id),
        may_assert=method_id in _asserting_ids(document, did),
    )


def _asserting_ids(document: Mapping[str, Any], did: str) -> set[str]:
    entries = document.get("assertionMethod", [])
    ids = set()
    for entry in entries if isinstance(entries, list) else [entries]:
        name = entry.get("id") if isinstance(entry, Mapping) else entry
        absolute = _absolute(name, did)
        if absolute is not None:
            ids.add(absolute)
    return ids


def _absolute(name: object, did: str) -> str | None:
    if not isinstance(name, str):
        return None
    return f"{did}{name}" if name.startswith("#") else name


def _moment(text: object, method_id: str) -> datetime | None:
    if text is None:
        return None
    try:
        return parse_datetime(str(text))
    except CredentialError as error:
        raise InvalidKey(
            f"The key {method_id} has a date that can not be read: {error.message}",
            code="method_kind",
        ) from error


def _method_to_json(method: VerificationMethod, did: str) -> JsonObject:
    entry: JsonObject = {
        "id": method.id,
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": method.public_multikey,
    }
    if method.revoked is not None:
        entry["revoked"] = format_datetime(method.revoked)
    if method.expires is not None:
        entry["expires"] = format_datetime(method.expires)
    return entry


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
