"""What is suggested to be mandatory keeps each part that is shown sound."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from guildmark.credentials.model import check_structure
from guildmark.credentials.proofs.ecdsa_sd_2023 import (
    derive,
    list_parts,
    suggest_mandatory_pointers,
)
from tests.credentials.proofs.ecdsa_sd_2023.credentials import Json, add_base, build_credential

DOCUMENT: Json = {**build_credential(), "name": "Wheel truing"}
# Objects whose own parts the standard requires are shown as a whole here.
LARGER = [
    "/evidence/1",
    "/credentialSubject/result/0",
    "/credentialSubject/achievement/alignment/1",
]
BASE = add_base(DOCUMENT, mandatory=suggest_mandatory_pointers(DOCUMENT))
CHOICES = [
    part.pointer
    for part in list_parts(BASE)
    if not part.is_mandatory and part.pointer.count("/") < 4 and "/0" not in part.pointer
]


def test_what_a_verifier_must_not_miss_is_suggested() -> None:
    """As far as the credential has it."""
    credential = {"issuer": "did:example:1", "validUntil": "…", "credentialStatus": {}, "name": ""}
    assert suggest_mandatory_pointers(credential) == ("/issuer", "/validUntil", "/credentialStatus")


def test_what_makes_an_achievement_is_suggested() -> None:
    """Its name, description and criteria; id and type come with them."""
    assert suggest_mandatory_pointers(DOCUMENT) == (
        "/issuer",
        "/validFrom",
        "/validUntil",
        "/credentialStatus",
        "/credentialSubject/achievement/name",
        "/credentialSubject/achievement/description",
        "/credentialSubject/achievement/criteria",
    )


def test_a_subject_never_vanishes() -> None:
    """One with an id, one with a type, several, one that is no object."""
    for subject, expected in (
        ({"id": "did:example:1", "type": "T"}, ("/credentialSubject/id",)),
        ({"type": "T", "name": "x"}, ("/credentialSubject/type",)),
        (
            [{"id": "urn:1"}, {"id": "urn:2"}],
            ("/credentialSubject/0/id", "/credentialSubject/1/id"),
        ),
        ("did:example:1", ()),
    ):
        assert suggest_mandatory_pointers({"credentialSubject": subject}) == expected


@given(selected=st.lists(st.sampled_from([*CHOICES, *LARGER]), max_size=4, unique=True))
@settings(max_examples=25)
def test_what_is_derived_is_a_sound_badge(selected: list[str]) -> None:
    """Whatever the holder chooses besides."""
    derived = derive(BASE, selective_pointers=selected)
    assert check_structure(derived) == ()
