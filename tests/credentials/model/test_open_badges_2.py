"""Open Badges 2.0: the shapes, and what ties an assertion to class, issuer and key."""

from __future__ import annotations

import base64
import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.encoding import to_base64url
from guildmark.credentials.errors import CredentialError, UnreadableInput
from guildmark.credentials.model import check_structure, open_badges_2, profile_of

_CONTEXT = "https://w3id.org/openbadges/v2"
_ISSUER = "https://guild.example/issuer"
_PEM = (
    "-----BEGIN PUBLIC KEY-----\n"
    + base64.b64encode(b"not really a key").decode()
    + "\n-----END PUBLIC KEY-----\n"
)

ASSERTION: dict[str, Any] = {
    "@context": _CONTEXT,
    "type": "Assertion",
    "id": "https://guild.example/assertions/1",
    "recipient": {"type": "email", "hashed": True, "salt": "s", "identity": "sha256$ab"},
    "badge": "https://guild.example/badges/1",
    "verification": {"type": "hosted"},
    "issuedOn": "2026-11-22T10:00:00+00:00",
    "expires": "2027-11-22T10:00:00Z",
    "evidence": ["https://guild.example/evidence/1", {"narrative": "A wheel."}],
}
BADGE_CLASS: dict[str, Any] = {
    "@context": _CONTEXT,
    "type": "BadgeClass",
    "id": "https://guild.example/badges/1",
    "name": "Wheel truing",
    "description": "Trues a wheel.",
    "image": "data:image/png;base64,AAAA",
    "criteria": {"narrative": "Three wheels."},
    "issuer": _ISSUER,
    "alignment": [{"targetName": "Truing", "targetUrl": "https://skills.example/1"}],
    "tags": ["wheel"],
}
KEY: dict[str, Any] = {
    "@context": _CONTEXT,
    "type": "CryptographicKey",
    "id": "https://guild.example/key",
    "owner": _ISSUER,
    "publicKeyPem": _PEM,
}
ISSUER: dict[str, Any] = {
    "@context": _CONTEXT,
    "type": "Issuer",
    "id": _ISSUER,
    "name": "Guild",
    "url": "https://guild.example",
    "email": "guild@example.org",
    "publicKey": KEY["id"],
    "revocationList": "https://guild.example/revoked",
}
REVOKED: dict[str, Any] = {
    "@context": _CONTEXT,
    "type": "RevocationList",
    "id": "https://guild.example/revoked",
    "issuer": _ISSUER,
    "revokedAssertions": [
        "urn:uuid:1",
        {"id": "urn:uuid:2", "revocationReason": "Not her wheel."},
        {"uid": "three"},
    ],
}
WHOLE = {
    "Assertion": ASSERTION,
    "BadgeClass": BADGE_CLASS,
    "Key": KEY,
    "Issuer": ISSUER,
    "List": REVOKED,
}


def _changed(document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    left = {**copy.deepcopy(document), **changes}
    return {name: value for name, value in left.items() if value is not None}


@pytest.mark.parametrize("name", WHOLE)
def test_each_object_of_the_standard_is_accepted(name: str) -> None:
    """Also with its types in a list."""
    assert check_structure(WHOLE[name]) == ()
    assert check_structure(_changed(WHOLE[name], type=[WHOLE[name]["type"], "Extension"])) == ()


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        (name, key)
        for name, keys in {
            "Assertion": ("id", "recipient", "badge", "verification", "issuedOn"),
            "BadgeClass": ("id", "name", "description", "image", "criteria", "issuer"),
            "Issuer": ("id", "name", "url", "email"),
            "Key": ("id", "owner", "publicKeyPem"),
            "List": ("id", "revokedAssertions"),
        }.items()
        for key in keys
    ],
)
def test_what_the_standard_requires_is_asked_for(name: str, missing: str) -> None:
    """Source: Open Badges 2.0, Open Badge Object Definitions."""
    findings = check_structure(_changed(WHOLE[name], **{missing: None}))
    assert [finding.path for finding in findings] == [f"$.{missing}"]


WRONG: dict[str, dict[str, Any]] = {
    "a recipient without hashed": _changed(ASSERTION, recipient={"type": "email", "identity": "a"}),
    "a verification of neither kind": _changed(ASSERTION, verification={"type": "Blockcerts"}),
    "a date without zone": _changed(ASSERTION, issuedOn="2026-11-22T10:00:00"),
    "an embedded class without name": _changed(ASSERTION, badge=_changed(BADGE_CLASS, name=None)),
    "criteria of nothing": _changed(BADGE_CLASS, criteria={}),
    "an alignment without address": _changed(BADGE_CLASS, alignment={"targetName": "a"}),
    "an entry that names nothing": _changed(REVOKED, revokedAssertions=[{"revocationReason": "a"}]),
    "another type": _changed(ASSERTION, type="Blog"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_part_is_a_finding(name: str) -> None:
    """With its place."""
    assert check_structure(WRONG[name])


def test_the_older_name_of_verification_counts() -> None:
    """The context of 2.0 keeps `verify`."""
    older = _changed(ASSERTION, verification=None, verify={"type": "SignedBadge"})
    assert check_structure(older) == ()
    assert open_badges_2.verification_of(older).kind == "signed"


@pytest.mark.parametrize(
    ("document", "profile"),
    [
        (ASSERTION, "Open Badges 2.0 (hosted)"),
        (_changed(ASSERTION, verification={"type": ["SignedBadge"]}), "Open Badges 2.0 (signed)"),
        (BADGE_CLASS, "Open Badges 2.0"),
        (_changed(ASSERTION, **{"@context": "https://w3id.org/openbadges/v1"}), "Open Badges 1"),
        ({"uid": "1", "recipient": {}, "badge": "https://a.example/"}, "Open Badges 1"),
        ({"recipient": "a@example.org", "badge": {"name": "A"}}, "Open Badges 1"),
        ({}, None),
        ({"@context": 7, "type": 7}, None),
    ],
)
def test_the_profile_is_named(document: dict[str, Any], profile: str | None) -> None:
    """By contexts and types."""
    assert profile_of(document) == profile


def test_references_say_what_must_be_fetched() -> None:
    """What has a web address is believed only from there."""
    linked = open_badges_2.badge_class_of(ASSERTION)
    assert (linked.id, linked.embedded, linked.must_be_fetched) == (BADGE_CLASS["id"], None, True)
    inside = open_badges_2.badge_class_of(_changed(ASSERTION, badge=BADGE_CLASS))
    assert inside.embedded == BADGE_CLASS
    assert inside.must_be_fetched
    own = open_badges_2.badge_class_of(_changed(ASSERTION, badge={"id": "urn:uuid:1"}))
    assert not own.must_be_fetched
    assert open_badges_2.issuer_of(BADGE_CLASS).id == _ISSUER
    with pytest.raises(UnreadableInput):
        open_badges_2.issuer_of({"issuer": 7})


OUT_OF_SCOPE: dict[str, tuple[str, dict[str, Any]]] = {
    "another host": ("https://evil.example/assertions/1", {}),
    "another port": ("https://guild.example:8443/1", {}),
    "a host that starts alike": ("https://guild.example.evil.example/1", {}),
    "a name before the host": ("https://guild.example@evil.example/1", {}),
    "no address": ("urn:uuid:1", {}),
    "another start": (
        ASSERTION["id"],
        {"startsWith": "https://guild.example/other/"},
    ),
    "a start on another host": (
        "https://guild.example.evil.example/1",
        {"startsWith": "https://guild.example"},
    ),
    "not among the hosts": (ASSERTION["id"], {"allowedOrigins": ["badges.example"]}),
    "another property": (ASSERTION["id"], {"verificationProperty": "image"}),
    "a port that is none": ("https://guild.example:port/1", {}),
}
IN_SCOPE: dict[str, tuple[str, dict[str, Any]]] = {
    "the issuer's own host": (ASSERTION["id"], {}),
    "in other letters": ("https://GUILD.example:443/1", {}),
    "a host that it names": ("https://badges.example/1", {"allowedOrigins": "badges.example"}),
    "an origin that it names": (
        "https://badges.example/1",
        {"allowedOrigins": ["https://badges.example"]},
    ),
    "one of its starts": (
        ASSERTION["id"],
        {"startsWith": ["https://guild.example/a/", "https://guild.example/assertions/"]},
    ),
}


@pytest.mark.parametrize("name", OUT_OF_SCOPE)
def test_an_assertion_at_a_strange_address_is_not_the_issuers(name: str) -> None:
    """Else anybody could host assertions in another's name."""
    address, scope = OUT_OF_SCOPE[name]
    assert open_badges_2.check_hosted_scope(address, issuer=_changed(ISSUER, verification=scope))


@pytest.mark.parametrize("name", IN_SCOPE)
def test_an_assertion_where_the_issuer_asserts_is_its_own(name: str) -> None:
    """By default its host; else what its profile says."""
    address, scope = IN_SCOPE[name]
    issuer = _changed(ISSUER, verification=scope)
    assert open_badges_2.check_hosted_scope(address, issuer=issuer) == ()


def test_a_key_is_the_issuers_only_by_both_documents() -> None:
    """The key names its owner, and the owner lists the key."""
    assert open_badges_2.check_signing_key(KEY, issuer=ISSUER) == ()
    for key in (_changed(KEY, owner="https://evil.example"), _changed(KEY, id="https://e.example")):
        assert open_badges_2.check_signing_key(key, issuer=ISSUER)
    for listed in (None, [], "https://other.example/key", 7):
        assert open_badges_2.check_signing_key(KEY, issuer=_changed(ISSUER, publicKey=listed))
    embedded = _changed(ISSUER, publicKey=[{"id": "https://old.example/key"}, KEY])
    assert open_badges_2.check_signing_key(KEY, issuer=embedded) == ()


def test_the_key_comes_out_of_its_pem() -> None:
    """As DER; anything else is refused."""
    assert open_badges_2.public_key_der(KEY) == b"not really a key"
    for pem in (None, 7, "", _PEM.replace("PUBLIC", "PRIVATE"), _PEM.replace("m9", "=="), _PEM * 2):
        with pytest.raises(UnreadableInput) as caught:
            open_badges_2.public_key_der({"publicKeyPem": pem})
        assert caught.value.code == "badge_key"


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ({"id": "urn:uuid:1"}, None),
        ({"id": "urn:uuid:2"}, "Not her wheel."),
        ({"id": "urn:uuid:9", "uid": "three"}, None),
    ],
)
def test_a_revoked_assertion_is_found(names: dict[str, str], reason: str | None) -> None:
    """By id or by uid, with the issuer's reason."""
    found = open_badges_2.find_revocation(REVOKED, assertion=names, issuer_id=_ISSUER)
    assert found == open_badges_2.Revocation(reason=reason)


def test_another_assertion_is_not_found() -> None:
    """And a list that is none, or another's, can not answer."""
    other = {"id": "urn:uuid:4", "uid": "four"}
    assert open_badges_2.find_revocation(REVOKED, assertion=other, issuer_id=_ISSUER) is None
    for broken in (
        {},
        _changed(REVOKED, type="Assertion"),
        _changed(REVOKED, revokedAssertions={"id": "urn:uuid:4"}),
        _changed(REVOKED, issuer="https://evil.example"),
        _changed(REVOKED, revokedAssertions=["x"] * 200_001),
    ):
        with pytest.raises(UnreadableInput) as caught:
            open_badges_2.find_revocation(broken, assertion=other, issuer_id=_ISSUER)
        assert caught.value.code == "badge_revocation"


def test_the_address_of_the_revocation_list_is_an_address() -> None:
    """None where the issuer publishes none."""
    assert open_badges_2.revocation_list_of(ISSUER) == REVOKED["id"]
    assert open_badges_2.revocation_list_of({}) is None
    with pytest.raises(UnreadableInput):
        open_badges_2.revocation_list_of({"revocationList": "file:///etc/passwd"})


def _token(header: Any, payload: Any, signature: bytes = b"signature") -> str:
    parts = [json.dumps(part).encode() for part in (header, payload)] + [signature]
    return ".".join(to_base64url(part) for part in parts)


def test_a_signed_badge_is_taken_apart() -> None:
    """Header, assertion, and the bytes that were signed; nothing is proven by it."""
    token = _token({"alg": "RS256"}, ASSERTION)
    badge = open_badges_2.parse_signed_badge(f"\n{token}\n")
    assert badge.assertion == ASSERTION
    assert badge.header == {"alg": "RS256"}
    assert badge.signing_input == token.rpartition(".")[0].encode()
    assert badge.signature == b"signature"


NO_BADGES: dict[str, str] = {
    "nothing": "",
    "two parts": "aaaa.bbbb",
    "no JSON": "aaaa.bbbb.cccc",
    "no algorithm": _token({}, ASSERTION),
    "an algorithm that is no text": _token({"alg": ["RS256"]}, ASSERTION),
    "extensions": _token({"alg": "RS256", "crit": ["exp"]}, ASSERTION),
    "a payload as it is": _token({"alg": "RS256", "b64": False}, ASSERTION),
    "no assertion": _token({"alg": "RS256"}, {"iss": "https://guild.example"}),
    "a list": _token({"alg": "RS256"}, [ASSERTION]),
    "two keys in one": to_base64url(b'{"alg":"RS256","alg":"none"}') + ".e30.AAAA",
    "too long": "a" * 2_000_000,
}


@pytest.mark.parametrize("name", NO_BADGES)
def test_another_token_is_no_signed_badge(name: str) -> None:
    """One code for all."""
    with pytest.raises(UnreadableInput) as caught:
        open_badges_2.parse_signed_badge(NO_BADGES[name])
    assert caught.value.code == "badge_jws"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@given(
    st.sampled_from(sorted(WHOLE)), st.sampled_from(["id", *ASSERTION, *ISSUER, *REVOKED]), _JSON
)
def test_any_value_anywhere_is_a_finding_or_an_error_of_ours(
    name: str, key: str, value: Any
) -> None:
    """No other exception, whatever JSON stands in the place of a property."""
    document = {**WHOLE[name], key: value}
    assert isinstance(check_structure(document), tuple)
    profile_of(document)
    for look in (
        open_badges_2.badge_class_of,
        open_badges_2.issuer_of,
        open_badges_2.verification_of,
        open_badges_2.public_keys_of,
        open_badges_2.public_key_der,
        open_badges_2.revocation_list_of,
        lambda found: open_badges_2.check_hosted_scope(ASSERTION["id"], issuer=found),
        lambda found: open_badges_2.check_signing_key(found, issuer=found),
        lambda found: open_badges_2.find_revocation(found, assertion=ASSERTION, issuer_id=_ISSUER),
    ):
        try:
            look(document)
        except CredentialError:
            continue
