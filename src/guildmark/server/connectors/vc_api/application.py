"""The WSGI application of the conformance endpoints: routes, limits, and state of the run.

The process that runs it holds the status lists; documents are looked at in engine processes.
Its settings are in a file that an environment variable names.
"""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, cast

from guildmark.credentials.errors import CredentialError
from guildmark.credentials.status import Purpose, parse_status_entry
from guildmark.server.connectors.vc_api.answers import Answer, Refusal, refuse, refuse_error
from guildmark.server.connectors.vc_api.kinds import find_kind
from guildmark.server.connectors.vc_api.lists import PURPOSES, StatusLists
from guildmark.server.connectors.vc_api.pool import EngineBusy, EnginePool, EngineStopped
from guildmark.server.connectors.vc_api.requests import (
    MAX_BODY_BYTES,
    read_object,
    read_options,
)

__all__ = ["RUN_VARIABLE", "Application", "load"]

# From this server to its own process; nobody sets it.
RUN_VARIABLE: Final = "_GUILDMARK_CONFORMANCE_RUN"
# Seconds a copy of a status list may be kept: the suites revoke and look again at once.
_TTL_SECONDS: Final = 1
_JSON: Final = re.compile(r"application/([\w.+-]+\+)?json\s*(;.*)?", re.ASCII | re.I)
_Environ = Mapping[str, Any]


class Application:
    """Answers requests.

    Args:
        origin: ``https://127.0.0.1:8443``, the start of all addresses.
        announcement: what ``GET /`` shows.
        pool: where documents are looked at.
    """

    def __init__(self, *, origin: str, announcement: Any, pool: EnginePool) -> None:
        self._announcement = announcement
        self._pool = pool
        self._lists = StatusLists(f"{origin}/status-lists")
        self._lists_url = f"{origin}/status-lists/".encode()
        self._routes: list[tuple[str, re.Pattern[str], Callable[..., Answer]]] = [
            ("GET", re.compile(r"/"), self._show),
            ("POST", re.compile(r"/issuers/(?P<kind>[\w.-]+)/credentials/issue"), self._issue),
            ("POST", re.compile(r"/credentials/verify"), self._verify_credential),
            ("POST", re.compile(r"/presentations/verify"), self._verify_presentation),
            ("POST", re.compile(r"/credentials/derive"), self._derive),
            ("POST", re.compile(r"/credentials/status"), self._set_status),
            ("GET", re.compile(r"/status-lists/(?P<purpose>\w+)"), self._show_list),
            ("POST", re.compile(r"/status-lists/(?P<purpose>\w+)/publish"), self._publish_list),
            ("GET", re.compile(r"/1\.0/identifiers/?(?P<did>.*)", re.S), self._resolve),
        ]

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request, as WSGI asks."""
        answer, allowed = self._answer(environ)
        kept = answer.max_age_seconds
        headers = [
            ("Cache-Control", "no-store" if kept is None else f"public, max-age={kept}"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        data = b""
        if answer.status != 204:
            data = answer.to_bytes()
            headers += [("Content-Type", answer.media_type), ("Content-Length", str(len(data)))]
        if allowed:
            headers.append(("Allow", allowed))
        if answer.status == 503:
            headers.append(("Retry-After", "5"))
        start_response(f"{answer.status} {_PHRASES.get(answer.status, 'Answer')}", headers)
        return [data]

    def _answer(self, environ: _Environ) -> tuple[Answer, str]:
        method, path = str(environ["REQUEST_METHOD"]), _path(environ)
        allowed = ""
        for wanted, pattern, operation in self._routes:
            match = pattern.fullmatch(path)
            if match is None:
                continue
            if wanted != method:
                allowed = wanted
                continue
            return self._run(operation, environ, match.groupdict()), ""
        if allowed:
            return refuse(f"Use {allowed} here.", code="method", status=405), allowed
        return refuse("There is nothing at this address.", code="not_found", status=404), ""

    def _run(
        self, operation: Callable[..., Answer], environ: _Environ, found: Mapping[str, str]
    ) -> Answer:
        try:
            if environ["REQUEST_METHOD"] == "POST":
                return operation(_read_body(environ), **found)
            return operation(environ, **found)
        except Refusal as refusal:
            return refusal.answer
        except CredentialError as error:
            return refuse_error(error)
        except EngineStopped:
            return refuse("This document took too long to look at.", code="too_complex")
        except EngineBusy:
            return refuse("Too many requests at once; try again.", code="busy", status=503)

    def _show(self, environ: _Environ) -> Answer:
        return Answer(200, self._announcement)

    def _issue(self, body: bytes, *, kind: str) -> Answer:
        found = find_kind(kind)
        if found is None:
            return refuse(f"There is no issuer {kind!r}.", code="unknown_issuer", status=404)
        entry = self._lists.take_entry(_purpose(body)) if found.has_status else None
        answer = self._ask("issue", body=body, kind=kind, status_entry=entry)
        if entry is not None and answer.status == 201:
            self._lists.remember(answer.body["verifiableCredential"].get("id"), entry)
        return answer

    def _verify_credential(self, body: bytes) -> Answer:
        return self._ask("verify_credential", body=body, lists=self._named_lists(body))

    def _verify_presentation(self, body: bytes) -> Answer:
        return self._ask("verify_presentation", body=body, lists=self._named_lists(body))

    def _derive(self, body: bytes) -> Answer:
        return self._ask("derive", body=body)

    def _resolve(self, environ: _Environ, *, did: str) -> Answer:
        return self._ask(
            "resolve",
            did=did,
            accept=str(environ.get("HTTP_ACCEPT", "")),
            query=str(environ.get("QUERY_STRING", "")),
        )

    def _set_status(self, body: bytes) -> Answer:
        content = read_object(body)
        entry = content.get("credentialStatus")
        value = content.get("status", True)
        # An older draft writes the bit as text.
        value = {"1": True, "true": True, "0": False, "false": False}.get(str(value).lower())
        if value is None:
            return refuse("$.status: must be true or false.", code="request")
        if isinstance(entry, dict) and "statusListIndex" in entry:
            entries = [parse_status_entry(entry)]
        else:
            purpose = entry.get("statusPurpose") if isinstance(entry, dict) else None
            known = self._lists.entries_of(content.get("credentialId"))
            entries = [item for item in known if purpose in (None, item.purpose)][-1:]
        if not entries or not all(self._lists.set_status(item, value=value) for item in entries):
            return refuse(
                "No credential of this run has that id or status entry.",
                code="unknown_credential",
                status=404,
            )
        return Answer(200, {"status": value})

    def _show_list(self, environ: _Environ, *, purpose: str) -> Answer:
        signed = self._list(purpose)
        if signed is None:
            return refuse("There is no such list.", code="not_found", status=404)
        # Clients of the suites take for JSON what is called so.
        asked = str(environ.get("HTTP_ACCEPT", ""))
        media_type = "application/vc" if "application/vc" in asked else "application/json"
        return Answer(200, signed, media_type=media_type, max_age_seconds=_TTL_SECONDS)

    def _publish_list(self, body: bytes, *, purpose: str) -> Answer:
        # A list is built when it is asked for; older suites ask first that it be.
        if self._lists.encoded(purpose) is None:
            return refuse("There is no such list.", code="not_found", status=404)
        return Answer(204, None)

    def _list(self, purpose: str) -> Any:
        encoded = self._lists.encoded(purpose)
        if encoded is None:
            return None
        answer = self._ask(
            "build_list",
            url=self._lists.url(cast("Purpose", purpose)),
            purpose=purpose,
            encoded=encoded,
            ttl_seconds=_TTL_SECONDS,
        )
        return answer.body

    def _named_lists(self, body: bytes) -> dict[str, Any]:
        """Return our lists, by address, that a document names: what is ours is not fetched."""
        # JSON may write the slashes escaped.
        plain = body.replace(b"\\/", b"/")
        return {
            self._lists.url(purpose): self._list(purpose)
            for purpose in PURPOSES
            if self._lists_url + purpose.encode() in plain
        }

    def _ask(self, operation: str, **arguments: Any) -> Answer:
        if "body" in arguments:
            arguments["body"] = arguments["body"].decode("latin-1")
        answer = self._pool.ask(operation, **arguments)
        return Answer(
            answer["status"],
            json.loads(answer["body"].encode("latin-1")),
            media_type=answer["media_type"],
            max_age_seconds=answer["max_age_seconds"],
        )


_PHRASES: Final = {
    200: "OK",
    201: "Created",
    204: "No Content",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    410: "Gone",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    501: "Not Implemented",
    503: "Service Unavailable",
}


def _path(environ: _Environ) -> str:
    # WSGI gives the bytes of the path as latin-1.
    return (
        str(environ.get("PATH_INFO") or "/").encode("latin-1", "replace").decode("utf-8", "replace")
    )


def _read_body(environ: _Environ) -> bytes:
    kind = str(environ.get("CONTENT_TYPE") or "application/json")
    if not _JSON.fullmatch(kind):
        raise Refusal(refuse("Send JSON: application/json.", code="media_type", status=415))
    # One byte more than allowed tells a body that is too large.
    data: bytes = environ["wsgi.input"].read(MAX_BODY_BYTES + 1)
    if len(data) > MAX_BODY_BYTES:
        raise Refusal(
            refuse(f"The body has over {MAX_BODY_BYTES} bytes.", code="too_large", status=413)
        )
    return data


def _purpose(body: bytes) -> Purpose:
    """Return the list that a request to issue asks for; revocation where it does not say."""
    try:
        asked = read_options(read_object(body)).get("statusPurpose")
    except (CredentialError, Refusal):
        return "revocation"
    return "suspension" if asked == "suspension" else "revocation"


def load() -> Application:
    """Return the application of the run that the environment names; the web server calls this."""
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    run = json.loads(Path(os.environ[RUN_VARIABLE]).read_bytes())
    setup = {name: run[name] for name in ("secrets", "origins", "authority")}
    pool = EnginePool(size=run["processes"], setup=setup)
    return Application(origin=run["origin"], announcement=run["announcement"], pool=pool)


def _end_with_parent(parent: int) -> None:
    """End this process when the one that started it is gone, even if it was killed."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)
