"""What signs: the protocol that key custody implements, and the plain one in memory.

Source: Data Integrity 1.0, 4.2 (only the bytes to sign pass this border).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, Self

from guildmark.credentials.keys.did import did_key, verification_method_of
from guildmark.credentials.keys.key import Algorithm, PrivateKey

__all__ = ["KeySigner", "Signer"]


class Signer(Protocol):
    """Signs bytes with a key that it keeps to itself (memory, file, KMS, HSM)."""

    @property
    def verification_method(self) -> str:
        """Absolute id of the key in the issuer's DID document, ``did:…#…``."""
        ...

    @property
    def algorithm(self) -> Algorithm:
        """Kind of the key."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return the signature over data, as ``PrivateKey.sign`` gives it for this kind of key."""
        ...


class KeySigner:
    """Signs with a private key in memory.

    Args:
        private_key: signs.
        verification_method: absolute id of its public half, ``did:…#…``.
    """

    def __init__(self, private_key: PrivateKey, *, verification_method: str) -> None:
        self._private_key = private_key
        self._sign: Callable[[bytes], bytes] | None = None
        self.verification_method = verification_method

    @classmethod
    def of_did_key(cls, private_key: PrivateKey) -> Self:
        """Return the signer of an issuer that is its key: ``did:key``.

        Nothing has to be published for it, and nothing can ever replace the key.

        Raises:
            InvalidKey: a kind of key that did:key does not know (RSA).
        """
        did = did_key(private_key.public_multikey)
        return cls(private_key, verification_method=verification_method_of(did))

    @property
    def did(self) -> str:
        """Whose key it is: what a credential that it signs names as its issuer."""
        return self.verification_method.partition("#")[0]

    @property
    def algorithm(self) -> Algorithm:
        """Kind of the key."""
        return self._private_key.algorithm

    def sign(self, data: bytes) -> bytes:
        """Return the signature over data, as ``PrivateKey.sign`` gives it for this kind of key."""
        if self._sign is None:
            self._sign = self._private_key.load()
        return self._sign(data)
