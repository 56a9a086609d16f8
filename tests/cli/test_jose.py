"""`guildmark conformance jose`: each of the published suite's cases, made anew."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import cbor2
import pytest

from guildmark.credentials.keys import Algorithm
from guildmark.credentials.proofs.sd_jwt import parse_sd_jwt
from tests.cli.conftest import Guildmark
from tests.credentials.proofs.tokens import (
    ALGORITHMS,
    credential,
    decode,
    encode,
    forge,
    key_of,
    signer_of,
)

_V2 = "https://www.w3.org/ns/credentials/v2"
_EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
_FORMS = ("jose", "sdjwt", "cose")
# The suite's published samples are signed with such keys, under such names.
_ID = "https://example.issuer/vc-jose-cose#key-1"
_ENVELOPE = {
    "@context": _V2,
    "type": "EnvelopedVerifiableCredential",
    "id": "data:application/vc+jwt,eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJkaWQ6ZXhhbXBsZToxMjMifQ....",
}


def _credential(**changes: Any) -> dict[str, Any]:
    return {
        **credential(),
        "@context": [_V2, _EXAMPLES],
        "issuer": "https://example.issuer/vc-jose-cose",
        "degree": {"type": "BachelorDegree", "name": "Bachelor"},
        **changes,
    }


def _presentation(*entries: Any) -> dict[str, Any]:
    return {
        "@context": [_V2, _EXAMPLES],
        "type": "VerifiablePresentation",
        "holder": "https://example.issuer/vc-jose-cose",
        "verifiableCredential": list(entries),
    }


def _write_key(folder: Path, algorithm: Algorithm = "P-256") -> str:
    key = key_of(algorithm)
    document = {
        "id": _ID,
        "type": "JsonWebKey",
        "controller": "https://example.issuer/vc-jose-cose",
        "publicKeyJwk": {**key.public_key.to_jwk(), "kid": "thumbprint"},
        "secretKeyJwk": {**key.to_jwk(), "kid": "thumbprint"},
    }
    (folder / "key.json").write_text(json.dumps(document))
    return "key.json"


def _ask(
    guildmark: Guildmark, command: str, given: Any, feature: str, *options: str
) -> dict[str, str]:
    text = given if isinstance(given, str) else json.dumps(given)
    Path("input").write_text(text + "\n")
    run = guildmark(
        "conformance", "jose", command, "--input", "input", "--key", "key.json",
        "--feature", feature, "--output", "output.json", *options,
    )  # fmt: skip
    assert run.status == 0, run.error
    answer: dict[str, str] = json.loads(Path("output.json").read_text())
    assert set(answer) == {"result", "data"}
    return answer


@pytest.mark.parametrize("algorithm", [a for a in ALGORITHMS if a != "RSA"])
@pytest.mark.parametrize("form", _FORMS)
@pytest.mark.parametrize("kind", ["credential", "presentation"])
def test_what_is_issued_verifies(
    guildmark: Guildmark, folder: Path, kind: str, form: str, algorithm: Algorithm
) -> None:
    """Each form, each kind of key; with another key it fails."""
    _write_key(folder, algorithm)
    document = _credential() if kind == "credential" else _presentation(_ENVELOPE)
    issued = _ask(guildmark, "issue", document, f"{kind}_{form}")

    assert issued["result"] == "success", issued
    assert _ask(guildmark, "verify", issued["data"], f"{kind}_{form}")["result"] == "success"
    _write_key(folder, "P-384" if algorithm == "P-256" else "P-256")
    assert _ask(guildmark, "verify", issued["data"], f"{kind}_{form}")["result"] == "failure"


def test_tokens_have_the_suites_headers(guildmark: Guildmark, folder: Path) -> None:
    """typ, cty and an absolute kid; in COSE the numbers 16, 3 and 4, in base64 unpadded."""
    _write_key(folder)
    for kind, document in (("credential", _credential()), ("presentation", _presentation())):
        short = "vc" if kind == "credential" else "vp"
        for form, typ in (("jose", "jwt"), ("sdjwt", "sd-jwt")):
            data = _ask(guildmark, "issue", document, f"{kind}_{form}")["data"]
            head = decode(data.split(".")[0])
            assert head == {"alg": "ES256", "typ": f"{short}+{typ}", "cty": short, "kid": _ID}
        data = _ask(guildmark, "issue", document, f"{kind}_cose")["data"]
        assert not data.endswith("=")
        message = cbor2.loads(base64.b64decode(data + "=" * (-len(data) % 4)))
        assert (message.tag, cbor2.loads(message.value[0])) == (
            18,
            {1: -7, 3: f"application/{short}", 4: _ID.encode(), 16: f"application/{short}+cose"},
        )


def test_paths_become_disclosures(guildmark: Guildmark, folder: Path) -> None:
    """--sd names what may be kept back, also inside arrays."""
    _write_key(folder)
    paths = '["issuer", "credentialSubject.id", "credentialSubject.phones[0]"]'
    data = _ask(guildmark, "issue", _credential(), "credential_sdjwt", "--sd", paths)["data"]
    token = parse_sd_jwt(data)

    assert set(token.disclosed) == {
        ("issuer",),
        ("credentialSubject", "id"),
        ("credentialSubject", "phones", 0),
    }
    assert token.claims == _credential()
    assert _ask(guildmark, "verify", data, "credential_sdjwt")["result"] == "success"
    listed = '["holder", "verifiableCredential[0]"]'
    vp = _presentation(_ENVELOPE)
    data = _ask(guildmark, "issue", vp, "presentation_sdjwt", "--sd", listed)["data"]
    hidden = "~".join([*data.split("~")[:1], ""])
    for shown in (data, hidden):
        assert _ask(guildmark, "verify", shown, "presentation_sdjwt")["result"] == "success"


@pytest.mark.parametrize("paths", ["no", "{}", "[7]", '["nowhere"]', '["@context"]', '["a["]'])
def test_paths_that_lead_nowhere_fail(guildmark: Guildmark, folder: Path, paths: str) -> None:
    """Nothing is issued with fewer disclosures than were asked for."""
    _write_key(folder)
    answer = _ask(guildmark, "issue", _credential(), "credential_sdjwt", "--sd", paths)
    assert answer["result"] == "failure"


def test_old_dates_and_equal_claims_are_no_failure(guildmark: Guildmark, folder: Path) -> None:
    """As in the published samples: expired, iat in words, kid a thumbprint, iss equal."""
    _write_key(folder)
    claims = _credential(iss="https://example.issuer/vc-jose-cose", exp=1, iat="2010-01-01")
    token = forge({"alg": "ES256", "typ": "vc+jwt", "cty": "vc", "kid": "thumbprint"}, claims)
    assert _ask(guildmark, "verify", token, "credential_jose")["result"] == "success"


_HEADER = {"alg": "ES256", "typ": "vc+jwt", "cty": "vc"}
_VP_HEADER = {"alg": "ES256", "typ": "vp+jwt", "cty": "vp"}


@pytest.mark.parametrize(
    ("given", "feature"),
    [
        (_credential(), "credential_jose"),
        (_presentation(), "presentation_jose"),
        (_credential(), "credential_cose"),
        (_credential(), "credential_sdjwt"),
        ("", "credential_jose"),
        (forge({"alg": "none"}, _credential()), "credential_jose"),
        (forge(_HEADER, _credential())[:-4] + "AAAA", "credential_jose"),
        (forge({**_HEADER, "typ": "bad+typ", "cty": "bad+cty"}, _credential()), "credential_jose"),
        (forge({**_VP_HEADER, "typ": "bad"}, _presentation()), "presentation_jose"),
        (forge(_HEADER, _credential()), "presentation_jose"),
        (forge(_VP_HEADER, _presentation()), "credential_jose"),
        (forge(_HEADER, _credential()), "credential_sdjwt"),
        (forge({**_HEADER, "typ": "vc+sd-jwt"}, _credential()) + "~", "credential_jose"),
        (forge(_HEADER, _credential(vc={}, vp={})), "credential_jose"),
        (forge(_HEADER, _credential(iss="https://example.org/other")), "credential_jose"),
        (forge(_HEADER, _credential(type=["Other"])), "credential_jose"),
        (forge(_HEADER, _credential(issuer=None)), "credential_jose"),
        (forge(_VP_HEADER, _presentation({**_ENVELOPE, "id": "bad-credential"})),
         "presentation_jose"),
        (forge(_VP_HEADER, _presentation(_credential())), "presentation_jose"),
        (forge(_VP_HEADER, {**_presentation(), "type": "Other"}), "presentation_jose"),
        ("d2845856a40126", "credential_cose"),
        ("not base64!", "credential_cose"),
        ("é", "credential_cose"),
    ],
)  # fmt: skip
def test_what_is_not_secured_so_fails(
    guildmark: Guildmark, folder: Path, given: Any, feature: str
) -> None:
    """Unsecured, of another type, forged, or holding what is not secured."""
    _write_key(folder)
    answer = _ask(guildmark, "verify", given, feature)
    assert answer["result"] == "failure"
    assert answer["data"]


@pytest.mark.parametrize(
    ("given", "feature"),
    [
        (_credential(type=["Other"]), "credential_jose"),
        (_credential(issuer=None), "credential_cose"),
        (_credential(vc={}), "credential_jose"),
        (_credential(proof={}), "credential_sdjwt"),
        (_presentation(_credential()), "presentation_jose"),
        ({**_presentation(), "type": ["Other"]}, "presentation_cose"),
        ([], "credential_jose"),
        ("no JSON", "credential_jose"),
        ('{"a": 1, "a": 2}', "credential_jose"),
    ],
)
def test_what_is_no_credential_is_not_issued(
    guildmark: Guildmark, folder: Path, given: Any, feature: str
) -> None:
    """Drafts that are wrong are refused, with the reason."""
    _write_key(folder)
    answer = _ask(guildmark, "issue", given, feature)
    assert answer["result"] == "failure"
    assert answer["data"]


def test_a_question_that_is_none_is_indeterminate(guildmark: Guildmark, folder: Path) -> None:
    """An unknown feature, or no usable key, is neither success nor failure."""
    _write_key(folder)
    for feature in ("credential_paseto", "jose", "", "status_jose"):
        assert _ask(guildmark, "issue", _credential(), feature)["result"] == "indeterminate"
    secp = {"kty": "EC", "crv": "secp256k1", "x": encode(b"x" * 32), "y": encode(b"y" * 32)}
    for text in ("{}", "[]", "no", json.dumps({"publicKeyJwk": secp, "secretKeyJwk": 7})):
        (folder / "key.json").write_text(text)
        for command in ("issue", "verify"):
            answer = _ask(guildmark, command, _credential(), "credential_jose")
            assert answer["result"] == "indeterminate"


def test_a_missing_input_is_a_failure(guildmark: Guildmark, folder: Path) -> None:
    """Nothing at all is not secured; the command still answers and ends well."""
    _write_key(folder)
    run = guildmark(
        "conformance", "jose", "verify", "--input", "missing", "--key", "key.json",
        "--feature", "credential_jose", "--output", "output.json",
    )  # fmt: skip
    assert run.status == 0
    assert json.loads((folder / "output.json").read_text())["result"] == "failure"


def test_the_signer_is_named_by_the_key_file(guildmark: Guildmark, folder: Path) -> None:
    """A token signed elsewhere with the same key verifies, whatever its kid."""
    _write_key(folder)
    token = forge({**_HEADER, "kid": "another"}, _credential(), signer=signer_of("P-256"))
    assert _ask(guildmark, "verify", token, "credential_jose")["result"] == "success"
