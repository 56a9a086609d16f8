"""Reads about recognised issuers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from guildmark.server.verification.models import RecognitionList, RecognizedIssuer

__all__ = ["RecognitionListRow", "RecognizedIssuerRow", "recognition_lists", "recognitions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognizedIssuerRow:
    """One issuer on one list."""

    issuer_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionListRow:
    """One register of issuers, with everybody on it in the order of names."""

    id: UUID
    name: str
    url: str
    issuers: tuple[RecognizedIssuerRow, ...]


def recognitions(issuer_id: str) -> tuple[str, ...]:
    """Return the names of the lists that `issuer_id` is on, sorted; empty when it is on none.

    The comparison is exact: a DID that differs in one letter is another issuer.
    """
    names = RecognizedIssuer.objects.filter(issuer_id=issuer_id).values_list(
        "recognition_list__name", flat=True
    )
    return tuple(sorted(names))


def recognition_lists() -> tuple[RecognitionListRow, ...]:
    """Return every list with its issuers, in two queries."""
    lists = RecognitionList.objects.order_by("name").prefetch_related("issuers")
    return tuple(
        RecognitionListRow(
            id=row.id,
            name=row.name,
            url=row.url,
            issuers=tuple(
                RecognizedIssuerRow(issuer_id=issuer.issuer_id, name=issuer.name)
                for issuer in sorted(row.issuers.all(), key=lambda issuer: issuer.name)
            ),
        )
        for row in lists
    )
