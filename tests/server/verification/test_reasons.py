"""What the engine says in English is said in the reader's language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import guildmark.credentials
import guildmark.fetch
from guildmark.server.verification.reasons import REASONS, reason_in_words

_ENGINE = Path(guildmark.credentials.__file__).parent
_FETCH = Path(guildmark.fetch.__file__).parent

# Sentences that no reader of a page meets: they are for whoever signs, bakes, or runs the command.
_FOR_OTHERS = re.compile(
    r"The credential is longer than|The credential has a NUL|The credential already in this SVG"
    r"|This SVG could not carry|This draft can not be signed|A (private|P-256 private) key"
    r"|This P-256 private key|No free entry|.* signs with Ed25519|A trust file |A \S+ must be an"
    r"|A \S+ has no |recognised in a trust file|\S+ in a trust file|it is the list|\{"
    r"|.*a trust file of|Guildmark \("
    # Whoever makes or signs with a key, and whoever asks the conformance endpoint for a DID.
    r"|4 signs with 4 keys|No (cryptosuite|suite) signs|A key of kind 4 signs"
    r"|This 4 private key|This JWK has no private half|The two halves of this JWK"
    r"|4 keys have no Multikey|RSA keys with more"
    r"|The numbers of this RSA key|These bytes are a private key|An 4 key can not be written"
    r"|A private 4 key|.*another proof has the id|This is no DID, |What was found there is no DID"
    r"|This is no DID URL|An option is not|The key in this DID|Keys (of this kind )?are not "
    r"|The DID document could not be had|DIDs of |There is no DID document|DID documents are not"
    r"|4 has not the form did:|The form 4 is exp|The document is about 4"
)


def _sentences(root: Path) -> Iterator[str]:
    """Yield the sentences in a package's source, with "4" where a value goes."""
    for path in sorted(root.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        left_out = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                left_out |= set(node.values)
        for node in ast.walk(tree):
            if node not in left_out:
                text = _text(node)
                if re.match(r"[A-Z4$].* .*\.$", text, re.DOTALL):
                    yield text


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "4" for part in node.values
        )
    return ""


@pytest.mark.parametrize("root", [_ENGINE, _FETCH], ids=["credentials", "fetch"])
def test_each_sentence_of_the_engine_is_in_the_table(root: Path) -> None:
    """A new reason in the engine would otherwise show English among Spanish."""
    # Where a part of the sentence is chosen in the source, each choice stands in the table.
    chosen = {
        "It is valid now; its validity 4.": "It is valid now; its validity has no end.",
        "The issuer published no list that could say 4.":
            "The issuer published no list that could say revoked.",
        "The issuer has 4 this credential.": "The issuer has revoked this credential.",
        "The issuer has not 4 it4.": "The issuer has not suspended it (list of 4).",
        "Checking offline, and the trust file has no 4 for 4.":
            "Checking offline, and the trust file has no status list for 4.",
        "The DID document of 4 4 the key 4.": "The DID document of 4 does not list the key 4.",
        "This Multikey is no 4 key of a kind that Guildmark uses; Ed25519, P-256, P-384 and P-521 "
        "are.":
            "This Multikey is no public key of a kind that Guildmark uses; Ed25519, P-256, P-384 "
            "and P-521 are.",
        "A 4 4 key has 4 bytes, this one has 4.": "A public 4 key has 4 bytes, this one has 4.",
        "$.proof.previousProof: names the proof 4, which the document 4.":
            "$.proof.previousProof: names the proof 4, which the document does not have.",
        "4, a profile that Guildmark does not check yet. It checks Open Badges 3.0 with "
        "eddsa-rdfc-2022.":
            "This follows 4, a profile that Guildmark does not check yet. It checks Open Badges 3.0"
            " with eddsa-rdfc-2022.",
    }  # fmt: skip
    sentences = list(_sentences(root))
    assert len(sentences) > 15
    with translation.override("es"):
        missing = [
            text
            for text in sentences
            if not _FOR_OTHERS.match(text) and reason_in_words(chosen.get(text, text))[1]
        ]
    assert missing == []


def test_no_sentence_of_the_table_is_taken_for_another() -> None:
    """Each finds itself, whatever stands in its holes."""
    with translation.override("es"):
        for template in REASONS:
            values = dict.fromkeys(re.findall(r"%\((\w+)\)s", template), "4")
            said, language = reason_in_words(template % values)
            assert (said, language) == (translation.gettext(template) % values, "")


@pytest.mark.parametrize(
    ("reason", "spanish"),
    [
        ("It expired on 2026-03-02T10:00:00Z.", "Caducó el 2 de marzo de 2026 a las 10:00 UTC."),
        (
            "The key could not be had: college.example took more than 8 seconds.",
            "No se pudo obtener la clave: college.example tardó más de 8 segundos.",
        ),
        ("$.issuer: is missing.", "$.issuer: falta."),
        (
            "$.a[0].b: must be text or must be an object (2 more).",
            "$.a[0].b: debe ser texto o debe ser un objeto (2 más).",
        ),
        (
            "$.x: null is dropped from what is signed. Leave the field out.",
            "$.x: null se pierde en lo que se firma. Omite el campo.",
        ),
        (
            "The proof was good until yesterday only.",
            "La prueba solo era válida hasta el yesterday.",
        ),
    ],
)
def test_values_paths_and_inner_reasons_are_kept(reason: str, spanish: str) -> None:
    """Dates are written as people write them; a reason inside a reason is translated too."""
    with translation.override("es"):
        assert reason_in_words(reason) == (spanish, "")


def test_what_nobody_translated_stays_english_and_says_so() -> None:
    """Better a sentence in another language, marked as such, than none."""
    with translation.override("es"):
        assert reason_in_words("Something new happened.") == ("Something new happened.", "en")
        assert reason_in_words("$.a: is purple.") == ("$.a: is purple.", "en")
        assert reason_in_words("") == ("", "")


def test_english_readers_get_the_engine_word_for_word() -> None:
    """English needs no table."""
    with translation.override("en"):
        assert reason_in_words("It expired on 2026-03-02T10:00:00Z.") == (
            "It expired on 2026-03-02T10:00:00Z.",
            "",
        )
