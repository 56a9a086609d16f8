"""Reads of role profiles, and of what the catalogue shows for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from guildmark.server.base.errors import NotFound
from guildmark.server.catalog.queries import CatalogueRow, achievements_for_skills
from guildmark.server.organizations.permissions import Actor
from guildmark.server.workforce.models import RoleProfile
from guildmark.server.workforce.permissions import may_read
from guildmark.server.workforce.profile import Profile, RoleSkill


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A published micro-credential that shows a skill; `level` None means not stated."""

    row: CatalogueRow
    level: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillCoverage:
    """One needed skill and what can prove it, the highest level first."""

    skill: RoleSkill
    proofs: tuple[Proof, ...]

    @property
    def level_shown(self) -> int | None:
        """Return the highest level that a micro-credential states for the skill."""
        return max((each.level for each in self.proofs if each.level is not None), default=None)

    @property
    def is_provable(self) -> bool:
        """Tell whether a micro-credential shows the skill at the level needed.

        A level that either side does not state cannot rule it out; `is_level_stated` says so.
        """
        need = self.skill.level
        return any(need is None or each.level is None or each.level >= need for each in self.proofs)

    @property
    def is_level_stated(self) -> bool:
        """Tell whether need and proof can be compared."""
        return self.skill.level is not None and self.level_shown is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """A role profile with the coverage of each of its skills."""

    id: UUID
    organization_id: UUID
    profile: Profile
    coverage: tuple[SkillCoverage, ...]

    @property
    def provable(self) -> int:
        """Return how many of its skills a micro-credential here can prove."""
        return sum(each.is_provable for each in self.coverage)


def role(*, actor: Actor, role_id: UUID) -> RoleRow:
    """Return one role profile.

    Raises:
        NotFound: there is none, or the actor does not belong to its organization.
    """
    found = RoleProfile.objects.filter(pk=role_id).first()
    if found is None or not may_read(actor, found.organization_id):
        raise NotFound
    return _rows([found])[0]


def roles(*, actor: Actor, organization_id: UUID) -> list[RoleRow]:
    """Return an organization's role profiles by title; the number of queries does not grow.

    Raises:
        NotFound: the actor does not belong to the organization.
    """
    if not may_read(actor, organization_id):
        raise NotFound
    return _rows(RoleProfile.objects.filter(organization_id=organization_id).order_by("title"))


def count_roles(organization_id: UUID) -> int:
    """Return how many role profiles an organization has."""
    return RoleProfile.objects.filter(organization_id=organization_id).count()


def _rows(found: Iterable[RoleProfile]) -> list[RoleRow]:
    profiles = [(each, _profile(each)) for each in found]
    urls = {skill.target_url for _, profile in profiles for skill in profile.skills}
    by_url = achievements_for_skills(sorted(urls)) if urls else {}
    return [
        RoleRow(
            id=each.id,
            organization_id=each.organization_id,
            profile=profile,
            coverage=tuple(
                _cover(skill, by_url.get(skill.target_url, ())) for skill in profile.skills
            ),
        )
        for each, profile in profiles
    ]


def _profile(found: RoleProfile) -> Profile:
    return Profile.from_json(
        {
            "title": found.title,
            "description": found.description,
            "occupation_url": found.occupation_url,
            "skills": found.skills,
        }
    )


def _cover(skill: RoleSkill, rows: tuple[CatalogueRow, ...]) -> SkillCoverage:
    proofs = [Proof(row=row, level=_level_of(row, skill.target_url)) for row in rows]
    proofs.sort(key=lambda proof: (-(proof.level or 0), proof.row.title))
    return SkillCoverage(skill=skill, proofs=tuple(proofs))


def _level_of(row: CatalogueRow, url: str) -> int | None:
    return next((tag.level for tag in row.skills if tag.url == url), None)
