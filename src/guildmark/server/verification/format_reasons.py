"""What the engine says about formats: documents, schemas, images and status lists.

A part of the table of ``reasons``, which says how it is used.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

__all__ = ["FORMAT_REASONS"]

FORMAT_REASONS: Final[tuple[str, ...]] = (
    # baking
    _("The credential in this PNG image is in a chunk of another kind; it must be iTXt."),
    _("The credential in this PNG image is packed incompletely."),
    _("The credential in this PNG image can not be unpacked: %(reason)s."),
    # encoding
    _("The document names more than %(most)s contexts."),
    _("%(path)s: A context written inside the document %(detail)s, which is not supported."),
    _("%(path)s: A context written inside the document redefines %(term)s."),
    _(
        "%(path)s: A context written inside the document could change what its terms mean. "
        "Only known contexts, named by URL, are accepted."
    ),
    _(
        "%(path)s: The context %(context)s is not one that Guildmark knows, so what the "
        "document means can not be told."
    ),
    _(
        "%(path)s: The statements made here can not be told apart, so they can not be "
        "disclosed one by one. Sign this document with another suite."
    ),
    _("%(path)s: No known context says what the %(term)s means."),
    # model
    _("The document does not follow its schema: %(reason)s."),
    _("The document follows its schema."),
    _("Schemas of the type %(name)s are not known."),
    _("The schema's $id is not the id that the credential names."),
    _("The schema is not of the version 2019-09."),
    _("The schema has no $id that is an address."),
    _("The schema does not name its version ($schema)."),
    _("The schema is of the version %(version)s, which is not known."),
    _("A part of the schema names a version of its own."),
    _("The schema is larger than any honest one."),
    _("The schema credential is not in order: %(reason)s."),
    _("it is not of the types VerifiableCredential and JsonSchemaCredential"),
    _("its id is not the one that the credential names"),
    _("its subject is not of the type JsonSchema"),
    _("its subject has no jsonSchema"),
    _("its own credentialSchema is not the one of schema credentials"),
    _("The schema is none: %(reason)s."),
    _("The schema has a pattern that can not be decided safely."),
    _("The schema asks for more work than any honest one."),
    _("The schema refers to another one, which is not at hand."),
    _("It can not be evaluated: %(reason)s"),
    _("%(name)s must be an address or an object."),
    _("This is no signed badge: %(reason)s."),
    _("it is not three parts of base64url"),
    _("its header names no algorithm"),
    _("its header asks for extensions, which are not understood"),
    _("its payload is no assertion"),
    _("The assertion does not say whether it is verified as hosted or as signed."),
    _("The signing key (creator) must be an IRI."),
    _("The key has no publicKeyPem (PUBLIC KEY)."),
    _("The issuer's revocationList is no address."),
    _("The document is no RevocationList."),
    _("The revocation list is by another issuer than the badge."),
    _("The revocation list is too long."),
    _("The key's publicKeyPem is not base64."),
    _("This is no digest: %(reason)s."),
    _("must be one text, or objects with @value and @language"),
    _("must be text or an object of @value, @language and @direction"),
    _("must be a text or a list of texts"),
    _("must have a CLR 2.0 context in second and an Open Badges 3.0 context in third place"),
    _("must not be before %(name)s"),
    _("has %(id)s more than once"),
    _("must be id; no other is known"),
    _("does not start as the issuer says (startsWith)"),
    _("must be an https address for a hosted badge"),
    _("is at %(host)s, where the issuer does not say it asserts"),
    _("must be the issuer's id"),
    _("must be listed under publicKey of the issuer"),
    # status
    _("Entries of %(bits)s bits are not read; 1 to %(most)s are."),
    _(
        "A status list has at least %(least)s entries; of %(bits)s bits each, this one has "
        "%(size)s."
    ),
    _("The revocation list is by another issuer than the credential."),
    _("The document has no revokedCredentials, so it is no revocation list."),
    _("The revocation list has more than %(most)s entries."),
    _("An entry of the revocation list has no id."),
    _("The document is not of type %(type)s."),
    _("Its subject is not of type StatusList2021."),
    _("The encoded list is too large."),
    _("The encoded list is not base64: %(reason)s."),
    _("statusSize must be a whole number from 1 to %(most)s"),
    _("the purpose message asks for statusMessage"),
    _("a statusSize over 1 asks for statusMessage"),
    _("statusMessage must be a list"),
    _("each statusMessage has a status like 0x1 and a message"),
    _("statusMessage has two texts for %(value)s"),
    _("statusMessage must have one text for each of the %(count)s values"),
    _("statusReference must be one address or a list of them"),
    _("ttl must be a number of milliseconds"),
    _("its id must be the list's address"),
    _("The status claim is malformed: %(reason)s."),
    _("It is of type %(typ)s, not %(type)s."),
    _("It is about %(subject)s, not about %(url)s."),
    _("It does not say when it was made (iat)."),
    _("The status list is out of date: it has expired, or was made in the future."),
    _("It has no object status_list."),
    _("Its ttl is %(ttl)s, not a number of seconds."),
    _("It unpacks to more than %(size)s bytes."),
    _("It is cut short or has data behind its end."),
    _("It has no entries."),
    _("Its entries are %(bits)s bits wide, not 1, 2, 4 or 8."),
    _("It has no whole number bits and text lst."),
    _("It can not be unpacked: %(reason)s."),
)
