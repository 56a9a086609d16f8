"""What `guildmark verify` may ask: the trust file first, then, unless offline, the network.

The fetcher is loaded when something must be fetched, so that a check which needs no network
starts fast and opens no connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guildmark.cli.errors import UnableToFinish, UnreadableSource
from guildmark.cli.source import LARGEST_IMAGE_BYTES, Source
from guildmark.cli.terminal import printable
from guildmark.credentials.encoding import JsonObject
from guildmark.credentials.errors import SourceUnavailable
from guildmark.credentials.verify import OfflineSources, Sources, TrustFile

if TYPE_CHECKING:
    from guildmark.fetch import Fetcher, OnlineSources

__all__ = ["Outside"]

_ACCEPT = (
    "application/vc, application/vc+ld+json, application/ld+json, application/json, "
    "application/vc+jwt, application/jwt, image/png, image/svg+xml, text/plain;q=0.5"
)


class Outside:
    """The sources of one run.

    Args:
        trust: answers before anything else is asked.
        offline: open no connection at all.
        allowed_origins: may be asked although they are local or not https.
    """

    def __init__(
        self, trust: TrustFile, *, offline: bool, allowed_origins: tuple[str, ...] = ()
    ) -> None:
        self._trust = trust
        self._trusted = OfflineSources(trust)
        self._offline = offline
        self._allowed_origins = allowed_origins
        self._opened: tuple[Fetcher, OnlineSources] | None = None
        self._source_notes: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know about the answers."""
        answers = self._opened[1].notes if self._opened else self._trusted.notes
        return tuple(dict.fromkeys((*self._source_notes, *answers)))

    def did_document(self, did: str) -> JsonObject:
        """Return the DID document of a DID."""
        return self._sources(known=did in self._trust.did_documents).did_document(did)

    def status_list(self, url: str) -> JsonObject:
        """Return the status list credential at an address."""
        return self._sources(known=url in self._trust.status_lists).status_list(url)

    def document(self, url: str, *, accept: str) -> bytes:
        """Return what is at an address, byte for byte."""
        known = url in self._trust.documents or url in self._trust.status_lists
        return self._sources(known=known).document(url, accept=accept)

    def recognitions(self, issuer_id: str) -> tuple[str, ...] | None:
        """Return who recognises an issuer by the trust file; None when it has no such list."""
        return self._trusted.recognitions(issuer_id)

    def fetch_source(self, url: str) -> Source:
        """Fetch the credential itself.

        Raises:
            SourceUnavailable: offline, refused, not reached, too large, or an error's page.
            UnreadableSource: a web page is there.
        """
        name = printable(url)
        if self._offline:
            raise SourceUnavailable(
                f"“{name}” was not fetched, because --offline opens no connection. "
                "Download it first and give the file.",
                code="offline",
            )
        fetcher, _ = self._open()
        from guildmark.fetch import FetchError

        try:
            fetched = fetcher.fetch(url, accept=_ACCEPT, max_bytes=LARGEST_IMAGE_BYTES)
        except FetchError as error:
            raise SourceUnavailable(
                f"“{name}” could not be fetched: {error.message}{_hint(error.code)}",
                permanent=error.permanent,
                code=error.code,
            ) from error
        self._source_notes = tuple(
            f"The setting for allowed origins let Guildmark reach {origin}, which it refuses "
            "otherwise."
            for origin in fetched.exempted
        )
        if fetched.media_type == "text/html":
            raise UnreadableSource(
                f"“{name}” is a web page. Give the address of the credential's JSON or image."
            )
        if not fetched.body:
            raise UnreadableSource(f"“{name}” is empty; a credential was expected.")
        return Source(name=name, data=fetched.body)

    def _sources(self, *, known: bool) -> Sources:
        """Return who answers: the trust file for what it has, and for all when offline."""
        return self._trusted if known or self._offline else self._open()[1]

    def _open(self) -> tuple[Fetcher, OnlineSources]:
        if self._opened is None:
            from guildmark.fetch import Fetcher, FetchError, FetchPolicy, OnlineSources

            try:
                fetcher = Fetcher(FetchPolicy(allowed_origins=frozenset(self._allowed_origins)))
            except FetchError as error:
                raise UnableToFinish(f"--allow-origin: {error.message}") from error
            # One for all files of a command; who runs it chose them.
            self._opened = fetcher, OnlineSources(fetcher, None, self._trust, max_requests=10_000)
        return self._opened


def _hint(code: str) -> str:
    if code in ("insecure", "refused_address"):
        return " Name its origin with --allow-origin if you mean it."
    return ""
