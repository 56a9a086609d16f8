"""Does each term of a document have a meaning that a shipped context fixes?

For signatures over bytes (JCS, JOSE): those cover whatever stands in the document, but a term that
no known context defines says nothing that two readers would agree on, and an unknown context may
say anything. ``coverage`` is stricter, because RDF signatures leave such parts out.

Source: VC Data Model 2.0, 4.3 and 5.2; Data Integrity 1.0, 4.6.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from guildmark.credentials.encoding.context_use import check_context_count, check_context_use
from guildmark.credentials.encoding.json_text import JsonObject, JsonValue, copy_json
from guildmark.credentials.errors import UncoveredData, WorkLimitExceeded

if TYPE_CHECKING:
    from guildmark.credentials.encoding.coverage import CoveringProcessor

__all__ = ["check_terms"]

# As for coverage: PyLD takes about 0.2 ms for each value.
_MAX_VALUES: Final = 5_000


def check_terms(document: Mapping[str, Any]) -> list[Any]:
    """Refuse a document with a term, type or context of unknown meaning.

    Args:
        document: JSON-LD with its ``@context``; never changed.

    Returns:
        Its expanded form, in which two documents that mean the same are equal.

    Raises:
        UncoveredData: the first such part; ``path`` names it, or its object.
        WorkLimitExceeded: more values than any honest credential has.
    """
    copied: JsonObject = copy_json(document)
    if "@context" not in copied:
        raise UncoveredData(
            "$: The document has no @context, so nothing in it has a meaning.",
            code="no_context",
            path="$",
        )
    _check_contexts(copied)
    from guildmark.credentials.encoding.rdfc import expand

    return expand(_make_processor(), copied)


def _check_contexts(document: JsonObject) -> None:
    """Refuse contexts that are not shipped before the engine would ask for them."""
    count = 0
    contexts = []
    left: list[tuple[str, JsonValue]] = [("$", document)]
    while left:
        path, value = left.pop()
        count += 1
        if count > _MAX_VALUES:
            raise WorkLimitExceeded(
                f"The document has more than {_MAX_VALUES:,} values.", code="too_many_values"
            )
        if isinstance(value, list):
            left.extend((f"{path}[{index}]", item) for index, item in enumerate(value))
        elif isinstance(value, dict):
            left.extend((f"{path}.{key}", item) for key, item in value.items() if key != "@context")
            if "@context" in value:
                check_context_use(value["@context"], f"{path}.@context")
                contexts.append(value["@context"])
    check_context_count(contexts)


def _make_processor() -> CoveringProcessor:
    from pyld import jsonld

    from guildmark.credentials.encoding.coverage import CoveringProcessor

    class TermProcessor(CoveringProcessor):
        """Asks what each key and type means, and lets values be what they are."""

        def _check_entry(
            self, active_ctx: Any, type_scoped_ctx: Any, path: str, key: str, value: JsonValue
        ) -> None:
            # A JSON literal and a relative id are covered like all other bytes.
            is_json = self.get_context_value(active_ctx, key, "@type") == "@json"
            is_id = self._expand_iri(active_ctx, key, vocab=True) == "@id"
            if value is None or is_json or is_id:
                return
            try:
                super()._check_entry(active_ctx, type_scoped_ctx, path, key, value)
            except UncoveredData as error:
                what = f"type {value!r}" if error.code == "undefined_type" else f"term {key!r}"
                raise UncoveredData(
                    f"{path}: No known context says what the {what[:200]} means.",
                    code=error.code,
                    path=path,
                ) from error

        def _expand_value(
            self, active_ctx: Any, active_property: Any, value: Any, options: Any
        ) -> Any:
            return jsonld.JsonLdProcessor._expand_value(
                self, active_ctx, active_property, value, options
            )

    return TermProcessor()
