"""What a job needs, and which micro-credentials prove it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from guildmark.server.accounts.models import Person
from guildmark.server.base.errors import InvalidInput, NotFound, NotPermitted
from guildmark.server.catalog import operations as catalog
from guildmark.server.organizations.models import Membership
from guildmark.server.organizations.permissions import AUTHOR, SYSTEM, VIEWER, VISITOR
from guildmark.server.organizations.queries import organization
from guildmark.server.workforce import operations, queries
from guildmark.server.workforce.models import RoleProfile
from tests.server.catalog.samples import (
    ESCO_SKILL,
    ONET_SKILL,
    complete_definition,
    member_of,
    new_organization,
)

pytestmark = pytest.mark.django_db

WELDING = "http://data.europa.eu/esco/skill/1"


def skill(url: str, level: int | None = None, **more: Any) -> dict[str, Any]:
    """Return one needed skill as JSON."""
    return {"framework": "ESCO", "target_url": url, "target_name": f"skill {url[-1]}",
            "level": level, "critical": False, **more}  # fmt: skip


def job(*skills: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a role profile as JSON."""
    return {"title": "Maintenance technician", "skills": list(skills), **changes}


def publish(**changes: Any) -> UUID:
    """Publish a micro-credential that shows ESCO_SKILL at level 3."""
    made = catalog.create_achievement(
        actor=SYSTEM, organization_id=new_organization(uuid4().hex), title="x"
    )
    definition = complete_definition(**changes)
    catalog.save_draft(actor=SYSTEM, achievement_id=made, definition=definition)
    catalog.publish(actor=SYSTEM, achievement_id=made)
    return made


@pytest.fixture
def employer() -> UUID:
    """Return an employer."""
    return new_organization("Maas Shipyards", kind="employer")


def test_it_counts_the_skills_that_can_be_proven_here(employer: UUID) -> None:
    """A skill counts when a published micro-credential reaches the level needed."""
    publish()
    author = member_of(employer)
    made = operations.create_role(
        actor=author,
        organization_id=employer,
        profile=job(skill(ESCO_SKILL, 3, critical=True), skill(WELDING, 2), skill(ONET_SKILL)),
    )
    row = queries.role(actor=author, role_id=made)
    assert (row.provable, len(row.coverage)) == (1, 3)
    proven, missing, _unknown = row.coverage
    assert (proven.level_shown, proven.is_provable, proven.skill.critical) == (3, True, True)
    assert (missing.level_shown, missing.is_provable) == (None, False)


@pytest.mark.parametrize(
    ("needed", "shown", "provable", "compared"),
    [(3, 3, True, True), (4, 3, False, True), (None, 3, True, False), (4, None, True, False)],
)
def test_a_level_that_is_not_stated_is_never_guessed(
    needed: int | None, shown: int | None, provable: bool, compared: bool, employer: UUID
) -> None:
    """It cannot rule a proof out, and the page says that it was not compared."""
    [alignment] = complete_definition()["alignments"]
    publish(alignments=[{**alignment, "level": shown}], eqf_level=None, level_note="Not placed")
    author = member_of(employer)
    made = operations.create_role(
        actor=author, organization_id=employer, profile=job(skill(ESCO_SKILL, needed))
    )
    [each] = queries.role(actor=author, role_id=made).coverage
    assert (each.is_provable, each.is_level_stated) == (provable, compared)


def test_the_best_proof_comes_first(employer: UUID) -> None:
    """By the level that each states for the skill."""
    [alignment] = complete_definition()["alignments"]
    publish(title="Lower", alignments=[{**alignment, "level": 2}])
    publish(title="Higher", alignments=[{**alignment, "level": 5}])
    author = member_of(employer)
    made = operations.create_role(
        actor=author, organization_id=employer, profile=job(skill(ESCO_SKILL, 5))
    )
    [each] = queries.role(actor=author, role_id=made).coverage
    assert [proof.row.title for proof in each.proofs] == ["Higher", "Lower"]
    assert each.level_shown == 5


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x\x00"}, "title"),
        ({"title": "x", "pay": 3}, "pay"),
        ({"title": "x", "occupation_url": "ftp://x"}, "occupation_url"),
        ({"title": "x", "skills": [skill(WELDING, 9)]}, "skills.0.level"),
        ({"title": "x", "skills": [skill(WELDING, critical="yes")]}, "skills.0.critical"),
        ({"title": "x", "skills": [skill(WELDING), skill(WELDING)]}, "skills.1.target_url"),
        ({"title": "x", "skills": [skill(WELDING, target_name="")]}, "skills.0.target_name"),
    ],
)
def test_it_refuses_what_cannot_be(profile: dict[str, Any], field: str, employer: UUID) -> None:
    """The field is named and nothing is saved."""
    with pytest.raises(InvalidInput) as caught:
        operations.create_role(actor=SYSTEM, organization_id=employer, profile=profile)
    assert [finding.field for finding in caught.value.findings] == [field]
    assert not RoleProfile.objects.exists()


def test_for_another_organization_it_does_not_exist(employer: UUID) -> None:
    """To read, to change and to remove; a viewer may only read."""
    made = operations.create_role(actor=SYSTEM, organization_id=employer, profile=job())
    for actor in (member_of(new_organization("Other")), VISITOR):
        with pytest.raises(NotFound):
            queries.role(actor=actor, role_id=made)
        with pytest.raises(NotFound):
            queries.roles(actor=actor, organization_id=employer)
        with pytest.raises(NotFound):
            operations.save_role(actor=actor, role_id=made, profile=job())
        with pytest.raises(NotFound):
            operations.remove_role(actor=actor, role_id=made)
        with pytest.raises(NotFound):
            operations.create_role(actor=actor, organization_id=employer, profile=job())
    viewer = member_of(employer, VIEWER)
    assert queries.role(actor=viewer, role_id=made).profile.title == "Maintenance technician"
    with pytest.raises(NotPermitted):
        operations.remove_role(actor=viewer, role_id=made)


def test_an_employer_walks_the_pages(client: Client, employer: UUID) -> None:
    """Begin, say levels, remove a skill, read the answer, take it away: all by plain forms."""
    publish()
    person = Person.objects.create_user("emp@example.org", name="Em Ployer")
    Membership.objects.create(organization_id=employer, person=person, role=AUTHOR)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    row = organization(employer)
    assert row is not None
    base = f"/organizations/{row.slug}/roles/"
    assert "No role profile yet" in client.get(base).content.decode()
    assert client.post(f"{base}new/", {"title": ""}).status_code == 422
    edit = client.post(f"{base}new/", {"title": "Technician"})["Location"]
    sent = {
        "title": "Technician",
        "skills.0.framework": "ESCO",
        "skills.0.target_url": ESCO_SKILL,
        "skills.0.target_name": "apply lockout procedures",
        "skills.0.level": "3",
        "skills.0.critical": "on",
        "skills.1.framework": "ESCO",
        "skills.1.target_url": WELDING,
        "skills.1.target_name": "weld",
    }
    detail = client.post(edit, {**sent, "do": "done"})["Location"]
    html = client.get(detail).content.decode()
    assert "1 of 2 skills can be proven with a micro-credential here" in html
    assert "Nothing here yet" in html
    client.post(edit, {**sent, "do": "remove:1"})
    html = client.get(detail).content.decode()
    assert "1 of 1 skill can be proven with a micro-credential here" in html
    wrong = client.post(edit, {**sent, "title": "x\x07", "do": "done"})
    assert wrong.status_code == 422
    assert 'href="#id_title"' in wrong.content.decode()
    assert "deleted" in client.get(f"{detail}remove/").content.decode()
    client.post(f"{detail}remove/")
    assert client.get(detail).status_code == 404


def test_the_pages_of_another_employer_are_not_there(client: Client, employer: UUID) -> None:
    """404 for every one of them."""
    made = operations.create_role(actor=SYSTEM, organization_id=employer, profile=job())
    other = new_organization("Other", kind="employer")
    person = Person.objects.create_user("emp@example.org", name="Em Ployer")
    Membership.objects.create(organization_id=other, person=person, role=AUTHOR)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    for owner in (employer, other):
        row = organization(owner)
        assert row is not None
        for page in ("", "edit/", "remove/"):
            path = f"/organizations/{row.slug}/roles/{made}/{page}"
            assert client.get(path).status_code == 404
            assert client.post(path).status_code in (404, 405)
    assert RoleProfile.objects.filter(pk=made).exists()
