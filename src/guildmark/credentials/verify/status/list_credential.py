"""Status lists that are credentials themselves: fetched, verified and read.

They may have an embedded proof or be a token. The list must be the issuer's own, current, and the
one that the entry names.

Source: Bitstring Status List 1.0, 3.2 (Validate Algorithm), steps 1 to 4; Status List 2021, 5.3.
"""

from __future__ import annotations

from typing import Final

from guildmark.credentials.encoding import JsonObject, copy_json
from guildmark.credentials.errors import SourceUnavailable, StatusListInvalid, UnreadableInput
from guildmark.credentials.model import issuer_id_of
from guildmark.credentials.verify.dates import check_dates
from guildmark.credentials.verify.received import Received, parse_received
from guildmark.credentials.verify.status.asked import Asking, unusable
from guildmark.credentials.verify.structure import check_schema

__all__ = ["fetch_list"]

_AS_TOKEN: Final = "application/vc+jwt, application/jwt;q=0.9, text/plain;q=0.5"  # noqa: S105 - media types


def fetch_list(url: str, asking: Asking) -> JsonObject:
    """Return the list credential at an address once it is proven to be the issuer's.

    Raises:
        SourceUnavailable: it could not be had.
        StatusListInvalid: it can not be relied on.
    """
    received = _fetch(url, asking)
    check = check_schema(received)
    if check.outcome != "pass":
        raise unusable(check.reason)
    # The issuer may well have several lists: one must not stand in for another.
    if received.document.get("id") not in (None, url):
        raise unusable(f"it is the list {str(received.document['id'])[:200]}, not {url}.")
    if issuer_id_of(received.document) != asking.issuer:
        raise unusable("it is by another issuer than the credential.")
    dates = check_dates(received.document, now=asking.now)
    if dates.outcome != "pass":
        raise StatusListInvalid(
            f"{dates.reason} Ask for a newer one.", code="STATUS_LIST_OUT_OF_DATE"
        )
    # Here, since verifying a credential asks for lists, whose verification asks for no more.
    from guildmark.credentials.verify.secured import check_secured

    secured = check_secured(received, sources=asking.sources, now=asking.now)
    if not secured.is_proven:
        raise unusable(secured.first_problem)
    return received.document


def _fetch(url: str, asking: Asking) -> Received:
    try:
        found = copy_json(asking.sources.status_list(url))
        if not isinstance(found, dict):
            raise unusable("it is no JSON object.")
        return parse_received(found)
    except SourceUnavailable as error:
        # Signed as a token it is no JSON.
        if error.code != "not_json":
            raise
    except UnreadableInput as error:
        raise unusable(error.message) from error
    try:
        return parse_received(asking.sources.document(url, accept=_AS_TOKEN))
    except UnreadableInput as error:
        raise unusable(error.message) from error
