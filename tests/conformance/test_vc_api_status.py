"""Status lists over https: entries, lists, and what a set bit does to verifying.

Source: Bitstring Status List 1.0, 2 and 3; VC API 0.3 (update status).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.status import Bitstring
from tests.conformance.vc_api_documents import V2, credential
from tests.conformance.vc_api_server import ConformanceServer, Reply

pytestmark = pytest.mark.xdist_group("vc_api")

Json = dict[str, Any]
_ID = "urn:uuid:7f8b9c4e-6a57-4d0e-8f2e-0c1f5a3a9b{:02d}"


def _issued(server: ConformanceServer, *, purpose: str = "revocation", **changes: Any) -> Json:
    """Return a credential of the issuer whose lists these are."""
    issuer = server.issuer("bitstring")["id"]
    return server.issued("bitstring", credential(issuer=issuer, **changes), statusPurpose=purpose)


def _set(server: ConformanceServer, **body: Any) -> Reply:
    return server.request("POST", "/credentials/status", body)


def _bits(server: ConformanceServer, purpose: str = "revocation") -> Bitstring:
    listed = server.request("GET", server.announced["statusLists"][purpose]).json
    return Bitstring.decode(listed["credentialSubject"]["encodedList"])


def test_a_credential_gets_an_entry_and_keeps_its_subject(vc_api: ConformanceServer) -> None:
    """Text in base 10, an address of a list, and an id that is another address."""
    issued = vc_api.issued("bitstring", credential())
    entry = issued["credentialStatus"]
    assert issued["credentialSubject"] == credential()["credentialSubject"]
    assert entry["type"] == "BitstringStatusListEntry"
    assert entry["statusPurpose"] == "revocation"
    assert entry["statusListIndex"] == str(int(entry["statusListIndex"]))
    assert entry["statusListCredential"] == vc_api.announced["statusLists"]["revocation"]
    assert entry["id"] != entry["statusListCredential"]


def test_entries_are_not_in_order(vc_api: ConformanceServer) -> None:
    """An index tells nothing of when something was issued."""
    entries = [vc_api.issued("bitstring", credential())["credentialStatus"] for _ in range(8)]
    indexes = [int(entry["statusListIndex"]) for entry in entries]
    assert len(set(indexes)) == 8
    assert indexes != sorted(indexes)


def test_a_status_that_is_there_is_kept(vc_api: ConformanceServer) -> None:
    """The entry stands beside it."""
    own = {"id": "https://issuer.example/status/1", "type": "ExampleStatus"}
    issued = vc_api.issued("bitstring", credential(credentialStatus=own))
    assert issued["credentialStatus"][0] == own
    assert issued["credentialStatus"][1]["type"] == "BitstringStatusListEntry"


@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
def test_a_list_is_a_signed_credential_of_the_standards_shape(
    vc_api: ConformanceServer, purpose: str
) -> None:
    """Anybody may fetch it, and it verifies like any other."""
    for accept, media_type in (
        ("*/*", "application/json"),
        ("application/ld+json, application/json, */*", "application/json"),
        ("application/vc", "application/vc"),
    ):
        reply = vc_api.request("GET", f"/status-lists/{purpose}", Accept=accept)
        assert (reply.status, reply.media_type) == (200, media_type)
    assert "set-cookie" not in reply.headers
    listed = reply.json
    assert listed["@context"][0] == V2
    assert listed["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    subject = listed["credentialSubject"]
    assert (subject["type"], subject["statusPurpose"]) == ("BitstringStatusList", purpose)
    assert subject["encodedList"].startswith("u")
    assert len(Bitstring.decode(subject["encodedList"]).data) >= 16 * 1024
    assert vc_api.verify(listed).status == 200


def test_a_list_that_is_not_there_is_not_found(vc_api: ConformanceServer) -> None:
    """404 for other purposes."""
    assert vc_api.request("GET", "/status-lists/other").status == 404
    assert vc_api.request("POST", "/status-lists/other/publish", {}).status == 404


def test_a_list_can_be_told_to_be_published(vc_api: ConformanceServer) -> None:
    """It always is; older suites ask first."""
    reply = vc_api.request("POST", "/status-lists/revocation/publish", {})
    assert (reply.status, reply.data) == (204, b"")
    # A client would try to read what is called JSON.
    assert "content-type" not in reply.headers


def test_a_neighbours_list_is_read_only_where_it_was_named(
    vc_api: ConformanceServer, tmp_path: Path
) -> None:
    """A second server verifies what the first issued, and sees it revoked."""
    issued = _issued(vc_api)
    checks = ["proof", "credentialStatus"]
    options = ("--allow-origin", vc_api.origin, "--authority", vc_api.announced["certificate"])
    with ConformanceServer(tmp_path, *options) as second:
        assert second.verify(issued, checks=checks).status == 200
        assert _set(vc_api, credentialStatus=issued["credentialStatus"]).status == 200
        assert second.verify(issued, checks=checks).status == 400
        assert second.verify(issued).status == 200
        # The first was told of nobody.
        foreign = _issued(second)
        assert second.verify(foreign, checks=checks).status == 200
        assert vc_api.verify(foreign, checks=checks).status == 400


@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
@pytest.mark.parametrize("named_by", ["id", "entry"])
def test_a_set_bit_is_seen_by_the_next_verification(
    vc_api: ConformanceServer, purpose: str, named_by: str
) -> None:
    """Only where status is asked about; and it can be cleared again."""
    issued = _issued(vc_api, purpose=purpose, id=_ID.format(len(purpose) + len(named_by)))
    entry = issued["credentialStatus"]
    name = {"credentialId": issued["id"]} if named_by == "id" else {"credentialStatus": entry}
    checks = ["proof", "credentialStatus"]
    assert vc_api.verify(issued, checks=checks).status == 200
    index = int(entry["statusListIndex"])
    assert _bits(vc_api, purpose).get(index) is False
    assert _set(vc_api, **name, status=True).status == 200
    assert _bits(vc_api, purpose).get(index) is True
    refused = vc_api.verify(issued, checks=checks)
    assert refused.status == 400
    assert any(purpose[:6] in problem["title"] for problem in refused.json["problemDetails"])
    body = {"verifiableCredential": issued}
    assert vc_api.request("POST", "/credentials/verify", body).status == 400
    assert vc_api.verify(issued, checks=["proof"]).status == 200
    assert _set(vc_api, **name, status=False).status == 200
    assert vc_api.verify(issued, checks=checks).status == 200


def test_a_revoked_credential_spoils_a_presentation(vc_api: ConformanceServer) -> None:
    """Its status is looked at where the list is ours."""
    issued = _issued(vc_api)
    shown = {"@context": [V2], "type": ["VerifiablePresentation"], "verifiableCredential": [issued]}
    assert vc_api.verify_presentation(shown).status == 200
    assert _set(vc_api, credentialStatus=issued["credentialStatus"]).status == 200
    assert vc_api.verify_presentation(shown).status == 400
    assert vc_api.verify_presentation(shown, checks=["proof"]).status == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"credentialId": "urn:uuid:nobody"}, 404),
        ({}, 404),
        ({"credentialId": "urn:uuid:nobody", "status": "perhaps"}, 400),
        (
            {
                "credentialStatus": {
                    "statusListIndex": "1",
                    "statusListCredential": "https://issuer.example/status/1",
                    "statusPurpose": "revocation",
                }
            },
            404,
        ),
        ({"credentialStatus": {"statusListIndex": True}}, 400),
    ],
)
def test_a_status_that_is_not_ours_is_not_set(
    vc_api: ConformanceServer, body: Json, status: int
) -> None:
    """404 or 400, and nothing has changed."""
    assert _set(vc_api, **body).status == status


def test_an_entry_that_was_never_given_out_is_not_set(vc_api: ConformanceServer) -> None:
    """Nobody can revoke what may be issued later."""
    entry = vc_api.issued("bitstring", credential())["credentialStatus"]
    free = {**entry, "statusListIndex": str((int(entry["statusListIndex"]) + 1) % 131_072)}
    assert _set(vc_api, credentialStatus=free).status == 404
    beyond = {**entry, "statusListIndex": "99999999"}
    assert _set(vc_api, credentialStatus=beyond).status == 404


@pytest.mark.parametrize(
    "entry",
    [
        {"statusListIndex": "131072"},
        {"statusListIndex": "99999999"},
        {"statusPurpose": "suspension"},
        {"statusListCredential": "https://issuer.example/status/1"},
    ],
)
def test_a_status_that_can_not_be_told_is_not_taken_for_good(
    vc_api: ConformanceServer, entry: Json
) -> None:
    """Out of range, of another purpose, or of a list that is not fetched here."""
    listed = vc_api.announced["statusLists"]["revocation"]
    whole = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": listed,
    } | entry
    given = credential(issuer=vc_api.issuer("bitstring")["id"], credentialStatus=whole)
    issued = vc_api.issued("eddsa-rdfc-2022", given)
    assert vc_api.verify(issued, checks=["proof"]).status == 200
    assert vc_api.verify(issued, checks=["proof", "credentialStatus"]).status == 400
    # Not asked for, and not to be told: then only the proof counts.
    body = {"verifiableCredential": issued}
    assert vc_api.request("POST", "/credentials/verify", body).status == 200
