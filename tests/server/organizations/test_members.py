"""Who belongs where: invited, joined, removed with effect at once, never without an owner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from guildmark.server.accounts.models import Person
from guildmark.server.accounts.operations import SCOPES, create_token
from guildmark.server.audit.models import Record
from guildmark.server.base.clock import clock_at
from guildmark.server.base.errors import Conflict, InvalidInput, NotFound
from guildmark.server.messages.models import Message
from guildmark.server.organizations import queries
from guildmark.server.organizations.models import Invitation
from guildmark.server.organizations.operations import (
    INVITATION_LIFETIME,
    accept_invitation,
    forget_old_invitations,
    grant_role,
    invite_member,
    remove_role,
    withdraw_invitation,
)
from guildmark.server.organizations.permissions import (
    ASSESSOR,
    ISSUER,
    OWNER,
    ROLES,
    SYSTEM,
    VIEWER,
    VISITOR,
    Actor,
)
from guildmark.server.organizations.queries import actor_of, members
from tests.server.catalog.samples import member_of, new_organization
from tests.server.wallet.samples import Awarded, new_person

pytestmark = pytest.mark.django_db

HARBOR = "/organizations/harbor-technical-college/"


@pytest.fixture
def organization_id() -> UUID:
    """Return an organization."""
    return new_organization()


@pytest.fixture
def owner(organization_id: UUID) -> Actor:
    """Return its owner, who has an account."""
    person = new_person("owner@example.org", "Olga Owner")
    grant_role(actor=SYSTEM, organization_id=organization_id, person_id=person.id, role=OWNER)
    return actor_of(person.id)


def browser(person_id: UUID | None) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(
        Person.objects.get(pk=person_id), backend=settings.AUTHENTICATION_BACKENDS[0]
    )
    return client


def facts() -> list[str]:
    """Return the names of what was written down about members."""
    rows = Record.objects.filter(fact__startswith="organizations.").order_by("sequence")
    return [fact.partition(".")[2] for fact in rows.values_list("fact", flat=True)]


def test_an_invitation_is_mailed_and_works_once(
    owner: Actor, organization_id: UUID, run_jobs: Callable[[], list[str]]
) -> None:
    """Whoever holds the link joins with its role; the link is then used up."""
    newcomer, late = new_person("new@example.org"), new_person("late@example.org")
    token = invite_member(
        actor=owner, organization_id=organization_id, email=" New@Example.org ", role=ASSESSOR
    )
    run_jobs()
    (sent,) = mail.outbox
    assert sent.to == ["new@example.org"]
    assert f"{settings.PUBLIC_ORIGIN}/invitations/{token}/" in sent.body
    assert "Harbor Technical College" in sent.body
    client = browser(newcomer.id)
    assert "Join" in client.get(f"/invitations/{token}/").content.decode()
    assert not actor_of(newcomer.id).belongs_to(organization_id)
    welcome = client.post(f"/invitations/{token}/", follow=True)
    assert "Welcome to Harbor Technical College" in welcome.content.decode()
    assert actor_of(newcomer.id).roles == {organization_id: frozenset({ASSESSOR})}
    assert browser(late.id).post(f"/invitations/{token}/").status_code == 404
    assert facts()[-2:] == ["MemberInvited", "RoleGranted"]


def test_only_a_digest_of_the_link_is_kept(owner: Actor, organization_id: UUID) -> None:
    """Reading the table gives nobody a way in."""
    token = invite_member(
        actor=owner, organization_id=organization_id, email="a@example.org", role=VIEWER
    )
    assert token not in str(Invitation.objects.values_list())
    assert "a@example.org" not in str(list(Record.objects.values_list("data", flat=True)))


def test_an_invitation_can_be_taken_back_and_expires(owner: Actor, organization_id: UUID) -> None:
    """Either way the link leads nowhere, and the list shows it no more."""
    person = actor_of(new_person("new@example.org").id)
    invite = {"actor": owner, "organization_id": organization_id, "role": VIEWER}
    first = invite_member(email="a@example.org", **invite)  # type: ignore[arg-type]
    (row,) = queries.invitations(organization_id)
    page = browser(owner.person_id)
    withdrawn = page.post(f"{HARBOR}invitations/{row.id}/withdraw/", follow=True)
    assert "no longer works" in withdrawn.content.decode()
    with pytest.raises(NotFound):
        accept_invitation(actor=person, token=first)
    with pytest.raises(NotFound):
        withdraw_invitation(actor=owner, organization_id=organization_id, invitation_id=row.id)
    second = invite_member(email="b@example.org", **invite)  # type: ignore[arg-type]
    later = timezone.now() + INVITATION_LIFETIME + timedelta(seconds=1)
    with clock_at(later), pytest.raises(NotFound):
        accept_invitation(actor=person, token=second)
    with clock_at(later):
        forget_old_invitations()
    assert not Invitation.objects.exists()


def test_old_invitations_are_forgotten_and_open_ones_are_not(
    owner: Actor, organization_id: UUID
) -> None:
    """Addresses are kept no longer than they are needed."""
    for email in ("open@example.org", "used@example.org"):
        token = invite_member(
            actor=owner, organization_id=organization_id, email=email, role=VIEWER
        )
    accept_invitation(actor=actor_of(new_person("used@example.org").id), token=token)
    forget_old_invitations()
    assert list(Invitation.objects.values_list("email", flat=True)) == ["open@example.org"]


def test_a_visitor_signs_in_first(owner: Actor, organization_id: UUID, client: Client) -> None:
    """And comes back to the invitation afterwards."""
    token = invite_member(
        actor=owner, organization_id=organization_id, email="a@example.org", role=VIEWER
    )
    answer = client.get(f"/invitations/{token}/")
    assert answer.headers["Location"].startswith("/accounts/login/?next=/invitations/")
    with pytest.raises(NotFound):
        accept_invitation(actor=VISITOR, token=token)


def test_only_owners_say_who_belongs(organization_id: UUID, owner: Actor) -> None:
    """To everybody else the organization does not exist."""
    person = new_person("new@example.org")
    for actor in (VISITOR, member_of(organization_id, ISSUER), member_of(uuid4(), OWNER)):
        with pytest.raises(NotFound):
            invite_member(
                actor=actor, organization_id=organization_id, email="a@b.example", role=VIEWER
            )
        with pytest.raises(NotFound):
            grant_role(
                actor=actor, organization_id=organization_id, person_id=person.id, role=OWNER
            )
        with pytest.raises(NotFound):
            remove_role(
                actor=actor, organization_id=organization_id, person_id=owner.person_id or uuid4(),
                role=OWNER,
            )  # fmt: skip
    assert not Message.objects.exists()
    assert [row.roles for row in members(organization_id)] == [(OWNER,)]


def test_unknown_roles_and_people_are_refused(organization_id: UUID, owner: Actor) -> None:
    """By name, with those that exist; nothing is mailed."""
    with pytest.raises(InvalidInput) as refused:
        invite_member(
            actor=owner, organization_id=organization_id, email="a@b.example", role="emperor"
        )
    assert refused.value.findings[0].field == "role"
    assert "assessor" in refused.value.findings[0].remedy
    for person_id, role in ((uuid4(), VIEWER), (owner.person_id, "emperor")):
        with pytest.raises(NotFound):
            grant_role(
                actor=owner, organization_id=organization_id, person_id=person_id or uuid4(),
                role=role,
            )  # fmt: skip


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b@c", "a\r\nBcc: x@example.org", "a\x00@b.example"]
)
def test_an_address_that_cannot_be_mailed_is_refused(
    organization_id: UUID, owner: Actor, email: str
) -> None:
    """By the operation, so that the REST API refuses it as the page does."""
    with pytest.raises(InvalidInput) as refused:
        invite_member(actor=owner, organization_id=organization_id, email=email, role=VIEWER)
    assert refused.value.findings[0].field == "email"
    page = browser(owner.person_id).post(f"{HARBOR}members/", {"email": email, "role": VIEWER})
    assert page.status_code == 422
    assert not Invitation.objects.exists()


def test_the_last_owner_stays(organization_id: UUID, owner: Actor) -> None:
    """An organization without one could be run by nobody; with a second one it is possible."""
    me = owner.person_id or uuid4()
    with pytest.raises(Conflict) as refused:
        remove_role(actor=owner, organization_id=organization_id, person_id=me, role=OWNER)
    assert refused.value.code == "last_owner"
    page = browser(me)
    path = f"{HARBOR}members/{me}/owner/remove/"
    assert "It takes effect at once" in page.get(path).content.decode()
    assert "last owner" in page.post(path, follow=True).content.decode()
    other = new_person("other@example.org")
    grant_role(actor=owner, organization_id=organization_id, person_id=other.id, role=OWNER)
    page.post(path)
    assert not actor_of(me).belongs_to(organization_id)
    assert page.get(f"{HARBOR}members/").status_code == 404


def test_a_role_given_twice_is_written_down_once(organization_id: UUID, owner: Actor) -> None:
    """Giving what is there, or taking what is not, changes nothing."""
    person = new_person("new@example.org")
    for _ in range(2):
        grant_role(actor=owner, organization_id=organization_id, person_id=person.id, role=VIEWER)
    for _ in range(2):
        remove_role(actor=owner, organization_id=organization_id, person_id=person.id, role=VIEWER)
    assert facts().count("RoleGranted") == 2  # the owner's own is the other one
    assert facts().count("RoleRemoved") == 1


def test_a_role_taken_away_is_gone_everywhere_at_once(awarded: Awarded) -> None:
    """Row 20 of security.md: open sessions, tokens and every page of that role."""
    person = new_person("leaver@example.org", "Lena Leaver")
    for role in (ASSESSOR, ISSUER, VIEWER):
        grant_role(
            actor=SYSTEM, organization_id=awarded.organization_id, person_id=person.id, role=role
        )
    session = browser(person.id)
    token = create_token(
        person_id=person.id, actor_id=person.actor_id, name="Old", scopes=list(SCOPES), days=1
    )
    program = Client(headers={"authorization": f"Bearer {token}"})
    award = awarded.credential.award_id
    doors = [
        (session, HARBOR), (session, f"{HARBOR}marking/"), (session, f"{HARBOR}awards/"),
        (session, f"{HARBOR}awards/{award}/"), (session, f"{HARBOR}record/"),
        (program, f"/api/v1/organizations/{awarded.organization_id}/awards"),
        (program, f"/api/v1/awards/{award}"),
    ]  # fmt: skip
    assert [client.get(path).status_code for client, path in doors] == [200] * len(doors)
    grant_role(
        actor=SYSTEM, organization_id=awarded.organization_id, person_id=awarded.assessor.id,
        role=OWNER,
    )  # fmt: skip
    for role in (ASSESSOR, ISSUER, VIEWER):
        remove_role(
            actor=actor_of(awarded.assessor.id), organization_id=awarded.organization_id,
            person_id=person.id, role=role,
        )  # fmt: skip
    assert [client.get(path).status_code for client, path in doors] == [404] * len(doors)
    assert program.get("/api/v1/organizations").json() == []
    refused = program.post(
        f"/api/v1/awards/{award}/revoke", {"reason": "Spite."}, content_type="application/json"
    )
    assert refused.status_code == 404


@pytest.mark.parametrize(
    ("role", "tabs"),
    [
        (OWNER, {"micro-credentials", "marking", "awards", "keys", "members", "details", "record"}),
        ("author", {"micro-credentials"}),
        (ASSESSOR, {"marking", "micro-credentials"}),
        (ISSUER, {"awards", "micro-credentials"}),
        (VIEWER, {"awards", "record", "micro-credentials"}),
    ],
)
def test_the_tabs_are_those_that_open(organization_id: UUID, role: str, tabs: set[str]) -> None:
    """Nobody is shown a door that is shut for them, and each door shown opens."""
    import re

    assert role in ROLES
    person = new_person("member@example.org")
    grant_role(actor=SYSTEM, organization_id=organization_id, person_id=person.id, role=role)
    client = browser(person.id)
    text = client.get(HARBOR).content.decode()
    shown = set(re.findall(rf'href="{HARBOR}([a-z-]+)/"', text))
    assert tabs - shown == set()
    for tab in shown:
        assert client.get(f"{HARBOR}{tab}/").status_code == 200, tab


def test_an_owner_who_was_removed_has_left_no_door_open(
    organization_id: UUID, owner: Actor
) -> None:
    """Links they mailed before stop working; those of the other owners do not."""
    second = new_person("second@example.org", "Sam Second")
    grant_role(actor=SYSTEM, organization_id=organization_id, person_id=second.id, role=OWNER)
    theirs = invite_member(
        actor=actor_of(second.id), organization_id=organization_id,
        email="me.again@example.org", role=OWNER,
    )  # fmt: skip
    ours = invite_member(
        actor=owner, organization_id=organization_id, email="c@example.org", role=VIEWER
    )
    remove_role(actor=owner, organization_id=organization_id, person_id=second.id, role=OWNER)
    joining = actor_of(new_person("again@example.org").id)
    with pytest.raises(NotFound):
        accept_invitation(actor=joining, token=theirs)
    assert accept_invitation(actor=joining, token=ours) == organization_id
