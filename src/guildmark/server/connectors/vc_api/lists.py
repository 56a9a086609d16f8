"""Status lists of the run: indexes are given out at random, bits are set, lists are signed.

Kept in memory; with the run they are gone.

Source: Bitstring Status List 1.0, 2.1, 2.2 and 3.1; VC API 0.3 (update status).
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast

from guildmark.credentials.encoding import JsonObject
from guildmark.credentials.keys import Signer
from guildmark.credentials.proofs import eddsa_rdfc_2022
from guildmark.credentials.status import (
    Bitstring,
    Purpose,
    StatusEntry,
    build_status_entry,
    build_status_list_credential,
    pick_index,
)
from guildmark.server.connectors.vc_api.answers import Answer

__all__ = ["PURPOSES", "StatusLists", "build_list"]

PURPOSES: Final[tuple[Purpose, ...]] = ("revocation", "suspension")
# A copy counts for a day; the suites look within seconds.
_VALIDITY: Final = timedelta(days=1)


@dataclass(slots=True)
class _List:
    bits: Bitstring
    taken: set[int]


class StatusLists:
    """One list for each purpose; safe for threads.

    Args:
        base_url: the lists are at ``{base_url}/{purpose}``.
    """

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._lock = threading.Lock()
        self._lists = {purpose: _List(Bitstring.empty(), set()) for purpose in PURPOSES}
        self._by_credential: dict[str, list[StatusEntry]] = {}

    def url(self, purpose: Purpose) -> str:
        """Return the address of a list."""
        return f"{self._base_url}/{purpose}"

    def take_entry(self, purpose: Purpose) -> JsonObject:
        """Take a free index and return the ``credentialStatus`` that names it."""
        with self._lock:
            taken = self._lists[purpose].taken
            bits = self._lists[purpose].bits
            index = pick_index(size=len(bits), taken=taken, random=secrets.randbelow)
            taken.add(index)
        return build_status_entry(list_url=self.url(purpose), index=index, purpose=purpose)

    def remember(self, credential_id: object, entry: JsonObject) -> None:
        """Note which entry a credential has, so that its id alone, if it has one, finds it."""
        if not isinstance(credential_id, str):
            return
        with self._lock:
            self._by_credential.setdefault(credential_id, []).append(
                StatusEntry(
                    list_url=entry["statusListCredential"],
                    index=int(entry["statusListIndex"]),
                    purpose=entry["statusPurpose"],
                )
            )

    def entries_of(self, credential_id: object) -> tuple[StatusEntry, ...]:
        """Return the entries of a credential that was issued in this run, oldest first."""
        if not isinstance(credential_id, str):
            return ()
        with self._lock:
            return tuple(self._by_credential.get(credential_id, ()))

    def set_status(self, entry: StatusEntry, *, value: bool) -> bool:
        """Set a bit; False where the entry is of no list of ours or was never given out."""
        for purpose in PURPOSES:
            if entry.list_url != self.url(purpose):
                continue
            with self._lock:
                found = self._lists[purpose]
                if entry.index not in found.taken:
                    return False
                found.bits = found.bits.with_bit(entry.index, value)
            return True
        return False

    def encoded(self, purpose: str) -> str | None:
        """Return a list's bits as ``encodedList``; None for a purpose that has none."""
        with self._lock:
            found = self._lists.get(cast("Purpose", purpose))
            return None if found is None else found.bits.encode()


def build_list(
    url: str, *, purpose: str, encoded: str, ttl: timedelta, signer: Signer, now: datetime
) -> Answer:
    """Answer with the signed credential that publishes a list."""
    credential = build_status_list_credential(
        id=url,
        issuer=signer.verification_method.partition("#")[0],
        purpose=cast("Purpose", purpose),
        bitstring=Bitstring.decode(encoded),
        valid_from=now - timedelta(minutes=1),
        valid_until=now + _VALIDITY,
        ttl=ttl,
    )
    signed = eddsa_rdfc_2022.add_proof(credential, signer=signer, created=now)
    return Answer(200, signed, media_type="application/vc")
