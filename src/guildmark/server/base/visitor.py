"""Where a request comes from, for limits on how often; nothing of it is logged or stored."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

# Whoever has one IPv6 address usually has all of its /64 (RFC 6177).
_IPV6_PREFIX_BITS = 64


def client_address(request: HttpRequest) -> str:
    """Return the visitor's IP address as this server or the proxy in front of it saw it.

    X-Forwarded-For counts only where the setting GUILDMARK_BEHIND_PROXY says that a proxy is there;
    its last part is the proxy's own, whatever stands before it anybody may write.
    """
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def client_network(request: HttpRequest) -> str:
    """Return what belongs to one visitor: an IPv4 address, or the /64 network of an IPv6 one."""
    text = client_address(request)
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if not isinstance(address, IPv6Address):
        return text
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> _IPV6_PREFIX_BITS << _IPV6_PREFIX_BITS))
