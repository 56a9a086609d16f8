"""Where the tests find the data that is too big or not ours to keep in the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]


def shared_data(name: str) -> Path:
    """Return a folder of the shared data; skip the test where it is absent."""
    given = os.environ.get("GUILDMARK_SHARED")
    folder = (Path(given) if given else _ROOT.parent / "shared") / "data" / name
    if not folder.is_dir():
        pytest.skip(f"the shared data folder {name} is not here")
    return folder
