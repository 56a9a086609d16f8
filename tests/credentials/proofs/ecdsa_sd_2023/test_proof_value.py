"""Proof values have one spelling; every other is refused, quickly and with a reason."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.encoding import to_multibase_base64url
from guildmark.credentials.errors import UnreadableInput
from guildmark.credentials.proofs.ecdsa_sd_2023.proof_value import (
    MAX_PROOF_VALUE_LENGTH,
    BaseProofValue,
    DerivedProofValue,
    parse_base,
    parse_derived,
)

BASE = b"\xd9\x5d\x00"
DERIVED = b"\xd9\x5d\x01"
PUBLIC_KEY = b"\x80\x24" + bytes(33)
SIGNATURE = bytes(range(64))
LABELS = {0: bytes(32), 1: bytes(31) + b"\1"}


def base_parts(**changes: Any) -> list[Any]:
    """Return the parts of a base proof value, some of them changed."""
    parts = {
        "signature": SIGNATURE,
        "key": PUBLIC_KEY,
        "hmac": bytes(32),
        "signatures": [SIGNATURE],
        "pointers": ["/issuer"],
    }
    return list((parts | changes).values())


def derived_parts(**changes: Any) -> list[Any]:
    """Return the parts of a derived proof value, some of them changed."""
    parts = {
        "signature": SIGNATURE,
        "key": PUBLIC_KEY,
        "signatures": [SIGNATURE],
        "labels": LABELS,
        "indexes": [0, 2],
    }
    return list((parts | changes).values())


def written(header: bytes, parts: Any) -> str:
    """Write a proof value without asking whether it is one."""
    return to_multibase_base64url(header + cbor2.dumps(parts))


def test_base_proofs_are_read_as_written() -> None:
    """And written as read."""
    text = written(BASE, base_parts())
    value = parse_base(text)
    assert value == BaseProofValue(SIGNATURE, PUBLIC_KEY, bytes(32), (SIGNATURE,), ("/issuer",))
    assert value.format() == text


def test_derived_proofs_are_read_as_written() -> None:
    """And written as read."""
    text = written(DERIVED, derived_parts())
    value = parse_derived(text)
    assert value == DerivedProofValue(SIGNATURE, PUBLIC_KEY, (SIGNATURE,), LABELS, (0, 2))
    assert value.format() == text


def test_a_base_proof_is_no_derived_one_and_the_refusal_says_so() -> None:
    """The holder has to derive first."""
    with pytest.raises(UnreadableInput, match="Derive a credential from it") as refused:
        parse_derived(written(BASE, base_parts()))
    assert refused.value.code == "sd_base_proof"


def test_a_derived_proof_is_no_base_one() -> None:
    """Nothing more can be derived from it."""
    with pytest.raises(UnreadableInput, match="header of a base proof"):
        parse_base(written(DERIVED, derived_parts()))


REFUSED_DERIVED: dict[str, list[Any]] = {
    "four parts": derived_parts()[:4],
    "six parts": [*derived_parts(), 1],
    "a short signature": derived_parts(signature=SIGNATURE[:63]),
    "a signature of text": derived_parts(signature="A" * 64),
    "a P-384 signature": derived_parts(signature=bytes(96)),
    "a short key": derived_parts(key=PUBLIC_KEY[:-1]),
    "a P-384 key": derived_parts(key=b"\x81\x24" + bytes(33)),
    "an Ed25519 key": derived_parts(key=b"\xed\x01" + bytes(33)),
    "signatures that are none": derived_parts(signatures=[SIGNATURE, b""]),
    "signatures that are no list": derived_parts(signatures=SIGNATURE),
    "labels that are no map": derived_parts(labels=[bytes(32)]),
    "a label of text": derived_parts(labels={0: "c14n0"}),
    "a short label": derived_parts(labels={0: bytes(31)}),
    "a label with a name": derived_parts(labels={"c14n0": bytes(32)}),
    "one label for two nodes": derived_parts(labels={0: bytes(32), 1: bytes(32)}),
    "a number left out": derived_parts(labels={0: bytes(32), 2: LABELS[1]}),
    "true for a number": derived_parts(labels={0: bytes(32), True: LABELS[1]}),
    "a negative index": derived_parts(indexes=[-1]),
    "an index twice": derived_parts(indexes=[1, 1]),
    "indexes out of order": derived_parts(indexes=[2, 1]),
    "an index of text": derived_parts(indexes=["0"]),
    "a broken index": derived_parts(indexes=[0.0]),
    "true for an index": derived_parts(indexes=[True]),
    "an index tagged as a large number": derived_parts(indexes=[cbor2.CBORTag(2, b"\1")]),
    "a tagged signature": derived_parts(signature=cbor2.CBORTag(64, SIGNATURE)),
    "a map for the whole": {0: 1},  # type: ignore[dict-item]
    "nothing": [],
}


@pytest.mark.parametrize("name", REFUSED_DERIVED)
def test_derived_proofs_of_another_form_are_refused(name: str) -> None:
    """Each part has its kind, its length and its range."""
    with pytest.raises(UnreadableInput) as refused:
        parse_derived(written(DERIVED, REFUSED_DERIVED[name]))
    assert refused.value.code == "sd_proof_value"


@pytest.mark.parametrize(
    "changes",
    [{"hmac": bytes(31)}, {"hmac": "x" * 32}, {"pointers": "/issuer"}, {"pointers": {"/a": 1}}],
    ids=["a short key", "a key of text", "a pointer", "a map of pointers"],
)
def test_base_proofs_of_another_form_are_refused(changes: dict[str, Any]) -> None:
    """The HMAC key and the mandatory pointers."""
    with pytest.raises(UnreadableInput) as refused:
        parse_base(written(BASE, base_parts(**changes)))
    assert refused.value.code == "sd_proof_value"


@pytest.mark.parametrize("pointers", [[7], ["issuer"], ["/~"]])
def test_base_proofs_with_pointers_that_are_none_are_refused(pointers: list[object]) -> None:
    """As they are where an issuer writes them."""
    with pytest.raises(UnreadableInput) as refused:
        parse_base(written(BASE, base_parts(pointers=pointers)))
    assert refused.value.code == "pointer_syntax"


def _longer_number(data: bytes) -> bytes:
    assert data.endswith(b"\x82\x00\x02")
    return data[:-1] + b"\x18\x02"


SPELLINGS: dict[str, Callable[[bytes], str]] = {
    "another multibase": lambda data: "z" + to_multibase_base64url(data)[1:],
    "no multibase": lambda data: to_multibase_base64url(data)[1:],
    "padding": lambda data: to_multibase_base64url(data) + "=",
    "another header": lambda data: to_multibase_base64url(b"\xd9\x5d\x02" + data[3:]),
    "a BBS header": lambda data: to_multibase_base64url(b"\xd9\x5d\x03" + data[3:]),
    "the header alone": lambda data: to_multibase_base64url(data[:3]),
    "something behind": lambda data: to_multibase_base64url(data + b"\0"),
    "cut off": lambda data: to_multibase_base64url(data[:-1]),
    "of indefinite length": lambda data: to_multibase_base64url(
        data[:3] + b"\x9f" + data[4:] + b"\xff"
    ),
    "a number in a longer form": lambda data: to_multibase_base64url(_longer_number(data)),
    "tagged as a whole": lambda data: to_multibase_base64url(data[:3] + b"\xd9\xd9\xf7" + data[3:]),
    "deep inside": lambda data: to_multibase_base64url(data[:3] + b"\x81" * 100_000),
    "a bomb": lambda data: to_multibase_base64url(data[:3] + b"\x9b" + b"\x7f" * 8),
    "text for bytes": lambda data: "u" + "é" * 10,
    "far too long": lambda data: "u" + "A" * MAX_PROOF_VALUE_LENGTH,
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_other_spellings_are_refused(name: str) -> None:
    """A second spelling of the same parts, a wrong header, and what would cost too much."""
    text = SPELLINGS[name](DERIVED + cbor2.dumps(derived_parts()))
    with pytest.raises(UnreadableInput) as refused:
        parse_derived(text)
    assert refused.value.code == "sd_proof_value"


@pytest.mark.parametrize("value", [None, 7, b"u2V0B", ["u2V0B"], ""])
def test_a_proof_value_is_text(value: object) -> None:
    """Whatever else JSON has is refused."""
    with pytest.raises(UnreadableInput):
        parse_derived(value)


@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """What is read is written the same way again."""
    text = to_multibase_base64url(DERIVED + data)
    try:
        value = parse_derived(text)
    except UnreadableInput:
        return
    assert value.format() == text


def test_importing_the_suite_loads_no_json_ld_engine() -> None:
    """Whoever only reads proof values or pointers does not wait for it."""
    code = (
        "import sys, guildmark.credentials.proofs.ecdsa_sd_2023; "
        "print(*{'pyld', 'pyoxigraph', 'cbor2'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
