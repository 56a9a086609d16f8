"""Credentials in SVG images (security design, rows 11 and 14)."""

from __future__ import annotations

import time
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.baking import (
    Baked,
    Version,
    bake,
    bake_svg,
    extract,
    extract_svg,
    unbake,
    unbake_svg,
)
from guildmark.credentials.errors import BakingFailed
from tests.credentials.baking.images import SVG

_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
# XML can not carry these, or carries a return as a newline.
_XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=200,
).filter(str.strip)


@given(_XML_TEXT)
def test_what_is_baked_comes_out(credential: str) -> None:
    """Any text in any script, angle brackets and the end of CDATA included."""
    assert unbake_svg(bake_svg(SVG, credential)) == credential


@pytest.mark.parametrize("credential", ["]]>", "a]]>b]]>", "</openbadges:credential>", "<b>&amp;"])
def test_text_that_looks_like_markup_stays_text(credential: str) -> None:
    """Baked twice, it is still one credential."""
    assert unbake_svg(bake_svg(bake_svg(SVG, credential), credential)) == credential


def test_the_picture_stays_the_same() -> None:
    """Only the root's start tag and one element are new."""
    baked = bake_svg(SVG, '{"a": 1}')
    element = '<openbadges:credential><![CDATA[{"a": 1}]]></openbadges:credential>'
    assert baked.replace(element, "").replace(f' xmlns:openbadges="{_NAMESPACE}"', "") == SVG
    root = ElementTree.fromstring(baked)  # noqa: S314  our own text
    assert root.findtext(f"{{{_NAMESPACE}}}credential") == '{"a": 1}'


def test_baking_again_replaces() -> None:
    """Never two credentials in one image."""
    baked = bake_svg(bake_svg(SVG, '{"n": "<first>"}'), "second")
    assert baked.count("<openbadges:credential") == 1
    assert unbake_svg(baked) == "second"


def test_an_empty_picture_can_be_baked() -> None:
    """A root that closes itself is opened."""
    assert unbake_svg(bake_svg('<svg xmlns="http://www.w3.org/2000/svg"/>', "{}")) == "{}"


def test_bytes_give_bytes() -> None:
    """Of the right kind of image, with or without a byte order mark."""
    assert unbake(bake(b"\xef\xbb\xbf" + SVG.encode(), "{}")) == "{}"
    assert isinstance(bake_svg(SVG.encode(), "{}"), bytes)


def test_it_reads_a_compact_jws_from_the_attribute() -> None:
    """Where Open Badges puts VC-JWTs. Source: Open Badges 3.0, 5.3.2."""
    image = SVG.replace(
        "<circle", f'<o:credential xmlns:o="{_NAMESPACE}" verify="e30.e30.c2ln"/><circle'
    )
    assert unbake_svg(image) == "e30.e30.c2ln"


def test_a_compact_jws_is_baked_into_the_attribute() -> None:
    """So that the element has no body. Source: Open Badges 3.0, 5.3.2.1."""
    baked = bake_svg(SVG, "e30.e30.c2ln")
    assert '<openbadges:credential verify="e30.e30.c2ln"/>' in baked
    assert extract(baked.encode()) == Baked("e30.e30.c2ln", 3)


OPEN_BADGES_2 = {
    "hosted, with the assertion": (' verify="https://a.example/1"', "<![CDATA[{}]]>", "{}"),
    "hosted, by address alone": (' verify="https://a.example/1"', "", "https://a.example/1"),
    "signed, with a copy": (' verify="e30.e30.c2ln"', "{}", "e30.e30.c2ln"),
    "an assertion alone": ("", "{}", "{}"),
}


@pytest.mark.parametrize("name", OPEN_BADGES_2)
def test_it_reads_open_badges_2(name: str) -> None:
    """In its own namespace. Source: Open Badges Baking Specification 2.0."""
    attribute, body, expected = OPEN_BADGES_2[name]
    element = f'<b:assertion xmlns:b="http://openbadges.org"{attribute}>{body}</b:assertion>'
    image = SVG.replace("<circle", element + "<circle")
    assert extract_svg(image) == Baked(expected, 2)


@pytest.mark.parametrize("first", [2, 3])
def test_two_versions_live_in_one_image_and_the_newer_counts(first: Version) -> None:
    """Whichever was baked first; each is replaced alone."""
    second: Version = 2 if first == 3 else 3
    both = bake_svg(bake_svg(SVG, f"<{first}>", version=first), f"<{second}>", version=second)
    assert extract_svg(both) == Baked("<3>", 3)
    assert extract_svg(bake_svg(both, "new", version=first)).text == (
        "new" if first == 3 else "<3>"
    )
    assert '<circle cx="5" cy="5" r="4"/>' in both


def test_baking_replaces_whatever_prefix_and_form_it_had() -> None:
    """Empty elements, other prefixes, one inside another; text that only looks so stays."""
    comment = "<!-- <openbadges:credential>x</openbadges:credential> -->"
    for element in (
        f'<o:credential xmlns:o="{_NAMESPACE}" verify="e30.e30.c2ln"/>',
        f'<o:credential xmlns:o="{_NAMESPACE}">{{}}</o:credential >',
        f'<credential xmlns="{_NAMESPACE}"><credential>ä</credential></credential>',
    ):
        image = SVG.replace("<circle", f"<g>é{element}</g>{comment}<circle")
        baked = bake_svg(image, "new")
        assert unbake_svg(baked) == "new"
        assert f"<g>é</g>{comment}<circle" in baked


def test_hostile_text_does_not_keep_the_baker_busy() -> None:
    """Sections that never end, thousands of times."""
    comment = "<!--" + "<openbadges:credential><![CDATA[ ]]>" * 20_000 + "-->"
    element = f'<o:credential xmlns:o="{_NAMESPACE}">{{}}</o:credential>'
    image = SVG.replace("<circle", f"{comment}{element}<circle")
    started = time.perf_counter()
    assert unbake_svg(bake_svg(image, "new")) == "new"
    assert time.perf_counter() - started < 2


_BILLION_LAUGHS = (
    '<!DOCTYPE svg [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + ']><svg xmlns="http://www.w3.org/2000/svg">&m;</svg>'
)
_EXTERNAL = (
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="{_NAMESPACE}">'
    "<o:credential>&x;</o:credential></svg>"
)
_ELEMENT = f'<o:credential xmlns:o="{_NAMESPACE}">{{}}</o:credential>'
UNREADABLE = {
    "an entity bomb": (_BILLION_LAUGHS, "svg_dtd"),
    "an external entity": (_EXTERNAL, "svg_dtd"),
    "a DTD": ('<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>', "svg_dtd"),
    "no SVG": ("<html/>", "svg_not_svg"),
    "broken XML": ("<svg", "svg_malformed"),
    "no credential": (SVG, "svg_no_credential"),
    "an empty credential": (
        SVG.replace("<circle", _ELEMENT.replace("{}", " ") + "<circle"),
        "svg_no_credential",
    ),
    "two credentials": (
        SVG.replace("<circle", _ELEMENT * 2 + "<circle"),
        "svg_several_credentials",
    ),
    "five mebibytes": (SVG + " " * 5 * 2**20, "svg_too_large"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_it_takes_nothing_out_of(name: str) -> None:
    """Each is refused with a stable code, at once."""
    image, code = UNREADABLE[name]
    started = time.perf_counter()
    with pytest.raises(BakingFailed) as refusal:
        unbake_svg(image)
    assert refusal.value.code == code
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("image", "credential", "code"),
    [
        (_EXTERNAL, "{}", "svg_dtd"),
        (SVG, "a\x00b", "svg_malformed"),
        (SVG, "a\rb", "svg_malformed"),
        (SVG, "", "svg_no_credential"),
    ],
)
def test_it_bakes_only_what_can_be_read_again(image: str, credential: str, code: str) -> None:
    """A credential that would come out changed is refused."""
    with pytest.raises(BakingFailed) as refusal:
        bake_svg(image, credential)
    assert refusal.value.code == code


def test_bytes_that_are_not_utf8_are_refused() -> None:
    """Instead of guessed."""
    with pytest.raises(BakingFailed) as refusal:
        unbake(SVG.encode("utf-16"))
    assert refusal.value.code in {"image_kind", "svg_not_utf8"}
    with pytest.raises(BakingFailed):
        unbake(b"<svg>\xff</svg>")
