"""DID documents: which keys an owner lists, and for what; written and read.

Read are Multikey, JsonWebKey, JsonWebKey2020 and Ed25519VerificationKey2020; written is Multikey,
and JsonWebKey for RSA, which Multikey does not have.

Not here: how a DID leads to its document; that is ``did`` and ``resolution``.

Source: Controlled Identifiers 1.0, 2.1 to 2.3 and 3.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

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
    "KEY_FORMATS",
    "KeyFormat",
    "VerificationMethod",
    "build_did_document",
    "find_verification_method",
]

KeyFormat = Literal["Multikey", "JsonWebKey", "JsonWebKey2020", "Ed25519VerificationKey2020"]

# The forms a key is written in, each with the context that defines it.
KEY_FORMATS: Final[dict[KeyFormat, str]] = {
    "Multikey": MULTIKEY_CONTEXT,
    "JsonWebKey": "https://w3id.org/security/jwk/v1",
    "JsonWebKey2020": "https://w3id.org/security/suites/jws-2020/v1",
    "Ed25519VerificationKey2020": "https://w3id.org/security/suites/ed25519-2020/v1",
}
_JWK_FORMATS: Final = ("JsonWebKey", "JsonWebKey2020")

# Source: Controlled Identifiers 1.0, 2.3.
_RELATIONSHIPS: Final = (
    "authentication",
    "assertionMethod",
    "capabilityInvocation",
    "capabilityDelegation",
)
_SIGNING: Final = frozenset({"authentication", "assertionMethod"})


@dataclass(frozen=True, slots=True)
class VerificationMethod:
    """A public key under a name, as a DID document lists it.

    Attributes:
        id: absolute, ``did:…#…``.
        public_key: verifies.
        revoked: from when on the key counts no more; such a key stays listed, so that readers
            can tell a revoked key from an unknown one, but may not sign.
        controller: the DID whose key it is; the part of id before ``#`` by default.
        expires: until when the key may sign.
        relationships: what the document lists it for, ``assertionMethod`` (credentials),
            ``authentication`` (presentations) and others.
    """

    id: str
    public_key: PublicKey
    revoked: datetime | None = None
    controller: str | None = None
    expires: datetime | None = None
    relationships: frozenset[str] = _SIGNING

    @property
    def public_multikey(self) -> str:
        """The key as Multikey text; RSA raises ``InvalidKey``."""
        return self.public_key.multikey

    @property
    def may_assert(self) -> bool:
        """Whether the document lists it for signing credentials."""
        return "assertionMethod" in self.relationships


def build_did_document(
    *, did: str, methods: Sequence[VerificationMethod], key_format: KeyFormat = "Multikey"
) -> JsonObject:
    """Return the DID document that lists these keys for what each is for.

    A revoked key stays under ``verificationMethod`` with its date, but under no relationship:
    what it signed no longer verifies.

    Args:
        did: the owner.
        methods: the keys, each with an id under did.
        key_format: how keys are written; RSA keys become JsonWebKey where it says Multikey.

    Raises:
        InvalidKey: a method's id is not under did, stands twice, or the key has no such form.

    Source: Controlled Identifiers 1.0, 2.1 to 2.3.
    """
    ids = [method.id for method in methods]
    for method in methods:
        if method.id.partition("#")[0] != did or not method.id.partition("#")[2]:
            raise InvalidKey(f"{method.id!r} is not an id under {did}.", code="method_id")
    if len(set(ids)) != len(ids):
        raise InvalidKey("Two keys of one DID document have the same id.", code="method_id")
    entries = [_method_to_json(method, did, key_format) for method in methods]
    contexts = dict.fromkeys(KEY_FORMATS[entry["type"]] for entry in entries)
    document: JsonObject = {
        "@context": [DID_CONTEXT, *(contexts or [KEY_FORMATS[key_format]])],
        "id": did,
        "verificationMethod": entries,
    }
    for relationship in _RELATIONSHIPS:
        listed = [m.id for m in methods if relationship in m.relationships and m.revoked is None]
        if listed or relationship in _SIGNING:
            document[relationship] = listed
    return document


def find_verification_method(
    document: Mapping[str, Any], *, method_id: str, relationship: str | None = None
) -> VerificationMethod:
    """Find a key by its id in a DID document that somebody else wrote.

    Args:
        document: the DID document.
        method_id: absolute, ``did:…#…``.
        relationship: what the key must be listed for; None to leave that to the caller, who
            reads ``relationships`` of the answer.

    Raises:
        InvalidKey: the document is about another DID (``did_mismatch``), does not list the key
            (``method_unknown``) or not for that (``method_relationship``), or lists it in a form
            that is not read here (``method_kind``).

    Source: Controlled Identifiers 1.0, 3.3 (Retrieve Verification Method).
    """
    did = method_id.partition("#")[0]
    if document.get("id") != did:
        raise InvalidKey(
            f"The DID document is about {str(document.get('id'))[:200]!r}, not about {did}.",
            code="did_mismatch",
        )
    found: list[Mapping[str, Any]] = []
    for entry in _methods(document):
        # Some writers repeat a key, word for word, under each relationship.
        if _absolute(entry.get("id"), did) == method_id and entry not in found:
            found.append(entry)
    if len(found) != 1:
        problem = "does not list" if not found else "lists more than once"
        raise InvalidKey(
            f"The DID document of {did} {problem} the key {method_id}.", code="method_unknown"
        )
    relationships = frozenset(
        name for name in _RELATIONSHIPS if method_id in _ids_under(document, name, did)
    )
    if relationship is not None and relationship not in relationships:
        raise InvalidKey(
            f"The DID document of {did} does not list the key {method_id} under {relationship}.",
            code="method_relationship",
        )
    return _method_from_json(found[0], method_id=method_id, relationships=relationships)


def _entries(document: Mapping[str, Any], name: str) -> list[object]:
    entries = document.get(name, [])
    return entries if isinstance(entries, list) else [entries]


def _methods(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """List each method that is written out, under verificationMethod or where it is used."""
    for name in ("verificationMethod", *_RELATIONSHIPS):
        for entry in _entries(document, name):
            if isinstance(entry, Mapping):
                yield entry


def _ids_under(document: Mapping[str, Any], relationship: str, did: str) -> set[str]:
    ids = set()
    for entry in _entries(document, relationship):
        name = entry.get("id") if isinstance(entry, Mapping) else entry
        absolute = _absolute(name, did)
        if absolute is not None:
            ids.add(absolute)
    return ids


def _method_from_json(
    entry: Mapping[str, Any], *, method_id: str, relationships: frozenset[str]
) -> VerificationMethod:
    return VerificationMethod(
        id=method_id,
        public_key=_key_from_json(entry, method_id),
        revoked=_moment(entry.get("revoked"), method_id),
        controller=str(entry.get("controller")),
        expires=_moment(entry.get("expires"), method_id),
        relationships=relationships,
    )


def _key_from_json(entry: Mapping[str, Any], method_id: str) -> PublicKey:
    kind, multikey, jwk = (
        entry.get(name) for name in ("type", "publicKeyMultibase", "publicKeyJwk")
    )
    if {"secretKeyMultibase", "privateKeyMultibase", "secretKeyJwk", "privateKeyJwk"} & set(entry):
        raise InvalidKey(
            f"The key {method_id} is published with its private half; it must be replaced.",
            code="key_private",
        )
    if kind in _JWK_FORMATS and isinstance(jwk, Mapping) and multikey is None:
        return PublicKey.from_jwk(jwk)
    if (
        kind in ("Multikey", "Ed25519VerificationKey2020")
        and isinstance(multikey, str)
        and jwk is None
    ):
        key = PublicKey.parse(multikey)
        if kind == "Multikey" or key.algorithm == "Ed25519":
            return key
    raise InvalidKey(
        f"The key {method_id} is written as {str(kind)[:60]!r} in a way that is not read; "
        "Multikey, JsonWebKey, JsonWebKey2020 and Ed25519VerificationKey2020 are, each with its "
        "key in the one member that it has.",
        code="method_kind",
    )


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


def _method_to_json(method: VerificationMethod, did: str, key_format: KeyFormat) -> JsonObject:
    key = method.public_key
    if key_format == "Multikey" and key.algorithm == "RSA":
        key_format = "JsonWebKey"
    if key_format == "Ed25519VerificationKey2020" and key.algorithm != "Ed25519":
        raise InvalidKey(
            f"An {key.algorithm} key can not be written as {key_format}.", code="key_kind"
        )
    entry: JsonObject = {"id": method.id, "type": key_format, "controller": did}
    if key_format in _JWK_FORMATS:
        entry["publicKeyJwk"] = key.to_jwk()
    else:
        entry["publicKeyMultibase"] = key.multikey
    if method.revoked is not None:
        entry["revoked"] = format_datetime(method.revoked)
    if method.expires is not None:
        entry["expires"] = format_datetime(method.expires)
    return entry
