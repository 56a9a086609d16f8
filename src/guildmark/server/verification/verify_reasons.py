"""What the engine says about the verifier and the fetcher.

A part of the table of ``reasons``, which says how it is used.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

__all__ = ["VERIFY_REASONS"]

VERIFY_REASONS: Final[tuple[str, ...]] = (
    # verify
    _("issuer"),
    _("holder"),
    _("key"),
    _("badge class"),
    _("This is a well-formed token (%(form)s)."),
    _(
        "Its own address, %(address)s, answers that it is gone: its issuer has revoked it or "
        "taken it back."
    ),
    _("This is the address of a hosted badge."),
    _("This is a hosted badge, in well-formed JSON."),
    _("%(what)s; Guildmark checks the credentials themselves."),
    _("The status was not asked for, as was asked."),
    _("Whether its issuer signed it was not asked: anybody could have."),
    _("A key that the issuer lists signed it; so did %(names)s."),
    _("Whose key signed it was not compared with its issuer, as was asked."),
    _("The proof is of the suite %(name)s, which Guildmark does not check."),
    _("The proof does not say when it was made."),
    _(
        "The proof does not repeat the challenge that was given for it, so it may have been "
        "made for another occasion."
    ),
    _("All %(count)s proofs hold."),
    _("The proof is for %(purpose)s, not for %(what)s."),
    _("%(suite)s proofs are by %(kinds)s keys; this key is %(algorithm)s."),
    _(
        "This is the holder's own copy, from which parts are shown; it is not for showing "
        "itself. Ask for a derived one."
    ),
    _("The proof was made for %(domain)s, not for %(other)s."),
    _("The dates were not judged, as was asked."),
    _("Each of the %(count)s credentials inside is valid by itself."),
    _("It carries %(count)s endorsements; they were not checked, as was asked."),
    _("It endorses %(id)s, but stands at %(endorsed)s."),
    _("Of the %(count)s credentials inside, %(which)s did not pass."),
    _("Of the %(count)s credentials inside, %(which)s could not be told."),
    _("Each of the %(count)s credentials inside is genuine; %(which)s has expired since."),
    _("Of its %(count)s endorsements, %(good)s passed. That says nothing about the award itself."),
    _("It carries no endorsements."),
    _("%(count)s genuine and by whom they say."),
    _("The token contradicts the credential inside it: %(reason)s."),
    _("The document names no %(role)s."),
    _("The token names no key that could be asked for."),
    _(
        "The signature does not fit: the token was changed after signing, was signed by "
        "another key, or names another algorithm than its key has."
    ),
    _("The proof is not good before %(moment)s."),
    _("The %(role)s's key has not been looked at."),
    _("The token does not say which of the issuer's keys signed it."),
    _("The key that the token brings along is none that the issuer lists."),
    _("The key is listed by the %(role)s for signing."),
    _("The proof is by the key %(key)s, which is not a key of the %(role)s %(owner)s."),
    _(
        "The key %(key)s is at the %(role)s's site, but nothing there says that it is this "
        "%(role_2)s's."
    ),
    _("The key's controller is %(controller)s, not the %(role)s."),
    _("The %(role)s has revoked this key."),
    _("The %(role)s's key has expired."),
    _("The %(role)s does not list this key for signing %(what)s (%(purpose)s)."),
    _("%(url)s is neither a key nor a list of keys of the issuer."),
    _("The key set does not list the key %(key)s."),
    _("The signature covers each letter, and each term is defined by a known context."),
    _("Contexts were added after signing, and they change what the document means."),
    _("The issuer has not been looked at."),
    _("The badge is at an address of the issuer's."),
    _("It brings along the context %(context)s, so what its words mean can not be told."),
    _("The key is neither an RSA nor an EC key."),
    _("The badge is as the owner of %(id)s signed it."),
    _("Its words are those of Open Badges 2.0; what goes beyond was not interpreted."),
    _("A hosted badge names the https address at which it is."),
    _("At its address is another badge: %(id)s."),
    _("At its address: %(reason)s."),
    _(
        "The signature does not fit: the badge was changed after signing, was signed by "
        "another key, or names another algorithm than its key has."
    ),
    _("At the address of the %(what)s is another one: %(id)s."),
    _("Its own address, %(id)s, gives this badge."),
    _("What was handed over is not what its own address gives: %(name)s differs."),
    _("The key's publicKeyPem can not be read."),
    _("The %(what)s has no https address."),
    _("Its own address says that the badge is gone: it was revoked or taken back."),
    _(
        "What is shown is as the owner of %(key)s signed it; the holder may have left other "
        "parts out%(detail)s."
    ),
    _("The badge could not be had: %(reason)s"),
    _("The %(what)s could not be had: %(reason)s"),
    _("The issuer does not list one key."),
    _("Its holder is whom the credentials are about."),
    _("A challenge was given, and nobody signed the presentation for it."),
    _("Not looked at, because the presentation itself did not pass."),
    _("Of the %(count)s credentials inside, %(good)s passed."),
    _("Whether its holder is whom the credentials are about can not be told."),
    _("It is shown by somebody else than whom the credentials are about."),
    _("It names the person whom the credentials are about as its holder, unsigned."),
    _("This JSON is no object."),
    _("This token holds a credential, no presentation."),
    _("It can be read."),
    _("Nobody signed the presentation, so nobody proved to be its holder."),
    _("The presentation has no proof: it is a bundle of credentials."),
    _("It is a token with what its holder shows."),
    _("The holder did not sign what is shown."),
    _("The proof was made for %(audience)s, not for %(domain)s."),
    _("It holds no credentials."),
    _("The envelope holds no presentation."),
    _("It is built as a presentation."),
    _("The signature covers each claim."),
    _("The key that its issuer bound it to signed what is shown, for this occasion."),
    _("This token holds no credential: it has neither @context nor type."),
    _("It was awarded to %(who)s."),
    _("Nobody asked whom it is for."),
    _("It names its recipient in no way that can be compared with what was asked."),
    _("It was awarded to somebody else than %(who)s."),
    _("Its refresh service is of the kind %(kind)s, which is not asked here."),
    _("Its issuer gave a newer version; that one is judged here."),
    _("Its refresh service gave another credential, which was not taken."),
    _("Its refresh service gave a credential by another issuer, which was not taken."),
    _("Its refresh service gave a credential about somebody else, which was not taken."),
    _("Its refresh service gave an older version, which was not taken."),
    _("It names no service for newer versions."),
    _("No newer version was asked for."),
    _("It is the newest version."),
    _(
        "The signature covers each claim. What they mean is for their type to say: %(vct)s "
        "(not asked for)."
    ),
    _("The token names no issuer (iss); certificates (x5c) are not read here."),
    _("The issuer %(issuer)s is neither a DID nor an https address."),
    _("The issuer's metadata are about %(issuer)s."),
    _("Checking offline, and the trust file has no %(what)s for %(name)s."),
    _("Each claim that the standard defines is of its kind."),
    _(
        "The JSON Schema %(name)s was not fetched; the structure was checked by Guildmark's "
        "own rules."
    ),
    _("The JSON Schema %(url)s is a credential of its own, which is not read here."),
    _("The JSON Schema could not be had: %(reason)s"),
    _("It is the address of a badge."),
    _("It names no JSON Schema."),
    _("A JSON Schema has no address."),
    _("The JSON Schema is no object."),
    _("It names more than %(most)s status lists; not all were asked."),
    _("The issuer says that a newer version of this credential is to be had."),
    _("No newer version is announced."),
    # fetch
    _("%(url)s says that what was there is gone (HTTP status 410)."),
    _("This document asks for too many others; the rest was not asked for."),
    _("It has records inside records, more than %(count)s credentials in all; none was looked at."),
)
