"""The JSON-LD contexts that Guildmark knows: shipped, pinned by hash, and no others.

``context_files/manifest.json`` names for each context the package it was taken from, its
version, licence and the SHA-256 of the file. A context that is not there is refused; so is a
file whose bytes have changed. Nothing is ever fetched.

Source: Data Integrity 1.0, 4.6 (context validation); VC Data Model 2.0, B.1.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from guildmark.credentials.encoding.json_text import JsonObject
from guildmark.credentials.errors import CredentialError

__all__ = [
    "CLR_CONTEXT",
    "CONTEXTS",
    "CREDENTIALS_V2_CONTEXT",
    "DID_CONTEXT",
    "MULTIKEY_CONTEXT",
    "OPEN_BADGES_CONTEXT",
    "OPEN_BADGES_CONTEXTS",
    "OPEN_BADGES_EXTENSIONS_CONTEXT",
]

CREDENTIALS_V2_CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_CONTEXT: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OPEN_BADGES_EXTENSIONS_CONTEXT: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CLR_CONTEXT: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
DID_CONTEXT: Final = "https://www.w3.org/ns/did/v1"
MULTIKEY_CONTEXT: Final = "https://w3id.org/security/multikey/v1"
OPEN_BADGES_CONTEXTS: Final = frozenset(
    f"https://purl.imsglobal.org/spec/ob/v3p0/context{version}.json"
    for version in ("", "-3.0.1", "-3.0.2", "-3.0.3")
)

_FOLDER: Final = files(__package__) / "context_files"


class _ShippedContexts(Mapping[str, JsonObject]):
    """Reads each context on first use and compares its hash."""

    def __getitem__(self, url: str) -> JsonObject:
        entry = _manifest().get(url)
        if entry is None:
            raise KeyError(url)
        return _load(entry[0], entry[1])

    def __contains__(self, url: object) -> bool:
        return url in _manifest()

    def __iter__(self) -> Iterator[str]:
        return iter(_manifest())

    def __len__(self) -> int:
        return len(_manifest())


@cache
def _manifest() -> dict[str, tuple[str, str]]:
    listed = json.loads((_FOLDER / "manifest.json").read_bytes())
    return {entry["url"]: (entry["file"], entry["sha256"]) for entry in listed["contexts"]}


@cache
def _load(name: str, sha256: str) -> JsonObject:
    data = (_FOLDER / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise CredentialError(
            f"The shipped context {name} is not the one that was pinned. Install Guildmark anew.",
            code="context_changed",
        )
    document: JsonObject = json.loads(data)
    return document


# URL → context document. Treat the documents as read-only: they are shared.
CONTEXTS: Final[Mapping[str, JsonObject]] = _ShippedContexts()
