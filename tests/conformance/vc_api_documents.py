"""Credentials that an issuer must accept or refuse, by the sentence of the data model that says so.

Written from VC Data Model 2.0, sections 4 and 5; each name says what is special.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
_DIGEST_SRI = "sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU"
# Raw SHA-256, and the same as a multihash.
_DIGEST_RAW = "uWZVc7WaX1h4D8rJVb-vlMIqxaEKEb1tYbX8fet7JJzQ"
_DIGEST_MULTIHASH = "uEiBZlVztZpfWHgPyslVv6-UwirFoQoRvW1htfx963sknNA"
# The same of the context before it was final, as the W3C's fixtures have it.
_EARLIER_SRI = "sha384-NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg"
_EARLIER_RAW = "uJKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k"


def credential(**changes: Any) -> Json:
    """Return a small credential, with members added, replaced or (with ...) left out."""
    document: Json = {
        "@context": [V2, EXAMPLES],
        "type": ["VerifiableCredential"],
        "issuer": "https://issuer.example/issuers/1",
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:subject", "name": "Ada"},
    } | changes
    return {key: value for key, value in document.items() if value is not ...}


def credential_1(**changes: Any) -> Json:
    """Return a small credential of data model 1.1."""
    document: Json = {
        "@context": [V1, DATA_INTEGRITY, {"@vocab": "https://example.org/terms#"}],
        "id": "urn:uuid:7f8b9c4e-6a57-4d0e-8f2e-0c1f5a3a9b11",
        "type": ["VerifiableCredential"],
        "issuer": "https://issuer.example/issuers/1",
        "issuanceDate": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:subject", "name": "Ada"},
    } | changes
    return {key: value for key, value in document.items() if value is not ...}


def presentation(*credentials: Any, **changes: Any) -> Json:
    """Return a presentation without proof."""
    document: Json = {"@context": [V2], "type": ["VerifiablePresentation"]}
    if credentials:
        document["verifiableCredential"] = list(credentials)
    return document | changes


def _related(**changes: Any) -> Json:
    resource = {"id": V2, "digestSRI": _DIGEST_SRI} | changes
    return {key: value for key, value in resource.items() if value is not ...}


def _text(**more: Any) -> Json:
    return {"@value": "Wheel", "@language": "en", **more}


ISSUABLE: dict[str, Json] = {
    "the smallest": credential(
        **{"@context": [V2], "validFrom": ..., "credentialSubject": {"id": "did:example:a"}}
    ),
    "a context written out": credential(
        **{"@context": [V2, {"Wheel": "https://example.org/#Wheel"}]},
        type=["VerifiableCredential", "Wheel"],
        credentialSubject={"id": "did:example:a"},
    ),
    "a protected context written out": credential(
        **{"@context": [V2, {"@protected": True, "Wheel": "https://example.org/#Wheel"}]},
        type=["VerifiableCredential", "Wheel"],
        credentialSubject={"id": "did:example:a"},
    ),
    "a context inside a context written out": credential(
        **{"@context": [V2, {"@context": {"Wheel": "https://example.org/#Wheel"}}]},
        type=["VerifiableCredential", "Wheel"],
        credentialSubject={"id": "did:example:a"},
    ),
    "a context for one type, with terms that data model 1.1 had": credential(
        **{
            "@context": [
                V2,
                {
                    "@protected": True,
                    "Licence": {
                        "@id": "urn:example:Licence",
                        "@context": {
                            "@protected": True,
                            "id": "@id",
                            "type": "@type",
                            "expirationDate": "urn:example:expiration",
                        },
                    },
                    "licence": {"@id": "urn:example:licence", "@type": "@id"},
                },
            ]
        },
        credentialSubject={
            "id": "did:example:a",
            "licence": {"type": "Licence", "expirationDate": "01-01-2030"},
        },
    ),
    "a type that is an address": credential(
        type=["VerifiableCredential", "https://example.org/#T"]
    ),
    "types in another order": credential(type=["https://example.org/#T", "VerifiableCredential"]),
    "an id that is a URN": credential(id="urn:uuid:7f8b9c4e-6a57-4d0e-8f2e-0c1f5a3a9b11"),
    "an issuer that is an object": credential(
        issuer={"id": "https://issuer.example/1", "name": "I"}
    ),
    "an issuer with a name in two languages": credential(
        issuer={
            "id": "https://issuer.example/1",
            "name": [_text(), {"@value": "Rueda", "@language": "es"}],
        }
    ),
    "an issuer with a name and its direction": credential(
        issuer={"id": "https://issuer.example/1", "name": _text(**{"@direction": "ltr"})}
    ),
    "a name": credential(name="Wheel"),
    "a name with its language": credential(name=_text()),
    "a name with its direction": credential(name=_text(**{"@direction": "ltr"})),
    "a name in three languages": credential(
        name=[_text(), {"@value": "Rad", "@language": "de"}, {"@value": "Roue", "@language": "fr"}]
    ),
    "a description with its direction": credential(
        description={"@value": "عجلة", "@language": "ar", "@direction": "rtl"}
    ),
    "dates with milliseconds": credential(validFrom="2026-01-01T00:00:00.123Z"),
    "dates with an offset": credential(validFrom="2026-01-01T00:00:00-05:30"),
    "an end in the future": credential(validUntil="2126-01-01T00:00:00Z"),
    "an end that is the beginning": credential(validUntil="2026-01-01T00:00:00Z"),
    "two subjects": credential(
        credentialSubject=[
            {"id": "did:example:a", "name": "A"},
            {"id": "did:example:b", "name": "B"},
        ]
    ),
    "a subject without id": credential(credentialSubject={"name": "Ada"}),
    "a status of another kind": credential(
        credentialStatus={"id": "https://issuer.example/status/1", "type": "ExampleStatus"}
    ),
    "a status without id": credential(credentialStatus={"type": "ExampleStatus"}),
    "evidence without id": credential(evidence={"type": "ExampleEvidence"}),
    "a schema": credential(
        credentialSchema={"id": "https://issuer.example/schema/1", "type": "JsonSchema"}
    ),
    "two schemas": credential(
        credentialSchema=[
            {"id": "https://issuer.example/schema/1", "type": "JsonSchema"},
            {"id": "https://issuer.example/schema/2", "type": "ExampleSchema"},
        ]
    ),
    "a refresh service": credential(
        refreshService={"id": "https://issuer.example/refresh/1", "type": "ExampleRefresh"}
    ),
    "terms of use with an id": credential(
        termsOfUse=[{"id": "https://issuer.example/terms/1", "type": "ExamplePolicy"}]
    ),
    "two pieces of evidence": credential(
        evidence=[
            {"id": "https://issuer.example/evidence/1", "type": ["ExampleEvidence"]},
            {"id": "https://issuer.example/evidence/2", "type": ["ExampleEvidence"]},
        ]
    ),
    "a related resource with digestSRI": credential(relatedResource=[_related()]),
    "a related resource with a raw digestMultibase": credential(
        relatedResource=[_related(digestSRI=..., digestMultibase=_DIGEST_RAW)]
    ),
    "a related resource with a multihash": credential(
        relatedResource=[_related(digestSRI=..., digestMultibase=_DIGEST_MULTIHASH)]
    ),
    "a related resource with an earlier digestSRI": credential(
        relatedResource=[_related(digestSRI=_EARLIER_SRI)]
    ),
    "a related resource with an earlier digestMultibase": credential(
        relatedResource=[_related(digestSRI=..., digestMultibase=_EARLIER_RAW)]
    ),
    "a related resource with a media type": credential(
        relatedResource=_related(mediaType="application/ld+json")
    ),
    "terms of the examples": credential(
        credentialSubject={"id": "did:example:a", "degree": {"type": "ExampleDegree", "name": "B"}}
    ),
}

ISSUABLE_1: dict[str, Json] = {
    "the smallest": credential_1(**{"@context": [V1]}, credentialSubject={"id": "did:example:a"}),
    "names that only data model 2.0 fixes": credential_1(
        **{
            "@context": [
                V1,
                {
                    "name": "https://example.com/name",
                    "description": "https://example.com/description",
                },
            ]
        },
        name="Wheel",
        credentialSubject={"id": "did:example:a", "name": "Ada", "description": "A wheelwright."},
    ),
    "dates with milliseconds": credential_1(expirationDate="2126-01-01T00:00:00.000Z"),
    "no id": credential_1(id=...),
}

REFUSED: dict[str, Any] = {
    "no context": credential(**{"@context": ...}),
    "a context that is no list": credential(**{"@context": V2}),
    "a context that is a number": credential(**{"@context": 4}),
    "no contexts at all": credential(**{"@context": []}),
    "another base context": credential(**{"@context": [EXAMPLES]}),
    "the base context second": credential(**{"@context": [EXAMPLES, V2]}),
    "a context that is a number inside": credential(**{"@context": [V2, 123192875]}),
    "a context that is no address": credential(**{"@context": [V2, "https ://not-a-url/v1"]}),
    "a context that is null": credential(**{"@context": [V2, None]}),
    "contexts of wrong kinds": credential(**{"@context": [{"foo": True}, 4, False, None]}),
    "an unknown context": credential(**{"@context": [V2, "https://example.org/unknown/v1"]}),
    "no type": credential(type=...),
    "a type that is a number": credential(type=4),
    "types that are no texts": credential(type=[2, None, {"foo": True}, False]),
    "no types at all": credential(type=[]),
    "a type other than VerifiableCredential": credential(type=["OtherCredential"]),
    "a type that no context maps": credential(
        **{"@context": [V2]},
        type=["VerifiableCredential", "ExampleUnmapped"],
        credentialSubject={"id": "did:example:a"},
    ),
    "a type that maps to no address": credential(
        **{"@context": [V2, {"Wheel": "https ://not-a-url#Wheel"}]},
        type=["VerifiableCredential", "Wheel"],
        credentialSubject={"id": "did:example:a"},
    ),
    "no issuer": credential(issuer=...),
    "an issuer that is null": credential(issuer=None),
    "an issuer that is a number": credential(issuer=4),
    "an issuer that is no address": credential(issuer="not-a-url"),
    "an issuer without id": credential(issuer={"name": "I"}),
    "an issuer that is empty": credential(issuer={}),
    "an issuer whose id is a number": credential(issuer={"id": 4}),
    "an issuer whose id is no address": credential(issuer={"id": "not-a-url"}),
    "an issuer that is a list": credential(issuer=["https://issuer.example/1"]),
    "an issuer's name with another member": credential(
        issuer={"id": "https://issuer.example/1", "name": _text(extra="x")}
    ),
    "no subject": credential(credentialSubject=...),
    "a subject that is null": credential(credentialSubject=None),
    "a subject that is empty": credential(credentialSubject={}),
    "no subjects at all": credential(credentialSubject=[]),
    "an empty subject among others": credential(credentialSubject=[{"id": "did:example:a"}, {}]),
    "a subject that is a text": credential(credentialSubject="did:example:a"),
    "subjects of wrong kinds": credential(credentialSubject=[None, True, 4]),
    "an id that is no address": credential(id="not a url"),
    "two ids": credential(id=["urn:uuid:1", "urn:uuid:2"]),
    "an id that is null": credential(id=None),
    "an id that is a number": credential(id=12345),
    "a subject with two ids": credential(
        credentialSubject={"id": ["did:example:a", "did:example:b"]}
    ),
    "a subject whose id is no address": credential(
        credentialSubject={"id": "not-a-url", "name": "A"}
    ),
    "a beginning that is no date": credential(validFrom="2026-02-30T00:00:00Z"),
    "a beginning without time": credential(validFrom="2026-01-01"),
    "a beginning without offset": credential(validFrom="2026-01-01T00:00:00"),
    "a beginning that is a number": credential(validFrom=1767225600),
    "an end that is no date": credential(validUntil="tomorrow"),
    "an end before the beginning": credential(validUntil="2025-12-31T23:59:59Z"),
    "a status without type": credential(credentialStatus={"id": "https://issuer.example/status/1"}),
    "a status whose id is no address": credential(
        credentialStatus={"id": "not-a-url", "type": "ExampleStatus"}
    ),
    "a status of an unmapped type": credential(
        **{"@context": [V2]},
        credentialStatus={"id": "https://issuer.example/status/1", "type": "ExampleStatus"},
        credentialSubject={"id": "did:example:a"},
    ),
    "a malformed entry of a status list": credential(
        credentialStatus={
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": True,
            "statusListCredential": "https://issuer.example/status/1",
        }
    ),
    "a malformed entry of a status list elsewhere": credential(
        statusEntry={
            "type": "BitstringStatusListEntry",
            "statusListIndex": True,
            "statusListCredential": "https://issuer.example/status/1",
        }
    ),
    "a schema without type": credential(credentialSchema={"id": "https://issuer.example/schema/1"}),
    "a schema without id": credential(credentialSchema={"type": "JsonSchema"}),
    "a schema whose id is no address": credential(
        credentialSchema={"id": "not-a-url", "type": "JsonSchema"}
    ),
    "a refresh service without type": credential(
        refreshService={"id": "https://issuer.example/refresh/1"}
    ),
    "terms of use without type": credential(termsOfUse={"id": "https://issuer.example/terms/1"}),
    "evidence without type": credential(evidence={"id": "https://issuer.example/evidence/1"}),
    "evidence whose id is no address": credential(
        evidence={"id": "not-a-url", "type": "ExampleEvidence"}
    ),
    "a name that is a number": credential(name=4),
    "a name with another member": credential(name=_text(url="https://example.org")),
    "a name without value": credential(name={"@language": "en"}),
    "a description with another member": credential(description=_text(url="https://example.org")),
    "a description that is an object": credential(description={"id": "https://example.org"}),
    "a context that redefines a type": credential(
        **{"@context": [V2, {"VerifiableCredential": "https://example.org/#VC"}]},
        credentialSubject={"id": "did:example:a"},
    ),
    "a context that redefines a property": credential(
        **{"@context": [V2, {"issuer": "https://example.org/#issuer"}]},
        credentialSubject={"id": "did:example:a"},
    ),
    "a context that redefines a name": credential(
        **{"@context": [V2, {"name": "https://example.org/#name"}]},
        credentialSubject={"id": "did:example:a"},
    ),
    "an unmapped property": credential(
        **{"@context": [V2]}, credentialSubject={"id": "did:example:a"}, unmapped="dropped"
    ),
    "an unmapped property of the subject": credential(
        **{"@context": [V2]}, credentialSubject={"id": "did:example:a", "unmapped": "dropped"}
    ),
    "an unmapped property deep inside": credential(
        **{"@context": [V2]},
        credentialSubject={"id": "did:example:a"},
        evidence={"type": "Evidence", "unmapped": {"deep": "dropped"}},
    ),
    "a relative id": credential(id="relative/address"),
    "a related resource that is a text": credential(relatedResource=[V2]),
    "a related resource without id": credential(relatedResource=[_related(id=...)]),
    "a related resource without digest": credential(relatedResource=[_related(digestSRI=...)]),
    "a related resource twice": credential(relatedResource=[_related(), _related()]),
    "a related resource with a wrong digestSRI": credential(
        relatedResource=[_related(digestSRI="sha384-" + "A" * 64)]
    ),
    "a related resource with a digestSRI wrong at its end": credential(
        relatedResource=[_related(digestSRI=_EARLIER_SRI[:-1] + "A")]
    ),
    "a related resource with a wrong digestMultibase": credential(
        relatedResource=[_related(digestSRI=..., digestMultibase="u" + "A" * 43)]
    ),
    "a credential that is a list": [],
    "a credential that is a text": "credential",
    "a credential that is null": None,
    "an empty credential": {},
}

REFUSED_1: dict[str, Json] = {
    "no date of issue": credential_1(issuanceDate=...),
    "a date of issue that is no date": credential_1(issuanceDate="today"),
    "an end before the date of issue": credential_1(expirationDate="2025-12-31T23:59:59Z"),
    "no issuer": credential_1(issuer=...),
    "no subject": credential_1(credentialSubject=...),
}
