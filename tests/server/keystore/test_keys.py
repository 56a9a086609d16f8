"""Signing keys: encrypted for their own row, one active for each organization, rotated."""

from __future__ import annotations

import json
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings

from guildmark.credentials.keys import PrivateKey
from guildmark.server.audit.models import Record
from guildmark.server.base.errors import Conflict, NotFound
from guildmark.server.keystore import operations
from guildmark.server.keystore.encryption import (
    MasterKeyUnusable,
    decrypt_private_key,
    encrypt_private_key,
    new_master_key,
)
from guildmark.server.keystore.models import SigningKey
from guildmark.server.keystore.operations import create_key, rotate_key
from guildmark.server.keystore.queries import active_key, key, keys
from guildmark.server.keystore.signing import KeyUnusable, open_signer
from guildmark.server.organizations.permissions import ISSUER, OWNER, SYSTEM, VISITOR
from tests.server.catalog.samples import member_of, new_organization

METHOD = "did:key:zTest#zTest"


def test_a_private_key_comes_back_under_the_same_master_key() -> None:
    """What is stored differs each time and shows nothing of the key."""
    private = PrivateKey.generate("Ed25519").private_multikey
    row = uuid.uuid4()
    first = encrypt_private_key(private, key_id=row)
    second = encrypt_private_key(private, key_id=row)
    assert first != second
    assert private.encode() not in first
    assert decrypt_private_key(first, key_id=row) == private


@pytest.mark.parametrize("position", [0, 1, 13, 40, -1])
def test_a_changed_byte_is_noticed(position: int) -> None:
    """Version, nonce, ciphertext or tag: nothing is decrypted."""
    row = uuid.uuid4()
    stored = bytearray(encrypt_private_key("z3u2secret" * 5, key_id=row))
    stored[position] ^= 1
    with pytest.raises(MasterKeyUnusable):
        decrypt_private_key(bytes(stored), key_id=row)


def test_a_truncated_ciphertext_is_noticed() -> None:
    """Also one with nothing in it."""
    row = uuid.uuid4()
    stored = encrypt_private_key("z3u2secret", key_id=row)
    for cut in (b"", stored[:1], stored[:5], stored[:13], stored[:-1]):
        with pytest.raises(MasterKeyUnusable):
            decrypt_private_key(cut, key_id=row)


def test_another_master_key_is_named_in_the_error() -> None:
    """The operator learns which setting is wrong."""
    row = uuid.uuid4()
    stored = encrypt_private_key("z3u2secret", key_id=row)
    with override_settings(MASTER_KEY=new_master_key()), pytest.raises(MasterKeyUnusable) as wrong:
        decrypt_private_key(stored, key_id=row)
    assert wrong.value.code == "master_key_wrong"
    assert "GUILDMARK_MASTER_KEY" in wrong.value.message


@pytest.mark.parametrize("text", ["", "too-short", "ä" * 43, "A" * 44 + "!", "A" * 44])
def test_an_unusable_master_key_is_refused(text: str) -> None:
    """Neither shortened nor padded nor guessed."""
    with override_settings(MASTER_KEY=text), pytest.raises(MasterKeyUnusable) as wrong:
        encrypt_private_key("z3u2secret", key_id=uuid.uuid4())
    assert wrong.value.code == "master_key_unusable"


@pytest.mark.django_db
def test_two_rows_cannot_be_swapped() -> None:
    """Somebody who can write to the table cannot make one organization sign with another's key."""
    for name in ("One", "Two"):
        create_key(actor=SYSTEM, organization_id=new_organization(name))
    first, second = SigningKey.objects.all()
    first.private_ciphertext, second.private_ciphertext = (
        second.private_ciphertext,
        first.private_ciphertext,
    )
    first.save()
    second.save()
    for row in (first, second):
        with pytest.raises(MasterKeyUnusable):
            open_signer(row.id, verification_method=METHOD)


@pytest.mark.django_db
def test_only_owners_keep_keys() -> None:
    """To everybody else the organization has no such page."""
    organization_id = new_organization()
    for actor in (VISITOR, member_of(organization_id, ISSUER), member_of(uuid.uuid4(), OWNER)):
        for operation in (create_key, rotate_key):
            with pytest.raises(NotFound):
                operation(actor=actor, organization_id=organization_id)
    made = create_key(actor=member_of(organization_id, OWNER), organization_id=organization_id)
    assert active_key(organization_id) == made == key(made.id)
    assert Record.objects.filter(fact="keystore.KeyCreated", subject_id=made.id).count() == 1


@pytest.mark.django_db
def test_a_second_active_key_is_refused() -> None:
    """By the operation with what to do, and by the database itself."""
    organization_id = new_organization()
    made = create_key(actor=SYSTEM, organization_id=organization_id)
    with pytest.raises(Conflict) as refused:
        create_key(actor=SYSTEM, organization_id=organization_id)
    assert refused.value.code == "key_exists"
    with pytest.raises(IntegrityError, match="keystore_one_active_key"), transaction.atomic():
        SigningKey.objects.create(organization_id=organization_id, public_multikey="z6Mkother")
    assert [row.id for row in keys(organization_id)] == [made.id]


@pytest.mark.django_db
def test_two_owners_who_press_at_once_get_one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one who lost the race is told that there is a key, not that a database failed."""
    organization_id = new_organization()
    create_key(actor=SYSTEM, organization_id=organization_id)
    monkeypatch.setattr(operations, "active_key", lambda _organization_id: None)
    with pytest.raises(Conflict) as refused:
        create_key(actor=SYSTEM, organization_id=organization_id)
    assert refused.value.code == "key_exists"


@pytest.mark.django_db
def test_a_key_that_cannot_be_encrypted_is_not_stored() -> None:
    """Nothing half-written: no row, no record."""
    organization_id = new_organization()
    with override_settings(MASTER_KEY=""), pytest.raises(MasterKeyUnusable):
        create_key(actor=SYSTEM, organization_id=organization_id)
    assert not SigningKey.objects.exists()
    assert not Record.objects.filter(fact__startswith="keystore.").exists()


@pytest.mark.django_db
def test_rotating_retires_the_old_key_and_erases_its_private_half() -> None:
    """What is gone cannot leak; its public half stays so that what it signed verifies."""
    organization_id = new_organization()
    old = create_key(actor=SYSTEM, organization_id=organization_id)
    new = rotate_key(actor=SYSTEM, organization_id=organization_id)
    assert [row.state for row in keys(organization_id)] == ["active", "retired"]
    assert active_key(organization_id) == new
    assert SigningKey.objects.get(pk=old.id).private_ciphertext is None
    with pytest.raises(KeyUnusable):
        open_signer(old.id, verification_method=METHOD)
    with pytest.raises(KeyUnusable):
        open_signer(uuid.uuid4(), verification_method=METHOD)
    facts = Record.objects.filter(fact__startswith="keystore.").order_by("sequence")
    assert list(facts.values_list("fact", flat=True)) == [
        "keystore.KeyCreated", "keystore.KeyRetired", "keystore.KeyCreated",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_rotation_that_fails_leaves_the_old_key_active() -> None:
    """With a master key gone wrong in between, the organization can still sign afterwards."""
    organization_id = new_organization()
    old = create_key(actor=SYSTEM, organization_id=organization_id)
    with override_settings(MASTER_KEY=""), pytest.raises(MasterKeyUnusable):
        rotate_key(actor=SYSTEM, organization_id=organization_id)
    assert active_key(organization_id) == old
    assert open_signer(old.id, verification_method=METHOD)


@pytest.mark.django_db
def test_no_private_key_is_in_the_record() -> None:
    """The record holds public halves alone."""
    organization_id = new_organization()
    made = create_key(actor=SYSTEM, organization_id=organization_id)
    row = SigningKey.objects.get(pk=made.id)
    private = decrypt_private_key(bytes(row.private_ciphertext or b""), key_id=row.id)
    assert private not in json.dumps(list(Record.objects.values_list("data", flat=True)))
    assert private not in repr(made)
