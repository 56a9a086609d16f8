"""Status lists: random indexes, signed anew when they change or age, fetched by anybody."""

from __future__ import annotations

import itertools
import json
import uuid
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from guildmark.credentials.encoding import from_multibase
from guildmark.server.audit.models import Record
from guildmark.server.base.clock import clock_at
from guildmark.server.base.errors import Conflict, NotFound
from guildmark.server.keystore.models import SigningKey
from guildmark.server.keystore.operations import create_key
from guildmark.server.organizations.permissions import SYSTEM
from guildmark.server.publication import operations
from guildmark.server.publication.models import StatusIndex, StatusList
from guildmark.server.publication.operations import (
    LIST_SIZE,
    allocate_status,
    revoke_status,
    signed_status_list,
)
from guildmark.server.verification.operations import check
from tests.server.catalog.samples import new_organization
from tests.server.wallet.samples import Awarded

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def issuer_id() -> UUID:
    """Return an organization with a key."""
    organization_id = new_organization()
    create_key(actor=SYSTEM, organization_id=organization_id)
    return organization_id


def allocate(organization_id: UUID) -> operations.StatusEntry:
    """Give a new credential an index."""
    return allocate_status(organization_id=organization_id, credential_id=uuid.uuid4())


def test_indexes_are_spread_evenly_and_follow_no_order(issuer_id: UUID) -> None:
    """χ² over 16 parts of the list; two credentials in a row are not neighbours.

    The bound is passed by chance once in a million runs.
    """
    indexes = [allocate(issuer_id).index for _ in range(160)]
    assert len(set(indexes)) == 160
    expected = 160 / 16
    counts = [0] * 16
    for index in indexes:
        counts[index * 16 // LIST_SIZE] += 1
    assert sum((count - expected) ** 2 / expected for count in counts) < 58
    steps = [after - before for before, after in itertools.pairwise(indexes)]
    assert 45 < sum(step > 0 for step in steps) < 115
    assert sum(abs(step) == 1 for step in steps) <= 1


def test_a_credential_keeps_its_index(issuer_id: UUID) -> None:
    """Asked again, it is the same one."""
    credential_id = uuid.uuid4()
    first = allocate_status(organization_id=issuer_id, credential_id=credential_id)
    assert allocate_status(organization_id=issuer_id, credential_id=credential_id) == first
    assert StatusIndex.objects.count() == 1


def test_the_database_refuses_an_index_twice(issuer_id: UUID) -> None:
    """Whatever the code does."""
    entry = allocate(issuer_id)
    with pytest.raises(IntegrityError, match="publication_index_once"), transaction.atomic():
        StatusIndex.objects.create(
            status_list_id=entry.list_id, index=entry.index, credential_id=uuid.uuid4()
        )


def test_a_taken_index_is_passed_over(issuer_id: UUID) -> None:
    """Chance may hit one that is in use."""
    first = allocate(issuer_id)
    picks = iter([first.index, first.index, 77 if first.index != 77 else 78])
    second = allocate_status(
        organization_id=issuer_id, credential_id=uuid.uuid4(), random=lambda _size: next(picks)
    )
    assert second.index in {77, 78}


def test_a_list_that_is_half_full_is_followed_by_another(
    issuer_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old credentials stay where they are."""
    monkeypatch.setattr(operations, "FULL_AT", 2)
    lists = [allocate(issuer_id).list_id for _ in range(5)]
    assert lists[0] == lists[1]
    assert lists[2] == lists[3]
    assert len(set(lists)) == 3


def test_each_organization_has_lists_of_its_own(issuer_id: UUID) -> None:
    """One issuer's list says nothing about another's credentials."""
    other = new_organization("Elsewhere")
    assert allocate(issuer_id).list_id != allocate(other).list_id


def test_a_list_is_signed_anew_when_it_has_aged(issuer_id: UUID) -> None:
    """Within the hour the same bytes are served; later a list that is good for another day."""
    with clock_at(NOON) as clock:
        list_id = allocate(issuer_id).list_id
        first = signed_status_list(list_id)
        clock.move(timedelta(minutes=59))
        assert signed_status_list(list_id) == first
        clock.move(timedelta(minutes=2))
        second = signed_status_list(list_id)
    assert second != first
    assert json.loads(first)["validFrom"] == "2026-03-01T12:00:00Z"
    assert json.loads(first)["validUntil"] == "2026-03-02T12:00:00Z"
    assert json.loads(second)["validFrom"] == "2026-03-01T13:01:00Z"


def test_allocating_changes_nothing_in_what_is_published(issuer_id: UUID) -> None:
    """Nobody can see from the list how many awards were made since."""
    list_id = allocate(issuer_id).list_id
    first = signed_status_list(list_id)
    allocate(issuer_id)
    assert signed_status_list(list_id) == first


def test_a_list_has_a_herd_and_a_ttl(issuer_id: UUID) -> None:
    """At least 131,072 bits, and the stated time until a revocation is seen, in milliseconds."""
    document = json.loads(signed_status_list(allocate(issuer_id).list_id))
    subject = document["credentialSubject"]
    assert "BitstringStatusListCredential" in document["type"]
    assert subject["statusPurpose"] == "revocation"
    assert subject["ttl"] == settings.STATUS_TTL_SECONDS * 1000
    assert len(from_multibase(subject["encodedList"])) < 1000
    row = StatusList.objects.get()
    assert row.size == len(bytes(row.bits)) * 8 == LIST_SIZE >= 131_072


def test_revoking_twice_changes_and_records_once(issuer_id: UUID) -> None:
    """Monotone: a set bit stays set."""
    credential_id = uuid.uuid4()
    entry = allocate_status(organization_id=issuer_id, credential_id=credential_id)
    for _ in range(2):
        revoke_status(actor=SYSTEM, credential_id=credential_id)
    bits = bytes(StatusList.objects.get(pk=entry.list_id).bits)
    assert bits[entry.index // 8] == 0x80 >> (entry.index % 8)
    assert sum(byte.bit_count() for byte in bits) == 1
    assert Record.objects.filter(fact="publication.StatusSet").count() == 1


def test_a_credential_without_an_index_cannot_be_revoked() -> None:
    """It is not there."""
    with pytest.raises(NotFound):
        revoke_status(actor=SYSTEM, credential_id=uuid.uuid4())


def test_without_a_key_nothing_is_published(issuer_id: UUID) -> None:
    """An unsigned list would be worth nothing; a signed one is served until it ages."""
    list_id = allocate(issuer_id).list_id
    SigningKey.objects.update(state="retired")
    with pytest.raises(Conflict):
        signed_status_list(list_id)


def test_anybody_may_fetch_and_keep_the_list(awarded: Awarded, client: Client) -> None:
    """Open to every verifier's page, cacheable for its ttl, the same for all: no cookie."""
    list_id = StatusList.objects.get().id
    response = client.get(
        f"/status/{list_id}", headers={"cookie": "guildmark_session=x", "accept-language": "es"}
    )
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/vc+ld+json"
    assert response.headers["Cache-Control"] == f"public, max-age={settings.STATUS_TTL_SECONDS}"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in response.headers
    assert "cookie" not in response.headers.get("Vary", "").lower()
    document = response.content.decode()
    assert document == signed_status_list(list_id)
    assert json.loads(document)["id"] == f"{settings.PUBLIC_ORIGIN}/status/{list_id}"
    assert check(document).check("proof").outcome == "pass"


def test_an_unknown_list_is_not_there(client: Client) -> None:
    """And nothing but reading is possible."""
    assert client.get(f"/status/{uuid.uuid4()}").status_code == 404
    assert client.get("/status/not-an-id").status_code == 404
    assert client.post(f"/status/{uuid.uuid4()}").status_code in {403, 405}
