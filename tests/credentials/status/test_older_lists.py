"""StatusList2021 and 1EdTech's revocation list: read, within the same limits."""

from __future__ import annotations

import base64
import gzip
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.errors import StatusListInvalid
from guildmark.credentials.status import (
    MIN_LIST_SIZE,
    Bitstring,
    StatusAnswer,
    revocation_list,
    status_list_2021,
)

_URL = "https://guild.example/status/3"
_ISSUER = "did:example:guild"
_ENTRY = {
    "id": f"{_URL}#94567",
    "type": "StatusList2021Entry",
    "statusPurpose": "revocation",
    "statusListIndex": "94567",
    "statusListCredential": _URL,
}


def _list(encoded: Any = None, **subject: Any) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "id": _URL,
        "type": ["VerifiableCredential", "StatusList2021Credential"],
        "issuer": _ISSUER,
        "credentialSubject": {
            "type": "StatusList2021",
            "statusPurpose": "revocation",
            "encodedList": encoded,
            **subject,
        },
    }


def _pack(bits: Bitstring) -> bytes:
    return gzip.compress(bits.data, mtime=0)


ALPHABETS = {
    "base64url": lambda data: base64.urlsafe_b64encode(data).decode().rstrip("="),
    "base64url with padding": lambda data: base64.urlsafe_b64encode(data).decode(),
    "base64": lambda data: base64.b64encode(data).decode(),
    "base64 without padding": lambda data: base64.b64encode(data).decode().rstrip("="),
}


@pytest.mark.parametrize("name", ALPHABETS)
def test_the_bit_is_read_in_each_alphabet(name: str) -> None:
    """The draft's text says one and its examples another."""
    encoded = ALPHABETS[name](_pack(Bitstring.of([94_567, *range(0, 90_000, 77)])))
    entry = status_list_2021.parse_entry(_ENTRY)
    answer = status_list_2021.read_status(entry, _list(encoded))
    assert answer == StatusAnswer(purpose="revocation", value=1)
    other = status_list_2021.parse_entry({**_ENTRY, "statusListIndex": 94_568})
    assert not status_list_2021.read_status(other, _list(encoded)).is_set


_GOOD = ALPHABETS["base64url"](_pack(Bitstring.empty()))
UNUSABLE: dict[str, tuple[dict[str, Any], str]] = {
    "another type": (_list(_GOOD) | {"type": "VerifiableCredential"}, "STATUS_VERIFICATION_ERROR"),
    "another subject": (_list(_GOOD, type="BitstringStatusList"), "STATUS_VERIFICATION_ERROR"),
    "no subject": (_list() | {"credentialSubject": None}, "STATUS_VERIFICATION_ERROR"),
    "another purpose": (_list(_GOOD, statusPurpose="suspension"), "STATUS_VERIFICATION_ERROR"),
    "no list": (_list(), "STATUS_VERIFICATION_ERROR"),
    "a multibase letter": (_list("u" + _GOOD), "STATUS_VERIFICATION_ERROR"),
    "another alphabet": (_list("!" + _GOOD), "STATUS_VERIFICATION_ERROR"),
    "letters of another script": (_list("ä" + _GOOD), "STATUS_VERIFICATION_ERROR"),
    "a list that is cut": (_list(_GOOD[:-8]), "STATUS_VERIFICATION_ERROR"),
    "a short list": (
        _list(ALPHABETS["base64url"](gzip.compress(bytes(100)))),
        "STATUS_LIST_LENGTH_ERROR",
    ),
    "a bomb": (
        _list(ALPHABETS["base64url"](gzip.compress(bytes(40_000_000), 1))),
        "STATUS_VERIFICATION_ERROR",
    ),
    "a very long text": (_list("A" * 40_000_000), "STATUS_VERIFICATION_ERROR"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_list_that_can_not_answer_says_so(name: str) -> None:
    """With a code, at once, and never with a pass."""
    credential, code = UNUSABLE[name]
    entry = status_list_2021.parse_entry(_ENTRY)
    started = time.perf_counter()
    with pytest.raises(StatusListInvalid) as caught:
        status_list_2021.read_status(entry, credential)
    assert caught.value.code == code
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("index", [str(MIN_LIST_SIZE), "999999999999"])
def test_an_index_outside_is_a_range_error(index: str) -> None:
    """As in the newer lists."""
    entry = status_list_2021.parse_entry({**_ENTRY, "statusListIndex": index})
    with pytest.raises(StatusListInvalid) as caught:
        status_list_2021.read_status(entry, _list(_GOOD))
    assert caught.value.code == "RANGE_ERROR"


def _revoked(*items: Any, **changes: Any) -> dict[str, Any]:
    return {"id": _URL, "issuer": _ISSUER, "revokedCredentials": list(items), **changes}


def _read(document: dict[str, Any], credential_id: str = "urn:uuid:1") -> StatusAnswer:
    return revocation_list.read_status(document, credential_id=credential_id, issuer_id=_ISSUER)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (_revoked({"id": "urn:uuid:1"}), None),
        (
            _revoked({"id": "urn:uuid:0"}, {"id": "urn:uuid:1", "revocationReason": "Error."}),
            "Error.",
        ),
        (_revoked("urn:uuid:1"), None),
        (_revoked({"id": " urn:uuid:1 "}, issuer={"id": _ISSUER}), None),
        ({"issuer": _ISSUER, "revokedCredential": {"id": "urn:uuid:1"}}, None),
    ],
)
def test_an_id_in_the_list_is_revoked(document: dict[str, Any], message: str | None) -> None:
    """However the list is written, with the issuer's reason."""
    assert _read(document) == StatusAnswer(purpose="revocation", value=1, message=message)


def test_an_id_that_is_not_in_it_is_not() -> None:
    """Nor one whose revocation was taken back."""
    assert not _read(_revoked()).is_set
    assert not _read(_revoked({"id": "urn:uuid:2"}, {"id": "urn:uuid:1", "revoked": False})).is_set


OTHERS: dict[str, dict[str, Any]] = {
    "another issuer": _revoked(issuer="did:example:other"),
    "no issuer": {"revokedCredentials": []},
    "no list": {"issuer": _ISSUER},
    "an entry without id": _revoked({"revocationReason": "a"}),
    "an entry that is a number": _revoked(7),
    "a very long list": _revoked(*["x"] * (revocation_list.MAX_REVOKED + 1)),
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_document_can_not_answer(name: str) -> None:
    """And is no pass."""
    with pytest.raises(StatusListInvalid) as caught:
        _read(OTHERS[name])
    assert caught.value.code == "STATUS_VERIFICATION_ERROR"


@pytest.mark.parametrize("name", [None, 7, "", "file:///etc/passwd", "data:,"])
def test_the_address_of_the_list_is_an_address(name: Any) -> None:
    """Of the web."""
    assert revocation_list.parse_entry({"id": _URL}) == _URL
    with pytest.raises(StatusListInvalid) as caught:
        revocation_list.parse_entry({"id": name})
    assert caught.value.code == "MALFORMED_VALUE_ERROR"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@given(st.sampled_from(["type", "credentialSubject", "issuer", "revokedCredentials"]), _JSON)
def test_any_json_is_an_answer_or_a_refusal(key: str, value: Any) -> None:
    """No other exception."""
    entry = status_list_2021.parse_entry(_ENTRY)
    for read in (
        lambda: status_list_2021.read_status(entry, {**_list(_GOOD), key: value}),
        lambda: _read({**_revoked(), key: value}),
    ):
        try:
            assert isinstance(read(), StatusAnswer)
        except StatusListInvalid:
            continue
