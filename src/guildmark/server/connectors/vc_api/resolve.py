"""Resolve DIDs over HTTP, in the words of today's standard and of the draft that did:key names.

1. ``application/did-resolution``: the result, errors as objects, null where there is no document.
2. ``application/ld+json;profile="https://w3id.org/did-resolution"``: the older form, errors as
   text, an empty document beside them, and parts of DID URLs under ``didDocument``.
3. ``application/did+json`` and its like: the document alone.
4. ``application/did-url-dereferencing``: what a DID URL points at.

Resolves what needs no network, did:key and did:jwk, and did:web of origins that were named.

Source: DID Resolution 0.3, 4, 5, 10 and 11; The did:key Method 0.7, 3.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import parse_qs

from guildmark.credentials.encoding import JsonObject, parse_datetime
from guildmark.credentials.errors import InvalidKey, UnreadableInput
from guildmark.credentials.keys.resolution import (
    did_of,
    error_of,
    older_error_name,
    resolve_did,
)
from guildmark.server.connectors.vc_api.answers import Answer

__all__ = ["resolve"]

_RESULT: Final = "application/did-resolution"
_OLDER: Final = 'application/ld+json;profile="https://w3id.org/did-resolution"'
_DEREFERENCED: Final = "application/did-url-dereferencing"
_DOCUMENTS: Final = ("application/did", "application/did+json", "application/did+ld+json")
_ERROR_BASE: Final = "https://www.w3.org/ns/did#"
_PARAMETERS: Final = frozenset(
    {"accept", "hl", "relativeRef", "service", "serviceType", "versionId", "versionTime"}
)
_UTC_SECONDS: Final = re.compile(r"[0-9T:-]+Z", re.ASCII)
# All that are the asker's doing and not named here are 400.
_STATUSES: Final = {
    "NOT_FOUND": 404,
    "REPRESENTATION_NOT_SUPPORTED": 406,
    "METHOD_NOT_SUPPORTED": 501,
}


def resolve(
    *,
    did: str,
    accept: str,
    query: str,
    fetch: Callable[[str], Mapping[str, Any]] | None = None,
) -> Answer:
    """Answer one request to resolve a DID or to dereference a DID URL.

    Args:
        did: the end of the path, decoded: a DID or DID URL, or anything else.
        accept: the header; empty when it is missing.
        query: options, as in an address.
        fetch: gets the document of a did:web; None where none is asked for.
    """
    options = {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}
    wanted = _representation(accept)
    if wanted is None:
        detail = "Ask for application/did-resolution."
        return _write_result(_failure("REPRESENTATION_NOT_SUPPORTED", detail), accept=accept)
    problem = _check_options(options)
    if problem:
        result = _failure("INVALID_OPTIONS", problem)
        return _write(result, wanted=wanted, accept=accept, did=did)
    try:
        did_part = did_of(did)
    except InvalidKey as error:
        kind = "INVALID_DID_URL" if any(sign in did for sign in "/?#") else "INVALID_DID"
        result = _failure(kind, error.message)
        return _write(result, wanted=wanted, accept=accept, did=did)
    result = resolve_did(
        did_part,
        fetch=fetch,
        key_format=options.get("publicKeyFormat", "Multikey"),
        allow_experimental_formats=options.get("enableExperimentalPublicKeyTypes") == "true",
    )
    if did != did_part and error_of(result) is None:
        result = _dereference(did, result["didDocument"])
    return _write(result, wanted=wanted, accept=accept, did=did)


def _check_options(options: Mapping[str, str]) -> str:
    """Say what is wrong with the parameters; empty when nothing is.

    What they would choose (a version, a service) these DIDs do not have: each has one document.

    Source: DID Resolution 0.3, 3 (DID parameters).
    """
    for name in _PARAMETERS & options.keys():
        if not options[name].isascii():
            return f"The parameter {name} must be ASCII text."
    if any(character in options.get("relativeRef", "") for character in ' #?"<>\\^`{|}'):
        return "The parameter relativeRef must have such characters percent-encoded."
    moment = options.get("versionTime")
    if moment is None:
        return ""
    try:
        parse_datetime(moment)
    except UnreadableInput as error:
        return f"The parameter versionTime is no moment: {error.message}"
    if not _UTC_SECONDS.fullmatch(moment):
        return "The parameter versionTime must be in UTC, to the second."
    return ""


def _representation(accept: str) -> str | None:
    """Return the form that is asked for; None when it is none of ours."""
    text = accept.replace(" ", "").lower()
    kinds = [part.partition(";")[0] for part in text.split(",")]
    if "https://w3id.org/did-resolution" in text:
        return _OLDER
    for kind in kinds:
        if kind in (_DEREFERENCED, *_DOCUMENTS):
            return kind
        if kind in ("", "*/*", "application/*", "application/json", _RESULT):
            return _RESULT
    return None


def _dereference(did_url: str, document: Mapping[str, Any]) -> JsonObject:
    """Return the part of a document that a fragment names, in the shape of a result.

    Source: DID Resolution 0.3, 5.2 (dereferencing the secondary resource).
    """
    rest = did_url[len(str(document["id"])) :]
    if any(character in rest for character in ' <>"\\^`{|}'):
        return _failure("INVALID_DID_URL", f"{did_url[:200]!r} is no DID URL.")
    if not rest.startswith("#"):
        return _failure("NOT_FOUND", "Paths and queries of these DIDs lead nowhere.")
    for method in document.get("verificationMethod", []):
        if method.get("id") == did_url:
            return {"didDocument": method, "didDocumentMetadata": {}, "didResolutionMetadata": {}}
    return _failure("NOT_FOUND", "The document has no part of that name.")


def _write(result: JsonObject, *, wanted: str, accept: str, did: str) -> Answer:
    if wanted == _OLDER:
        return _write_older(result)
    if wanted == _DEREFERENCED:
        return _write_dereferenced(result)
    if wanted in _DOCUMENTS and error_of(result) is None:
        return Answer(200, result["didDocument"], media_type=wanted)
    return _write_result(result, accept=accept)


def _write_result(result: JsonObject, *, accept: str) -> Answer:
    error = error_of(result)
    # Who asks for a result is told its type; who asks for nothing special, that of no other.
    metadata = dict(result["didResolutionMetadata"])
    metadata.pop("contentType", None)
    if error is None and _RESULT in accept.lower():
        metadata["contentType"] = _RESULT
    return Answer(_status(error), {**result, "didResolutionMetadata": metadata}, media_type=_RESULT)


def _write_older(result: JsonObject) -> Answer:
    error = error_of(result)
    metadata: JsonObject = {"contentType": "application/did+ld+json"}
    if error is not None:
        detail = result["didResolutionMetadata"]["error"].get("detail", "")
        metadata = {"error": older_error_name(error), "message": detail}
    body = {
        "@context": "https://w3id.org/did-resolution/v1",
        "didDocument": result["didDocument"] or {},
        "didDocumentMetadata": {},
        "didResolutionMetadata": metadata,
        "didDereferencingMetadata": metadata,
    }
    return Answer(_status(error), body, media_type=_OLDER)


def _write_dereferenced(result: JsonObject) -> Answer:
    error = error_of(result)
    metadata = (
        {"contentType": _DEREFERENCED}
        if error is None
        else {"error": result["didResolutionMetadata"]["error"]}
    )
    body = {
        "dereferencingMetadata": metadata,
        "contentStream": result["didDocument"],
        "contentMetadata": {},
    }
    return Answer(_status(error), body, media_type=_DEREFERENCED)


def _status(error: str | None) -> int:
    return 200 if error is None else _STATUSES.get(error, 400)


def _failure(kind: str, detail: str) -> JsonObject:
    return {
        "didDocument": None,
        "didDocumentMetadata": {},
        "didResolutionMetadata": {
            "error": {"type": _ERROR_BASE + kind, "title": detail, "detail": detail}
        },
    }
