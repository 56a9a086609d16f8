"""What an SD-JWT hides: members and array elements behind digests, and how they come back.

Pure transformations of JSON values; signatures are in ``sd_jwt``.

Source: RFC 9901, 4.2 (disclosures), 6.1 (issuing) and 7.1, step 3 (processing).

Example:
    A path names a member by names and array positions: ``("subject", "phones", 0)``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from guildmark.credentials.encoding import (
    MAX_DEPTH,
    JsonObject,
    JsonValue,
    from_base64url,
    parse_json,
    to_base64url,
)
from guildmark.credentials.errors import CredentialError, InvalidDraft, UnreadableInput

__all__ = [
    "HASH_NAME_CLAIM",
    "Disclosure",
    "Path",
    "conceal_members",
    "digest_of",
    "format_path",
    "hash_name_of",
    "parse_path",
    "resolve_disclosures",
]

Path = tuple[str | int, ...]

HASH_NAME_CLAIM: Final = "_sd_alg"
# The names of the IANA "Named Information Hash Algorithm" registry that are strong enough.
_HASHES: Final[dict[str, Callable[[bytes], bytes]]] = {
    "sha-256": lambda data: hashlib.sha256(data).digest(),
    "sha-384": lambda data: hashlib.sha384(data).digest(),
    "sha-512": lambda data: hashlib.sha512(data).digest(),
}
_DIGESTS: Final = "_sd"
_ELEMENT: Final = "..."
# 128 bits, as RFC 9901, 9.3 recommends.
_SALT_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One member that the issuer hid behind a digest.

    Attributes:
        text: as it stands in the token; the digest is over these characters.
        name: the member's name; None for an element of an array.
        value: may hold digests of its own.
    """

    text: str
    name: str | None
    value: JsonValue = field(repr=False)


def hash_name_of(payload: JsonObject) -> str:
    """Return the name of the hash that a payload's digests are made with.

    Raises:
        UnreadableInput: one that is not used here (``sd_jwt_hash``).

    Source: RFC 9901, 4.1.1.
    """
    name = payload.get(HASH_NAME_CLAIM, "sha-256")
    if not isinstance(name, str) or name not in _HASHES:
        raise UnreadableInput(
            f"The token's digests are made with {str(name)[:40]!r}, which is not used here.",
            code="sd_jwt_hash",
        )
    return name


def digest_of(text: str, *, hash_name: str = "sha-256") -> str:
    """Return the base64url digest of some ASCII characters. Source: RFC 9901, 4.2.3."""
    return to_base64url(_HASHES[hash_name](text.encode("ascii")))


def resolve_disclosures(
    payload: JsonObject, *, texts: Sequence[str]
) -> tuple[JsonObject, dict[Path, Disclosure]]:
    """Put disclosures where their digests stand; what has none is left out.

    Args:
        payload: what the issuer signed.
        texts: the disclosures as they stand in the token.

    Returns:
        The claims without any digest, and each disclosure by the path of its member in them,
        outer ones first.

    Raises:
        UnreadableInput: an unknown hash (``sd_jwt_hash``), a malformed disclosure
            (``sd_jwt_disclosure``), disclosures and digests that do not fit each other
            (``sd_jwt_digest``), or too deep (``json_too_deep``).

    Source: RFC 9901, 7.1, steps 3 to 5.
    """
    resolver = _Resolver([_parse_disclosure(text) for text in texts], hash_name_of(payload))
    claims = resolver.resolve({k: v for k, v in payload.items() if k != HASH_NAME_CLAIM})
    return claims, resolver.placed


def conceal_members(
    claims: JsonObject,
    *,
    chosen: Iterable[Path],
    decoys: int,
    random: Callable[[int], bytes],
) -> tuple[JsonObject, list[str]]:
    """Replace chosen members by digests.

    Returns:
        What the issuer signs, and the disclosures, inner ones first.

    Raises:
        InvalidDraft: a path that leads nowhere, or a name that the format keeps for itself.

    Source: RFC 9901, 4.2 and 6.1.
    """
    paths = set(chosen)
    findings = [*_reserved_names(claims, ()), *_missing_paths(claims, paths)]
    if findings:
        raise InvalidDraft(findings)
    concealer = _Concealer(paths, decoys=decoys, random=random)
    payload = concealer.conceal(claims, ())
    return ({**payload, HASH_NAME_CLAIM: "sha-256"} if paths else payload), concealer.texts


def parse_path(text: str) -> Path:
    """Read a path written as ``credentialSubject.phones[0]``; names may hold no dot or bracket.

    Raises:
        UnreadableInput: it is no such path (``sd_jwt_path``).
    """
    path: list[str | int] = []
    for part in text.split("."):
        name, *indexes = part.split("[")
        if not name:
            raise _bad_path(text)
        path.append(name)
        for index in indexes:
            digits = index.removesuffix("]")
            if digits == index or not (digits.isascii() and digits.isdigit()) or len(digits) > 6:
                raise _bad_path(text)
            path.append(int(digits))
    return tuple(path)


def format_path(path: Path) -> str:
    """Write a path as ``$.credentialSubject.phones[0]``."""
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)


class _Resolver:
    """Puts disclosures where their digests stand, once each."""

    def __init__(self, disclosures: Sequence[Disclosure], hash_name: str) -> None:
        self._by_digest = {digest_of(each.text, hash_name=hash_name): each for each in disclosures}
        if len(self._by_digest) != len(disclosures):
            raise _misfit("A disclosure stands twice in this token.")
        self._seen: set[str] = set()
        self.placed: dict[Path, Disclosure] = {}

    def resolve(self, payload: JsonObject) -> JsonObject:
        resolved: JsonObject = self._resolve(payload, ())
        if len(self.placed) != len(self._by_digest):
            raise _misfit("A disclosure in this token belongs to no digest that was signed.")
        return resolved

    def _resolve(self, node: JsonValue, path: Path) -> JsonValue:
        if len(path) > MAX_DEPTH:
            raise UnreadableInput(
                f"The disclosures nest more than {MAX_DEPTH} levels deep.", code="json_too_deep"
            )
        if isinstance(node, dict):
            return self._resolve_object(node, path)
        if isinstance(node, list):
            return self._resolve_array(node, path)
        return node

    def _resolve_object(self, node: JsonObject, path: Path) -> JsonObject:
        if _ELEMENT in node:
            raise _misfit(f"The object at {format_path(path)} has a member named {_ELEMENT!r}.")
        plain = {name: value for name, value in node.items() if name != _DIGESTS}
        resolved = {name: self._resolve(value, (*path, name)) for name, value in plain.items()}
        digests = node.get(_DIGESTS, [])
        if not isinstance(digests, list):
            raise _misfit(f"{_DIGESTS} at {format_path(path)} is no array of digests.")
        for digest in digests:
            disclosure = self._take(digest)
            if disclosure is None:
                continue
            name = disclosure.name
            if name is None or name in resolved:
                raise _misfit(
                    f"The disclosure at {format_path(path)} is an array element, or has the name "
                    "of a member that is there already."
                )
            self.placed[(*path, name)] = disclosure
            resolved[name] = self._resolve(disclosure.value, (*path, name))
        return resolved

    def _resolve_array(self, node: list[JsonValue], path: Path) -> list[JsonValue]:
        resolved: list[JsonValue] = []
        for item in node:
            here = (*path, len(resolved))
            if not (isinstance(item, dict) and _ELEMENT in item):
                resolved.append(self._resolve(item, here))
                continue
            if len(item) != 1:
                raise _misfit(f"The digest at {format_path(here)} has members beside it.")
            disclosure = self._take(item[_ELEMENT])
            if disclosure is None:
                continue
            if disclosure.name is not None:
                raise _misfit(f"The disclosure at {format_path(here)} is no array element.")
            self.placed[here] = disclosure
            resolved.append(self._resolve(disclosure.value, here))
        return resolved

    def _take(self, digest: JsonValue) -> Disclosure | None:
        if not isinstance(digest, str):
            raise _misfit("A digest in this token is no text.")
        if digest in self._seen:
            raise _misfit("A digest stands twice in this token.")
        self._seen.add(digest)
        return self._by_digest.get(digest)


class _Concealer:
    """Replaces chosen members by digests, innermost first, and collects their disclosures."""

    def __init__(self, chosen: set[Path], *, decoys: int, random: Callable[[int], bytes]) -> None:
        self._chosen = chosen
        self._decoys = decoys
        self._random = random
        self.texts: list[str] = []

    def conceal(self, node: JsonValue, path: Path) -> JsonValue:
        if isinstance(node, dict):
            return self._conceal_object(node, path)
        if isinstance(node, list):
            return self._conceal_array(node, path)
        return node

    def _conceal_object(self, node: JsonObject, path: Path) -> JsonObject:
        concealed: JsonObject = {}
        digests: list[str] = []
        for name, value in node.items():
            inner = self.conceal(value, (*path, name))
            if (*path, name) in self._chosen:
                digests.append(self._disclose([self._salt(), name, inner]))
            else:
                concealed[name] = inner
        if digests:
            # Sorted, so that their order tells nothing (RFC 9901, 4.2.4.1).
            concealed[_DIGESTS] = sorted(digests + self._draw_decoys())
        return concealed

    def _conceal_array(self, node: list[JsonValue], path: Path) -> list[JsonValue]:
        concealed: list[JsonValue] = []
        hidden = False
        for index, value in enumerate(node):
            inner = self.conceal(value, (*path, index))
            if (*path, index) in self._chosen:
                hidden = True
                inner = {_ELEMENT: self._disclose([self._salt(), inner])}
            concealed.append(inner)
        for decoy in self._draw_decoys() if hidden else ():
            place = int.from_bytes(self._random(4), "big") % (len(concealed) + 1)
            concealed.insert(place, {_ELEMENT: decoy})
        return concealed

    def _disclose(self, content: list[JsonValue]) -> str:
        text = to_base64url(json.dumps(content, ensure_ascii=False).encode())
        self.texts.append(text)
        return digest_of(text)

    def _salt(self) -> str:
        return to_base64url(self._random(_SALT_BYTES))

    def _draw_decoys(self) -> list[str]:
        return [
            to_base64url(hashlib.sha256(self._random(32)).digest()) for _ in range(self._decoys)
        ]


def _parse_disclosure(text: str) -> Disclosure:
    try:
        content = parse_json(from_base64url(text))
    except CredentialError as error:
        raise UnreadableInput(
            f"A disclosure can not be read: {error.message}", code="sd_jwt_disclosure"
        ) from error
    if not isinstance(content, list) or len(content) not in (2, 3) or type(content[0]) is not str:
        raise UnreadableInput(
            "A disclosure is no array of a salt, a name and a value, or of a salt and a value.",
            code="sd_jwt_disclosure",
        )
    name = content[1] if len(content) == 3 else None
    if len(content) == 3 and (not isinstance(name, str) or name in (_DIGESTS, _ELEMENT)):
        raise UnreadableInput(
            f"A disclosure is named {str(name)[:40]!r}, which no member may be.",
            code="sd_jwt_disclosure",
        )
    return Disclosure(text=text, name=name, value=content[-1])


def _reserved_names(node: JsonValue, path: Path) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            if name in (_DIGESTS, _ELEMENT, HASH_NAME_CLAIM):
                yield f"{format_path((*path, name))}: SD-JWT keeps this name for itself"
            yield from _reserved_names(value, (*path, name))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _reserved_names(value, (*path, index))


def _missing_paths(body: JsonObject, chosen: Iterable[Path]) -> Iterator[str]:
    for path in chosen:
        if not path:
            yield "$: the whole can not be one disclosure"
        node: JsonValue = body
        for part in path:
            inside = isinstance(node, dict) and part in node
            among = isinstance(node, list) and isinstance(part, int) and 0 <= part < len(node)
            if not (inside or among):
                yield f"{format_path(path)}: is not in the claims, so it can not be disclosed"
                break
            node = node[part]


def _misfit(message: str) -> UnreadableInput:
    return UnreadableInput(message, code="sd_jwt_digest")


def _bad_path(text: str) -> UnreadableInput:
    return UnreadableInput(
        f"{text[:100]!r} is no path such as credentialSubject.phones[0].", code="sd_jwt_path"
    )
