"""Files are sent so that they can be seen and nothing else."""

from __future__ import annotations

import io
import uuid

import pytest
from django.test import RequestFactory

from guildmark.server.assessment.queries import ArtefactRow, OpenArtefact
from guildmark.server.assessment.serving import send_artefact
from guildmark.server.base.clock import now

CONTENT = bytes(range(256)) * 4


def opened(media_type: str, name: str = "a.bin") -> OpenArtefact:
    """Return an open artefact of 1024 bytes."""
    row = ArtefactRow(
        id=uuid.uuid4(),
        requirement_id="record",
        kind="file",
        name=name,
        description="",
        url="",
        media_type=media_type,
        size_bytes=len(CONTENT),
        sha256=b"\x00" * 32,
        visibility="assessors",
        owner_note="",
        declared_at=now(),
        created_at=now(),
        carried_from=None,
    )
    return OpenArtefact(artefact=row, content=io.BytesIO(CONTENT))


def send(media_type: str, *, name: str = "a.bin", query: str = "", span: str = ""):  # type: ignore[no-untyped-def]
    """Send a file of this type."""
    headers = {"Range": span} if span else {}
    request = RequestFactory().get(f"/evidence/x/{query}", headers=headers)
    return send_artefact(request, opened(media_type, name))


def body(response) -> bytes:  # type: ignore[no-untyped-def]
    """Return what is sent."""
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    "media_type", ["image/png", "text/csv", "video/mp4", "application/pdf", "application/zip"]
)
def test_no_file_can_act_as_a_page(media_type: str) -> None:
    """No script, no request, no other type, no other site, no copy in a cache."""
    response = send(media_type)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert policy.startswith("sandbox; ")
    assert "allow-" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert body(response) == CONTENT


@pytest.mark.parametrize(
    ("media_type", "disposition"),
    [
        ("image/png", "inline"),
        ("application/pdf", "attachment"),
        ("text/markdown", "inline"),
        ("audio/mpeg", "inline"),
        ("application/vnd.oasis.opendocument.text", "attachment"),
        ("", "attachment"),
    ],
)
def test_only_what_browsers_show_safely_is_shown(media_type: str, disposition: str) -> None:
    """Everything else is saved, and everything is with ?download."""
    shown = send(media_type, name="a.bin").headers["Content-Disposition"]
    assert shown.startswith(disposition)
    saved = send(media_type, name="a.bin", query="?download").headers["Content-Disposition"]
    assert saved.startswith("attachment")


def test_texts_are_always_plain() -> None:
    """CSV and Markdown too: no browser interprets them."""
    assert send("text/csv").headers["Content-Type"] == "text/plain; charset=utf-8"


def test_a_name_of_any_script_survives_the_header() -> None:
    """Quotes and line breaks cannot break out of it."""
    header = send("image/png", name='قفل "x".png').headers["Content-Disposition"]
    assert "filename*=utf-8''" in header
    assert "\n" not in header


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=1000-", 1000, 1023), ("bytes=-24", 1000, 1023),
     ("bytes=10-99999", 10, 1023)],
)  # fmt: skip
def test_a_player_may_ask_for_a_part(span: str, first: int, last: int) -> None:
    """206 with the part and its place."""
    response = send("video/mp4", span=span)
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/1024"
    assert response.headers["Content-Length"] == str(last - first + 1)
    assert body(response) == CONTENT[first : last + 1]


def test_a_part_beyond_the_end_is_refused() -> None:
    """416 says how long the file is; the other headers are there as well."""
    response = send("video/mp4", span="bytes=5000-")
    assert response.status_code == 416
    assert response.headers["Content-Range"] == "bytes */1024"
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("span", ["bytes=-", "bytes=0-1,5-6", "lines=1-2", "bytes=b-a"])
def test_an_odd_range_gets_the_whole_file(span: str) -> None:
    """As RFC 9110 allows."""
    response = send("video/mp4", span=span)
    assert response.status_code == 200
    assert body(response) == CONTENT
