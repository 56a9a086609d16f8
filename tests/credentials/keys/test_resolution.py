"""DID resolution answers in the standard's shape, whatever it is asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.encoding import to_base64url, to_multibase_base58
from guildmark.credentials.errors import InvalidKey, SourceUnavailable, UnreadableInput
from guildmark.credentials.keys import (
    PrivateKey,
    did_jwk,
    did_key,
    did_of,
    embedded_did_document,
    error_of,
    find_verification_method,
    older_error_name,
    resolve_did,
    verification_method_of,
)

ED25519 = PrivateKey.generate("Ed25519").public_key
P384 = PrivateKey.generate("P-384").public_key
DID = did_key(ED25519.multikey)
WEB = "did:web:guild.example"


@pytest.mark.parametrize(
    "key", [ED25519, P384, PrivateKey.generate("RSA").public_key], ids=lambda key: key.algorithm
)
def test_a_did_that_carries_its_key_needs_nobody(key: Any) -> None:
    """Both methods give a document from which the key can be read back."""
    dids = [did_jwk(key.to_jwk())]
    if key.algorithm != "RSA":
        dids.append(did_key(key.multikey))
    for did in dids:
        result = resolve_did(did)
        assert result["didResolutionMetadata"] == {"contentType": "application/did"}
        assert result["didDocumentMetadata"] == {}
        assert error_of(result) is None
        method = find_verification_method(
            result["didDocument"], method_id=verification_method_of(did)
        )
        assert method.public_key == key
        assert embedded_did_document(did) == result["didDocument"]


def test_a_did_web_is_fetched_by_the_caller() -> None:
    """And its document must be about it."""
    asked: list[str] = []

    def fetch(did: str) -> dict[str, Any]:
        asked.append(did)
        return {"id": WEB}

    assert resolve_did(WEB, fetch=fetch)["didDocument"] == {"id": WEB}
    assert error_of(resolve_did(f"{WEB}:other", fetch=fetch)) == "INVALID_DID_DOCUMENT"
    assert asked == [WEB, f"{WEB}:other"]
    assert error_of(resolve_did(WEB)) == "METHOD_NOT_SUPPORTED"
    assert error_of(resolve_did("did:web:127.0.0.1", fetch=fetch)) == "INVALID_DID"
    assert len(asked) == 2
    assert embedded_did_document(WEB) is None


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (SourceUnavailable("gone", permanent=True), "NOT_FOUND"),
        (SourceUnavailable("slow"), "INTERNAL_ERROR"),
        (UnreadableInput("no JSON", code="json_syntax"), "INVALID_DID_DOCUMENT"),
    ],
)
def test_what_goes_wrong_outside_is_a_result_too(failure: Exception, kind: str) -> None:
    """The reason stands in its detail."""

    def fetch(did: str) -> dict[str, Any]:
        raise failure

    result = resolve_did(WEB, fetch=fetch)
    assert error_of(result) == kind
    assert result["didResolutionMetadata"]["error"]["detail"] == str(failure)
    assert result["didDocument"] is None


ERRORS = {
    "": "INVALID_DID",
    "did": "INVALID_DID",
    "did:": "INVALID_DID",
    "did:example": "INVALID_DID",
    "did:example:": "INVALID_DID",
    "did:example:a:": "INVALID_DID",
    "DID:key:z6Mk": "INVALID_DID",
    "did:KEY:z6Mk": "INVALID_DID",
    "did:key:z6Mk%zz": "INVALID_DID",
    f"{DID}#key": "INVALID_DID",
    f"{DID}?versionId=1": "INVALID_DID",
    f"{DID}/path": "INVALID_DID",
    f" {DID}": "INVALID_DID",
    "did:key:" + "z" * 5000: "INVALID_DID",
    "did:key:u7QE": "INVALID_DID",
    f"did:key:1.1:{ED25519.multikey}": "INVALID_DID",
    "did:example:a": "METHOD_NOT_SUPPORTED",
    "did:ion:EiClkZMDxPKqC9c-umQfTkR8vvZ9JPhl_xLDI9Nfk38w5w": "METHOD_NOT_SUPPORTED",
    "did:key:" + to_multibase_base58(b"\xed\x01" + b"\x02" * 31): "INVALID_PUBLIC_KEY_LENGTH",
    "did:key:" + to_multibase_base58(b"\x80\x24" + b"\x02" * 32): "INVALID_PUBLIC_KEY_LENGTH",
    "did:key:" + to_multibase_base58(b"\x80\x24\x02" + b"\xff" * 32): "INVALID_PUBLIC_KEY",
    "did:key:" + to_multibase_base58(b"\xe7\x01" + b"\x02" * 33): "UNSUPPORTED_PUBLIC_KEY_TYPE",
    "did:jwk:bm8": "INVALID_DID",
    "did:jwk:" + to_base64url(b"[]"): "INVALID_DID",
    "did:jwk:" + to_base64url(b'{"kty":"oct","k":"AA"}'): "UNSUPPORTED_PUBLIC_KEY_TYPE",
    "did:jwk:"
    + to_base64url(b'{"crv":"Ed25519","kty":"OKP","x":"AA"}'): "INVALID_PUBLIC_KEY_LENGTH",
}


@pytest.mark.parametrize("did", ERRORS)
def test_each_error_has_its_name(did: str) -> None:
    """Source: DID Resolution 1.0, 10."""
    result = resolve_did(did)
    assert error_of(result) == ERRORS[did]
    error = result["didResolutionMetadata"]["error"]
    assert error["type"] == f"https://www.w3.org/ns/did#{ERRORS[did]}"
    assert error["title"]
    assert error["detail"]


@given(st.text(max_size=60) | st.text("did:keywbjz6M#%a1.-", max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    """Each answer has the three parts."""
    result = resolve_did(text)
    assert set(result) == {"didDocument", "didDocumentMetadata", "didResolutionMetadata"}
    assert (result["didDocument"] is None) == (error_of(result) is not None)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "Multikey"),
        ({"key_format": "JsonWebKey2020"}, "JsonWebKey2020"),
        ({"key_format": "Ed25519VerificationKey2020"}, "Ed25519VerificationKey2020"),
        ({"key_format": "JsonWebKey"}, "INVALID_PUBLIC_KEY_TYPE"),
        ({"key_format": "JsonWebKey", "allow_experimental_formats": True}, "JsonWebKey"),
        ({"key_format": "Ed25519VerificationKey2018"}, "INVALID_PUBLIC_KEY_TYPE"),
    ],
)
def test_the_caller_chooses_how_the_key_is_written(options: dict[str, Any], expected: str) -> None:
    """Source: The did:key Method, 3.1.2 (publicKeyFormat)."""
    result = resolve_did(DID, **options)
    if error_of(result):
        assert error_of(result) == expected
        return
    (method,) = result["didDocument"]["verificationMethod"]
    assert method["type"] == expected
    assert ("publicKeyJwk" in method) == expected.startswith("JsonWebKey")
    found = find_verification_method(result["didDocument"], method_id=method["id"])
    assert found.public_key == ED25519


def test_a_form_that_the_key_does_not_have_is_refused() -> None:
    """A P-384 key is no Ed25519VerificationKey2020."""
    result = resolve_did(did_key(P384.multikey), key_format="Ed25519VerificationKey2020")
    assert error_of(result) == "UNSUPPORTED_PUBLIC_KEY_TYPE"


def test_older_drafts_spell_errors_otherwise() -> None:
    """Source: DID Core 1.0, 7.1.2."""
    assert older_error_name("INVALID_DID") == "invalidDid"
    assert older_error_name("INVALID_PUBLIC_KEY_LENGTH") == "invalidPublicKeyLength"
    assert older_error_name("NOT_FOUND") == "notFound"


def test_a_did_url_starts_with_its_did() -> None:
    """Source: DIDs 1.1, 3.2."""
    for rest in ("", "#k", "?a=b#k", "/path?q#k"):
        assert did_of(f"{WEB}{rest}") == WEB
    for text in ("", "did:web", "https://guild.example#k", "#k", "did:web:a b#k"):
        with pytest.raises(InvalidKey):
            did_of(text)
