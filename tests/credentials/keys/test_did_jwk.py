"""did:jwk: the key is the identifier."""

from __future__ import annotations

import json
from typing import Any

import pytest

from guildmark.credentials.encoding import to_base64url
from guildmark.credentials.errors import InvalidKey
from guildmark.credentials.keys import (
    Algorithm,
    PrivateKey,
    did_jwk,
    did_jwk_document,
    find_verification_method,
    verification_method_of,
)

# The example of the specification: github.com/quartzjer/did-jwk, examples.
PUBLISHED = (
    "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6O"
    "TFQSDZDZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9"
)
PUBLISHED_JWK = {
    "crv": "P-256",
    "kty": "EC",
    "x": "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0",
    "y": "_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE",
}


def test_it_reads_and_writes_the_published_example() -> None:
    """Its document is the specification's, but for the order of contexts and relationships."""
    assert did_jwk(PUBLISHED_JWK) == PUBLISHED
    document = did_jwk_document(PUBLISHED)
    method_id = f"{PUBLISHED}#0"
    assert verification_method_of(PUBLISHED) == method_id
    assert document == {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/suites/jws-2020/v1",
        ],
        "id": PUBLISHED,
        "verificationMethod": [
            {
                "id": method_id,
                "type": "JsonWebKey2020",
                "controller": PUBLISHED,
                "publicKeyJwk": PUBLISHED_JWK,
            }
        ],
        "assertionMethod": [method_id],
        "authentication": [method_id],
        "capabilityInvocation": [method_id],
        "capabilityDelegation": [method_id],
        "keyAgreement": [method_id],
    }


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "P-384", "P-521", "RSA"])
def test_each_kind_of_key_comes_back(kind: Algorithm) -> None:
    """RSA too, which did:key does not have here."""
    key = PrivateKey.generate(kind).public_key
    did = did_jwk(key.to_jwk())
    method = find_verification_method(
        did_jwk_document(did), method_id=f"{did}#0", relationship="authentication"
    )
    assert (method.public_key, method.controller) == (key, did)


def test_a_key_for_signatures_agrees_on_nothing() -> None:
    """Its use says so; the document keeps the JWK as the DID has it."""
    did = did_jwk({**PUBLISHED_JWK, "use": "sig", "kid": "mine"})
    document = did_jwk_document(did)
    assert "keyAgreement" not in document
    assert document["verificationMethod"][0]["publicKeyJwk"]["kid"] == "mine"


def _did(value: Any) -> str:
    return f"did:jwk:{to_base64url(json.dumps(value).encode())}"


NO_DIDS = {
    "nothing": "did:jwk:",
    "no base64url": "did:jwk:e30=",
    "no JSON": "did:jwk:" + to_base64url(b"{"),
    "no object": _did("jwk"),
    "no key": _did({}),
    "a key twice": "did:jwk:" + to_base64url(b'{"kty":"EC","kty":"OKP"}'),
    "a private key": _did({**PUBLISHED_JWK, "d": "AA"}),
    "a key for encryption": _did({**PUBLISHED_JWK, "use": "enc"}),
    "another method": PUBLISHED.replace("jwk", "key", 1),
    "too long": "did:jwk:" + "e" * 5000,
    "something in between": PUBLISHED.replace("did:jwk:", "did:jwk:1:"),
}


@pytest.mark.parametrize("name", NO_DIDS)
def test_it_refuses_what_is_no_did_jwk(name: str) -> None:
    """With a message, never with a crash."""
    with pytest.raises(InvalidKey):
        did_jwk_document(NO_DIDS[name])


def test_nobody_publishes_a_private_key_by_mistake() -> None:
    """The private half is refused where a DID is made."""
    with pytest.raises(InvalidKey) as refusal:
        did_jwk(PrivateKey.generate("P-256").to_jwk())
    assert refusal.value.code == "key_private"
