"""Private keys at rest: AES-256-GCM under the installation's master key.

The ciphertext is bound to the row it belongs to (additional data), so that swapping two rows is
noticed. Format: version byte 1, 12-byte nonce, ciphertext with tag.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

from guildmark.server.base.errors import OperationError

_VERSION = b"\x01"
_NONCE_BYTES = 12
_KEY_BYTES = 32


class MasterKeyUnusable(OperationError):
    """The master key is missing, malformed, or not the one that these keys were encrypted with."""


def _cipher() -> AESGCM:
    text = settings.MASTER_KEY
    try:
        key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise MasterKeyUnusable(
            "master_key_unusable",
            _("GUILDMARK_MASTER_KEY must be 32 bytes in base64url; nothing can be signed."),
        )
    return AESGCM(key)


def new_master_key() -> str:
    """Return 32 random bytes in base64url, for GUILDMARK_MASTER_KEY."""
    return base64.urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).rstrip(b"=").decode()


def encrypt_private_key(private_multikey: str, *, key_id: UUID) -> bytes:
    """Encrypt a private Multikey for the row `key_id`."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = _cipher().encrypt(nonce, private_multikey.encode(), key_id.bytes)
    return _VERSION + nonce + sealed


def decrypt_private_key(ciphertext: bytes, *, key_id: UUID) -> str:
    """Return the private Multikey of the row `key_id`.

    Raises:
        MasterKeyUnusable: another master key encrypted it, or the row was tampered with.
    """
    nonce, sealed = ciphertext[1 : 1 + _NONCE_BYTES], ciphertext[1 + _NONCE_BYTES :]
    try:
        if ciphertext[:1] != _VERSION or len(nonce) != _NONCE_BYTES:
            raise InvalidTag
        return _cipher().decrypt(nonce, sealed, key_id.bytes).decode()
    except InvalidTag as error:
        raise MasterKeyUnusable(
            "master_key_wrong",
            _("A signing key cannot be decrypted: GUILDMARK_MASTER_KEY is another one now."),
        ) from error
