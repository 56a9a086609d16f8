"""Give credentials an index in a status list, set its bit, and sign the list.

Source: W3C Bitstring Status List 1.0, 2.1-3.3 (structure, random indexes, herd privacy).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from guildmark.credentials.issue import sign_credential
from guildmark.credentials.status import Bitstring, build_status_list_credential, pick_index
from guildmark.server.audit.operations import record
from guildmark.server.base.clock import now
from guildmark.server.base.errors import Conflict, NotFound
from guildmark.server.keystore.queries import active_key
from guildmark.server.keystore.signing import open_signer
from guildmark.server.organizations.permissions import Actor
from guildmark.server.publication.addresses import status_list_url
from guildmark.server.publication.events import StatusListOpened, StatusSet
from guildmark.server.publication.issuers import issuer_did, verification_method
from guildmark.server.publication.models import StatusIndex, StatusList

Purpose = Literal["revocation", "suspension"]

# The least the specification allows, so that one credential hides among many (2.1, 6.1).
LIST_SIZE = 131_072
# Random picking stays quick, and indexes stay unguessable, while a list is at most half full.
FULL_AT = LIST_SIZE // 2
# A signed list is good for a day; it is signed anew long before, and after each change at once.
LIST_LIFETIME = timedelta(hours=24)
RESIGN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """Where one credential's status bit lies."""

    list_id: UUID
    index: int
    purpose: Purpose

    @property
    def list_url(self) -> str:
        """The address of the list."""
        return status_list_url(self.list_id)


def allocate_status(
    *, organization_id: UUID, credential_id: UUID, purpose: Purpose = "revocation",
    actor_id: UUID | None = None, random: Callable[[int], int] = secrets.randbelow,
) -> StatusEntry:  # fmt: skip
    """Give a credential a random free index; the same credential always gets the same one.

    Call it inside the transaction that makes the award: both happen or neither.
    """
    given = StatusIndex.objects.filter(
        credential_id=credential_id, status_list__purpose=purpose
    ).first()
    if given is not None:
        return StatusEntry(given.status_list_id, given.index, purpose)
    _take_turns(organization_id, purpose)
    status_list = (
        StatusList.objects.select_for_update()
        .filter(organization_id=organization_id, purpose=purpose)
        .order_by("-created_at")
        .first()
    )
    if status_list is None or status_list.indexes.count() >= FULL_AT:
        status_list = StatusList.objects.create(
            organization_id=organization_id,
            purpose=purpose,
            size=LIST_SIZE,
            bits=Bitstring.empty(LIST_SIZE).data,
        )
        record(
            StatusListOpened(subject_id=status_list.id, purpose=purpose),
            actor=actor_id,
            organization=organization_id,
        )
    index = pick_index(
        size=status_list.size,
        taken=_TakenIndexes(status_list),
        random=random,
    )
    StatusIndex.objects.create(status_list=status_list, index=index, credential_id=credential_id)
    return StatusEntry(status_list.id, index, purpose)


def _take_turns(organization_id: UUID, purpose: str) -> None:
    """Make parallel awards of one organization wait for each other until they commit.

    A row lock would not do: before the first list exists there is no row.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"publication.status {purpose} {organization_id}"],
        )


class _TakenIndexes(Container[int]):
    """The indexes of a list that are in use, asked one by one."""

    def __init__(self, status_list: StatusList) -> None:
        self._list = status_list

    def __contains__(self, index: object) -> bool:
        return isinstance(index, int) and self._list.indexes.filter(index=index).exists()


def revoke_status(*, actor: Actor, credential_id: UUID) -> None:
    """Set a credential's revocation bit, for ever; setting it twice is no error.

    Raises:
        NotFound: the credential has no status index.
    """
    with transaction.atomic():
        entry = (
            StatusIndex.objects.select_for_update()
            .filter(credential_id=credential_id, status_list__purpose="revocation")
            .first()
        )
        if entry is None:
            raise NotFound
        status_list = StatusList.objects.select_for_update().get(pk=entry.status_list_id)
        if entry.set_at is not None:
            return
        bits = Bitstring(bytes(status_list.bits)).with_bit(entry.index, True)
        status_list.bits = bits.data
        status_list.signed = ""
        status_list.save(update_fields=["bits", "signed"])
        entry.set_at = now()
        entry.save(update_fields=["set_at"])
        record(
            StatusSet(subject_id=credential_id, purpose="revocation"),
            actor=actor.actor_id,
            organization=status_list.organization_id,
        )


def signed_status_list(list_id: UUID) -> str:
    """Return a status list credential as signed JSON text, signed anew when it changed or aged.

    Raises:
        NotFound: there is no such list.
        Conflict: the organization has no active key.
    """
    moment = now()
    found = StatusList.objects.filter(pk=list_id).first()
    if found is None:
        raise NotFound
    if _is_fresh(found, moment):
        return found.signed
    with transaction.atomic():
        status_list = StatusList.objects.select_for_update().get(pk=list_id)
        if _is_fresh(status_list, moment):
            return status_list.signed
        organization_id = status_list.organization_id
        key = active_key(organization_id)
        if key is None:
            raise Conflict("no_key", _("The organization has no active signing key."))
        unsigned = build_status_list_credential(
            id=status_list_url(list_id),
            issuer=issuer_did(organization_id),
            purpose=_purpose(status_list.purpose),
            bitstring=Bitstring(bytes(status_list.bits)),
            valid_from=moment,
            valid_until=moment + LIST_LIFETIME,
            ttl=timedelta(seconds=settings.STATUS_TTL_SECONDS),
        )
        signer = open_signer(key.id, verification_method=verification_method(organization_id, key))
        signed = sign_credential(unsigned, signer=signer, created=moment)
        status_list.signed = json.dumps(signed, ensure_ascii=False, separators=(",", ":"))
        status_list.signed_at = moment
        status_list.save(update_fields=["signed", "signed_at"])
        return status_list.signed


def _purpose(stored: str) -> Purpose:
    return "suspension" if stored == "suspension" else "revocation"


def _is_fresh(status_list: StatusList, moment: datetime) -> bool:
    return bool(
        status_list.signed
        and status_list.signed_at is not None
        and moment - status_list.signed_at < RESIGN_AFTER
    )
