"""What a job needs, as a value: title, occupation, and skills with levels.

Levels are 1 to 8 on the scale of the European Qualifications Framework, or not stated.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from guildmark.server.base.errors import Finding, InvalidInput
from guildmark.server.catalog.reading import ObjectReader

_SKILLS_AT_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSkill:
    """One skill that the job needs; without it a `critical` one makes the others idle."""

    framework: str = ""
    target_url: str
    target_name: str
    level: int | None = None
    critical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One job's needs."""

    title: str
    description: str = ""
    occupation_url: str = ""
    skills: tuple[RoleSkill, ...] = ()

    @classmethod
    def from_json(cls, value: object) -> Profile:
        """Read a profile from parsed JSON.

        Raises:
            InvalidInput: with one finding for each fault, named by its dotted path.
        """
        findings: list[Finding] = []
        reader = ObjectReader(value, known=[each.name for each in fields(cls)], findings=findings)
        profile = cls(
            title=reader.text("title", at_most=200),
            description=reader.text("description", at_most=4000, lines=True),
            occupation_url=reader.web_address("occupation_url"),
            skills=_read_skills(reader),
        )
        if not profile.title and not any(each.field == "title" for each in findings):
            findings.append(Finding("title", _("The title is missing."), _("Name the job.")))
        if findings:
            raise InvalidInput(findings=findings)
        return profile

    def to_json(self) -> dict[str, Any]:
        """Return the JSON shape: every field present."""
        return {
            "title": self.title,
            "description": self.description,
            "occupation_url": self.occupation_url,
            "skills": [
                {each.name: getattr(skill, each.name) for each in fields(skill)}
                for skill in self.skills
            ],
        }


def _read_skills(reader: ObjectReader) -> tuple[RoleSkill, ...]:
    known = [each.name for each in fields(RoleSkill)]
    skills = tuple(
        RoleSkill(
            framework=each.text("framework", at_most=40),
            target_url=each.web_address("target_url"),
            target_name=each.text("target_name", at_most=300),
            level=each.integer("level", least=1, most=8),
            critical=each.truth("critical"),
        )
        for each in reader.objects("skills", known=known, items_at_most=_SKILLS_AT_MOST)
    )
    reader.refuse_repeats("skills", field="target_url", values=(each.target_url for each in skills))
    for place, skill in enumerate(skills):
        if not skill.target_url or not skill.target_name:
            reader.refuse(
                f"skills.{place}.target_name",
                _("The skill lacks its name or its address."),
                _("Remove it and pick it again."),
            )
    return skills
