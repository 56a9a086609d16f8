"""What a holder can choose from: each part of a credential that can be shown alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guildmark.credentials.encoding import JsonValue
from guildmark.credentials.proofs.ecdsa_sd_2023.derived import find_base_proof
from guildmark.credentials.proofs.ecdsa_sd_2023.pointers import Selection, format_pointer, select
from guildmark.credentials.proofs.ecdsa_sd_2023.proof_value import parse_base

if TYPE_CHECKING:
    # It brings PyLD along, which takes a third of a second.
    from guildmark.credentials.encoding.statements import JsonPath

__all__ = ["Part", "list_parts"]


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a credential with a base proof.

    Attributes:
        pointer: the JSON pointer that names it.
        value: a text, a number, true or false; or a list that is shown as a whole.
        is_mandatory: the issuer has decided that it is always shown.
    """

    pointer: str
    value: JsonValue
    is_mandatory: bool


def list_parts(document: Mapping[str, Any]) -> tuple[Part, ...]:
    """List what can be shown of a credential, in its order; ``@context`` is not asked about.

    ``id`` and ``type`` of an object are shown with whatever is shown inside it.

    Args:
        document: a credential with a base proof.

    Raises:
        UnreadableInput: it has none.
        UncoveredData: a part of the document would stay outside the proof.
        WorkLimitExceeded: the document is too large or too tangled.
    """
    from guildmark.credentials.encoding.statements import trace_statements

    value = parse_base(find_base_proof(document)["proofValue"])
    unsecured = {key: item for key, item in document.items() if key != "proof"}
    indivisible = trace_statements(unsecured).indivisible
    mandatory = select(unsecured, pointers=value.mandatory_pointers, indivisible=indivisible)
    return tuple(
        Part(format_pointer(path), part, _is_mandatory(path, mandatory))
        for path, part in _walk(unsecured, (), indivisible)
    )


def _walk(
    value: JsonValue, path: JsonPath, indivisible: Collection[JsonPath]
) -> Iterator[tuple[JsonPath, JsonValue]]:
    if path in indivisible or not isinstance(value, (Mapping, list)):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key != "@context":
                yield from _walk(item, (*path, key), indivisible)
    else:
        for index, item in enumerate(value):
            yield from _walk(item, (*path, index), indivisible)


def _is_mandatory(path: JsonPath, mandatory: Selection) -> bool:
    # id and type go with their object.
    own = [index for index, part in enumerate(path) if part in ("id", "type")]
    return mandatory.includes([path[: own[0]] if own else path])
