"""Signer adapters: how the engine signs without ever holding a stored key itself.

Only the file-backed adapter exists; a KMS or HSM adapter would sit beside it.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from guildmark.credentials.keys import KeySigner, PrivateKey, Signer
from guildmark.server.base.errors import OperationError
from guildmark.server.keystore.encryption import decrypt_private_key
from guildmark.server.keystore.models import SigningKey


class KeyUnusable(OperationError):
    """The key does not exist, is retired or is marked compromised: nothing is signed with it."""


def open_signer(key_id: UUID, *, verification_method: str) -> Signer:
    """Return a signer for an active key.

    Args:
        verification_method: the DID URL under which the world finds the public half.

    Raises:
        KeyUnusable: the key is not active.
        MasterKeyUnusable: it cannot be decrypted.
    """
    key = SigningKey.objects.filter(pk=key_id, state=SigningKey.State.ACTIVE).first()
    if key is None or key.private_ciphertext is None:
        raise KeyUnusable("key_unusable", _("This key cannot sign: it is not active."))
    private = PrivateKey.parse(decrypt_private_key(bytes(key.private_ciphertext), key_id=key.id))
    return KeySigner(private, verification_method=verification_method)
