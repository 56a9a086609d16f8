"""Row-level security: a query that forgot its filter still sees no other organization's rows."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection

from guildmark.server.base.scope import scoped
from tests.architecture.scene import Scene, build_scene

pytestmark = pytest.mark.django_db

# Tables whose rows belong to one organization or one learner.
WALLED = {
    "assessment_submission",
    "assessment_attempt",
    "assessment_artefact",
    "assessment_decision",
    "assessment_mark",
    "issuance_award",
    "issuance_credential",
    "wallet_heldcredential",
    "wallet_sharelink",
    "workforce_roleprofile",
}

# Tables that name an organization or a person and are open to read on purpose.
OPEN = {
    "accounts_apitoken": "read before anybody is known: the token says who asks",
    "account_emailaddress": "allauth looks a person up by address before anybody is known",
    "accounts_person_groups": "Django's own; unused",
    "accounts_person_user_permissions": "Django's own; unused",
    "audit_record": "append-only; each page filters by organization",
    "catalog_achievement": "published ones are everybody's; drafts have a policy of their own",
    "catalog_offer": "offers are public",
    "django_admin_log": "Django's own; operators only",
    "guildmark_messages_message": "written for people who are not the actor",
    "keystore_signingkey": "public halves are published; writing has a policy",
    "mfa_authenticator": "allauth reads it while nobody is signed in",
    "organizations_invitation": "whoever holds the mailed link was meant",
    "organizations_membership": "read to find out what the scope is",
    "publication_statuslist": "status lists are public",
}


def count(table: str) -> int:
    """Count a table's rows with no filter at all, as the application role."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  # names of our own
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def scene(db: None, run_jobs: Callable[[], list[str]]) -> Scene:
    """Return an organization with rows in every walled table."""
    return build_scene(run_jobs)


def test_another_organization_sees_no_row_of_a_walled_table(scene: Scene) -> None:
    """Neither another organization, another person, nor a visitor sees anything."""
    for table in sorted(WALLED):
        assert count(table) > 0, f"{table} is empty: the test would show nothing"
        with scoped(organizations=[uuid4()], person=uuid4()):
            assert count(table) == 0, table
        with scoped():
            assert count(table) == 0, table


def test_the_organization_sees_its_rows_but_not_the_wallet(scene: Scene) -> None:
    """The wallet is the holder's alone."""
    with scoped(organizations=[scene.objects["organization_id"]]):
        seen = {table for table in WALLED if count(table)}
    assert seen == WALLED - {"wallet_heldcredential", "wallet_sharelink"}


def test_drafts_are_hidden_and_published_ones_are_not(scene: Scene) -> None:
    """The catalogue is public; work in progress is not."""
    everything = count("catalog_achievement")
    with scoped():
        assert 0 < count("catalog_achievement") < everything


def test_every_table_that_names_an_owner_has_a_policy_or_a_reason() -> None:
    """A new table of somebody's rows must be walled, or say why not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT table_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND column_name IN "
            "('organization_id', 'organization', 'person_id', 'learner_id', 'holder_id', "
            "'user_id', 'provider_id')"
        )
        owned = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        policed = {row[0] for row in cursor.fetchall()}
    assert policed >= WALLED
    unexplained = (
        owned
        - policed
        - set(OPEN)
        - {table for table in owned if table.startswith("accounts_person_")}
    )
    assert unexplained == set()
