"""Six jobs of the employer, in its own words, with the skills each needs (levels as in EQF)."""

from __future__ import annotations

from guildmark.server.demo.content.model import RoleProfile, RoleSkill
from guildmark.server.demo.content.skills import ESCO, esco_uri
from guildmark.skills.frameworks import occupation_url


def _need(key: str, level: int, *, critical: bool = False) -> RoleSkill:
    return RoleSkill(
        framework="ESCO",
        target_url=esco_uri(key),
        target_name=ESCO[key][1],
        level=level,
        critical=critical,
    )


ROLE_PROFILES = (
    RoleProfile(
        key="line-technician",
        employer="meridian",
        title="Line maintenance technician",
        description="Keeps two converting lines running on a shift, alone at night.",
        occupation_url=occupation_url("49-9041.00"),
        skills=(
            _need("machinery-safety", 4, critical=True),
            _need("electrical-safety", 4, critical=True),
            _need("installed-equipment", 4),
            _need("troubleshoot", 5),
            _need("maintenance-records", 4),
            _need("cmms", 3),
            _need("teams", 3),
        ),
    ),
    RoleProfile(
        key="maintenance-helper",
        employer="meridian",
        title="Maintenance helper",
        description="First job in the workshop, with a technician beside them.",
        occupation_url=occupation_url("49-9071.00"),
        skills=(
            _need("machinery-safety", 3, critical=True),
            _need("prevent-accidents", 3),
            _need("technical-drawings", 2),
            _need("team-leader", 3),
        ),
    ),
    RoleProfile(
        key="quality-inspector",
        employer="meridian",
        title="Quality inspector, tooling",
        description="Accepts or refuses turned and ground parts of suppliers.",
        occupation_url=occupation_url("51-9061.00"),
        skills=(
            _need("precision-measuring", 4, critical=True),
            _need("measure-parts", 4, critical=True),
            _need("technical-drawings", 4),
            _need("data-analysis", 3),
        ),
    ),
    RoleProfile(
        key="fabricator",
        employer="meridian",
        title="Fabricator",
        description="Makes frames, brackets and guards in small numbers.",
        occupation_url=occupation_url("51-4121.00"),
        skills=(
            _need("mag-welding", 3, critical=True),
            _need("welding-inspection", 3),
            _need("technical-drawings", 3),
            _need("prevent-accidents", 3, critical=True),
        ),
    ),
    RoleProfile(
        key="production-analyst",
        employer="meridian",
        title="Production data analyst",
        description="Answers the questions of four line leads from machine and order data.",
        occupation_url=occupation_url("15-2051.01"),
        skills=(
            _need("sql", 4, critical=True),
            _need("data-analysis", 4),
            _need("cleansing", 4),
            _need("visual-data", 3),
            _need("personal-data", 3, critical=True),
        ),
    ),
    RoleProfile(
        key="shift-lead",
        employer="meridian",
        title="Shift lead",
        description="Leads twelve people on a line and answers for their safety.",
        occupation_url="",
        skills=(
            _need("safe-protocols", 4, critical=True),
            _need("prevent-accidents", 4, critical=True),
            _need("incident-reports", 3),
            _need("coach", 4),
            _need("threats", 2),
        ),
    ),
)
