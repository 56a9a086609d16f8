"""May a draft be signed at all? What an issuer refuses before it looks at meaning.

Stricter than ``check_structure`` in what a reader must not have to guess: contexts as a list
with the base first, types as a list, digests that fit. Not here: terms that no context defines,
redefined terms and relative ids, which encoding the document finds (``UncoveredData``).

Source: VC Data Model 2.0, 4 and 5; VC Data Model 1.1, 4 and 5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from guildmark.credentials.encoding import CREDENTIALS_V2_CONTEXT
from guildmark.credentials.model.recognition import CREDENTIALS_V1_CONTEXT
from guildmark.credentials.model.related_resource import KNOWN_DIGESTS, check_digests
from guildmark.credentials.model.structure import Finding, check_structure

__all__ = ["check_issuable"]

_BASES: Final = (CREDENTIALS_V1_CONTEXT, CREDENTIALS_V2_CONTEXT)


def check_issuable(
    document: Mapping[str, Any],
    *,
    known_digests: Mapping[str, tuple[str, ...]] = KNOWN_DIGESTS,
) -> tuple[Finding, ...]:
    """List why a draft may not be signed; nothing when its form allows it.

    Both data models: the first context says which. Each finding stands once.

    Args:
        document: the draft, with or without proofs.
        known_digests: of related resources; see ``related_resource.check_digests``.
    """
    findings = [
        *_check_contexts(document.get("@context")),
        *_check_types(document.get("type")),
        *check_structure(document),
        *check_digests(
            document.get("relatedResource"), path="$.relatedResource", known=known_digests
        ),
        *_check_related(document.get("relatedResource")),
    ]
    return tuple(dict.fromkeys(findings))


def _check_contexts(contexts: Any) -> Iterator[Finding]:
    if not isinstance(contexts, list) or not contexts:
        yield Finding("$.@context", "must be a list")
        return
    if contexts[0] not in _BASES:
        yield Finding("$.@context", f"must start with {_BASES[0]} or {_BASES[1]}")
    for index, context in enumerate(contexts):
        if not isinstance(context, (str, Mapping)) or not context:
            yield Finding(f"$.@context[{index}]", "must be an address or an object")


def _check_types(types: Any) -> Iterator[Finding]:
    if not (isinstance(types, list) and types and all(isinstance(t, str) and t for t in types)):
        yield Finding("$.type", "must be a list of texts")
    elif len(set(types)) != len(types):
        yield Finding("$.type", "names a type twice")


def _check_related(listed: Any) -> Iterator[Finding]:
    if isinstance(listed, list) and not listed:
        yield Finding("$.relatedResource", "must not be empty")
