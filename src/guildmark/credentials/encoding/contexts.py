"""The JSON-LD contexts that Guildmark knows: shipped, pinned by hash, and no others.

``context_files/manifest.json`` names for each context the package it was taken from, its
version, licence and the SHA-256 of the file. A context that is not there is refused; so is a
file whose bytes have changed. Nothing is ever fetched.

A few are known only inside ``conformance_contexts()``: the specification's examples context says
that each unknown term is one of the examples', so with it nothing would ever be undefined. The
published suites need it; a credential that a person checks must not mean anything through it.

Source: Data Integrity 1.0, 4.6 (context validation); VC Data Model 2.0, B.1.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Final

from guildmark.credentials.encoding.json_text import JsonObject
from guildmark.credentials.errors import CredentialError

__all__ = [
    "CLR_CONTEXT",
    "CONTEXTS",
    "CREDENTIALS_V1_CONTEXT",
    "CREDENTIALS_V2_CONTEXT",
    "DATA_INTEGRITY_CONTEXT",
    "DID_CONTEXT",
    "MULTIKEY_CONTEXT",
    "OPEN_BADGES_CONTEXT",
    "OPEN_BADGES_CONTEXTS",
    "OPEN_BADGES_EXTENSIONS_CONTEXT",
    "are_conformance_contexts_known",
    "conformance_contexts",
    "context_bytes",
]

CREDENTIALS_V1_CONTEXT: Final = "https://www.w3.org/2018/credentials/v1"
CREDENTIALS_V2_CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_CONTEXT: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OPEN_BADGES_EXTENSIONS_CONTEXT: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CLR_CONTEXT: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
DATA_INTEGRITY_CONTEXT: Final = "https://w3id.org/security/data-integrity/v2"
DID_CONTEXT: Final = "https://www.w3.org/ns/did/v1"
MULTIKEY_CONTEXT: Final = "https://w3id.org/security/multikey/v1"
OPEN_BADGES_CONTEXTS: Final = frozenset(
    f"https://purl.imsglobal.org/spec/ob/v3p0/context{version}.json"
    for version in ("", "-3.0.1", "-3.0.2", "-3.0.3")
)

_FOLDER: Final = files(__package__) / "context_files"
_for_conformance: ContextVar[bool] = ContextVar("guildmark_conformance_contexts", default=False)


class _ShippedContexts(Mapping[str, JsonObject]):
    """Reads each context on first use and compares its hash."""

    def __getitem__(self, url: str) -> JsonObject:
        entry = _known().get(url)
        if entry is None:
            raise KeyError(url)
        return _load(entry[0], entry[1])

    def __contains__(self, url: object) -> bool:
        return url in _known()

    def __iter__(self) -> Iterator[str]:
        return iter(_known())

    def __len__(self) -> int:
        return len(_known())


@contextmanager
def conformance_contexts() -> Iterator[None]:
    """Let ``CONTEXTS`` know, inside the block, the contexts that the published suites use.

    They hold in this thread or task only. Never use it where a person's credential is judged.
    """
    token = _for_conformance.set(True)
    try:
        yield
    finally:
        _for_conformance.reset(token)


def are_conformance_contexts_known() -> bool:
    """Tell whether this is inside ``conformance_contexts()``."""
    return _for_conformance.get()


def context_bytes(url: str) -> bytes | None:
    """Return the file of a known context as it was published, None for any other address.

    Source: VC Data Model 2.0, 5.3 (relatedResource: digests are of these bytes).
    """
    entry = _known().get(url)
    return None if entry is None else _read(entry[0], entry[1])


def _known() -> dict[str, tuple[str, str]]:
    return _manifest(for_conformance=_for_conformance.get())


@cache
def _manifest(*, for_conformance: bool = False) -> dict[str, tuple[str, str]]:
    listed = json.loads((_FOLDER / "manifest.json").read_bytes())
    return {
        entry["url"]: (entry["file"], entry["sha256"])
        for entry in listed["contexts"]
        if for_conformance or "known" not in entry
    }


@cache
def _load(name: str, sha256: str) -> JsonObject:
    document: JsonObject = json.loads(_read(name, sha256))
    return document


def _read(name: str, sha256: str) -> bytes:
    data = (_FOLDER / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise CredentialError(
            f"The shipped context {name} is not the one that was pinned. Install Guildmark anew.",
            code="context_changed",
        )
    return data


# URL → context document. Treat the documents as read-only: they are shared.
CONTEXTS: Final[Mapping[str, JsonObject]] = _ShippedContexts()
