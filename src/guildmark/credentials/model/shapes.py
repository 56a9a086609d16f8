"""The shapes of Open Badges 3.0 and VC Data Model objects, as a table.

One line per property: what it holds and whether it must be there. Written from the information
model; the official JSON Schema files are not shipped, but the tests hold this table against them.

Source: Open Badges 3.0, B (Data Models); VC Data Model 2.0, 4; VC Data Model 1.1, 4 and 5.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from guildmark.credentials.model.shape import (
    Field,
    Shape,
    choice_field,
    iri_field,
    localized_field,
    moment_field,
    shape_field,
    text_field,
)

__all__ = ["CREDENTIAL_FIELDS", "OPEN_BADGE_FIELDS", "SHAPES", "in_vc_1_1"]

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

CREDENTIAL_FIELDS: Final = {
    "name": localized_field(),
    "description": localized_field(),
    "issuer": shape_field("iri", "Issuer", required=True),
    "validFrom": moment_field(),
    "validUntil": moment_field(),
    "credentialStatus": shape_field("Typed", many=True),
    "credentialSchema": shape_field("TypedWithId", many=True),
    "refreshService": shape_field("Typed", many=True),
    "termsOfUse": shape_field("Typed", many=True),
    "evidence": shape_field("Typed", many=True),
    "relatedResource": shape_field("RelatedResource", many=True),
}

OPEN_BADGE_FIELDS: Final = {
    **CREDENTIAL_FIELDS,
    "id": iri_field(required=True),
    "name": text_field(),
    "description": text_field(),
    "image": shape_field("Image"),
    "awardedDate": moment_field(),
    "issuer": shape_field("iri", "Profile", required=True),
    "validFrom": moment_field(required=True),
    "credentialStatus": shape_field("Typed"),
    "refreshService": shape_field("TypedWithId"),
    "evidence": shape_field("Evidence", many=True),
    "endorsement": shape_field("object", many=True),
    "endorsementJwt": Field(("jws",), many=True),
}

SHAPES: Final[dict[str, Shape]] = {
    "Typed": Shape(("*",), {"id": iri_field()}),
    "TypedWithId": Shape(("*",), {"id": iri_field(required=True)}),
    "Issuer": Shape(
        (),
        {
            "id": iri_field(required=True),
            "name": localized_field(),
            "description": localized_field(),
        },
    ),
    "RelatedResource": Shape(
        (),
        {
            "id": iri_field(required=True),
            "digestSRI": text_field(many=True),
            "digestMultibase": text_field(many=True),
            "mediaType": text_field(),
        },
        one_of=("digestSRI", "digestMultibase"),
    ),
    "VerifiableCredential": Shape(
        ("VerifiableCredential",),
        {
            **CREDENTIAL_FIELDS,
            "id": iri_field(),
            "credentialSubject": shape_field("Subject", required=True, many=True),
        },
    ),
    "Subject": Shape(
        (),
        {"id": iri_field(), "name": localized_field(), "description": localized_field()},
        filled=True,
    ),
    "AchievementCredential": Shape(
        ("AchievementCredential", "OpenBadgeCredential"),
        {
            **OPEN_BADGE_FIELDS,
            "credentialSubject": shape_field("AchievementSubject", required=True),
        },
    ),
    "EndorsementCredential": Shape(
        ("EndorsementCredential",),
        {
            **OPEN_BADGE_FIELDS,
            "name": text_field(required=True),
            "credentialSubject": shape_field("EndorsementSubject", required=True),
        },
    ),
    "EndorsementSubject": Shape(
        ("EndorsementSubject",),
        {"id": iri_field(required=True), "endorsementComment": text_field()},
    ),
    "AchievementSubject": Shape(
        ("AchievementSubject",),
        {
            "id": iri_field(),
            "achievement": shape_field("Achievement", required=True),
            "identifier": shape_field("IdentityObject", many=True),
            "activityStartDate": moment_field(),
            "activityEndDate": moment_field(),
            "creditsEarned": Field(("number",)),
            "image": shape_field("Image"),
            "licenseNumber": text_field(),
            "narrative": text_field(),
            "result": shape_field("Result", many=True),
            "role": text_field(),
            "source": shape_field("Profile"),
            "term": text_field(),
        },
        one_of=("id", "identifier"),
    ),
    "Achievement": Shape(
        ("Achievement",),
        {
            "id": iri_field(required=True),
            "name": text_field(required=True),
            "description": text_field(required=True),
            "criteria": shape_field("Criteria", required=True),
            "achievementType": choice_field(_ACHIEVEMENT_TYPES),
            "alignment": shape_field("Alignment", many=True),
            "creator": shape_field("Profile"),
            "creditsAvailable": Field(("number",)),
            "endorsement": shape_field("object", many=True),
            "endorsementJwt": Field(("jws",), many=True),
            "fieldOfStudy": text_field(),
            "humanCode": text_field(),
            "image": shape_field("Image"),
            "inLanguage": Field(("language",)),
            "otherIdentifier": shape_field("IdentifierEntry", many=True),
            "related": shape_field("Related", many=True),
            "resultDescription": shape_field("ResultDescription", many=True),
            "specialization": text_field(),
            "tag": text_field(many=True),
            "version": text_field(),
        },
    ),
    "Criteria": Shape(
        (), {"id": iri_field(), "narrative": text_field()}, one_of=("id", "narrative")
    ),
    "Alignment": Shape(
        ("Alignment",),
        {
            "targetName": text_field(required=True),
            "targetUrl": iri_field(required=True),
            "targetCode": text_field(),
            "targetDescription": text_field(),
            "targetFramework": text_field(),
            "targetType": choice_field(_TARGET_TYPES),
        },
    ),
    "Evidence": Shape(
        ("Evidence",),
        {
            "id": iri_field(),
            "narrative": text_field(),
            "name": text_field(),
            "description": text_field(),
            "genre": text_field(),
            "audience": text_field(),
            "digestMultibase": text_field(many=True),
            "digestSRI": text_field(many=True),
            "mediaType": text_field(),
        },
    ),
    "IdentityObject": Shape(
        ("IdentityObject",),
        {
            "hashed": Field(("boolean",), required=True),
            "identityHash": text_field(required=True),
            "identityType": choice_field(_IDENTIFIER_TYPES, required=True),
            "salt": text_field(),
        },
        closed=True,
    ),
    "IdentifierEntry": Shape(
        ("IdentifierEntry",),
        {
            "identifier": text_field(required=True),
            "identifierType": choice_field(_IDENTIFIER_TYPES, required=True),
        },
        closed=True,
    ),
    "Image": Shape(
        ("Image",), {"id": iri_field(required=True), "caption": text_field()}, closed=True
    ),
    "Result": Shape(
        ("Result",),
        {
            "achievedLevel": iri_field(),
            "resultDescription": iri_field(),
            "alignment": shape_field("Alignment", many=True),
            "status": choice_field(_RESULT_STATUSES, extensible=False),
            "value": text_field(),
        },
        one_of=("achievedLevel", "value", "status"),
    ),
    "ResultDescription": Shape(
        ("ResultDescription",),
        {
            "id": iri_field(required=True),
            "name": text_field(required=True),
            "resultType": choice_field(_RESULT_TYPES, required=True),
            "alignment": shape_field("Alignment", many=True),
            "allowedValue": text_field(many=True),
            "requiredLevel": iri_field(),
            "requiredValue": text_field(),
            "rubricCriterionLevel": shape_field("RubricCriterionLevel", many=True),
            "valueMax": text_field(),
            "valueMin": text_field(),
        },
    ),
    "RubricCriterionLevel": Shape(
        ("RubricCriterionLevel",),
        {
            "id": iri_field(required=True),
            "name": text_field(required=True),
            "alignment": shape_field("Alignment", many=True),
            "description": text_field(),
            "level": text_field(),
            "points": text_field(),
        },
    ),
    "Related": Shape(
        ("Related",),
        {
            "id": iri_field(required=True),
            "inLanguage": Field(("language",)),
            "version": text_field(),
        },
    ),
    "Profile": Shape(
        ("Profile",),
        {
            "id": iri_field(required=True),
            "name": text_field(),
            "url": iri_field(),
            "phone": text_field(),
            "description": text_field(),
            "endorsement": shape_field("object", many=True),
            "endorsementJwt": Field(("jws",), many=True),
            "image": shape_field("Image"),
            "email": text_field(),
            "address": shape_field("Address"),
            "otherIdentifier": shape_field("IdentifierEntry", many=True),
            "official": text_field(),
            "parentOrg": shape_field("Profile"),
            "familyName": text_field(),
            "givenName": text_field(),
            "additionalName": text_field(),
            "patronymicName": text_field(),
            "honorificPrefix": text_field(),
            "honorificSuffix": text_field(),
            "familyNamePrefix": text_field(),
            "dateOfBirth": Field(("date",)),
        },
    ),
    "Address": Shape(
        ("Address",),
        {
            "addressCountry": text_field(),
            "addressCountryCode": text_field(),
            "addressRegion": text_field(),
            "addressLocality": text_field(),
            "streetAddress": text_field(),
            "postOfficeBoxNumber": text_field(),
            "postalCode": text_field(),
            "geo": shape_field("GeoCoordinates"),
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
            **CREDENTIAL_FIELDS,
            "id": iri_field(),
            "credentialSubject": shape_field("BitstringStatusList", required=True),
        },
    ),
    "BitstringStatusList": Shape(
        ("BitstringStatusList",),
        {
            "id": iri_field(),
            "statusPurpose": text_field(required=True, many=True),
            "encodedList": text_field(required=True),
            "ttl": Field(("number",)),
        },
    ),
}


def in_vc_1_1(shape: Shape) -> Shape:
    """Return the shape of the same credential in the dress of the VC Data Model 1.1.

    ``issuanceDate`` takes the place of ``validFrom`` and must be there; ``expirationDate`` that
    of ``validUntil``. Names of credentials were no part of 1.1.

    Source: VC Data Model 1.1, 4.5 to 4.7, 5.4 to 5.6.
    """
    fields = dict(shape.fields)
    fields["validFrom"] = replace(fields["validFrom"], required=False)
    return replace(
        shape,
        fields={
            **fields,
            "issuanceDate": moment_field(required=True),
            "expirationDate": moment_field(),
            "credentialStatus": replace(fields["credentialStatus"], kinds=("TypedWithId",)),
            "refreshService": replace(fields["refreshService"], kinds=("TypedWithId",)),
        },
    )
