"""Key pairs, Multikey, did:key, did:web and DID documents, and the Signer protocol."""

from __future__ import annotations

from guildmark.credentials.keys.did import (
    VerificationMethod,
    build_did_document,
    did_key,
    did_key_document,
    did_web,
    did_web_url,
    find_verification_method,
    verification_method_of,
)
from guildmark.credentials.keys.key import Algorithm, PrivateKey, PublicKey
from guildmark.credentials.keys.signer import KeySigner, Signer

__all__ = [
    "Algorithm",
    "KeySigner",
    "PrivateKey",
    "PublicKey",
    "Signer",
    "VerificationMethod",
    "build_did_document",
    "did_key",
    "did_key_document",
    "did_web",
    "did_web_url",
    "find_verification_method",
    "verification_method_of",
]
