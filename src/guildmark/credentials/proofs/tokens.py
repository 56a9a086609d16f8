"""Which kind of token a text is, by its header alone; nothing is verified.

Source: RFC 7515, 4.1.9 (typ); VC-JOSE-COSE, 6; Open Badges 3.0, 8.2.4.
"""

from __future__ import annotations

from typing import Final, Literal

from guildmark.credentials.encoding import from_base64url, parse_json
from guildmark.credentials.errors import CredentialError
from guildmark.credentials.keys.jws import short_media_type

__all__ = ["TokenKind", "find_token_kind", "looks_like_token"]

TokenKind = Literal["jwt", "vc+jwt", "vp+jwt", "vc+sd-jwt", "vp+sd-jwt", "dc+sd-jwt"]

_KINDS: Final[dict[str, TokenKind]] = {
    "jwt": "jwt",
    "vc+jwt": "vc+jwt",
    "vp+jwt": "vp+jwt",
    "vc+sd-jwt": "vc+sd-jwt",
    "vp+sd-jwt": "vp+sd-jwt",
    "dc+sd-jwt": "dc+sd-jwt",
}
_MAX_HEADER_CHARACTERS: Final = 24 * 1024


def looks_like_token(text: str) -> bool:
    """Tell whether a text could be a compact token: it starts like base64url of ``{"``."""
    return text.startswith("eyJ") and "." in text


def find_token_kind(text: str) -> TokenKind | None:
    """Return what a token says it is; None where it is none of these kinds, or unreadable.

    ``jwt`` is also what a token without ``typ`` is: a VC-JWT (``vc_jwt``), or where its claims
    have ``vp`` a presentation (``vp_jwt``). The reader of each kind says what is wrong with it.
    """
    head = text.partition(".")[0]
    if len(head) > _MAX_HEADER_CHARACTERS:
        return None
    try:
        header = parse_json(from_base64url(head))
    except CredentialError:
        return None
    if not isinstance(header, dict):
        return None
    if "typ" not in header:
        return None if "~" in text else "jwt"
    return _KINDS.get(short_media_type(header["typ"]) or "")
