"""`guildmark verify` over the network: did:web, status lists and credentials by https."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.baking import bake
from guildmark.testing import Answer, CertificateAuthority, Clock, HttpsServer, IssuerSimulator
from tests.cli.conftest import Guildmark, Run
from tests.cli.images import PNG

Json = dict[str, Any]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> CertificateAuthority:
    """A certificate authority that only these tests trust."""
    return CertificateAuthority.build(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(authority: CertificateAuthority) -> Iterator[HttpsServer]:
    """An https server on localhost."""
    with HttpsServer(authority) as running:
        yield running


@pytest.fixture
def issuer(server: HttpsServer) -> IssuerSimulator:
    """A did:web issuer at that server."""
    clock = Clock(datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1))
    return IssuerSimulator(clock=clock, origin=server.origin)


@pytest.fixture
def verify(guildmark: Guildmark, authority: CertificateAuthority, server: HttpsServer) -> Any:
    """`guildmark verify --json` that trusts the authority and may reach the server."""

    def run(*arguments: str, allowed: bool = True) -> Run:
        origins = ["--allow-origin", server.origin] if allowed else []
        return guildmark(
            "verify", "--json", *origins, *arguments, SSL_CERT_FILE=str(authority.root)
        )

    return run


def _check(report: Json, name: str) -> Json:
    return next(check for check in report["checks"] if check["id"] == name)


def test_it_follows_a_did_web_issuer_over_https(
    verify: Any, server: HttpsServer, issuer: IssuerSimulator, folder: Path
) -> None:
    """Key and status come from the issuer's server; the report says which exemption was used."""
    credential = issuer.award()
    issuer.publish(server)
    (folder / "credential.json").write_text(json.dumps(credential))

    good = verify("credential.json")
    issuer.revoke(credential)
    issuer.publish(server)
    revoked = verify("credential.json")

    assert (good.status, revoked.status) == (0, 1)
    assert any(server.origin in note for note in good.json["notes"])
    assert _check(revoked.json, "status.revocation")["outcome"] == "fail"


def test_it_fetches_the_credential_itself(
    verify: Any, server: HttpsServer, issuer: IssuerSimulator
) -> None:
    """As JSON and as a baked image."""
    credential = issuer.award()
    issuer.publish(server)
    as_json = server.publish("/credentials/1", credential)
    image = Answer(body=bake(PNG, json.dumps(credential)), content_type="image/png")
    as_image = server.publish("/credentials/1.png", image)

    runs = [verify(as_json), verify(as_image)]

    assert [run.status for run in runs] == [0, 0]
    assert sum(server.origin in note for note in runs[0].json["notes"]) == 1


def test_it_asks_for_the_status_only_after_the_proof_holds(
    verify: Any, server: HttpsServer, issuer: IssuerSimulator, folder: Path
) -> None:
    """A forged document must not make us call an address that it names."""
    credential = issuer.award()
    issuer.publish(server)
    (folder / "forged.json").write_text(json.dumps(credential | {"name": "Forged"}))

    run = verify("forged.json")

    assert run.status == 1
    assert server.requests == ["/issuers/guild/did.json"]


def test_a_trust_file_answers_before_the_network(
    verify: Any, server: HttpsServer, issuer: IssuerSimulator, folder: Path
) -> None:
    """What it has is not fetched."""
    credential = issuer.award()
    (folder / "credential.json").write_text(json.dumps(credential))
    (folder / "trust.json").write_text(json.dumps(issuer.trust()))

    run = verify("--trust", "trust.json", "credential.json")

    assert run.status == 0
    assert server.requests == []


@pytest.mark.parametrize("missing", ["/issuers/guild/did.json", "/status/revocation"])
def test_what_cannot_be_fetched_makes_it_cannot_tell(
    verify: Any, server: HttpsServer, issuer: IssuerSimulator, folder: Path, missing: str
) -> None:
    """Neither a missing key nor a missing list is taken for a good one."""
    (folder / "credential.json").write_text(json.dumps(issuer.award()))
    issuer.publish(server)
    server.withdraw(missing)

    run = verify("credential.json")

    assert run.status == 2
    assert run.json["verdict"] == "cannot tell"


def test_local_addresses_are_refused_unless_named(
    verify: Any, server: HttpsServer, issuer: IssuerSimulator
) -> None:
    """The refusal says how to allow it, and nothing reaches the server."""
    url = server.publish("/credentials/1", issuer.award())

    run = verify(url, allowed=False)

    assert run.status == 2
    assert "--allow-origin" in run.json["checks"][0]["reason"]
    assert server.requests == []


def test_a_web_page_is_unreadable_and_says_so(verify: Any, server: HttpsServer) -> None:
    """People paste the address of the page, not of the credential."""
    page = Answer(body=b"<!doctype html><title>Badge</title>", content_type="text/html; charset=x")
    url = server.publish("/page", page)

    run = verify(url)

    assert run.status == 3
    assert "web page" in run.json["checks"][0]["reason"]


def test_a_server_that_nobody_vouches_for_makes_it_cannot_tell(
    guildmark: Guildmark, server: HttpsServer, issuer: IssuerSimulator
) -> None:
    """Without the authority the certificate is refused."""
    url = server.publish("/credentials/1", issuer.award())

    run = guildmark("verify", "--json", "--allow-origin", server.origin, url)

    assert run.status == 2


def test_nobody_at_the_address_makes_it_cannot_tell(guildmark: Guildmark) -> None:
    """A port where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{probe.getsockname()[1]}"

        run = guildmark("verify", "--json", "--allow-origin", origin, f"{origin}/credential")

    assert run.status == 2


def test_an_origin_that_is_none_is_a_mistake_in_the_call(guildmark: Guildmark) -> None:
    """The message names the option."""
    run = guildmark("verify", "--allow-origin", "not an origin", "https://localhost:1/x")

    assert run.status == 2
    assert "--allow-origin" in run.error
