"""What an attacker can do to a token, tried on each format: nothing of it ends in "valid".

Security design, rows 3 (algorithms), 4 (whose key), 6 (status), 9 (bombs) and 15 (JSON).
"""

from __future__ import annotations

import base64
import functools
import json
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from guildmark.credentials.issue import sign_claims, sign_token
from guildmark.credentials.keys import (
    KeySigner,
    PrivateKey,
    did_key,
    verification_method_of,
)
from guildmark.credentials.proofs import sd_jwt_vc, vc_cose, vc_jose
from guildmark.credentials.status.token_list import (
    INVALID,
    SUSPENDED,
    TokenStatusList,
    build_status_list_token,
    build_token_status,
)
from guildmark.credentials.verify import Report
from guildmark.testing import Clock, IssuerSimulator
from tests.credentials.judging import NOW, judge, outcomes
from tests.credentials.proofs.tokens import decode, encode, forge

_LIST = "https://issuer.example/status/7"


@functools.cache
def _party(name: str) -> tuple[str, KeySigner]:
    """A did:key of its own for each name."""
    key = PrivateKey.generate("P-256")
    did = did_key(key.public_multikey)
    return did, KeySigner(key, verification_method=verification_method_of(did))


def _draft() -> dict[str, Any]:
    draft = IssuerSimulator(clock=Clock(NOW)).draft()
    draft.pop("credentialSchema", None)
    return {
        **draft,
        "issuer": {**draft["issuer"], "id": _party("issuer")[0]},
        "validUntil": "2027-11-22T10:00:00Z",
    }


def _claims(**changes: Any) -> dict[str, Any]:
    return {"iss": _party("issuer")[0], "title": "Three wheels", "exp": 1_900_000_000, **changes}


def _vc_jwt() -> str:
    return sign_token(_draft(), signer=_party("issuer")[1], form="vc-jwt")


def _vc_jose() -> str:
    return sign_token(_draft(), signer=_party("issuer")[1], form="vc-jose")


def _vc_sd_jwt() -> str:
    paths = [("credentialSubject", "achievement", "description")]
    return sign_token(_draft(), signer=_party("issuer")[1], form="vc-jose", disclose=paths)


def _sd_jwt_vc() -> str:
    return sign_claims(
        _claims(), vct="https://example.org/v", signer=_party("issuer")[1], disclose=[("title",)]
    )


_MAKERS: dict[str, Callable[[], str]] = {
    "vc-jwt": _vc_jwt,
    "vc+jwt": _vc_jose,
    "vc+sd-jwt": _vc_sd_jwt,
    "dc+sd-jwt": _sd_jwt_vc,
}
_each_format = pytest.mark.parametrize("make", _MAKERS.values(), ids=_MAKERS)


def _again(
    token: str,
    *,
    header: dict[str, Any] | None = None,
    claims: dict[str, Any] | None = None,
    signer: KeySigner | None = None,
) -> str:
    """The token with some members changed (``...`` takes one out), and signed anew."""
    signed, sep, rest = token.partition("~")
    head, body, _ = signed.split(".")

    def change(part: str, changes: dict[str, Any] | None) -> dict[str, Any]:
        merged = {**decode(part), **(changes or {})}
        return {name: value for name, value in merged.items() if value is not ...}

    forged = forge(change(head, header), change(body, claims), signer=signer or _party("issuer")[1])
    return forged + sep + rest


def _codes(report: Report) -> dict[str, str]:
    return {c.id: c.code for c in report.checks if c.outcome in ("fail", "could not run")}


@_each_format
def test_an_honest_token_is_valid(make: Callable[[], str]) -> None:
    """The same token that is attacked below, untouched; and signed anew without change."""
    assert judge(make()).verdict == "valid"
    assert judge(_again(make())).verdict == "valid"


@_each_format
@pytest.mark.parametrize("alg", ["none", "HS256", "ES384", "RS256", "EdDSA", "es256", "", None])
def test_another_algorithm_in_the_header(make: Callable[[], str], alg: str | None) -> None:
    """Row 3: the key fixes the algorithm, whatever the header says."""
    assert judge(_again(make(), header={"alg": alg})).verdict in ("not valid", "unreadable")


@_each_format
def test_no_signature_at_all(make: Callable[[], str]) -> None:
    """Row 3: alg none with an empty signature."""
    signed, sep, rest = make().partition("~")
    head, body, _ = signed.split(".")
    bare = f"{encode({**decode(head), 'alg': 'none'})}.{body}."
    assert judge(bare + sep + rest).verdict == "unreadable"


@_each_format
def test_a_key_that_the_token_brings_along(make: Callable[[], str]) -> None:
    """Row 3: jwk in the header, with and without a kid, is the forger's and counts for nothing."""
    thief = _party("thief")[1]
    jwk = thief._private_key.public_key.to_jwk()
    for kid in (..., decode(make().split(".")[0])["kid"]):
        header = {
            "jwk": jwk,
            "kid": kid,
            "jku": "https://evil.example",
            "x5u": "https://evil.example",
        }
        report = judge(_again(make(), header=header, signer=thief))
        assert report.verdict != "valid"
        assert outcomes(report)["proof"] != "pass"


@_each_format
def test_another_issuers_key(make: Callable[[], str]) -> None:
    """Row 4: a true signature by somebody else, who says so in kid."""
    thief = _party("thief")[1]
    report = judge(_again(make(), header={"kid": thief.verification_method}, signer=thief))

    assert report.verdict == "not valid"
    assert _codes(report)["issuer"] == "key_not_of_issuer"


@_each_format
def test_the_issuers_kid_over_another_signature(make: Callable[[], str]) -> None:
    """Row 4: naming the victim's key does not make it the signer."""
    report = judge(_again(make(), signer=_party("thief")[1]))

    assert report.verdict == "not valid"
    assert _codes(report)["proof"] == "signature"


@_each_format
def test_another_issuer_in_the_claims(make: Callable[[], str]) -> None:
    """Row 4: iss changed and signed by the honest key: it is not that issuer's."""
    assert judge(_again(make(), claims={"iss": _party("thief")[0]})).verdict == "not valid"


@pytest.mark.parametrize("claim", ["iss", "jti", "nbf", "sub", "exp"])
@pytest.mark.parametrize("value", [..., "urn:uuid:0", 1, True, None, [], 1e15])
def test_each_claim_of_a_badge_must_repeat_the_credential(claim: str, value: Any) -> None:
    """Row 4: swapped, left out or of another kind, though the issuer signed it."""
    token = _vc_jwt()
    if value is ... and claim not in decode(token.split(".")[1]):
        pytest.skip("the credential has nothing to repeat here")
    report = judge(_again(token, claims={claim: value}))

    assert report.verdict == "not valid"
    assert _codes(report)["proof"] == "claims"


@pytest.mark.parametrize("make", [_vc_jose, _vc_sd_jwt, _sd_jwt_vc])
@pytest.mark.parametrize("value", [True, None, "1900000000", [1_900_000_000], 1e15, -1])
@pytest.mark.parametrize("claim", ["exp", "nbf"])
def test_a_date_that_is_none_is_no_date_without_end(
    make: Callable[[], str], claim: str, value: Any
) -> None:
    """Row 15: an expiry that can not be read never means "for ever"."""
    assert judge(_again(make(), claims={claim: value})).verdict == "not valid"


@pytest.mark.parametrize("make", [_vc_jose, _vc_sd_jwt, _sd_jwt_vc])
@pytest.mark.parametrize("changes", [{"exp": 1}, {"nbf": 4_000_000_000}], ids=str)
def test_a_token_out_of_date(make: Callable[[], str], changes: dict[str, int]) -> None:
    """Expired, or not good yet."""
    assert judge(_again(make(), claims=changes)).verdict == "not valid"


def test_a_badge_out_of_date() -> None:
    """A VC-JWT's dates are the credential's, so both are judged."""
    for now in (NOW + timedelta(days=400), NOW - timedelta(days=4000)):
        assert judge(_vc_jwt(), now=now).verdict == "not valid"


@_each_format
@pytest.mark.parametrize("typ", ["JWT", "vc+jwt", "vp+jwt", "dc+sd-jwt", "kb+jwt", "at+jwt", "x"])
def test_another_type(make: Callable[[], str], typ: str) -> None:
    """A token made for one purpose is none for another.

    But a VC-JWT has nothing in it that vc+jwt forbids, so its issuer may call it that.
    """
    token = make()
    own = decode(token.split(".")[0])["typ"]
    if typ in (own, {"JWT": "vc+jwt"}.get(own)):
        return
    assert judge(_again(token, header={"typ": typ})).verdict != "valid"


@pytest.mark.parametrize("claim", ["vc", "vp"])
@pytest.mark.parametrize("make", [_vc_jwt, _vc_jose, _vc_sd_jwt])
def test_a_second_credential_in_the_token(make: Callable[[], str], claim: str) -> None:
    """Row 15: one reader would take the outer, another the inner."""
    inner = {**_draft(), "name": "Forged"}
    assert judge(_again(make(), claims={claim: inner})).verdict != "valid"


@_each_format
@pytest.mark.parametrize(
    "change",
    [
        lambda t: t + ".",
        lambda t: "." + t,
        lambda t: t.replace(".", "..", 1),
        lambda t: t.replace(".", ".\n", 1),
        lambda t: t.replace(".", "=.", 1),
        lambda t: t.replace("-", "+").replace("_", "/"),
        lambda t: t.replace(".", ".eyJ9.", 1),
        lambda t: "eyJ0eXAiOiJKV1QifQ." + t,
    ],
)
def test_another_spelling(make: Callable[[], str], change: Callable[[str], str]) -> None:
    """Row 15: padding, line breaks, another alphabet or more dots: no second name for a token."""
    token = make()
    changed = change(token)
    if changed != token:
        assert judge(changed).verdict in ("unreadable", "not valid")


@_each_format
def test_loose_json_in_the_payload(make: Callable[[], str]) -> None:
    """Row 15: a member that stands twice, signed by the issuer."""
    signed, sep, rest = make().partition("~")
    head, body, _ = signed.split(".")
    payload = json.dumps(decode(body))[:-1] + ', "iss": "did:example:evil", "iss": "x"}'
    forged = forge(decode(head), payload.encode(), signer=_party("issuer")[1])
    assert judge(forged + sep + rest).verdict in ("unreadable", "not valid")


def test_a_bomb_of_disclosures() -> None:
    """Row 9: more disclosures than any credential has, and one of three megabytes."""
    token = _sd_jwt_vc()
    for more in ("eyJ~" * 3000, "A" * 3_300_000 + "~"):
        assert judge(token + more).verdict == "unreadable"


@pytest.mark.parametrize("make", [_vc_sd_jwt, _sd_jwt_vc])
def test_disclosures_of_ones_own(make: Callable[[], str]) -> None:
    """A holder adds, doubles, changes and invents: each is found out."""
    token = make()
    text = token.split("~")[1]
    salt, name, _value = decode(text)
    for changed in (
        token + text + "~",
        token + encode(["c2FsdA", "admin", True]) + "~",
        token.replace(text, encode([salt, name, "forged"])),
        token.replace(text, encode([salt, "issuer", {"id": _party("thief")[0]}])),
        token.replace(text, encode([salt, "_sd", []])),
        token.rstrip("~"),
    ):
        assert judge(changed).verdict in ("unreadable", "not valid")


def test_less_is_shown_and_still_valid() -> None:
    """Leaving a disclosure out is the holder's right."""
    assert judge(_sd_jwt_vc().partition("~")[0] + "~").verdict == "valid"


def test_envelopes_that_say_more() -> None:
    """Members beside the URL, and another type, are signed by nobody."""
    envelope = vc_jose.envelop(_vc_jose())
    assert judge(envelope).verdict == "valid"
    for changes in (
        {"issuer": _party("thief")[0]},
        {"type": ["EnvelopedVerifiableCredential", "OpenBadgeCredential"]},
        {"@context": ["https://www.w3.org/ns/credentials/v2", {"id": "https://evil.example"}]},
        {"id": envelope["id"].replace("vc+jwt", "vc+sd-jwt")},
    ):
        assert judge({**envelope, **changes}).verdict != "valid"


def test_cose_by_another_key() -> None:
    """The same for COSE: another key under the victim's name, and under its own."""
    issuer, thief = _party("issuer")[1], _party("thief")[1]
    assert (
        judge(vc_cose.envelop(vc_cose.sign_credential(_draft(), signer=issuer))).verdict == "valid"
    )
    impostor = KeySigner(thief._private_key, verification_method=issuer.verification_method)
    for signer in (thief, impostor):
        message = vc_cose.sign_credential(_draft(), signer=signer)
        assert judge(vc_cose.envelop(message)).verdict == "not valid"


# --- status ----------------------------------------------------------------------------------


def _with_status(status: int = 0, *, token: str | None = None, index: int = 7) -> Report:
    """Judge a credential whose list says this of it."""
    signer = _party("issuer")[1]
    credential = sign_claims(
        _claims(status=build_token_status(uri=_LIST, index=index)),
        vct="https://example.org/v",
        signer=signer,
    )
    listed = TokenStatusList.empty(4096, bits=2).with_status(7, status)
    published = build_status_list_token(
        listed,
        uri=_LIST,
        signer=signer,
        issued_at=NOW,
        expires=NOW + timedelta(days=1),
        ttl=timedelta(minutes=5),
    )
    text = published if token is None else token
    return judge(credential, trust={"documents": {_LIST: text}})


@pytest.mark.parametrize(
    ("status", "verdict", "failed"),
    [
        (0, "valid", set()),
        (INVALID, "not valid", {"status.revocation"}),
        (SUSPENDED, "not valid", {"status.suspension"}),
    ],
)
def test_the_list_is_read(status: int, verdict: str, failed: set[str]) -> None:
    """Row 6: revoked and suspended are told apart."""
    report = _with_status(status)
    assert report.verdict == verdict
    assert {c.id for c in report.checks if c.outcome == "fail"} == failed


def _list_token(signer: KeySigner | None = None, header: Any = None, **claims: Any) -> str:
    body = {
        "sub": _LIST,
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 600,
        "status_list": TokenStatusList.empty(4096, bits=2).encode(),
        **claims,
    }
    chosen = signer or _party("issuer")[1]
    head = {"alg": "ES256", "typ": "statuslist+jwt", "kid": chosen.verification_method}
    return forge({**head, **(header or {})}, body, signer=chosen)


_BOMB = base64.urlsafe_b64encode(zlib.compress(bytes(64 * 1024 * 1024), 9)).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "token",
    [
        "",
        "revoked",
        _list_token(_party("thief")[1]),
        _list_token(_party("thief")[1], {"kid": _party("issuer")[1].verification_method}),
        _list_token(sub="https://issuer.example/status/8"),
        _list_token(exp=1),
        _list_token(iat=4_000_000_000, exp=4_000_000_600),
        _list_token(status_list={"bits": 1, "lst": _BOMB}),
        _list_token(status_list={"bits": 3, "lst": "AA"}),
        _list_token(status_list=TokenStatusList.empty(8).encode() | {"bits": 8}),
        _list_token(header={"typ": "JWT"}),
        _list_token(header={"alg": "none"}),
    ],
    ids=range(12),
)
def test_a_list_that_can_not_answer_leaves_it_open(token: str) -> None:
    """Row 6, row 9: by another, about another, out of date, a bomb, too short: "cannot tell"."""
    report = _with_status(token=token)
    assert report.verdict == "cannot tell"
    assert outcomes(report)["status.revocation"] == "could not run"


def test_a_place_outside_the_list_leaves_it_open() -> None:
    """Row 6: an index behind the end is no answer."""
    assert _with_status(index=5000).verdict == "cannot tell"


@pytest.mark.parametrize("status", [None, "ok", {}, {"status_list": {"idx": -1, "uri": _LIST}}])
def test_a_status_that_can_not_be_read_leaves_it_open(status: Any) -> None:
    """Row 6: a malformed status is not the same as none."""
    token = _again(_sd_jwt_vc(), claims={"status": status})
    assert judge(token).verdict in ("cannot tell", "not valid")


def test_a_key_binding_is_not_believed_unasked() -> None:
    """A token with a broken key binding is still its issuer's, but nobody's proof of holding."""
    shown = sd_jwt_vc.present(
        _sd_jwt_vc(),
        disclose=None,
        holder_signer=_party("thief")[1],
        audience="https://v.example",
        nonce="n",
        now=NOW,
    )
    assert outcomes(judge(shown))["holder"] != "pass"
