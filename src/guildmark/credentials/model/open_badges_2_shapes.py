"""The shapes of Open Badges 2.0 and 2.1 objects, as a table. Read only; we never write them.

Source: Open Badges 2.0, Open Badge Object Definitions.
"""

from __future__ import annotations

from typing import Final

from guildmark.credentials.model.shape import Field, Shape, iri_field, shape_field, text_field

__all__ = ["OPEN_BADGES_2_SHAPES"]


def _moment(*, required: bool = False) -> Field:
    # ISO 8601 with a zone, which is wider than xsd:dateTimeStamp: "+0000" is in the wild.
    return Field(("loose datetime",), required=required)


OPEN_BADGES_2_SHAPES: Final[dict[str, Shape]] = {
    "2.0 Assertion": Shape(
        ("Assertion",),
        {
            "id": iri_field(required=True),
            "recipient": shape_field("2.0 Recipient", required=True),
            "badge": shape_field("iri", "2.0 BadgeClass", required=True),
            "verification": shape_field("2.0 Verification", required=True),
            "issuedOn": _moment(required=True),
            "expires": _moment(),
            "image": shape_field("iri", "2.0 Image"),
            "evidence": shape_field("iri", "2.0 Evidence", many=True),
            "narrative": text_field(),
            "revoked": Field(("boolean",)),
            "revocationReason": text_field(),
        },
    ),
    "2.0 Recipient": Shape(
        (),
        {
            "type": text_field(required=True),
            "identity": text_field(required=True),
            "hashed": Field(("boolean",), required=True),
            "salt": text_field(),
        },
    ),
    "2.0 Verification": Shape(
        ("hosted", "HostedBadge", "signed", "SignedBadge"), {"creator": iri_field()}
    ),
    "2.0 Evidence": Shape(
        (),
        {
            "id": iri_field(),
            "narrative": text_field(),
            "name": text_field(),
            "description": text_field(),
            "genre": text_field(),
            "audience": text_field(),
        },
    ),
    "2.0 BadgeClass": Shape(
        ("BadgeClass",),
        {
            "id": iri_field(required=True),
            "name": text_field(required=True),
            "description": text_field(required=True),
            "image": shape_field("iri", "2.0 Image", required=True),
            "criteria": shape_field("iri", "2.0 Criteria", required=True),
            "issuer": shape_field("iri", "2.0 Profile", required=True),
            "alignment": shape_field("2.0 Alignment", many=True),
            "tags": text_field(many=True),
        },
    ),
    "2.0 Image": Shape(
        (), {"id": iri_field(required=True), "caption": text_field(), "author": iri_field()}
    ),
    "2.0 Criteria": Shape(
        (), {"id": iri_field(), "narrative": text_field()}, one_of=("id", "narrative")
    ),
    "2.0 Alignment": Shape(
        (),
        {
            "targetName": text_field(required=True),
            "targetUrl": iri_field(required=True),
            "targetDescription": text_field(),
            "targetFramework": text_field(),
            "targetCode": text_field(),
        },
    ),
    "2.0 Profile": Shape(
        ("Profile", "Issuer"),
        {
            "id": iri_field(required=True),
            "name": text_field(required=True),
            "url": iri_field(required=True),
            "email": text_field(required=True),
            "telephone": text_field(),
            "description": text_field(),
            "image": shape_field("iri", "2.0 Image"),
            "publicKey": shape_field("iri", "2.0 CryptographicKey", many=True),
            "verification": shape_field("2.0 Scope"),
            "revocationList": iri_field(),
        },
    ),
    "2.0 Scope": Shape(
        (),
        {
            "allowedOrigins": text_field(many=True),
            "startsWith": iri_field(many=True),
            "verificationProperty": text_field(),
        },
    ),
    "2.0 CryptographicKey": Shape(
        ("CryptographicKey", "Key"),
        {
            "id": iri_field(required=True),
            "owner": iri_field(required=True),
            "publicKeyPem": text_field(required=True),
        },
    ),
    "2.0 RevocationList": Shape(
        ("RevocationList",),
        {
            "id": iri_field(required=True),
            "issuer": shape_field("iri", "2.0 Named"),
            "revokedAssertions": shape_field("text", "2.0 Revoked", required=True, many=True),
        },
    ),
    "2.0 Named": Shape((), {"id": iri_field(required=True)}),
    "2.0 Revoked": Shape(
        (),
        {"id": iri_field(), "uid": text_field(), "revocationReason": text_field()},
        one_of=("id", "uid"),
    ),
}
