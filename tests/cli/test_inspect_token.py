"""`guildmark inspect` takes tokens apart, and says that nothing was checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.baking import bake
from guildmark.credentials.proofs import sd_jwt_vc, vc_cose, vc_jose, vc_jwt
from tests.cli.conftest import Guildmark
from tests.cli.images import PNG
from tests.credentials.judging import NOW
from tests.credentials.proofs.tokens import METHOD, credential, forge, key_of, signer_of


def _shown(guildmark: Guildmark, text: str | bytes) -> dict[str, str]:
    Path("file").write_bytes(text if isinstance(text, bytes) else f"{text}\n".encode())
    run = guildmark("inspect", "file")
    assert run.status == 0, run.error
    assert run.out.startswith("Nothing below was checked")
    return dict(line.split(None, 1) for line in run.out.splitlines()[2:])


def _tokens() -> dict[str, str]:
    token = vc_jose.sign_credential(credential(), signer=signer_of())
    message = vc_cose.sign_credential(credential(), signer=signer_of())
    return {
        "vc-jwt": vc_jwt.sign(credential(), signer=signer_of()),
        "vc+jwt": token,
        "under vc": forge({"alg": "ES256", "kid": METHOD}, {"vc": credential()}),
        "envelope": json.dumps(vc_jose.envelop(token)),
        "cose": json.dumps(vc_cose.envelop(message)),
    }


@pytest.mark.parametrize("text", _tokens().values(), ids=_tokens())
@pytest.mark.usefixtures("folder")
def test_a_credential_is_shown_from_any_token(guildmark: Guildmark, text: str) -> None:
    """The same lines as of JSON, and with them what the token says of itself."""
    shown = _shown(guildmark, text)

    assert shown["issuer"].startswith("Kupferschmiede")
    assert shown["form"] == "token"
    assert shown["key"] == METHOD


@pytest.mark.usefixtures("folder")
def test_flat_claims_are_listed_with_what_may_be_hidden(guildmark: Guildmark) -> None:
    """An SD-JWT VC has no credential inside; its claims are told one by one."""
    token = sd_jwt_vc.issue(
        {"iss": "did:example:issuer", "title": "Three wheels"},
        vct="https://example.org/v",
        signer=signer_of(),
        disclose=[("title",)],
        holder_jwk=key_of("P-256").public_key.to_jwk(),
    )
    shown = _shown(
        guildmark,
        sd_jwt_vc.present(
            token, disclose=None, holder_signer=signer_of(), audience="a", nonce="n", now=NOW
        ),
    )

    assert shown["token"] == "dc+sd-jwt"
    assert shown["title"] == '"Three wheels"'
    assert "may be hidden  $.title" in _plain(guildmark)
    assert "key binding    came along" in _plain(guildmark)


def _plain(guildmark: Guildmark) -> str:
    return guildmark("inspect", "file").out


@pytest.mark.usefixtures("folder")
def test_json_has_header_and_credential(guildmark: Guildmark) -> None:
    """For programs: what was signed, and with what header."""
    Path("file").write_text(vc_jose.sign_credential(credential(), signer=signer_of()))
    found: dict[str, Any] = guildmark("inspect", "file", "--json").json

    assert found["credential"] == credential()
    assert found["checked"] is False
    assert found["token"]["header"]["typ"] == "vc+jwt"


@pytest.mark.usefixtures("folder")
def test_a_token_in_an_image_is_shown(guildmark: Guildmark) -> None:
    """A baked badge may carry a token."""
    image = bake(PNG, vc_jwt.sign(credential(), signer=signer_of()))
    assert _shown(guildmark, image)["form"] == "PNG"


@pytest.mark.parametrize(
    "text",
    [
        "eyJ.x",
        "eyJhbGciOiJub25lIn0.e30.AA",
        forge({"alg": "ES256"}, {"vc": 7}),
        forge({"alg": "ES256"}, {}) + "~x~",
        json.dumps({"type": "EnvelopedVerifiableCredential"}),
        json.dumps({"type": "EnvelopedVerifiableCredential", "id": "data:application/vc+jwt,eyJ"}),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_broken_token_is_told(guildmark: Guildmark, text: str) -> None:
    """With the reason, and the status for what can not be read."""
    Path("file").write_text(text)
    run = guildmark("inspect", "file")
    assert run.status == 3
    assert run.error
