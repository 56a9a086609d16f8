"""SD-JWT: a signed token whose holder chooses which members to show.

The issuer signs digests in place of the chosen members and hands the members over beside the
token, as disclosures. The holder passes on the disclosures he likes, and may sign what he passes
on (key binding). The profiles on top are ``sd_jwt_vc`` (``dc+sd-jwt``) and ``vc_jose``
(``vc+sd-jwt``).

Reading follows the verification rules to the letter: a disclosure that no digest asks for, a
digest that stands twice, and names that the format keeps for itself are refused.

Not here: the JSON serialisation; whose key it is.

Source: RFC 9901 (SD-JWT).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from guildmark.credentials.encoding import (
    MAX_JSON_BYTES,
    JsonObject,
    copy_json,
)
from guildmark.credentials.errors import InvalidDraft, UnreadableInput
from guildmark.credentials.keys import PublicKey, Signer
from guildmark.credentials.keys.jws import Jws, build_jws, is_jws_valid, parse_claims, parse_jws
from guildmark.credentials.proofs.disclosures import (
    Disclosure,
    Path,
    conceal_members,
    digest_of,
    format_path,
    hash_name_of,
    resolve_disclosures,
)

__all__ = [
    "SdJwt",
    "build_sd_jwt",
    "is_sd_jwt_valid",
    "parse_sd_jwt",
    "select_disclosures",
]

# Far more than a credential has members; processing is linear in them.
_MAX_DISCLOSURES: Final = 2048
_MAX_CHARACTERS: Final = 3 * MAX_JSON_BYTES
_MAX_BINDING_BYTES: Final = 16 * 1024


@dataclass(frozen=True, slots=True)
class SdJwt:
    """An SD-JWT taken apart and its disclosures put in place; no signature is verified yet.

    Attributes:
        jws: the part that the issuer signed.
        payload: what the issuer signed, digests and all.
        claims: what the token says with the disclosures that came along.
        disclosed: each disclosure by the path of its member in ``claims``.
        presented: the characters that a key binding covers: all up to the last ``~``.
        key_binding: the key binding token, as text, well-formed but not verified; None where
            there is none.
    """

    jws: Jws = field(repr=False)
    payload: JsonObject = field(repr=False)
    claims: JsonObject
    disclosed: Mapping[Path, Disclosure] = field(repr=False)
    presented: str = field(repr=False)
    key_binding: str | None = field(repr=False)

    def digest_of(self, text: str) -> str:
        """Return the base64url digest of some ASCII characters, by this token's algorithm."""
        return digest_of(text, hash_name=hash_name_of(self.payload))


def parse_sd_jwt(token: str) -> SdJwt:
    """Take an SD-JWT apart and put its disclosures in place.

    Raises:
        UnreadableInput: no such token (``jws_…``, ``json_…``, ``sd_jwt_form``), an unknown hash
            (``sd_jwt_hash``), a malformed disclosure (``sd_jwt_disclosure``), or disclosures and
            digests that do not fit each other (``sd_jwt_digest``).

    Source: RFC 9901, 4 (format) and 7.1 (verification), steps 1, 3, 4 and 5.
    """
    if len(token) > _MAX_CHARACTERS:
        raise UnreadableInput(
            f"This token has {len(token):,} characters; at most {_MAX_CHARACTERS:,} are accepted.",
            code="jws_too_large",
        )
    signed, *texts, last = token.split("~") if "~" in token else (token, None)
    if last is None or len(texts) > _MAX_DISCLOSURES:
        raise UnreadableInput(
            "This is no SD-JWT: a signed token, at most "
            f"{_MAX_DISCLOSURES:,} disclosures, and a ~ behind each were expected.",
            code="sd_jwt_form",
        )
    jws = parse_jws(signed)
    if last:
        # Whether it holds is another question, but it must be a token: else anything at all
        # could stand there, and one SD-JWT would have many spellings.
        parse_jws(last, max_payload_bytes=_MAX_BINDING_BYTES)
    payload = parse_claims(jws)
    claims, disclosed = resolve_disclosures(payload, texts=texts)
    return SdJwt(
        jws=jws,
        payload=payload,
        claims=copy_json(claims),
        disclosed=disclosed,
        presented=token[: len(token) - len(last)],
        key_binding=last or None,
    )


def is_sd_jwt_valid(token: SdJwt, *, key: PublicKey) -> bool:
    """Tell whether the issuer's part is signed by this key. Key binding is another question."""
    return is_jws_valid(token.jws, key=key)


def build_sd_jwt(
    claims: Mapping[str, Any],
    *,
    header: Mapping[str, Any],
    signer: Signer,
    disclose: Iterable[Path] = (),
    decoys: int = 0,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> str:
    """Return the SD-JWT of some claims, with every disclosure and no key binding.

    Args:
        claims: a JSON object; stays as it is.
        header: ``typ``, ``kid`` and what else belongs there; ``alg`` is the signer's.
        disclose: paths of the members that the holder may keep back; a path inside another one
            makes a disclosure inside a disclosure.
        decoys: how many digests of nothing to add beside the real ones of each object and array,
            so that their number tells less.
        random: returns so many unpredictable bytes, for salts and decoys.

    Raises:
        InvalidDraft: a path that leads nowhere, or a name that the format keeps for itself.
        InvalidKey: the signer's kind of key signs no JWS.

    Source: RFC 9901, 4.2 and 6.1.
    """
    body: JsonObject = copy_json(claims)
    payload, texts = conceal_members(body, chosen=disclose, decoys=decoys, random=random)
    signed = build_jws(payload, header=header, signer=signer)
    return "~".join([signed, *texts, ""])


def select_disclosures(token: SdJwt, *, disclose: Iterable[Path] | None) -> str:
    """Return the token with only some of its disclosures, and without key binding.

    Args:
        disclose: paths in ``token.claims`` to show; what holds them is shown too, what is in
            them only where it is named. None shows all.

    Raises:
        InvalidDraft: a path is none of a disclosure.

    Source: RFC 9901, 7.2, steps 1 to 3.
    """
    shown = set(token.disclosed) if disclose is None else set(disclose)
    unknown = shown - token.disclosed.keys()
    if unknown:
        raise InvalidDraft(
            [f"{format_path(path)}: has no disclosure in this token" for path in unknown]
        )
    kept = [
        disclosure.text
        for path, disclosure in token.disclosed.items()
        if any(path == each[: len(path)] for each in shown)
    ]
    signed = token.presented.partition("~")[0]
    return "~".join([signed, *kept, ""])
