"""Every address of the URL map: security headers, and pages for what goes wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from guildmark.server.base.scope import scoped
from guildmark.server.base.views import server_error
from guildmark.server.config.middleware import CONTENT_SECURITY_POLICY
from tests.architecture.access_table import PAGES
from tests.architecture.scene import Scene, build_scene
from tests.architecture.test_access import _address

pytestmark = pytest.mark.django_db

ALLAUTH = (
    "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/logout/",
    "/accounts/email/", "/accounts/2fa/", "/accounts/inactive/", "/accounts/confirm-email/",
)  # fmt: skip
OTHERS = (
    "/api/v1/openapi.json", "/api/v1/docs", "/api/v1/organizations", "/admin/",
    "/static/ui/guildmark.css", "/static/nothing.css", "/nothing/here/", "/favicon.ico",
)  # fmt: skip


@pytest.fixture
def scene(run_jobs: Callable[[], list[str]]) -> Scene:
    """Return people and objects for every address."""
    return build_scene(run_jobs)


def answers(scene: Scene) -> Iterator[tuple[str, Any]]:
    """Ask every address with GET, as an owner, as the learner and as a visitor."""
    addresses = [_address(name, row, scene) for name, row in PAGES.items() if row.method == "get"]
    for address in (*addresses, *ALLAUTH, *OTHERS):
        for actor in ("owner", "learner"):
            with transaction.atomic():
                with scoped():
                    response = scene.browsers[actor].get(address)
                    if response.streaming:
                        b"".join(response.streaming_content)
                transaction.set_rollback(True)
            yield f"{address} as {actor}", response


def test_every_answer_is_protected(scene: Scene) -> None:
    """Row 22 of security.md: headers on each answer; nothing inline, nothing from elsewhere."""
    wrong = []
    for where, response in answers(scene):
        wrong += [f"{where}: {problem}" for problem in (*_headers(response), *_text(response))]
    assert not wrong, "\n".join(wrong)


def _headers(response: Any) -> Iterator[str]:
    """Yield what is wrong with the headers of an answer."""
    headers = response.headers
    policy = headers.get("Content-Security-Policy", "")
    checks = {
        "a fault": response.status_code < 500,
        "policy": "default-src 'none'" in policy,
        # A picture of ours has its style inside, in a sandbox of its own.
        "unsafe": "unsafe" not in policy or "sandbox" in policy,
        "other origins": "http:" not in policy and "https:" not in policy and "*" not in policy,
        "frames": "frame-ancestors 'none'" in policy or "sandbox" in policy,
        "sniffing": headers.get("X-Content-Type-Options") == "nosniff",
        "framing": headers.get("X-Frame-Options") in {"DENY", "SAMEORIGIN"},
        "referrer": headers.get("Referrer-Policy") in {"same-origin", "no-referrer"},
        "permissions": "geolocation=()" in headers.get("Permissions-Policy", ""),
        "opener": headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "resource": "Cross-Origin-Resource-Policy" in headers,
        "request id": "X-Request-ID" in headers,
    }
    yield from (check for check, good in checks.items() if not good)
    for name, cookie in response.cookies.items():
        if cookie["samesite"] != "Lax":
            yield f"cookie {name} is not SameSite=Lax"
        if name != settings.LANGUAGE_COOKIE_NAME and not cookie["httponly"]:
            yield f"scripts can read cookie {name}"


def _text(response: Any) -> Iterator[str]:
    """Yield what is wrong with the text of a page of ours."""
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if not is_page or response.status_code in {301, 302}:
        return
    if response.request["PATH_INFO"].startswith("/admin/"):
        return  # Django's own; the policy holds for it too
    text = response.content.decode()
    if len(re.findall(r"<h1[\s>]", text)) != 1:
        yield "not one h1"
    if re.search(r"<style|\sstyle=|\son[a-z]+=\"", text):
        yield "inline style or handler"
    if re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json)", text):
        yield "inline script"
    for address in re.findall(r"<(?:script|img|iframe)\b[^>]*\bsrc=\"([^\"]+)\"", text):
        if not address.startswith(("/", "data:", settings.PUBLIC_ORIGIN)):
            yield f"loads {address}"
    if "<html lang=" not in text:
        yield "no language"


def test_the_policy_forbids_all_that_is_not_named() -> None:
    """Whoever loosens it does so here too."""
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "script-src 'self'" in CONTENT_SECURITY_POLICY
    assert "style-src 'self'" in CONTENT_SECURITY_POLICY
    assert "base-uri 'none'" in CONTENT_SECURITY_POLICY
    assert "form-action 'self'" in CONTENT_SECURITY_POLICY


def test_an_empty_installation_has_a_front_page(client: Client) -> None:
    """Before anything is published, and before `init` ran."""
    for address in ("/", "/catalogue/", "/help/", "/verify/", "/accounts/login/"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "<h1" in answer.content.decode()


def test_an_unknown_address_is_a_page_and_a_problem(client: Client) -> None:
    """A page for people, problem+json for programs; both say what to do."""
    page = client.get("/nothing/here/")
    assert page.status_code == 404
    assert "Check it" in page.content.decode()
    problem = client.get("/api/v1/nothing")
    assert problem.status_code == 404
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert json.loads(problem.content)["code"] == "not_found"


@pytest.mark.parametrize(
    ("path", "kind"), [("/help/", "text/"), ("/api/v1/organizations", "application/problem+json")]
)
def test_a_fault_of_ours_shows_no_details(
    monkeypatch: pytest.MonkeyPatch, path: str, kind: str
) -> None:
    """Neither the error nor where in the code it was; the request's id is there for support."""

    def fail(request: HttpRequest) -> HttpResponse:
        raise RuntimeError("a secret in a message")

    monkeypatch.setattr("guildmark.server.config.shell._navigation", lambda *_: fail(*_[:1]))
    monkeypatch.setattr("guildmark.server.organizations.bearer.token_holder", fail)
    client = Client(raise_request_exception=False, headers={"authorization": "Bearer x"})
    answer = client.get(path)
    assert answer.status_code == 500
    assert answer.headers["Content-Type"].startswith(kind)
    text = answer.content.decode()
    assert "a secret in a message" not in text
    assert "Traceback" not in text
    assert "Nothing was changed" in text


def test_the_page_for_faults_needs_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the database is gone the page still says so."""
    from django.db import OperationalError

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr("guildmark.server.config.context.current_installation", gone)
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Nothing was changed" in answer.content.decode()


def test_a_form_without_its_token_is_refused_with_what_to_do() -> None:
    """Another site cannot send forms in somebody's name."""
    client = Client(enforce_csrf_checks=True)
    for path in ("/accounts/login/", "/account/", "/account/erase/", "/account/export/"):
        answer = client.post(path, {"x": "y"})
        assert answer.status_code == 403, path
        assert "load the page again" in answer.content.decode()


def test_changing_the_language_keeps_the_page(client: Client) -> None:
    """Each page has the switch; afterwards one is where one was, in the other language."""
    text = client.get("/catalogue/?text=lock").content.decode()
    assert 'name="next" value="/catalogue/?text=lock"' in text
    assert 'lang="en"' in text
    answer = client.post("/language/", {"language": "es", "next": "/catalogue/?text=lock"})
    assert answer.headers["Location"] == "/catalogue/?text=lock"
    spanish = client.get("/catalogue/?text=lock").content.decode()
    assert '<html lang="es"' in spanish
    away = client.post("/language/", {"language": "es", "next": "https://evil.example/"})
    assert "evil.example" not in away.headers["Location"]
    odd = client.post("/language/", {"language": "tlh", "next": "/help/"})
    assert odd.headers["Location"] == "/help/"
    assert '<html lang="es"' in client.get("/help/").content.decode()


def test_static_files_are_those_of_the_package(client: Client) -> None:
    """No path leads out of them."""
    for path in ("../settings.py", "%2e%2e/settings.py", "ui/../../settings.py", "", "ui", "%00"):
        assert client.get(f"/static/{path}").status_code == 404, path
    assert client.post("/static/ui/guildmark.css").status_code in {403, 404, 405}
