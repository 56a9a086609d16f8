"""`guildmark inspect`: what is written, and that nothing was checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.baking import bake
from guildmark.testing import Clock, IssuerSimulator
from tests.cli.conftest import Guildmark
from tests.cli.images import PNG, SVG


@pytest.fixture
def credential() -> dict[str, Any]:
    """A signed badge."""
    return IssuerSimulator(clock=Clock()).award()


def test_it_says_first_that_nothing_was_checked(
    guildmark: Guildmark, folder: Path, credential: dict[str, Any]
) -> None:
    """No word of it may read like a verdict, even when the badge is forged."""
    (folder / "forged.json").write_text(json.dumps(credential | {"name": "Forged"}))

    run = guildmark("inspect", "forged.json")

    assert run.status == 0
    assert run.out.startswith("Nothing below was checked")
    assert "Forged" in run.out
    assert not {"valid", "genuine"} & set(run.out.lower().replace("valid from", "").split())


def test_it_names_what_people_look_for(
    guildmark: Guildmark, folder: Path, credential: dict[str, Any]
) -> None:
    """Issuer, holder, achievement, level reached, evidence, status and proof."""
    (folder / "credential.json").write_text(json.dumps(credential))

    run = guildmark("inspect", "credential.json")

    shown = dict(line.split(None, 1) for line in run.out.splitlines()[2:])
    assert shown["issuer"].startswith("Wheelwrights' Guild · did:key:")
    assert shown["holder"] == "did:example:ada"
    assert shown["result"] == "Runs true · Within half a millimetre"
    assert "Three wheels, filmed" in shown["evidence"]
    assert "eddsa-rdfc-2022" in shown["proof"]


@pytest.mark.parametrize(("image", "form"), [(PNG, "PNG"), (SVG, "SVG")])
def test_it_looks_into_images(
    guildmark: Guildmark, credential: dict[str, Any], image: bytes, form: str
) -> None:
    """And says what kind of image it was."""
    baked = bake(image, json.dumps(credential))

    run = guildmark("inspect", "--json", "-", stdin=baked)

    assert run.json == {"checked": False, "form": form, "credential": credential}


@pytest.mark.parametrize(
    "content",
    [
        {"credentialSubject": "text", "issuer": 5, "evidence": [None, "x", {}], "proof": [[]]},
        {"credentialSubject": [{"achievement": [{"resultDescription": [{"id": []}]}]}]},
        {"credentialSubject": {"result": [{"achievedLevel": []}], "achievement": 7}},
        {"type": [{"@id": "x"}, None], "name": {"@value": "x"}},
    ],
)
def test_it_shows_what_it_can_of_any_shape(guildmark: Guildmark, content: dict[str, Any]) -> None:
    """It is a look at something unknown, so nothing in it is a surprise."""
    assert guildmark("inspect", "-", stdin=json.dumps(content).encode()).status == 0


def test_it_does_not_list_without_end(guildmark: Guildmark) -> None:
    """A thousand pieces of evidence are counted, not shown."""
    content = {"evidence": [{"name": f"Piece {number}"} for number in range(1000)]}

    run = guildmark("inspect", "-", stdin=json.dumps(content).encode())

    assert "… and 980 more" in run.out
    assert len(run.out.splitlines()) < 40
