"""Process each JSON-LD context once for each place where it is used, not once for each object.

PyLD remembers what a context makes of another one, but gives every type-scoped result a name of
its own, so the memory never answers: of 13 ms for a badge, 8 went into the same twenty contexts
again and again. Contexts are shipped and pinned, so what they make of each other never changes.

Source: JSON-LD 1.1 API, 4.1.2 (Context Processing: a function of its arguments).
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

from frozendict import frozendict
from pyld import jsonld

from guildmark.credentials.encoding.contexts import are_conformance_contexts_known

__all__ = ["RememberingProcessor"]

# A badge needs about twenty. Hostile lists of contexts could ask for ever more.
_MAX_REMEMBERED: Final = 512

# Keys and types are few, and the same in each document; a hostile one may bring new ones.
_MAX_TERMS: Final = 10_000
_MAX_TERM_LENGTH: Final = 100

# (name of the active context, local context, options) → (local context, result). The local
# context is kept, so that its identity is not given to another object. Under rdfc's lock.
_remembered: dict[Hashable, tuple[Any, Any]] = {}
# (name of the active context, term) → what it expands to.
_terms: dict[tuple[str, str], str | None] = {}


class RememberingProcessor(jsonld.JsonLdProcessor):  # type: ignore[misc]  # its base is untyped
    """PyLD's processor with a memory for processed contexts.

    Outside ``conformance_contexts()`` no document has a context written inside it, so all of them
    are shipped; inside it nothing is remembered.
    """

    def _process_context(
        self,
        active_ctx: Any,
        local_ctx: Any,
        options: Any,
        override_protected: bool = False,
        propagate: bool = True,
        validate_scoped: bool = True,
        cycles: Any = None,
    ) -> Any:
        name = active_ctx.get("_uuid")
        key = (name, _identify(local_ctx), override_protected, propagate, validate_scoped)
        # Inside another context's processing the active one is not finished yet.
        is_final = cycles is None and name is not None and not are_conformance_contexts_known()
        if is_final and key in _remembered:
            return _remembered[key][1]
        result = super()._process_context(
            active_ctx,
            local_ctx,
            options,
            override_protected=override_protected,
            propagate=propagate,
            validate_scoped=validate_scoped,
            cycles=cycles,
        )
        if is_final and "_uuid" in result:
            if len(_remembered) >= _MAX_REMEMBERED:
                _remembered.clear()
            _remembered[key] = (local_ctx, result)
        return result

    def _expand_iri(
        self,
        active_ctx: Any,
        value: Any,
        base: Any = None,
        vocab: bool = False,
        local_ctx: Any = None,
        defined: Any = None,
    ) -> Any:
        # Only with a finished context does a term always mean the same.
        if (
            not vocab
            or local_ctx is not None
            or base is not None
            or type(value) is not str
            or len(value) > _MAX_TERM_LENGTH
            or type(active_ctx) is not frozendict
        ):
            return super()._expand_iri(active_ctx, value, base, vocab, local_ctx, defined)
        key = (active_ctx["_uuid"], value)
        if key not in _terms:
            if len(_terms) >= _MAX_TERMS:
                _terms.clear()
            _terms[key] = super()._expand_iri(active_ctx, value, vocab=True)
        return _terms[key]


def _identify(local_ctx: Any) -> Hashable:
    if isinstance(local_ctx, list) and all(isinstance(url, str) for url in local_ctx):
        return tuple(local_ctx)
    return local_ctx if isinstance(local_ctx, str) else id(local_ctx)
