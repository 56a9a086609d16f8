"""What the world reads about an organization, and the record of what was done in it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from guildmark.server.audit.models import Record
from guildmark.server.base.errors import Conflict, InvalidInput, NotFound
from guildmark.server.organizations import queries
from guildmark.server.organizations.models import Organization
from guildmark.server.organizations.operations import (
    OrganizationInput,
    change_organization,
    create_organization,
    grant_role,
)
from guildmark.server.organizations.permissions import AUTHOR, OWNER, SYSTEM, VISITOR, Actor
from tests.server.catalog.samples import member_of, new_organization
from tests.server.wallet.samples import Awarded, new_person

pytestmark = pytest.mark.django_db

HARBOR = "/organizations/harbor-technical-college/"


def test_only_operators_make_organizations() -> None:
    """Whoever made it is its owner, when it was a person."""
    person = new_person("op@example.org", is_superuser=True)
    operator = Actor(person_id=person.id, actor_id=person.actor_id, is_operator=True)
    made = create_organization(actor=operator, data=OrganizationInput(name="Harbor"))
    assert [row.roles for row in queries.members(made)] == [(OWNER,)]
    for actor in (VISITOR, member_of(made, OWNER)):
        with pytest.raises(NotFound):
            create_organization(actor=actor, data=OrganizationInput(name="Another"))
    assert Organization.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Har\x1bbor"}, "name"),
        ({"name": "Har\u202ebor"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"countries": ("XX",)}, "countries"),
        ({"countries": ("Netherlands",)}, "countries"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "harbor.example"}, "url"),
        ({"email": "nobody"}, "email"),
        ({"description": "one\x00two"}, "description"),
    ],
)
def test_what_cannot_be_used_is_named(changes: dict[str, object], field: str) -> None:
    """Each field with what is wrong; nothing is made or changed."""
    wanted = OrganizationInput(**{"name": "Harbor", **changes})  # type: ignore[arg-type]
    with pytest.raises(InvalidInput) as refused:
        create_organization(actor=SYSTEM, data=wanted)
    assert [finding.field for finding in refused.value.findings] == [field]
    assert refused.value.findings[0].remedy
    assert not Organization.objects.exists()
    made = new_organization("Harbor")
    with pytest.raises(InvalidInput):
        change_organization(actor=member_of(made, OWNER), organization_id=made, data=wanted)
    assert Organization.objects.get().name == "Harbor"


def test_a_short_name_is_taken_once() -> None:
    """The second organization of a name needs another one."""
    new_organization("Harbor")
    with pytest.raises(Conflict) as refused:
        new_organization("Harbor")
    assert refused.value.code == "slug_taken"


@pytest.mark.parametrize("name", ["王立学院", "كلية الميناء", "«»"])
def test_a_name_in_any_script_gets_an_address(name: str, client: Client) -> None:
    """Where nothing is left of it in ASCII, one is made up."""
    row = queries.organization(new_organization(name))
    assert row is not None
    assert row.name == name
    assert client.get(f"/issuers/{row.slug}/").status_code == 200


def test_an_owner_changes_what_the_world_reads(awarded: Awarded) -> None:
    """Credentials already signed keep what they say; others get 404."""
    grant_role(
        actor=SYSTEM, organization_id=awarded.organization_id, person_id=awarded.assessor.id,
        role=OWNER,
    )  # fmt: skip
    client = Client()
    client.force_login(awarded.assessor, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = client.get(f"{HARBOR}details/").content.decode()
    assert "https://harbor.example/" in page
    wrong = client.post(f"{HARBOR}details/", {"name": "Har\u202ebor", "countries": ["NL"]})
    assert wrong.status_code == 422
    assert "control characters" in wrong.content.decode()
    fields = {"name": "Harbor & Co <College>", "description": "Ports.", "countries": ["NL", "BE"],
              "url": "https://harbor.example/new", "email": "hello@harbor.example"}  # fmt: skip
    client.post(f"{HARBOR}details/", fields)
    row = queries.organization(awarded.organization_id)
    assert row is not None
    assert (row.name, row.countries) == ("Harbor & Co <College>", ("NL", "BE"))
    assert "Harbor &amp; Co &lt;College&gt;" in client.get(HARBOR).content.decode()
    assert '"name":"Harbor Technical College"' in awarded.credential.document
    assert Record.objects.filter(fact="organizations.OrganizationChanged").count() == 1
    for actor in (VISITOR, member_of(awarded.organization_id, AUTHOR), member_of(uuid4(), OWNER)):
        with pytest.raises(NotFound):
            change_organization(
                actor=actor, organization_id=awarded.organization_id,
                data=OrganizationInput(name="Mine now"),
            )  # fmt: skip


def test_the_record_shows_who_did_what(awarded: Awarded) -> None:
    """Newest first, people by name while their account exists; no other organization's entries."""
    grant_role(
        actor=SYSTEM, organization_id=awarded.organization_id, person_id=awarded.assessor.id,
        role=OWNER,
    )  # fmt: skip
    other = new_organization("Elsewhere")
    client = Client()
    client.force_login(awarded.assessor, backend=settings.AUTHENTICATION_BACKENDS[0])
    text = client.get(f"{HARBOR}record/").content.decode()
    assert "Ben Okafor" in text
    assert str(other) not in text
    assert client.get(f"{HARBOR}record/?page=999").status_code == 200
    assert client.get(f"{HARBOR}record/?page=x").status_code in {200, 404}


def test_operators_hold_no_role_by_that(awarded: Awarded) -> None:
    """Who runs the machine does not thereby read anybody's evidence."""
    operator = new_person("op@example.org", is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(operator, backend=settings.AUTHENTICATION_BACKENDS[0])
    for path in ("", "members/", "awards/", "marking/", "record/"):
        assert client.get(HARBOR + path).status_code == 404
    assert client.get(f"/submissions/{awarded.submission_id}/").status_code == 404
