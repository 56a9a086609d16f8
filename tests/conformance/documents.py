"""Documents that exercise JSON-LD and canonicalization; each has a name that says why."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

V2 = "https://www.w3.org/ns/credentials/v2"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
# Defines the schema and refresh types, which the badge context alone does not.
OB3_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
ISSUER = "did:key:z6MktULudTtAsAhRegYPiZ6631RV3viv12qd4GQF8z1xB22S"


def badge(**changes: Any) -> Json:
    """Return the smallest Open Badge, with members added or replaced."""
    document: Json = {
        "@context": [V2, OB3],
        "id": "urn:uuid:3f3f0a6c-2b8e-4f0a-9f0b-7b3a3c9d2a11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": ISSUER, "type": ["Profile"], "name": "Wheelwrights’ Guild"},
        "validFrom": "2026-01-01T00:00:00Z",
        "name": "Wheel truing",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "id": "did:example:ada",
            "achievement": achievement(),
        },
    }
    return document | changes


def achievement(**changes: Any) -> Json:
    """Return the smallest achievement, with members added or replaced."""
    return {
        "id": "urn:uuid:3f3f0a6c-2b8e-4f0a-9f0b-7b3a3c9d2a12",
        "type": ["Achievement"],
        "name": "Wheel truing",
        "description": "Trues a spoked wheel to half a millimetre.",
        "criteria": {"narrative": "Three wheels, marked twice."},
        "achievementType": "MicroCredential",
    } | changes


def _subject(**changes: Any) -> Json:
    return {
        "type": ["AchievementSubject"],
        "id": "did:example:ada",
        "achievement": achievement(),
    } | changes


DOCUMENTS: dict[str, Json] = {
    "the smallest badge": badge(),
    "the base context only": {
        "@context": [V2],
        "id": "urn:uuid:3f3f0a6c-2b8e-4f0a-9f0b-7b3a3c9d2a13",
        "type": ["VerifiableCredential"],
        "issuer": ISSUER,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:ada"},
    },
    "letters of many scripts": badge(name="Ñandú Ω 漢字 עברית हिन्दी 👩🏽‍🔧"),
    "characters outside the basic plane": badge(description="𝒳 \U0001f6b2 \U00020000"),
    "quotes, backslashes and line ends": badge(description='a "b" \\ c\nd\re\tf'),
    "a no-break space and a line separator": badge(description="a\u00a0b\u2028c"),
    "language-tagged values": badge(
        name=[
            {"@value": "Wheel truing", "@language": "en"},
            {"@value": "Centrado de ruedas", "@language": "es"},
        ]
    ),
    "decomposed and composed letters side by side": badge(
        evidence=[
            {"id": "https://example.org/1", "type": ["Evidence"], "name": "é"},
            {"id": "https://example.org/2", "type": ["Evidence"], "name": "e\u0301"},
        ]
    ),
    "two evidences without ids": badge(
        evidence=[
            {"type": ["Evidence"], "name": "First", "narrative": "same"},
            {"type": ["Evidence"], "name": "Second", "narrative": "same"},
        ]
    ),
    "two evidences that are the same": badge(
        evidence=[
            {"type": ["Evidence"], "narrative": "same"},
            {"type": ["Evidence"], "narrative": "same"},
        ]
    ),
    "a rubric": badge(
        credentialSubject=_subject(
            achievement=achievement(
                resultDescription=[
                    {
                        "id": f"urn:uuid:3f3f0a6c-2b8e-4f0a-9f0b-7b3a3c9d2b{n:02d}",
                        "type": ["ResultDescription"],
                        "name": f"Criterion {n}",
                        "resultType": "RubricCriterionLevel",
                        "rubricCriterionLevel": [
                            {
                                "id": f"urn:uuid:3f3f0a6c-2b8e-4f0a-9f0b-7b3a3c9d{n}{m:03d}",
                                "type": ["RubricCriterionLevel"],
                                "name": f"Level {m}",
                                "level": str(m),
                                "points": str(m * 10),
                            }
                            for m in range(3)
                        ],
                    }
                    for n in range(3)
                ]
            ),
            result=[
                {
                    "type": ["Result"],
                    "resultDescription": f"urn:uuid:3f3f0a6c-2b8e-4f0a-9f0b-7b3a3c9d2b{n:02d}",
                    "achievedLevel": f"urn:uuid:3f3f0a6c-2b8e-4f0a-9f0b-7b3a3c9d{n}002",
                }
                for n in range(3)
            ],
        )
    ),
    "alignments": badge(
        credentialSubject=_subject(
            achievement=achievement(
                alignment=[
                    {
                        "type": ["Alignment"],
                        "targetName": "true bicycle wheels",
                        "targetUrl": "http://data.europa.eu/esco/skill/"
                        "2d3f8e2c-6a6e-4f0a-9f0b-7b3a3c9d2a11",
                        "targetType": "ceasn:Competency",
                        "targetFramework": "ESCO",
                    }
                ]
            )
        )
    ),
    "whole credits": badge(credentialSubject=_subject(achievement=achievement(creditsAvailable=5))),
    "half credits": badge(
        credentialSubject=_subject(achievement=achievement(creditsAvailable=2.5))
    ),
    "a tenth of a credit": badge(
        credentialSubject=_subject(achievement=achievement(creditsAvailable=0.1))
    ),
    "small and large credits": badge(
        credentialSubject=_subject(
            achievement=achievement(creditsAvailable=0.000125),
            creditsEarned=123456789.25,
        )
    ),
    "a status entry": badge(
        credentialStatus={
            "id": "https://guild.example/status/1#94567",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "94567",
            "statusListCredential": "https://guild.example/status/1",
        }
    ),
    "a schema": badge(
        **{"@context": [V2, OB3, OB3_EXTENSIONS]},
        credentialSchema=[
            {
                "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
                "ob_v3p0_achievementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ],
    ),
    "a hashed holder": badge(
        credentialSubject=_subject(
            identifier=[
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": "sha256$" + "ab" * 32,
                    "identityType": "emailAddress",
                    "salt": "c0ffee",
                }
            ]
        )
    ),
    "a boolean that is false": badge(
        credentialSubject=_subject(
            identifier=[
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "ada@example.org",
                    "identityType": "emailAddress",
                }
            ]
        )
    ),
    "an issuer with an address": badge(
        issuer={
            "id": ISSUER,
            "type": ["Profile"],
            "name": "Wheelwrights’ Guild",
            "url": "https://guild.example/",
            "address": {"type": ["Address"], "addressCountry": "ES", "postalCode": "08001"},
        }
    ),
    "an image": badge(image={"id": "https://guild.example/badge.png", "type": "Image"}),
    "dates with an offset and fractions": badge(
        validFrom="2026-01-01T00:00:00.123+02:00", validUntil="2027-01-01T00:00:00Z"
    ),
    "empty lists": badge(evidence=[]),
    "a subject without id": badge(
        credentialSubject={"type": ["AchievementSubject"], "achievement": achievement()}
    ),
    "single values in place of lists": badge(
        type=["VerifiableCredential", "OpenBadgeCredential"],
        credentialSubject=_subject(type="AchievementSubject"),
    ),
}
