"""did:key, did:web and DID documents."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.encoding import canonicalize_rdfc
from guildmark.credentials.errors import InvalidKey
from guildmark.credentials.keys import (
    PrivateKey,
    PublicKey,
    VerificationMethod,
    build_did_document,
    did_key,
    did_key_document,
    did_web,
    did_web_url,
    find_verification_method,
    verification_method_of,
)

KEY = PrivateKey.generate("Ed25519", random=lambda size: b"\x05" * size).public_multikey
OTHER = PrivateKey.generate("P-256", random=lambda size: b"\x05" * size).public_multikey
DID = "did:web:guild.example:issuers:acme"


def test_a_did_key_lists_its_only_key() -> None:
    """Its document is made from its text; nothing is fetched."""
    did = did_key(KEY)
    document = did_key_document(did)
    method = find_verification_method(document, method_id=verification_method_of(did))
    assert method.public_multikey == KEY
    assert method.controller == did
    assert method.may_assert
    assert b"https://w3id.org/security#Multikey" in canonicalize_rdfc(document)


@pytest.mark.parametrize(
    "did", ["did:key:", "did:key:z6Mk", "did:web:x.example", "did:key:zQ3shx", "did:KEY:" + KEY]
)
def test_it_refuses_what_is_no_did_key(did: str) -> None:
    """Each with a message, none with a crash."""
    with pytest.raises(InvalidKey):
        did_key_document(did)


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:guild.example", "https://guild.example/.well-known/did.json"),
        (DID, "https://guild.example/issuers/acme/did.json"),
        ("did:web:localhost%3A8443:a", "https://localhost:8443/a/did.json"),
        ("did:web:xn--bcher-kva.example", "https://xn--bcher-kva.example/.well-known/did.json"),
    ],
)
def test_a_did_web_is_at_its_address(did: str, url: str) -> None:
    """Port percent-encoded, path by colons. Source: did:web, 3.2."""
    assert did_web_url(did) == url


_SEGMENTS = st.text("abcABC019._~-", min_size=1, max_size=8).filter(lambda s: s not in {".", ".."})


@given(
    st.sampled_from(["https://guild.example", "https://h:8443"]), st.lists(_SEGMENTS, max_size=4)
)
def test_a_did_web_leads_back_to_its_origin(origin: str, path: list[str]) -> None:
    """Whatever the path."""
    expected = "/".join([origin, *(path or [".well-known"]), "did.json"])
    assert did_web_url(did_web(origin, *path)) == expected


@pytest.mark.parametrize(
    "did",
    [
        "did:web:",
        "did:web:127.0.0.1",
        "did:web:127.1",
        "did:web:%5B%3A%3A1%5D",
        "did:web:user%40guild.example",
        "did:web:guild.example%2Fa",
        "did:web:guild.example%3A99999",
        "did:web:guild.example%3A",
        "did:web:guild.example:..:a",
        "did:web:guild.example:a%2Fb",
        "did:web:guild.example:a?b",
        "did:web:guild.example::a",
        "did:web:guild.example#key",
        "did:web:Guild.example/x",
        "did:web:-guild.example",
        "did:key:z6Mk",
    ],
)
def test_it_refuses_a_did_web_that_could_mean_another_address(did: str) -> None:
    """No user, path or query in the host; no climbing; no IP addresses."""
    with pytest.raises(InvalidKey):
        did_web_url(did)


@pytest.mark.parametrize(
    "origin",
    ["http://guild.example", "https://guild.example/a", "https://10.0.0.1", "guild.example"],
)
def test_it_refuses_origins_that_did_web_can_not_name(origin: str) -> None:
    """https, host and port only."""
    with pytest.raises(InvalidKey):
        did_web(origin)


def test_a_revoked_key_stays_listed_but_may_not_sign() -> None:
    """Readers can tell it from a key that never was."""
    revoked = datetime(2026, 11, 1, tzinfo=UTC)
    document = build_did_document(
        did=DID,
        methods=[
            VerificationMethod(f"{DID}#old", PublicKey.parse(OTHER), revoked=revoked),
            VerificationMethod(f"{DID}#new", PublicKey.parse(KEY)),
        ],
    )
    old = find_verification_method(document, method_id=f"{DID}#old")
    new = find_verification_method(document, method_id=f"{DID}#new")
    assert (old.revoked, old.may_assert) == (revoked, False)
    assert (new.revoked, new.may_assert) == (None, True)
    assert b"2026-11-01T00:00:00Z" in canonicalize_rdfc(document)


@pytest.mark.parametrize("method_id", ["did:web:other.example#k", DID, f"{DID}#", "#k"])
def test_a_document_lists_only_keys_under_its_own_did(method_id: str) -> None:
    """A key of somebody else is not ours to list."""
    with pytest.raises(InvalidKey):
        build_did_document(did=DID, methods=[VerificationMethod(method_id, PublicKey.parse(KEY))])


def test_a_document_lists_no_id_twice() -> None:
    """Readers would disagree on which key it is."""
    with pytest.raises(InvalidKey):
        build_did_document(
            did=DID,
            methods=[VerificationMethod(f"{DID}#k", PublicKey.parse(k)) for k in (KEY, OTHER)],
        )


def _document(**changes: object) -> dict[str, object]:
    return {
        "id": DID,
        "verificationMethod": [
            {"id": "#k", "type": "Multikey", "controller": DID, "publicKeyMultibase": KEY}
        ],
        "assertionMethod": ["#k"],
        **changes,
    }


def test_it_reads_relative_ids_and_keys_written_where_they_are_used() -> None:
    """Both are allowed. Source: Controlled Identifiers 1.0, 2.2 and 2.3."""
    assert find_verification_method(_document(), method_id=f"{DID}#k").may_assert
    inside = _document(verificationMethod=[], assertionMethod=_document()["verificationMethod"])
    assert find_verification_method(inside, method_id=f"{DID}#k").may_assert


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (_document(id="did:web:other.example"), "did_mismatch"),
        ({}, "did_mismatch"),
        (_document(verificationMethod=[]), "method_unknown"),
        (_document(verificationMethod="nonsense"), "method_unknown"),
        (_document(verificationMethod=[{"id": "#k", "type": "JsonWebKey"}]), "method_kind"),
        (
            _document(
                verificationMethod=[{"id": "#k", "type": "Multikey", "publicKeyMultibase": "z0"}]
            ),
            "key_encoding",
        ),
        (
            _document(
                verificationMethod=[
                    {"id": "#k", "type": "Multikey", "publicKeyMultibase": KEY, "revoked": "soon"}
                ]
            ),
            "method_kind",
        ),
    ],
)
def test_it_says_why_a_key_can_not_be_used(document: dict[str, object], code: str) -> None:
    """Another's document, no such key, a form that is not read, no key at all."""
    with pytest.raises(InvalidKey) as refusal:
        find_verification_method(document, method_id=f"{DID}#k")
    assert refusal.value.code == code
