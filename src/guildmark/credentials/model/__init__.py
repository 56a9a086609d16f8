"""Achievements, credentials, profiles and results as frozen values, and their structure.

Example:
    >>> Criteria(narrative="Three wheels, marked against the rubric.").to_json()
    {'narrative': 'Three wheels, marked against the rubric.'}
"""

from __future__ import annotations

from guildmark.credentials.model import json_schema, open_badges_2
from guildmark.credentials.model.achievement import (
    Achievement,
    Alignment,
    Criteria,
    Related,
    ResultDescription,
    RubricCriterionLevel,
)
from guildmark.credentials.model.clr import (
    Association,
    AssociationType,
    build_clr,
    check_associations,
)
from guildmark.credentials.model.credential import (
    AchievementCredential,
    AchievementSubject,
    Evidence,
    IdentityObject,
    Result,
)
from guildmark.credentials.model.endorsement import build_endorsement
from guildmark.credentials.model.issuable import check_issuable
from guildmark.credentials.model.node import Node
from guildmark.credentials.model.profile import Address, IdentifierEntry, Image, Profile
from guildmark.credentials.model.recipient import matches_recipient, recipient_identities
from guildmark.credentials.model.recognition import (
    is_open_badges_2,
    is_vc_1_1,
    profile_of,
    types_of,
)
from guildmark.credentials.model.structure import Finding, check_structure, issuer_id_of

__all__ = [
    "Achievement",
    "AchievementCredential",
    "AchievementSubject",
    "Address",
    "Alignment",
    "Association",
    "AssociationType",
    "Criteria",
    "Evidence",
    "Finding",
    "IdentifierEntry",
    "IdentityObject",
    "Image",
    "Node",
    "Profile",
    "Related",
    "Result",
    "ResultDescription",
    "RubricCriterionLevel",
    "build_clr",
    "build_endorsement",
    "check_associations",
    "check_issuable",
    "check_structure",
    "is_open_badges_2",
    "is_vc_1_1",
    "issuer_id_of",
    "json_schema",
    "matches_recipient",
    "open_badges_2",
    "profile_of",
    "recipient_identities",
    "types_of",
]
