"""Credentials inside SVG images: one ``openbadges:credential`` element.

JSON stands in a CDATA section of the element, a compact JWS in its ``verify`` attribute. Open
Badges 2.0 has ``openbadges:assertion`` in another namespace, with the JWS or the address of the
assertion in ``verify``.

The text around the element stays as it was: only the root's start tag and the element itself are
touched, so a picture looks the same after baking. Every text is parsed by defusedxml first, with
DTDs and entities forbidden. Baking does not make a hostile SVG safe to show: only bake our own.

Source: Open Badges 3.0, 5.3.2 (SVG); Open Badges Baking Specification 2.0.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, AnyStr, Final

from guildmark.credentials.baking.baked import Baked, Version, is_compact_jws
from guildmark.credentials.errors import BakingFailed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["bake_svg", "extract_svg", "unbake_svg"]

# The newer first: where an image carries both, that one counts.
_NAMESPACES: Final[dict[Version, str]] = {
    3: "https://purl.imsglobal.org/ob/v3p0",
    2: "http://openbadges.org",
}
_NAMES: Final[dict[Version, str]] = {3: "credential", 2: "assertion"}
_SVG_TAG: Final = "{http://www.w3.org/2000/svg}svg"
_MAX_SVG_BYTES: Final = 4 * 1024 * 1024
# The root's start tag: attribute values may hold ">".
_ROOT_START: Final = re.compile(
    r"<((?:[\w.-]+:)?svg)((?:\s+[^\s=>/]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*(/?)>"
)
_DECLARED: Final = re.compile(r"\sxmlns:openbadges\s*=\s*(\"[^\"]*\"|'[^']*')")
_COMMENTS: Final = re.compile(r"<!--.*?-->", re.DOTALL)


def bake_svg(image: AnyStr, credential: str, *, version: Version = 3) -> AnyStr:
    """Return the image with the credential in it, in place of any of that version.

    Args:
        image: a whole SVG document, at most 4 MiB, without DTD; text, or UTF-8 bytes, which gives
            bytes back.
        credential: the signed JSON text or a compact JWS.
        version: 3, or 2 for an assertion of Open Badges 2.0.

    Raises:
        BakingFailed: no well-formed SVG, a DTD or entities, too large, or the result would not
            give back the same credential.

    Source: Open Badges 3.0, 5.3.2.1 (Baking).
    """
    if isinstance(image, bytes):
        return _bake(_decode(image), credential, version=version).encode("utf-8")
    return _bake(image, credential, version=version)


def _bake(image: str, credential: str, *, version: Version) -> str:
    kept = _without_baked(image, version=version)
    if _parse(kept).find(f".//{_tag(version)}") is not None:
        raise _refuse("The credential already in this SVG can not be replaced.", "malformed")
    start = _find_root_start(kept)
    name, attributes, closed = start[1], start[2], start[3]
    declared = _DECLARED.search(attributes)
    if declared is None:
        attributes += f' xmlns:openbadges="{_NAMESPACES[version]}"'
    is_ours = declared is None or declared[1][1:-1] == _NAMESPACES[version]
    element = _build_element(credential, version=version, is_declared=is_ours)
    end = f"</{name}>" if closed else ""
    baked = f"{kept[: start.start()]}<{name}{attributes}>{element}{end}{kept[start.end() :]}"
    if _extract(baked, version=version) != credential:
        raise _refuse("This SVG could not carry the credential unchanged.", "malformed")
    return baked


def _build_element(credential: str, *, version: Version, is_declared: bool) -> str:
    start = f"openbadges:{_NAMES[version]}"
    if not is_declared:
        # The root's prefix is that of the other version: this element has its own.
        start += f' xmlns:openbadges="{_NAMESPACES[version]}"'
    if is_compact_jws(credential):
        return f'<{start} verify="{credential}"/>'
    return f"<{start}>{_to_cdata(credential)}</openbadges:{_NAMES[version]}>"


def unbake_svg(image: str | bytes) -> str:
    """Take the text of the credential out of an SVG; see ``extract_svg``.

    Raises:
        BakingFailed: no well-formed SVG, a DTD or entities, no credential, or more than one.
    """
    return extract_svg(image).text


def extract_svg(image: str | bytes) -> Baked:
    """Take the credential out of an SVG and say by which version it was baked.

    Raises:
        BakingFailed: no well-formed SVG, a DTD or entities, no credential, or more than one of a
            version.

    Source: Open Badges 3.0, 5.3.2.2 (Extracting).
    """
    text = _decode(image) if isinstance(image, bytes) else image
    for version in _NAMES:
        carried = _extract(text, version=version)
        if carried is not None:
            return Baked(carried, version)
    raise _refuse("This SVG image carries no credential.", "no_credential")


def _extract(image: str, *, version: Version) -> str | None:
    found = _parse(image).findall(f".//{_tag(version)}")
    if not found:
        return None
    if len(found) > 1:
        raise _refuse("This SVG image carries more than one credential.", "several_credentials")
    verify, body = found[0].get("verify"), "".join(found[0].itertext())
    # In 2.0 the attribute may be the address of the assertion whose JSON is the body.
    is_body = verify is None or (version == 2 and body.strip() and not is_compact_jws(verify))
    carried = body if is_body or verify is None else verify
    if not carried.strip():
        raise _refuse("The credential in this SVG image is empty.", "no_credential")
    return carried


def _tag(version: Version) -> str:
    return f"{{{_NAMESPACES[version]}}}{_NAMES[version]}"


def _without_baked(image: str, *, version: Version) -> str:
    """Return the image without its elements of a version; all other bytes stay."""
    if _parse(image).find(f".//{_tag(version)}") is None:
        return image
    data = image.encode("utf-8")
    kept, position = [], 0
    for start, end in _find_elements(data, name=_tag(version)[1:]):
        kept.append(data[position:start])
        position = end
    return b"".join([*kept, data[position:]]).decode("utf-8")


def _find_elements(data: bytes, *, name: str) -> list[tuple[int, int]]:
    """Say where elements of a name start and end, in bytes; those inside another count with it.

    The text has been through ``_parse``, so it has no DTD and no entities of its own.
    """
    from xml.parsers.expat import ParserCreate

    parser = ParserCreate("utf-8", namespace_separator="}")
    found: list[tuple[int, int]] = []
    depth = [0, 0]

    def _start(tag: str, attributes: dict[str, str]) -> None:
        if tag == name:
            depth[1] = depth[1] if depth[0] else parser.CurrentByteIndex
            depth[0] += 1

    def _end(tag: str) -> None:
        if tag == name:
            depth[0] -= 1
            if not depth[0]:
                # Of an empty tag, expat names the place behind it; else that of the end tag.
                here, start = parser.CurrentByteIndex, depth[1]
                written = re.split(rb"[\s/>]", data[start + 1 : start + 300], maxsplit=1)[0]
                is_end_tag = data.startswith(b"</" + written, here)
                found.append((start, data.index(b">", here) + 1 if is_end_tag else here))

    parser.StartElementHandler, parser.EndElementHandler = _start, _end
    parser.Parse(data, True)
    return found


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
