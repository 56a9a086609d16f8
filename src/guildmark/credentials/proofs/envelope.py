"""Envelopes: a secured credential or presentation carried inside JSON-LD as a data: URL.

An envelope is not signed itself, so nothing in it counts but the one URL: other members, other
contexts and other types are refused.

Source: VC Data Model 2.0, 4.13 (EnvelopedVerifiableCredential and …Presentation); RFC 2397.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from guildmark.credentials.encoding import CREDENTIALS_V2_CONTEXT, JsonObject
from guildmark.credentials.errors import UnreadableInput

__all__ = ["Envelope", "EnvelopeKind", "build_envelope", "is_envelope", "open_envelope"]

EnvelopeKind = Literal["credential", "presentation"]

_TYPES: Final[dict[str, EnvelopeKind]] = {
    "EnvelopedVerifiableCredential": "credential",
    "EnvelopedVerifiablePresentation": "presentation",
}
_MEDIA_TYPES: Final[dict[EnvelopeKind, frozenset[str]]] = {
    "credential": frozenset({"vc+jwt", "vc+sd-jwt", "vc+cose", "jwt"}),
    "presentation": frozenset({"vp+jwt", "vp+sd-jwt", "vp+cose", "jwt"}),
}
_DATA_URL: Final = re.compile(r"data:application/([a-z+.-]+)(;base64)?,(.+)", re.ASCII | re.I)
_TOKEN: Final = re.compile(r"[A-Za-z0-9_.~-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What an envelope holds; nothing about it is verified yet.

    Attributes:
        kind: credential or presentation, by the envelope's type.
        media_type: without ``application/``: ``vc+jwt``, ``vp+sd-jwt``, ``vc+cose`` and so on.
        content: a token as text; bytes where the media type is of COSE.
    """

    kind: EnvelopeKind
    media_type: str
    content: str | bytes = field(repr=False)


def is_envelope(document: Mapping[str, Any]) -> bool:
    """Tell whether a document says that it is an envelope."""
    types = document.get("type")
    return any(
        isinstance(name, str) and name in _TYPES
        for name in (types if isinstance(types, list) else [types])
    )


def build_envelope(content: str | bytes, *, media_type: str) -> JsonObject:
    """Return the envelope of a secured credential or presentation.

    Args:
        content: a token; bytes for COSE.
        media_type: without ``application/``: ``vc+jwt``, ``vp+cose`` and so on.

    Raises:
        ValueError: no media type of a credential or presentation.

    Source: VC Data Model 2.0, 4.13.
    """
    # "jwt" is read, since others write it, but says too little to be written.
    if media_type not in (_MEDIA_TYPES["credential"] | _MEDIA_TYPES["presentation"]) - {"jwt"}:
        raise ValueError(f"{media_type!r} is no media type of a credential or presentation")
    presentation = media_type.startswith("vp+")
    kind = "EnvelopedVerifiablePresentation" if presentation else "EnvelopedVerifiableCredential"
    if isinstance(content, bytes):
        # Without padding, as the published suite writes it.
        data = f";base64,{base64.b64encode(content).rstrip(b'=').decode('ascii')}"
    else:
        data = f",{content}"
    return {
        "@context": CREDENTIALS_V2_CONTEXT,
        "id": f"data:application/{media_type}{data}",
        "type": kind,
    }


def open_envelope(document: Mapping[str, Any]) -> Envelope:
    """Take out what an envelope holds.

    Raises:
        UnreadableInput: it is no envelope, says anything beside its URL, or the URL holds no such
            thing (``envelope``).

    Source: VC Data Model 2.0, 4.13.
    """
    kind = _kind_of(document)
    contexts = document.get("@context")
    if contexts not in (CREDENTIALS_V2_CONTEXT, [CREDENTIALS_V2_CONTEXT]):
        raise _refuse("its @context is not the one of VC Data Model 2.0")
    stray = sorted(document.keys() - {"@context", "id", "type"})
    if stray:
        raise _refuse(f"it has {stray[0][:60]!r}, which nothing secures")
    url = document.get("id")
    match = _DATA_URL.fullmatch(url) if isinstance(url, str) else None
    if match is None:
        raise _refuse("its id is no data: URL of a media type application/…")
    media_type = match[1].lower()
    if media_type not in _MEDIA_TYPES[kind]:
        raise _refuse(f"{media_type[:60]!r} is no media type of a secured {kind}")
    return Envelope(kind, media_type, _content(match[3], media_type, base64_coded=bool(match[2])))


def _kind_of(document: Mapping[str, Any]) -> EnvelopeKind:
    types = document.get("type")
    listed = types if isinstance(types, list) else [types]
    if len(listed) != 1 or not isinstance(listed[0], str) or listed[0] not in _TYPES:
        raise _refuse("its type is not EnvelopedVerifiableCredential or …Presentation alone")
    return _TYPES[listed[0]]


def _content(text: str, media_type: str, *, base64_coded: bool) -> str | bytes:
    if media_type.endswith("+cose") != base64_coded:
        raise _refuse("COSE is written in base64, tokens as they are")
    if not base64_coded:
        if not _TOKEN.fullmatch(text):
            raise _refuse("its URL holds no token")
        return text
    bare = text.rstrip("=")
    try:
        data = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (ValueError, binascii.Error) as error:
        raise _refuse(f"its base64 can not be read: {error}") from error
    if base64.b64encode(data).rstrip(b"=").decode("ascii") != bare:
        raise _refuse("its base64 has stray bits at its end")
    return data


def _refuse(problem: str) -> UnreadableInput:
    return UnreadableInput(f"The envelope can not be opened: {problem}.", code="envelope")
