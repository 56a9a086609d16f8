"""What the engine's tests share: an issuer in memory, the shared vectors, extra contexts."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from guildmark.credentials.encoding import conformance_contexts
from guildmark.testing import Clock, IssuerSimulator
from tests.credentials.judging import NOW

_REPOSITORY = Path(__file__).parents[2]
# Machines in CI pause; a slow example is no wrong one.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The published vectors, beside the checkout or where GUILDMARK_SHARED points."""
    shared = Path(os.environ.get("GUILDMARK_SHARED") or _REPOSITORY.parent / "shared")
    folder = shared / "vectors"
    if not folder.is_dir():
        pytest.skip("the shared vectors are not here; set GUILDMARK_SHARED to their folder")
    return folder


@pytest.fixture(scope="session")
def achievement_schema(vectors: Path) -> dict[str, Any]:
    """The official JSON Schema of achievement credentials."""
    path = vectors / "schemas/open-badges-3.0/ob_v3p0_achievementcredential_schema.json"
    schema: dict[str, Any] = json.loads(path.read_bytes())
    return schema


@pytest.fixture
def clock() -> Clock:
    """Stands still at NOW."""
    return Clock(NOW)


@pytest.fixture
def issuer(clock: Clock) -> IssuerSimulator:
    """An issuer known by its did:key."""
    return IssuerSimulator(clock=clock)


@pytest.fixture
def w3c_contexts() -> Iterator[None]:
    """Let the engine know the contexts of the W3C's examples, for this test only."""
    with conformance_contexts():
        yield
