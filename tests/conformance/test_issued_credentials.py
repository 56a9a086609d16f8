"""What we sign is good in the eyes of implementations nobody here wrote, and lies are not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.proofs.eddsa_rdfc_2022 import add_proof
from guildmark.testing import CertificateAuthority, Clock, HttpsServer, IssuerSimulator
from guildmark.testing.issuer import SCHEMA_URL
from tests.conformance.mutations import mutate
from tests.oracles.judge import Oracle, OracleFailure

_SCHEMA = Path(__file__).parents[3] / (
    "shared/vectors/schemas/open-badges-3.0/ob_v3p0_achievementcredential_schema.json"
)


@pytest.fixture
def clock() -> Clock:
    """An hour ago: verifier-core always judges by the real time."""
    return Clock(datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1))


@pytest.fixture
def issuer(clock: Clock) -> IssuerSimulator:
    """An issuer known by its did:key."""
    return IssuerSimulator(clock=clock)


@pytest.fixture
def server(authority: CertificateAuthority) -> Iterator[HttpsServer]:
    """A real https server on localhost."""
    with HttpsServer(authority) as running:
        yield running


def test_both_find_a_badge_good(oracle: Oracle, issuer: IssuerSimulator) -> None:
    """Proof, dates, issuer binding and status; verifier-core uses contexts of its own."""
    credential = issuer.award()
    documents = issuer.documents()

    first = oracle.verify(credential, documents=documents)
    second = oracle.verify_core(credential, documents=documents)

    assert first.good, first
    assert first.statuses == {"revocation": False}
    assert second.good, second
    assert second.revocation is True
    assert not [url for url in second.asked if "context" in url]


def test_both_find_a_badge_without_status_good(oracle: Oracle, issuer: IssuerSimulator) -> None:
    """There is nothing to ask, so nothing is asked."""
    credential = issuer.sign(issuer.draft(credentialSchema=None))

    judgement = oracle.verify(credential)

    assert judgement.good, judgement
    assert judgement.asked == ()
    assert oracle.verify_core(credential).good


@pytest.mark.parametrize(
    "name", ["Ñandú", "漢字", "עברית", "👩🏽‍🔧", 'a "quoted" \\ name', "a\tb\nc"]
)
def test_both_find_names_in_any_script_good(
    oracle: Oracle, issuer: IssuerSimulator, name: str
) -> None:
    """The bytes that are hashed are the same on both sides."""
    credential = issuer.award(name=name)
    documents = issuer.documents()

    assert oracle.verify(credential, documents=documents).good
    assert oracle.verify_core(credential, documents=documents).good


def test_both_see_a_revocation(oracle: Oracle, issuer: IssuerSimulator) -> None:
    """The bit is where both look for it, and only there."""
    revoked, other = issuer.award(), issuer.award()
    issuer.revoke(revoked)
    documents = issuer.documents()

    assert oracle.verify(revoked, documents=documents).statuses == {"revocation": True}
    assert oracle.verify_core(revoked, documents=documents).revocation is False
    assert oracle.verify(other, documents=documents).good
    assert oracle.verify_core(other, documents=documents).good


def test_both_see_a_suspension_and_its_end(oracle: Oracle, issuer: IssuerSimulator) -> None:
    """A suspension is a list of its own."""
    credential = issuer.award(purpose="suspension")
    issuer.revoke(credential)

    suspended = oracle.verify(credential, documents=issuer.documents())
    assert suspended.statuses == {"suspension": True}
    assert not oracle.verify_core(credential, documents=issuer.documents()).good

    issuer.reinstate(credential)
    assert oracle.verify(credential, documents=issuer.documents()).good


@pytest.mark.parametrize("index", [0, 7, 8, 131_071])
def test_both_read_the_same_bit(oracle: Oracle, issuer: IssuerSimulator, index: int) -> None:
    """Index 0 is the left-most bit (Bitstring Status List 1.0, 3.3)."""
    entry = issuer.award()["credentialStatus"] | {
        "id": f"{issuer.status_list_url()}#{index}",
        "statusListIndex": str(index),
    }
    credential = issuer.award(credentialStatus=entry)
    issuer.revoke(credential)
    documents = issuer.documents()

    assert oracle.verify(credential, documents=documents).statuses == {"revocation": True}
    assert oracle.verify_core(credential, documents=documents).revocation is False


def test_neither_is_satisfied_when_the_status_list_is_away(
    oracle: Oracle, issuer: IssuerSimulator
) -> None:
    """A list that cannot be had is no clean bill."""
    credential = issuer.award()

    assert not oracle.verify(credential).good
    assert not oracle.verify_core(credential).good


def test_neither_accepts_a_status_list_that_was_changed(
    oracle: Oracle, issuer: IssuerSimulator
) -> None:
    """The list is signed like any credential."""
    credential = issuer.award()
    issuer.revoke(credential)
    revoked = issuer.documents()
    issuer.reinstate(credential)
    forged = issuer.documents()
    url = issuer.status_list_url()
    forged[url] = revoked[url] | {"credentialSubject": forged[url]["credentialSubject"]}

    assert not oracle.verify(credential, documents=forged).good
    assert not oracle.verify_core(credential, documents=forged).good


def test_both_catch_every_change(oracle: Oracle, issuer: IssuerSimulator) -> None:
    """Every leaf changed, every member removed, terms added, contexts and proofs replaced."""
    credential = issuer.award()
    documents = issuer.documents()
    survived = []
    count = 0
    for name, changed in mutate(credential):
        count += 1
        if _is_good(oracle, changed, documents):
            survived.append(f"@digitalbazaar/vc: {name}")
        if oracle.verify_core(changed, documents=documents).good:
            survived.append(f"verifier-core: {name}")

    assert survived == []
    assert count > 150


def test_both_refuse_a_proof_by_another_key(oracle: Oracle, clock: Clock) -> None:
    """The key is real and signs well, but is not the issuer's."""
    issuer, stranger = IssuerSimulator(clock=clock), IssuerSimulator(clock=clock, seed=2)
    draft = issuer.draft()
    forged = add_proof(draft, signer=stranger.signer, created=clock())

    documents = issuer.documents() | stranger.documents()
    assert _is_good(oracle, issuer.sign(draft), documents)
    assert not _is_good(oracle, forged, documents)
    assert not oracle.verify_core(forged, documents=documents).good


def test_both_refuse_an_expired_badge(oracle: Oracle, clock: Clock) -> None:
    """`validUntil` has passed."""
    issuer = IssuerSimulator(clock=clock)
    credential = issuer.award(validFrom="2020-01-01T00:00:00Z", validUntil="2021-01-01T00:00:00Z")
    documents = issuer.documents()

    assert not oracle.verify(credential, documents=documents).good
    assert not oracle.verify_core(credential, documents=documents).good


def test_both_find_a_did_web_issuer_over_https(
    oracle: Oracle, clock: Clock, server: HttpsServer
) -> None:
    """DID document and status list come from a real server under a made certificate authority."""
    issuer = IssuerSimulator(clock=clock, origin=server.origin)
    credential = issuer.award()
    issuer.publish(server)

    assert oracle.verify(credential, loopback=True).good
    assert oracle.verify_core(credential, loopback=True).good
    assert {"/issuers/guild/did.json", "/status/revocation"} <= set(server.requests)

    issuer.revoke(credential)
    issuer.publish(server)
    assert oracle.verify(credential, loopback=True).statuses == {"revocation": True}
    assert oracle.verify_core(credential, loopback=True).revocation is False


def test_both_refuse_a_key_that_the_did_document_does_not_list(
    oracle: Oracle, clock: Clock, server: HttpsServer
) -> None:
    """The signature holds, but the issuer's document names another key."""
    issuer = IssuerSimulator(clock=clock, origin=server.origin)
    thief = IssuerSimulator(clock=clock, origin=server.origin, seed=2)
    forged = thief.award()
    issuer.publish(server)

    assert not oracle.verify(forged, loopback=True).good
    assert not oracle.verify_core(forged, loopback=True).good


def test_verifier_core_finds_the_issuer_in_a_registry(
    oracle: Oracle, issuer: IssuerSimulator
) -> None:
    """The registry is a local one: its own are on the network."""
    credential = issuer.award()
    registry = {"name": "Guilds of the North", "type": "dcc-legacy", "url": "https://r.example/"}
    listed = {"registry": {issuer.did: {"name": issuer.name, "url": "", "location": ""}}}

    judgement = oracle.verify_core(
        credential,
        documents=issuer.documents() | {registry["url"]: listed},
        registries=[registry],
    )

    assert judgement.good
    assert judgement.registered is True
    assert judgement.registered_by == ("Guilds of the North",)


@pytest.mark.skipif(not _SCHEMA.is_file(), reason="the published schemas are not beside the clone")
def test_verifier_core_finds_the_badge_true_to_the_published_schema(
    oracle: Oracle, issuer: IssuerSimulator
) -> None:
    """The schema that the credential names, as 1EdTech publishes it."""
    schema: Any = json.loads(_SCHEMA.read_text())

    judgement = oracle.verify_core(
        issuer.award(), documents=issuer.documents() | {SCHEMA_URL: schema}
    )

    assert [result["result"] for result in judgement.schema] == [{"valid": True}]


def _is_good(oracle: Oracle, credential: Any, documents: dict[str, Any]) -> bool:
    # The library throws for shapes that it cannot even begin with.
    try:
        return oracle.verify(credential, documents=documents).good
    except OracleFailure:
        return False
