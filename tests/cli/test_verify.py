"""`guildmark verify` without a network: exit statuses, the JSON object and the words."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.baking import bake
from guildmark.testing import Clock, IssuerSimulator
from tests.cli.conftest import Guildmark
from tests.cli.images import PNG, SVG

Json = dict[str, Any]


@pytest.fixture
def issuer() -> IssuerSimulator:
    """An issuer whose documents date from an hour ago."""
    return IssuerSimulator(
        clock=Clock(datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1))
    )


@pytest.fixture
def credential(issuer: IssuerSimulator, folder: Path) -> Json:
    """A badge in `credential.json`, with `trust.json` from before its revocation."""
    credential = issuer.award()
    _save(folder / "credential.json", credential)
    _save(folder / "trust.json", issuer.trust(recognised_by=["Guilds of the North"]))
    return credential


def _save(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def _check(report: Json, name: str) -> Json:
    return next(check for check in report["checks"] if check["id"] == name)


def test_a_good_badge_exits_0_and_answers_three_questions_first(
    guildmark_process: Guildmark, credential: Json
) -> None:
    """In words: genuine and current, recognised by whom, shown by its holder or not asked."""
    run = guildmark_process("verify", "--offline", "--trust", "trust.json", "credential.json")

    lines = run.out.splitlines()
    assert run.status == 0
    assert lines[0] == "Genuine, issuer recognised by Guilds of the North"
    assert lines[3].startswith("Genuine and current?    Yes.")
    assert lines[4].startswith("Issuer recognised?      Yes,")
    assert lines[5].startswith("Shown by its holder?    Not asked.")
    assert sum(line.startswith("pass ") for line in lines) == 7


def test_the_json_object_has_the_stable_shape(guildmark: Guildmark, credential: Json) -> None:
    """Exactly one JSON object on standard output, and nothing on standard error."""
    run = guildmark("verify", "--offline", "--trust", "trust.json", "--json", "credential.json")

    report = run.json
    assert run.status == 0
    assert run.error == ""
    assert report["verdict"] == "valid"
    assert report["issuer"] == {
        "id": credential["issuer"]["id"],
        "recognised": True,
        "by": ["Guilds of the North"],
    }
    assert report["holder"] == "not asked"
    assert report["profile"] == "Open Badges 3.0"
    for check in report["checks"]:
        assert set(check) == {"id", "outcome", "reason", "clause"}
        assert check["outcome"] in {"pass", "fail", "could not run", "not applicable"}


def test_a_revoked_badge_exits_1(
    guildmark_process: Guildmark, folder: Path, issuer: IssuerSimulator, credential: Json
) -> None:
    """With a snapshot that was taken after the revocation."""
    issuer.revoke(credential)
    _save(folder / "revoked-trust.json", issuer.trust())

    run = guildmark_process(
        "verify", "--offline", "--trust", "revoked-trust.json", "credential.json"
    )

    assert run.status == 1
    assert run.out.startswith("Not valid: revoked\n")
    assert "The issuer has revoked this credential." in run.out


def test_a_changed_value_exits_1(
    guildmark_process: Guildmark, folder: Path, credential: Json
) -> None:
    """The conformance tests change every value; this one follows one to the exit status."""
    _save(folder / "credential.json", credential | {"name": "Wheel truing, master class"})

    run = guildmark_process(
        "verify", "--offline", "--trust", "trust.json", "--json", "credential.json"
    )

    assert run.status == 1
    assert _check(run.json, "proof")["outcome"] == "fail"
    assert run.json["issuer"]["recognised"] == "not asked"


def test_one_changed_byte_in_any_part_never_exits_0(
    guildmark: Guildmark, folder: Path, credential: Json
) -> None:
    """Bytes spread over the whole file, each in a file of its own."""
    text = (folder / "credential.json").read_bytes()
    statuses = set()
    for place in range(5, len(text), len(text) // 40):
        changed = bytearray(text)
        changed[place] ^= 0x01
        (folder / "changed.json").write_bytes(changed)
        run = guildmark("verify", "--offline", "--trust", "trust.json", "changed.json")
        statuses.add(run.status)

    assert statuses <= {1, 3}


def test_an_unknown_issuer_never_reads_plain_valid(
    guildmark: Guildmark, folder: Path, issuer: IssuerSimulator, credential: Json
) -> None:
    """Genuine is one answer, recognised is another."""
    _save(folder / "trust.json", issuer.trust(recognised_by=[]))

    run = guildmark("verify", "--offline", "--trust", "trust.json", "credential.json")

    assert run.status == 0
    assert run.out.splitlines()[0] == "Genuine, issuer not recognised"


def test_without_the_status_list_it_exits_2(guildmark_process: Guildmark, credential: Json) -> None:
    """Offline and without a snapshot nobody can tell; what is missing is named."""
    run = guildmark_process("verify", "--offline", "credential.json")

    assert run.status == 2
    assert run.out.startswith("Cannot tell\n")
    assert credential["credentialStatus"]["statusListCredential"] in run.out


def test_an_expired_and_a_not_yet_valid_badge_exit_1(
    guildmark: Guildmark, folder: Path, issuer: IssuerSimulator
) -> None:
    """The date is in the reason."""
    _save(folder / "trust.json", issuer.trust())
    _save(
        folder / "late.json",
        issuer.award(validUntil="2026-01-01T00:00:00Z", validFrom="2025-01-01T00:00:00Z"),
    )
    _save(folder / "early.json", issuer.award(validFrom="2999-01-01T00:00:00Z"))

    late = guildmark("verify", "--offline", "--trust", "trust.json", "late.json")
    early = guildmark("verify", "--offline", "--trust", "trust.json", "early.json")

    assert (late.status, early.status) == (1, 1)
    assert "expired on 2026-01-01" in late.out
    assert "not valid before 2999-01-01" in early.out


@pytest.mark.parametrize("image", [PNG, SVG], ids=["png", "svg"])
def test_it_reads_the_badge_in_an_image(
    guildmark: Guildmark, folder: Path, credential: Json, image: bytes
) -> None:
    """By its first bytes, whatever the file is called; and from standard input."""
    baked = bake(image, json.dumps(credential))
    (folder / "badge.bin").write_bytes(baked)

    by_name = guildmark("verify", "--offline", "--trust", "trust.json", "badge.bin")
    by_pipe = guildmark("verify", "--offline", "--trust", "trust.json", "-", stdin=baked)

    assert (by_name.status, by_pipe.status) == (0, 0)


def test_offline_opens_no_connection(
    guildmark_process: Guildmark, folder: Path, issuer: IssuerSimulator, credential: Json
) -> None:
    """Every socket call of the process is reported by Python's audit hooks, and there is none."""
    (folder / "sitecustomize.py").write_text(
        "import sys\n"
        "def hook(event, arguments):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.sendto'):\n"
        "        sys.stderr.write(f'SOCKET {event}\\n')\n"
        "sys.addaudithook(hook)\n"
    )
    run = guildmark_process(
        "verify", "--offline", "--trust", "trust.json", "credential.json", PYTHONPATH=str(folder)
    )
    without = guildmark_process("verify", "--offline", "credential.json", PYTHONPATH=str(folder))
    address = guildmark_process(
        "verify", "--offline", "https://guild.example/1", PYTHONPATH=str(folder)
    )

    assert (run.status, without.status, address.status) == (0, 2, 2)
    assert "SOCKET" not in run.error + without.error + address.error


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"[]", "no object"),
        (b"not json", "not JSON"),
        (b'{"didDocument": {}}', "didDocument"),
        (b'{"didDocuments": {}, "didDocuments": {}}', "twice"),
        (b"\xff\xfe", "UTF-8"),
        (b"", "empty"),
        (None, "no file"),
    ],
)
def test_a_broken_trust_file_exits_2_and_is_named(
    guildmark: Guildmark, folder: Path, credential: Json, content: bytes | None, problem: str
) -> None:
    """It says nothing about the credential, so it must not read as not valid."""
    (folder / "trust.json").unlink()
    if content is not None:
        (folder / "trust.json").write_bytes(content)

    run = guildmark("verify", "--offline", "--trust", "trust.json", "credential.json")

    assert run.status == 2
    assert run.out == ""
    assert "trust.json" in run.error
    assert problem in run.error or problem in run.error.replace("one JSON object", "no object")


def test_names_cannot_speak_to_the_terminal(
    guildmark: Guildmark, folder: Path, issuer: IssuerSimulator
) -> None:
    """An issuer who calls itself by control characters is shown with them escaped."""
    evil = "Guild\u202e\x9b2J"
    credential = issuer.draft(issuer={"id": issuer.did, "type": ["Profile"], "name": evil})
    _save(folder / "evil.json", credential | {"name": "a\x1b]0;owned\x07\nGenuine"})

    verified = guildmark("verify", "--offline", "evil.json")
    inspected = guildmark("inspect", "evil.json")
    as_json = guildmark("inspect", "--json", "evil.json")

    for run in (verified, inspected, as_json):
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(run.out + run.error)
        assert "Genuine" not in run.out.splitlines()


def test_it_writes_where_the_terminal_knows_no_unicode(
    guildmark_process: Guildmark, folder: Path, issuer: IssuerSimulator
) -> None:
    """Characters that the encoding lacks are escaped, not fatal."""
    _save(folder / "credential.json", issuer.award(name="漢字"))
    _save(folder / "trust.json", issuer.trust())

    run = guildmark_process(
        "verify",
        "--offline",
        "--trust",
        "trust.json",
        "credential.json",
        PYTHONIOENCODING="iso-8859-1",
    )

    assert run.status == 0
    assert b"\\u6f22" in run.out_bytes
