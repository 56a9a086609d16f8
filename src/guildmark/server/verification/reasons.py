"""The engine's reasons in the reader's language.

The trust core and the fetcher say in plain English what they found; they know no other language.
Here each sentence of theirs stands once more, with named holes, so that it is translated like any
other text. A sentence that is not in the table stays English and is marked as English on the page;
a test holds the table against the source of the engine.

Source: house rule "every string translatable"; the codes of checks are coarser than the sentences.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_noop as _

from guildmark.server.verification.format_reasons import FORMAT_REASONS
from guildmark.server.verification.key_reasons import KEY_REASONS
from guildmark.server.verification.proof_reasons import PROOF_REASONS
from guildmark.server.verification.verify_reasons import VERIFY_REASONS

__all__ = ["REASONS", "reason_in_words"]

REASONS: Final[tuple[str, ...]] = (
    # verify: format, schema, evidence, holder
    _("The document is well-formed JSON."),
    _("This JSON is no object, so no credential."),
    _("This JSON is no credential: it has neither @context nor type."),
    _(
        "This follows %(profile)s, a profile that Guildmark does not check yet. It checks Open"
        " Badges 3.0 with eddsa-rdfc-2022."
    ),
    _(
        "This is a VC-JWT or SD-JWT, a profile that Guildmark does not check yet. It checks Open"
        " Badges 3.0 with eddsa-rdfc-2022."
    ),
    _("Not looked at, because the profile is not supported yet."),
    _("Not looked at, because the proof was not confirmed."),
    _("It carries endorsements; their own proofs were not checked."),
    _(
        "The structure is that of the data model (Guildmark's own check, not the official JSON"
        " Schema)."
    ),
    _("It names no evidence."),
    _(
        "It names %(count)s pieces of evidence, %(digests)s of them with a digest; the files"
        " themselves were not compared."
    ),
    _("Nobody was asked to prove that they are the person it was awarded to."),
    # verify: dates and status
    _("It is not valid before %(moment)s."),
    _("It expired on %(moment)s."),
    _("It is valid now; its validity has no end."),
    _("It is valid now; its validity ends on %(moment)s."),
    _("The issuer published no list that could say revoked."),
    _("The issuer published no list that could say suspended."),
    _("The issuer has revoked this credential."),
    _("The issuer has suspended this credential."),
    _("The issuer has not revoked it."),
    _("The issuer has not suspended it."),
    _("The issuer has not revoked it (list of %(moment)s)."),
    _("The issuer has not suspended it (list of %(moment)s)."),
    _("The status is of the kind %(kind)s, which is not supported yet."),
    _("The status list could not be had: %(reason)s"),
    _("The status list can not be relied on: %(reason)s"),
    _("it is no JSON object."),
    _("it is the list %(id)s, not %(other)s."),
    _("it is by another issuer than the credential."),
    _("%(reason)s Ask for a newer one."),
    _("A status list has at least %(least)s entries; this one has %(size)s."),
    _("The encoded list does not start with u (base64url)."),
    _("The encoded list can not be unpacked: %(reason)s"),
    _("The encoded list is cut short or has data behind its end."),
    _("The status list unpacks to more than %(size)s bytes."),
    _("The index %(index)s is outside the list of %(size)s entries."),
    _("The credentialStatus entry is malformed: %(reason)s."),
    _("statusListCredential and statusPurpose must be text"),
    _("statusListIndex must be a whole number from 0, written as text"),
    _("only entries of one bit are supported (statusSize 1)"),
    _("The document is not of type BitstringStatusListCredential."),
    _("Its subject is not of type BitstringStatusList."),
    _("The list is for %(purposes)s, not for %(purpose)s."),
    _("The list has no encodedList text."),
    # verify: contexts, proof and issuer
    _("Each term is defined by a known context, so the proof covers it."),
    _("Refused: %(reason)s"),
    _("The document names no issuer."),
    _("The proof names no key."),
    _("The proof is by the key %(key)s, which is not a key of the issuer %(issuer)s."),
    _("The issuer's key has not been looked at."),
    _("The document has no proof, so anybody could have written it."),
    _("The document has a set of proofs; Guildmark checks single proofs so far."),
    _("The proof is no JSON object."),
    _("The proof is for %(purpose)s, not for making assertions."),
    _("The proof has other contexts than the document."),
    _(
        "The proof is of the suite %(suite)s, which Guildmark does not check yet. It checks"
        " %(ours)s."
    ),
    _("%(name)s is no kind of proof that exists."),
    _("A date of the proof is wrong: %(reason)s"),
    _("The proof was good until %(moment)s only."),
    _("The proof builds on another proof, which Guildmark does not check yet."),
    _("The key is not the issuer's, so it was not asked for."),
    _("The key could not be had: %(reason)s"),
    _("What the proof covers can not be told; see contexts."),
    _("%(suite)s proofs are by Ed25519 keys; this key is %(algorithm)s."),
    _("In the proof, %(reason)s"),
    _(
        "The signature does not fit: the document or its proof was changed after signing, or signed"
        " by another key."
    ),
    _("The document is as the owner of %(key)s signed it."),
    _("The key's controller is %(controller)s, not the issuer."),
    _("The issuer has revoked this key."),
    _("The issuer's key has expired."),
    _("The issuer does not list this key for signing credentials (assertionMethod)."),
    _("The key is listed by the issuer for signing."),
    # verify: trust files
    _("Checking offline, and the trust file has no DID document for %(name)s."),
    _("Checking offline, and the trust file has no status list for %(name)s."),
    _("Keys and status were taken from a trust file of %(moment)s, not asked for now."),
    # model: the structure; the path stands before
    _("must name %(names)s"),
    _("must start with %(start)s"),
    _("must have an Open Badges 3.0 context in second place"),
    _("is missing"),
    _("must have %(names)s"),
    _("is not a property of %(name)s"),
    _("must be one value, not an array"),
    _("must not be empty"),
    _("is %(value)s, which is not in the standard's list"),
    _("must be an object"),
    _("must be an object (%(kind)s)"),
    _("must be a number"),
    _("must be true or false"),
    _("must be text"),
    _("must be a date and time with a zone, like 2026-11-22T10:00:00Z"),
    _("must be an absolute IRI, like https://… or urn:uuid:…"),
    _("must be a compact JWS"),
    _("must be a language tag, like en or es-ES"),
    _("must be a date, like 2026-11-22"),
    # encoding: what the signature covers; the path stands before
    _("The document must be one JSON object."),
    _("The document has no @context, so nothing in it has a meaning."),
    _("null is dropped from what is signed. Leave the field out."),
    _("The number %(value)s has more digits than the signature covers. Round it."),
    _("Two items have the same id, so they would be signed as one."),
    _("Write type, not @type."),
    _("The text has the control character %(code)s. Remove it."),
    _(
        "%(value)s is not an absolute IRI such as https://… or urn:uuid:…, so the signature would"
        " not cover it."
    ),
    _("The document has more than %(count)s values."),
    _("The keyword %(key)s is not allowed here."),
    _(
        "A context written inside the document could change what its terms mean. Only known"
        " contexts, named by URL, are accepted."
    ),
    _(
        "The context %(context)s is not one that Guildmark knows, so what the signature covers can"
        " not be told."
    ),
    _("The type %(value)s is not defined by the contexts, so the signature would not cover it."),
    _("%(value)s is a compact IRI. Write it in full."),
    _("This text is left out of what is signed."),
    _("This part is left out of what is signed."),
    _("The array at %(path)s has more than %(count)s items."),
    _("An array directly inside an array loses its shape."),
    _(
        "The term %(key)s is not defined by the contexts, so the signature would not cover it."
        " Remove it, or use a term that a known context defines."
    ),
    _("JSON literals are not supported by this suite."),
    _("The shipped context %(name)s is not the one that was pinned. Install Guildmark anew."),
    _("The document has an address that is no IRI: %(detail)s."),
    _("The document is not valid JSON-LD: %(detail)s"),
    _("The document has %(what)s. Give repeated parts an id, or remove the repetition."),
    # encoding: dates, JSON, multibase
    _("%(value)s is not a date and time with a zone, like 2026-11-22T10:00:00Z."),
    _("%(value)s is no moment in time: %(detail)s."),
    _("%(value)s is not a JSON number."),
    _("A value of type %(kind)s has no form in JSON."),
    _(
        "The number %(value)s is outside ±(2^53 - 1), so readers would round it differently. Write"
        " it as text."
    ),
    _("The JSON is nested more than %(depth)s levels deep."),
    _("This text has %(size)s bytes; at most %(most)s are accepted."),
    _("The text starts with a byte order mark. Save it as UTF-8 without one."),
    _("This is not JSON: %(detail)s at line %(line)s, column %(column)s."),
    _("The key %(key)s stands twice in one object; readers would disagree on which value counts."),
    _("A text has half of a surrogate pair, which is no character."),
    _("An object has the key %(key)s; keys must be text."),
    _(
        "This is not UTF-8 text: byte %(place)s can not be decoded. Save the file as UTF-8 and try"
        " again."
    ),
    _("This base64url text has stray bits at its end."),
    _("Multibase text must start with z (base58btc) or u (base64url)."),
    _("This base58 text has %(length)s characters; no key or signature needs more than %(most)s."),
    _("This is not base64url: %(detail)s."),
    _("%(character)s is not a base58btc character."),
    # baking
    _("This is neither a PNG nor an SVG image."),
    _("This image carries an Open Badges 2 badge, which is not supported yet."),
    _("This PNG image carries no credential."),
    _("This PNG image carries more than one credential."),
    _("The credential in this PNG image is compressed; it must be plain."),
    _("The credential's chunk in this PNG image is malformed."),
    _("The credential in this PNG image is not UTF-8."),
    _("The credential in this PNG image is too long."),
    _("The image is larger than %(size)s bytes."),
    _("This is not a PNG image."),
    _("This PNG image is cut short."),
    _("The part %(kind)s of this PNG image is damaged."),
    _("This PNG image does not start with its header."),
    _("This PNG image has data behind its end."),
    _("This SVG image carries no credential."),
    _("This SVG image carries more than one credential."),
    _("The credential in this SVG image is empty."),
    _("This SVG is not UTF-8."),
    _("The SVG is larger than %(size)s bytes."),
    _("This SVG has a DTD or entities, which are not accepted."),
    _("This is not a well-formed SVG: %(detail)s."),
    _("This XML is not an SVG image."),
    _("The start of this SVG could not be found."),
    # fetching
    _("%(url)s can not be fetched: %(reason)s."),
    _("it has characters that do not belong in an address"),
    _("it must start with https://"),
    _("it has a user name inside"),
    _("it has no host name"),
    _("its host is no IPv6 address"),
    _("%(url)s has an unusual spelling of an IP address, which is refused."),
    _(
        "%(host)s is at %(address)s, which is inside a private network; Guildmark connects to"
        " public addresses only. An operator may name its origin in the settings."
    ),
    _("The host %(host)s was not found: %(reason)s."),
    _("no answer"),
    _("%(url)s is not https, so anybody on the way could change it."),
    _("%(url)s redirects more than %(count)s times."),
    _("%(url)s redirects to nowhere."),
    _("Gave up after %(seconds)s seconds."),
    _("%(url)s answered with HTTP status %(status)s."),
    _("%(url)s answers in the encoding %(encoding)s, which was not asked for."),
    _("%(url)s is larger than %(size)s bytes."),
    _("%(url)s answers with damaged gzip."),
    _("%(url)s does not answer with JSON: %(reason)s"),
    _("%(url)s is no JSON object."),
    _("%(host)s took more than %(seconds)s seconds."),
    _("%(host)s could not prove who it is (TLS): %(detail)s."),
    _("%(host)s could not be reached: %(detail)s."),
    _("%(did)s can not be looked up: did:key, did:jwk and did:web can. %(reason)s"),
    _(
        "The setting for allowed origins let Guildmark reach %(origin)s, which it refuses"
        " otherwise."
    ),
    _("the status list is not an object"),
    *FORMAT_REASONS,
    *KEY_REASONS,
    *PROOF_REASONS,
    *VERIFY_REASONS,
)

# Holes in which sentences and words of the table stand, rather than somebody's own.
_INNER: Final = frozenset({"reason", "role", "role_2", "what", "half"})
_HOLE: Final = re.compile(r"%\((\w+)\)s")
_PATH: Final = re.compile(r"(\$[^\s:]*): (.+)", re.DOTALL)
_MORE: Final = re.compile(r"(.+) \((\d+) more\)", re.DOTALL)
_BETWEEN_PROBLEMS: Final = re.compile(r" or (?=must )")


def reason_in_words(reason: str) -> tuple[str, str]:
    """Return a reason in the reader's language, and "en" when it had to stay English, else ""."""
    if not reason or (get_language() or "en").startswith("en"):
        return reason, ""
    translated = _translate(reason)
    return (reason, "en") if translated is None else (translated, "")


def _translate(reason: str) -> str | None:
    """Translate one reason and what stands inside it; None when no sentence fits."""
    for template, pattern in _patterns():
        found = pattern.fullmatch(reason)
        if found:
            return gettext(template) % {
                name: _translate_part(name, value) for name, value in found.groupdict().items()
            }
    return _translate_finding(reason)


def _translate_part(name: str, value: str) -> str:
    if name in _INNER:
        return _translate(value) or value
    return _date(value) if name == "moment" else value


def _translate_finding(reason: str) -> str | None:
    """Translate "$.path: problem or problem (2 more).": the path stays, the problems are words."""
    at_path = _PATH.fullmatch(reason)
    if not at_path:
        return None
    path, text = at_path.groups()
    whole = _translate(text)
    if whole is not None:
        return f"{path}: {whole}"
    text, end = (text[:-1], ".") if text.endswith(".") else (text, "")
    counted = _MORE.fullmatch(text)
    if counted:
        text, count = counted[1], int(counted[2])
        more = ngettext("%(count)d more", "%(count)d more", count) % {"count": count}
        end = f" ({more}){end}"
    problems = [_translate(problem) for problem in _BETWEEN_PROBLEMS.split(text)]
    known = [problem for problem in problems if problem is not None]
    if len(known) < len(problems):
        return None
    between = f" {gettext('or')} "
    return f"{path}: {between.join(known)}{end}"


def _date(value: str) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    zone = " UTC" if value.endswith("Z") else ""
    return date_format(moment, "DATETIME_FORMAT") + zone


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each sentence with what recognises it, the most exact one first."""
    by_words = sorted(REASONS, key=lambda template: -len(_HOLE.sub("", template)))
    return tuple((template, _pattern(template)) for template in by_words)


def _pattern(template: str) -> re.Pattern[str]:
    pieces = _HOLE.split(template)
    literals, names = pieces[::2], pieces[1::2]
    holes = [f"(?P<{name}>.+?)" for name in names] + [""]
    return re.compile(
        "".join(re.escape(text) + hole for text, hole in zip(literals, holes, strict=True)),
        re.DOTALL,
    )
