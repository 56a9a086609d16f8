"""Selective disclosure of documents made to break it: both grouping paths, derived and verified.

``python -m tests.credentials.proofs.ecdsa_sd_2023.hostile COUNT`` compares that many documents;
everything comes from a seed, so that a mismatch can be had again.
"""

from __future__ import annotations

import random
import sys
from collections import Counter

from guildmark.credentials.encoding import canonicalize_rdfc
from guildmark.credentials.encoding.shape import read_shape
from guildmark.credentials.encoding.statements import trace_statements
from guildmark.credentials.encoding.template_compiler import NotCovered
from guildmark.credentials.errors import CredentialError
from guildmark.credentials.proofs import ecdsa_sd_2023
from guildmark.credentials.proofs.ecdsa_sd_2023.grouping import GroupingTemplate, compile_grouping
from guildmark.credentials.proofs.ecdsa_sd_2023.transform import group_statements
from tests.credentials.encoding.hostile import Document, make_shape, make_values
from tests.credentials.proofs.ecdsa_sd_2023.credentials import add_base, is_valid, to_pointer, walk

_HMAC_KEY = bytes(range(32))
_DOCUMENTS_OF_A_SHAPE = 4


def compare(seed: int) -> Counter[str]:
    """Compare documents of one shape: how many agree, are refused, and what goes wrong."""
    draw = random.Random(seed)
    shape = make_shape(draw)
    paths = [path for path, _ in walk(shape)]
    pointers = [to_pointer(path) for path in draw.sample(paths, k=min(len(paths), 4))]
    split = draw.randint(0, len(pointers))
    mandatory, selective = pointers[:split], pointers[split:]
    template = _compile(shape, mandatory)
    counts: Counter[str] = Counter()
    for _ in range(_DOCUMENTS_OF_A_SHAPE):
        document = make_values(draw, shape)
        problem = _compare_one(document, template, mandatory, selective)
        counts[problem] += 1
        if problem.startswith("MISMATCH"):
            sys.stderr.write(f"{problem}: seed {seed}, {mandatory}, {selective}, {document}\n")
    return counts


def _compile(shape: Document, mandatory: list[str]) -> GroupingTemplate | None:
    try:
        return compile_grouping(shape, mandatory_pointers=mandatory)
    except (NotCovered, CredentialError):
        return None


def _compare_one(
    document: Document,
    template: GroupingTemplate | None,
    mandatory: list[str],
    selective: list[str],
) -> str:
    read = read_shape(document)
    filled = None
    if read is not None and template is not None and read[0] == template.template.shape:
        filled = template.group(read[1], hmac_key=_HMAC_KEY)
    try:
        reference = group_statements(document, mandatory_pointers=mandatory, hmac_key=_HMAC_KEY)
    except CredentialError as error:
        if filled is not None:
            return "MISMATCH: the template answers for what is refused"
        return f"refused, {error.code}"
    if filled is not None and filled != reference:
        return "MISMATCH: the template groups otherwise"
    if "".join(trace_statements(document).lines).encode() != canonicalize_rdfc(document):
        return "MISMATCH: traced otherwise"
    try:
        derived = ecdsa_sd_2023.derive(
            add_base(document, mandatory=mandatory), selective_pointers=selective
        )
    except CredentialError as error:
        return f"not derived, {error.code}"
    if not is_valid(derived):
        return "MISMATCH: what was derived does not verify"
    return "template agrees" if filled is not None else "reference path"


def main(documents: int, first_seed: int = 0) -> int:
    """Compare that many documents and print the counts; the status is 1 when any differ."""
    total: Counter[str] = Counter()
    seed = first_seed
    while total.total() < documents:
        total += compare(seed)
        seed += 1
    for name, count in total.most_common():
        sys.stdout.write(f"{count:>8,}  {name}\n")
    sys.stdout.write(f"{seed - first_seed:,} shapes, seeds {first_seed} to {seed - 1}\n")
    return 1 if any(name.startswith("MISMATCH") for name in total) else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
