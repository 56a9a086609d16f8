"""Make a template from one document of its shape, or say why none can be made.

The document is copied with a stand-in address for each free text, the reference path
canonicalizes the copy, a second engine must come to the same bytes, and each stand-in found in
them becomes a slot. So whatever the reference path refuses has no template, and the meaning of
each key, type and context is JSON-LD's, not ours.

Source: the design's fast path, 3; ``conditions`` holds what makes it right.
"""

from __future__ import annotations

import re
from typing import Final

from guildmark.credentials.encoding.conditions import (
    SLOT_PREFIX,
    NotCovered,
    check_slots,
    do_engines_agree,
    has_plain_schemes,
    terms_with_colon,
)
from guildmark.credentials.encoding.json_text import JsonObject
from guildmark.credentials.encoding.rdfc import canonicalize_rdfc
from guildmark.credentials.encoding.second_engine import canonicalize_second
from guildmark.credentials.encoding.shape import (
    Shape,
    arrays_of_ids,
    context_urls,
    fill_shape,
    read_shape,
)
from guildmark.credentials.encoding.template import HOLE, QuadTemplate, Template
from guildmark.credentials.errors import CredentialError

__all__ = ["NotCovered", "compile_template", "fill_with_stand_ins"]

# A canonical line: no space inside an IRI, and quotes inside a text are escaped.
_QUAD: Final = re.compile(
    r"(?P<subject>\S+) (?P<predicate>\S+) "
    r'(?P<object>"(?:[^"\\]|\\.)*"\S*|\S+)(?: (?P<graph>\S+))? \.'
)
_HOLE: Final = re.compile(rf'[<"]{SLOT_PREFIX}(?P<slot>\d+)(?=[>"])|_:c14n(?P<node>\d+)$')
# Larger shapes are rare, slow to compile and heavy to keep.
_MAX_QUADS: Final = 2_000

Terms = tuple[str, str, str, str]


def compile_template(document: JsonObject) -> Template:
    """Return the template of a document's shape.

    Args:
        document: any document of the shape; its free texts do not matter.

    Raises:
        NotCovered: no template can be made that is certain to equal the reference path; the
            message starts with the number of the condition.
    """
    read = read_shape(document)
    if read is None:
        raise NotCovered("1: the document has a part that no template serves")
    shape, values = read
    _check_stand_ins(shape)
    urls = _contexts_of(document)
    copy = fill_with_stand_ins(document, len(values))
    quads = [_split(line) for line in _canonicalize_twice(copy).decode().splitlines()]
    kinds = check_slots(quads, slot_count=len(values))
    templates = tuple(_template(quad) for quad in quads)
    return Template(
        shape=shape,
        quads=templates,
        kinds=kinds,
        node_count=1 + max((node for quad in templates for node in quad.nodes), default=-1),
        id_groups=arrays_of_ids(document),
        forbidden=terms_with_colon(urls),
    )


def fill_with_stand_ins(document: JsonObject, count: int) -> JsonObject:
    """Return a copy of a document with a stand-in for each of its free texts."""
    return fill_shape(document, [f"{SLOT_PREFIX}{slot}" for slot in range(count)])


def _check_stand_ins(shape: Shape) -> None:
    if any(isinstance(part, str) and SLOT_PREFIX in part for part in shape):
        raise NotCovered("2: the document has the text of a stand-in itself")


def _contexts_of(document: JsonObject) -> tuple[str, ...]:
    try:
        urls = tuple(context_urls(document))
    except ValueError as error:
        raise NotCovered(f"3: {error}") from error
    if not has_plain_schemes(urls):
        raise NotCovered("3: a context gives a meaning to the scheme of an address")
    return urls


def _canonicalize_twice(copy: JsonObject) -> bytes:
    try:
        canonical = canonicalize_rdfc(copy)
    except CredentialError as error:
        raise NotCovered(f"10: the reference path refuses: {error.message}") from error
    except (ValueError, TypeError, ArithmeticError) as error:
        raise NotCovered(f"10: a value is read, not only copied: {error}") from error
    if canonical.count(b"\n") > _MAX_QUADS:
        raise NotCovered("10: the shape is too large to keep")
    if not do_engines_agree(canonical, canonicalize_second(copy)):
        raise NotCovered("10: two JSON-LD engines read the shape differently")
    return canonical


def _split(line: str) -> Terms:
    match = _QUAD.fullmatch(line)
    if match is None:
        raise NotCovered("2: a canonical line that can not be split")
    return match["subject"], match["predicate"], match["object"], match["graph"] or ""


def _template(quad: Terms) -> QuadTemplate:
    texts, holes = [], []
    for term in quad:
        match = _HOLE.match(term)
        # A label or stand-in anywhere else (in an address, in a text) is only text.
        if match is None:
            texts.append(term)
            continue
        holes.append(int(match["slot"]) if match["slot"] else -1 - int(match["node"]))
        texts.append(HOLE if match["node"] else f"{term[0]}{HOLE}{term[match.end() :]}")
    return QuadTemplate(" ".join(text for text in texts if text) + " .", tuple(holes))
