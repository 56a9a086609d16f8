"""Ask Ajv about JSON Schemas and @digitalbazaar/bitstring about lists of bits, from Python."""

from __future__ import annotations

from typing import Any

from tests.oracles.judge import Oracle

Json = dict[str, Any]


class FormatsOracle(Oracle):
    """A running Node process with both libraries."""

    program = "formats.mjs"

    def follows(self, document: Json, *, schema: Json, version: str) -> bool:
        """Whether Ajv says that a document follows a schema, formats left aside."""
        answer: bool = self._ask("schema", document=document, schema=schema, version=version)[
            "result"
        ]
        return answer

    def encode_bits(self, indexes: list[int], *, size: int) -> str:
        """Return the library's compressed text of a list in which these bits are set."""
        encoded: str = self._ask("encode", indexes=indexes, size=size)["result"]
        return encoded

    def decode_bits(self, encoded: str) -> list[int]:
        """Return the indexes of the bits that the library finds set."""
        indexes: list[int] = self._ask("decode", encoded=encoded)["result"]
        return indexes
