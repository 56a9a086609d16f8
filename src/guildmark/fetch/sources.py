"""The verifier's sources over the network: did:web documents and status lists.

Source: did:web Method Specification, 3.2; Bitstring Status List 1.0, 3.2; security design,
rows 5 and 6.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from guildmark.credentials.encoding import copy_json
from guildmark.credentials.errors import InvalidKey, SourceUnavailable
from guildmark.credentials.keys import did_web_url, embedded_did_document
from guildmark.credentials.verify import OfflineSources, TrustFile
from guildmark.fetch.cache import TtlCache
from guildmark.fetch.errors import FetchError
from guildmark.fetch.fetcher import Fetched, Fetcher, read_json

__all__ = ["OnlineSources"]

# A rotated or revoked key is seen within this time.
_DID_TTL: Final = timedelta(minutes=5)
# A status list that does not say how long it may be kept; and the longest that we believe.
_DEFAULT_LIST_TTL: Final = timedelta(minutes=5)
_MAX_LIST_TTL: Final = timedelta(hours=1)
_MAX_DID_BYTES: Final = 256 * 1024
# The packed list of 16 million entries with each other bit set has 2.8 MB; one of a million 170 KB.
_MAX_LIST_BYTES: Final = 4 * 1024 * 1024
# A hosted badge is some kilobytes; a token status list of a million entries at most 130 KB.
_MAX_DOCUMENT_BYTES: Final = 1024 * 1024
_DOCUMENT_TTL: Final = timedelta(minutes=5)
# A learner record of many issuers asks for some dozen. Without an end, one document of a mebibyte
# could make us knock thousands of times at a door of its author's choice.
MAX_REQUESTS: Final = 100


class OnlineSources:
    """Fetches what a verifier asks for. Make one for each verification; share the cache.

    Args:
        fetcher: opens the connections.
        cache: shared between verifications; none by default.
        trust: answers first; what it does not have is fetched.
        max_requests: how often it may fetch, whoever is asked; the rest is unavailable.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        cache: TtlCache[Fetched] | None = None,
        trust: TrustFile | None = None,
        *,
        max_requests: int = MAX_REQUESTS,
    ) -> None:
        self._fetcher = fetcher
        self._cache = cache
        self._trust = trust or TrustFile()
        self._offline = OfflineSources(trust)
        self._exempted: dict[str, None] = {}
        self._left = max_requests

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the report should know about these answers."""
        exempted = tuple(
            f"The setting for allowed origins let Guildmark reach {origin}, which it refuses "
            "otherwise."
            for origin in self._exempted
        )
        return (*self._offline.notes, *exempted)

    def did_document(self, did: str) -> dict[str, Any]:
        """Return the document of a did:key, did:jwk or did:web.

        Raises:
            SourceUnavailable: another method, not reached, or not a JSON object.
        """
        if did in self._trust.did_documents:
            return self._offline.did_document(did)
        try:
            embedded = embedded_did_document(did)
            if embedded is not None:
                return embedded
            url = did_web_url(did)
        except InvalidKey as error:
            raise SourceUnavailable(
                f"{did[:200]} can not be looked up: did:key, did:jwk and did:web can. "
                f"{error.message}",
                permanent=True,
                code="did_method",
            ) from error
        return self._get(url, max_bytes=_MAX_DID_BYTES, ttl=_DID_TTL)

    def status_list(self, url: str) -> dict[str, Any]:
        """Return the status list credential at an address, as it is there or was a while ago.

        Raises:
            SourceUnavailable: not reached, refused, or not a JSON object.
        """
        if url in self._trust.status_lists:
            return self._offline.status_list(url)
        return self._get(url, max_bytes=_MAX_LIST_BYTES, ttl=None)

    def document(self, url: str, *, accept: str) -> bytes:
        """Return what is at an address, as it is there or was a few minutes ago.

        Raises:
            SourceUnavailable: not reached, refused, or larger than 1 MiB.
        """
        if url in self._trust.documents or url in self._trust.status_lists:
            return self._offline.document(url, accept=accept)
        # One address may give different documents for different wishes.
        fetched = self._fetch(
            url, accept=accept, max_bytes=_MAX_DOCUMENT_BYTES, cache_key=f"{accept} {url}"
        )
        if self._cache is not None:
            self._cache.put(f"{accept} {url}", fetched, ttl=_DOCUMENT_TTL)
        return fetched.body

    def recognitions(self, issuer_id: str) -> tuple[str, ...] | None:
        """Return who recognises an issuer by the trust file; None without one."""
        return self._offline.recognitions(issuer_id)

    def _get(self, url: str, *, max_bytes: int, ttl: timedelta | None) -> dict[str, Any]:
        fetched = self._fetch(
            url,
            accept="application/json, application/ld+json",
            max_bytes=max_bytes,
            cache_key=url,
        )
        try:
            document = copy_json(read_json(fetched))
        except FetchError as error:
            raise _unavailable(error) from error
        if not isinstance(document, dict):
            raise SourceUnavailable(f"{url[:200]} is no JSON object.", code="not_json")
        if self._cache is not None and self._cache.get(url) is None:
            self._cache.put(url, fetched, ttl=ttl or _list_ttl(document))
        return document

    def _fetch(self, url: str, *, accept: str, max_bytes: int, cache_key: str) -> Fetched:
        cached = self._cache.get(cache_key) if self._cache else None
        if cached is None and self._left <= 0:
            raise SourceUnavailable(
                "This document asks for too many others; the rest was not asked for.",
                code="too_many_requests",
            )
        self._left -= cached is None
        try:
            fetched = cached or self._fetcher.fetch(url, accept=accept, max_bytes=max_bytes)
        except FetchError as error:
            raise _unavailable(error) from error
        self._exempted.update(dict.fromkeys(fetched.exempted))
        return fetched


def _unavailable(error: FetchError) -> SourceUnavailable:
    return SourceUnavailable(error.message, permanent=error.permanent, code=error.code)


def _list_ttl(document: dict[str, Any]) -> timedelta:
    """Return for how long a list may be kept, as it says itself (milliseconds)."""
    subject = document.get("credentialSubject")
    ttl = subject.get("ttl") if isinstance(subject, dict) else None
    if not isinstance(ttl, (int, float)) or isinstance(ttl, bool):
        return _DEFAULT_LIST_TTL
    return min(timedelta(milliseconds=min(max(ttl, 0), 10**9)), _MAX_LIST_TTL)
