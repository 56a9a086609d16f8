"""Token Status List: the status of SD-JWT VCs, as the European wallet reads it.

A list packs entries of 1, 2, 4 or 8 bits, lowest bits first (a Bitstring Status List packs the
highest first), compressed with zlib, and is published as a signed token
(``statuslist+jwt``).

Not here: fetching the token, and whose key must have signed it.

Source: Token Status List (draft-ietf-oauth-status-list), 4, 5.1, 6 and 8.

Example:
    >>> TokenStatusList.empty(8, bits=1).with_status(3, INVALID).get(3)
    1
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from guildmark.credentials.encoding import JsonObject, from_base64url, to_base64url
from guildmark.credentials.errors import CredentialError, StatusListInvalid
from guildmark.credentials.keys import PublicKey, Signer
from guildmark.credentials.keys.jws import (
    Jws,
    build_jws,
    is_jws_valid,
    parse_claims,
    parse_jws,
    parse_numeric_date,
)
from guildmark.credentials.status.bitstring import MAX_LIST_BYTES

__all__ = [
    "INVALID",
    "MEDIA_TYPE",
    "SUSPENDED",
    "VALID",
    "StatusListToken",
    "TokenStatusEntry",
    "TokenStatusList",
    "build_status_list_token",
    "build_token_status",
    "is_status_list_token_valid",
    "parse_status_list_token",
    "parse_token_status",
]

MEDIA_TYPE: Final = "statuslist+jwt"

VALID: Final = 0
INVALID: Final = 1
SUSPENDED: Final = 2

_WIDTHS: Final = (1, 2, 4, 8)
# The draft recommends the best level; above 6 it costs 15 times as much for a tenth less.
_ZLIB_LEVEL: Final = 6
# 16 million entries of one bit that are half set do not compress: 2.7 MB in base64.
_MAX_TOKEN_BYTES: Final = 24 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class TokenStatusList:
    """An immutable list of statuses.

    Attributes:
        bits: how wide an entry is: 1, 2, 4 or 8.
        data: packed; index 0 is in the lowest bits of the first byte.
    """

    bits: int
    data: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if isinstance(self.bits, bool) or self.bits not in _WIDTHS:
            raise _unusable(f"Its entries are {str(self.bits)[:20]} bits wide, not 1, 2, 4 or 8.")

    @classmethod
    def empty(cls, size: int, *, bits: int = 1) -> TokenStatusList:
        """Return a list of so many VALID entries.

        Args:
            size: fills whole bytes; take far more than are issued, since few entries tell who
                is looked up.
            bits: 1 for valid and invalid only, 2 with suspended.
        """
        if size <= 0 or size * bits % 8:
            raise ValueError("the entries of a status list fill whole bytes")
        return cls(bits, bytes(size * bits // 8))

    @classmethod
    def decode(
        cls, value: Mapping[str, Any], *, max_bytes: int = MAX_LIST_BYTES
    ) -> TokenStatusList:
        """Unpack a ``status_list`` object: ``{"bits": …, "lst": …}``.

        Args:
            value: as it stands in the token.
            max_bytes: the largest unpacked size; unpacking stops there.

        Raises:
            StatusListInvalid: no such object, or too large.

        Source: Token Status List, 4.2.
        """
        bits, text = value.get("bits"), value.get("lst")
        if not isinstance(bits, int) or not isinstance(text, str):
            raise _unusable("It has no whole number bits and text lst.")
        try:
            return cls(bits, _inflate(from_base64url(text), max_bytes=max_bytes))
        except (zlib.error, CredentialError) as error:
            if isinstance(error, StatusListInvalid):
                raise
            raise _unusable(f"It can not be unpacked: {error}.") from error

    def __len__(self) -> int:
        return len(self.data) * 8 // self.bits

    def get(self, index: int) -> int:
        """Return the status at an index, from 0.

        Raises:
            StatusListInvalid: the index is outside the list (``RANGE_ERROR``).

        Source: Token Status List, 4.1.
        """
        byte, shift = self._place(index)
        return self.data[byte] >> shift & (1 << self.bits) - 1

    def with_status(self, index: int, status: int) -> TokenStatusList:
        """Return a copy in which one entry has this status.

        Raises:
            StatusListInvalid: the index is outside the list (``RANGE_ERROR``).
            ValueError: the status does not fit into an entry.
        """
        if not 0 <= status < 1 << self.bits:
            raise ValueError(f"the status {status} does not fit into {self.bits} bits")
        byte, shift = self._place(index)
        changed = bytearray(self.data)
        mask = ((1 << self.bits) - 1) << shift
        changed[byte] = changed[byte] & ~mask | status << shift
        return TokenStatusList(self.bits, bytes(changed))

    def encode(self) -> JsonObject:
        """Return the ``status_list`` object; equal entries always give equal text."""
        return {"bits": self.bits, "lst": to_base64url(zlib.compress(self.data, _ZLIB_LEVEL))}

    def _place(self, index: int) -> tuple[int, int]:
        if not 0 <= index < len(self):
            raise StatusListInvalid(
                f"The index {index} is outside the list of {len(self):,} entries.",
                code="RANGE_ERROR",
            )
        return index * self.bits // 8, index * self.bits % 8


@dataclass(frozen=True, slots=True)
class TokenStatusEntry:
    """Where a token's status stands.

    Attributes:
        uri: address of the status list token; also what that token must say it is about.
        index: place in the list, from 0.
    """

    uri: str
    index: int


@dataclass(frozen=True, slots=True)
class StatusListToken:
    """A published list; its signature is not verified yet.

    Attributes:
        jws: the token.
        uri: what it says it is about (``sub``).
        issued_at: when it was made.
        expires: from then on it says nothing; None for never.
        ttl: how long a copy may be kept; None where it does not say.
        statuses: the entries.
    """

    jws: Jws = field(repr=False)
    uri: str
    issued_at: datetime
    expires: datetime | None
    ttl: timedelta | None
    statuses: TokenStatusList


def build_token_status(*, uri: str, index: int) -> JsonObject:
    """Return the value of a token's ``status`` claim: ``{"status_list": {"idx", "uri"}}``.

    Source: Token Status List, 6.2.
    """
    return {"status_list": {"idx": index, "uri": uri}}


def parse_token_status(claims: Mapping[str, Any]) -> TokenStatusEntry | None:
    """Return where a token's status stands; None where it has no status at all.

    Raises:
        StatusListInvalid: there is a ``status``, but no readable ``status_list`` in it
            (``MALFORMED_VALUE_ERROR``).

    Source: Token Status List, 6.2.
    """
    if "status" not in claims:
        return None
    status = claims["status"]
    entry = status.get("status_list") if isinstance(status, Mapping) else None
    if not isinstance(entry, Mapping):
        raise _malformed("it has no object status_list")
    uri, index = entry.get("uri"), entry.get("idx")
    if not isinstance(uri, str) or not uri:
        raise _malformed("uri must be text")
    if isinstance(index, bool) or not isinstance(index, int) or index < 0:
        raise _malformed("idx must be a whole number from 0")
    return TokenStatusEntry(uri=uri, index=index)


def build_status_list_token(
    statuses: TokenStatusList,
    *,
    uri: str,
    signer: Signer,
    issued_at: datetime,
    expires: datetime,
    ttl: timedelta,
) -> str:
    """Return the signed list as it is published.

    Args:
        statuses: the entries.
        uri: address at which it will be published, exactly as the tokens name it.
        signer: its ``verification_method`` becomes ``kid``.
        issued_at: now.
        expires: from then on readers must not rely on this copy.
        ttl: how long readers may keep a copy; also the promise of how soon a change is seen.

    Source: Token Status List, 5.1.
    """
    claims = {
        "sub": uri,
        "iat": int(issued_at.timestamp()),
        "exp": int(expires.timestamp()),
        "ttl": int(ttl.total_seconds()),
        "status_list": statuses.encode(),
    }
    header = {"typ": MEDIA_TYPE, "kid": signer.verification_method}
    return build_jws(claims, header=header, signer=signer)


def parse_status_list_token(
    token: str, *, uri: str, now: datetime, leeway: timedelta = timedelta(seconds=90)
) -> StatusListToken:
    """Read a published list.

    Args:
        token: as it was fetched from uri.
        uri: what the credential names; the token must be about it.
        now: the verifier's clock.
        leeway: between the issuer's clock and ours.

    Raises:
        StatusListInvalid: no such token, about another list, or its entries can not be read
            (``STATUS_VERIFICATION_ERROR``); made in the future or expired
            (``STATUS_LIST_OUT_OF_DATE``).

    Source: Token Status List, 8.3, steps 2 to 5.
    """
    try:
        jws = parse_jws(token, max_payload_bytes=_MAX_TOKEN_BYTES)
        claims = parse_claims(jws, max_bytes=_MAX_TOKEN_BYTES)
        issued_at = parse_numeric_date(claims, "iat")
        expires = parse_numeric_date(claims, "exp")
    except CredentialError as error:
        raise _unusable(error.message) from error
    if jws.media_type != MEDIA_TYPE:
        raise _unusable(f"It is of type {str(jws.header.get('typ'))[:60]!r}, not {MEDIA_TYPE}.")
    if claims.get("sub") != uri:
        raise _unusable(f"It is about {str(claims.get('sub'))[:200]!r}, not about {uri[:200]!r}.")
    if issued_at is None:
        raise _unusable("It does not say when it was made (iat).")
    if issued_at > now + leeway or (expires is not None and now - leeway >= expires):
        raise StatusListInvalid(
            "The status list is out of date: it has expired, or was made in the future.",
            code="STATUS_LIST_OUT_OF_DATE",
        )
    status_list = claims.get("status_list")
    if not isinstance(status_list, Mapping):
        raise _unusable("It has no object status_list.")
    return StatusListToken(
        jws=jws,
        uri=uri,
        issued_at=issued_at,
        expires=expires,
        ttl=_ttl_of(claims),
        statuses=TokenStatusList.decode(status_list),
    )


def is_status_list_token_valid(token: StatusListToken, *, key: PublicKey) -> bool:
    """Tell whether the list is signed by this key."""
    return is_jws_valid(token.jws, key=key)


def _ttl_of(claims: Mapping[str, Any]) -> timedelta | None:
    if "ttl" not in claims:
        return None
    ttl = claims["ttl"]
    # A century is as good as for ever, and timedelta overflows beyond.
    if isinstance(ttl, bool) or not isinstance(ttl, int) or not 0 < ttl <= 3_155_760_000:
        raise _unusable(f"Its ttl is {str(ttl)[:40]}, not a number of seconds.")
    return timedelta(seconds=ttl)


def _inflate(data: bytes, *, max_bytes: int) -> bytes:
    unpacker = zlib.decompressobj()
    unpacked = unpacker.decompress(data, max_bytes + 1)
    if len(unpacked) > max_bytes:
        raise _unusable(f"It unpacks to more than {max_bytes:,} bytes.")
    if not unpacker.eof or unpacker.unused_data:
        raise _unusable("It is cut short or has data behind its end.")
    if not unpacked:
        raise _unusable("It has no entries.")
    return unpacked


def _malformed(problem: str) -> StatusListInvalid:
    return StatusListInvalid(
        f"The status claim is malformed: {problem}.", code="MALFORMED_VALUE_ERROR"
    )


def _unusable(problem: str) -> StatusListInvalid:
    return StatusListInvalid(
        f"The token status list can not be used. {problem}", code="STATUS_VERIFICATION_ERROR"
    )
