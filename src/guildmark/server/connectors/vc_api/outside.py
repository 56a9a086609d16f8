"""What verifying may ask beyond this server: nothing, but for origins that were named at the start.

Suites put a second implementation beside ours, whose keys and status lists lie at its own address
on the same machine. Only what is named is reached, through the guarded fetcher.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guildmark.credentials.encoding import JsonObject
from guildmark.credentials.errors import SourceUnavailable
from guildmark.credentials.keys import did_web_url
from guildmark.credentials.verify import OfflineSources, TrustFile

__all__ = ["Neighbours"]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Origins that may be asked.

    Attributes:
        origins: ``https://127.0.0.1:9443`` and the like; none by default.
        authority: path of PEM certificates that are trusted beside the usual ones.
    """

    origins: Sequence[str] = ()
    authority: str | None = None

    def sources(self, lists: Mapping[str, JsonObject]) -> OfflineSources:
        """Return the sources of one verification.

        Args:
            lists: status list credentials by address, which are ours.
        """
        trust = TrustFile(status_lists=lists)
        return _Reaching(trust, self) if self.origins else OfflineSources(trust)

    def did_document(self, did: str) -> JsonObject:
        """Return the document of a did:web of a named origin.

        Raises:
            SourceUnavailable: it is of another, or was not to be had.
        """
        return self.sources({}).did_document(did)


class _Reaching(OfflineSources):
    """Asks named origins, and nobody else."""

    def __init__(self, trust: TrustFile, neighbours: Neighbours) -> None:
        from guildmark.fetch import Fetcher, FetchPolicy, OnlineSources

        super().__init__(trust)
        policy = FetchPolicy(
            allowed_origins=frozenset(neighbours.origins), ca_file=neighbours.authority
        )
        self._lists = trust.status_lists
        self._starts = tuple(f"{origin.rstrip('/')}/" for origin in neighbours.origins)
        self._online = OnlineSources(Fetcher(policy))

    def did_document(self, did: str) -> JsonObject:
        """Return a DID document."""
        if did.startswith("did:web:"):
            self._check(did_web_url(did))
        return self._online.did_document(did)

    def status_list(self, url: str) -> JsonObject:
        """Return a status list credential."""
        if url in self._lists:
            return super().status_list(url)
        self._check(url)
        return self._online.status_list(url)

    def document(self, url: str, *, accept: str) -> bytes:
        """Return what is at an address."""
        if url in self._lists:
            return super().document(url, accept=accept)
        self._check(url)
        return self._online.document(url, accept=accept)

    def _check(self, url: str) -> None:
        if not url.startswith(self._starts):
            raise SourceUnavailable(
                f"{url[:200]} is of no origin that was named with --allow-origin.",
                permanent=True,
                code="offline",
            )
