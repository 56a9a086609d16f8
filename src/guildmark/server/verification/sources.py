"""Where this installation's verifier asks.

What this installation itself publishes (its organizations' DID documents, its status lists) is
answered here from the same operations that serve it to the world, so the bytes are the same and no
request is made to ourselves. Everything else goes through the guarded fetcher. Recognition is asked
of the lists an operator keeps: being an organization of this installation recognises nobody.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.conf import settings

from guildmark.credentials.encoding import parse_json
from guildmark.credentials.errors import CredentialError, SourceUnavailable
from guildmark.fetch import Fetched, Fetcher, FetchPolicy, OnlineSources, TtlCache
from guildmark.server.base.errors import OperationError
from guildmark.server.publication import operations as publication_operations
from guildmark.server.publication import queries as publication
from guildmark.server.verification import queries
from guildmark.server.verification.intake import MAX_UPLOAD_BYTES

__all__ = ["InstallationSources", "fetch_document", "online_sources"]

# What other issuers publish for everybody; who asked is not kept.
_cache: Final[TtlCache[Fetched]] = TtlCache()
_DOCUMENT_TYPES: Final = (
    "application/vc+ld+json, application/vc, application/json;q=0.9, application/ld+json;q=0.9,"
    " image/png;q=0.5, image/svg+xml;q=0.5"
)


def online_sources() -> InstallationSources:
    """Return the sources that one check asks; make new ones for each."""
    return InstallationSources(outside=OnlineSources(_fetcher(), _cache))


def fetch_document(url: str) -> Fetched:
    """Fetch a credential or a badge that a visitor named.

    Raises:
        FetchError: refused, not reached, too slow, too large, or answered with an error.
    """
    return _fetcher().fetch(url, accept=_DOCUMENT_TYPES, max_bytes=MAX_UPLOAD_BYTES)


def _fetcher() -> Fetcher:
    """Return the guarded fetcher with the origins that the operator named in the settings."""
    return Fetcher(FetchPolicy(allowed_origins=frozenset(settings.GUILDMARK_FETCH_ORIGINS)))


class InstallationSources:
    """Implements the engine's `Sources`: our own documents first, then the world's."""

    def __init__(self, *, outside: OnlineSources) -> None:
        self._outside = outside

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the report should know about these answers."""
        return self._outside.notes

    def did_document(self, did: str) -> dict[str, Any]:
        """Return the DID document of one of our organizations, or fetch it."""
        return publication.own_did_document(did) or self._outside.did_document(did)

    def status_list(self, url: str) -> dict[str, Any]:
        """Return one of our signed status lists as the world gets it, or fetch it."""
        list_id = _own_status_list(url)
        if list_id is None:
            return self._outside.status_list(url)
        try:
            signed = parse_json(publication_operations.signed_status_list(list_id))
        except (OperationError, CredentialError) as error:
            raise SourceUnavailable(str(error), permanent=False) from error
        if not isinstance(signed, dict):
            raise SourceUnavailable("the status list is not an object", permanent=False)
        return signed

    def document(self, url: str, *, accept: str) -> bytes:
        """Fetch what is at an address of the world, byte for byte."""
        return self._outside.document(url, accept=accept)

    def recognitions(self, issuer_id: str) -> tuple[str, ...] | None:
        """Return the lists of this installation that the issuer is on; empty when on none."""
        return queries.recognitions(issuer_id)


def _own_status_list(url: str) -> UUID | None:
    """Return the list's id when `url` is exactly the address of a list of this installation."""
    try:
        list_id = UUID(url.rsplit("/", 1)[-1])
    except ValueError:
        return None
    return list_id if publication.status_list_url(list_id) == url else None
