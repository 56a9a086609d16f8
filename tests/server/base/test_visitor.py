"""Whom a rate limit counts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from guildmark.server.base.visitor import client_address, client_network

PROXY = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_one_visitor_is_one_count(address: str, network: str) -> None:
    """Moving within one's own IPv6 network makes nobody a new visitor."""
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    assert client_network(request) == network


def test_only_behind_a_proxy_is_its_header_believed(settings: Any) -> None:
    """Otherwise anybody could choose an address for each request."""
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.7"
    )
    settings.SECURE_PROXY_SSL_HEADER = None
    assert client_address(request) == "10.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = PROXY
    assert client_address(request) == "192.0.2.7"
