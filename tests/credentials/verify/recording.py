"""Sources that remember what was asked, and that may fail."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from guildmark.credentials.errors import SourceUnavailable


class RecordingSources:
    """Answers from documents by DID and address; everything else is unavailable."""

    def __init__(self, documents: Mapping[str, Any], by: tuple[str, ...] | None = None) -> None:
        self.documents = dict(documents)
        self.asked: list[str] = []
        self._by = by

    def did_document(self, did: str) -> dict[str, Any]:
        """Return a DID document."""
        return self._answer(did)

    def status_list(self, url: str) -> dict[str, Any]:
        """Return a status list."""
        return self._answer(url)

    def document(self, url: str, *, accept: str) -> bytes:
        """Return what is at an address: a text, or an object as JSON."""
        found: Any = self._answer(url)
        return (found if isinstance(found, str) else json.dumps(found)).encode()

    def recognitions(self, issuer_id: str) -> tuple[str, ...] | None:
        """Return what was given."""
        self.asked.append(f"recognitions {issuer_id}")
        return self._by

    def _answer(self, name: str) -> dict[str, Any]:
        self.asked.append(name)
        if name not in self.documents:
            raise SourceUnavailable(f"{name} does not answer.")
        document: dict[str, Any] = self.documents[name]
        return document
