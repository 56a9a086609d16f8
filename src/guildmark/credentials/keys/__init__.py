"""Key pairs, their written forms, DIDs and their documents, and the Signer protocol."""

from __future__ import annotations

from guildmark.credentials.keys.algorithm import JOSE_ALGORITHMS
from guildmark.credentials.keys.did import (
    did_jwk,
    did_jwk_document,
    did_key,
    did_key_document,
    did_web,
    did_web_url,
    verification_method_of,
)
from guildmark.credentials.keys.document import (
    KEY_FORMATS,
    KeyFormat,
    VerificationMethod,
    build_did_document,
    find_verification_method,
)
from guildmark.credentials.keys.key import Algorithm, PrivateKey, PublicKey
from guildmark.credentials.keys.resolution import (
    ResolutionError,
    did_of,
    embedded_did_document,
    error_of,
    older_error_name,
    resolve_did,
)
from guildmark.credentials.keys.signer import KeySigner, Signer

__all__ = [
    "JOSE_ALGORITHMS",
    "KEY_FORMATS",
    "Algorithm",
    "KeyFormat",
    "KeySigner",
    "PrivateKey",
    "PublicKey",
    "ResolutionError",
    "Signer",
    "VerificationMethod",
    "build_did_document",
    "did_jwk",
    "did_jwk_document",
    "did_key",
    "did_key_document",
    "did_of",
    "did_web",
    "did_web_url",
    "embedded_did_document",
    "error_of",
    "find_verification_method",
    "older_error_name",
    "resolve_did",
    "verification_method_of",
]
