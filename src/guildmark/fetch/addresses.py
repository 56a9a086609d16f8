"""Which addresses on the internet may be connected to.

A server that fetches what strangers name can be made to knock on doors inside its own network.
So: a name is looked up once, each address it has must be public, and the connection goes to the
address that was checked, not to the name again.

Source: security design, row 5; IANA special-purpose address registries (RFC 6890).
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from guildmark.fetch.errors import FetchError

__all__ = [
    "Resolve",
    "Target",
    "check_addresses",
    "is_public",
    "parse_target",
    "resolve_host",
    "resolve_within",
]

# Returns the addresses of a host, at least one; raises OSError.
Resolve = Callable[[str, int], Sequence[str]]

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Beside what ipaddress calls not global: its judgement differs between Python releases, and it
# does not look inside addresses that carry another one. Of version 6 only what lies inside
# 2000::/3: loopback, mapped, NAT64, unique and link-local addresses lie outside.
_REFUSED: Final[tuple[_Network, ...]] = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by carriers (CGNAT)
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "2001::/23",  # protocol assignments, Teredo
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
    )
)
# All of version 6 that has been given out so far; the rest is reserved.
_GLOBAL_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
_HOST_NAME: Final = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?", re.ASCII)
_NUMERIC_LABEL: Final = re.compile(r"(0[xX][0-9a-fA-F]*|\d+)", re.ASCII)
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f\\]|[^\x00-\x7f]")
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart once, so that checking and connecting mean the same.

    Attributes:
        scheme: ``https``, or ``http`` for an origin that a setting names.
        host: in lower case, without brackets.
        port: always a number.
        path: with the query, starts with ``/``; without the fragment.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """``scheme://host:port``, without the port where it is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if _PORTS[self.scheme] == self.port else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.origin}{self.path}"


def parse_target(url: str) -> Target:
    """Take an address apart.

    Raises:
        FetchError: not http or https, no host, user and password inside, or characters that two
            readers could understand differently (``url``).
    """
    if len(url) > 2048 or _UNSAFE.search(url):
        raise _bad_url(url, "it has characters that do not belong in an address")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").lower()
    except ValueError as error:
        raise _bad_url(url, str(error)) from error
    if parts.scheme not in _PORTS:
        raise _bad_url(url, "it must start with https://")
    if "@" in parts.netloc:
        raise _bad_url(url, "it has a user name inside")
    _check_host(host, url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, _PORTS[parts.scheme] if port is None else port, path)


def _check_host(host: str, url: str) -> None:
    if ":" in host:
        try:
            if "%" in host:
                raise ValueError("a zone")
            ipaddress.IPv6Address(host)
        except ValueError as error:
            raise _bad_url(url, "its host is no IPv6 address") from error
        return
    labels = host.removesuffix(".").split(".")
    if not all(_HOST_NAME.fullmatch(label) for label in labels) or len(host) > 253:
        raise _bad_url(url, "it has no host name")
    # 127.1, 0, 0x7f.1 and 2130706433 are spellings of IPv4 addresses that some resolvers take.
    if _NUMERIC_LABEL.fullmatch(labels[-1]):
        try:
            ipaddress.IPv4Address(host)
        except ValueError as error:
            raise FetchError(
                f"{url[:200]} has an unusual spelling of an IP address, which is refused.",
                code="refused_address",
                permanent=True,
            ) from error


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet.

    Addresses that carry another address inside (mapped, NAT64, 6to4, Teredo) never do.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        # A zone such as fe80::1%eth0 is link-local anyway.
        return False
    if getattr(parsed, "scope_id", None) is not None:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed not in _GLOBAL_UNICAST:
        return False
    return parsed.is_global and not any(
        parsed in network for network in _REFUSED if network.version == parsed.version
    )


def check_addresses(addresses: Sequence[str], *, target: Target) -> None:
    """Refuse a host unless all its addresses are public.

    Raises:
        FetchError: one of them is not (``refused_address``): a name that points inside as well as
            outside is an attack, not a mistake.
    """
    for address in addresses:
        if not is_public(address):
            raise FetchError(
                f"{target.host} is at {address}, which is inside a private network; Guildmark "
                "connects to public addresses only. An operator may name its origin in the "
                "settings.",
                code="refused_address",
                permanent=True,
            )


def resolve_host(host: str, port: int) -> Sequence[str]:
    """Look a name up in the system's resolver; literal addresses come back as they are.

    Raises:
        OSError: there is no such name, or the resolver does not answer.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def resolve_within(target: Target, *, resolve: Resolve, seconds: float) -> Sequence[str]:
    """Look a host up, giving up after so many seconds.

    Raises:
        FetchError: no such name, no answer, or none in time (``dns``).
    """
    found: list[Sequence[str]] = []
    errors: list[OSError] = []

    def look_up() -> None:
        try:
            found.append(resolve(target.host, target.port))
        except (OSError, UnicodeError) as error:
            errors.append(error if isinstance(error, OSError) else OSError(str(error)))

    # The system's resolver can not be interrupted; a daemon thread does not hold up an exit.
    thread = threading.Thread(target=look_up, name="guildmark-resolve", daemon=True)
    thread.start()
    thread.join(seconds)
    if not found or not found[0]:
        why = str(errors[0]) if errors else "no answer"
        raise FetchError(
            f"The host {target.host} was not found: {why}.", code="dns", permanent=False
        )
    return found[0]


def _bad_url(url: str, problem: str) -> FetchError:
    return FetchError(f"{url[:200]!r} can not be fetched: {problem}.", code="url", permanent=True)
