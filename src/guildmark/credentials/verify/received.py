"""What was handed over: its form, told by looking at it, and the credential inside.

Nothing is checked here but that it can be read. The forms are

* JSON with embedded proofs (Data Integrity),
* a token: OB3 VC-JWT, VC-JOSE-COSE, SD-JWT VC,
* an envelope around a token or a COSE message,
* an Open Badges 2.0 assertion: JSON, a signed token, or its address alone (as baked images have).

Images are unbaked by whoever received them (``baking.unbake``).

Source: VC Data Model 2.0, 4.13 and 6; VC-JOSE-COSE, 3; Open Badges 3.0, 8; Open Badges 2.0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, NoReturn

from guildmark.credentials.encoding import JsonObject, copy_json, parse_json
from guildmark.credentials.errors import UnreadableInput
from guildmark.credentials.model import (
    is_open_badges_2,
    issuer_id_of,
    open_badges_2,
    profile_of,
    types_of,
)
from guildmark.credentials.proofs.tokens import find_token_kind

if TYPE_CHECKING:
    from guildmark.credentials.model.open_badges_2 import SignedBadge
    from guildmark.credentials.proofs.sd_jwt_vc import SdJwtVc
    from guildmark.credentials.proofs.vc_cose import VcCose
    from guildmark.credentials.proofs.vc_jose import VcJose
    from guildmark.credentials.proofs.vc_jwt import VcJwt

    Token = VcJwt | VcJose | VcCose | SdJwtVc | SignedBadge

__all__ = ["Form", "NotSupported", "Received", "is_presentation", "parse_received"]

Form = Literal["json", "VC-JWT", "VC-JOSE-COSE", "SD-JWT VC", "hosted badge", "signed badge"]

_TOKEN: Final = re.compile(r"[\w-]{8,}\.[\w-]*\.[\w-]*(?:~[\w~.=-]*)?", re.ASCII)
_ADDRESS: Final = re.compile(r"https://[^\s\"'<>]{4,2000}", re.ASCII)
# Larger than any token that ``parse_jws`` reads, so that it can say so.
_MAX_TOKEN_CHARACTERS: Final = 4 * 1024 * 1024
_OPEN_BADGES_2_CONTEXT: Final = "https://w3id.org/openbadges/v2"


@dataclass(frozen=True, slots=True)
class Received:
    """A credential as it was received; nothing about it is proven.

    Attributes:
        form: how it is secured.
        document: the credential, without what is about the token only.
        profile: the standard that it claims to follow, and its form where that is no plain JSON.
        token: taken apart, for the forms that are tokens.
        is_given_by_address: only the address of a hosted badge was handed over.
    """

    form: Form
    document: JsonObject
    profile: str | None
    token: Token | None = field(default=None, repr=False)
    is_given_by_address: bool = False

    @property
    def issuer(self) -> str | None:
        """The issuer's id as the document says; unproven."""
        if self.form == "SD-JWT VC":
            issuer = self.document.get("iss")
            return issuer if isinstance(issuer, str) else None
        if self.form in ("hosted badge", "signed badge"):
            badge = self.document.get("badge")
            return issuer_id_of(badge) if isinstance(badge, dict) else None
        return issuer_id_of(self.document)


class NotSupported(Exception):
    """It can be read, but is of a kind that is not checked here."""

    def __init__(
        self, profile: str, what: str, *, document: JsonObject | None = None, code: str
    ) -> None:
        super().__init__(what)
        self.profile = profile
        self.what = what
        self.document = document
        self.code = code


def is_presentation(document: bytes | str | Mapping[str, Any]) -> bool:
    """Tell whether what was handed over is a presentation, by its type alone."""
    try:
        parsed = _parse_json(document)
    except UnreadableInput:
        text = _text_of(document)
        return text is not None and _is_token(text) and _is_presentation_token(text)
    if not isinstance(parsed, dict):
        return False
    types = set(types_of(parsed))
    return bool(types & {"VerifiablePresentation", "EnvelopedVerifiablePresentation"})


def parse_received(document: bytes | str | Mapping[str, Any]) -> Received:
    """Read what was handed over and say what form it has.

    Args:
        document: text, or an object already parsed by ``parse_json``.

    Raises:
        UnreadableInput: no form of a credential.
        NotSupported: a kind that is known, but not checked here.
    """
    try:
        parsed = _parse_json(document)
    except UnreadableInput:
        text = _text_of(document)
        if text is None:
            raise
        if _is_token(text):
            return _parse_token(text)
        if _ADDRESS.fullmatch(text):
            return _hosted_at(text)
        raise
    if not isinstance(parsed, dict):
        raise UnreadableInput("This JSON is no object, so no credential.", code="not_an_object")
    if not parsed.keys() & {"@context", "type", "badge"}:
        raise UnreadableInput(
            "This JSON is no credential: it has neither @context nor type.", code="not_credential"
        )
    return _parse_object(parsed)


def _parse_json(document: bytes | str | Mapping[str, Any]) -> Any:
    if isinstance(document, (bytes, str)):
        return parse_json(document)
    return copy_json(document)


def _text_of(document: object) -> str | None:
    if isinstance(document, bytes):
        document = document[: _MAX_TOKEN_CHARACTERS + 1].decode("utf-8", "replace")
    return document.strip() if isinstance(document, str) else None


def _is_token(text: str) -> bool:
    return len(text) <= _MAX_TOKEN_CHARACTERS and bool(_TOKEN.fullmatch(text))


def _parse_object(document: JsonObject) -> Received:
    types = set(types_of(document))
    profile = profile_of(document)
    if types & {"EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"}:
        return _open(document)
    if "VerifiablePresentation" in types:
        _refuse_presentation(document)
    if profile == "Open Badges 1":
        raise NotSupported(
            profile, "This follows Open Badges 1", document=document, code="profile_not_supported"
        )
    if not is_open_badges_2(document):
        return Received("json", document, profile)
    verification = profile or ""
    if verification.endswith("(hosted)"):
        return Received("hosted badge", document, profile)
    what = (
        "This is the inside of a signed badge without its signature"
        if verification.endswith("(signed)")
        else "This is a part of Open Badges 2.0, but no badge that was awarded"
    )
    raise NotSupported(profile or "Open Badges 2.0", what, document=document, code="badge_part")


def _refuse_presentation(document: JsonObject | None) -> NoReturn:
    raise NotSupported(
        "Verifiable Presentation",
        "This is a presentation, which holds credentials but is none",
        document=document,
        code="presentation",
    )


def _open(envelope: JsonObject) -> Received:
    """Take out what an envelope holds; nothing else in it counts."""
    from guildmark.credentials.proofs import envelope as envelopes

    opened = envelopes.open_envelope(envelope)
    if opened.kind == "presentation":
        _refuse_presentation(envelope)
    if isinstance(opened.content, bytes):
        from guildmark.credentials.proofs import vc_cose

        message = vc_cose.parse(opened.content)
        if message.kind == "presentation":
            _refuse_presentation(envelope)
        return Received(
            "VC-JOSE-COSE", message.document, _named(message.document, "VC-JOSE-COSE"), message
        )
    if opened.media_type == "jwt" and find_token_kind(opened.content) == "jwt":
        return _parse_plain_token(opened.content)
    from guildmark.credentials.proofs import vc_jose

    return _jose(vc_jose.parse_envelope(opened))


def _parse_token(text: str) -> Received:
    kind = find_token_kind(text)
    if kind is not None and kind.startswith(("vc+", "vp+")):
        from guildmark.credentials.proofs import vc_jose

        return _jose(vc_jose.parse(text))
    if kind == "dc+sd-jwt" or "~" in text:
        from guildmark.credentials.proofs import sd_jwt_vc

        token = sd_jwt_vc.parse(text)
        return Received("SD-JWT VC", token.claims, "SD-JWT VC", token)
    return _parse_plain_token(text)


def _is_presentation_token(text: str) -> bool:
    kind = find_token_kind(text)
    if kind != "jwt":
        return kind is not None and kind.startswith("vp+")
    from guildmark.credentials.keys.jws import parse_claims, parse_jws

    try:
        return "vp" in parse_claims(parse_jws(text))
    except UnreadableInput:
        return False


def _parse_plain_token(text: str) -> Received:
    """Tell an OB3 VC-JWT from a signed badge of Open Badges 2.0: by what is inside."""
    from guildmark.credentials.keys.jws import parse_claims, parse_jws

    claims = parse_claims(parse_jws(text))
    if "vp" in claims:
        _refuse_presentation(None)
    if "badge" in claims and "VerifiableCredential" not in types_of(claims):
        badge = open_badges_2.parse_signed_badge(text)
        return Received("signed badge", badge.assertion, "Open Badges 2.0 (signed)", badge)
    from guildmark.credentials.proofs import vc_jwt

    token = vc_jwt.parse(text)
    if "VerifiablePresentation" in types_of(token.credential):
        _refuse_presentation(None)
    if not token.credential.keys() & {"@context", "type"}:
        raise UnreadableInput(
            "This token holds no credential: it has neither @context nor type.",
            code="not_credential",
        )
    return Received("VC-JWT", token.credential, _named(token.credential, "VC-JWT"), token)


def _jose(token: VcJose) -> Received:
    if token.kind == "presentation":
        _refuse_presentation(None)
    return Received("VC-JOSE-COSE", token.document, _named(token.document, "VC-JOSE-COSE"), token)


def _hosted_at(address: str) -> Received:
    document = {
        "@context": _OPEN_BADGES_2_CONTEXT,
        "type": "Assertion",
        "id": address,
        "verification": {"type": "hosted"},
    }
    return Received("hosted badge", document, "Open Badges 2.0 (hosted)", is_given_by_address=True)


def _named(document: JsonObject, form: str) -> str:
    profile = profile_of(document)
    if profile is None:
        return form
    return f"{profile[:-1]}, {form})" if profile.endswith(")") else f"{profile} ({form})"
