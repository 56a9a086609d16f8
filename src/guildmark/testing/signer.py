"""Signers that tell what was asked of them, or that fail as a key service can."""

from __future__ import annotations

from guildmark.credentials.errors import SourceUnavailable
from guildmark.credentials.keys import Algorithm, Signer

__all__ = ["CountingSigner", "UnavailableSigner"]


class CountingSigner:
    """Passes each request on and remembers how many there were.

    Args:
        inner: does the signing.
    """

    def __init__(self, inner: Signer) -> None:
        self._inner = inner
        self.count = 0

    @property
    def verification_method(self) -> str:
        """That of the inner signer."""
        return self._inner.verification_method

    @property
    def algorithm(self) -> Algorithm:
        """That of the inner signer."""
        return self._inner.algorithm

    def sign(self, data: bytes) -> bytes:
        """Return the inner signer's signature."""
        self.count += 1
        return self._inner.sign(data)


class UnavailableSigner:
    """Never signs: each request raises `SourceUnavailable`, as a key service that is away does.

    Args:
        verification_method: what it would sign as.
    """

    algorithm: Algorithm = "Ed25519"

    def __init__(self, verification_method: str) -> None:
        self.verification_method = verification_method

    def sign(self, data: bytes) -> bytes:
        """Raise `SourceUnavailable`; asking again later may help."""
        raise SourceUnavailable("The key service does not answer.", code="key_service_away")
