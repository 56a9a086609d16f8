"""What is written in a token, taken apart for `guildmark inspect`; nothing is checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guildmark.cli.terminal import printable
from guildmark.credentials.encoding import JsonObject
from guildmark.credentials.errors import UnreadableInput
from guildmark.credentials.keys.jws import Jws, parse_claims, parse_jws
from guildmark.credentials.proofs.disclosures import format_path
from guildmark.credentials.proofs.envelope import is_envelope, open_envelope
from guildmark.credentials.proofs.sd_jwt import parse_sd_jwt
from guildmark.credentials.proofs.tokens import looks_like_token

__all__ = ["TokenContent", "read_token", "read_token_in"]

# A hostile token may have thousands; the first tell what kind it is.
_MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class TokenContent:
    """What a token says.

    Attributes:
        header: the protected header.
        document: the credential or presentation in it; else its claims.
        disclosed: paths of what its holder may leave out, as far as it came along.
        is_bound: a holder's signature (key binding) came along.
    """

    header: JsonObject
    document: JsonObject
    disclosed: tuple[str, ...] = ()
    is_bound: bool = False

    def to_json(self) -> JsonObject:
        """Return it for `--json`."""
        return {
            "header": self.header,
            "disclosed": list(self.disclosed),
            "keyBinding": self.is_bound,
        }

    def lines(self) -> list[tuple[str, str]]:
        """Return labels and values, safe to print, of what only tokens have."""
        lines = [
            ("token", printable(self.header.get("typ", "JWT"))),
            ("algorithm", printable(self.header["alg"])),
            ("key", printable(self.header.get("kid", ""))),
            *(("may be hidden", printable(path)) for path in self.disclosed[:_MOST_LINES]),
            ("key binding", "came along" if self.is_bound else ""),
        ]
        if "@context" not in self.document:
            lines += [
                (printable(name, limit=14), printable(json.dumps(value, ensure_ascii=False)))
                for name, value in list(self.document.items())[:_MOST_LINES]
            ]
        return [(label, value) for label, value in lines if value]


def read_token(text: bytes | str) -> TokenContent | None:
    """Take a token apart; None where the text is none.

    Raises:
        UnreadableInput: it looks like a token, but can not be read.
    """
    word = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    word = word.strip()
    if not looks_like_token(word):
        return None
    if "~" not in word:
        jws = parse_jws(word)
        return _content(jws, parse_claims(jws))
    token = parse_sd_jwt(word)
    return _content(
        token.jws,
        token.claims,
        disclosed=tuple(format_path(path) for path in token.disclosed),
        is_bound=token.key_binding is not None,
    )


def read_token_in(document: Mapping[str, Any]) -> TokenContent | None:
    """Take the token in an envelope apart; None where the document is no envelope of one.

    Raises:
        UnreadableInput: an envelope that can not be opened.
    """
    if not is_envelope(document):
        return None
    content = open_envelope(document).content
    if isinstance(content, str):
        return read_token(content)
    from guildmark.credentials.proofs import vc_cose

    message = vc_cose.parse(content)
    header = {"typ": message.media_type, "alg": "COSE", "kid": message.verification_method or ""}
    return TokenContent(header=header, document=message.document)


def _content(jws: Jws, claims: JsonObject, **more: Any) -> TokenContent:
    inner = claims.get("vc", claims.get("vp", claims))
    if not isinstance(inner, dict):
        raise UnreadableInput("The token has a vc or vp that is no object.", code="jwt_ambiguous")
    return TokenContent(header=jws.header, document=inner, **more)
