"""Who the issuer is: did:web at a public address, did:key without one."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client, override_settings

from guildmark.server.base.errors import Conflict, NotFound
from guildmark.server.issuance.operations import issue_award
from guildmark.server.issuance.queries import credential_of_submission
from guildmark.server.keystore.models import SigningKey
from guildmark.server.keystore.operations import create_key, rotate_key
from guildmark.server.keystore.queries import active_key
from guildmark.server.organizations.operations import grant_role
from guildmark.server.organizations.permissions import OWNER, SYSTEM
from guildmark.server.publication import queries
from guildmark.server.verification.operations import check
from tests.server.catalog.samples import new_organization
from tests.server.issuance.passing import pass_another
from tests.server.wallet.samples import Awarded, new_person

pytestmark = pytest.mark.django_db

HARBOR = "/issuers/harbor-technical-college/"


@pytest.fixture
def public_origin() -> Iterator[str]:
    """Be an installation with a public https address."""
    with override_settings(PUBLIC_ORIGIN="https://awards.example"):
        yield "https://awards.example"


def test_without_a_public_address_the_issuer_is_its_key(awarded: Awarded) -> None:
    """did:key: known without any server, and it cannot rotate."""
    key = active_key(awarded.organization_id)
    assert key is not None
    did = queries.issuer_did(awarded.organization_id)
    assert did == f"did:key:{key.public_multikey}"
    assert queries.verification_method(awarded.organization_id, key) == (
        f"{did}#{key.public_multikey}"
    )
    assert queries.did_document(awarded.organization_id)["id"] == did
    assert not queries.can_rotate()
    assert queries.own_did_document(did) is None
    row = queries.issuer_by_did(did)
    assert row is not None
    assert row.id == awarded.organization_id


def test_without_a_key_or_an_address_there_is_no_issuer() -> None:
    """It says what to do."""
    with pytest.raises(Conflict) as refused:
        queries.issuer_did(new_organization())
    assert refused.value.code == "no_key"
    with pytest.raises(NotFound):
        queries.issuer_did(uuid.uuid4())


def test_at_a_public_address_the_issuer_is_did_web(public_origin: str, client: Client) -> None:
    """The document lies where did:web says, and anybody may fetch and keep it."""
    organization_id = new_organization()
    key = create_key(actor=SYSTEM, organization_id=organization_id)
    did = "did:web:awards.example:issuers:harbor-technical-college"
    assert queries.issuer_did(organization_id) == did
    response = client.get(HARBOR + "did.json")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/did+ld+json"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in response.headers
    document = json.loads(response.content)
    assert document["id"] == did
    method = document["verificationMethod"][0]
    assert method["publicKeyMultibase"] == key.public_multikey
    assert method["controller"] == did
    assert document["assertionMethod"] == [method["id"]]
    assert queries.own_did_document(did) == document
    assert queries.own_did_document("did:web:elsewhere.example") is None
    row = queries.issuer_by_did(did)
    assert row is not None
    assert row.id == organization_id
    assert queries.issuer_by_did("did:web:awards.example:issuers:nobody") is None


def test_what_a_retired_key_signed_still_verifies(public_origin: str, awarded: Awarded) -> None:
    """After a rotation the id is the same, old and new awards are valid, each by its key."""
    first_id = pass_another(awarded, title="Before")
    issue_award(actor=SYSTEM, submission_id=first_id)
    rotate_key(actor=SYSTEM, organization_id=awarded.organization_id)
    second_id = pass_another(awarded, title="After")
    issue_award(actor=SYSTEM, submission_id=second_id)
    methods = []
    for submission_id in (first_id, second_id):
        row = credential_of_submission(submission_id)
        assert row is not None
        report = check(row.document)
        assert report.verdict == "valid", report.checks
        proof = json.loads(row.document)["proof"]
        methods.append((proof[0] if isinstance(proof, list) else proof)["verificationMethod"])
    assert len(set(methods)) == 2
    assert len(queries.did_document(awarded.organization_id)["verificationMethod"]) == 2


def test_a_compromised_key_is_no_longer_published(public_origin: str, awarded: Awarded) -> None:
    """What it signed is no longer taken for genuine."""
    first_id = pass_another(awarded, title="Before")
    issue_award(actor=SYSTEM, submission_id=first_id)
    row = credential_of_submission(first_id)
    assert row is not None
    rotate_key(actor=SYSTEM, organization_id=awarded.organization_id)
    SigningKey.objects.filter(state="retired").update(state="compromised")
    assert check(row.document).verdict == "not valid"


def test_the_profile_is_fetched_as_json(awarded: Awarded, client: Client) -> None:
    """At its own address, and at the page's when a program asks; the page is for people."""
    profile = client.get(HARBOR + "profile.json")
    assert profile.headers["Content-Type"] == "application/ld+json"
    document = json.loads(profile.content)
    assert document["id"] == queries.issuer_did(awarded.organization_id)
    assert document["name"] == "Harbor Technical College"
    assert document["address"]["addressCountry"] == "NL"
    negotiated = client.get(HARBOR, headers={"accept": "application/json"})
    assert json.loads(negotiated.content) == document
    assert "Accept" in negotiated.headers["Vary"]
    page = client.get(HARBOR)
    assert page.headers["Content-Type"].startswith("text/html")
    assert "Accept" in page.headers["Vary"]
    assert "Harbor Technical College" in page.content.decode()
    assert "Control hazardous energy" in page.content.decode()


def test_unknown_issuers_are_not_there(client: Client) -> None:
    """At each of the addresses."""
    for path in ("", "did.json", "profile.json"):
        assert client.get(f"/issuers/nobody/{path}").status_code == 404


def test_an_issuer_without_a_key_has_a_page_but_no_identity(client: Client) -> None:
    """The page says so; the documents are not there yet."""
    new_organization()
    assert client.get(HARBOR).status_code == 200
    for path in ("did.json", "profile.json"):
        assert client.get(HARBOR + path).status_code == 404


@pytest.fixture
def owner_client() -> Client:
    """Return a browser in which an owner of an organization without a key is signed in."""
    organization_id = new_organization()
    person = new_person("owner@example.org", "Olga Owner")
    grant_role(actor=SYSTEM, organization_id=organization_id, person_id=person.id, role=OWNER)
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_an_owner_makes_the_first_key_on_the_page(owner_client: Client) -> None:
    """A second press is refused with what to do; a did:key offers no rotation."""
    page = "/organizations/harbor-technical-college/keys/"
    assert owner_client.get(page).status_code == 200
    done = owner_client.post(page + "create/", follow=True)
    assert "The key is made" in done.content.decode()
    assert "did:key:" in done.content.decode()
    assert owner_client.post(page + "create/").status_code == 409
    assert owner_client.get(page + "rotate/").status_code == 404
    assert owner_client.post(page + "rotate/").status_code == 404
    assert SigningKey.objects.count() == 1


def test_an_owner_rotates_after_reading_what_will_happen(
    public_origin: str, owner_client: Client
) -> None:
    """GET changes nothing."""
    page = "/organizations/harbor-technical-college/keys/"
    owner_client.post(page + "create/")
    asked = owner_client.get(page + "rotate/").content.decode()
    assert "This cannot be undone" in asked
    assert SigningKey.objects.count() == 1
    owner_client.post(page + "rotate/")
    assert sorted(SigningKey.objects.values_list("state", flat=True)) == ["active", "retired"]
