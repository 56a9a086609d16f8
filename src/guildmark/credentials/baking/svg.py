"""Credentials inside SVG images: one ``openbadges:credential`` element with CDATA.

The text around the element stays as it was: only the root's start tag and the element itself are
touched, so a picture looks the same after baking. Every text is parsed by defusedxml first, with
DTDs and entities forbidden. Baking does not make a hostile SVG safe to show: only bake our own.

Source: Open Badges 3.0, 5.3.2 (SVG).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, AnyStr, Final

from guildmark.credentials.errors import BakingFailed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["bake_svg", "unbake_svg"]

_NAMESPACE: Final = "https://purl.imsglobal.org/ob/v3p0"
_TAG: Final = f"{{{_NAMESPACE}}}credential"
_SVG_TAG: Final = "{http://www.w3.org/2000/svg}svg"
_MAX_SVG_BYTES: Final = 4 * 1024 * 1024
# The root's start tag: attribute values may hold ">".
_ROOT_START: Final = re.compile(
    r"<((?:[\w.-]+:)?svg)((?:\s+[^\s=>/]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(/?)>"
)
_BAKED: Final = re.compile(
    r"<openbadges:credential\b[^>]*?"
    r"(?:/>|>(?:[^<]|<!\[CDATA\[.*?\]\]>|<(?!/openbadges:credential>|!\[CDATA\[))*"
    r"</openbadges:credential>)",
    re.DOTALL,
)
_COMMENTS: Final = re.compile(r"<!--.*?-->", re.DOTALL)


def bake_svg(image: AnyStr, credential: str) -> AnyStr:
    """Return the image with the credential in it, in place of any that was there.

    Args:
        image: a whole SVG document, at most 4 MiB, without DTD; text, or UTF-8 bytes, which gives
            bytes back.
        credential: the signed JSON text.

    Raises:
        BakingFailed: no well-formed SVG, a DTD or entities, too large, or the result would not
            give back the same credential.

    Source: Open Badges 3.0, 5.3.2.1 (Baking).
    """
    if isinstance(image, bytes):
        return _bake(_decode(image), credential).encode("utf-8")
    return _bake(image, credential)


def _bake(image: str, credential: str) -> str:
    root = _parse(image)
    kept = image if root.find(f".//{_TAG}") is None else _BAKED.sub("", image)
    if _parse(kept).find(f".//{_TAG}") is not None:
        raise _refuse("The credential already in this SVG can not be replaced.", "malformed")
    start = _find_root_start(kept)
    name, attributes, closed = start[1], start[2], start[3]
    if "xmlns:openbadges" not in attributes:
        attributes += f' xmlns:openbadges="{_NAMESPACE}"'
    element = f"<openbadges:credential>{_to_cdata(credential)}</openbadges:credential>"
    end = f"</{name}>" if closed else ""
    baked = f"{kept[: start.start()]}<{name}{attributes}>{element}{end}{kept[start.end() :]}"
    if unbake_svg(baked) != credential:
        raise _refuse("This SVG could not carry the credential unchanged.", "malformed")
    return baked


def unbake_svg(image: str | bytes) -> str:
    """Take the credential out of an SVG.

    Raises:
        BakingFailed: no well-formed SVG, a DTD or entities, no credential, or more than one.

    Source: Open Badges 3.0, 5.3.2.2 (Extracting).
    """
    text = _decode(image) if isinstance(image, bytes) else image
    found = _parse(text).findall(f".//{_TAG}")
    if not found:
        raise _refuse("This SVG image carries no credential.", "no_credential")
    if len(found) > 1:
        raise _refuse("This SVG image carries more than one credential.", "several_credentials")
    jws = found[0].get("verify")
    carried = "".join(found[0].itertext()) if jws is None else jws
    if not carried.strip():
        raise _refuse("The credential in this SVG image is empty.", "no_credential")
    return carried


def _decode(image: bytes) -> str:
    try:
        return image.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refuse("This SVG is not UTF-8.", "not_utf8") from error


def _parse(image: str) -> Element:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if len(image.encode("utf-8", "surrogatepass")) > _MAX_SVG_BYTES:
        raise _refuse(f"The SVG is larger than {_MAX_SVG_BYTES:,} bytes.", "too_large")
    try:
        root: Element = fromstring(image, forbid_dtd=True)
    except DefusedXmlException as error:
        raise _refuse("This SVG has a DTD or entities, which are not accepted.", "dtd") from error
    except (ParseError, ValueError) as error:
        raise _refuse(f"This is not a well-formed SVG: {error}.", "malformed") from error
    if root.tag != _SVG_TAG:
        raise _refuse("This XML is not an SVG image.", "not_svg")
    return root


def _find_root_start(image: str) -> re.Match[str]:
    # Comments before the root may hold text that looks like it: blank them, keeping places.
    blanked = _COMMENTS.sub(lambda comment: " " * len(comment[0]), image)
    match = _ROOT_START.search(blanked)
    if match is None:
        raise _refuse("The start of this SVG could not be found.", "malformed")
    return match


def _to_cdata(text: str) -> str:
    # "]]>" would end the section: split it over two.
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _refuse(message: str, code: str) -> BakingFailed:
    return BakingFailed(message, code=f"svg_{code}")
