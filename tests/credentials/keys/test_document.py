"""DID documents that others write: forms of keys, relationships, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from guildmark.credentials.errors import InvalidKey
from guildmark.credentials.keys import (
    Algorithm,
    KeyFormat,
    PrivateKey,
    VerificationMethod,
    build_did_document,
    find_verification_method,
)

DID = "did:web:guild.example"
KINDS: tuple[Algorithm, ...] = ("Ed25519", "P-256", "P-384", "P-521", "RSA")
KEYS = {kind: PrivateKey.generate(kind) for kind in KINDS}


def _entry(kind: Algorithm = "P-256", key_format: str = "JsonWebKey", **changes: Any) -> Any:
    key = KEYS[kind].public_key
    member = (
        {"publicKeyJwk": key.to_jwk()}
        if key_format.startswith("Json")
        else {"publicKeyMultibase": key.multikey}
    )
    return {"id": f"{DID}#k", "type": key_format, "controller": DID, **member, **changes}


def _document(entry: Any, **changes: Any) -> dict[str, Any]:
    return {"id": DID, "verificationMethod": [entry], "assertionMethod": [f"{DID}#k"], **changes}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "key_format", ["Multikey", "JsonWebKey", "JsonWebKey2020", "Ed25519VerificationKey2020"]
)
def test_what_is_written_is_read(kind: Algorithm, key_format: KeyFormat) -> None:
    """In each form; RSA becomes a JsonWebKey, and only Ed25519 has the form of its name."""
    methods = [VerificationMethod(f"{DID}#k", KEYS[kind].public_key)]
    if key_format == "Ed25519VerificationKey2020" and kind != "Ed25519":
        with pytest.raises(InvalidKey):
            build_did_document(did=DID, methods=methods, key_format=key_format)
        return
    document = build_did_document(did=DID, methods=methods, key_format=key_format)
    found = find_verification_method(document, method_id=f"{DID}#k")
    assert found.public_key == KEYS[kind].public_key
    assert found.relationships == {"authentication", "assertionMethod"}


def test_a_document_lists_each_key_for_what_it_is_for() -> None:
    """A key for signing in signs no credentials."""
    document = build_did_document(
        did=DID,
        methods=[
            VerificationMethod(
                f"{DID}#a", KEYS["P-384"].public_key, relationships=frozenset({"authentication"})
            ),
            VerificationMethod(
                f"{DID}#b", KEYS["RSA"].public_key, relationships=frozenset({"assertionMethod"})
            ),
        ],
    )
    assert (document["authentication"], document["assertionMethod"]) == (
        [f"{DID}#a"],
        [f"{DID}#b"],
    )
    assert document["@context"] == [
        "https://www.w3.org/ns/did/v1",
        "https://w3id.org/security/multikey/v1",
        "https://w3id.org/security/jwk/v1",
    ]
    first = find_verification_method(document, method_id=f"{DID}#a")
    assert not first.may_assert
    assert first.public_multikey.startswith("z82L")
    for method_id, relationship in (
        (f"{DID}#a", "assertionMethod"),
        (f"{DID}#b", "authentication"),
    ):
        with pytest.raises(InvalidKey) as refusal:
            find_verification_method(document, method_id=method_id, relationship=relationship)
        assert refusal.value.code == "method_relationship"
    assert find_verification_method(
        document, method_id=f"{DID}#b", relationship="assertionMethod"
    ).may_assert


def test_a_document_says_until_when_a_key_may_sign_and_no_more_than_it_knows() -> None:
    """The date comes back; relationships that no key has are not written."""
    until = datetime(2027, 1, 1, tzinfo=UTC)
    method = VerificationMethod(f"{DID}#k", KEYS["P-256"].public_key, expires=until)
    document = build_did_document(did=DID, methods=[method])
    assert find_verification_method(document, method_id=f"{DID}#k").expires == until
    assert document.keys() == {
        "@context",
        "id",
        "verificationMethod",
        "authentication",
        "assertionMethod",
    }


def test_a_key_written_out_where_it_is_used_is_for_that_only() -> None:
    """Source: Controlled Identifiers 1.0, 2.3."""
    document = {"id": DID, "authentication": _entry(id="#k")}
    found = find_verification_method(document, method_id=f"{DID}#k")
    assert found.relationships == {"authentication"}


REFUSED: dict[str, tuple[Any, str]] = {
    "a JWK under Multikey": (_entry(type="Multikey"), "method_kind"),
    "a Multikey under JsonWebKey": (_entry("P-256", "Multikey", type="JsonWebKey"), "method_kind"),
    "both at once": (
        _entry(publicKeyMultibase=KEYS["P-256"].public_multikey),
        "method_kind",
    ),
    "both at once, under Multikey": (
        _entry("P-256", "Multikey", publicKeyJwk=KEYS["P-256"].public_key.to_jwk()),
        "method_kind",
    ),
    "a P-256 key that says Ed25519": (
        _entry("P-256", "Ed25519VerificationKey2020"),
        "method_kind",
    ),
    "a form that is not read": (
        _entry(type="EcdsaSecp256k1VerificationKey2019"),
        "method_kind",
    ),
    "a list of types": (_entry(type=["JsonWebKey"]), "method_kind"),
    "no type": (_entry(type=None), "method_kind"),
    "a JWK that is text": (_entry(publicKeyJwk="{}"), "method_kind"),
    "with its secret as Multikey": (
        _entry(secretKeyMultibase=KEYS["P-256"].private_multikey),
        "key_private",
    ),
    "with its secret as JWK": (_entry(secretKeyJwk={}), "key_private"),
    "with its secret inside the JWK": (
        _entry(publicKeyJwk=KEYS["P-256"].to_jwk()),
        "key_private",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_method_with_no_one_meaning_is_refused(name: str) -> None:
    """A reader of one member must not see another key than the reader of the other."""
    entry, code = REFUSED[name]
    with pytest.raises(InvalidKey) as refusal:
        find_verification_method(_document(entry), method_id=f"{DID}#k")
    assert refusal.value.code == code


def test_a_key_that_stands_twice_is_refused() -> None:
    """Under two relationships, written out with two keys: nobody could tell which it is.

    Word for word the same, as some writers repeat it, is one key.
    """
    document = _document(_entry(), authentication=[_entry("Ed25519")])
    with pytest.raises(InvalidKey, match="more than once") as refusal:
        find_verification_method(document, method_id=f"{DID}#k")
    assert refusal.value.code == "method_unknown"
    repeated = _document(_entry(), authentication=[_entry()])
    found = find_verification_method(repeated, method_id=f"{DID}#k")
    assert found.relationships == {"assertionMethod", "authentication"}


def test_what_is_no_name_is_passed_over() -> None:
    """Numbers, nothing and lists where ids are expected: the good key is found all the same."""
    odd: list[Any] = [7, None, [], {"id": 5}, {"type": "JsonWebKey"}, {"id": None}]
    document = {
        "id": DID,
        "verificationMethod": [*odd, _entry()],
        "assertionMethod": [*odd, "#k"],
        "authentication": 7,
    }
    found = find_verification_method(document, method_id=f"{DID}#k")
    assert found.relationships == {"assertionMethod"}
