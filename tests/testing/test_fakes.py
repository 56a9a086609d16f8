"""The public fakes do what their users rely on."""

from __future__ import annotations

import ssl
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from guildmark.credentials.errors import SourceUnavailable
from guildmark.testing import (
    CertificateAuthority,
    Clock,
    CountingSigner,
    HttpsServer,
    IssuerSimulator,
    UnavailableSigner,
)


def _get(url: str, authority: CertificateAuthority) -> bytes:
    context = ssl.create_default_context(cafile=str(authority.root))
    with urllib.request.urlopen(url, context=context, timeout=10) as response:  # noqa: S310
        body: bytes = response.read()
    return body


def test_the_clock_stands_still_until_told() -> None:
    """And refuses moments without a zone."""
    clock = Clock()
    first = clock()

    assert clock() == first
    assert clock.advance(timedelta(days=1)) == first + timedelta(days=1)
    clock.set(first)
    assert clock() == first
    with pytest.raises(ValueError, match="zone"):
        clock.set(first.replace(tzinfo=None))


def test_the_server_is_trusted_through_its_authority_only(tmp_path: Path) -> None:
    """By name and by address; a client without the authority refuses it."""
    authority = CertificateAuthority.build(tmp_path)
    with HttpsServer(authority) as server:
        url = server.publish("/a", {"a": 1})
        assert _get(url, authority) == b'{"a": 1}'
        assert _get(url.replace("localhost", "127.0.0.1"), authority) == b'{"a": 1}'
        with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
            urllib.request.urlopen(url, timeout=10)  # noqa: S310
        server.withdraw("/a")
        with pytest.raises(OSError, match="404"):
            _get(url, authority)

    assert server.requests == ["/a", "/a", "/a"]


def test_an_expired_certificate_is_refused(tmp_path: Path) -> None:
    """Even by those who trust the authority."""
    authority = CertificateAuthority.build(tmp_path)
    expired = authority.issue_certificate(["localhost"], expired=True)

    with HttpsServer(authority, certificate=expired) as server:
        url = server.publish("/a", {})
        with pytest.raises(OSError, match="expired"):
            _get(url, authority)


def test_the_keys_of_certificates_are_for_their_owner_only(tmp_path: Path) -> None:
    """Mode 0600, and the authority's own key is nowhere on disk."""
    authority = CertificateAuthority.build(tmp_path)
    certificate = authority.issue_certificate(["localhost"])

    assert certificate.key.stat().st_mode & 0o777 == 0o600
    assert "PRIVATE" not in authority.root.read_text()


def test_equal_seeds_are_one_issuer() -> None:
    """Same key, same ids, same indexes, so tests can be repeated."""
    clock = Clock(datetime(2026, 1, 1, tzinfo=UTC))

    assert IssuerSimulator(clock=clock).award() == IssuerSimulator(clock=clock).award()
    assert IssuerSimulator(clock=clock, seed=2).did != IssuerSimulator(clock=clock, seed=1).did


def test_signers_count_and_fail_on_command() -> None:
    """One passes requests on, the other never answers."""
    issuer = IssuerSimulator(clock=Clock())
    counting = CountingSigner(issuer.signer)

    assert counting.sign(b"x") == issuer.signer.sign(b"x")
    assert counting.count == 1
    assert counting.algorithm == "Ed25519"
    away = UnavailableSigner(issuer.signer.verification_method)
    with pytest.raises(SourceUnavailable):
        away.sign(b"x")
