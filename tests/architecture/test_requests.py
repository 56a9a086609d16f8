"""Every page of the URL map against requests that no form of ours would send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from guildmark.server.base.operations import create_installation
from guildmark.server.base.queries import is_demo
from guildmark.server.base.scope import scoped
from tests.architecture.access_table import API, PAGES, Row
from tests.architecture.scene import VISITOR, Scene, build_scene
from tests.architecture.test_access import _address, api_operations
from tests.server.wallet.samples import new_person

pytestmark = pytest.mark.django_db

# Posting here uses nobody's rights and changes nothing of value: no token is asked for.
WITHOUT_TOKEN = {
    "set_language": "changes the language of the page, nothing else",
    "verification:verify": "a check is open to all and keeps nothing",
}
QUERY = (
    "q", "page", "url", "next", "holder", "definition", "return", "for", "language", "framework",
    "kind", "level", "hours", "sort",
)  # fmt: skip
BODIES = {
    "a form with zero bytes": (b"name=a%00b&do=pick&uri=%00&q=%00", "form"),
    "text that is not UTF-8": (b"name=%ff%fe&\xff=1", "form"),
    "JSON": (b'{"name": "a\\u0000b"}', "application/json"),
    "a multipart body without a boundary": (b"abc", "multipart/form-data"),
    "a multipart body cut off": (b"--x\r\nContent-Disp", "multipart/form-data; boundary=x"),
    "too many fields": (b"&".join(b"a%d=1" % n for n in range(2500)), "form"),
}
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def scene(db: None, run_jobs: Callable[[], list[str]]) -> Scene:
    """Return the people and objects that the table names."""
    return build_scene(run_jobs)


def insider(row: Row) -> str:
    """Return one actor who gets in; where nobody does, the owner, who gets furthest."""
    return next((each for each in ("owner", *sorted(row.who)) if each in row.who), "owner")


def ask(browser: Client, method: str, address: str, *args: Any, **more: Any) -> Any:
    """Ask as a visitor's request does, and take back what it wrote."""
    with transaction.atomic():
        with scoped():
            response = getattr(browser, method)(address, *args, **more)
            if response.streaming:
                b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response


def test_a_query_that_makes_no_sense_is_never_our_fault(scene: Scene) -> None:
    """A zero byte is refused; bytes that are no text and huge numbers mean nothing."""
    wrong = []
    for name, row in sorted(PAGES.items()):
        browser, address = scene.browsers[insider(row)], _address(name, row, scene)
        mixed = "&".join(
            f"{field}={'9' * 400 if n % 2 else '%ff'}" for n, field in enumerate(QUERY)
        )
        for query in ("q=%00", mixed):
            status = ask(browser, "get", f"{address}?{query}").status_code
            if status >= 500 or (query == "q=%00" and status != 400):
                wrong.append(f"{name} ?{query[:9]}: {status}")
    assert not wrong, "\n".join(wrong)


def test_a_body_that_is_no_form_is_never_our_fault(scene: Scene) -> None:
    """Whatever is posted to any page, the answer is below 500 and shows no code of ours."""
    wrong = []
    for name, row in sorted(PAGES.items()):
        browser, address = scene.browsers[insider(row)], _address(name, row, scene)
        for kind, (body, media_type) in BODIES.items():
            media_type = FORM if media_type == "form" else media_type
            got = ask(browser, "post", address, body, content_type=media_type)
            text = b"" if got.streaming else got.content
            if got.status_code >= 500 or b"Traceback" in text:
                wrong.append(f"{name}, {kind}: {got.status_code}")
            if got.status_code == 405:
                break
    assert not wrong, "\n".join(wrong)


def test_the_api_names_what_is_wrong_with_a_body(scene: Scene) -> None:
    """Each endpoint that takes a body answers 4xx with problem+json."""
    wrong = []
    methods = api_operations()
    for name, row in sorted(API.items()):
        if methods[name] == "get" or not row.data:
            continue
        actor = insider(row)
        client = Client(headers={"authorization": f"Bearer {scene.tokens.get(actor, '')}"})
        address = _address(f"api-1:{name}", row, scene)
        for body in (
            b"{",
            b"\xff",
            b'{"a": ' + b"[" * 5000,
            b'{"x":"\\ud800"}',
            b"7" * 5000,
        ):
            got = ask(client, methods[name], address, body, content_type="application/json")
            problem = got.headers["Content-Type"] == "application/problem+json"
            if not (400 <= got.status_code < 500 and problem):
                wrong.append(f"{name}, {body[:12]!r}: {got.status_code}")
    assert not wrong, "\n".join(wrong)


def test_posting_needs_the_token_of_the_form(scene: Scene) -> None:
    """Another site cannot make a signed-in browser do anything: 403 without the token."""
    wrong = []
    for name, row in sorted(PAGES.items()):
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = scene.browsers[insider(row)].cookies
        got = ask(browser, "post", _address(name, row, scene), row.data)
        if (got.status_code in {403, 405}) == (name in WITHOUT_TOKEN):
            wrong.append(f"{name}: {got.status_code}")
    assert not wrong, "\n".join(wrong)


def test_every_answer_is_kept_to_itself(scene: Scene) -> None:
    """Headers of each page: no frames, no sniffing, our own origin only, and out of caches."""
    wrong = []
    for name, row in sorted(PAGES.items()):
        actor = insider(row)
        got = ask(scene.browsers[actor], "get", _address(name, row, scene))
        headers = got.headers
        policy = headers.get("Content-Security-Policy", "")
        if headers.get("X-Content-Type-Options") != "nosniff":
            wrong.append(f"{name}: may be sniffed")
        # A file in a sandbox may have the styles that a browser's own viewer brings.
        if "default-src 'none'" not in policy or ("unsafe" in policy and "sandbox" not in policy):
            wrong.append(f"{name}: {policy}")
        if headers.get("X-Frame-Options") != "DENY" and "sandbox" not in policy:
            wrong.append(f"{name}: may be framed")
        kept = headers.get("Cache-Control", "")
        is_page = headers.get("Content-Type", "").startswith("text/html")
        if actor != VISITOR and "no-store" not in kept and (is_page or not kept):
            wrong.append(f"{name}: {actor} leaves it in caches ({kept})")
    assert not wrong, "\n".join(wrong)


def test_other_methods_change_nothing(scene: Scene) -> None:
    """They are refused or only read."""
    wrong = []
    for name, row in sorted(PAGES.items()):
        browser, address = scene.browsers[insider(row)], _address(name, row, scene)
        for method in ("put", "delete", "options", "head", "trace"):
            status = ask(browser, method, address).status_code
            if status >= 500 or (method not in {"head", "options"} and status < 300):
                wrong.append(f"{method} {name}: {status}")
    assert not wrong, "\n".join(wrong)


def test_a_request_with_many_files_is_not_received(client: Client, db: None) -> None:
    """No form of ours has more than one: a hundred would only fill the disk."""
    files = {f"file{n}": SimpleUploadedFile("a.json", b"{}") for n in range(9)}
    got = client.post("/verify/", files)
    assert got.status_code == 400
    assert b"could not be read" in got.content


PATHS = (
    "/static/../../server/config/settings.py", "/static/%2e%2e/%2e%2e/server/config/settings.py",
    "/static//etc/passwd", "/static/..%2f..%2f..%2fetc/passwd", "/static/%00", "/static/",
    "/static/ui", "/static/ui/", "/static/admin/..%5c..%5csettings.py", "/%00", "/%ff",
    "/" + "x" * 9000,
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40])
def test_a_path_that_leads_out_is_not_found(db: None, path: str) -> None:
    """Only names of our own files are served, and a zero byte is nobody's name."""
    assert Client().get(path).status_code in {400, 404}


def test_a_strange_host_is_refused(db: None) -> None:
    """Links in mails and pages cannot be made to point elsewhere."""
    got = Client(headers={"host": "evil.example"}).get("/accounts/password/reset/")
    assert got.status_code == 400
    assert b"evil.example" not in got.content


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example",
                                    "javascript:alert(1)", "https:///evil.example"])  # fmt: skip
def test_no_page_sends_a_browser_elsewhere(client: Client, db: None, target: str) -> None:
    """Neither signing in nor changing the language follows a foreign `next`."""
    client.force_login(new_person("a@b.example"), backend=settings.AUTHENTICATION_BACKENDS[0])
    browser = client
    for got in (
        browser.get("/accounts/login/", {"next": target}),
        browser.post("/language/", {"language": "es", "next": target}),
        Client().post("/language/", {"language": "es"}, headers={"referer": target}),
    ):
        assert got.status_code == 302
        assert got.headers["Location"].startswith("/")
        assert not got.headers["Location"].startswith(("//", "/\\"))


def test_signing_in_makes_a_new_session(client: Client, db: None) -> None:
    """A session that somebody planted before is worth nothing afterwards."""
    person = new_person("amina@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    browser = client
    session = browser.session
    session["planted"] = "before"
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    browser.post("/accounts/login/", {"login": "amina@example.org", "password": "a long password"})
    assert browser.session.session_key != session.session_key
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_demos_doors_are_not_there(db: None) -> None:
    """In a real installation nothing in a request opens them."""
    create_installation(kind="real", origin="https://real.example")
    for header in ({}, {"x-demo": "1", "host": "localhost"}, {"cookie": "demo=1"}):
        client = Client(headers=header)
        for role in ("learner", "author", "assessor", "issuer", "employer"):
            got = client.post(f"/demo/enter/{role}/", {"demo": "1", "kind": "demo"})
            assert got.status_code == 404
        assert client.get("/demo/mailbox/?demo=1").status_code == 404
        assert settings.SESSION_COOKIE_NAME not in client.cookies


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE base_installation SET kind = 'demo'",
        "DELETE FROM base_installation",
        "TRUNCATE base_installation",
        "INSERT INTO base_installation (id, kind, origin, created_at)"
        " VALUES (2, 'demo', 'x', now())",
        "ALTER TABLE base_installation DISABLE TRIGGER USER",
        "DROP TABLE base_installation",
    ],
)
def test_what_an_installation_is_for_cannot_be_changed(db: None, statement: str) -> None:
    """Whoever takes over the application still cannot make it a demo."""
    create_installation(kind="real", origin="https://real.example")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert not is_demo()


def test_operators_sign_in_by_the_front_door(client: Client, db: None) -> None:
    """The admin's own form would know neither rate limits nor second factors."""
    person = new_person("root@example.org", is_staff=True, is_superuser=True)
    fields = {"username": person.email, "password": "a long password", "next": "/admin/"}
    got = client.post("/admin/login/", fields)
    assert got.status_code == 302
    assert got.headers["Location"].startswith("/accounts/login/")
    assert client.get("/admin/").status_code == 302
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_asking_too_often_is_answered_on_a_page_of_ours(client: Client, db: None) -> None:
    """Password mails cannot be had by the hundred."""
    cache.clear()
    statuses = []
    for number in range(25):
        got = client.post("/accounts/password/reset/", {"email": f"a{number}@b.example"})
        statuses.append(got.status_code)
    cache.clear()
    assert 429 in statuses
    page = got.content.decode()
    assert page.count("<h1") == 1
    assert "Too many requests" in page


ELSEWHERE = (
    "https://127.0.0.1/", "https://127.1/", "https://0/", "https://[::1]/", "https://localhost/",
    "https://[::ffff:127.0.0.1]/", "https://2130706433/", "https://0x7f.1/", "https://0177.0.0.1/",
    "https://169.254.169.254/latest/meta-data/", "https://[fe80::1]/", "https://[fd00::1]/",
    "https://[64:ff9b::7f00:1]/", "https://10.0.0.1/", "https://192.168.1.1/", "https://100.64.0.1/",
    "http://127.0.0.1:8000/readyz", "http://example.org/", "ftp://example.org/", "file:///etc/passwd",
    "gopher://127.0.0.1/", "https://user:secret@example.org/", "https://example.org@127.0.0.1/",
    "https://127.0.0.1#@example.org/", "https://127.0.0.1\\@example.org/", "//127.0.0.1/", "https://",
)  # fmt: skip


@pytest.mark.parametrize("door", ["page", "API"])
def test_no_address_leads_the_verifier_inside(
    client: Client, db: None, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is refused at its field, and not one connection is opened."""
    opened: list[Any] = []
    monkeypatch.setattr("socket.socket.connect", lambda _self, to: opened.append(to))
    for url in ELSEWHERE:
        cache.clear()
        if door == "page":
            got = client.post("/verify/", {"url": url})
            assert b"error-summary" in got.content, url
        else:
            got = client.post("/api/v1/verify", {"url": url}, content_type="application/json")
            assert got.json()["findings"][0]["field"] == "url", url
        assert got.status_code == 422, url
        assert b"readyz" not in got.content.replace(url.encode(), b"")
    cache.clear()
    assert opened == []
