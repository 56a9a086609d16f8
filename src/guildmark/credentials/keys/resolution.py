"""DID resolution: a DID in, a result of the standard's shape out, never an exception for bad DIDs.

Known are did:key and did:jwk, which carry their key, and did:web, whose document the caller's
function fetches. Bad input is a result with an error of the standard's; what goes wrong outside
is one too.

Source: DID Resolution 1.0, 4 (resolve) and 10 (errors); DIDs 1.1, 3.1; The did:key Method v0.9,
3.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, get_args

from guildmark.credentials.encoding import JsonObject
from guildmark.credentials.errors import CredentialError, InvalidKey, SourceUnavailable
from guildmark.credentials.keys.did import did_jwk_document, did_key_document, did_web_url
from guildmark.credentials.keys.document import KeyFormat

__all__ = [
    "ResolutionError",
    "did_of",
    "embedded_did_document",
    "error_of",
    "older_error_name",
    "resolve_did",
]

ResolutionError = Literal[
    "INVALID_DID",
    "INVALID_DID_DOCUMENT",
    "INVALID_DID_URL",
    "INVALID_OPTIONS",
    "INVALID_PUBLIC_KEY",
    "INVALID_PUBLIC_KEY_LENGTH",
    "INVALID_PUBLIC_KEY_TYPE",
    "INTERNAL_ERROR",
    "METHOD_NOT_SUPPORTED",
    "NOT_FOUND",
    "REPRESENTATION_NOT_SUPPORTED",
    "UNSUPPORTED_PUBLIC_KEY_TYPE",
]

_ERROR_BASE: Final = "https://www.w3.org/ns/did#"
_TITLES: Final[dict[ResolutionError, str]] = {
    "INVALID_DID": "This is no DID, or none that its method allows.",
    "INVALID_DID_DOCUMENT": "What was found there is no DID document of this DID.",
    "INVALID_DID_URL": "This is no DID URL.",
    "INVALID_OPTIONS": "An option is not understood.",
    "INVALID_PUBLIC_KEY": "The key in this DID is no key of its kind.",
    "INVALID_PUBLIC_KEY_LENGTH": "The key in this DID has a wrong length.",
    "INVALID_PUBLIC_KEY_TYPE": "Keys are not written in this form here.",
    "INTERNAL_ERROR": "The DID document could not be had now.",
    "METHOD_NOT_SUPPORTED": "DIDs of this method are not resolved here.",
    "NOT_FOUND": "There is no DID document for this DID.",
    "REPRESENTATION_NOT_SUPPORTED": "DID documents are not written in this form here.",
    "UNSUPPORTED_PUBLIC_KEY_TYPE": "Keys of this kind are not used here.",
}
# DIDs 1.1, 3.1: method name in lower case, then an identifier that does not end with a colon.
_CHARACTER: Final = r"(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})"
_DID: Final = re.compile(rf"did:([a-z0-9]+):(?:{_CHARACTER}*:)*{_CHARACTER}+", re.ASCII)
# An RSA key in did:jwk fits.
_MAX_DID_LENGTH: Final = 4096
_KEY_ERRORS: Final[dict[str, ResolutionError]] = {
    "key_kind": "UNSUPPORTED_PUBLIC_KEY_TYPE",
    "key_length": "INVALID_PUBLIC_KEY_LENGTH",
    "key_point": "INVALID_PUBLIC_KEY",
    "key_private": "INVALID_PUBLIC_KEY",
    "key_algorithm": "INVALID_PUBLIC_KEY",
    "key_use": "INVALID_PUBLIC_KEY",
}
# The did:key Method, 3.1.2: these forms need no opting in.
_PLAIN_FORMATS: Final = ("Multikey", "JsonWebKey2020", "Ed25519VerificationKey2020")
_KNOWN_FORMATS: Final = (*get_args(KeyFormat),)
# Forms that exist and need opting in; these are not written here even then.
_OTHER_FORMATS: Final = frozenset(
    {
        "EcdsaSecp256k1VerificationKey2019",
        "Ed25519VerificationKey2018",
        "X25519KeyAgreementKey2019",
        "X25519KeyAgreementKey2020",
    }
)


class _Refused(Exception):
    """Carries an error of the standard to the result."""

    def __init__(self, kind: ResolutionError, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


def resolve_did(
    did: str,
    *,
    fetch: Callable[[str], Mapping[str, Any]] | None = None,
    key_format: str = "Multikey",
    allow_experimental_formats: bool = False,
    content_type: str = "application/did",
) -> JsonObject:
    """Return the resolution result of a DID.

    Args:
        did: a DID without path, query or fragment.
        fetch: gets the document of a did:web by its DID, and raises ``SourceUnavailable`` when it
            can not; without it did:web is a method that is not supported.
        key_format: how the key of a did:key is written (``publicKeyFormat``).
        allow_experimental_formats: also forms that the did:key Method calls experimental
            (``enableExperimentalPublicKeyTypes``).
        content_type: what ``didResolutionMetadata`` says of a document that was found.

    Returns:
        ``{"didDocument", "didDocumentMetadata", "didResolutionMetadata"}``. When it failed,
        didDocument is None and ``didResolutionMetadata.error`` is an object with ``type``
        (``https://www.w3.org/ns/did#…``), ``title`` and ``detail``.

    Source: DID Resolution 1.0, 4.
    """
    try:
        document = _resolve(
            did, fetch=fetch, key_format=key_format, experimental=allow_experimental_formats
        )
    except _Refused as refusal:
        return _failure(refusal.kind, refusal.detail)
    return {
        "didDocument": document,
        "didDocumentMetadata": {},
        "didResolutionMetadata": {"contentType": content_type},
    }


def embedded_did_document(did: str) -> JsonObject | None:
    """Return the document of a DID that carries its key; None when it must be fetched.

    Raises:
        InvalidKey: it is a did:key or did:jwk, but no good one.
    """
    if did.startswith("did:key:"):
        return did_key_document(did)
    return did_jwk_document(did) if did.startswith("did:jwk:") else None


def did_of(did_url: str) -> str:
    """Return the DID that a DID URL starts with.

    Raises:
        InvalidKey: it is no DID URL (``did_syntax``).

    Source: DIDs 1.1, 3.2.
    """
    did = re.split("[/?#]", did_url, maxsplit=1)[0]
    if len(did) > _MAX_DID_LENGTH or not _DID.fullmatch(did):
        raise InvalidKey(f"{did_url[:200]!r} is no DID URL.", code="did_syntax")
    return did


def error_of(result: Mapping[str, Any]) -> ResolutionError | None:
    """Return the kind of error that a result has; None when the document was found."""
    error = result["didResolutionMetadata"].get("error")
    if error is None:
        return None
    kind: ResolutionError = error["type"].removeprefix(_ERROR_BASE)
    return kind


def older_error_name(kind: ResolutionError) -> str:
    """Return the name that older drafts have for an error: ``invalidDid`` for ``INVALID_DID``.

    Source: DID Core 1.0, 7.1.2; The did:key Method v0.7, 3.1.
    """
    first, *others = kind.lower().split("_")
    return first + "".join(word.capitalize() for word in others)


def _resolve(
    did: str,
    *,
    fetch: Callable[[str], Mapping[str, Any]] | None,
    key_format: str,
    experimental: bool,
) -> Mapping[str, Any]:
    match = _DID.fullmatch(did) if len(did) <= _MAX_DID_LENGTH else None
    if match is None:
        raise _Refused("INVALID_DID", f"{did[:200]!r} has not the form did:method:identifier.")
    method = match[1]
    try:
        if method == "key":
            written = _check_format(key_format, experimental=experimental)
            return did_key_document(did, key_format=written)
        if method == "jwk":
            return did_jwk_document(did)
        if method == "web" and fetch is not None:
            did_web_url(did)
            return _fetch(did, fetch)
    except InvalidKey as error:
        raise _Refused(_KEY_ERRORS.get(error.code, "INVALID_DID"), error.message) from error
    raise _Refused("METHOD_NOT_SUPPORTED", f"DIDs of the method {method[:40]!r} are not resolved.")


def _check_format(name: str, *, experimental: bool) -> KeyFormat:
    """Source: The did:key Method v0.9, 3.1.2, steps 7 and 8."""
    for known in _KNOWN_FORMATS:
        if name == known:
            if experimental or name in _PLAIN_FORMATS:
                written: KeyFormat = known
                return written
            raise _Refused(
                "INVALID_PUBLIC_KEY_TYPE",
                f"The form {name} is experimental; ask for it by enableExperimentalPublicKeyTypes.",
            )
    if name in _OTHER_FORMATS and not experimental:
        raise _Refused("INVALID_PUBLIC_KEY_TYPE", f"The form {name} is experimental.")
    raise _Refused("UNSUPPORTED_PUBLIC_KEY_TYPE", f"Keys are not written as {name[:60]!r} here.")


def _fetch(did: str, fetch: Callable[[str], Mapping[str, Any]]) -> Mapping[str, Any]:
    try:
        document = fetch(did)
    except SourceUnavailable as error:
        kind: ResolutionError = "NOT_FOUND" if error.permanent else "INTERNAL_ERROR"
        raise _Refused(kind, error.message) from error
    except CredentialError as error:
        raise _Refused("INVALID_DID_DOCUMENT", error.message) from error
    if document.get("id") != did:
        raise _Refused(
            "INVALID_DID_DOCUMENT",
            f"The document is about {str(document.get('id'))[:200]!r}, not about {did[:200]}.",
        )
    return document


def _failure(kind: ResolutionError, detail: str) -> JsonObject:
    return {
        "didDocument": None,
        "didDocumentMetadata": {},
        "didResolutionMetadata": {
            "error": {"type": f"{_ERROR_BASE}{kind}", "title": _TITLES[kind], "detail": detail}
        },
    }
