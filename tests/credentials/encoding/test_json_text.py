"""One strict JSON parser at the border (security design, row 15)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.encoding import MAX_DEPTH, copy_json, parse_json
from guildmark.credentials.errors import UnreadableInput

REFUSED = {
    "the same key twice": (b'{"a": 1, "a": 2}', "json_duplicate_key"),
    "the same key twice, once escaped": (b'{"a": 1, "\\u0061": 2}', "json_duplicate_key"),
    "the same key twice, deep inside": (b'[{"b": {"a": 1, "a": 1}}]', "json_duplicate_key"),
    "NaN": (b"[NaN]", "json_number"),
    "Infinity": (b"[-Infinity]", "json_number"),
    "a number too large for a double": (b"[1e400]", "json_number"),
    "an integer that a double rounds": (b"[9007199254740993]", "json_number"),
    "an integer of ten thousand digits": (b"[" + b"9" * 10_000 + b"]", "json_number"),
    "half a surrogate pair in a value": (b'["\\ud800"]', "json_lone_surrogate"),
    "half a surrogate pair in a key": (b'{"\\udfff": 1}', "json_lone_surrogate"),
    "one level too deep": (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "json_too_deep"),
    "a hundred thousand levels": (b"[" * 100_000 + b"]" * 100_000, "json_too_deep"),
    "Latin-1": ('["ñ"]'.encode("latin-1"), "json_not_utf8"),
    "UTF-16": ('["a"]'.encode("utf-16"), "json_not_utf8"),
    "a byte order mark": (b"\xef\xbb\xbf[1]", "json_byte_order_mark"),
    "nothing": (b"", "json_syntax"),
    "two values": (b"1 2", "json_syntax"),
    "a comment": (b"[1] // one", "json_syntax"),
    "a trailing comma": (b"[1,]", "json_syntax"),
    "single quotes": (b"['a']", "json_syntax"),
    "a raw newline in a text": (b'["a\nb"]', "json_syntax"),
    "more than a mebibyte": (b'"' + b"a" * 1024 * 1024 + b'"', "json_too_large"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses(name: str) -> None:
    """What two readers could understand differently is refused, with a stable code."""
    data, code = REFUSED[name]
    with pytest.raises(UnreadableInput) as refusal:
        parse_json(data)
    assert refusal.value.code == code
    assert len(refusal.value.message) < 250


def test_it_reads_the_deepest_allowed_nesting() -> None:
    """The limit itself is inside."""
    assert parse_json(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)


def test_a_whole_float_is_an_integer() -> None:
    """JSON has one number type: 5.0 and 5 must be signed as the same value."""
    read = parse_json(b"[5.0, 0.5, -0.0, 1e3]")
    assert read == [5, 0.5, 0, 1000]
    assert [type(item) for item in read] == [int, float, int, int]


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**53) + 1, 2**53 - 1)
        | st.floats(-1e9, 1e9, allow_nan=False)
        | st.text(st.characters(exclude_categories=["Cs"])),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_two_parsers_agree_on_what_is_accepted(value: object) -> None:
    """What it accepts, the standard library reads as the same value."""
    assert parse_json(json.dumps(value)) == json.loads(json.dumps(value))


def test_a_copy_shares_nothing() -> None:
    """Callers keep their objects: changing a copy changes nothing of theirs."""
    original = {"a": [{"b": 1}]}
    copied = copy_json(original)
    copied["a"][0]["b"] = 2
    assert original == {"a": [{"b": 1}]}


@pytest.mark.parametrize("value", [{1: "a"}, {"a": b"x"}, [object()], {"a": {1, 2}}])
def test_a_copy_refuses_what_json_has_no_form_for(value: object) -> None:
    """Values built by code meet the same border."""
    with pytest.raises(UnreadableInput):
        copy_json(value)
