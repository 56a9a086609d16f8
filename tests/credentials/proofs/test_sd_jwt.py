"""SD-JWT: what the issuer hides, what the holder shows, and what no reader may accept."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.errors import InvalidDraft, InvalidKey, UnreadableInput
from guildmark.credentials.proofs.disclosures import Path, parse_path
from guildmark.credentials.proofs.key_binding import (
    add_key_binding,
    check_key_binding,
    holder_key_of,
)
from guildmark.credentials.proofs.sd_jwt import (
    SdJwt,
    build_sd_jwt,
    is_sd_jwt_valid,
    parse_sd_jwt,
    select_disclosures,
)
from tests.credentials.judging import NOW
from tests.credentials.proofs.tokens import decode, encode, forge, key_of, signer_of

_CLAIMS: dict[str, Any] = {
    "iss": "https://issuer.example",
    "name": "Ada",
    "address": {"street": "Kirchgasse 1", "city": "Basel"},
    "nationalities": ["CH", "DE", "FR"],
}
_ALL: list[Path] = [
    ("name",),
    ("address",),
    ("address", "street"),
    ("nationalities", 1),
    ("nationalities", 2),
]


def _build(claims: dict[str, Any] | None = None, **options: Any) -> str:
    return build_sd_jwt(
        _CLAIMS if claims is None else claims,
        header={"typ": "example+sd-jwt"},
        signer=signer_of(),
        **{"disclose": _ALL, **options},
    )


def _digest(disclosure: str) -> str:
    digest = hashlib.sha256(disclosure.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _forge(payload: Any, *disclosures: Any, tail: str = "") -> str:
    signed = forge({"alg": "ES256", "typ": "example+sd-jwt"}, payload)
    texts = [each if isinstance(each, str) else encode(each) for each in disclosures]
    return "~".join([signed, *texts, tail])


def _code_of(token: str) -> str:
    with pytest.raises(UnreadableInput) as caught:
        parse_sd_jwt(token)
    return caught.value.code


def test_all_disclosures_give_all_claims() -> None:
    """With everything shown the holder has what the issuer said."""
    token = parse_sd_jwt(_build())

    assert token.claims == _CLAIMS
    assert set(token.disclosed) == set(_ALL)
    assert is_sd_jwt_valid(token, key=key_of("P-256").public_key)
    assert not is_sd_jwt_valid(token, key=key_of("P-384").public_key)


def test_what_is_hidden_is_not_in_the_signed_part() -> None:
    """The signed payload holds digests, the hash's name and nothing of the hidden values."""
    payload = decode(_build().split(".")[1])

    assert set(payload) == {"iss", "nationalities", "_sd", "_sd_alg"}
    assert payload["_sd_alg"] == "sha-256"
    assert payload["nationalities"][0] == "CH"
    assert [set(each) for each in payload["nationalities"][1:]] == [{"..."}, {"..."}]
    assert payload["_sd"] == sorted(payload["_sd"])
    assert "Kirchgasse" not in json.dumps(payload)


def test_salts_make_equal_values_look_different() -> None:
    """Two tokens of the same claims share no digest, and salts have 128 bits."""
    first, second = (parse_sd_jwt(_build()) for _ in range(2))

    assert not set(first.payload["_sd"]) & set(second.payload["_sd"])
    texts = [each.text for each in first.disclosed.values()]
    assert len({decode(text)[0] for text in texts}) == len(texts)
    assert all(len(decode(text)[0]) == 22 for text in texts)


def test_decoys_vanish_and_hide_the_number() -> None:
    """Digests of nothing stand among the real ones and change nothing for the reader."""
    token = parse_sd_jwt(_build(decoys=3))

    assert len(token.payload["_sd"]) == 2 + 3
    assert len(token.payload["nationalities"]) == 3 + 3
    assert token.claims == _CLAIMS


@pytest.mark.parametrize(
    ("shown", "claims"),
    [
        ([], {"iss": "https://issuer.example", "nationalities": ["CH"]}),
        ([("name",)], {"iss": "https://issuer.example", "name": "Ada", "nationalities": ["CH"]}),
        ([("address",)],
         {"iss": "https://issuer.example", "address": {"city": "Basel"}, "nationalities": ["CH"]}),
        ([("address", "street")],
         {"iss": "https://issuer.example", "address": _CLAIMS["address"], "nationalities": ["CH"]}),
        ([("nationalities", 2)], {"iss": "https://issuer.example", "nationalities": ["CH", "FR"]}),
        (None, _CLAIMS),
    ],
)  # fmt: skip
def test_the_holder_shows_what_he_likes(shown: list[Path] | None, claims: dict[str, Any]) -> None:
    """A member inside another brings that one along; places in arrays close up."""
    presented = select_disclosures(parse_sd_jwt(_build()), disclose=shown)
    token = parse_sd_jwt(presented)

    assert token.claims == claims
    assert is_sd_jwt_valid(token, key=key_of("P-256").public_key)


def test_the_holder_can_not_show_what_is_not_there() -> None:
    """A path that has no disclosure is his mistake, and named."""
    with pytest.raises(InvalidDraft) as caught:
        select_disclosures(parse_sd_jwt(_build()), disclose=[("iss",)])
    assert caught.value.findings == ("$.iss: has no disclosure in this token",)


@pytest.mark.parametrize(
    ("claims", "paths"),
    [
        ({"a": 1}, [("b",)]),
        ({"a": [1]}, [("a", 1)]),
        ({"a": [1]}, [("a", -1)]),
        ({"a": [1]}, [("a", "0")]),
        ({"a": "text"}, [("a", 0)]),
        ({"a": 1}, [()]),
        ({"_sd": []}, []),
        ({"a": {"...": 1}}, []),
        ({"a": [{"_sd_alg": "sha-256"}]}, []),
    ],
)
def test_a_wrong_draft_is_not_signed(claims: dict[str, Any], paths: list[Path]) -> None:
    """Paths lead somewhere, and names that the format keeps for itself stay out."""
    with pytest.raises(InvalidDraft):
        _build(claims, disclose=paths)


def test_arrays_may_hold_anything() -> None:
    """Objects, the reserved names as texts, and the first element hidden: all come back."""
    claims = {"list": ["first", {"a": 1, "b": [{}]}, "...", "_sd", {"c": "..."}]}
    token = parse_sd_jwt(_build(claims, disclose=[("list", 0), ("list", 1, "b", 0)]))

    assert token.claims == claims
    assert set(token.disclosed) == {("list", 0), ("list", 1, "b", 0)}


def test_nothing_hidden_leaves_no_trace() -> None:
    """Without disclosures the payload is the claims."""
    token = _build(disclose=[])
    assert decode(token.split(".")[1]) == _CLAIMS
    assert token.endswith("~")


_NAME = ["c2FsdA", "name", "Ada"]
_ELEMENT = ["c2FsdA", "CH"]


@pytest.mark.parametrize(
    ("token", "code"),
    [
        (_forge({"_sd": [_digest(encode(_NAME))]}, _NAME, _NAME), "sd_jwt_digest"),
        (_forge({"_sd": [_digest(encode(_NAME))] * 2}, _NAME), "sd_jwt_digest"),
        (_forge({"_sd": ["x"], "a": {"_sd": ["x"]}}), "sd_jwt_digest"),
        (_forge({"_sd": ["x"], "a": [{"...": "x"}]}), "sd_jwt_digest"),
        (_forge({}, _NAME), "sd_jwt_digest"),
        (_forge({"a": _digest(encode(_NAME))}, _NAME), "sd_jwt_digest"),
        (_forge({"_sd": [_digest(encode(_NAME))], "name": "Eve"}, _NAME), "sd_jwt_digest"),
        (_forge({"_sd": [_digest(encode(_ELEMENT))]}, _ELEMENT), "sd_jwt_digest"),
        (_forge({"a": [{"...": _digest(encode(_NAME))}]}, _NAME), "sd_jwt_digest"),
        (_forge({"a": [{"...": "x", "b": 1}]}), "sd_jwt_digest"),
        (_forge({"a": [{"...": 7}]}), "sd_jwt_digest"),
        (_forge({"a": {"...": "x"}}), "sd_jwt_digest"),
        (_forge({"...": "x"}), "sd_jwt_digest"),
        (_forge({"_sd": "x"}), "sd_jwt_digest"),
        (_forge({"_sd": {"0": "x"}}), "sd_jwt_digest"),
        (_forge({"_sd": [7]}), "sd_jwt_digest"),
        (_forge({"_sd": [["x"]]}), "sd_jwt_digest"),
        (_forge({"_sd": None}), "sd_jwt_digest"),
        (_forge({"_sd_alg": "md5"}), "sd_jwt_hash"),
        (_forge({"_sd_alg": "SHA-256"}), "sd_jwt_hash"),
        (_forge({"_sd_alg": None}), "sd_jwt_hash"),
        (_forge({"_sd_alg": ["sha-256"]}), "sd_jwt_hash"),
        (_forge({}, ["salt", "_sd", []]), "sd_jwt_disclosure"),
        (_forge({}, ["salt", "...", "x"]), "sd_jwt_disclosure"),
        (_forge({}, ["salt", 7, "x"]), "sd_jwt_disclosure"),
        (_forge({}, ["salt", None, "x"]), "sd_jwt_disclosure"),
        (_forge({}, [7, "name", "x"]), "sd_jwt_disclosure"),
        (_forge({}, ["salt"]), "sd_jwt_disclosure"),
        (_forge({}, ["salt", "a", "b", "c"]), "sd_jwt_disclosure"),
        (_forge({}, {"0": "salt"}), "sd_jwt_disclosure"),
        (_forge({}, ""), "sd_jwt_disclosure"),
        (_forge({}, "!!"), "sd_jwt_disclosure"),
        (_forge({}, encode(_NAME) + "="), "sd_jwt_disclosure"),
        (_forge({}, encode(b'["s","n",{"a":1,"a":2}]')), "sd_jwt_disclosure"),
        (forge({"alg": "ES256"}, {}), "sd_jwt_form"),
        ("~", "jws_form"),
        (_forge({}, tail="."), "jws_form"),
        (_forge({}, tail="no token"), "jws_form"),
        (_forge({}, tail=encode(_NAME)), "jws_form"),
        (_forge({}, tail=forge({"alg": "none"}, {})), "jws_algorithm"),
        (_forge({}, tail=forge({"alg": "ES256"}, {"nonce": "x" * 20_000})), "jws_too_large"),
        ("", "sd_jwt_form"),
        (_forge({}, *(["x"] * 2049)), "sd_jwt_form"),
        (_forge({}, "A" * 3_200_000), "jws_too_large"),
    ],
)
def test_what_the_rules_refuse_is_refused(token: str, code: str) -> None:
    """RFC 9901, 7.1: each way in which disclosures and digests can not fit each other."""
    assert _code_of(token) == code


def test_a_digest_inside_a_disclosure_counts_once_too() -> None:
    """The same digest in the payload and inside a disclosure is refused."""
    outer = ["c2FsdA", "outer", {"_sd": ["x"]}]
    assert _code_of(_forge({"_sd": ["x", _digest(encode(outer))]}, outer)) == "sd_jwt_digest"


@pytest.mark.parametrize("length", [40, 2000])
def test_disclosures_do_not_nest_for_ever(length: int) -> None:
    """A chain of disclosures in disclosures ends at the usual depth, however long it is."""
    inner: Any = "end"
    disclosures: list[Any] = []
    for _ in range(length):
        disclosures.append(["c2FsdA", "a", inner])
        inner = {"_sd": [_digest(encode(disclosures[-1]))]}
    assert _code_of(_forge(inner, *disclosures)) == "json_too_deep"


@pytest.mark.parametrize(
    ("name", "hashed"), [("sha-384", hashlib.sha384), ("sha-512", hashlib.sha512)]
)
def test_other_strong_hashes_are_read(name: str, hashed: Any) -> None:
    """An issuer may choose a longer hash; the digests follow it."""
    text = encode(_NAME)
    digest = base64.urlsafe_b64encode(hashed(text.encode()).digest()).rstrip(b"=").decode()
    token = parse_sd_jwt(_forge({"_sd_alg": name, "_sd": [digest]}, text))
    assert token.claims == {"name": "Ada"}


def test_a_changed_disclosure_is_nobodys() -> None:
    """A holder who changes a value shows a disclosure that no digest asks for."""
    token = _build(disclose=[("name",)])
    text = token.split("~")[1]
    salt, name, _value = decode(text)
    assert _code_of(token.replace(text, encode([salt, name, "Eve"]))) == "sd_jwt_digest"


def test_the_example_of_rfc_9901_has_its_digest() -> None:
    """RFC 9901, 4.2.3: the digest of a disclosure with white space and escapes in its JSON."""
    text = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    digest = "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"
    assert parse_sd_jwt(_forge({"_sd": [digest]}, text)).claims == {"family_name": "Möbius"}


# --- key binding -----------------------------------------------------------------------------

_AUDIENCE, _NONCE = "https://verifier.example", "1234567890"


def _bound(**changes: Any) -> str:
    claims = {**_CLAIMS, "cnf": {"jwk": key_of("Ed25519").public_key.to_jwk()}}
    presented = select_disclosures(parse_sd_jwt(_build(claims)), disclose=[("name",)])
    arguments = {
        "signer": signer_of("Ed25519"),
        "audience": _AUDIENCE,
        "nonce": _NONCE,
        "now": NOW,
    }
    return add_key_binding(presented, **{**arguments, **changes})


def _binding_problems(token: str | SdJwt, **expected: Any) -> list[str]:
    asked = {"audience": _AUDIENCE, "nonce": _NONCE, "now": NOW}
    parsed = parse_sd_jwt(token) if isinstance(token, str) else token
    return [finding.path for finding in check_key_binding(parsed, **{**asked, **expected})]


def test_the_holder_signs_what_he_shows() -> None:
    """The key binding holds for this verifier, this nonce, this moment and these disclosures."""
    token = _bound()

    assert _binding_problems(token) == []
    assert parse_sd_jwt(token).claims["name"] == "Ada"
    assert decode(token.rsplit("~", 1)[1].split(".")[0]) == {"alg": "EdDSA", "typ": "kb+jwt"}


@pytest.mark.parametrize(
    ("expected", "path"),
    [
        ({"audience": "https://other.example"}, "$.key_binding.aud"),
        ({"nonce": "another"}, "$.key_binding.nonce"),
        ({"now": NOW + timedelta(minutes=10)}, "$.key_binding.iat"),
        ({"now": NOW - timedelta(minutes=2)}, "$.key_binding.iat"),
        ({"max_age": timedelta(0), "now": NOW + timedelta(minutes=2)}, "$.key_binding.iat"),
    ],
)
def test_a_binding_for_another_time_or_place_is_found_out(
    expected: dict[str, Any], path: str
) -> None:
    """Replaying it to another verifier, or later, fails."""
    assert _binding_problems(_bound(), **expected) == [path]


def test_a_binding_covers_exactly_the_disclosures() -> None:
    """Taking a disclosure away or adding one after signing breaks it."""
    token = _bound()
    signed, _name, binding = token.split("~")
    assert _binding_problems(f"{signed}~{binding}") == ["$.key_binding.sd_hash"]


def test_another_key_does_not_bind() -> None:
    """Only the key that the issuer wrote down counts, whatever the binding's header brings."""
    thief = signer_of("P-384")
    assert _binding_problems(_bound(signer=thief)) == ["$.key_binding"]


def test_no_binding_is_told() -> None:
    """A token that is not bound, or not signed by its holder, says so."""
    claims = {**_CLAIMS, "cnf": {"jwk": key_of("Ed25519").public_key.to_jwk()}}
    assert _binding_problems(_build(claims)) == ["$.key_binding"]
    unbound = add_key_binding(
        _build(), signer=signer_of("Ed25519"), audience=_AUDIENCE, nonce=_NONCE, now=NOW
    )
    assert _binding_problems(unbound) == ["$.cnf"]
    assert _binding_problems(unbound, key=key_of("Ed25519").public_key) == []


@pytest.mark.parametrize(
    ("header", "claims", "path"),
    [
        ({"typ": "JWT"}, {}, "$.key_binding.typ"),
        ({"typ": "KB+JWT"}, {}, "$.key_binding.typ"),
        ({"alg": "ES256"}, {}, "$.key_binding"),
        ({}, {"aud": [_AUDIENCE]}, "$.key_binding.aud"),
        ({}, {"nonce": None}, "$.key_binding.nonce"),
        ({}, {"iat": "now"}, "$.key_binding.iat"),
        ({}, {"iat": True}, "$.key_binding.iat"),
        ({}, {"sd_hash": ""}, "$.key_binding.sd_hash"),
    ],
)
def test_a_malformed_binding_is_refused(
    header: dict[str, Any], claims: dict[str, Any], path: str
) -> None:
    """Its type, algorithm and each claim are held to the letter."""
    presented, _, binding = _bound().rpartition("~")
    head, body, _ = binding.split(".")
    forged = forge(
        {**decode(head), **header}, {**decode(body), **claims}, signer=signer_of("Ed25519")
    )
    assert _binding_problems(f"{presented}~{forged}") == [path]


@pytest.mark.parametrize("name", ["iat", "aud", "nonce", "sd_hash"])
def test_each_claim_of_a_binding_is_needed(name: str) -> None:
    """Leaving one out fails."""
    presented, _, binding = _bound().rpartition("~")
    head, body, _ = binding.split(".")
    claims = {key: value for key, value in decode(body).items() if key != name}
    forged = forge(decode(head), claims, signer=signer_of("Ed25519"))
    assert _binding_problems(f"{presented}~{forged}") == [f"$.key_binding.{name}"]


@pytest.mark.parametrize("cnf", [{}, {"jwk": 7}, {"kid": "x"}, "text", {"jwk": {"kty": "oct"}}])
def test_a_holder_key_that_can_not_be_used_is_told(cnf: Any) -> None:
    """An unreadable cnf never means "bound to nobody"."""
    with pytest.raises(InvalidKey):
        holder_key_of(parse_sd_jwt(_build({"cnf": cnf}, disclose=[])))


def test_a_hidden_cnf_does_not_bind() -> None:
    """Only a cnf that the issuer signed in the open counts."""
    claims = {"cnf": {"jwk": key_of("Ed25519").public_key.to_jwk()}}
    assert holder_key_of(parse_sd_jwt(_build(claims, disclose=[("cnf",)]))) is None


def test_nobody_binds_twice() -> None:
    """A token with a key binding is finished."""
    with pytest.raises(ValueError, match="already"):
        add_key_binding(_bound(), signer=signer_of(), audience="a", nonce="n", now=NOW)


# --- properties ------------------------------------------------------------------------------

_MEMBERS = st.text("abcdef", min_size=1, max_size=3)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_MEMBERS, inner, max_size=3),
    max_leaves=12,
)


def _paths_of(node: Any, path: Path = ()) -> list[Path]:
    items: list[tuple[str | int, Any]] = (
        list(node.items()) if isinstance(node, dict)
        else list(enumerate(node)) if isinstance(node, list) else []
    )  # fmt: skip
    return [
        found
        for name, value in items
        for found in ((*path, name), *_paths_of(value, (*path, name)))
    ]


@given(claims=st.dictionaries(_MEMBERS, _VALUES, max_size=4), data=st.data())
def test_whatever_is_hidden_comes_back(claims: dict[str, Any], data: st.DataObject) -> None:
    """For any claims, any choice of paths and any decoys, all disclosures give all claims."""
    paths = _paths_of(claims)
    chosen = data.draw(st.sets(st.sampled_from(paths))) if paths else set()
    token = build_sd_jwt(
        claims,
        header={},
        signer=signer_of("Ed25519"),
        disclose=chosen,
        decoys=data.draw(st.integers(0, 2)),
    )
    parsed = parse_sd_jwt(token)

    assert parsed.claims == claims
    assert set(parsed.disclosed) == chosen
    shown = data.draw(st.sets(st.sampled_from(sorted(chosen, key=str)))) if chosen else set()
    presented = parse_sd_jwt(select_disclosures(parsed, disclose=shown))
    # Each one brings along what holds it, and nothing else; array places close up.
    expected = {path for path in chosen if any(path == each[: len(path)] for each in shown)}
    assert len(presented.disclosed) == len(expected)


@given(
    payload=st.dictionaries(
        st.sampled_from(["_sd", "...", "_sd_alg", "a", "name"]),
        st.recursive(
            st.none() | st.sampled_from(["x", "sha-256", _digest(encode(_NAME)), 1]),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["_sd", "...", "a"]), inner, max_size=2)
            ),
            max_leaves=8,
        ),
    ),
    disclosures=st.lists(
        st.sampled_from([_NAME, _ELEMENT, ["s", "a", {"_sd": ["x"]}], ["s", {"...": "x"}]])
    ),
)
def test_any_mixture_is_read_or_refused(payload: Any, disclosures: list[Any]) -> None:
    """Hostile mixtures end in claims without any reserved name, or in the reader's own error."""
    try:
        claims = parse_sd_jwt(_forge(payload, *disclosures)).claims
    except UnreadableInput:
        return
    text = json.dumps(claims)
    assert '"_sd":' not in text
    assert '"...":' not in text


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("issuer", ("issuer",)),
        ("credentialSubject.id", ("credentialSubject", "id")),
        ("a.b[0]", ("a", "b", 0)),
        ("a[1][2].c", ("a", 1, 2, "c")),
        ("a[999999]", ("a", 999_999)),
    ],
)
def test_paths_are_read(text: str, path: Path) -> None:
    """Names with dots between them, places in brackets."""
    assert parse_path(text) == path


@pytest.mark.parametrize(
    "text", ["", ".", "a.", ".a", "a[", "a[]", "a[x]", "a[-1]", "[0]", "a[0", "a[1000000]", "a[²]"]
)
def test_other_paths_are_refused(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(UnreadableInput) as caught:
        parse_path(text)
    assert caught.value.code == "sd_jwt_path"
