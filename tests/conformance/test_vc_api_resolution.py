"""DID resolution over https: today's words and those of the draft that the did:key suite speaks.

Source: DID Resolution 0.3, 4, 5, 10 and 11; The did:key Method 0.7, 3.1.
"""

from __future__ import annotations

from urllib.parse import quote

import pytest

from guildmark.credentials.encoding import to_multibase_base58
from guildmark.credentials.keys import PrivateKey, did_jwk, did_key
from tests.conformance.vc_api_server import ConformanceServer, Reply

pytestmark = pytest.mark.xdist_group("vc_api")

_MULTIKEY = "z6MktKwz7Ge1Yxzr4JHavN33wiwa8y81QdcMRLXQsrH9T53b"
_DID = f"did:key:{_MULTIKEY}"
_RESULT = "application/did-resolution"
_OLDER = 'application/ld+json;profile="https://w3id.org/did-resolution"'
_ERRORS = "https://www.w3.org/ns/did#"
_SHORT_KEY = f"did:key:{to_multibase_base58(bytes.fromhex('ed01') + bytes(31))}"
_UNKNOWN_KEY = f"did:key:{to_multibase_base58(bytes.fromhex('ee01') + bytes(32))}"


def _resolve(server: ConformanceServer, did: str, accept: str, query: str = "") -> Reply:
    return server.request("GET", f"/1.0/identifiers/{did}{query}", Accept=accept)


@pytest.mark.parametrize("algorithm", ["Ed25519", "P-256", "P-384"])
@pytest.mark.parametrize("encoded", [False, True])
def test_a_did_key_resolves(vc_api: ConformanceServer, algorithm: str, encoded: bool) -> None:
    """200, the three parts, and the media type that the metadata names."""
    did = did_key(PrivateKey.generate(algorithm).public_multikey)  # type: ignore[arg-type]
    reply = _resolve(vc_api, quote(did, safe="") if encoded else did, _RESULT)
    assert (reply.status, reply.media_type) == (200, _RESULT)
    assert set(reply.json) == {"didDocument", "didDocumentMetadata", "didResolutionMetadata"}
    assert reply.json["didResolutionMetadata"] == {"contentType": _RESULT}
    document = reply.json["didDocument"]
    assert document["id"] == did
    assert document["verificationMethod"][0]["controller"] == did
    assert document["assertionMethod"] == [document["verificationMethod"][0]["id"]]


def test_a_did_jwk_resolves(vc_api: ConformanceServer) -> None:
    """It carries its key, like did:key."""
    did = did_jwk(PrivateKey.generate("P-256").public_key.to_jwk())
    assert _resolve(vc_api, did, _RESULT).json["didDocument"]["id"] == did


@pytest.mark.parametrize("accept", ["*/*", ""])
def test_who_asks_for_nothing_special_gets_a_result(vc_api: ConformanceServer, accept: str) -> None:
    """Without a content type in the metadata, as nothing else was chosen."""
    reply = _resolve(vc_api, _DID, accept)
    assert (reply.status, reply.media_type) == (200, _RESULT)
    assert reply.json["didDocument"]["id"] == _DID
    assert "contentType" not in reply.json["didResolutionMetadata"]


@pytest.mark.parametrize("accept", ["application/did+json", "application/did+ld+json"])
def test_a_document_alone_can_be_asked_for(vc_api: ConformanceServer, accept: str) -> None:
    """Nothing of the result is around it."""
    reply = _resolve(vc_api, _DID, accept)
    assert (reply.status, reply.media_type) == (200, accept)
    assert reply.json["id"] == _DID
    assert "didResolutionMetadata" not in reply.json


@pytest.mark.parametrize(
    ("did", "status", "kind"),
    [
        ("not-a-did", 400, "INVALID_DID"),
        ("did:example", 400, "INVALID_DID"),
        ("did:example:", 400, "INVALID_DID"),
        ("", 400, "INVALID_DID"),
        ("did:key:@", 400, "INVALID_DID"),
        (f"did:key:-4:{_MULTIKEY}", 400, "INVALID_DID"),
        (f"did:key:{_MULTIKEY[1:]}", 400, "INVALID_DID"),
        (_SHORT_KEY, 400, "INVALID_PUBLIC_KEY_LENGTH"),
        (_UNKNOWN_KEY, 400, "UNSUPPORTED_PUBLIC_KEY_TYPE"),
        ("did:unsupported:123456789abcdefghi", 501, "METHOD_NOT_SUPPORTED"),
        ("did:web:issuer.example", 501, "METHOD_NOT_SUPPORTED"),
        (quote(f"{_DID}#other", safe=""), 404, "NOT_FOUND"),
        (quote(f"{_DID}/path", safe=""), 404, "NOT_FOUND"),
        (quote(f"{_DID}/^bar^/?query=`#{_MULTIKEY}", safe=""), 400, "INVALID_DID_URL"),
    ],
)
def test_each_error_has_its_type_and_status(
    vc_api: ConformanceServer, did: str, status: int, kind: str
) -> None:
    """No document, and an object that names the error by its address."""
    reply = _resolve(vc_api, did, _RESULT)
    assert (reply.status, reply.media_type) == (status, _RESULT)
    assert reply.json["didDocument"] is None
    assert reply.json["didDocumentMetadata"] == {}
    assert reply.json["didResolutionMetadata"]["error"]["type"] == _ERRORS + kind


def test_a_form_that_nobody_writes_is_not_acceptable(vc_api: ConformanceServer) -> None:
    """406 with its error."""
    reply = _resolve(vc_api, _DID, "application/x-unsupported")
    assert reply.status == 406
    error = reply.json["didResolutionMetadata"]["error"]
    assert error["type"] == _ERRORS + "REPRESENTATION_NOT_SUPPORTED"


@pytest.mark.parametrize("asked", ["🔥💥🚫", "Привет", "foo\u200bbar"])
def test_a_media_type_that_is_not_ascii_is_refused(vc_api: ConformanceServer, asked: str) -> None:
    """Media types are ASCII."""
    assert _resolve(vc_api, _DID, "*/*", f"?accept={quote(asked)}").status == 400


@pytest.mark.parametrize(
    "name", ["service", "serviceType", "relativeRef", "versionId", "versionTime", "hl"]
)
@pytest.mark.parametrize("value", ["🔥💥🚫", "こんにちは", "foo\u200bbar"])
def test_parameters_are_ascii(vc_api: ConformanceServer, name: str, value: str) -> None:
    """Each of the standard's."""
    reply = _resolve(vc_api, _DID, "*/*", f"?{name}={quote(value)}")
    assert reply.status == 400
    assert reply.json["didResolutionMetadata"]["error"]["type"] == _ERRORS + "INVALID_OPTIONS"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("service=linkedDomain", 200),
        ("serviceType=LinkedDomain", 200),
        ("versionId=1", 200),
        ("relativeRef=my%2520path/file", 200),
        ("relativeRef=my+path/file", 400),
        ("relativeRef=file%23section", 400),
        ("relativeRef=dir/with%3Fquery", 400),
        ("versionTime=2025-10-07T14:30:00Z", 200),
        *(
            (f"versionTime={quote(moment)}", 400)
            for moment in (
                "",
                "2025-10-07 12:30:45",
                "2025/10/07T12:30:45",
                "2025-13-07T12:30:45Z",
                "2025-10-07T25:00:00Z",
                "2025-10-07T12:30:60Z",
                "2025-10-07T12:30:45+24:00",
                "2025-10-07",
                "2025-10-07T12:30:45abc",
                "T12:30:45",
                "2025-10-07T00:00:00+02:00",
                "2025-10-07T00:00:00",
                "2025-10-07T00:00:00.123Z",
            )
        ),
    ],
)
def test_parameters_have_their_form(vc_api: ConformanceServer, query: str, status: int) -> None:
    """Percent-encoding where it belongs, and moments in UTC to the second."""
    assert _resolve(vc_api, _DID, _RESULT, f"?{query}").status == status


def test_a_did_url_can_be_dereferenced(vc_api: ConformanceServer) -> None:
    """The result has the part that the fragment names."""
    url = f"{_DID}#{_MULTIKEY}"
    reply = _resolve(vc_api, quote(url, safe=""), "application/did-url-dereferencing")
    assert (reply.status, reply.media_type) == (200, "application/did-url-dereferencing")
    assert reply.json["contentStream"]["id"] == url
    assert reply.json["dereferencingMetadata"]["contentType"] == reply.media_type
    assert reply.json["contentMetadata"] == {}


@pytest.mark.parametrize(
    ("did", "query", "error"),
    [
        (_DID.replace("did:", "notDid:", 1), "", "invalidDid"),
        ("did:experimental:abc", "", "methodNotSupported"),
        (f"did:key:-4:{_MULTIKEY}", "", "invalidDid"),
        (f"did:key:{_MULTIKEY[1:]}", "", "invalidDid"),
        ("did:key:@", "", "invalidDid"),
        (_SHORT_KEY, "", "invalidPublicKeyLength"),
        (_DID, "?publicKeyFormat=unknown", "unsupportedPublicKeyType"),
        (f"{_DID}/^bar^/?query=`#{_MULTIKEY}", "", "invalidDidUrl"),
        (
            f"{_DID}#{_MULTIKEY}",
            "?publicKeyFormat=Ed25519VerificationKey2018&enableExperimentalPublicKeyTypes=false",
            "invalidPublicKeyType",
        ),
    ],
)
def test_the_older_form_names_errors_by_a_word(
    vc_api: ConformanceServer, did: str, query: str, error: str
) -> None:
    """A JSON type, a context, a document that is there, and the word under both names."""
    reply = _resolve(vc_api, quote(did, safe=""), _OLDER, query)
    assert 400 <= reply.status <= 501
    assert "json" in reply.media_type
    assert reply.json["@context"] and reply.json["didDocument"] is not None
    assert reply.json["didDocumentMetadata"] == {}
    assert reply.json["didResolutionMetadata"]["error"] == error
    assert reply.json["didDereferencingMetadata"]["error"] == error


def test_the_older_form_resolves_dids_and_parts_of_them(vc_api: ConformanceServer) -> None:
    """A part stands where the document would."""
    assert _resolve(vc_api, quote(_DID, safe=""), _OLDER).json["didDocument"]["id"] == _DID
    part = _resolve(vc_api, quote(f"{_DID}#{_MULTIKEY}", safe=""), _OLDER)
    assert part.status == 200
    assert part.json["didDocument"]["controller"] == _DID


@pytest.mark.parametrize("form", ["JsonWebKey2020", "Ed25519VerificationKey2020", "Multikey"])
def test_a_key_is_written_in_the_form_that_is_asked_for(
    vc_api: ConformanceServer, form: str
) -> None:
    """Forms that the method calls stable need no opting in."""
    reply = _resolve(vc_api, _DID, _OLDER, f"?publicKeyFormat={form}")
    assert reply.status == 200
    assert reply.json["didDocument"]["verificationMethod"][0]["type"] == form
