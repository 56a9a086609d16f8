"""ESCO, O*NET and local lists of skills, read into one `SkillGraph`.

>>> parsed = parse_esco({"skills_en.csv": data}, version="v1.2.0")
>>> graph = parsed.strict()          # raises BadRows with row, column, value, reason, remedy

`load_starter` gives what the package ships: ESCO's skills and O*NET's occupations in English.

Not here: CASE, CTDL-ASN and RSD (they come with the connectors), storage and search (server).
"""

from __future__ import annotations

from guildmark.skills.errors import (
    BadRow,
    BadRows,
    FrameworkUnreadable,
    SkillsError,
    UnknownSkill,
)
from guildmark.skills.frameworks.archive import parse_framework, read_archive
from guildmark.skills.frameworks.esco import (
    ESCO_ATTRIBUTION,
    esco_framework,
    parse_esco,
)
from guildmark.skills.frameworks.graph import Parsed, Relation, RelationKind, SkillGraph
from guildmark.skills.frameworks.local import parse_local_csv, parse_local_json
from guildmark.skills.frameworks.onet import (
    element_url,
    occupation_url,
    onet_framework,
    parse_onet,
)
from guildmark.skills.frameworks.skill import (
    KINDS,
    Framework,
    Occupation,
    Skill,
    SkillKind,
)
from guildmark.skills.frameworks.starter import (
    STARTERS,
    StarterName,
    load_starter,
    starter_manifest,
)

__all__ = [
    "ESCO_ATTRIBUTION",
    "KINDS",
    "STARTERS",
    "BadRow",
    "BadRows",
    "Framework",
    "FrameworkUnreadable",
    "Occupation",
    "Parsed",
    "Relation",
    "RelationKind",
    "Skill",
    "SkillGraph",
    "SkillKind",
    "SkillsError",
    "StarterName",
    "UnknownSkill",
    "element_url",
    "esco_framework",
    "load_starter",
    "occupation_url",
    "onet_framework",
    "parse_esco",
    "parse_framework",
    "parse_local_csv",
    "parse_local_json",
    "parse_onet",
    "read_archive",
    "starter_manifest",
]
