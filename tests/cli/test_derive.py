"""`guildmark derive`: a credential for its holder in, a part of it for others out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.keys import KeySigner, PrivateKey, did_key, verification_method_of
from guildmark.credentials.proofs import ecdsa_sd_2023
from tests.cli.conftest import Guildmark
from tests.credentials.proofs.ecdsa_sd_2023.credentials import CREATED, build_credential

Json = dict[str, Any]
KEY = PrivateKey.generate("P-256")
DID = did_key(KEY.public_multikey)


@pytest.fixture
def credential(folder: Path) -> Json:
    """A credential in `mine.json`, signed for its holder."""
    document = build_credential()
    # Another did:key, and no list that would have to be fetched.
    document["issuer"]["id"] = DID
    del document["credentialStatus"]
    signed = ecdsa_sd_2023.add_base_proof(
        document,
        signer=KeySigner(KEY, verification_method=verification_method_of(DID)),
        created=CREATED,
        mandatory_pointers=["/issuer", "/validFrom"],
    )
    (folder / "mine.json").write_text(json.dumps(signed), "utf-8")
    return signed


def test_what_was_chosen_and_what_is_mandatory_is_shown(
    guildmark: Guildmark, folder: Path, credential: Json
) -> None:
    """And nothing else; the file that was given stays as it is."""
    before = (folder / "mine.json").read_bytes()
    run = guildmark(
        "derive", "mine.json", "--show", "/credentialSubject/achievement/name",
        "--show", "/evidence/1/name", "-o", "shown.json",
    )  # fmt: skip
    shown = json.loads((folder / "shown.json").read_text("utf-8"))
    assert run.status == 0
    assert shown["credentialSubject"]["achievement"] == {
        "id": credential["credentialSubject"]["achievement"]["id"],
        "type": ["Achievement"],
        "name": "Wheel truing",
    }
    assert shown["evidence"] == [credential["evidence"][1]]
    assert set(shown) == {
        "@context", "id", "type", "issuer", "validFrom", "credentialSubject", "evidence", "proof",
    }  # fmt: skip
    assert ecdsa_sd_2023.is_proof_valid(shown, proof=shown["proof"], key=KEY.public_key)
    assert (folder / "mine.json").read_bytes() == before


@pytest.mark.usefixtures("credential")
def test_it_works_in_a_pipe(guildmark: Guildmark, folder: Path) -> None:
    """Standard input to standard output."""
    data = (folder / "mine.json").read_bytes()
    run = guildmark("derive", "-", "--show", "/validUntil", stdin=data)
    assert run.status == 0
    assert run.json["validUntil"] == "2031-01-01T00:00:00Z"


@pytest.mark.usefixtures("credential")
def test_what_can_be_shown_is_listed(guildmark: Guildmark) -> None:
    """Each pointer with its value, and whether there is a choice."""
    run = guildmark("derive", "mine.json", "--list")
    lines = run.out.splitlines()
    assert run.status == 0
    assert "always  /issuer/name  Wheelwrights' Guild" in lines
    assert "choice  /credentialSubject/activityEndDate  2025-12-20T00:00:00Z" in lines
    allowed = "/credentialSubject/achievement/resultDescription/0/allowedValue"
    assert f'choice  {allowed}  ["A", "B", "C", "B"]' in lines
    assert not any(line.split()[1].startswith(("/@context", "/proof")) for line in lines)


@pytest.mark.usefixtures("credential")
def test_every_pointer_that_is_listed_can_be_shown(guildmark: Guildmark) -> None:
    """All of them together are the whole credential."""
    pointers = [
        line.split()[1] for line in guildmark("derive", "mine.json", "--list").out.splitlines()
    ]
    shown = guildmark(
        "derive", "mine.json", *(each for pointer in pointers for each in ("--show", pointer))
    ).json
    whole = guildmark("derive", "mine.json", "--show", "").json
    assert shown == whole


@pytest.mark.parametrize(
    ("pointer", "said"),
    [
        ("/nothing", "names nothing"),
        ("issuer", "no JSON pointer"),
        ("/credentialSubject/achievement/tag/9", "names nothing"),
        ("/credentialSubject/achievement/resultDescription/0/allowedValue/1", "as a whole"),
    ],
)
@pytest.mark.usefixtures("credential")
def test_a_wrong_pointer_is_explained(
    guildmark: Guildmark, folder: Path, pointer: str, said: str
) -> None:
    """With the pointer, and no file is made."""
    run = guildmark("derive", "mine.json", "--show", pointer, "-o", "shown.json")
    assert run.status == 2
    assert pointer in run.error
    assert said in run.error
    assert not (folder / "shown.json").exists()


def test_a_credential_without_base_proof_is_explained(guildmark: Guildmark, folder: Path) -> None:
    """The issuer must have signed it for that."""
    (folder / "plain.json").write_text(json.dumps(build_credential()), "utf-8")
    for arguments in (["--show", "/name"], ["--list"]):
        run = guildmark("derive", "plain.json", *arguments)
        assert run.status == 2
        assert "Ask its issuer" in run.error


def test_a_changed_credential_is_explained(
    guildmark: Guildmark, folder: Path, credential: Json
) -> None:
    """The holder learns it here, not at the verifier's desk."""
    changed = {**credential, "validUntil": "2040-01-01T00:00:00Z"}
    (folder / "changed.json").write_text(json.dumps(changed), "utf-8")
    run = guildmark("derive", "changed.json", "--show", "/validUntil")
    assert run.status == 2
    assert "does not belong to this credential" in run.error


@pytest.mark.parametrize("content", [b"[]", b"{", b"\xff", b""])
def test_what_is_no_credential_is_unreadable(
    guildmark: Guildmark, folder: Path, content: bytes
) -> None:
    """Status 3, as for other commands."""
    (folder / "bad.json").write_bytes(content)
    run = guildmark("derive", "bad.json", "--show", "/name")
    assert run.status == 3
    assert "bad.json" in run.error


@pytest.mark.usefixtures("credential")
def test_list_and_show_exclude_each_other(guildmark: Guildmark) -> None:
    """A mistake in the call."""
    assert guildmark("derive", "mine.json", "--list", "--show", "/name").status == 2


@pytest.mark.usefixtures("credential")
def test_what_is_shown_verifies_and_the_whole_does_not(guildmark: Guildmark) -> None:
    """The holder's own copy is refused by name."""
    assert guildmark("derive", "mine.json", "--show", "/validUntil", "-o", "shown.json").status == 0
    shown = guildmark("verify", "--offline", "shown.json", "--json")
    whole = guildmark("verify", "--offline", "mine.json", "--json")
    proofs = [
        next(check for check in run.json["checks"] if check["id"] == "proof")
        for run in (shown, whole)
    ]
    assert [proof["outcome"] for proof in proofs] == ["pass", "fail"]
    assert "also how it can be revoked" in proofs[0]["reason"]
    assert "derived" in proofs[1]["reason"]


@pytest.mark.usefixtures("credential")
def test_a_part_that_verifiers_may_refuse_is_named(guildmark: Guildmark) -> None:
    """The standard requires a subject; the part is written all the same."""
    run = guildmark("derive", "mine.json", "--show", "/validUntil")
    assert run.status == 0
    assert "$.credentialSubject" in run.error
    assert "credentialSubject" not in run.json
    whole = guildmark("derive", "mine.json", "--show", "/credentialSubject")
    assert (whole.status, whole.error) == (0, "")
