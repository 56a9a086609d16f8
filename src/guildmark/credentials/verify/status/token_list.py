"""The ``status`` claim of SD-JWT VCs: Token Status List.

One entry answers for revocation (1, invalid) and suspension (2). Other values are for their
application to explain, so they leave both open.

Source: Token Status List (draft-ietf-oauth-status-list), 6, 7 and 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from guildmark.credentials.encoding import format_datetime
from guildmark.credentials.errors import StatusListInvalid
from guildmark.credentials.verify.findings import LEEWAY, KeyProblem
from guildmark.credentials.verify.status.asked import Answered, Asking, unusable

__all__ = ["ask", "purposes_of"]

_ACCEPT: Final = "application/statuslist+jwt"


def purposes_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what an entry may answer."""
    from guildmark.credentials.status import token_list

    return () if token_list.parse_token_status(entry) is None else ("revocation", "suspension")


def ask(entry: Mapping[str, Any], asking: Asking) -> tuple[Answered, ...]:
    """Fetch the list's token, verify it, and look the entry up.

    Args:
        entry: the claims, with ``status``.
        asking: whose status, and of whom.
    """
    from guildmark.credentials.status import token_list
    from guildmark.credentials.verify.sd_jwt import find_issuer_method

    parsed = token_list.parse_token_status(entry)
    if parsed is None or asking.issuer is None:
        return ()
    text = asking.sources.document(parsed.uri, accept=_ACCEPT).decode("ascii", "replace").strip()
    token = token_list.parse_status_list_token(text, uri=parsed.uri, now=asking.now, leeway=LEEWAY)
    try:
        method = find_issuer_method(asking.issuer, key_id=token.jws.key_id, sources=asking.sources)
    except KeyProblem as error:
        raise unusable(error.reason) from error
    if method.controller != asking.issuer or "assertionMethod" not in method.relationships:
        raise unusable("it is by another issuer than the credential.")
    if not token_list.is_status_list_token_valid(token, key=method.public_key):
        raise unusable("its signature does not fit.")
    value = token.statuses.get(parsed.index)
    if value not in (token_list.VALID, token_list.INVALID, token_list.SUSPENDED):
        raise StatusListInvalid(
            f"it says {value}, which is neither valid, revoked nor suspended.",
            code="STATUS_VALUE_UNKNOWN",
        )
    as_of = format_datetime(token.issued_at)
    return (
        Answered("revocation", value == token_list.INVALID, as_of=as_of),
        Answered("suspension", value == token_list.SUSPENDED, as_of=as_of),
    )
