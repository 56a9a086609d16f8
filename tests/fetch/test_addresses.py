"""Which addresses are refused, in whatever spelling (security design, row 5)."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.fetch import Fetcher, FetchError
from guildmark.fetch.addresses import is_public, parse_target

REFUSED_URLS = {
    "loopback": "https://127.0.0.1/",
    "loopback, short": "https://127.1/",
    "loopback, as one number": "https://2130706433/",
    "loopback, in hexadecimal": "https://0x7f.0.0.1/",
    "loopback, in octal": "https://0177.0.0.1/",
    "loopback, another address": "https://127.8.9.10/",
    "loopback by name": "https://localhost/",
    "zero": "https://0/",
    "this network": "https://0.0.0.0/",
    "loopback in version 6": "https://[::1]/",
    "unspecified in version 6": "https://[::]/",
    "mapped loopback": "https://[::ffff:127.0.0.1]/",
    "mapped loopback in hexadecimal": "https://[::ffff:7f00:1]/",
    "mapped public": "https://[::ffff:8.8.8.8]/",
    "compatible loopback": "https://[::127.0.0.1]/",
    "NAT64 of metadata": "https://[64:ff9b::169.254.169.254]/",
    "local NAT64": "https://[64:ff9b:1::a00:1]/",
    "6to4 of a private address": "https://[2002:a00:1::]/",
    "Teredo": "https://[2001:0:a00:1::]/",
    "cloud metadata": "https://169.254.169.254/latest/meta-data/",
    "cloud metadata in version 6": "https://[fd00:ec2::254]/",
    "private, class A": "https://10.1.2.3/",
    "private, class B": "https://172.16.0.1/",
    "private, class C": "https://192.168.1.1/",
    "shared by carriers": "https://100.64.0.1/",
    "unique local": "https://[fc00::1]/",
    "link-local in version 6": "https://[fe80::1]/",
    "site-local": "https://[fec0::1]/",
    "multicast": "https://224.0.0.1/",
    "multicast in version 6": "https://[ff02::1]/",
    "broadcast": "https://255.255.255.255/",
    "documentation": "https://192.0.2.1/",
    "benchmarks": "https://198.18.0.1/",
}


@pytest.mark.parametrize("name", REFUSED_URLS)
def test_it_does_not_connect_to(name: str) -> None:
    """Each spelling of an address inside is refused, for ever."""
    with pytest.raises(FetchError) as refusal:
        Fetcher().fetch(REFUSED_URLS[name])
    assert refusal.value.code == "refused_address"
    assert refusal.value.permanent


REFUSED_TEXTS = {
    "plain http": ("http://guild.example/", "insecure"),
    "a file": ("file:///etc/passwd", "url"),
    "gopher": ("gopher://guild.example/", "url"),
    "ftp": ("ftp://guild.example/", "url"),
    "data": ("data:application/json,{}", "url"),
    "javascript": ("javascript:alert(1)", "url"),
    "no scheme": ("guild.example", "url"),
    "no host": ("https:///path", "url"),
    "nothing": ("", "url"),
    "a user": ("https://user:secret@guild.example/", "url"),
    "a host behind a user": ("https://guild.example@127.0.0.1/", "url"),
    "a backslash": ("https://guild.example\\@127.0.0.1/", "url"),
    "a newline": ("https://guild.example/\r\nHost: x", "url"),
    "a space": ("https://guild.example/a b", "url"),
    "a full-width host": ("https://ｌｏｃａｌｈｏｓｔ/", "url"),
    "a circled address": ("https://①②⑦.0.0.1/", "url"),
    "a port out of range": ("https://guild.example:70000/", "url"),
    "a zone": ("https://[fe80::1%25eth0]/", "url"),
    "a broken address": ("https://[::1/", "url"),
    "three thousand characters": ("https://guild.example/" + "a" * 3000, "url"),
}


@pytest.mark.parametrize("name", REFUSED_TEXTS)
def test_it_does_not_fetch(name: str) -> None:
    """Refused before any name is looked up."""
    url, code = REFUSED_TEXTS[name]

    def resolve(_host: str, _port: int) -> Sequence[str]:
        raise AssertionError("a name was looked up")

    with pytest.raises(FetchError) as refusal:
        Fetcher(resolve=resolve).fetch(url)
    assert refusal.value.code == code
    assert refusal.value.permanent


@pytest.mark.parametrize(
    "addresses", [["10.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["2606:4700::1", "::1"]]
)
def test_a_name_with_an_address_inside_is_refused(addresses: list[str]) -> None:
    """Even when it has one outside too: the answer may be rotated between look-ups."""
    with pytest.raises(FetchError) as refusal:
        Fetcher(resolve=lambda _host, _port: addresses).fetch("https://rebind.example/")
    assert refusal.value.code == "refused_address"


def test_a_name_that_does_not_exist_may_exist_later() -> None:
    """So the failure is not for ever."""

    def resolve(_host: str, _port: int) -> Sequence[str]:
        raise OSError("Name or service not known")

    with pytest.raises(FetchError) as refusal:
        Fetcher(resolve=resolve).fetch("https://nowhere.example/")
    assert (refusal.value.code, refusal.value.permanent) == ("dns", False)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111"])
def test_public_addresses_are_public(address: str) -> None:
    """The guard does not refuse the internet."""
    assert is_public(address)


@given(st.ip_addresses())
def test_nothing_is_public_that_the_standard_library_calls_special(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    """Ours is the stricter of the two."""
    if is_public(str(address)):
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_reserved


@pytest.mark.parametrize("text", ["", "localhost", "127.0.0.1%eth0", "fe80::1%1", "1.2.3"])
def test_what_is_no_address_is_not_public(text: str) -> None:
    """Whatever a resolver may answer."""
    assert not is_public(text)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Guild.Example/", "https://guild.example"),
        ("https://guild.example:443/x", "https://guild.example"),
        ("https://guild.example:8443", "https://guild.example:8443"),
        ("http://127.0.0.1:8000/a?b#c", "http://127.0.0.1:8000"),
        ("https://[2606:4700::1]:99/", "https://[2606:4700::1]:99"),
    ],
)
def test_an_origin_has_one_spelling(url: str, origin: str) -> None:
    """Small letters, no usual port, no path."""
    assert parse_target(url).origin == origin
