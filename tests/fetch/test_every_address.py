"""Whatever names an address, it is fetched by the one guarded fetcher or not at all (row 5).

Each kind of address that a document can make a verifier ask for, times each address that nobody
outside has any business with. No socket may be opened, and nothing becomes valid by it.
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from guildmark.credentials.encoding import (
    CREDENTIALS_V1_CONTEXT,
    CREDENTIALS_V2_CONTEXT,
    OPEN_BADGES_CONTEXT,
    OPEN_BADGES_EXTENSIONS_CONTEXT,
)
from guildmark.credentials.errors import CredentialError
from guildmark.credentials.issue import build_presentation, sign_presentation
from guildmark.credentials.keys import KeySigner, PrivateKey
from guildmark.credentials.keys.jws import build_jws
from guildmark.credentials.proofs import eddsa_jcs_2022, sd_jwt_vc, vc_jose, vc_jwt
from guildmark.credentials.status.token_list import build_token_status
from guildmark.credentials.verify import (
    TrustFile,
    verify_credential,
    verify_presentation,
)
from guildmark.fetch import Fetched, Fetcher, OnlineSources
from guildmark.testing import Clock

Json = dict[str, Any]
NOW = Clock()()

HOSTILE = {
    "loopback": "https://127.0.0.1/x",
    "loopback, short": "https://127.1/x",
    "loopback, as a number": "https://2130706433/x",
    "loopback, in octal": "https://0177.0.0.1/x",
    "zero": "https://0/x",
    "loopback in version 6": "https://[::1]/x",
    "mapped loopback": "https://[::ffff:127.0.0.1]/x",
    "NAT64": "https://[64:ff9b::7f00:1]/x",
    "unique local": "https://[fd00:ec2::254]/x",
    "cloud metadata": "https://169.254.169.254/latest/meta-data",
    "private": "https://10.0.0.1/x",
    "a name that is inside": "https://inside.example/x",
    "a name that is inside and outside": "https://both.example/x",
    "another port inside": "https://inside.example:6379/x",
    "plain http": "http://public.example/x",
    "a file": "file:///etc/passwd",
    "gopher": "gopher://public.example/x",
    "a user inside": "https://public.example@127.0.0.1/x",
    "a backslash": "https://public.example\\@127.0.0.1/x",
    "a new line": "https://public.example/x\r\nHost: inside.example",
}
PUBLIC = "https://public.example/x"
_NAMES = {
    "inside.example": ["192.168.1.7"],
    "both.example": ["93.184.216.34", "127.0.0.1"],
}


def _resolve(host: str, _port: int) -> Sequence[str]:
    """Answer as an attacker's name server would; other names do not exist."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        if host not in _NAMES:
            raise OSError("no such name") from None
        return _NAMES[host]


class _CountingFetcher(Fetcher):
    """Remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__(resolve=_resolve)
        self.asked: list[str] = []

    def fetch(self, url: str, *, accept: str = "*/*", max_bytes: int | None = None) -> Fetched:
        self.asked.append(url)
        return super().fetch(url, accept=accept, max_bytes=max_bytes)


_ED25519 = PrivateKey.generate("Ed25519")
_P256 = PrivateKey.generate("P-256")


def _key_of(url: str) -> KeySigner:
    return KeySigner(_ED25519, verification_method=f"{url}#key-1")


def _draft(issuer: str, **changes: Any) -> Json:
    return {
        "@context": [
            CREDENTIALS_V2_CONTEXT,
            OPEN_BADGES_CONTEXT,
            OPEN_BADGES_EXTENSIONS_CONTEXT,
        ],
        "id": "urn:uuid:5b2b1f5e-2e8b-4b0a-9a51-0d6a6d2f3f10",
        "type": ["VerifiableCredential"],
        "issuer": issuer,
        "credentialSubject": {"id": "did:example:ada"},
    } | changes


def _web(url: str) -> str:
    """Return a did:web whose document would be on the address's host."""
    netloc = urlsplit(url.replace("\\", "%5C").replace("\r\n", "")).netloc
    return f"did:web:{quote(netloc, safe='')}"


def _sign(draft: Json, signer: KeySigner) -> Json:
    # The low-level suite signs whatever an attacker with a key of his own would.
    return eddsa_jcs_2022.add_proof(draft, signer=signer, created=NOW)


def _own(**changes: Any) -> Json:
    """Return a credential by a did:key, for which no key needs to be fetched."""
    signer = KeySigner.of_did_key(_ED25519)
    return _sign(_draft(signer.did, **changes), signer)


def _bits(url: str, kind: str) -> Json:
    return {
        "id": f"{url}#7",
        "type": kind,
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": url,
    }


def _sd_jwt(iss: str, **claims: Any) -> str:
    did = KeySigner.of_did_key(_P256)
    signer = did if iss == did.did else KeySigner(_P256, verification_method="key-1")
    return sd_jwt_vc.issue({"iss": iss, **claims}, vct="https://public.example/t", signer=signer)


_OB2 = "https://w3id.org/openbadges/v2"
_SITE = "https://badges.example"


def _badge(**changes: Any) -> Json:
    return {
        "@context": _OB2,
        "id": f"{_SITE}/a",
        "type": "Assertion",
        "recipient": {"type": "email", "identity": "ada@example.org", "hashed": False},
        "badge": f"{_SITE}/c",
        "verification": {"type": "hosted"},
        "issuedOn": "2026-01-01T00:00:00Z",
    } | changes


def _class(**changes: Any) -> Json:
    return {
        "@context": _OB2,
        "id": f"{_SITE}/c",
        "type": "BadgeClass",
        "name": "n",
        "description": "d",
        "image": f"{_SITE}/i.png",
        "criteria": {"narrative": "n"},
        "issuer": f"{_SITE}/i",
    } | changes


def _known(*documents: Json) -> TrustFile:
    """Return a trust file with what comes before the address in question."""
    return TrustFile(documents={document["id"]: document for document in documents})


# What is handed over when the address stands where its name says, and what is known already.
KINDS: dict[str, Callable[[str], tuple[Any, TrustFile]]] = {
    "the document of a did:web": lambda url: (
        _sign(_draft(_web(url)), _key_of(_web(url))), TrustFile()),
    "the key of a proof": lambda url: (_sign(_draft(url), _key_of(url)), TrustFile()),
    "the key of a token": lambda url: (
        vc_jose.sign_credential(_draft(url), signer=_key_of(url)), TrustFile()),
    "the key of a VC-JWT": lambda url: (
        vc_jwt.sign(
            _draft(url, validFrom="2026-01-01T00:00:00Z"),
            signer=KeySigner(_P256, verification_method=f"{url}#key-1"),
        ), TrustFile()),
    "an issuer's key set": lambda url: (_sd_jwt(url), TrustFile()),
    "jwks_uri": lambda url: (_sd_jwt(_SITE), TrustFile(documents={
        f"{_SITE}/.well-known/jwt-vc-issuer": {"issuer": _SITE, "jwks_uri": url}})),
    "a bitstring list": lambda url: (
        _own(credentialStatus=_bits(url, "BitstringStatusListEntry")), TrustFile()),
    "a list of 2021": lambda url: (
        _own(
            credentialStatus=_bits(url, "StatusList2021Entry"),
            issuanceDate="2026-01-01T00:00:00Z",
            **{"@context": [CREDENTIALS_V1_CONTEXT, "https://w3id.org/vc/status-list/2021/v1"]},
        ), TrustFile()),
    "a revocation list of 1EdTech": lambda url: (
        _sign(
            _draft(_web(url), credentialStatus={"id": url, "type": "1EdTechRevocationList"}),
            _key_of(_web(url)),
        ),
        TrustFile(did_documents={_web(url): {
            "id": _web(url),
            "verificationMethod": [{
                "id": f"{_web(url)}#key-1", "type": "Multikey", "controller": _web(url),
                "publicKeyMultibase": _ED25519.public_multikey}],
            "assertionMethod": [f"{_web(url)}#key-1"]}})),
    "a token status list": lambda url: (
        _sd_jwt(KeySigner.of_did_key(_P256).did, status=build_token_status(uri=url, index=7)),
        TrustFile()),
    "a refresh service": lambda url: (
        _own(refreshService={"id": url, "type": "1EdTechCredentialRefresh"}), TrustFile()),
    "a hosted badge": lambda url: (_badge(id=url), TrustFile()),
    "the address of a hosted badge": lambda url: (url, TrustFile()),
    "a badge's class": lambda url: (_badge(badge=url), _known(_badge(badge=url))),
    "a badge's issuer": lambda url: (_badge(), _known(_badge(), _class(issuer=url))),
    "a signed badge's key": lambda url: (
        build_jws(_badge(verification={"type": "signed", "creator": url}), header={},
                  signer=KeySigner(_P256, verification_method=url)), TrustFile()),
}  # fmt: skip


def _verify(kind: str, url: str) -> tuple[str, list[str]]:
    handed_over, known = KINDS[kind](url)
    text = handed_over if isinstance(handed_over, str) else json.dumps(handed_over)
    fetcher = _CountingFetcher()
    report = verify_credential(text, sources=OnlineSources(fetcher, trust=known), now=NOW)
    return report.verdict, fetcher.asked


@pytest.mark.disable_socket
@pytest.mark.parametrize("kind", KINDS)
def test_it_goes_through_the_guarded_fetcher(kind: str) -> None:
    """The control: an address outside is asked for, once, and there only."""
    verdict, asked = _verify(kind, PUBLIC)
    assert {urlsplit(url).hostname for url in asked} == {"public.example"}
    # A refresh that can not be had leaves what is at hand as it is.
    assert verdict == ("valid" if kind == "a refresh service" else "cannot tell")


@pytest.mark.disable_socket
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
def test_an_address_inside_is_never_connected_to(kind: str, name: str) -> None:
    """No socket is opened; a gap is left where the answer would have been."""
    try:
        handed_over = KINDS[kind](HOSTILE[name])
    except (CredentialError, ValueError):
        # Not even an attacker can write such a document.
        assert name in {"a backslash", "a new line"} or "did:web" in kind
        return
    assert handed_over
    verdict, _asked = _verify(kind, HOSTILE[name])
    if kind != "a refresh service":
        assert verdict != "valid"


@pytest.mark.disable_socket
@pytest.mark.parametrize("name", HOSTILE)
def test_a_holder_inside_is_never_connected_to(name: str) -> None:
    """A presentation names a key too."""
    holder = _web(HOSTILE[name])
    shown = sign_presentation(
        build_presentation([_own()], holder=holder), signer=_key_of(holder), created=NOW,
        challenge="c", domain="d",
    )  # fmt: skip
    fetcher = _CountingFetcher()
    report = verify_presentation(
        json.dumps(shown), sources=OnlineSources(fetcher), now=NOW, challenge="c", domain="d"
    )
    assert report.verdict != "valid"
