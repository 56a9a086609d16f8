"""We find good what others sign well, and no lie passes us that would not pass them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from guildmark.credentials.proofs.eddsa_rdfc_2022 import add_proof
from guildmark.credentials.verify import OfflineSources, TrustFile, verify_credential
from guildmark.testing import Clock, IssuerSimulator
from tests.conformance.documents import DOCUMENTS, badge
from tests.conformance.mutations import mutate
from tests.oracles.judge import Json, Oracle, OracleFailure

_SEED = bytes(range(32))
_LIST = "https://guild.example/status/1"


@pytest.fixture
def clock() -> Clock:
    """Now: the others judge by the real time."""
    return Clock(datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def stamp(clock: Clock) -> str:
    """An hour before the clock, as documents write it."""
    return f"{clock() - timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"


def _verdict(document: Any, clock: Clock, **lists: Json) -> str:
    sources = OfflineSources(TrustFile(status_lists=lists.get("lists", {})))
    return verify_credential(document, sources=sources, now=clock()).verdict


# VC Data Model 2.0 allows these; Open Badges 3.0, B, does not.
_NO_OPEN_BADGES = {"language-tagged values", "a subject without id"}
# This one asks for a list; a test of its own supplies one.
_WITH_STATUS = {"a status entry"}


def _sign_as_own(oracle: Oracle, document: Json, *, created: str) -> Json:
    did, key = oracle.make_key(_SEED)
    issuer = document["issuer"]
    owned = did if isinstance(issuer, str) else issuer | {"id": did}
    return oracle.sign(document | {"issuer": owned}, key=key, created=created)


@pytest.mark.parametrize(
    "name", [name for name in DOCUMENTS if name not in _NO_OPEN_BADGES | _WITH_STATUS]
)
def test_we_find_what_digitalbazaar_signs_good(
    oracle: Oracle, clock: Clock, stamp: str, name: str
) -> None:
    """Each Open Badge of the corpus."""
    signed = _sign_as_own(oracle, DOCUMENTS[name], created=stamp)

    assert _verdict(signed, clock) == "valid"


@pytest.mark.parametrize("name", sorted(_NO_OPEN_BADGES))
def test_we_say_that_the_proof_holds_where_only_the_profile_does_not(
    oracle: Oracle, clock: Clock, stamp: str, name: str
) -> None:
    """The signature is as good as any; the structure is not that of an Open Badge."""
    signed = _sign_as_own(oracle, DOCUMENTS[name], created=stamp)

    report = verify_credential(signed, sources=OfflineSources(), now=clock())

    assert report.check("proof").outcome == "pass"
    assert [check.id for check in report.checks if check.outcome == "fail"] == ["schema"]


def test_we_read_the_status_lists_that_digitalbazaar_makes(
    oracle: Oracle, clock: Clock, stamp: str
) -> None:
    """Bit order, compression and signature are theirs; the verdicts are ours."""
    did, key = oracle.make_key(_SEED)
    listed = oracle.make_status_list(
        _LIST, issuer=did, set_bits=[0, 9, 131_071], key=key, created=stamp
    )

    def verdict(index: int) -> str:
        entry = DOCUMENTS["a status entry"]["credentialStatus"] | {
            "id": f"{_LIST}#{index}",
            "statusListIndex": str(index),
        }
        issuer = DOCUMENTS["a status entry"]["issuer"] | {"id": did}
        draft = badge(credentialStatus=entry, issuer=issuer)
        signed = oracle.sign(draft, key=key, created=stamp)
        return _verdict(signed, clock, lists={_LIST: listed})

    assert [verdict(index) for index in (0, 9, 131_071)] == ["not valid"] * 3
    assert [verdict(index) for index in (1, 8, 10, 131_070)] == ["valid"] * 4


def test_we_catch_every_change_to_what_digitalbazaar_signed(
    oracle: Oracle, clock: Clock, stamp: str
) -> None:
    """No lie reads "valid", and a changed value always reads "not valid"."""
    signed = _sign_as_own(oracle, DOCUMENTS["alignments"], created=stamp)
    assert _verdict(signed, clock) == "valid"

    verdicts = {name: _verdict(changed, clock) for name, changed in mutate(signed)}

    assert [name for name, verdict in verdicts.items() if verdict == "valid"] == []
    unclear = [
        name
        for name, verdict in verdicts.items()
        if name.startswith("changed ") and verdict != "not valid"
    ]
    assert unclear == []
    assert len(verdicts) > 60


def test_we_catch_every_change_to_what_we_issued(clock: Clock) -> None:
    """With status list and trust at hand, as the demo leaves them."""
    issuer = IssuerSimulator(clock=clock)
    credential = issuer.award()
    lists = {issuer.status_list_url(): issuer.status_list()}
    assert _verdict(credential, clock, lists=lists) == "valid"

    verdicts = {name: _verdict(changed, clock, lists=lists) for name, changed in mutate(credential)}

    assert [name for name, verdict in verdicts.items() if verdict == "valid"] == []
    assert [
        (name, verdict)
        for name, verdict in verdicts.items()
        if name.startswith("changed ") and verdict != "not valid"
    ] == []


def test_we_and_the_others_part_over_in_line_contexts(oracle: Oracle, clock: Clock) -> None:
    """They take a context that changes no meaning; we refuse every context that is not shipped.

    Source: w3c/vc-data-integrity issue 272; security design, row 1.
    """
    issuer = IssuerSimulator(clock=Clock(clock() - timedelta(hours=1)))
    draft = issuer.draft()
    credential = issuer.sign(draft)
    credential["@context"] = [*credential["@context"], {"@vocab": "https://example.org/#"}]

    assert oracle.verify(credential, documents=issuer.documents()).good
    assert _verdict(credential, clock) == "not valid"


def test_we_refuse_a_proof_by_another_key_as_the_others_do(oracle: Oracle, clock: Clock) -> None:
    """The signature is true; the key is not the issuer's."""
    past = Clock(clock() - timedelta(hours=1))
    issuer, stranger = IssuerSimulator(clock=past), IssuerSimulator(clock=past, seed=2)
    forged = add_proof(issuer.draft(), signer=stranger.signer, created=past())

    assert not _is_good(oracle, forged, {})
    assert _verdict(forged, clock) == "not valid"


def _is_good(oracle: Oracle, credential: Any, documents: Json) -> bool:
    # The library throws for shapes that it cannot even begin with.
    try:
        return oracle.verify(credential, documents=documents).good
    except OracleFailure:
        return False
