"""One strict reader for compact JWS, and keys that fix their algorithm."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.errors import InvalidKey, UnreadableInput
from guildmark.credentials.keys import Algorithm, PublicKey
from guildmark.credentials.keys.jws import (
    build_jws,
    is_jws_valid,
    jose_algorithm,
    parse_claims,
    parse_jws,
    parse_numeric_date,
)
from tests.credentials.proofs.tokens import ALGORITHMS, encode, forge, key_of, signer_of

_PAYLOAD = {"iss": "did:example:issuer"}
_NAMES = {
    "Ed25519": "EdDSA",
    "P-256": "ES256",
    "P-384": "ES384",
    "P-521": "ES512",
    "RSA": "RS256",
}


def _code_of(token: str) -> str:
    with pytest.raises(UnreadableInput) as caught:
        parse_jws(token)
    return caught.value.code


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_a_key_signs_it_verifies(algorithm: Algorithm) -> None:
    """Each kind of key writes its own alg, whatever the header asked for."""
    token = build_jws(_PAYLOAD, header={"typ": "JWT", "alg": "none"}, signer=signer_of(algorithm))
    jws = parse_jws(token)

    assert jws.header == {"alg": _NAMES[algorithm], "typ": "JWT"}
    assert parse_claims(jws) == _PAYLOAD
    assert is_jws_valid(jws, key=key_of(algorithm).public_key)


@pytest.mark.parametrize("stated", sorted({*_NAMES.values(), "Ed25519"}))
@pytest.mark.parametrize("signing", ALGORITHMS)
@pytest.mark.parametrize("verifying", ALGORITHMS)
def test_only_the_keys_own_algorithm_counts(
    signing: Algorithm, verifying: Algorithm, stated: str
) -> None:
    """Signer × verifier × stated alg: one combination holds for each key, two for Ed25519."""
    jws = parse_jws(forge({"alg": stated}, _PAYLOAD, signer=signer_of(signing)))

    own = stated == _NAMES[verifying] or (stated == "Ed25519" == verifying)
    assert is_jws_valid(jws, key=key_of(verifying).public_key) == (signing == verifying and own)


@pytest.mark.parametrize(
    "alg",
    ["none", "None", "NONE", "", "HS256", "HS384", "HS512", "es256", "RS1", "RS384", "RS512",
     "PS256", "ES256K", "RSA1_5", "dir", "A128KW", None, 256, True, ["ES256"], {"alg": "ES256"}],
)  # fmt: skip
def test_no_other_algorithm_is_read(alg: Any) -> None:
    """None, MACs, encryption and what does not exist are refused before any key is looked for."""
    assert _code_of(forge({"alg": alg}, _PAYLOAD)) == "jws_algorithm"


def test_a_public_key_is_no_mac_secret() -> None:
    """A token MACed with the bytes of the public key is refused (RFC 8725, 2.1)."""
    signing_input = f"{encode({'alg': 'HS256'})}.{encode(_PAYLOAD)}"
    mac = hmac.new(key_of("RSA").public_key.raw, signing_input.encode(), hashlib.sha256).digest()

    assert _code_of(f"{signing_input}.{encode(mac)}") == "jws_algorithm"


@pytest.mark.parametrize(
    "extra",
    [
        {"crit": ["exp"], "exp": 1},
        {"crit": []},
        {"crit": ["b64"], "b64": False},
        {"b64": True},
        {"zip": "DEF"},
        {"enc": "A128GCM"},
        {"typ": 7},
        {"cty": ["JWT"]},
        {"kid": None},
    ],
    ids=json.dumps,
)
def test_extensions_and_odd_headers_are_refused(extra: dict[str, Any]) -> None:
    """No extension is understood, so none may be asked for; and names are texts."""
    assert _code_of(forge({"alg": "ES256", **extra}, _PAYLOAD)) == "jws_header"


@pytest.mark.parametrize("cty", ["JWT", "jwt", "application/JWT"])
def test_a_token_in_a_token_is_refused(cty: str) -> None:
    """A nested token would need a second verification that nobody asked for."""
    assert _code_of(forge({"alg": "ES256", "cty": cty}, _PAYLOAD)) == "jws_nested"


def test_keys_in_the_header_mean_nothing() -> None:
    """A token that brings the forger's own key does not verify with the issuer's."""
    forger = key_of("P-384")
    header = {
        "alg": "ES384",
        "jwk": forger.public_key.to_jwk(),
        "jku": "https://evil.example/keys",
        "x5u": "https://evil.example/chain",
        "x5c": ["MIIB"],
        "kid": "did:example:issuer#key-1",
    }
    jws = parse_jws(forge(header, _PAYLOAD, signer=signer_of("P-384")))

    assert not is_jws_valid(jws, key=key_of("P-256").public_key)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda t: "", "jws_form"),
        (lambda t: "..", "jws_form"),
        (lambda t: t + ".", "jws_form"),
        (lambda t: t + "..", "jws_form"),
        (lambda t: "." + t, "jws_form"),
        (lambda t: t.rpartition(".")[0], "jws_form"),
        (lambda t: t.rpartition(".")[0] + ".", "jws_form"),
        (lambda t: t + ".eyJ9.eyJ9", "jws_form"),
        (lambda t: t + "\n", "jws_form"),
        (lambda t: " " + t, "jws_form"),
        (lambda t: t.replace(".", ". ", 1), "jws_form"),
        (lambda t: t + "=", "jws_form"),
        (lambda t: t[:-4] + "+/+/", "jws_form"),
        (lambda t: t + "AAA", "jws_form"),
        (lambda t: "\ufeff" + t, "jws_form"),
        (lambda t: t + "\u200b", "jws_form"),
        (lambda t: t.replace("e", "\u0435", 1), "jws_form"),
        (lambda t: "W10" + t[t.index(".") :], "jws_header"),
        (lambda t: encode(b"\xff") + t[t.index(".") :], "jws_header"),
        (lambda t: encode(b'{"alg":"ES256","alg":"none"}') + t[t.index(".") :], "jws_header"),
        (lambda t: encode(b'{"alg":"ES256","x":NaN}') + t[t.index(".") :], "jws_header"),
        (lambda t: encode(b'{"alg":"ES256"} {}') + t[t.index(".") :], "jws_header"),
        (lambda t: encode(b'{"alg":"ES256","x":' + b"[" * 40 + b"]" * 40 + b"}")
         + t[t.index(".") :], "jws_header"),
        (lambda t: encode(b'{"alg":"ES256","\\ud800":1}') + t[t.index(".") :], "jws_header"),
        (lambda t: encode({"alg": "ES256", "x": "y" * 20_000}) + t[t.index(".") :],
         "jws_too_large"),
        (lambda t: t.rpartition(".")[0] + "." + encode(b"\0" * 1025), "jws_too_large"),
        (lambda t: "A" * 2_000_000, "jws_too_large"),
    ],
)  # fmt: skip
def test_there_is_one_spelling_of_a_token(change: Any, code: str) -> None:
    """Whitespace, padding, stray dots, look-alike letters and loose JSON are all refused."""
    token = build_jws(_PAYLOAD, header={"typ": "JWT"}, signer=signer_of())

    assert _code_of(change(token)) == code


def test_limits_are_the_last_size_that_is_read() -> None:
    """Exactly at the limit each part is read; one byte more is not."""
    filler = 16 * 1024 - len(json.dumps({"alg": "ES256", "x": ""}))
    header, payload, signature = {"alg": "ES256", "x": "y" * filler}, b"p" * 100, bytes(1024)

    def read(header: Any, payload: bytes, signature: bytes) -> int:
        token = ".".join(map(encode, (header, payload, signature)))
        return len(parse_jws(token, max_payload_bytes=100).payload)

    assert read(header, payload, signature) == 100
    for larger in (
        ({**header, "x": "y" * (filler + 1)}, payload, signature),
        (header, payload + b"p", signature),
        (header, payload, signature + b"\0"),
    ):
        with pytest.raises(UnreadableInput) as caught:
            read(*larger)
        assert caught.value.code == "jws_too_large"


def test_last_bits_of_base64_count() -> None:
    """The last character of a signature has four bits that say nothing; they must be zero."""
    token = build_jws(_PAYLOAD, header={}, signer=signer_of())
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    sibling = alphabet[alphabet.index(token[-1]) ^ 1]

    assert _code_of(token[:-1] + sibling) == "jws_form"


@pytest.mark.parametrize("payload", [b"[]", b'"text"', b"1", b"null"])
def test_claims_are_an_object(payload: bytes) -> None:
    """Any other JSON is no claims set."""
    with pytest.raises(UnreadableInput) as caught:
        parse_claims(parse_jws(build_jws(payload, header={}, signer=signer_of())))
    assert caught.value.code == "jwt_claims"


@pytest.mark.parametrize(
    "payload",
    [b'{"iss":"a","iss":"b"}', b'{"exp":1e400}', b'{"exp":NaN}', b"{", b"\xff", b'{"a":1}x'],
)
def test_claims_are_strict_json(payload: bytes) -> None:
    """Claims that two readers could understand differently are refused."""
    with pytest.raises(UnreadableInput):
        parse_claims(parse_jws(build_jws(payload, header={}, signer=signer_of())))


@pytest.mark.parametrize(
    "value", [True, False, "1700000000", "2026-01-01T00:00:00Z", None, -1, -0.5, 1e15, 2**53 - 1,
              253_402_300_800, float("nan"), float("inf"), [1], {}],
)  # fmt: skip
def test_a_date_is_a_number_of_seconds(value: Any) -> None:
    """Anything else is refused, so that it can not count as "no limit"."""
    with pytest.raises(UnreadableInput) as caught:
        parse_numeric_date({"exp": value}, "exp")
    assert caught.value.code == "jwt_date"


def test_dates_are_read_to_the_fraction() -> None:
    """Whole and broken seconds are both dates; a claim that is not there is none."""
    assert parse_numeric_date({"exp": 0}, "exp") == datetime(1970, 1, 1, tzinfo=UTC)
    assert parse_numeric_date({"exp": 1.5}, "exp") == datetime(1970, 1, 1, 0, 0, 1, 500_000, UTC)
    assert parse_numeric_date({}, "exp") is None
    last = parse_numeric_date({"exp": 253_402_300_799}, "exp")
    assert last == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_a_kind_without_a_name_signs_nothing() -> None:
    """A kind of key that JOSE has no name for is an error of the caller."""
    with pytest.raises(InvalidKey):
        jose_algorithm("secp256k1")


# Tokens and keys that the RFCs print.
_PRINTED: dict[str, tuple[str, dict[str, str]]] = {
    "RFC 7515, A.2 (RS256)": (
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
        "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XO"
        "iZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f"
        "_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDw"
        "usC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWyw"
        "lVmtVrBp0igcN_IoypGlUPQGe77Rw",
        {
            "kty": "RSA",
            "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJ"
            "PMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf"
            "63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh"
            "9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpo"
            "Q",
            "e": "AQAB",
        },
    ),
    "RFC 7515, A.3 (ES256)": (
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
        "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5dj"
        "xLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
        {
            "kty": "EC",
            "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        },
    ),
    "RFC 7515, A.4 (ES512)": (
        "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bK"
        "PWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO"
        "7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn",
        {
            "kty": "EC",
            "crv": "P-521",
            "x": "AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxc"
            "WceqwQGk",
            "y": "ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf6"
            "3e3kyMj2",
        },
    ),
    "RFC 8037, A.4 (Ed25519)": (
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-0"
        "9PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
        {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
    ),
}


@pytest.mark.parametrize(("token", "jwk"), _PRINTED.values(), ids=_PRINTED)
def test_the_examples_of_the_rfcs_verify(token: str, jwk: dict[str, str]) -> None:
    """Written and signed by others, with line breaks in the claims and text that is no JSON."""
    jws = parse_jws(token)
    assert is_jws_valid(jws, key=PublicKey.from_jwk(jwk))
    assert not is_jws_valid(jws, key=key_of("P-384").public_key)


_ORDERS = {
    "P-256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "Ed25519": 2**252 + 27742317777372353535851937790883648493,
}


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_signatures_of_nothing_do_not_verify(algorithm: Algorithm) -> None:
    """Zeros (the "psychic" signature), ones, too short, too long, twice, and none."""
    head, body, signature = build_jws(_PAYLOAD, header={}, signer=signer_of(algorithm)).split(".")
    honest = parse_jws(f"{head}.{body}.{signature}").signature
    size = len(honest)
    key = key_of(algorithm).public_key
    for forged in (
        bytes(size),
        b"\xff" * size,
        bytes(size - 1) + b"\1",
        honest[:-1],
        honest + b"\0",
        b"\0" + honest,
        honest[size // 2 :] + honest[: size // 2],
        honest[:1],
    ):
        assert not is_jws_valid(parse_jws(f"{head}.{body}.{encode(forged)}"), key=key)


def test_der_is_no_jose_signature() -> None:
    """ECDSA signatures stand as r and s, side by side, never in ASN.1."""
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    head, body, signature = build_jws(_PAYLOAD, header={}, signer=signer_of("P-256")).split(".")
    raw = parse_jws(f"{head}.{body}.{signature}").signature
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    key = key_of("P-256").public_key
    order = _ORDERS["P-256"]

    der = encode(encode_dss_signature(r, s))
    assert not is_jws_valid(parse_jws(f"{head}.{body}.{der}"), key=key)
    for number in (0, order, order + 1, 2**256 - 1):
        for pair in ((r, number), (number, s), (number, number)):
            forged = b"".join(each.to_bytes(32, "big") for each in pair)
            assert not is_jws_valid(parse_jws(f"{head}.{body}.{encode(forged)}"), key=key)


def test_an_ed25519_signature_has_one_form() -> None:
    """s plus the group's order is the same number to a careless verifier (RFC 8032, 8.4)."""
    head, body, signature = build_jws(_PAYLOAD, header={}, signer=signer_of("Ed25519")).split(".")
    raw = parse_jws(f"{head}.{body}.{signature}").signature
    s = int.from_bytes(raw[32:], "little") + _ORDERS["Ed25519"]
    forged = encode(raw[:32] + s.to_bytes(32, "little"))

    jws = parse_jws(f"{head}.{body}.{forged}")
    assert not is_jws_valid(jws, key=key_of("Ed25519").public_key)


@given(st.data())
def test_no_changed_token_verifies(data: st.DataObject) -> None:
    """Change any one character of a token: it is refused or does not verify."""
    token = build_jws(_PAYLOAD, header={"typ": "JWT"}, signer=signer_of("Ed25519"))
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(codec="utf-8").filter(lambda c: c != token[place]))
    try:
        jws = parse_jws(token[:place] + letter + token[place + 1 :])
    except UnreadableInput:
        return
    assert not is_jws_valid(jws, key=key_of("Ed25519").public_key)


_HEADER_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=8)
    | st.sampled_from(["none", "HS256", "EdDSA", "ES256", "JWT", "https://evil.example"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
_HEADER_NAMES = st.sampled_from(
    [
        "alg",
        "typ",
        "cty",
        "kid",
        "jwk",
        "jku",
        "x5c",
        "x5u",
        "crit",
        "b64",
        "zip",
        "enc",
        "epk",
        "p2c",
    ]
) | st.text(max_size=6)


@given(header=st.dictionaries(_HEADER_NAMES, _HEADER_VALUES, max_size=6))
def test_no_header_makes_a_forgery_verify(header: dict[str, Any]) -> None:
    """A forger who may write any header, but has another key, gets nowhere and breaks nothing."""
    token = forge(header, _PAYLOAD, signer=signer_of("P-256"))
    try:
        jws = parse_jws(token)
    except UnreadableInput:
        return
    assert jws.header["alg"] in {*_NAMES.values(), "Ed25519"}
    for algorithm in ("Ed25519", "P-384"):
        assert not is_jws_valid(jws, key=key_of(algorithm).public_key)


@given(st.text() | st.from_regex(r"[A-Za-z0-9_-]{0,40}(\.[A-Za-z0-9_-]{0,40}){0,4}"))
def test_any_text_is_read_or_refused(text: str) -> None:
    """The reader raises nothing but its own error."""
    try:
        parse_jws(text)
    except UnreadableInput as error:
        assert error.code.startswith("jws_")
