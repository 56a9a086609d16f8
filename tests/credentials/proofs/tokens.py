"""Keys and hand-made tokens for the tests of the token formats."""

from __future__ import annotations

import base64
import functools
import json
from typing import Any

from guildmark.credentials.keys import Algorithm, KeySigner, PrivateKey

ALGORITHMS: tuple[Algorithm, ...] = ("Ed25519", "P-256", "P-384", "P-521", "RSA")
METHOD = "did:example:issuer#key-1"


@functools.cache
def key_of(algorithm: Algorithm) -> PrivateKey:
    """The one key of a kind; making RSA keys takes long."""
    return PrivateKey.generate(algorithm)


def signer_of(algorithm: Algorithm = "P-256", *, method: str = METHOD) -> KeySigner:
    """Signs with the one key of a kind."""
    return KeySigner(key_of(algorithm), verification_method=method)


def encode(value: Any) -> str:
    """base64url of bytes, or of a value's JSON."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(part: str) -> Any:
    """The JSON in a part of a token."""
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def forge(header: Any, payload: Any, *, signer: KeySigner | None = None) -> str:
    """A token with any header at all, signed all the same."""
    signing_input = f"{encode(header)}.{encode(payload)}"
    signature = (signer or signer_of()).sign(signing_input.encode())
    return f"{signing_input}.{encode(signature)}"


def credential() -> dict[str, Any]:
    """A VC 2.0 credential with everything that registered claims repeat."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:5b2b1f5e-2e8b-4b0a-9a51-0d6a6d2f3f10",
        "type": ["VerifiableCredential"],
        "issuer": {"id": "did:example:issuer", "name": "Kupferschmiede Ä"},
        "validFrom": "2026-01-01T00:00:00.250Z",
        "validUntil": "2027-01-01T01:00:00+01:00",
        "credentialSubject": {"id": "did:example:ada", "phones": ["one", "two"]},
    }
