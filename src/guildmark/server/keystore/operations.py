"""Make and rotate signing keys."""

from __future__ import annotations

import uuid
from typing import Literal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guildmark.credentials.keys import PrivateKey
from guildmark.server.audit.operations import record
from guildmark.server.base.clock import now
from guildmark.server.base.errors import Conflict, NotFound
from guildmark.server.keystore.encryption import encrypt_private_key
from guildmark.server.keystore.events import KeyCreated, KeyRetired
from guildmark.server.keystore.models import SigningKey
from guildmark.server.keystore.queries import KeyRow, active_key
from guildmark.server.organizations.permissions import OWNER, Actor

Algorithm = Literal["Ed25519", "P-256"]


def _may_keep_keys(actor: Actor, organization_id: UUID) -> bool:
    return actor.is_system or actor.has_role(organization_id, OWNER)


def create_key(*, actor: Actor, organization_id: UUID, algorithm: Algorithm = "Ed25519") -> KeyRow:
    """Make the organization's first key.

    Raises:
        NotFound: the actor is not an owner there.
        Conflict: there is an active key already; rotate it instead.
        MasterKeyUnusable: it could not be encrypted; nothing was stored.
    """
    if not _may_keep_keys(actor, organization_id):
        raise NotFound
    try:
        with transaction.atomic():
            if active_key(organization_id):
                raise _key_exists()
            return _make(actor=actor, organization_id=organization_id, algorithm=algorithm)
    except IntegrityError as error:
        # Two owners pressed the button at once: the database let one of them through.
        raise _key_exists() from error


def _key_exists() -> Conflict:
    return Conflict("key_exists", _("There is an active signing key. Rotate it to get a new one."))


def rotate_key(*, actor: Actor, organization_id: UUID) -> KeyRow:
    """Make a new key and retire the active one; what the old one signed still verifies.

    With a did:key identity the issuer's id itself would change, so `publication` decides whether
    the page offers this at all.
    """
    if not _may_keep_keys(actor, organization_id):
        raise NotFound
    with transaction.atomic():
        old = (
            SigningKey.objects.select_for_update()
            .filter(organization_id=organization_id, state=SigningKey.State.ACTIVE)
            .first()
        )
        if old is not None:
            old.state = SigningKey.State.RETIRED
            old.retired_at = now()
            # A key that signs no more need not be kept: what is gone cannot leak.
            old.private_ciphertext = None
            old.save(update_fields=["state", "retired_at", "private_ciphertext"])
            record(
                KeyRetired(subject_id=old.id, public_multikey=old.public_multikey),
                actor=actor.actor_id,
                organization=organization_id,
            )
        return _make(actor=actor, organization_id=organization_id, algorithm="Ed25519")


def _make(*, actor: Actor, organization_id: UUID, algorithm: Algorithm) -> KeyRow:
    private = PrivateKey.generate(algorithm)
    key_id = uuid.uuid4()
    SigningKey.objects.create(
        id=key_id,
        organization_id=organization_id,
        algorithm=algorithm,
        public_multikey=private.public_multikey,
        private_ciphertext=encrypt_private_key(private.private_multikey, key_id=key_id),
    )
    record(
        KeyCreated(subject_id=key_id, public_multikey=private.public_multikey),
        actor=actor.actor_id,
        organization=organization_id,
    )
    row = active_key(organization_id)
    if row is None:  # pragma: no cover - it was written a line above
        raise NotFound
    return row
