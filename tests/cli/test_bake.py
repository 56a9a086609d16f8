"""`guildmark bake` and `unbake`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guildmark.credentials.baking import Baked, extract
from guildmark.credentials.encoding import to_base64url
from tests.cli.conftest import Guildmark
from tests.cli.images import PNG, SVG

_TEXT = json.dumps({"@context": [], "name": "Ñandú 漢字 ]]> &amp;"}, ensure_ascii=False)


@pytest.fixture
def credential(folder: Path) -> bytes:
    """Any JSON: baking does not check it."""
    (folder / "credential.json").write_text(_TEXT, encoding="utf-8")
    return _TEXT.encode()


@pytest.mark.parametrize("image", [PNG, SVG], ids=["png", "svg"])
def test_what_goes_in_comes_out_byte_for_byte(
    guildmark: Guildmark, folder: Path, credential: bytes, image: bytes
) -> None:
    """And the first image stays as it was."""
    (folder / "image").write_bytes(image)

    baked = guildmark("bake", "image", "credential.json", "-o", "baked")
    unbaked = guildmark("unbake", "baked")

    assert (baked.status, unbaked.status) == (0, 0)
    assert unbaked.out_bytes == credential
    assert (folder / "image").read_bytes() == image


@pytest.mark.parametrize("image", [PNG, SVG], ids=["png", "svg"])
def test_an_image_without_a_credential_is_unreadable(
    guildmark: Guildmark, folder: Path, image: bytes
) -> None:
    """To unbake, to verify and to inspect; the file is named."""
    (folder / "plain").write_bytes(image)

    runs = [guildmark(*call, "plain") for call in (["unbake"], ["verify"], ["inspect"])]

    assert [run.status for run in runs] == [3, 3, 3]
    assert all("plain" in run.out + run.error for run in runs)


@pytest.mark.parametrize(
    ("image", "document", "status", "named"),
    [
        (PNG[:40], _TEXT.encode(), 2, "image"),
        (b"GIF89a", _TEXT.encode(), 3, "image"),
        (b"<html></html>", _TEXT.encode(), 2, "image"),
        (PNG, b"\xff\xfe", 3, "credential.json"),
        (PNG, b'{"a": 1, "a": 2}', 3, "credential.json"),
    ],
    ids=["cut png", "gif", "html", "not utf-8", "duplicate key"],
)
def test_it_refuses_what_does_not_fit_and_writes_nothing(
    guildmark: Guildmark, folder: Path, image: bytes, document: bytes, status: int, named: str
) -> None:
    """The message names the file."""
    (folder / "image").write_bytes(image)
    (folder / "credential.json").write_bytes(document)

    run = guildmark("bake", "image", "credential.json", "-o", "out")

    assert run.status == status
    assert named in run.error
    assert not (folder / "out").exists()


def test_it_does_not_replace_a_file_unless_forced(
    guildmark: Guildmark, folder: Path, credential: bytes
) -> None:
    """Not even the image itself."""
    (folder / "image.png").write_bytes(PNG)

    refused = guildmark("bake", "image.png", "credential.json", "-o", "image.png")
    assert refused.status == 2
    assert (folder / "image.png").read_bytes() == PNG

    forced = guildmark("bake", "image.png", "credential.json", "-o", "image.png", "--force")
    assert forced.status == 0
    assert guildmark("unbake", "image.png").out_bytes == credential


_OLDER = {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "badge": "urn:x:y"}
_SIGNED_OLDER = ".".join(
    to_base64url(json.dumps(part).encode()) for part in ({"alg": "RS256"}, _OLDER, "signature")
)


@pytest.mark.parametrize("image", [PNG, SVG], ids=["png", "svg"])
@pytest.mark.parametrize("text", [json.dumps(_OLDER), _SIGNED_OLDER], ids=["json", "token"])
def test_an_older_badge_goes_where_older_programs_look(
    guildmark: Guildmark, folder: Path, image: bytes, text: str
) -> None:
    """By what it is, hosted or signed."""
    (folder / "image").write_bytes(image)
    (folder / "badge").write_text(text)

    assert guildmark("bake", "image", "badge", "-o", "baked").status == 0

    assert extract((folder / "baked").read_bytes()) == Baked(text, 2)
    assert guildmark("unbake", "baked").out_bytes == text.encode()
