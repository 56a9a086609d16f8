"""What a verifier may ask the outside for, and the sources that need no network.

Source: security design, rows 5 and 6: nothing is fetched before the proof holds, but keys.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from guildmark.credentials.encoding import (
    JsonObject,
    format_datetime,
    parse_datetime,
    parse_json,
)
from guildmark.credentials.errors import SourceUnavailable, UnreadableInput

__all__ = ["OfflineSources", "Sources", "TrustFile", "parse_trust"]

# DID documents and lists of many issuers fit; a status list of 131,072 bits is at most 22 KB.
_MAX_TRUST_BYTES = 16 * 1024 * 1024
Found = TypeVar("Found", bound=str | JsonObject)
_PARTS = frozenset({"didDocuments", "statusLists", "documents", "recognised", "takenAt"})


class Sources(Protocol):
    """Answers a verifier's questions about the outside. Each answer is still to be verified.

    Each method may raise ``SourceUnavailable``; the check that asked then could not run.
    """

    def did_document(self, did: str) -> JsonObject:
        """Return the DID document of a DID other than did:key."""
        ...

    def status_list(self, url: str) -> JsonObject:
        """Return the status list credential at an address."""
        ...

    def document(self, url: str, *, accept: str) -> bytes:
        """Return what is at an address, byte for byte.

        For hosted badges, their profiles and classes, lists and keys in JOSE formats, and
        refreshed credentials.

        Args:
            url: absolute, without fragment.
            accept: media types to ask for.
        """
        ...

    def recognitions(self, issuer_id: str) -> tuple[str, ...] | None:
        """Return who recognises an issuer: () for nobody, None when there is no list to ask."""
        ...


@dataclass(frozen=True, slots=True)
class TrustFile:
    """DID documents, status lists and recognitions that somebody collected beforehand.

    Attributes:
        did_documents: by DID.
        status_lists: status list credentials by address.
        recognised: names of those who recognise an issuer, by DID; None when the file has no
            such list, so that nothing was asked.
        documents: texts or JSON objects by address: hosted badges, key sets, token status lists.
        taken_at: when they were collected; None when the file does not say.
    """

    did_documents: Mapping[str, JsonObject] = field(default_factory=dict)
    status_lists: Mapping[str, JsonObject] = field(default_factory=dict)
    recognised: Mapping[str, tuple[str, ...]] | None = None
    taken_at: datetime | None = None
    documents: Mapping[str, str | JsonObject] = field(default_factory=dict)

    def to_json(self) -> JsonObject:
        """Return the file's JSON, which ``parse_trust`` reads."""
        written: JsonObject = {
            "didDocuments": dict(self.did_documents),
            "statusLists": dict(self.status_lists),
        }
        if self.documents:
            written["documents"] = dict(self.documents)
        if self.recognised is not None:
            written["recognised"] = {did: list(by) for did, by in self.recognised.items()}
        if self.taken_at is not None:
            written["takenAt"] = format_datetime(self.taken_at)
        return written


def parse_trust(data: bytes | str) -> TrustFile:
    """Read a trust file.

    Its shape: ``{"didDocuments": {did: document}, "statusLists": {url: credential},
    "documents": {url: text or object}, "recognised": {did: [names]}, "takenAt":
    "2026-11-22T10:00:00Z"}``, each part optional.

    Raises:
        UnreadableInput: not JSON, or another shape.
    """
    content = parse_json(data, max_bytes=_MAX_TRUST_BYTES)
    if not isinstance(content, dict):
        raise UnreadableInput("A trust file is one JSON object.", code="trust_file")
    unknown = content.keys() - _PARTS
    if unknown:
        raise UnreadableInput(
            f"A trust file has no part named {min(unknown)!r}.", code="trust_file"
        )
    return TrustFile(
        did_documents=_objects(content, "didDocuments"),
        status_lists=_objects(content, "statusLists"),
        documents=_documents(content),
        recognised=_recognised(content),
        taken_at=parse_datetime(str(content["takenAt"])) if "takenAt" in content else None,
    )


def _objects(content: Mapping[str, Any], name: str) -> dict[str, JsonObject]:
    part = content.get(name, {})
    if not isinstance(part, dict) or not all(isinstance(item, dict) for item in part.values()):
        raise UnreadableInput(f"{name} in a trust file is an object of objects.", code="trust_file")
    return part


def _documents(content: Mapping[str, Any]) -> dict[str, str | JsonObject]:
    part = content.get("documents", {})
    if not isinstance(part, dict) or not all(
        isinstance(item, (dict, str)) for item in part.values()
    ):
        raise UnreadableInput(
            "documents in a trust file is an object of texts or objects.", code="trust_file"
        )
    return part


def _recognised(content: Mapping[str, Any]) -> dict[str, tuple[str, ...]] | None:
    if "recognised" not in content:
        return None
    part = content["recognised"]
    if not isinstance(part, dict) or not all(
        isinstance(names, list) and all(isinstance(name, str) for name in names)
        for names in part.values()
    ):
        raise UnreadableInput(
            "recognised in a trust file is an object of lists of names.", code="trust_file"
        )
    return {did: tuple(names) for did, names in part.items()}


class OfflineSources:
    """Answers from a trust file only; opens no connection.

    Args:
        trust: what was collected beforehand; nothing by default, so that only did:key issuers
            without status can be checked to the end.
    """

    def __init__(self, trust: TrustFile | None = None) -> None:
        self._trust = trust or TrustFile()

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know about these answers."""
        if self._trust.taken_at is None:
            return ()
        return (
            "Keys and status were taken from a trust file of "
            f"{format_datetime(self._trust.taken_at)}, not asked for now.",
        )

    def did_document(self, did: str) -> JsonObject:
        """Return the DID document from the trust file."""
        return self._find(self._trust.did_documents, did, "DID document")

    def status_list(self, url: str) -> JsonObject:
        """Return the status list credential from the trust file."""
        return self._find(self._trust.status_lists, url, "status list")

    def document(self, url: str, *, accept: str) -> bytes:
        """Return the document from the trust file, wherever in it the address stands."""
        known: dict[str, str | JsonObject] = {**self._trust.status_lists, **self._trust.documents}
        found = self._find(known, url, "document")
        return (found if isinstance(found, str) else json.dumps(found)).encode()

    def recognitions(self, issuer_id: str) -> tuple[str, ...] | None:
        """Return who recognises the issuer by the trust file; None when it has no such list."""
        if self._trust.recognised is None:
            return None
        return self._trust.recognised.get(issuer_id, ())

    def _find(self, known: Mapping[str, Found], name: str, what: str) -> Found:
        if name not in known:
            raise SourceUnavailable(
                f"Checking offline, and the trust file has no {what} for {name[:200]}.",
                code="offline",
            )
        return known[name]
