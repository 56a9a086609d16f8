"""What the engine says about proofs and tokens.

A part of the table of ``reasons``, which says how it is used.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

__all__ = ["PROOF_REASONS"]

PROOF_REASONS: Final[tuple[str, ...]] = (
    # keys
    _("This token has %(length)s characters; at most %(most)s are accepted."),
    _("This is no signed token: three base64url parts with a dot between them were expected."),
    _("A part of this token is larger than any honest one."),
    _("The claim %(name)s is %(value)s; seconds since 1970 were expected."),
    _("The token says that it is secured with %(algorithm)s; one of %(names)s was expected."),
    _("This token holds another token."),
    _("The token's header has %(name)s, which asks for an extension that is not understood."),
    _("The token's header has a %(name)s that is no text."),
    _(
        "This Multikey is no %(half)s key of a kind that Guildmark uses; Ed25519, P-256, "
        "P-384 and P-521 are."
    ),
    _("A %(half)s %(algorithm)s key has %(length)s bytes, this one has %(size)s."),
    _("public"),
    _("private"),
    # proofs
    _("%(text)s is no path such as credentialSubject.phones[0]."),
    _("The token's digests are made with %(name)s, which is not used here."),
    _("A disclosure is no array of a salt, a name and a value, or of a salt and a value."),
    _("A disclosure is named %(name)s, which no member may be."),
    _("A disclosure stands twice in this token."),
    _("A disclosure in this token belongs to no digest that was signed."),
    _("The disclosures nest more than %(depth)s levels deep."),
    _("The object at %(place)s has a member named %(name)s."),
    _("%(name)s at %(place)s is no array of digests."),
    _("A digest in this token is no text."),
    _("A digest stands twice in this token."),
    _(
        "The disclosure at %(place)s is an array element, or has the name of a member that "
        "is there already."
    ),
    _("The digest at %(place)s has members beside it."),
    _("The disclosure at %(place)s is no array element."),
    _("The envelope can not be opened: %(reason)s."),
    _("The token's cnf names its holder's key by no jwk."),
    _("$.proof.previousProof: names the proof %(name)s, which the document %(detail)s."),
    _(
        "This is no SD-JWT: a signed token, at most %(most)s disclosures, and a ~ behind "
        "each were expected."
    ),
    _("The token is of type %(typ)s; an SD-JWT VC is of type %(type)s."),
    _("The token has no vct that names its type."),
    _("%(issuer)s is no https issuer."),
    _("The issuer's key set has %(count)s keys named %(kid)s."),
    _("%(name)s is a disclosure, but must always be shown."),
    _("This is no COSE message that is read here: %(reason)s."),
    _("The message's type is %(stated)s; application/vc+cose or application/vp+cose was expected."),
    _("The message of type %(type)s says that its content is %(content)s."),
    _(
        "The token's type is %(typ)s; vc+jwt or vp+jwt, or with disclosures vc+sd-jwt or "
        "vp+sd-jwt, was expected."
    ),
    _("The token of type %(type)s says that its content is %(content)s."),
    _("The token has a claim vc or vp, which this format forbids."),
    _("The envelope holds COSE, not a token."),
    _("The envelope says %(type)s, the token in it %(content)s."),
    _("Open Badges 3.0 VC-JWT is signed with RSA or P-256 keys; this key is %(algorithm)s."),
    _("The token is of type %(typ)s; a VC-JWT is of type 'JWT'."),
    _("The token names one credential under vc and another beside it, or vc is no object."),
    _("The token is of type %(typ)s, not 'JWT'."),
    _("The token has no presentation under vp, or something else beside it."),
    # ecdsa-sd-2023
    _("%(suite)s signs with P-256 keys; this key is %(algorithm)s."),
    _(
        "The base proof does not belong to this credential: %(reason)s. Use the file as the "
        "issuer gave it."
    ),
    _(
        "This credential %(detail)s base proof of %(suite)s, so no part of it can be "
        "disclosed alone. Ask its issuer for one that can be."
    ),
    _("Nothing is selected, and the issuer made nothing mandatory. Name at least one part."),
    _(
        "$: What is left after the selection states something else than the whole. Select "
        "larger parts."
    ),
    _("The proof names a mandatory statement no. %(number)s, but the credential has %(count)s."),
    _(
        "The proof has %(signatures)s signatures for %(count)s statements that are not "
        "mandatory. Something was added or taken away."
    ),
    _("The proof does not name each part without an id of this credential just once."),
    _("$.proof.previousProof: Guildmark reads no %(suite)s proof that builds on another one."),
    _(
        "%(pointer)s is no JSON pointer: %(reason)s. One looks like "
        "/credentialSubject/achievement/name."
    ),
    _(
        "The pointer %(pointer)s names a part of %(place)s, which is disclosed as a whole or "
        "not at all. Use %(other)s."
    ),
    _(
        'Pointers are given as a list of JSON pointers, such as ["/issuer", '
        '"/credentialSubject/achievement"].'
    ),
    _("%(count)s pointers are more than %(most)s. Name larger parts."),
    _(
        "The pointer %(pointer)s names nothing in this credential: it has no %(token)s at "
        "%(place)s."
    ),
    _("The proof value is not one of ecdsa-sd-2023: %(name)s is missing or wrong."),
    _(
        "This is a base proof, which the issuer made for the holder alone. Derive a "
        "credential from it first, and show that."
    ),
    _("The proof value has %(length)s characters; at most %(most)s are read."),
    _("The proof's own public key is no point on the curve P-256."),
)
