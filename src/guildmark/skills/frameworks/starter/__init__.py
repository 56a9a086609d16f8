"""The frameworks that the package ships, so that a new installation can search at once.

ESCO v1.2 skills and knowledge in English (label, aliases, description, URI) and the O*NET
occupations (code, title, description). `manifest.json` beside this file names, for each, the
package it was taken from, its version, licence and SHA-256; `tools/build_starter.py` makes them
again from those packages.

Not here: relations, ESCO occupations and other languages. Import the official download for them.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Literal

from guildmark.skills.errors import FrameworkUnreadable
from guildmark.skills.frameworks.esco import esco_framework
from guildmark.skills.frameworks.graph import SkillGraph
from guildmark.skills.frameworks.local import parse_local_csv
from guildmark.skills.frameworks.onet import onet_framework, parse_onet

__all__ = ["STARTERS", "StarterName", "load_starter", "starter_manifest"]

StarterName = Literal["esco", "onet"]
STARTERS: tuple[StarterName, ...] = ("esco", "onet")


def starter_manifest() -> Mapping[str, Any]:
    """Return where each shipped framework comes from, by its name."""
    manifest: dict[str, Any] = json.loads(_read("manifest.json"))
    return manifest


def load_starter(name: StarterName = "esco") -> SkillGraph:
    """Return a shipped framework.

    Raises:
        FrameworkUnreadable: the shipped file was changed after it was built.
    """
    entry = starter_manifest()[name]
    data = _read(entry["file"])
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise FrameworkUnreadable(
            f"The shipped file {entry['file']} is not the one that was released. "
            "Install the package again.",
            file=entry["file"],
        )
    table = gzip.decompress(data)
    if name == "onet":
        framework = onet_framework(entry["version"])
        return parse_onet({"occupation_data.csv": table}, version=framework.version).strict()
    framework = esco_framework(entry["version"])
    return parse_local_csv(table, framework=framework, file=entry["file"]).strict()


def _read(name: str) -> bytes:
    return files(__package__).joinpath(name).read_bytes()
