"""Tokens of ours read by others, and theirs by us: npm's jose, joserfc, and the SD-JWT reference.

None of them has a line of ours in it, nor we of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwk as joserfc_jwk
from joserfc import jws as joserfc_jws
from joserfc.errors import JoseError
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

from guildmark.credentials.errors import UnreadableInput
from guildmark.credentials.keys import Algorithm
from guildmark.credentials.keys.jws import (
    build_jws,
    is_jws_valid,
    jose_algorithm,
    parse_claims,
    parse_jws,
)
from guildmark.credentials.proofs import sd_jwt_vc, vc_jose, vc_jwt
from guildmark.credentials.proofs.key_binding import check_key_binding
from guildmark.credentials.proofs.sd_jwt import is_sd_jwt_valid, parse_sd_jwt
from tests.credentials.judging import NOW
from tests.credentials.proofs.tokens import ALGORITHMS, credential, forge, key_of, signer_of
from tests.oracles.jose import JoseOracle
from tests.oracles.judge import OracleFailure

_NOW = "2026-11-22T10:00:00Z"
# joserfc would rather read the name that RFC 9864 gives; wallets still write and read EdDSA.
_EDDSA_IS_DEPRECATED = "ignore:EdDSA is deprecated:joserfc.errors.SecurityWarning"


@pytest.fixture(scope="module")
def jose(oracle_modules: Path) -> Iterator[JoseOracle]:
    """npm's jose, as one process."""
    assert oracle_modules.is_dir()
    with JoseOracle({}) as running:
        yield running


def _is_signed_for_joserfc(token: str, algorithm: Algorithm, *, allowed: list[str]) -> bool:
    key = joserfc_jwk.import_key(key_of(algorithm).public_key.to_jwk())
    try:
        joserfc_jws.deserialize_compact(token, key, algorithms=allowed)
    except (JoseError, ValueError):
        return False
    return True


@pytest.mark.filterwarnings(_EDDSA_IS_DEPRECATED)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_they_verify_what_we_sign(jose: JoseOracle, algorithm: Algorithm) -> None:
    """Each kind of key; and not with another key of the same kind, nor another payload."""
    alg = jose_algorithm(algorithm)
    token = build_jws(credential(), header={"typ": "vc+jwt"}, signer=signer_of(algorithm))
    head, body, signature = token.split(".")
    forged = f"{head}.{body[:-4]}AAAA.{signature}"
    key = key_of(algorithm).public_key

    assert jose.is_signed(token, key=key, algorithms=[alg])
    assert not jose.is_signed(forged, key=key, algorithms=[alg])
    assert _is_signed_for_joserfc(token, algorithm, allowed=[alg])
    assert not _is_signed_for_joserfc(forged, algorithm, allowed=[alg])


@pytest.mark.filterwarnings(_EDDSA_IS_DEPRECATED)
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_we_verify_what_they_sign(jose: JoseOracle, algorithm: Algorithm) -> None:
    """Each kind of key; and no other key verifies it."""
    header = {"alg": jose_algorithm(algorithm), "typ": "JWT"}
    key = key_of(algorithm)
    theirs = joserfc_jwk.import_key(key.to_jwk())
    tokens = [
        jose.sign_token(credential(), header=header, key=key),
        joserfc_jws.serialize_compact(
            header, json.dumps(credential()), theirs, algorithms=[header["alg"]]
        ),
    ]
    for token in tokens:
        jws = parse_jws(token)
        assert parse_claims(jws) == credential()
        for each in ALGORITHMS:
            assert is_jws_valid(jws, key=key_of(each).public_key) == (each == algorithm)


def test_they_read_our_badge_tokens(jose: JoseOracle) -> None:
    """The claims of an Open Badges token pass the library's own checks of issuer and dates."""
    token = vc_jwt.sign(credential(), signer=signer_of("RSA"))
    key = key_of("RSA").public_key

    claims = jose.claims_of(
        token, key=key, algorithms=["RS256"], now=_NOW, issuer="did:example:issuer", typ="JWT"
    )
    assert claims["sub"] == "did:example:ada"
    for now, wanted in (("2030-01-01T00:00:00Z", {}), (_NOW, {"issuer": "did:example:other"})):
        with pytest.raises(OracleFailure):
            jose.claims_of(token, key=key, algorithms=["RS256"], now=now, **wanted)


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": "ES384"},
        {"alg": "ES256", "crit": ["exp"], "exp": 1},
        {"alg": ["ES256"]},
        {},
    ],
    ids=json.dumps,
)
def test_we_refuse_what_they_refuse(jose: JoseOracle, header: dict[str, Any]) -> None:
    """Hostile headers: no library accepts them, and neither do we."""
    token = forge(header, credential())
    key = key_of("P-256").public_key
    try:
        ours = is_jws_valid(parse_jws(token), key=key)
    except UnreadableInput:
        ours = False

    assert not ours
    assert not jose.is_signed(token, key=key, algorithms=["ES256"])
    assert not _is_signed_for_joserfc(token, "P-256", allowed=["ES256"])


def test_an_empty_crit_is_refused_though_not_by_all(jose: JoseOracle) -> None:
    """RFC 7515, 4.1.11 forbids an empty list; joserfc lets it pass, npm's jose does not."""
    token = forge({"alg": "ES256", "crit": []}, credential())

    assert _is_signed_for_joserfc(token, "P-256", allowed=["ES256"])
    assert not jose.is_signed(token, key=key_of("P-256").public_key, algorithms=["ES256"])
    with pytest.raises(UnreadableInput):
        parse_jws(token)


def test_we_are_stricter_about_spelling_than_they_are(jose: JoseOracle) -> None:
    """Padding and stray bits: where a library shrugs, one token would have several names."""
    token = build_jws(credential(), header={}, signer=signer_of())
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    sibling = token[:-1] + alphabet[alphabet.index(token[-1]) ^ 1]
    key = key_of("P-256").public_key

    assert jose.is_signed(sibling, key=key, algorithms=["ES256"])
    with pytest.raises(UnreadableInput):
        parse_jws(sibling)


_HEADERS = st.fixed_dictionaries(
    {"alg": st.sampled_from(["ES256", "ES256", "ES384", "EdDSA", "none", "HS256", "es256"])},
    optional={
        "typ": st.sampled_from(["JWT", "vc+jwt", 7]),
        "kid": st.sampled_from(["#key", None]),
        "crit": st.sampled_from([[], ["exp"], ["b64"], "exp"]),
        "b64": st.booleans(),
        "jwk": st.sampled_from([{}, key_of("P-384").public_key.to_jwk()]),
        "cty": st.sampled_from(["vc", "JWT"]),
        "zip": st.just("DEF"),
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    header=_HEADERS,
    signer=st.sampled_from(["P-256", "P-256", "P-384"]),
    cut=st.integers(0, 40),
    insert=st.sampled_from(["", "", "", "A", "=", ".", "\n", " ", "~", "%", "é"]),
)
def test_whatever_we_accept_they_accept(
    jose: JoseOracle, header: dict[str, Any], signer: Algorithm, cut: int, insert: str
) -> None:
    """Over mutated tokens: "valid" from us is always "valid" from npm's jose and joserfc too."""
    token = forge(header, {"iss": "x"}, signer=signer_of(signer))
    place = len(token) - cut
    mutated = token[:place] + insert + token[place:]
    key = key_of("P-256").public_key
    try:
        ours = is_jws_valid(parse_jws(mutated), key=key)
    except UnreadableInput:
        return
    if ours:
        assert jose.is_signed(mutated, key=key, algorithms=["ES256"])
        assert _is_signed_for_joserfc(mutated, "P-256", allowed=["ES256"])


# --- the reference implementation of SD-JWT --------------------------------------------------


def _theirs(algorithm: Algorithm, *, private: bool = False) -> JWK:
    key = key_of(algorithm)
    return JWK(**(key.to_jwk() if private else key.public_key.to_jwk()))


_CLAIMS: dict[str, Any] = {
    "iss": "https://issuer.example",
    "name": "Ada",
    "address": {"street": "Kirchgasse 1", "city": "Zürich"},
    "nationalities": ["CH", "DE", {"code": "FR", "since": 1999}],
}
_MARKED: dict[Any, Any] = {
    "iss": "https://issuer.example",
    SDObj("name"): "Ada",
    SDObj("address"): {SDObj("street"): "Kirchgasse 1", "city": "Zürich"},
    "nationalities": ["CH", SDObj("DE"), SDObj({"code": "FR", SDObj("since"): 1999})],
}


@pytest.mark.parametrize("decoys", [False, True])
def test_we_read_what_the_reference_issues(decoys: bool) -> None:
    """Members, array elements, disclosures in disclosures, decoys: the same claims come out."""
    issued = SDJWTIssuer(
        _MARKED,
        _theirs("P-256", private=True),
        sign_alg="ES256",
        add_decoy_claims=decoys,
        extra_header_parameters={"typ": "dc+sd-jwt"},
    ).sd_jwt_issuance
    token = parse_sd_jwt(issued)

    assert is_sd_jwt_valid(token, key=key_of("P-256").public_key)
    assert token.claims == _CLAIMS
    assert set(token.disclosed) == {
        ("name",),
        ("address",),
        ("address", "street"),
        ("nationalities", 1),
        ("nationalities", 2),
        ("nationalities", 2, "since"),
    }


def test_the_reference_reads_what_we_issue() -> None:
    """Its verifier sees all claims of a token with everything shown, and decoys tell it nothing."""
    token = sd_jwt_vc.issue(
        _CLAIMS,
        vct="https://example.org/vct",
        signer=signer_of(),
        disclose=[("name",), ("address",), ("address", "street"), ("nationalities", 2)],
        decoys=2,
    )
    seen = SDJWTVerifier(token, lambda *_: _theirs("P-256")).get_verified_payload()

    assert seen == {**_CLAIMS, "vct": "https://example.org/vct"}


def test_the_reference_holder_shows_our_token_to_us() -> None:
    """It selects, binds with its own code, and we verify what it shows."""
    token = sd_jwt_vc.issue(
        _CLAIMS,
        vct="https://example.org/vct",
        signer=signer_of(),
        disclose=[("name",), ("address",), ("address", "street"), ("nationalities", 2)],
        holder_jwk=key_of("P-384").public_key.to_jwk(),
    )
    holder = SDJWTHolder(token)
    holder.create_presentation(
        {"address": {"street": True}},
        nonce="n-1",
        aud="https://v.example",
        holder_key=_theirs("P-384", private=True),
        sign_alg="ES384",
    )
    seen = parse_sd_jwt(holder.sd_jwt_presentation)

    assert seen.claims["address"] == _CLAIMS["address"]
    assert "name" not in seen.claims
    # Its clock is the machine's, so only the date differs from what we ask.
    problems = check_key_binding(seen, audience="https://v.example", nonce="n-1", now=NOW)
    assert {finding.path for finding in problems} <= {"$.key_binding.iat"}


def test_the_reference_verifies_what_our_holder_shows() -> None:
    """Our selection and our key binding hold in its verifier, for one audience and nonce."""
    token = sd_jwt_vc.issue(
        _CLAIMS,
        vct="https://example.org/vct",
        signer=signer_of(),
        disclose=[("name",), ("address",), ("address", "street")],
        holder_jwk=key_of("P-256").public_key.to_jwk(),
    )
    shown = sd_jwt_vc.present(
        token,
        disclose=[("address", "street")],
        holder_signer=signer_of("P-256"),
        audience="https://v.example",
        nonce="n-1",
        now=NOW,
    )
    verifier = SDJWTVerifier(
        shown, lambda *_: _theirs("P-256"), expected_aud="https://v.example", expected_nonce="n-1"
    )
    seen = verifier.get_verified_payload()

    assert seen["address"] == _CLAIMS["address"]
    assert "name" not in seen
    with pytest.raises(ValueError, match="nonce"):
        SDJWTVerifier(
            shown,
            lambda *_: _theirs("P-256"),
            expected_aud="https://v.example",
            expected_nonce="n-2",
        )


def test_the_reference_reads_our_selective_credentials() -> None:
    """A vc+sd-jwt of VC-JOSE-COSE is an SD-JWT like any other."""
    token = vc_jose.sign_credential(
        credential(), signer=signer_of(), disclose=[("credentialSubject", "phones", 1)]
    )
    assert SDJWTVerifier(token, lambda *_: _theirs("P-256")).get_verified_payload() == credential()
