"""Odd requests of the conformance endpoints: each gets an answer, soon, and disturbs nobody.

Source: RFC 9110, 15; RFC 8259; security design, rows 2 and 15.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import ssl
import statistics
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from guildmark.server.connectors.vc_api.pool import EnginePool, EngineStopped
from tests.conformance.vc_api_documents import EXAMPLES, V2, credential
from tests.conformance.vc_api_server import ConformanceServer

pytestmark = pytest.mark.xdist_group("vc_api")

Json = dict[str, Any]
_ISSUE = "/issuers/eddsa-rdfc-2022/credentials/issue"
_POSTS = (_ISSUE, "/credentials/verify", "/presentations/verify", "/credentials/derive")
_MEGABYTE = 1024 * 1024
_ENGINE = "guildmark.server.connectors.vc_api.engine"


@pytest.mark.parametrize("path", [*_POSTS, "/credentials/status"])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="cut short"),
        pytest.param(b"{}}", id="more behind it"),
        pytest.param(b"\xff\xfe{}", id="no UTF-8"),
        pytest.param(b"\xef\xbb\xbf{}", id="a byte order mark"),
        pytest.param(b'{"a": NaN}', id="NaN"),
        pytest.param(b'{"a": 1, "a": 2}', id="a key twice"),
        pytest.param(b'{"a": "\\ud800"}', id="half a surrogate pair"),
        pytest.param(b'{"a": 1e999}', id="a number beyond doubles"),
        pytest.param(b"[" * 100_000, id="deep lists"),
        pytest.param(b'{"a":' * 5_000 + b"1" + b"}" * 5_000, id="deep objects"),
        pytest.param(b"null", id="null"),
        pytest.param(b'"text"', id="a text"),
        pytest.param(b"<xml/>", id="XML"),
        pytest.param(b"\x00" * 1000, id="zeros"),
    ],
)
def test_what_is_no_json_object_is_refused(
    vc_api: ConformanceServer, path: str, body: bytes
) -> None:
    """400 in JSON that says why."""
    reply = vc_api.request("POST", path, body)
    assert reply.status in (400, 404), reply.data
    assert reply.json["problemDetails"]


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data", "x"])
def test_another_media_type_is_refused(vc_api: ConformanceServer, kind: str) -> None:
    """415; with a suffix or a parameter it is still JSON."""
    body = {"credential": credential()}
    assert vc_api.request("POST", _ISSUE, body, **{"Content-Type": kind}).status == 415
    for fine in ("application/ld+json", "application/json; charset=utf-8", "application/vc+json"):
        assert vc_api.request("POST", _ISSUE, body, **{"Content-Type": fine}).status == 201


def test_a_large_credential_is_issued_and_verified(vc_api: ConformanceServer) -> None:
    """A portrait of almost a megabyte inside."""
    portrait = "data:image/png;base64," + "A" * (_MEGABYTE - 4096)
    given = credential(credentialSubject={"id": "did:example:subject", "portrait": portrait})
    issued = vc_api.issued("eddsa-rdfc-2022", given)
    assert vc_api.verify(issued).status == 200


def test_a_body_that_is_too_large_is_refused(vc_api: ConformanceServer) -> None:
    """413, and the server goes on."""
    body = json.dumps({"credential": credential(name="A" * 5 * _MEGABYTE)}).encode()
    with contextlib.suppress(OSError):  # it may close the connection while we still send
        assert vc_api.request("POST", _ISSUE, body).status == 413
    assert vc_api.issue("eddsa-rdfc-2022", credential()).status == 201


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", _ISSUE, 405),
        ("PUT", "/credentials/verify", 405),
        ("DELETE", "/status-lists/revocation", 405),
        ("POST", "/1.0/identifiers/did:key:z6Mk", 405),
        ("GET", "/nothing/here", 404),
        ("POST", "/issuers//credentials/issue", 404),
        ("POST", "/issuers/../../etc/passwd", 404),
    ],
)
def test_another_method_or_place_is_refused(
    vc_api: ConformanceServer, method: str, path: str, status: int
) -> None:
    """In JSON, and with what would have been allowed."""
    reply = vc_api.request(method, path, {} if method != "GET" else None)
    assert reply.status == status
    assert reply.json["problemDetails"]
    if status == 405:
        assert reply.headers["allow"] in ("GET", "POST")


def test_the_start_page_says_what_the_file_says(vc_api: ConformanceServer) -> None:
    """Who has the address needs no file."""
    assert vc_api.request("GET", "/").json == vc_api.announced


def test_the_file_names_what_suites_look_for(vc_api: ConformanceServer) -> None:
    """Each issuer by id, address and tags; verifiers, holders and resolvers."""
    announced = vc_api.announced
    for issuer in announced["issuers"]:
        assert issuer["id"].startswith("did:key:")
        assert issuer["endpoint"].startswith(vc_api.origin)
        assert issuer["tags"]
    for part in ("verifiers", "vpVerifiers", "vcHolders", "didResolvers"):
        assert all(each["endpoint"].startswith(vc_api.origin) for each in announced[part])
    tags = {tag for issuer in announced["issuers"] for tag in issuer["tags"]}
    assert {"vc2.0", "eddsa-rdfc-2022", "ecdsa-sd-2023", "BitstringStatusList"} <= tags


def test_only_this_machine_is_served(vc_api: ConformanceServer) -> None:
    """Loopback unless told otherwise, https only, and secrets in no file that is announced."""
    assert vc_api.origin.startswith("https://127.0.0.1:")
    assert "secret" not in json.dumps(vc_api.announced).lower()
    plain = vc_api.origin.replace("https:", "http:")
    with pytest.raises((OSError, http.client.HTTPException)):
        urllib.request.urlopen(plain, timeout=5)  # noqa: S310


def test_older_tls_is_refused(vc_api: ConformanceServer) -> None:
    """TLS 1.2 and 1.3 are spoken."""
    host, _, port = vc_api.origin.removeprefix("https://").partition(":")
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        context = ssl.create_default_context(cafile=vc_api.announced["certificate"])
        context.minimum_version = context.maximum_version = version
        with (
            socket.create_connection((host, int(port)), timeout=5) as raw,
            context.wrap_socket(raw, server_hostname=host) as secured,
        ):
            assert secured.version() in ("TLSv1.2", "TLSv1.3")


def test_a_hundred_requests_at_once_are_all_answered(vc_api: ConformanceServer) -> None:
    """Each with its own credential, none lost or mixed up."""

    def one(number: int) -> bool:
        given = credential(id=f"urn:uuid:00000000-0000-4000-8000-{number:012d}")
        issued = vc_api.issued("eddsa-rdfc-2022", given)
        return bool(issued["id"] == given["id"]) and vc_api.verify(issued).status == 200

    with ThreadPoolExecutor(100) as threads:
        assert all(threads.map(one, range(100)))


def _poisons() -> list[Json]:
    """Graphs that keep canonicalization busy: many nodes that look alike."""

    def clique(size: int) -> Json:
        nodes = [f"_:b{number}" for number in range(size)]
        return {
            "knows": [
                {"id": node, "knows": [{"id": other} for other in nodes if other != node]}
                for node in nodes
            ]
        }

    nested: Json = {}
    for _ in range(20):
        nested = {"knows": [nested, nested] if len(json.dumps(nested)) < 4_000 else nested}
    return [clique(8), nested, {"knows": [{"knows": [{}] * 30}] * 30}]


def test_poison_is_refused_within_a_second_and_disturbs_nobody(vc_api: ConformanceServer) -> None:
    """The neighbours' median is what it is without it, give or take the processor they share."""
    folder = Path(__file__).parents[3] / "shared" / "vectors" / "attacks"
    poisons: list[Json] = [credential(credentialSubject=each) for each in _poisons()]
    poisons += [json.loads(path.read_bytes()) for path in sorted(folder.glob("rdf-poison-*.json"))]

    def timed(document: Json) -> tuple[int, float]:
        began = time.perf_counter()
        status = vc_api.issue("eddsa-rdfc-2022", document).status
        return status, time.perf_counter() - began

    timed(credential())
    alone = [timed(poison) for poison in poisons]
    assert {status for status, _ in alone} == {400}
    assert max(seconds for _, seconds in alone) < 1.0
    calm = [timed(credential())[1] for _ in range(10)]
    with ThreadPoolExecutor(4) as threads:
        busy = threads.map(timed, poisons * 3)
        neighbours = [timed(credential()) for _ in range(20)]
        assert {status for status, _ in busy} == {400}
    assert {status for status, _ in neighbours} == {201}
    assert statistics.median(seconds for _, seconds in neighbours) < 10 * max(calm) + 0.5


def test_a_process_that_takes_too_long_is_ended_and_replaced(tmp_path: Path) -> None:
    """Its request is refused; the next one is answered by another process."""
    pool = EnginePool(size=1, setup={"secrets": {}}, limit_seconds=0.05)
    try:
        did = "did:key:z6MktKwz7Ge1Yxzr4JHavN33wiwa8y81QdcMRLXQsrH9T53b"
        asked = {"did": did, "accept": "", "query": ""}
        assert pool.ask("resolve", **asked)["status"] == 200
        slow = credential(credentialSubject={"name": [f"{number}" for number in range(900)]})
        body = json.dumps({"verifiableCredential": slow | {"proof": {}}})
        with pytest.raises(EngineStopped):
            pool.ask("verify_credential", body=body, lists={})
        assert pool.ask("resolve", **asked)["status"] == 200
    finally:
        pool.close()


def test_it_starts_in_seconds_and_keeps_keys_where_it_is_told_to(tmp_path: Path) -> None:
    """The same issuers after a new start, from files that are the owner's alone."""
    keys = tmp_path / "keys"
    seen = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        began = time.perf_counter()
        with ConformanceServer(tmp_path / name, "--keys", str(keys)) as server:
            assert time.perf_counter() - began < 20
            seen.append([issuer["id"] for issuer in server.announced["issuers"]])
        assert server.process.returncode == 0, server.log()
    assert seen[0] == seen[1]
    for secret in ("conformance-keys.json", "certificate-key.pem"):
        assert (keys / secret).stat().st_mode & 0o777 == 0o600


def test_nothing_is_left_running_when_it_is_killed(tmp_path: Path) -> None:
    """Neither the web server's process nor the engine's outlive it; only the file stays."""
    with ConformanceServer(tmp_path) as server:
        server.process.kill()
        server.process.wait()
        host, _, port = server.origin.removeprefix("https://").partition(":")
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection((host, int(port)), 1):
                time.sleep(0.1)
                continue
            break
        else:
            pytest.fail("the port still answers")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["conformance.json", "log.txt"]


def test_no_web_framework_is_loaded() -> None:
    """Documents are looked at by the trust core alone."""
    loaded = subprocess.run(
        [sys.executable, "-c", f"import sys, {_ENGINE}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "django" not in loaded.stdout


@pytest.mark.parametrize("context", [[V2, {}], [V2, EXAMPLES, {}]])
def test_an_empty_context_changes_nothing(vc_api: ConformanceServer, context: list[Any]) -> None:
    """It is an object, and defines nothing."""
    reply = vc_api.issue(
        "eddsa-rdfc-2022",
        credential(**{"@context": context}, credentialSubject={"id": "did:example:a"}),
    )
    assert reply.status in (201, 400)
