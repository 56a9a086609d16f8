"""A credential is about an address only where its hash says so."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.model import IdentityObject, matches_recipient, recipient_identities

_SALT = "0123456789abcdef"


def _badge(*identities: Any) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "credentialSubject": {"identifier": list(identities)},
    }


def _assertion(**recipient: Any) -> dict[str, Any]:
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": True, **recipient},
    }


def _sha256(value: str) -> str:
    return "sha256$" + hashlib.sha256(value.encode()).hexdigest()


def _identity(email: str, kind: str = "emailAddress") -> dict[str, Any]:
    return IdentityObject.hash_value(email, identity_type=kind, salt=_SALT).to_json()


@given(st.emails())
def test_an_address_matches_its_own_hash(email: str) -> None:
    """In both versions, hashed and plain, however it is written."""
    lower = email.lower()
    for credential in (
        _badge(_identity(lower)),
        _badge(_identity("other@example.org"), _identity(lower)),
        _badge({"identityType": "emailAddress", "hashed": False, "identityHash": email}),
        _assertion(identity=_sha256(lower + _SALT), salt=_SALT),
        _assertion(identity=_sha256(lower)),
        _assertion(identity=email, hashed=False),
    ):
        assert matches_recipient(credential, email=f" {email} ") is True


NOT_ABOUT: dict[str, dict[str, Any]] = {
    "another address": _badge(_identity("ada@example.com")),
    "the hash itself": _badge(
        {"identityType": "emailAddress", "hashed": False, "identityHash": _sha256("a")}
    ),
    "another salt": _assertion(identity=_sha256("ada@example.org" + _SALT), salt="other"),
    "a plain address that says it is a hash": _assertion(identity="sha256$ada@example.org"),
}
CANNOT_TELL: dict[str, dict[str, Any]] = {
    "no identity": _badge(),
    "a name": _badge(_identity("ada@example.org", "name")),
    "MD5": _assertion(identity="md5$" + "0" * 32),
    "a hash without algorithm": _assertion(identity="0" * 64),
    "an identity that is no text": _assertion(identity=7),
    "a recipient that is a list": {**_assertion(), "recipient": ["ada@example.org"]},
    "nothing": {},
    "a subject that is text": {"credentialSubject": "ada@example.org"},
}


@pytest.mark.parametrize("name", NOT_ABOUT)
def test_another_is_not_the_recipient(name: str) -> None:
    """False, for there is an identity that could have been it."""
    assert matches_recipient(NOT_ABOUT[name], email="ada@example.org") is False


@pytest.mark.parametrize("name", CANNOT_TELL)
def test_without_an_address_it_can_not_tell(name: str) -> None:
    """None, which is never taken for a yes."""
    assert matches_recipient(CANNOT_TELL[name], email="ada@example.org") is None


def test_it_says_by_what_a_recipient_is_named() -> None:
    """In order."""
    badge = _badge(_identity("a@example.org"), _identity("Ada", "name"), 7)
    assert recipient_identities(badge) == ("emailAddress", "name")
    assert recipient_identities(_assertion(identity="a")) == ("email",)


def test_thousands_of_identities_do_not_keep_it_busy() -> None:
    """Only the first hundred are looked at."""
    badge = _badge(*[_identity("other@example.org")] * 5000)
    assert len(recipient_identities(badge)) == 100
