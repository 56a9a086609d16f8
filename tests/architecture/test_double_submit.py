"""The same form sent twice at once: done once, written down once, and nobody sees a fault."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from guildmark.server.accounts.models import Person
from guildmark.server.assessment.models import Decision, Submission
from guildmark.server.audit.models import Record
from guildmark.server.catalog.models import AchievementVersion
from guildmark.server.issuance.models import Award
from guildmark.server.messages.models import Message
from guildmark.server.organizations.models import Membership
from guildmark.server.organizations.operations import grant_role, invite_member
from guildmark.server.organizations.permissions import ROLES, SYSTEM
from guildmark.server.organizations.queries import actor_of, organization
from tests.server.assessment.test_races import at_once
from tests.server.wallet.samples import make_award, new_person

pytestmark = pytest.mark.django_db(transaction=True)


def browser_of(person: Person) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def twice(person: Person, address: str, fields: dict[str, str]) -> list[int]:
    """Send a form from two tabs at once; return the two statuses in order."""
    tabs = [browser_of(person), browser_of(person)]
    answers = at_once(*(lambda tab=tab: tab.post(address, fields).status_code for tab in tabs))
    statuses = [answer for answer in answers if isinstance(answer, int)]
    assert len(statuses) == len(tabs), answers
    return sorted(statuses)


def count(fact: str) -> int:
    """Count the records of one fact."""
    return Record.objects.filter(fact__endswith=f".{fact}").count()


def test_whatever_is_sent_twice_is_done_once(run_jobs: Callable[[], list[str]]) -> None:
    """Join, apply, revoke: each from two tabs, on one real award."""
    awarded = make_award(run_jobs)
    staff, organization_id = awarded.assessor, awarded.organization_id
    for role in ROLES:
        grant_role(actor=SYSTEM, organization_id=organization_id, person_id=staff.id, role=role)
    row = organization(organization_id)
    assert row is not None

    joining = new_person("carla@example.org", "Carla")
    token = invite_member(
        actor=actor_of(staff.id), organization_id=organization_id,
        email="carla@example.org", role="viewer",
    )  # fmt: skip
    join = reverse("organizations:accept_invitation", args=[token])
    assert twice(joining, join, {}) == [302, 302]
    assert Membership.objects.filter(person=joining).count() == 1

    before = Submission.objects.count()
    apply = reverse("assessment:start", args=[_achievement(awarded.credential.version_id)])
    assert twice(joining, apply, {}) == [302, 302]
    assert Submission.objects.count() == before + 1

    mails = Message.objects.filter(kind="award_revoked").count()
    revoke = reverse("issuance:revoke", args=[row.slug, awarded.credential.award_id])
    statuses = twice(staff, revoke, {"reason": "A mistake."})
    assert statuses[0] == 302
    assert statuses[1] in {302, 409}
    run_jobs()
    assert count("AwardRevoked") == 1
    assert Message.objects.filter(kind="award_revoked").count() == mails + 1
    assert (Award.objects.count(), Decision.objects.count()) == (1, 1)


def _achievement(version_id: UUID) -> UUID:
    return AchievementVersion.objects.get(pk=version_id).achievement_id
