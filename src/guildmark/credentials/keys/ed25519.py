"""Ed25519 by libsodium: the one verifier of these signatures here, and the quickest signer.

OpenSSL and libsodium agree on all honest signatures. Of made-up ones libsodium accepts fewer: it
refuses keys and points of small order and encodings that are not canonical, which OpenSSL partly
lets pass. Where two verifiers differ one has to be the authority, and the stricter one is.

Source: RFC 8032, 5.1; FIPS 186-5, 7.6 to 7.8.
"""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["is_signature_valid", "load_signer"]


def is_signature_valid(signature: bytes, data: bytes, *, public: bytes) -> bool:
    """Tell whether a signature over data is by this key.

    Args:
        signature: 64 bytes; any other length is no signature.
        public: 32 bytes.
    """
    from nacl.bindings import crypto_sign_open
    from nacl.exceptions import CryptoError

    if len(signature) != 64 or len(public) != 32:
        return False
    try:
        crypto_sign_open(signature + data, public)
    except CryptoError:
        return False
    return True


def load_signer(secret: bytes) -> Callable[[bytes], bytes]:
    """Return what signs with a key, which is read once.

    Args:
        secret: the 32-byte seed.
    """
    from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

    _, key = crypto_sign_seed_keypair(secret)

    def sign(data: bytes) -> bytes:
        signed: bytes = crypto_sign(data, key)
        return signed[:64]

    return sign
