"""The shapes of Comprehensive Learner Record 2.0, as a table.

Source: Comprehensive Learner Record 2.0, B (ClrCredential, ClrSubject, Association).
"""

from __future__ import annotations

from typing import Final

from guildmark.credentials.model.shape import (
    Field,
    Shape,
    choice_field,
    iri_field,
    shape_field,
    text_field,
)
from guildmark.credentials.model.shapes import OPEN_BADGE_FIELDS

__all__ = ["ASSOCIATION_TYPES", "CLR_SHAPES"]

# Source: Comprehensive Learner Record 2.0, AssociationType; the list is closed.
ASSOCIATION_TYPES: Final = (
    "exactMatchOf isChildOf isParentOf isPartOf isPeerOf isRelatedTo precedes replacedBy"
)

CLR_SHAPES: Final[dict[str, Shape]] = {
    "ClrCredential": Shape(
        ("ClrCredential",),
        {
            **OPEN_BADGE_FIELDS,
            "name": text_field(required=True),
            "partial": Field(("boolean",)),
            "credentialSubject": shape_field("ClrSubject", required=True),
        },
    ),
    "ClrSubject": Shape(
        ("ClrSubject",),
        {
            "id": iri_field(),
            "identifier": shape_field("IdentityObject", many=True),
            "achievement": shape_field("Achievement", many=True),
            # Each is a credential with a proof of its own: checked by its own structure.
            "verifiableCredential": shape_field("credential", required=True, many=True),
            "association": shape_field("Association", many=True),
        },
        one_of=("id", "identifier"),
    ),
    "Association": Shape(
        ("Association",),
        {
            "associationType": choice_field(ASSOCIATION_TYPES, required=True, extensible=False),
            "sourceId": iri_field(required=True),
            "targetId": iri_field(required=True),
        },
        closed=True,
    ),
}
