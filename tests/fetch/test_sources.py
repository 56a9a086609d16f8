"""Verification over the network: did:web over https, status lists, caching."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from guildmark.credentials.keys import did_jwk
from guildmark.credentials.verify import (
    Report,
    SourceUnavailable,
    parse_trust,
    verify_credential,
)
from guildmark.fetch import Fetched, Fetcher, FetchPolicy, OnlineSources, TtlCache
from guildmark.testing import Clock, HttpsServer, IssuerSimulator


@pytest.fixture
def fetcher(server: HttpsServer, ca_file: Path) -> Fetcher:
    """May reach the server on localhost, because a setting names it."""
    return Fetcher(FetchPolicy(allowed_origins=frozenset({server.origin}), ca_file=ca_file))


@pytest.fixture
def clock() -> Clock:
    """Stands still."""
    return Clock()


@pytest.fixture
def issuer(server: HttpsServer, clock: Clock) -> IssuerSimulator:
    """A did:web issuer at the server."""
    issuer = IssuerSimulator(clock=clock, origin=server.origin)
    issuer.publish(server)
    return issuer


Judge = Callable[..., Report]


@pytest.fixture
def judge(fetcher: Fetcher, clock: Clock) -> Judge:
    """Verifies online, now."""

    def run(credential: dict[str, object], **options: object) -> Report:
        sources = OnlineSources(fetcher, **options)  # type: ignore[arg-type]
        return verify_credential(credential, sources=sources, now=clock())

    return run


def test_a_did_web_badge_is_checked_over_https(
    server: HttpsServer, issuer: IssuerSimulator, judge: Judge
) -> None:
    """Key first, then the list; and the report says that a setting let us in."""
    report = judge(issuer.award())
    assert report.verdict == "valid"
    assert server.requests[0] == "/issuers/guild/did.json"
    assert server.requests[1] == "/status/revocation"
    assert any(server.origin in note for note in report.notes)


def test_a_revocation_is_seen(server: HttpsServer, issuer: IssuerSimulator, judge: Judge) -> None:
    """As soon as the list is published anew."""
    credential = issuer.award()
    assert judge(credential).verdict == "valid"
    issuer.revoke(credential)
    issuer.publish(server)
    assert judge(credential).verdict == "not valid"


def test_without_its_server_a_badge_can_not_be_told(
    server: HttpsServer, issuer: IssuerSimulator, judge: Judge
) -> None:
    """Neither key nor list: a gap each, with a reason."""
    credential = issuer.award()
    server.withdraw("/status/revocation")
    report = judge(credential)
    assert (report.verdict, report.check("proof").outcome) == ("cannot tell", "pass")
    server.withdraw("/issuers/guild/did.json")
    report = judge(credential)
    assert (report.verdict, report.check("proof").outcome) == ("cannot tell", "could not run")
    assert "404" in report.check("proof").reason


def test_a_tampered_badge_makes_us_ask_for_the_key_only(
    server: HttpsServer, issuer: IssuerSimulator, judge: Judge
) -> None:
    """What it points at is not fetched."""
    credential = issuer.award()
    credential["name"] = "Doctor"
    assert judge(credential).verdict == "not valid"
    assert server.requests == ["/issuers/guild/did.json"]


def test_a_cache_spares_the_issuer(
    server: HttpsServer, issuer: IssuerSimulator, judge: Judge
) -> None:
    """For as long as the list says; the note about the setting stays."""
    cache: TtlCache[Fetched] = TtlCache()
    credential = issuer.award()
    first, second = judge(credential, cache=cache), judge(credential, cache=cache)
    assert first.verdict == second.verdict == "valid"
    assert first.notes == second.notes
    assert len(server.requests) == 2


def test_a_list_without_lifetime_is_not_kept(
    server: HttpsServer, issuer: IssuerSimulator, fetcher: Fetcher
) -> None:
    """ttl 0 means: ask each time."""
    url = server.publish("/list", {"credentialSubject": {"ttl": 0}})
    sources = OnlineSources(fetcher, TtlCache())
    sources.status_list(url)
    sources.status_list(url)
    assert server.requests.count("/list") == 2


def test_a_trust_file_answers_first(
    server: HttpsServer, issuer: IssuerSimulator, judge: Judge
) -> None:
    """What it has is not fetched."""
    credential = issuer.award()
    trust = parse_trust(json.dumps(issuer.trust(recognised_by=["Chamber"])))
    report = judge(credential, trust=trust)
    assert report.verdict == "valid"
    assert report.issuer.by == ("Chamber",)
    assert server.requests == []


@pytest.mark.parametrize(
    ("did", "code"),
    [
        ("did:ion:abc", "did_method"),
        ("https://guild.example/issuers/1", "did_method"),
        ("did:web:127.0.0.1", "did_method"),
        ("did:web:localhost%3A1", "refused_address"),
    ],
)
def test_an_issuer_that_can_not_be_looked_up(fetcher: Fetcher, did: str, code: str) -> None:
    """Another method, an address inside: unavailable, for ever."""
    with pytest.raises(SourceUnavailable) as refusal:
        OnlineSources(fetcher).did_document(did)
    assert refusal.value.code == code
    assert refusal.value.permanent


def test_a_did_key_needs_no_network(clock: Clock, fetcher: Fetcher) -> None:
    """Its document is in its name; that of a did:jwk too."""
    issuer = IssuerSimulator(clock=clock)
    assert OnlineSources(fetcher).did_document(issuer.did)["id"] == issuer.did
    did = did_jwk(issuer.key.public_key.to_jwk())
    assert OnlineSources(fetcher).did_document(did)["id"] == did


@pytest.mark.parametrize("content", [[], 7, "text", None])
def test_a_document_that_is_no_object_is_unavailable(
    server: HttpsServer, fetcher: Fetcher, content: object
) -> None:
    """JSON, but not what was asked for."""
    with pytest.raises(SourceUnavailable) as refusal:
        OnlineSources(fetcher).status_list(server.publish("/list", content))
    assert refusal.value.code == "not_json"


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://169.254.169.254/",
        "http://guild.example/",
        "file:///etc/passwd",
    ],
)
def test_a_status_list_inside_is_refused(url: str) -> None:
    """An issuer may sign whatever address it likes; we still do not go there."""
    with pytest.raises(SourceUnavailable):
        OnlineSources(Fetcher()).status_list(url)


def test_a_cache_forgets() -> None:
    """When the time is over, and when there is no room."""
    moment = [0.0]
    cache: TtlCache[str] = TtlCache(2, clock=lambda: moment[0])
    cache.put("a", "1", ttl=timedelta(seconds=10))
    assert cache.get("a") == "1"
    moment[0] = 10.0
    assert cache.get("a") is None
    for name in "abc":
        cache.put(name, name, ttl=timedelta(seconds=10))
    assert [cache.get(name) for name in "abc"] == [None, "b", "c"]
    cache.put("b", "2", ttl=timedelta(0))
    assert cache.get("b") == "b"


def test_one_document_can_not_make_us_knock_for_ever(server: HttpsServer, fetcher: Fetcher) -> None:
    """A record that names a thousand lists gets a hundred answers; the rest is left open."""
    sources = OnlineSources(fetcher, TtlCache())
    url = server.publish("/list", {"credentialSubject": {"ttl": 300_000}})
    for _ in range(200):
        sources.status_list(url)  # answered by the cache, which costs nobody anything
    for number in range(99):
        with pytest.raises(SourceUnavailable) as refusal:
            sources.document(f"{server.origin}/{number}", accept="*/*")
        assert refusal.value.code == "status"
    with pytest.raises(SourceUnavailable) as refusal:
        sources.document(f"{server.origin}/last", accept="*/*")
    assert refusal.value.code == "too_many_requests"
    assert len(server.requests) == 100
    sources.status_list(url)
