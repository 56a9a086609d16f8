"""The guarded fetcher against real servers, well and badly behaved (rows 5 and 9)."""

from __future__ import annotations

import gzip
import json
import socket
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from guildmark.fetch import Fetcher, FetchError, FetchPolicy, fetch_json
from guildmark.testing import Answer, CertificateAuthority, HttpsServer
from tests.fetch.conftest import Handler, answer, serve_raw

OK = "HTTP/1.1 200 OK\nContent-Type: application/json; charset=utf-8\n"


def _fetch(handle: Handler, path: str = "/", **limits: float) -> bytes:
    """Fetch from a server that answers as the handler says, with short limits."""
    with serve_raw(handle) as port:
        origin = f"http://127.0.0.1:{port}"
        policy = FetchPolicy(
            allowed_origins=frozenset({origin}),
            max_bytes=int(limits.pop("max_bytes", 10_000)),
            timeout_seconds=limits.pop("timeout_seconds", 5),
        )
        return Fetcher(policy).fetch(origin + path).body


def test_it_fetches_over_https(server: HttpsServer, ca_file: Path) -> None:
    """With the certificate checked against the authority that was named."""
    url = server.publish("/document", {"a": 1})
    policy = FetchPolicy(allowed_origins=frozenset({server.origin}), ca_file=ca_file)
    fetched = Fetcher(policy).fetch(url)
    assert json.loads(fetched.body) == {"a": 1}
    assert fetched.media_type == "application/json"
    assert fetched.url == url
    assert fetched.exempted == (server.origin,)
    assert fetch_json(url, policy=policy) == {"a": 1}


def test_it_refuses_a_certificate_of_an_unknown_authority(server: HttpsServer) -> None:
    """An allowed origin is spared the address check, not the certificate check."""
    policy = FetchPolicy(allowed_origins=frozenset({server.origin}))
    with pytest.raises(FetchError) as refusal:
        Fetcher(policy).fetch(server.publish("/", {}))
    assert refusal.value.code == "tls"


def test_it_refuses_a_certificate_for_another_name(
    authority: CertificateAuthority, ca_file: Path
) -> None:
    """The name is checked, though the connection goes to an address."""
    other = authority.issue_certificate(["other.example"])
    with HttpsServer(authority, certificate=other) as server:
        policy = FetchPolicy(allowed_origins=frozenset({server.origin}), ca_file=ca_file)
        with pytest.raises(FetchError) as refusal:
            Fetcher(policy).fetch(server.origin + "/")
    assert refusal.value.code == "tls"


def test_an_origin_that_is_not_named_stays_refused(server: HttpsServer, ca_file: Path) -> None:
    """Another port of the same host is another origin."""
    policy = FetchPolicy(allowed_origins=frozenset({"https://localhost:1"}), ca_file=ca_file)
    with pytest.raises(FetchError) as refusal:
        Fetcher(policy).fetch(server.publish("/", {}))
    assert refusal.value.code == "refused_address"
    assert server.requests == []


def test_the_name_is_looked_up_once_and_the_address_pinned() -> None:
    """A resolver that answers otherwise the second time (rebinding) is not asked again."""
    asked: list[str] = []
    seen: list[bytes] = []

    def resolve(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    def handle(connection: socket.socket) -> None:
        seen.append(connection.recv(65_536))
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    with serve_raw(handle) as port:
        origin = f"http://guild.example:{port}"
        policy = FetchPolicy(allowed_origins=frozenset({origin}))
        assert Fetcher(policy, resolve=resolve).fetch(f"{origin}/a?b=c").body == b"{}"
    assert asked == ["guild.example"]
    assert seen[0].startswith(b"GET /a?b=c HTTP/1.1\r\n")
    assert f"host: guild.example:{port}".encode() in seen[0].lower()
    assert b"cookie" not in seen[0].lower()
    assert b"referer" not in seen[0].lower()


def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    """Hosts with two kinds of addresses are often reached by one of them only."""
    with serve_raw(answer(OK + "Content-Length: 2\n", b"{}")) as port:
        origin = f"http://guild.example:{port}"
        policy = FetchPolicy(allowed_origins=frozenset({origin}))
        fetcher = Fetcher(policy, resolve=lambda _host, _port: ["::1", "127.0.0.1"])
        assert fetcher.fetch(origin).body == b"{}"


def _redirect(location: str, status: int = 302) -> str:
    return f"HTTP/1.1 {status} Found\nLocation: {location}\nContent-Length: 0\n"


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("https://127.0.0.1/", "refused_address"),
        ("https://169.254.169.254/latest/", "refused_address"),
        ("http://guild.example/", "insecure"),
        ("file:///etc/passwd", "url"),
        ("https://a@b/", "url"),
        ("//[::1]/x", "insecure"),
        ("", "redirects"),
        ("/again", "redirects"),
    ],
)
def test_a_redirect_is_checked_like_the_first_address(location: str, code: str) -> None:
    """Into a private network, to another scheme, to nowhere, for ever."""
    with pytest.raises(FetchError) as refusal:
        _fetch(answer(_redirect(location)))
    assert refusal.value.code == code


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_three_redirects_are_followed(status: int) -> None:
    """To a path of the same origin here; the fourth is one too many."""

    def hops(number: int) -> Handler:
        def handle(connection: socket.socket) -> None:
            place = int(connection.recv(65_536).split()[1].removeprefix(b"/") or b"0")
            head = _redirect(f"/{place + 1}", status) if place < number else OK
            body = b"" if place < number else b"done"
            end = "" if place < number else f"Content-Length: {len(body)}\n"
            connection.sendall((head + end).replace("\n", "\r\n").encode() + b"\r\n" + body)

        return handle

    assert _fetch(hops(3), "/0") == b"done"
    with pytest.raises(FetchError) as refusal:
        _fetch(hops(4), "/0")
    assert refusal.value.code == "redirects"


def _drip(connection: socket.socket, start: bytes, piece: bytes, pause: float = 0.05) -> None:
    connection.sendall(start)
    for _ in range(200):
        connection.sendall(piece)
        time.sleep(pause)


def _stall(connection: socket.socket) -> None:
    while connection.recv(65_536):
        pass


SLOW: dict[str, Handler] = {
    "says nothing": _stall,
    "drips its head": lambda c: _drip(c, b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"),
    "drips its body": lambda c: _drip(c, b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"a"),
    "drips chunks": lambda c: _drip(
        c, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"
    ),
    "never ends its body": lambda c: _drip(c, b"HTTP/1.1 200 OK\r\n\r\n", b"a"),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_server_that_is_slow_is_left(name: str) -> None:
    """After the whole time allowed, not after each pause (slow-loris)."""
    started = time.perf_counter()
    with pytest.raises(FetchError) as refusal:
        _fetch(SLOW[name], timeout_seconds=0.4)
    assert refusal.value.code == "timeout"
    assert not refusal.value.permanent
    assert time.perf_counter() - started < 2.5


def test_a_server_that_stalls_the_handshake_is_left() -> None:
    """The time allowed holds for TLS too."""
    started = time.perf_counter()
    with serve_raw(_stall) as port:
        origin = f"https://127.0.0.1:{port}"
        policy = FetchPolicy(allowed_origins=frozenset({origin}), timeout_seconds=0.4)
        with pytest.raises(FetchError) as refusal:
            Fetcher(policy).fetch(origin)
        assert time.perf_counter() - started < 2.5
    assert refusal.value.code == "timeout"


def test_a_resolver_that_stalls_is_left() -> None:
    """The time allowed holds for the look-up too."""

    def resolve(_host: str, _port: int) -> Sequence[str]:
        time.sleep(1)
        return ["93.184.216.34"]

    started = time.perf_counter()
    with pytest.raises(FetchError) as refusal:
        Fetcher(FetchPolicy(timeout_seconds=0.2), resolve=resolve).fetch("https://slow.example/")
    assert refusal.value.code == "dns"
    assert time.perf_counter() - started < 0.9


def _endless(connection: socket.socket) -> None:
    connection.recv(65_536)
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(10_000):
        connection.sendall(bytes(65_536))


def _bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(50)) + packer.flush()


LARGE: dict[str, Handler] = {
    "a body one byte too long": answer(OK + "Content-Length: 10001\n", bytes(10_001)),
    "an endless body": _endless,
    "a gzip bomb": answer(OK + "Content-Encoding: gzip\n", _bomb()),
}


@pytest.mark.parametrize("name", LARGE)
def test_it_stops_at_the_limit_of(name: str) -> None:
    """Counted after decompression."""
    with pytest.raises(FetchError) as refusal:
        _fetch(LARGE[name])
    assert refusal.value.code == "too_large"


def test_a_body_at_the_limit_is_taken() -> None:
    """And gzip that was not asked for is unpacked all the same."""
    assert len(_fetch(answer(OK + "Content-Length: 10000\n", bytes(10_000)))) == 10_000
    packed = gzip.compress(bytes(10_000))
    assert len(_fetch(answer(OK + "Content-Encoding: gzip\n", packed))) == 10_000


@pytest.mark.parametrize(
    ("head", "body", "code"),
    [
        (OK + "Content-Encoding: br\n", b"x", "encoding"),
        (OK + "Content-Encoding: gzip\n", b"no gzip", "encoding"),
        (OK + "Content-Encoding: gzip\n", gzip.compress(b"a" * 500, mtime=0)[:-10], "encoding"),
        (OK + "Content-Length: 50\n", b"short", "protocol"),
        ("NONSENSE\n", b"", "protocol"),
        ("HTTP/1.1 200 OK\nX: " + "a" * 200_000 + "\n", b"", "protocol"),
    ],
)
def test_it_refuses_an_answer_that_is_broken(head: str, body: bytes, code: str) -> None:
    """Another encoding, damaged, cut short, no HTTP, endless head."""
    with pytest.raises(FetchError) as refusal:
        _fetch(answer(head, body))
    assert refusal.value.code == code
    assert len(refusal.value.message) < 400


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(404, True), (410, True), (403, True), (429, False), (500, False), (503, False), (204, False)],
)
def test_an_error_status_says_whether_to_try_again(status: int, permanent: bool) -> None:
    """Gone is gone; busy is not."""
    with pytest.raises(FetchError) as refusal:
        _fetch(answer(f"HTTP/1.1 {status} X\nContent-Length: 0\n"))
    assert refusal.value.code == ("gone" if status == 410 else "status")
    assert refusal.value.permanent is permanent


def test_a_server_that_is_not_there_may_come_back() -> None:
    """Refused connections are not for ever."""
    with serve_raw(_stall) as port:
        pass
    policy = FetchPolicy(allowed_origins=frozenset({f"http://127.0.0.1:{port}"}))
    with pytest.raises(FetchError) as refusal:
        Fetcher(policy).fetch(f"http://127.0.0.1:{port}/")
    assert (refusal.value.code, refusal.value.permanent) == ("connect", False)


def test_what_is_not_json_is_not_taken_for_json(server: HttpsServer, ca_file: Path) -> None:
    """A page for people, for example."""
    url = server.publish("/", Answer(b"<html>", content_type="text/html"))
    policy = FetchPolicy(allowed_origins=frozenset({server.origin}), ca_file=ca_file)
    with pytest.raises(FetchError) as refusal:
        Fetcher(policy).fetch_json(url)
    assert refusal.value.code == "not_json"


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pinning would be for nothing."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert _fetch(answer(OK + "Content-Length: 2\n", b"{}")) == b"{}"
