"""Documents made to break templates: odd texts in honest shapes, and odd shapes.

Everything comes from a seed, so that a mismatch can be had again. ``python -m
tests.credentials.encoding.hostile COUNT`` compares that many documents with the reference path
(``make fuzz``).
"""

from __future__ import annotations

import copy
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from guildmark.credentials.encoding import canonicalize_rdfc
from guildmark.credentials.encoding.conditions import SLOT_PREFIX
from guildmark.credentials.encoding.shape import fill_shape, read_shape
from guildmark.credentials.encoding.template import Template
from guildmark.credentials.encoding.template_compiler import NotCovered, compile_template
from guildmark.credentials.errors import CredentialError

Document = dict[str, Any]

_V2: Final = "https://www.w3.org/ns/credentials/v2"
_OB: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_FIXTURE: Final = Path(__file__).parents[3] / "bench" / "credential.json"
_DOCUMENTS_OF_A_SHAPE: Final = 10

# Texts that end a term, begin a statement, look like a slot, a label or a keyword, or that
# engines write differently.
TEXTS: Final = (
    "",
    " ",
    "A",
    "Zoë Müller 李小龍 😀",
    'she said "no"',
    "back\\slash",
    "\\",
    "\\n",
    "line\nbreak\r\ttab",
    '" .\n<urn:a:b> <urn:a:c> "injected',
    '"@en',
    '"^^<http://www.w3.org/2001/XMLSchema#integer>',
    "%s %d %% %(x)s {0} {} \\g<0>",
    f"{SLOT_PREFIX}0",
    f"x {SLOT_PREFIX}1",
    "_:c14n0",
    "_:a",
    "<urn:x:y>",
    "@id",
    "@type",
    "@context",
    "@unknown",
    "2026-11-02T09:50:00Z",
    "2026-11-02T10:50:00+01:00",
    "not a date",
    "1.0",
    "true",
    "null",
    "\ue000 private",
    "\U00010000 astral",
    "\ufffd",
    "\x80\x9f",
    "\u2028\u2029",
    "\u200e\u202e",
    "\ud7ff",
    "e\u0301",
    "VerifiableCredential",
    "Achievement",
    "a" * 300,
)
# Texts that the reference path refuses.
UNSAFE: Final = ("\x00", "a\x01", "\x08\x0b\x0c\x1b", "\x7f", "\ufffe", "\uffff", "\ud800")
# For places where an address belongs.
PLAIN: Final = (
    "https://example.org/a",
    "https://example.org/b",
    "http://example.org",
    "https://example.org/?q=a%20b#c",
    "https://example.org:8443/x/../y/./z",
    "https://example.org/%00%7f%C3%BC",
    "https://example.org/!$&'()*+,;=:@?/?",
    "urn:uuid:7c5f4d0e-8f2b-4a56-9d11-3f0f6f0a2b71",
    "urn:isbn:1",
    "did:web:example.org",
    "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
    "did:web:example.org#key-1",
    "mailto:a@example.org",
    "mailto:",
)
# Odd, relative, compact and blank ones, keywords and terms: few of them are refused by all.
ADDRESSES: Final = (
    "https://example.org/%zz",
    "https://example.org/a b",
    "https://example.org/ü",
    "https://[::1]/",
    "https:/example.org",
    "https:",
    "https://",
    "HTTPS://EXAMPLE.ORG/",
    "urn:x",
    "DID:web:example.org",
    "data:image/png;base64,AAAA",
    "tag:example.org,2026:x",
    "Achievement:x",
    "cred:x",
    "xsd:string",
    "name",
    "type",
    "@id",
    "_:b0",
    "_:c14n0",
    "relative/path",
    "#fragment",
    "?query",
    "",
    f"{SLOT_PREFIX}2",
    "https://example.org/<x>",
    'https://example.org/"',
    "https://example.org/\\u0041",
    "https://example.org/{x}",
    "https://example.org/\n",
    "https://example.org/a\nhttps://example.org/b",
    "https://example.org/\x00",
)


def make_shape(rng: random.Random) -> Document:
    """Return a document with up to four changes to the structure of an honest badge."""
    document: Document = copy.deepcopy(_fixture())
    if rng.random() < 0.3:
        document["issuer"] = document["issuer"]["id"]
    if rng.random() < 0.3:
        _shrink(rng, document)
    for _ in range(rng.choice((0, 0, 1, 2, 4))):
        rng.choice(_CHANGES)(rng, document)
    return document


def make_values(rng: random.Random, document: Document) -> Document:
    """Return a copy of a document with other texts, honest and hostile."""
    read = read_shape(document)
    if read is None:
        return document
    values = list(read[1])
    # From one odd text, where only it can be the cause, to nothing but odd ones.
    share = rng.choice((0.01, 0.03, 0.03, 0.1, 0.4))
    for slot, value in enumerate(values):
        if rng.random() < share:
            values[slot] = _other_text(rng, value, values)
    return fill_shape(document, values)


def _other_text(rng: random.Random, value: str, values: list[str]) -> str:
    is_address = ":" in value and " " not in value
    if rng.random() < 0.15:
        # Equal texts merge statements and make unnamed nodes alike.
        return rng.choice(
            [v for v in values if (":" in v and " " not in v) == is_address] or values
        )
    if rng.random() < 0.1:
        return rng.choice((*ADDRESSES, *UNSAFE))
    if is_address:
        return rng.choice((*PLAIN, f"{value}{rng.choice('0123456789abcdef-._~/')}"))
    if rng.random() < 0.4:
        return "".join(chr(rng.choice(_CHARACTERS)) for _ in range(rng.randrange(12)))
    return rng.choice(TEXTS)


_CHARACTERS: Final = (
    *range(0x20, 0x7F),
    *(0x9, 0xA, 0xD, 0xE9, 0x3B1, 0x4E2D, 0x1F600, 0xE000, 0xFFFD, 0x10FFFF, 0x85, 0xA0),
)


# --- changes to the structure ------------------------------------------------------------------


def _objects(value: Any) -> Iterator[Document]:
    if isinstance(value, dict):
        yield value
        for key, item in value.items():
            if key != "@context":
                yield from _objects(item)
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item)


def _any_object(rng: random.Random, document: Document) -> Document:
    return rng.choice(list(_objects(document)))


def _shrink(rng: random.Random, document: Document) -> None:
    for value in list(_objects(document)):
        for key in list(value):
            if key not in ("@context", "type", "id") and rng.random() < 0.15:
                del value[key]


def _drop_key(rng: random.Random, document: Document) -> None:
    value = _any_object(rng, document)
    key = rng.choice([*value, "name"])
    if key not in value:
        return
    if len(value) > 1 and key != "@context":
        del value[key]


def _copy_key(rng: random.Random, document: Document) -> None:
    source, target = _any_object(rng, document), _any_object(rng, document)
    key = rng.choice([*source, "name"])
    if key in source and key != "@context":
        target[key] = copy.deepcopy(source[key])


def _repeat_item(rng: random.Random, document: Document) -> None:
    arrays = [v for o in _objects(document) for v in o.values() if isinstance(v, list) and v]
    if not arrays:
        return
    array = rng.choice(arrays)
    array.insert(rng.randrange(len(array) + 1), copy.deepcopy(rng.choice(array)))


def _change_array(rng: random.Random, document: Document) -> None:
    value = _any_object(rng, document)
    key = rng.choice([*value, "name"])
    if key not in value:
        return
    if key == "@context":
        return
    item = value[key]
    value[key] = [item] if not isinstance(item, list) else item[0] if len(item) == 1 else []


def _new_term(rng: random.Random, document: Document) -> None:
    terms = (
        "unknown",
        "name",
        "description",
        "tag",
        "url",
        "result",
        "https://example.org/t",
        "x:y",
    )
    values: tuple[Any, ...] = ("text", 7, 1.5, True, ["a", "b"], {"id": "urn:x:1"}, {}, [])
    _any_object(rng, document)[rng.choice(terms)] = copy.deepcopy(rng.choice(values))


def _keyword(rng: random.Random, document: Document) -> None:
    values: tuple[Any, ...] = (
        {"@value": "Grüße", "@language": "de"},
        {"@value": "x", "@direction": "rtl"},
        {"@value": "5", "@type": "http://www.w3.org/2001/XMLSchema#integer"},
        {"@value": "x", "@language": "not a language"},
        {"@value": 5},
        {"@list": ["a", "b"]},
        {"@set": ["a"]},
        {"@id": "urn:x:1"},
        {"@graph": [{"id": "urn:x:1"}]},
        {"@reverse": {"name": "x"}},
        {"@included": [{"id": "urn:x:1"}]},
        {"@none": "x"},
        {"@type": "Achievement"},
    )
    value = _any_object(rng, document)
    key = rng.choice(("name", "description", "narrative", "tag", "allowedValue", "@index", "@nest"))
    value[key] = copy.deepcopy(rng.choice(values))


def _change_type(rng: random.Random, document: Document) -> None:
    types: tuple[Any, ...] = (
        "Profile",
        ["Evidence", "Achievement"],
        "https://example.org/T",
        ["Result"],
        "Unknown",
        SLOT_PREFIX + "0",
        "",
        5,
        None,
        ["https://example.org/_:c14n0", "urn:x:%s"],
    )
    _any_object(rng, document)["type"] = copy.deepcopy(rng.choice(types))


def _change_context(rng: random.Random, document: Document) -> None:
    contexts: tuple[Any, ...] = (
        {"did": "https://evil.example/"},
        {"https": {"@id": "https://evil.example/", "@prefix": True}},
        {"urn": {"@id": "https://evil.example/", "@prefix": True}},
        {"name": "https://evil.example/name"},
        {"@vocab": "https://evil.example/"},
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        "https://www.w3.org/ns/did/v1",
        "https://w3id.org/security/data-integrity/v2",
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        "https://evil.example/context",
    )
    context = copy.deepcopy(rng.choice(contexts))
    if rng.random() < 0.6:
        document["@context"] = [_V2, _OB, context]
    else:
        _any_object(rng, document)["@context"] = context


def _reorder(rng: random.Random, document: Document) -> None:
    value = _any_object(rng, document)
    keys = list(value)
    rng.shuffle(keys)
    for key in keys:
        value[key] = value.pop(key)


def _scalar(rng: random.Random, document: Document) -> None:
    value = _any_object(rng, document)
    key = rng.choice([*value, "name"])
    if key not in value:
        return
    if key != "@context":
        value[key] = rng.choice((0, -1, 5.0, 1.1, 1e21, True, False, None, 2**53, "x", []))


def _share_id(rng: random.Random, document: Document) -> None:
    first, second = _any_object(rng, document), _any_object(rng, document)
    first["id"] = second["id"] = rng.choice(("urn:uuid:1", "https://example.org/same"))


_CHANGES: Final[tuple[Callable[[random.Random, Document], None], ...]] = (
    _drop_key,
    _copy_key,
    _repeat_item,
    _repeat_item,
    _change_array,
    _new_term,
    _keyword,
    _change_type,
    _change_context,
    _reorder,
    _scalar,
    _share_id,
)


def _fixture() -> Document:
    document: Document = json.loads(_FIXTURE.read_bytes())
    return document


# --- the comparison ----------------------------------------------------------------------------


def reference_answer(document: Document) -> bytes | None:
    """Return what the reference path makes of a document; None when it refuses."""
    try:
        return canonicalize_rdfc(document)
    except CredentialError:
        return None


def answers_of(template: Template, document: Document, rng: random.Random) -> list[bytes]:
    """Return what a template answers by each of its ways; nothing where it does not answer."""
    read = read_shape(document)
    if read is None or read[0] != template.shape:
        return []
    values = read[1]
    answers = [template.canonicalize(values), _by_lines(template, values)]
    slots = {n for n in range(len(values)) if rng.random() < 0.6}
    for group in template.id_groups:
        slots -= set(group)
    baked = template.bake({slot: values[slot] for slot in slots})
    if baked is not None:
        answers.append(baked.canonicalize([v for n, v in enumerate(values) if n not in slots]))
    return [answer for answer in answers if answer is not None]


def _by_lines(template: Template, values: list[str]) -> bytes | None:
    escaped = template.escape(values)
    numbers = None if escaped is None else template.number_nodes(escaped)
    if escaped is None or numbers is None:
        return None
    lines = template.lines(escaped, labels=[f"_:c14n{number}" for number in numbers])
    if len(set(lines)) != len(lines):
        return None
    return "".join(f"{line}\n" for line in sorted(lines)).encode()


def compare(seed: int, documents: int = _DOCUMENTS_OF_A_SHAPE) -> Counter[str]:
    """Compare documents of one shape on both paths: how many were accepted, fell back, differ.

    Documents that differ are written to standard error with the seed.
    """
    rng = random.Random(seed)
    shape = make_shape(rng)
    counts: Counter[str] = Counter()
    try:
        template = compile_template(shape)
    except NotCovered as refusal:
        counts[f"no template, condition {str(refusal).partition(':')[0]}"] += documents
        counts["fell back"] += documents
        return counts
    for number in range(documents):
        document = make_values(rng, shape)
        answers = answers_of(template, document, rng)
        if not answers:
            counts["fell back"] += 1
            continue
        reference = reference_answer(document)
        if any(answer != reference for answer in answers):
            counts["mismatch"] += 1
            sys.stderr.write(f"MISMATCH seed {seed}, document {number}: {json.dumps(document)}\n")
        else:
            counts["accepted"] += 1
    return counts


def main(documents: int, first_seed: int = 0) -> int:
    """Compare that many documents and print the counts; the status is 1 when any differ."""
    total: Counter[str] = Counter()
    seed = first_seed
    while total["accepted"] + total["fell back"] + total["mismatch"] < documents:
        total += compare(seed)
        seed += 1
    total["mismatch"] += 0
    for name in ("accepted", "fell back", "mismatch"):
        sys.stdout.write(f"{name:>10} {total[name]:>8,}\n")
    for name, count in sorted(total.items()):
        if name.startswith("no template"):
            sys.stdout.write(f"           {name}: {count:,}\n")
    sys.stdout.write(f"{seed - first_seed:,} shapes, seeds {first_seed} to {seed - 1}\n")
    return 1 if total["mismatch"] else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
