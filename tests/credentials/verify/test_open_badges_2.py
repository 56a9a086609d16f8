"""Open Badges 2.0: hosted badges are proven by their address, signed ones by their issuer's key."""

from __future__ import annotations

import base64
import copy
import json
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from guildmark.credentials.encoding import format_datetime
from guildmark.credentials.keys import KeySigner, PrivateKey
from guildmark.credentials.keys.jws import build_jws
from guildmark.credentials.verify import Policy, Report, verify_credential
from tests.credentials.judging import NOW
from tests.credentials.verify.recording import RecordingSources

Json = dict[str, Any]
SITE = "https://badges.example"
ASSERTION, CLASS, ISSUER = f"{SITE}/a/1", f"{SITE}/c/1", f"{SITE}/i/1"
KEY, REVOKED = f"{SITE}/k/1", f"{SITE}/revoked"
_CONTEXT = "https://w3id.org/openbadges/v2"


@cache
def _rsa() -> PrivateKey:
    return PrivateKey.generate("RSA")


def _assertion(**changes: Any) -> Json:
    document: Json = {
        "@context": _CONTEXT,
        "id": ASSERTION,
        "type": "Assertion",
        "recipient": {"type": "email", "identity": "ada@example.org", "hashed": False},
        "badge": CLASS,
        "verification": {"type": "hosted"},
        "issuedOn": format_datetime(NOW - timedelta(days=3)),
    }
    return document | changes


def _published(**changes: Any) -> Json:
    pem = base64.b64encode(_rsa().public_key.raw).decode()
    documents: Json = {
        ASSERTION: _assertion(),
        CLASS: {
            "@context": _CONTEXT,
            "id": CLASS,
            "type": "BadgeClass",
            "name": "Wheel truing",
            "description": "Trues wheels.",
            "image": f"{SITE}/badge.png",
            "criteria": {"narrative": "Three wheels."},
            "issuer": ISSUER,
        },
        ISSUER: {
            "@context": _CONTEXT,
            "id": ISSUER,
            "type": "Issuer",
            "name": "Wheelwrights' Guild",
            "url": SITE,
            "email": "guild@badges.example",
            "publicKey": KEY,
            "revocationList": REVOKED,
        },
        KEY: {
            "@context": _CONTEXT,
            "id": KEY,
            "type": "CryptographicKey",
            "owner": ISSUER,
            "publicKeyPem": f"-----BEGIN PUBLIC KEY-----\n{pem}\n-----END PUBLIC KEY-----\n",
        },
        REVOKED: {
            "@context": _CONTEXT,
            "id": REVOKED,
            "type": "RevocationList",
            "issuer": ISSUER,
            "revokedAssertions": [],
        },
    }
    for address, change in changes.items():
        target = {"assertion": ASSERTION, "badge": CLASS, "issuer": ISSUER, "key": KEY,
                  "revoked": REVOKED}[address]  # fmt: skip
        documents[target] = {**documents[target], **change}
    return documents


def _signed(key: PrivateKey | None = None, **changes: Any) -> str:
    verification = {"type": "signed", "creator": KEY}
    assertion = _assertion(verification=verification, **changes)
    signer = KeySigner(key or _rsa(), verification_method=KEY)
    return build_jws(assertion, header={}, signer=signer)


def _judge(
    handed_over: Any, documents: Json | None = None, **policy: Any
) -> tuple[Report, list[str]]:
    sources = RecordingSources(_published() if documents is None else documents)
    text = handed_over if isinstance(handed_over, str) else json.dumps(handed_over)
    report = verify_credential(text, sources=sources, now=NOW, policy=Policy(**policy))
    return report, sources.asked


@pytest.mark.parametrize("handed_over", [_assertion(), ASSERTION, f" {ASSERTION}\n"])
def test_a_hosted_badge_at_its_address_is_valid(handed_over: Any) -> None:
    """Its JSON or its bare address; class and issuer come from theirs, and stand in the report."""
    report, asked = _judge(handed_over)
    assert (report.verdict, report.profile) == ("valid", "Open Badges 2.0 (hosted)")
    assert (report.issuer.id, report.issuer.name) == (ISSUER, "Wheelwrights' Guild")
    assert report.credential is not None
    assert report.credential["badge"]["issuer"]["name"] == "Wheelwrights' Guild"
    assert asked[:3] == [ASSERTION, CLASS, ISSUER]


def test_a_signed_badge_is_valid() -> None:
    """The key first; class and issuer once the signature holds; then the issuer's list."""
    report, asked = _judge(_signed())
    assert (report.verdict, report.profile) == ("valid", "Open Badges 2.0 (signed)")
    assert asked[:4] == [KEY, CLASS, ISSUER, REVOKED]
    assert report.check("status.revocation").outcome == "pass"


@pytest.mark.parametrize("name", ["recipient", "badge", "issuedOn"])
def test_what_is_not_what_its_address_gives_is_not_valid(name: str) -> None:
    """Whoever changed the file did not change the issuer's copy."""
    value = {"recipient": {"type": "email", "identity": "eve@example.org", "hashed": False}}
    changed = _assertion(**{name: value.get(name, "https://badges.example/c/2")})
    if name == "issuedOn":
        changed["issuedOn"] = "2020-01-01T00:00:00Z"
    report, asked = _judge(changed)
    assert report.verdict == "not valid"
    assert report.check("proof").code == "badge_differs"
    assert asked == [ASSERTION]


def test_what_the_issuer_added_later_is_no_forgery() -> None:
    """The hosted copy counts, with what is new in it."""
    report, _ = _judge(_assertion(), _published(assertion={"narrative": "Well done."}))
    assert report.verdict == "valid"
    assert report.credential is not None
    assert report.credential["narrative"] == "Well done."


def test_a_changed_signed_badge_is_not_valid() -> None:
    """And nothing but the key is asked for."""
    head, _, signature = _signed().split(".")
    _, payload, _ = _signed(expires=format_datetime(NOW + timedelta(days=9))).split(".")
    report, asked = _judge(f"{head}.{payload}.{signature}")
    assert (report.verdict, report.check("proof").code) == ("not valid", "signature")
    assert asked == [KEY]


def test_a_badge_signed_with_another_key_is_not_valid() -> None:
    """Though it names the issuer's."""
    report, _ = _judge(_signed(PrivateKey.generate("P-256")))
    assert (report.verdict, report.check("proof").code) == ("not valid", "signature")


BOUND: dict[str, tuple[Any, Json]] = {
    "hosted where the issuer does not assert": (
        _assertion(),
        _published(issuer={"verification": {"allowedOrigins": "other.example"}}),
    ),
    "signed by a key of another": (_signed(), _published(key={"owner": f"{SITE}/i/2"})),
    "signed by a key that the issuer does not list": (
        _signed(),
        _published(issuer={"publicKey": f"{SITE}/k/2"}),
    ),
}


@pytest.mark.parametrize("name", BOUND)
def test_a_badge_that_is(name: str) -> None:
    """Not the issuer's, whoever made it."""
    handed_over, documents = BOUND[name]
    report, _ = _judge(handed_over, documents)
    assert (report.verdict, report.check("issuer").code) == ("not valid", "key_not_of_issuer")


def test_an_embedded_issuer_is_not_believed_over_its_address() -> None:
    """Else anybody could put a good name into a badge of his own."""
    impostor = _published()[ISSUER] | {"name": "The Real Guild", "url": SITE}
    badge = _published()[CLASS] | {"issuer": impostor}
    documents = _published()
    documents[CLASS] = badge
    report, _ = _judge(_assertion(), documents)
    assert report.issuer.name == "Wheelwrights' Guild"


def test_a_revoked_badge_is_not_valid() -> None:
    """Hosted: it says so itself, with the reason; signed: the issuer's list does."""
    hosted, _ = _judge(
        _assertion(), _published(assertion={"revoked": True, "revocationReason": "Copied."})
    )
    assert hosted.check("status.revocation").code == "revoked"
    assert "Copied." in hosted.check("status.revocation").reason
    signed, _ = _judge(_signed(), _published(revoked={"revokedAssertions": [ASSERTION]}))
    assert signed.check("status.revocation").code == "revoked"
    assert hosted.verdict == signed.verdict == "not valid"


@pytest.mark.parametrize("missing", [ASSERTION, CLASS, ISSUER])
def test_without_one_of_its_addresses_a_hosted_badge_can_not_be_told(missing: str) -> None:
    """Each is a part of the proof."""
    documents = _published()
    del documents[missing]
    report, _ = _judge(_assertion(), documents)
    assert report.verdict == "cannot tell"


@pytest.mark.parametrize("missing", [KEY, CLASS, ISSUER, REVOKED])
def test_without_one_of_its_addresses_a_signed_badge_can_not_be_told(missing: str) -> None:
    """Key, class, issuer or list."""
    documents = _published()
    del documents[missing]
    report, _ = _judge(_signed(), documents)
    assert report.verdict == "cannot tell"


def test_an_expired_badge_is_not_valid() -> None:
    """By its own date."""
    ended = format_datetime(NOW - timedelta(days=1))
    report, _ = _judge(_signed(expires=ended))
    assert [check.code for check in report.failures] == ["expired"]


def test_another_badge_at_the_address_is_not_valid() -> None:
    """It must say that it is this one."""
    report, _ = _judge(_assertion(), _published(assertion={"id": f"{SITE}/a/2"}))
    assert (report.verdict, report.check("proof").code) == ("not valid", "badge_other")


def test_a_badge_that_is_not_on_the_web_is_not_hosted() -> None:
    """There is no address to ask."""
    report, asked = _judge(_assertion(id="urn:uuid:1"))
    assert (report.check("proof").code, asked) == ("badge_address", [])


def test_foreign_contexts_leave_its_meaning_open() -> None:
    """They could rename what the standard's words mean."""
    contexts = [_CONTEXT, "https://evil.example/context"]
    documents = _published(assertion={"@context": contexts})
    report, _ = _judge(_assertion(**{"@context": contexts}), documents)
    assert (report.verdict, report.check("contexts").code) == ("cannot tell", "unknown_context")


def test_the_recipient_is_compared_when_asked() -> None:
    """By e-mail address."""
    mine, _ = _judge(_signed(), recipient="ada@example.org")
    other, _ = _judge(_signed(), recipient="eve@example.org")
    assert (mine.verdict, mine.check("recipient").outcome) == ("valid", "pass")
    assert (other.verdict, other.check("recipient").code) == ("not valid", "recipient_other")


def test_the_callers_badge_stays_as_it_was() -> None:
    """What is fetched is put together elsewhere."""
    assertion = _assertion()
    before = copy.deepcopy(assertion)
    verify_credential(assertion, sources=RecordingSources(_published()), now=NOW)
    assert assertion == before
