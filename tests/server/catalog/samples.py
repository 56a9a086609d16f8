"""A complete definition and the people around it, for tests of any room above the catalogue."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from guildmark.server.organizations.operations import OrganizationInput, create_organization
from guildmark.server.organizations.permissions import AUTHOR, SYSTEM, Actor

ESCO_SKILL = "http://data.europa.eu/esco/skill/0a9c28be-6c8c-4b1c-b8a2-4d4b3b1d1c11"
ONET_SKILL = "https://www.onetonline.org/find/descriptor/result/2.B.3.l"


def complete_definition(**changes: Any) -> dict[str, Any]:
    """Return the JSON of a definition that may be published, with some fields replaced."""
    return {
        "title": "Control hazardous energy",
        "summary": "The holder isolated, locked, tagged and verified a live machine.",
        "description": "For maintenance staff who work on machines with stored energy.",
        "language": "en",
        "competency": {
            "statement": "Isolate a machine from every energy source before work begins.",
            "key_method": "Find, isolate, lock, tag, try; release in reverse order.",
        },
        "overview_questions": [
            {"id": "q1", "prompt": "Which machine, and why?", "word_limit": 150}
        ],
        "criteria": [
            {
                "id": "c1",
                "name": "Identifies every energy source",
                "description": "",
                "required_level": 2,
                "levels": [
                    {"level": 1, "name": "Misses one", "description": "One source is missed."},
                    {"level": 2, "name": "All live", "description": "Every live source."},
                    {"level": 3, "name": "All", "description": "Also stored and gravity energy."},
                ],
            },
            {
                "id": "c2",
                "name": "Proves zero energy",
                "description": "",
                "required_level": 1,
                "levels": [
                    {"level": 1, "name": "Tries the start", "description": ""},
                    {"level": 2, "name": "Tries and meters", "description": ""},
                ],
            },
        ],
        "evidence_requirements": [
            {
                "id": "e1",
                "name": "Isolation record",
                "description": "The record of a real isolation, filled in at work.",
                "kinds": ["file"],
                "minimum": 1,
                "authenticity": "attested",
            }
        ],
        "alignments": [
            {
                "framework": "ESCO",
                "target_url": ESCO_SKILL,
                "target_name": "apply lockout procedures",
                "target_code": "",
                "target_type": "ceasn:Competency",
                "description": "",
                "level": 3,
            }
        ],
        "outcomes": ["Name every energy source of a machine", "Lock out in the right order"],
        "learner_identification": "workplace",
        "workload_hours": 12,
        "ects_credits": 0.5,
        "eqf_level": 3,
        "level_note": "",
        "assessment_type": "workplace_evidence",
        "participation": "workplace",
        "quality_assurance": "Ten in a hundred decisions are marked twice.",
        "awarding_bodies": [],
        "prerequisites": "",
        "supervision": "supervised_onsite",
        "stackability": "stackable",
        "validity_months": 30,
        "badge": {
            "shape": "hexagon",
            "colour": "guild",
            "icon": "lock",
            "top_text": "Lockout",
            "bottom_text": "Safety",
        },
        **changes,
    }


def new_organization(name: str = "Harbor Technical College", **fields: Any) -> UUID:
    """Create an organization of that name in the Netherlands and return its id."""
    data = OrganizationInput(name=name, **{"countries": ("NL",), **fields})
    return create_organization(actor=SYSTEM, data=data)


def member_of(organization_id: UUID, *roles: str) -> Actor:
    """Return an actor with these roles there (an author by default)."""
    return Actor(
        person_id=uuid.uuid4(),
        actor_id=uuid.uuid4(),
        roles={organization_id: frozenset(roles or (AUTHOR,))},
    )
