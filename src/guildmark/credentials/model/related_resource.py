"""Digests of resources that a credential points at: their form, and whether they fit.

Two forms: ``digestSRI`` (``sha384-`` and base64) and ``digestMultibase``, whose bytes are a
multihash or, as the published test suite writes them, a bare SHA-256. Both are accepted.

Source: VC Data Model 2.0, 5.3 (Integrity of Related Resources); Subresource Integrity, 3.5;
Controlled Identifiers 1.0, 2.4 and 2.5.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from guildmark.credentials.encoding import JsonValue, from_multibase
from guildmark.credentials.errors import CredentialError, UnreadableInput
from guildmark.credentials.model.structure import Finding

__all__ = ["KNOWN_DIGESTS", "Digest", "check_digests", "does_resource_fit", "parse_digest"]

_SIZES: Final = {"sha256": 32, "sha384": 48, "sha512": 64}
# Multihash codes; each is followed by the length (Controlled Identifiers 1.0, 2.5).
_MULTIHASH: Final = {0x12: "sha256", 0x20: "sha384", 0x13: "sha512"}
_MAX_DIGESTS: Final = 200

# Resources whose published bytes are known without asking anybody: address → SHA-256 in hex.
# The base context's is printed in the Recommendation itself (VC Data Model 2.0, B.1).
KNOWN_DIGESTS: Final[Mapping[str, tuple[str, ...]]] = {
    "https://www.w3.org/ns/credentials/v2": (
        "sha256:59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
        "sha384:97f1eb8e5042356c805fdd61afa2c557663785e0794dcafa"
        "21e138fd38def18cb360133c221aa31d6896a6bf3e65b614",
    ),
}


@dataclass(frozen=True, slots=True)
class Digest:
    """One digest of a resource.

    Attributes:
        algorithm: ``sha256``, ``sha384`` or ``sha512``.
        value: 32, 48 or 64 bytes.
    """

    algorithm: str
    value: bytes

    def fits(self, data: bytes) -> bool:
        """Tell whether these bytes have this digest."""
        return hmac.compare_digest(hashlib.new(self.algorithm, data).digest(), self.value)


def parse_digest(name: str, text: str) -> Digest:
    """Read the value of ``digestSRI`` or ``digestMultibase``.

    Args:
        name: which of the two properties.
        text: its value.

    Raises:
        UnreadableInput: another form or algorithm (``digest``).
    """
    if name == "digestSRI":
        return _parse_sri(text)
    try:
        data = from_multibase(text)
    except CredentialError as error:
        raise _no_digest(error.message) from error
    if len(data) > 2 and _MULTIHASH.get(data[0]) and data[1] == len(data) - 2:
        algorithm = _MULTIHASH[data[0]]
        if _SIZES[algorithm] == data[1]:
            return Digest(algorithm, data[2:])
    if len(data) == _SIZES["sha256"]:
        return Digest("sha256", data)
    raise _no_digest("it is neither a SHA-2 multihash nor a bare SHA-256")


def does_resource_fit(item: Mapping[str, Any], data: bytes) -> bool:
    """Tell whether a resource's bytes have every digest that an object names for it.

    Args:
        item: a related resource or piece of evidence with ``digestSRI`` or ``digestMultibase``.
        data: the bytes, as fetched.

    Raises:
        UnreadableInput: no digest there, or one that can not be read.
    """
    digests = [parse_digest(name, text) for name, text in _texts(item)]
    if not digests:
        raise _no_digest("there is none")
    return all(digest.fits(data) for digest in digests)


def check_digests(
    listed: JsonValue,
    *,
    path: str,
    known: Mapping[str, tuple[str, ...]] = KNOWN_DIGESTS,
) -> tuple[Finding, ...]:
    """List digests of related resources that can not be read, or that do not fit.

    Args:
        listed: the value of ``relatedResource``.
        path: JSON path at which it stands.
        known: for resources whose bytes are known: ``sha256:`` or ``sha384:`` and hex. Any other
            resource's digest is only read.
    """
    items = listed if isinstance(listed, list) else [listed]
    findings: list[Finding] = []
    for index, item in enumerate(items[:_MAX_DIGESTS]):
        if isinstance(item, Mapping):
            place = f"{path}[{index}]" if isinstance(listed, list) else path
            expected = known.get(str(item.get("id")), ())
            findings.extend(_check_item(item, path=place, expected=expected))
    if len(items) > _MAX_DIGESTS:
        findings.append(Finding(path, f"has more than {_MAX_DIGESTS} entries"))
    return tuple(findings)


def _check_item(
    item: Mapping[str, Any], *, path: str, expected: tuple[str, ...]
) -> Iterator[Finding]:
    for name, text in _texts(item):
        try:
            digest = parse_digest(name, text)
        except UnreadableInput as error:
            yield Finding(f"{path}.{name}", error.message[:1].lower() + error.message[1:-1])
            continue
        same = [known for known in expected if known.startswith(f"{digest.algorithm}:")]
        if same and f"{digest.algorithm}:{digest.value.hex()}" not in same:
            yield Finding(f"{path}.{name}", "is not the digest of that resource")


def _texts(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (name, text)
        for name in ("digestSRI", "digestMultibase")
        for text in (item[name] if isinstance(item.get(name), list) else [item.get(name)])
        if isinstance(text, str)
    ]


def _parse_sri(text: str) -> Digest:
    algorithm, _, rest = text.strip().partition("-")
    encoded = rest.partition("?")[0]
    try:
        value = base64.b64decode(encoded.encode("ascii"), validate=True)
    except (ValueError, binascii.Error) as error:
        raise _no_digest("its base64 can not be read") from error
    if _SIZES.get(algorithm) != len(value):
        raise _no_digest("it must be sha256-, sha384- or sha512- and base64 of so many bits")
    return Digest(algorithm, value)


def _no_digest(problem: str) -> UnreadableInput:
    return UnreadableInput(f"This is no digest: {problem}.", code="digest")
