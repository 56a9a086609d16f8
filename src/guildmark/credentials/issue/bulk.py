"""Sign many credentials that differ in a few texts: one achievement, many learners.

What the credentials share is checked, put through JSON-LD and filled in once; for each learner
only their texts are escaped, a few unnamed nodes hashed, lines sorted, hashed and signed. The
bytes are those that ``sign_credential`` makes: whenever that is not certain it is what signs, or
refuses. The first credential and one in a thousand are made both ways and compared before they
are handed out.

Example::

    issuer = BulkIssuer(
        draft, variables=["/id", "/credentialSubject/id"], signer=signer, created=now
    )
    for award in awards:
        issuer.issue({"/id": award.id, "/credentialSubject/id": award.learner})

Not here: status entries, delivery, storage. One issuer belongs to one thread.

Source: Data Integrity EdDSA Cryptosuites 1.0, 3.2 and 3.3; the design's fast path, 3 and 9.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any, Final, Literal

from guildmark.credentials.encoding import (
    JsonObject,
    canonicalize_jcs,
    canonicalize_rdfc,
    copy_json,
    format_datetime,
    parse_json,
    to_multibase_base58,
)
from guildmark.credentials.encoding.conditions import IRI, is_sample
from guildmark.credentials.encoding.shape import fill_shape, read_shape
from guildmark.credentials.encoding.template import Template
from guildmark.credentials.encoding.template_compiler import NotCovered, compile_template
from guildmark.credentials.errors import InvalidDraft
from guildmark.credentials.issue.json_template import JsonTemplate, hole, write_json, write_text
from guildmark.credentials.issue.sign import check_draft, sign_credential
from guildmark.credentials.issue.text_kinds import Places, TextKind, find_kind
from guildmark.credentials.keys import Signer
from guildmark.credentials.proofs import eddsa_jcs_2022, eddsa_rdfc_2022

__all__ = ["BulkCounts", "BulkIssuer", "BulkSuite"]

BulkSuite = Literal["eddsa-rdfc-2022", "eddsa-jcs-2022"]
_SUITES: Final = {"eddsa-rdfc-2022": eddsa_rdfc_2022, "eddsa-jcs-2022": eddsa_jcs_2022}


@dataclass(slots=True)
class BulkCounts:
    """What a bulk issuer did so far.

    Attributes:
        filled: credentials signed by filling in.
        fell_back: credentials left to ``sign_credential``, which may have refused them.
        mismatches: samples that ``sign_credential`` made differently; its answer was given, and
            nothing is filled in any more. Anything but 0 is a defect.
    """

    filled: int = 0
    fell_back: int = 0
    mismatches: int = 0


class BulkIssuer:
    """Signs credentials made from one draft.

    Args:
        draft: a whole credential without proof, sound as it is, with any texts in the places that
            will vary.
        variables: JSON pointers to those places; each must hold a text that is not a type, a
            context or the issuer.
        signer: holds the issuer's Ed25519 key.
        created: date of all proofs, written to the second in UTC.
        suite: ``eddsa-rdfc-2022`` or ``eddsa-jcs-2022``.

    Raises:
        InvalidDraft: the draft is unsound, the key is not the issuer's, or a pointer leads to no
            such text; every finding inside.
        UncoveredData, WorkLimitExceeded, UnreadableInput, InvalidKey: as ``sign_credential``.
    """

    def __init__(
        self,
        draft: Mapping[str, Any],
        *,
        variables: Sequence[str],
        signer: Signer,
        created: datetime,
        suite: BulkSuite = "eddsa-rdfc-2022",
    ) -> None:
        self.counts = BulkCounts()
        self._draft: JsonObject = copy_json(draft)
        self._signer = signer
        self._created = created
        self._suite: BulkSuite = suite
        findings = check_draft(self._draft, verification_method=signer.verification_method)
        if findings:
            raise InvalidDraft(findings)
        read = read_shape(self._draft)
        self._texts = [] if read is None else read[1]
        slots = _find_slots(self._draft, variables, count=len(self._texts))
        # In the order of the document, as baked templates have their slots.
        ordered = sorted(zip(slots, variables, strict=True))
        self._slots = tuple(slot for slot, _ in ordered)
        self._variables = tuple(pointer for _, pointer in ordered)
        self._pick = _pick_of(self._variables)
        # Signed once the long way: whatever it would refuse is refused before the first learner.
        self._proof = self._sign_whole(self._draft)["proof"]
        self._options_hash = self._hash_options()
        self._template = self._make_template()
        self._places = Places(
            [self._find_kind(number) for number in range(len(self._slots))],
            drafted=[self._texts[slot] for slot in self._slots],
        )
        holes = self._document([hole(number) for number in range(len(self._slots))])
        is_jcs = suite == "eddsa-jcs-2022"
        self._body = JsonTemplate.of(holes, write=canonicalize_jcs if is_jcs else write_json)
        # The proof stands last, and its value last in it.
        value = self._proof.pop("proofValue")
        last = write_json({**self._proof, "proofValue": value})
        head, tail = last.split(value.encode())
        self._proof_head, self._proof_tail = b',"proof":' + head, tail + b"}"
        self._can_fill = self._template is not None or suite == "eddsa-jcs-2022"

    @property
    def variables(self) -> tuple[str, ...]:
        """The pointers in the order of the document, for ``issue_texts``."""
        return self._variables

    def issue(self, texts: Mapping[str, str]) -> bytes:
        """Return one signed credential as compact JSON in UTF-8.

        Args:
            texts: for each pointer of ``variables`` what stands there.

        Raises:
            ValueError: a pointer is missing, or one too many.
            InvalidDraft, UncoveredData, UnreadableInput: this learner's texts can not be signed.
        """
        try:
            picked = self._pick(texts)
        except KeyError:
            picked = None
        if picked is None or len(texts) != len(picked):
            raise ValueError(f"texts must have exactly these keys: {', '.join(self._variables)}")
        return self.issue_texts(picked)

    def issue_texts(self, texts: Sequence[str]) -> bytes:
        """Return one signed credential, with the texts in the order of ``variables``.

        Raises:
            InvalidDraft, UncoveredData, UnreadableInput: as ``issue``.
        """
        written = self._write(texts) if self._can_fill else None
        body = None if written is None else self._body.fill(written)
        digest = None if body is None else self._hash(texts, body)
        if body is None or digest is None:
            return self._fall_back(texts)
        signature = self._signer.sign(self._options_hash + digest)
        # Base58 has nothing to escape.
        value = to_multibase_base58(signature).encode()
        filled = b"".join((body[:-1], self._proof_head, value, self._proof_tail))
        use, self.counts.filled = self.counts.filled, self.counts.filled + 1
        return self._confirm(texts, filled, digest) if is_sample(use) else filled

    def _write(self, texts: Sequence[str]) -> list[bytes] | None:
        """Return the texts as JSON; None when one may not stand in its place, or is no text."""
        if len(texts) != len(self._slots) or not self._places.are_sound(texts):
            return None
        try:
            return [write_text(text) for text in texts]
        except TypeError:
            return None

    def _hash(self, texts: Sequence[str], body: bytes) -> bytes | None:
        """Return the document's hash; None when only ``sign_credential`` can say."""
        if self._template is None:
            # The body is JCS itself.
            return hashlib.sha256(body).digest()
        canonical = self._template.canonicalize(texts)
        return None if canonical is None else hashlib.sha256(canonical).digest()

    def _fall_back(self, texts: Sequence[str]) -> bytes:
        self.counts.fell_back += 1
        return write_json(self._sign_whole(self._document(texts)))

    def _confirm(self, texts: Sequence[str], filled: bytes, digest: bytes) -> bytes:
        """Make the credential the long way, too, and hand that one out if they differ."""
        document = self._document(texts)
        whole = self._sign_whole(document)
        # By the reference path: signing may itself have gone through a template (condition 10).
        canonicalize = canonicalize_jcs if self._template is None else canonicalize_rdfc
        expected = hashlib.sha256(canonicalize(document)).digest()
        if parse_json(filled) != whole or digest != expected:
            self.counts.mismatches += 1
            self._can_fill = False
        return filled if self._can_fill else write_json(whole)

    def _sign_whole(self, document: JsonObject) -> JsonObject:
        return sign_credential(
            document, signer=self._signer, created=self._created, suite=self._suite
        )

    def _document(self, texts: Sequence[str]) -> JsonObject:
        values = list(self._texts)
        for slot, text in zip(self._slots, texts, strict=True):
            values[slot] = text
        return fill_shape(self._draft, values)

    def _hash_options(self) -> bytes:
        """The proof's half of what is signed: the same for all (condition 9)."""
        data: bytes = _SUITES[self._suite].build_hash_data(
            self._draft, proof=self._proof, document_hash=b"", algorithm=self._signer.algorithm
        )
        if len(data) != hashlib.sha256().digest_size:
            raise AssertionError(
                f"{format_datetime(self._created)}: the options' hash stands first"
            )
        return data

    def _find_kind(self, number: int) -> TextKind:
        def draft_with(text: str) -> JsonObject:
            values = list(self._texts)
            values[self._slots[number]] = text
            return fill_shape(self._draft, values)

        kind = find_kind(draft_with)
        # The template lets nothing but plain addresses stand in its own places for them.
        is_checked = self._template is not None and self._template.kinds[number] == IRI
        return "any text" if kind == "address" and is_checked else kind

    def _make_template(self) -> Template | None:
        """Return the template with all but the variables filled in; None when there is none."""
        if self._suite != "eddsa-rdfc-2022":
            return None
        try:
            template = compile_template(self._draft)
        except NotCovered:
            return None
        constant = set(range(len(self._texts))) - set(self._slots)
        for group in template.id_groups:
            if not (constant.issuperset(group) or constant.isdisjoint(group)):
                return None
        return template.bake({slot: self._texts[slot] for slot in constant})


def _pick_of(pointers: Sequence[str]) -> Callable[[Mapping[str, str]], tuple[str, ...]]:
    """Return what takes the texts out of a learner's in order; ``KeyError`` when one is missing."""
    if len(pointers) > 1:
        return itemgetter(*pointers)
    return lambda texts: tuple(texts[pointer] for pointer in pointers)


def _find_slots(document: JsonObject, pointers: Sequence[str], *, count: int) -> list[int]:
    """Return the number of each pointer's text among the free texts of a document."""
    numbered = fill_shape(document, [hole(number) for number in range(count)])
    found, findings = [], []
    for pointer in pointers:
        text = _resolve(numbered, pointer)
        if not isinstance(text, str) or not text.startswith("\0") or pointer in _ISSUER:
            findings.append(f"{pointer}: is no text that may differ from learner to learner")
        else:
            found.append(int(text[1:]))
    if len(set(found)) != len(found):
        findings.append("two pointers lead to the same place")
    if findings:
        raise InvalidDraft(findings)
    return found


# The key belongs to one issuer.
_ISSUER: Final = frozenset({"/issuer", "/issuer/id"})


def _resolve(value: Any, pointer: str) -> Any:
    """Source: RFC 6901, 4."""
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value if pointer.startswith("/") else None
