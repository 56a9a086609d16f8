"""`guildmark sign`: a draft and a key in, a signed credential out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.verify import OfflineSources, verify_credential
from guildmark.testing import Clock, IssuerSimulator
from tests.cli.conftest import Guildmark

Json = dict[str, Any]


@pytest.fixture
def draft(guildmark: Guildmark, folder: Path) -> Json:
    """A draft in `draft.json` by the owner of the key in `key.json`."""
    did = guildmark("key", "new", "-o", "key.json", "--json").json["controller"]
    issuer = IssuerSimulator(clock=Clock(datetime.now(UTC) - timedelta(hours=1)))
    document = issuer.draft(issuer={"id": did, "type": ["Profile"], "name": "Ñandú & Sons"})
    _save(folder / "draft.json", document)
    return document


def _save(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def test_what_it_signs_is_good(guildmark: Guildmark, folder: Path, draft: Json) -> None:
    """The proof has the date that was asked for; the draft stays as it was."""
    before = (folder / "draft.json").read_bytes()

    run = guildmark(
        "sign", "draft.json", "--key", "key.json", "--created", "2025-11-22T10:00:00Z",
        "-o", "signed.json",
    )  # fmt: skip

    signed = json.loads((folder / "signed.json").read_text("utf-8"))
    report = verify_credential(signed, sources=OfflineSources(), now=datetime.now(UTC))
    assert run.status == 0
    assert report.verdict == "valid"
    assert signed["proof"]["created"] == "2025-11-22T10:00:00Z"
    assert {name: value for name, value in signed.items() if name != "proof"} == draft
    assert (folder / "draft.json").read_bytes() == before


def test_drafts_and_results_flow_through_pipes(
    guildmark: Guildmark, folder: Path, draft: Json
) -> None:
    """Standard input to standard output, and on to verify."""
    signed = guildmark("sign", "-", "--key", "key.json", stdin=json.dumps(draft).encode())
    verified = guildmark("verify", "--offline", "-", stdin=signed.out_bytes)

    assert (signed.status, verified.status) == (0, 0)


def test_equal_drafts_and_dates_give_equal_bytes(
    guildmark: Guildmark, folder: Path, draft: Json
) -> None:
    """Ed25519 signatures are deterministic."""
    arguments = ("sign", "draft.json", "--key", "key.json", "--created", "2025-11-22T10:00:00Z")

    assert guildmark(*arguments).out_bytes == guildmark(*arguments).out_bytes


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"issuer": "did:example:somebody-else"}, "issuer"),
        ({"validFrom": "yesterday"}, "validFrom"),
        ({"credentialSubject": {"type": ["AchievementSubject"]}}, "credentialSubject"),
        ({"nickname": "Ada"}, "nickname"),
        (
            {"@context": ["https://www.w3.org/ns/credentials/v2", "https://example.org/x"]},
            "context",
        ),
        ({"proof": {"type": "DataIntegrityProof"}}, "proof"),
    ],
)
def test_it_refuses_a_draft_that_may_not_be_signed_and_names_the_field(
    guildmark: Guildmark, folder: Path, draft: Json, changes: Json, named: str
) -> None:
    """Nothing is written."""
    _save(folder / "draft.json", draft | changes)

    run = guildmark("sign", "draft.json", "--key", "key.json", "-o", "signed.json")

    assert run.status == 2
    assert named in run.error
    assert not (folder / "signed.json").exists()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ({}, "secretKeyMultibase"),
        ({"secretKeyMultibase": "z6Mk"}, "secretKeyMultibase"),
        ({"secretKeyMultibase": 5}, "secretKeyMultibase"),
        ([], "secretKeyMultibase"),
        ("not json", "key.json"),
    ],
)
def test_it_refuses_what_is_no_key_file(
    guildmark: Guildmark, folder: Path, draft: Json, content: Any, named: str
) -> None:
    """The message names the file and the field, never the secret."""
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / "key.json").write_text(text)

    run = guildmark("sign", "draft.json", "--key", "key.json")

    assert run.status == 3
    assert run.out == ""
    assert named in run.error


def test_it_refuses_a_key_whose_halves_do_not_fit(
    guildmark: Guildmark, folder: Path, draft: Json
) -> None:
    """A file that was edited by hand."""
    other = guildmark("key", "new", "-o", "other.json", "--json").json
    kept = json.loads((folder / "key.json").read_text())
    _save(folder / "key.json", kept | {"publicKeyMultibase": other["publicKeyMultibase"]})

    run = guildmark("sign", "draft.json", "--key", "key.json")

    assert run.status == 3
    assert "publicKeyMultibase" in run.error
    assert kept["secretKeyMultibase"] not in run.error


def test_it_warns_when_others_can_read_the_key(
    guildmark: Guildmark, folder: Path, draft: Json
) -> None:
    """And signs all the same: the harm is done, and the owner is told."""
    (folder / "key.json").chmod(0o644)

    run = guildmark("sign", "draft.json", "--key", "key.json")

    assert run.status == 0
    assert "chmod 600" in run.error


SIGNED_BY = {
    "ed25519": "eddsa-rdfc-2022",
    "p256": "ecdsa-rdfc-2019",
    "p384": "ecdsa-rdfc-2019",
    "p521": "JWT",
    "rsa": "JWT",
}


def _make_key(guildmark: Guildmark, folder: Path, draft: Json, kind: str) -> None:
    did = guildmark("key", "new", "--type", kind, "-o", f"{kind}.json", "--json").json["controller"]
    _save(folder / "draft.json", draft | {"issuer": {**draft["issuer"], "id": did}})


@pytest.mark.parametrize("kind", SIGNED_BY)
def test_the_key_says_how_it_is_signed(
    guildmark: Guildmark, folder: Path, draft: Json, kind: str
) -> None:
    """A proof inside the credential where the kind of key has one, else a token."""
    _make_key(guildmark, folder, draft, kind)

    run = guildmark("sign", "draft.json", "--key", f"{kind}.json")

    assert run.status == 0
    if SIGNED_BY[kind] == "JWT":
        header, payload, signature = run.out.strip().split(".")
        assert header.startswith("ey")
        assert payload
        assert signature
    else:
        assert run.json["proof"]["cryptosuite"] == SIGNED_BY[kind]


@pytest.mark.parametrize(
    ("kind", "suite"),
    [
        ("ed25519", "eddsa-jcs-2022"),
        ("p384", "ecdsa-jcs-2019"),
        ("p256", "ecdsa-sd-2023"),
        ("p256", "vc-jwt"),
        ("ed25519", "vc-jose"),
    ],
)
def test_the_suite_can_be_named(
    guildmark: Guildmark, folder: Path, draft: Json, kind: str, suite: str
) -> None:
    """Where the kind of key has it."""
    _make_key(guildmark, folder, draft, kind)

    run = guildmark("sign", "draft.json", "--key", f"{kind}.json", "--suite", suite)

    assert run.status == 0
    if suite.startswith("vc-"):
        assert run.out.count(".") == 2
    else:
        assert run.json["proof"]["cryptosuite"] == suite


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--suite", "ecdsa-rdfc-2019"), "Ed25519"),
        (("--suite", "ecdsa-sd-2023"), "Ed25519"),
        (("--suite", "vc-jwt"), "Ed25519"),
        (("--suite", "Ed25519Signature2020"), "--suite"),
        (("--mandatory", "/issuer"), "--mandatory"),
        (("--suite", "vc-jose", "--created", "2025-11-22T10:00:00Z"), "--created"),
    ],
)
def test_what_does_not_go_together_is_refused(
    guildmark: Guildmark, draft: Json, arguments: tuple[str, ...], named: str
) -> None:
    """The message names the key's kind or the option; nothing is written."""
    run = guildmark("sign", "draft.json", "--key", "key.json", *arguments)

    assert run.status == 2
    assert run.out == ""
    assert named in run.error


def test_the_issuer_says_what_the_holder_cannot_leave_out(
    guildmark: Guildmark, folder: Path, draft: Json
) -> None:
    """A pointer that leads nowhere is a mistake that is named."""
    _make_key(guildmark, folder, draft, "p256")
    arguments = ("sign", "draft.json", "--key", "p256.json", "--suite", "ecdsa-sd-2023")

    good = guildmark(*arguments, "--mandatory", "/issuer", "--mandatory", "/name")
    bad = guildmark(*arguments, "--mandatory", "/nickname")

    assert (good.status, bad.status) == (0, 2)
    assert "/nickname" in bad.error


def test_a_key_file_with_a_jwk_signs_too(guildmark: Guildmark, folder: Path, draft: Json) -> None:
    """As other programs keep keys; both halves must be of one key, and only one secret there."""
    from guildmark.credentials.keys import PrivateKey

    kept = json.loads((folder / "key.json").read_text())
    private = PrivateKey.parse(kept["secretKeyMultibase"])
    other = {
        "id": kept["id"],
        "publicKeyJwk": private.public_key.to_jwk(),
        "secretKeyJwk": private.to_jwk(),
    }
    _save(folder / "jwk.json", other)
    (folder / "jwk.json").chmod(0o600)
    assert guildmark("sign", "draft.json", "--key", "jwk.json").status == 0

    for change in (
        {"publicKeyJwk": PrivateKey.generate("Ed25519").public_key.to_jwk()},
        {"publicKeyJwk": "text"},
        {"secretKeyMultibase": kept["secretKeyMultibase"]},
        {"secretKeyJwk": {**private.to_jwk(), "use": "enc"}},
    ):
        _save(folder / "jwk.json", other | change)
        run = guildmark("sign", "draft.json", "--key", "jwk.json")
        assert run.status == 3
        assert next(iter(change)) in run.error
        assert private.to_jwk()["d"] not in run.error


def test_it_signs_as_a_did_web(guildmark: Guildmark, folder: Path, draft: Json) -> None:
    """The proof names the key in the issuer's document."""
    did = "did:web:guild.example:issuers:guild"
    _save(folder / "draft.json", draft | {"issuer": did})

    run = guildmark(
        "sign", "draft.json", "--key", "key.json", "--verification-method", f"{did}#key-1"
    )

    assert run.status == 0
    assert run.json["proof"]["verificationMethod"] == f"{did}#key-1"


@pytest.mark.parametrize("moment", ["tomorrow", "2026-02-30T00:00:00Z", "2026-11-22"])
def test_a_date_that_is_none_is_a_mistake_in_the_call(
    guildmark: Guildmark, draft: Json, moment: str
) -> None:
    """The message names the option."""
    run = guildmark("sign", "draft.json", "--key", "key.json", "--created", moment)

    assert run.status == 2
    assert "--created" in run.error
