"""Strict JSON: one parser at the border.

RFC 8259 leaves room for two readers to understand one text differently. This reader refuses
what they could disagree on: duplicate keys, NaN and Infinity, numbers that do not survive a
double, lone surrogates, a byte order mark, deep nesting and large texts.

Source: RFC 8259; RFC 7493 (I-JSON), 2.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Final

from guildmark.credentials.errors import UnreadableInput

__all__ = ["MAX_DEPTH", "MAX_JSON_BYTES", "JsonObject", "JsonValue", "copy_json", "parse_json"]

# Any, because mypy can not follow a recursive union through indexing.
JsonValue = Any
JsonObject = dict[str, Any]

# A credential with its image inside stays far below; an attacker's does not.
MAX_JSON_BYTES: Final = 1024 * 1024
# Open Badges nests about 8 deep; 32 leaves room for endorsements inside a CLR.
MAX_DEPTH: Final = 32
# Integers beyond this do not survive a reader that holds numbers as doubles (RFC 7493, 2.2).
_MAX_SAFE_INTEGER: Final = 2**53 - 1


def parse_json(data: bytes | str, *, max_bytes: int = MAX_JSON_BYTES) -> JsonValue:
    """Read one JSON text, refusing what two readers could understand differently.

    Args:
        data: UTF-8 bytes, or text already decoded.
        max_bytes: the longest text accepted, in UTF-8 bytes.

    Returns:
        dict, list, str, int, float, bool or None; whole floats (``5.0``) come back as int.

    Raises:
        UnreadableInput: the text is not such JSON; the code says why (``json_…``).

    Source: RFC 8259; RFC 7493, 2.
    """
    text = _decode(data, max_bytes=max_bytes)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object_without_duplicates,
            parse_constant=_refuse_constant,
            parse_float=_parse_float,
            parse_int=_parse_int,
        )
    except RecursionError as error:
        raise _too_deep() from error
    except json.JSONDecodeError as error:
        raise UnreadableInput(
            f"This is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.",
            code="json_syntax",
        ) from error
    return copy_json(value)


def copy_json(value: JsonValue) -> JsonValue:
    """Return a deep copy of a JSON value with the same checks as ``parse_json``.

    Use it for values that did not come through ``parse_json``: drafts built by code, rows from a
    database. Mappings become dict, sequences list, whole floats int.

    Raises:
        UnreadableInput: something in it is no JSON value, or too deep.
    """
    return _copy(value, depth=0)


def _copy(value: JsonValue, *, depth: int) -> JsonValue:
    if isinstance(value, str):
        _check_text(value)
        return value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _check_integer(value)
    if isinstance(value, float):
        return _check_float(value)
    if depth >= MAX_DEPTH:
        raise _too_deep()
    if isinstance(value, Mapping):
        copied: JsonObject = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise UnreadableInput(
                    f"An object has the key {key!r}; keys must be text.", code="json_key"
                )
            _check_text(key)
            copied[key] = _copy(item, depth=depth + 1)
        return copied
    if isinstance(value, (list, tuple)):
        return [_copy(item, depth=depth + 1) for item in value]
    raise UnreadableInput(
        f"A value of type {type(value).__name__} has no form in JSON.", code="json_type"
    )


def _decode(data: bytes | str, *, max_bytes: int) -> str:
    if isinstance(data, str):
        # Lone surrogates pass here and are refused, with the same words, after parsing.
        raw_size = len(data.encode("utf-8", "surrogatepass"))
        text = data
    else:
        raw_size = len(data)
        text = ""
    if raw_size > max_bytes:
        raise UnreadableInput(
            f"This text has {raw_size:,} bytes; at most {max_bytes:,} are accepted.",
            code="json_too_large",
        )
    if isinstance(data, bytes):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise UnreadableInput(
                f"This is not UTF-8 text: byte {error.start} can not be decoded. "
                "Save the file as UTF-8 and try again.",
                code="json_not_utf8",
            ) from error
    if text.startswith("\ufeff"):
        raise UnreadableInput(
            "The text starts with a byte order mark. Save it as UTF-8 without one.",
            code="json_byte_order_mark",
        )
    return text


def _object_without_duplicates(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    result: JsonObject = {}
    for key, value in pairs:
        if key in result:
            raise UnreadableInput(
                f"The key {key!r} stands twice in one object; readers would disagree on which "
                "value counts.",
                code="json_duplicate_key",
            )
        result[key] = value
    return result


def _refuse_constant(name: str) -> JsonValue:
    raise UnreadableInput(f"{name} is not a JSON number.", code="json_number")


def _parse_int(text: str) -> int:
    # Python refuses to convert very long digits; 17 digits already exceed the safe range.
    if len(text.lstrip("-")) > 16:
        raise _unsafe_number(text)
    return _check_integer(int(text))


def _parse_float(text: str) -> int | float:
    return _check_float(float(text))


def _check_integer(value: int) -> int:
    if abs(value) > _MAX_SAFE_INTEGER:
        raise _unsafe_number(str(value))
    return value


def _check_float(value: float) -> int | float:
    if not math.isfinite(value):
        raise _refuse_number(value)
    if value.is_integer():
        # JSON has one number type: 5.0 and 5 are the same value, and signatures must agree.
        return _check_integer(int(value))
    return value


def _refuse_number(value: float) -> UnreadableInput:
    return UnreadableInput(f"{value} is not a JSON number.", code="json_number")


def _unsafe_number(text: str) -> UnreadableInput:
    return UnreadableInput(
        f"The number {text[:24]} is outside ±(2^53 - 1), so readers would round it differently. "
        "Write it as text.",
        code="json_number",
    )


def _check_text(text: str) -> None:
    if text.isascii():
        return
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableInput(
            "A text has half of a surrogate pair, which is no character.",
            code="json_lone_surrogate",
        ) from error


def _too_deep() -> UnreadableInput:
    return UnreadableInput(
        f"The JSON is nested more than {MAX_DEPTH} levels deep.", code="json_too_deep"
    )
