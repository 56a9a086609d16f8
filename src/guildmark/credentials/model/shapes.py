"""The shapes of Open Badges 3.0 and VC 2.0 objects, as a table.

One line per property: what it holds and whether it must be there. Written from the information
model; the official JSON Schema files are not shipped, but the tests hold this table against them.

Source: Open Badges 3.0, B (Data Models); VC Data Model 2.0, 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["SHAPES", "Field", "Shape"]

Kind = Literal[
    "text", "iri", "datetime", "date", "number", "boolean", "language", "jws", "object", "any"
]


@dataclass(frozen=True, slots=True)
class Field:
    """What one property may hold.

    Attributes:
        kinds: plain kinds or names of shapes; one of them must fit.
        required: must be there.
        many: may be an array.
        values: the closed list of texts, where the model has one.
        extensible: texts that start with ``ext:`` are allowed beside ``values``.
    """

    kinds: tuple[str, ...]
    required: bool = False
    many: bool = False
    values: frozenset[str] = frozenset()
    extensible: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """What one class of objects looks like.

    Attributes:
        types: the type must name one of these; empty where the model asks for none.
        fields: by property name; properties that are not here are left to the contexts.
        closed: the model allows no other properties.
        one_of: at least one of these properties must be there.
    """

    types: tuple[str, ...]
    fields: dict[str, Field]
    closed: bool = False
    one_of: tuple[str, ...] = ()


def _text(*, required: bool = False, many: bool = False) -> Field:
    return Field(("text",), required=required, many=many)


def _iri(*, required: bool = False) -> Field:
    return Field(("iri",), required=required)


def _moment(*, required: bool = False) -> Field:
    return Field(("datetime",), required=required)


def _shape(*names: str, required: bool = False, many: bool = False) -> Field:
    return Field(names, required=required, many=many)


def _choice(values: str, *, required: bool = False, extensible: bool = True) -> Field:
    return Field(
        ("text",), required=required, values=frozenset(values.split()), extensible=extensible
    )


_ACHIEVEMENT_TYPES: Final = (
    "Achievement ApprenticeshipCertificate Assessment Assignment AssociateDegree Award Badge "
    "BachelorDegree Certificate CertificateOfCompletion Certification CommunityService Competency "
    "Course CoCurricular Degree Diploma DoctoralDegree Fieldwork GeneralEducationDevelopment "
    "JourneymanCertificate LearningProgram License Membership ProfessionalDoctorate "
    "QualityAssuranceCredential MasterCertificate MasterDegree MicroCredential ResearchDoctorate "
    "SecondarySchoolDiploma"
)
_IDENTIFIER_TYPES: Final = (
    "name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber "
    "isbn issn lisSourcedId oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId "
    "ltiToolId ltiPlatformId ltiUserId identifier"
)
_RESULT_TYPES: Final = (
    "GradePointAverage LetterGrade Percent PerformanceLevel PredictedScore RawScore Result "
    "RubricCriterion RubricCriterionLevel RubricScore ScaledScore Status"
)
_RESULT_STATUSES: Final = "Completed Enrolled Failed InProgress OnHold Provisional Withdrew"
_TARGET_TYPES: Final = (
    "ceasn:Competency ceterms:Credential CFItem CFRubric CFRubricCriterion "
    "CFRubricCriterionLevel CTDL"
)

_CREDENTIAL_FIELDS: Final = {
    "name": _text(),
    "description": _text(),
    "issuer": _shape("iri", "Issuer", required=True),
    "validFrom": _moment(),
    "validUntil": _moment(),
    "credentialStatus": _shape("Typed", many=True),
    "credentialSchema": _shape("TypedWithId", many=True),
    "refreshService": _shape("Typed", many=True),
    "termsOfUse": _shape("Typed", many=True),
    "evidence": _shape("Typed", many=True),
}

_OPEN_BADGE_FIELDS: Final = {
    **_CREDENTIAL_FIELDS,
    "id": _iri(required=True),
    "image": _shape("Image"),
    "awardedDate": _moment(),
    "issuer": _shape("iri", "Profile", required=True),
    "validFrom": _moment(required=True),
    "credentialStatus": _shape("Typed"),
    "refreshService": _shape("TypedWithId"),
    "evidence": _shape("Evidence", many=True),
    "endorsement": _shape("object", many=True),
    "endorsementJwt": Field(("jws",), many=True),
}

SHAPES: Final[dict[str, Shape]] = {
    "Typed": Shape(("*",), {"id": _iri()}),
    "TypedWithId": Shape(("*",), {"id": _iri(required=True)}),
    "Issuer": Shape((), {"id": _iri(required=True), "name": _text(), "description": _text()}),
    "VerifiableCredential": Shape(
        ("VerifiableCredential",),
        {
            **_CREDENTIAL_FIELDS,
            "id": _iri(),
            "credentialSubject": _shape("Subject", required=True, many=True),
        },
    ),
    "Subject": Shape((), {"id": _iri()}),
    "AchievementCredential": Shape(
        ("AchievementCredential", "OpenBadgeCredential"),
        {**_OPEN_BADGE_FIELDS, "credentialSubject": _shape("AchievementSubject", required=True)},
    ),
    "EndorsementCredential": Shape(
        ("EndorsementCredential",),
        {
            **_OPEN_BADGE_FIELDS,
            "name": _text(required=True),
            "credentialSubject": _shape("EndorsementSubject", required=True),
        },
    ),
    "EndorsementSubject": Shape(
        ("EndorsementSubject",), {"id": _iri(required=True), "endorsementComment": _text()}
    ),
    "AchievementSubject": Shape(
        ("AchievementSubject",),
        {
            "id": _iri(),
            "achievement": _shape("Achievement", required=True),
            "identifier": _shape("IdentityObject", many=True),
            "activityStartDate": _moment(),
            "activityEndDate": _moment(),
            "creditsEarned": Field(("number",)),
            "image": _shape("Image"),
            "licenseNumber": _text(),
            "narrative": _text(),
            "result": _shape("Result", many=True),
            "role": _text(),
            "source": _shape("Profile"),
            "term": _text(),
        },
        one_of=("id", "identifier"),
    ),
    "Achievement": Shape(
        ("Achievement",),
        {
            "id": _iri(required=True),
            "name": _text(required=True),
            "description": _text(required=True),
            "criteria": _shape("Criteria", required=True),
            "achievementType": _choice(_ACHIEVEMENT_TYPES),
            "alignment": _shape("Alignment", many=True),
            "creator": _shape("Profile"),
            "creditsAvailable": Field(("number",)),
            "endorsement": _shape("object", many=True),
            "endorsementJwt": Field(("jws",), many=True),
            "fieldOfStudy": _text(),
            "humanCode": _text(),
            "image": _shape("Image"),
            "inLanguage": Field(("language",)),
            "otherIdentifier": _shape("IdentifierEntry", many=True),
            "related": _shape("Related", many=True),
            "resultDescription": _shape("ResultDescription", many=True),
            "specialization": _text(),
            "tag": _text(many=True),
            "version": _text(),
        },
    ),
    "Criteria": Shape((), {"id": _iri(), "narrative": _text()}, one_of=("id", "narrative")),
    "Alignment": Shape(
        ("Alignment",),
        {
            "targetName": _text(required=True),
            "targetUrl": _iri(required=True),
            "targetCode": _text(),
            "targetDescription": _text(),
            "targetFramework": _text(),
            "targetType": _choice(_TARGET_TYPES),
        },
    ),
    "Evidence": Shape(
        ("Evidence",),
        {
            "id": _iri(),
            "narrative": _text(),
            "name": _text(),
            "description": _text(),
            "genre": _text(),
            "audience": _text(),
            "digestMultibase": _text(many=True),
            "digestSRI": _text(many=True),
            "mediaType": _text(),
        },
    ),
    "IdentityObject": Shape(
        ("IdentityObject",),
        {
            "hashed": Field(("boolean",), required=True),
            "identityHash": _text(required=True),
            "identityType": _choice(_IDENTIFIER_TYPES, required=True),
            "salt": _text(),
        },
        closed=True,
    ),
    "IdentifierEntry": Shape(
        ("IdentifierEntry",),
        {
            "identifier": _text(required=True),
            "identifierType": _choice(_IDENTIFIER_TYPES, required=True),
        },
        closed=True,
    ),
    "Image": Shape(("Image",), {"id": _iri(required=True), "caption": _text()}, closed=True),
    "Result": Shape(
        ("Result",),
        {
            "achievedLevel": _iri(),
            "resultDescription": _iri(),
            "alignment": _shape("Alignment", many=True),
            "status": _choice(_RESULT_STATUSES, extensible=False),
            "value": _text(),
        },
        one_of=("achievedLevel", "value", "status"),
    ),
    "ResultDescription": Shape(
        ("ResultDescription",),
        {
            "id": _iri(required=True),
            "name": _text(required=True),
            "resultType": _choice(_RESULT_TYPES, required=True),
            "alignment": _shape("Alignment", many=True),
            "allowedValue": _text(many=True),
            "requiredLevel": _iri(),
            "requiredValue": _text(),
            "rubricCriterionLevel": _shape("RubricCriterionLevel", many=True),
            "valueMax": _text(),
            "valueMin": _text(),
        },
    ),
    "RubricCriterionLevel": Shape(
        ("RubricCriterionLevel",),
        {
            "id": _iri(required=True),
            "name": _text(required=True),
            "alignment": _shape("Alignment", many=True),
            "description": _text(),
            "level": _text(),
            "points": _text(),
        },
    ),
    "Related": Shape(
        ("Related",),
        {"id": _iri(required=True), "inLanguage": Field(("language",)), "version": _text()},
    ),
    "Profile": Shape(
        ("Profile",),
        {
            "id": _iri(required=True),
            "name": _text(),
            "url": _iri(),
            "phone": _text(),
            "description": _text(),
            "endorsement": _shape("object", many=True),
            "endorsementJwt": Field(("jws",), many=True),
            "image": _shape("Image"),
            "email": _text(),
            "address": _shape("Address"),
            "otherIdentifier": _shape("IdentifierEntry", many=True),
            "official": _text(),
            "parentOrg": _shape("Profile"),
            "familyName": _text(),
            "givenName": _text(),
            "additionalName": _text(),
            "patronymicName": _text(),
            "honorificPrefix": _text(),
            "honorificSuffix": _text(),
            "familyNamePrefix": _text(),
            "dateOfBirth": Field(("date",)),
        },
    ),
    "Address": Shape(
        ("Address",),
        {
            "addressCountry": _text(),
            "addressCountryCode": _text(),
            "addressRegion": _text(),
            "addressLocality": _text(),
            "streetAddress": _text(),
            "postOfficeBoxNumber": _text(),
            "postalCode": _text(),
            "geo": _shape("GeoCoordinates"),
        },
    ),
    "GeoCoordinates": Shape(
        ("GeoCoordinates",),
        {
            "latitude": Field(("number",), required=True),
            "longitude": Field(("number",), required=True),
        },
    ),
    "BitstringStatusListCredential": Shape(
        ("BitstringStatusListCredential",),
        {
            **_CREDENTIAL_FIELDS,
            "id": _iri(),
            "credentialSubject": _shape("BitstringStatusList", required=True),
        },
    ),
    "BitstringStatusList": Shape(
        ("BitstringStatusList",),
        {
            "id": _iri(),
            "statusPurpose": _text(required=True, many=True),
            "encodedList": _text(required=True),
            "ttl": Field(("number",)),
        },
    ),
}
