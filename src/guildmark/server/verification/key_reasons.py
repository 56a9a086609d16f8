"""What the engine says of keys, DIDs and proofs that build on each other, for translation.

A part of the table of ``reasons``, which says how it is used.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

__all__ = ["KEY_REASONS"]

KEY_REASONS: Final[tuple[str, ...]] = (
    _("%(value)s is no origin such as https://example.org."),
    _("%(did)s is no did:web."),
    _("%(did)s is no did:key."),
    _("%(did)s is no did:jwk."),
    _("%(did)s is no did:jwk: %(reason)s"),
    _("%(did)s is no did:jwk of an object."),
    _("%(value)s is no DID URL."),
    _("%(id)s is not an id under %(did)s."),
    _("Two keys of one DID document have the same id."),
    _("The DID document is about %(id)s, not about %(did)s."),
    _("The DID document of %(did)s does not list the key %(key)s."),
    _("The DID document of %(did)s does not list the key %(key)s under %(relationship)s."),
    _("The DID document of %(did)s lists more than once the key %(key)s."),
    _(
        "The key %(key)s is written as %(kind)s in a way that is not read; Multikey, "
        "JsonWebKey, JsonWebKey2020 and Ed25519VerificationKey2020 are, each with its key in "
        "the one member that it has."
    ),
    _("The key %(key)s is published with its private half; it must be replaced."),
    _("The key %(key)s has a date that can not be read: %(reason)s"),
    _("%(did)s has no host name that did:web allows."),
    _("%(did)s has an IP address; did:web needs a host name."),
    _("%(did)s has the path segment %(segment)s, which did:web can not carry."),
    _("A Multikey is base58btc text that starts with z."),
    _("This is no Multikey: %(reason)s"),
    _(
        "This Multikey is no public key of a kind that Guildmark uses; Ed25519, P-256, P-384 "
        "and P-521 are."
    ),
    _("This Multikey is not in its one normal form."),
    _("A public %(algorithm)s key has %(length)s bytes, this one has %(size)s."),
    _("This Ed25519 public key is not in its one normal form."),
    _("This Ed25519 public key is one of the few under which signatures prove nothing."),
    _("This %(algorithm)s public key is no point on the curve."),
    _("This JWK carries the private member %(name)s. Whoever published it must replace the key."),
    _(
        "This JWK is of the kind %(kind)s, which Guildmark does not use; OKP Ed25519, EC "
        "P-256, P-384 and P-521, and RSA are."
    ),
    _("This JWK is meant for %(use)s; %(algorithm)s keys are for %(own)s here."),
    _("This JWK is not meant for signatures (use, key_ops)."),
    _("This JWK has no text member %(name)s."),
    _("The member %(name)s of this JWK: %(reason)s"),
    _("The member %(name)s of this JWK has %(size)s bytes; its kind has %(length)s."),
    _("This RSA key has %(bits)s bits; %(least)s to %(most)s are used."),
    _("This RSA key's public exponent is none that is used."),
    _("This is no RSA key: %(detail)s."),
    _("These bytes are no RSA public key."),
    _("These bytes are a public key, but not RSA."),
    _("A proof is an object, or a list of at least one object."),
    _("names no proof."),
    _("names the proof %(id)s, which the document does not have."),
    _("names the proof %(id)s, which the document has more than once or in itself."),
    _("two proofs have the same id."),
    _("proofs build on each other in a circle."),
    _("The document has %(count)s proofs; at most %(most)s are looked at."),
)
