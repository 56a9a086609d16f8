"""The ten conditions under which a filled template equals the reference path. Review these.

Bytes made from a template are signed, and believed when verified, without JSON-LD having looked
at the document. That is right only while each of these holds; whenever one does not, or is not
certain to, the reference path (``canonicalize_rdfc``) decides, which also words the refusals.

====  ==========================================  ==================================================
no.   what must hold                              where it is checked
====  ==========================================  ==================================================
1     same shape                                  ``shape.read_shape`` (compared whole)
2     every free text seen whole in the RDF       ``check_slots``
3     addresses mean themselves                   ``has_plain_schemes``, ``are_plain_iris``
4     texts are written as RDFC-1.0 writes them   ``escape_texts``
5     unnamed nodes told apart by their own       ``order_hashes``
      statements
6     statements form a set                       ``are_distinct``, ``has_repeated_neighbour``
7     lines sorted by code point                  ``sort_lines``
8     lists, equal ones                           ``order_hashes`` (see there)
9     proof options: one unnamed node at most     ``has_single_node``
10    two engines agree; samples compared again   ``do_engines_agree``, ``is_sample``
11    no two ids the same in one array            ``have_distinct_ids``
====  ==========================================  ==================================================

Number 11 is not RDF's but ours: ``coverage`` refuses such documents, so templates must too.

Source: RDF Canonicalization 1.0, 4.4 and 4.6; JSON-LD 1.1 API, 5.2 (IRI Expansion).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import islice
from operator import eq
from typing import Final

from guildmark.credentials.encoding.contexts import CONTEXTS
from guildmark.credentials.encoding.json_text import JsonValue

__all__ = [
    "SLOT_PREFIX",
    "Kind",
    "NotCovered",
    "are_distinct",
    "are_plain_iris",
    "check_slots",
    "do_engines_agree",
    "escape_texts",
    "has_plain_schemes",
    "has_repeated_neighbour",
    "has_single_node",
    "have_distinct_ids",
    "is_sample",
    "order_hashes",
    "sort_lines",
    "terms_with_colon",
]

# A slot's stand-in while a template is compiled. An absolute IRI, so that it can be either kind;
# documents that hold this prefix themselves are left to the reference path.
SLOT_PREFIX: Final = "urn:x-guildmark-slot:"
_SLOT: Final = re.compile(rf'<{SLOT_PREFIX}(\d+)>|"{SLOT_PREFIX}(\d+)"')

Kind = str
IRI: Final[Kind] = "iri"
TEXT: Final[Kind] = "text"

_SCHEMES: Final = ("did", "http", "https", "mailto", "urn")
_PLAIN: Final = (
    r"[A-Za-z0-9._~!$&'()*+,;=:@/?-]*(?:%[0-9A-Fa-f]{2}[A-Za-z0-9._~!$&'()*+,;=:@/?-]*)*"
)
_IRIS: Final = re.compile(
    r"(?:(?:https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?(?:[/?]" + _PLAIN + r")?"
    r"|did:[a-z0-9]+:" + _PLAIN + r"|urn:[A-Za-z0-9][A-Za-z0-9-]{1,30}:" + _PLAIN + r""
    r"|mailto:" + _PLAIN + r")(?:#" + _PLAIN + r")?\n)*"
)

# Controls but tab, newline and return; DEL; halves of surrogate pairs; the two non-characters.
_UNSAFE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_RDF_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
# One credential in so many is canonicalized on both paths.
_SAMPLE_EVERY: Final = 1_000


class NotCovered(Exception):
    """No template may be made of this document; the message says which condition failed."""


def check_slots(quads: Iterable[tuple[str, str, str, str]], *, slot_count: int) -> tuple[Kind, ...]:
    """Condition 2: each free text stands whole in the RDF, as one kind, where data stands.

    A text that is not there would be outside the signature. One that becomes a predicate, a
    graph's name, a datatype or a language would change what its neighbours mean; one that
    becomes a type could choose another context. One that is a part of a longer term, or an
    address here and a text there, was changed by JSON-LD in a way that depends on it.

    Args:
        quads: subject, predicate, object and graph of the copy with stand-ins, as N-Quads text;
            graph is empty for the default graph.
        slot_count: how many free texts the document has.

    Returns:
        The kind of each slot.

    Raises:
        NotCovered: with the number of the slot.
    """
    kinds: list[Kind | None] = [None] * slot_count
    for subject, predicate, object_, graph in quads:
        if SLOT_PREFIX in predicate or SLOT_PREFIX in graph:
            raise NotCovered("2: a free text became a predicate or the name of a graph")
        if SLOT_PREFIX in object_ and predicate == _RDF_TYPE:
            raise NotCovered("2: a free text became a type")
        for term, is_subject in ((subject, True), (object_, False)):
            if SLOT_PREFIX not in term:
                continue
            match = _SLOT.match(term)
            if match is None or SLOT_PREFIX in term[match.end() :]:
                raise NotCovered("2: a free text is a part of a longer term")
            kind = IRI if match[1] else TEXT
            if kind == IRI and match.end() != len(term):
                raise NotCovered("2: a free text is a part of a longer term")
            slot = int(match[1] or match[2])
            if (is_subject and kind != IRI) or kinds[slot] not in (None, kind):
                raise NotCovered(f"2: slot {slot} is of two kinds")
            kinds[slot] = kind
    if None in kinds:
        raise NotCovered(f"2: slot {kinds.index(None)} is nowhere in the RDF")
    return tuple(kind for kind in kinds if kind is not None)


def has_plain_schemes(urls: Iterable[str]) -> bool:
    """Condition 3, the contexts' half: no context makes ``https``, ``did`` … mean something.

    ``{"did": "https://evil.example/"}`` makes ``did:web:x`` a compact IRI that expands to
    ``https://evil.example/web:x``. Random tests did not find this; reasoning did. Every key
    anywhere in a context counts as a term, so scoped contexts are looked at as well, and
    contexts written inside the document never come this far (``shape.context_urls``).

    Args:
        urls: the contexts that the document names, at its top or inside.
    """
    return all(url in CONTEXTS and terms_of(url).isdisjoint(_SCHEMES) for url in urls)


def terms_with_colon(urls: Iterable[str]) -> frozenset[str]:
    """Condition 3: terms of these contexts that look like absolute IRIs themselves.

    A slot with one of these could be replaced by what the term stands for.
    """
    return frozenset(term for url in urls for term in terms_of(url) if ":" in term)


@cache
def terms_of(url: str) -> frozenset[str]:
    """Every key anywhere in a shipped context: its terms, and more, which does no harm."""
    return frozenset(_keys(CONTEXTS[url]))


def _keys(value: JsonValue) -> Iterable[str]:
    if isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from _keys(item)
    elif isinstance(value, list):
        for item in value:
            yield from _keys(item)


def are_plain_iris(values: Sequence[str], *, forbidden: frozenset[str] = frozenset()) -> bool:
    """Condition 3, the document's half: each is an absolute IRI that JSON-LD leaves as it is.

    ASCII only, scheme ``http``, ``https``, ``urn``, ``did`` or ``mailto`` in small letters, an
    authority after ``http(s)://``, percent signs followed by two digits. That leaves out
    relative and compact IRIs, ``_:`` names, keywords, terms, and whatever one engine writes
    differently from another.

    Args:
        values: texts for slots of the kind ``iri``.
        forbidden: what ``terms_with_colon`` found.
    """
    joined = "\n".join(values) + "\n" if values else ""
    if joined.count("\n") != len(values):
        return False
    return _IRIS.fullmatch(joined) is not None and forbidden.isdisjoint(values)


def escape_texts(values: Sequence[str]) -> Sequence[str] | None:
    """Condition 4: write texts as canonical N-Quads write them; None when unsafe.

    Unsafe is what ``coverage`` and ``parse_json`` refuse: controls, DEL, halves of surrogate
    pairs, U+FFFE and U+FFFF. So only backslash, quote, newline, return and tab are left to
    escape. An unescaped quote or newline could end the term and begin a statement of its own.

    Source: RDF Canonicalization 1.0, 5 (canonical N-Quads).
    """
    joined = "".join(values)
    if _is_plain(joined):
        return values
    if not joined.isprintable() and _UNSAFE.search(joined):
        return None
    return [value if _is_plain(value) else value.translate(_ESCAPES) for value in values]


def _is_plain(text: str) -> bool:
    return text.isprintable() and '"' not in text and "\\" not in text


def order_hashes(hashes: Sequence[str]) -> list[int] | None:
    """Conditions 5 and 8: number unnamed nodes by their first-degree hash; None when two agree.

    When all differ, RDFC-1.0 issues ``c14n0``, ``c14n1`` … in the order of the hashes and never
    comes to Hash N-Degree Quads. When two agree (two results that say the same), only the full
    algorithm knows the order.

    Two equal lists on one node described twice (condition 8) have cells with equal hashes, so
    it never matters here whether an engine holds such lists to be one or two.

    Returns:
        For each node, its number.

    Source: RDF Canonicalization 1.0, 4.4.3 steps 3 to 5, and 4.6.
    """
    if len(set(hashes)) != len(hashes):
        return None
    numbers = [0] * len(hashes)
    for number, node in enumerate(sorted(range(len(hashes)), key=hashes.__getitem__)):
        numbers[node] = number
    return numbers


def are_distinct(lines: Collection[str]) -> bool:
    """Condition 6: no two statements became one.

    RDF is a set. Two statements that differ in the template but agree once filled (a tag given
    twice, the issuer who is also the creator) count once, also in the hashes of the unnamed
    nodes that they mention, which were made before. The reference path sorts that out; constants
    that agree are merged when they are baked in (``Template.bake``).
    """
    return len(set(lines)) == len(lines)


def has_repeated_neighbour(lines: Sequence[str]) -> bool:
    """Condition 6, for sorted lines, where equal ones stand together.

    Quicker than ``are_distinct``: no line has to be hashed.
    """
    return True in map(eq, lines, islice(lines, 1, None))


def sort_lines(lines: list[str]) -> None:
    """Condition 7: sort by code point, in place.

    Python compares text by code point, as bytes of UTF-8 compare; UTF-16 and locales do not.

    Source: RDF Canonicalization 1.0, 4.4.3 step 7 and 5.
    """
    lines.sort()


def has_single_node(blank_count: int) -> bool:
    """Condition 9: proof options are one unnamed node, or one with an id, and nothing else.

    Then the node is ``c14n0`` whatever the texts, and the hash of the options depends on
    ``created`` and the key alone.
    """
    return blank_count <= 1


def do_engines_agree(first: bytes, second: bytes | None) -> bool:
    """Condition 10: two JSON-LD engines made the same bytes of the copy with stand-ins.

    What one engine gets wrong or drops, the other does not; where they differ no template is made.

    Args:
        first: from the reference path.
        second: from the other engine; None when it refused.
    """
    return second is not None and first == second


def is_sample(count: int) -> bool:
    """Condition 10: tell whether the count-th use of a template is compared with the reference.

    The first always, then one in a thousand.

    Args:
        count: from 0.
    """
    return count % _SAMPLE_EVERY == 0


def have_distinct_ids(values: Sequence[str], *, groups: Iterable[Sequence[int]]) -> bool:
    """Condition 11: no two objects of one array have the same id.

    RDF would merge them, so properties could be moved between the two; ``coverage`` refuses.

    Args:
        values: all free texts.
        groups: the slots of the ids, for each array with more than one.
    """
    return all(max(Counter(values[slot] for slot in group).values()) == 1 for group in groups)
