"""`guildmark inspect`: what is written in a credential, with nothing checked."""

from __future__ import annotations

import json
from typing import Any

import click

from guildmark.cli.document import load_document
from guildmark.cli.errors import UnreadableSource
from guildmark.cli.terminal import heading, printable, say
from guildmark.cli.token import read_token, read_token_in
from guildmark.credentials.encoding import parse_json
from guildmark.credentials.errors import CredentialError

__all__ = ["inspect"]

_NOT_CHECKED = (
    "Nothing below was checked: anybody can write such a file. To check it: guildmark verify"
)
# A hostile document may list thousands; the first tell what kind it is.
_MOST_LINES_EACH = 20


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def inspect(*, file: str, as_json: bool) -> None:
    """Show what is in FILE (JSON, a token, or a baked PNG or SVG; - for standard input)."""
    source, text = load_document(file)
    try:
        token = read_token(text)
        document = parse_json(text) if token is None else token.document
        if token is None and isinstance(document, dict):
            token = read_token_in(document)
    except CredentialError as error:
        raise UnreadableSource(f"“{source.name}”: {error}") from error
    if not isinstance(document, dict):
        raise UnreadableSource(f"“{source.name}” is JSON, but not an object.")
    if token is not None:
        document = token.document
    form = "token" if token is not None and source.form == "JSON" else source.form
    if as_json:
        found = {"checked": False, "form": form, "credential": document}
        say(json.dumps(found | ({"token": token.to_json()} if token else {}), indent=2))
        return
    say(heading(_NOT_CHECKED))
    say()
    for label, value in _describe(document, form=form) + (token.lines() if token else []):
        say(f"{label:<14} {value}")


def _describe(document: dict[str, Any], *, form: str) -> list[tuple[str, str]]:
    subject = _first(document.get("credentialSubject"))
    achievement = _first(subject.get("achievement"))
    lines = [
        ("form", form),
        ("type", _words(document.get("type"))),
        ("id", _words(document.get("id"))),
        ("name", _words(document.get("name"))),
        ("issuer", _party(document.get("issuer"))),
        ("holder", _party(subject)),
        ("valid from", _words(document.get("validFrom") or document.get("issuanceDate"))),
        ("valid until", _words(document.get("validUntil") or document.get("expirationDate"))),
        ("achievement", _party(achievement)),
        ("kind", _words(achievement.get("achievementType"))),
        ("version", _words(achievement.get("version"))),
        ("credits", _words(achievement.get("creditsAvailable"))),
    ]
    lines += _each("aligned to", achievement.get("alignment"), ("targetName", "targetUrl"))
    lines += _results(subject.get("result"), achievement.get("resultDescription"))
    lines += _each("evidence", document.get("evidence"), ("name", "id", "digestMultibase"))
    lines += _each(
        "status", document.get("credentialStatus"), ("statusPurpose", "statusListCredential")
    )
    lines += _each("schema", document.get("credentialSchema"), ("id",))
    lines += _each(
        "proof", document.get("proof"), ("cryptosuite", "type", "created", "verificationMethod")
    )
    return [(label, value) for label, value in lines if value]


def _results(results: object, descriptions: object) -> list[tuple[str, str]]:
    """Name criteria and levels, which results only point at."""
    names: dict[str, object] = {}
    for described in _objects(descriptions):
        for each in (described, *_objects(described.get("rubricCriterionLevel"))):
            if isinstance(each.get("id"), str):
                names[each["id"]] = each.get("name")

    def named(value: object) -> str:
        return _words(names.get(value, value) if isinstance(value, str) else value)

    lines = [
        (
            "result",
            _joined(
                named(each.get("resultDescription")),
                named(each.get("achievedLevel")),
                _words(each.get("value")),
                _words(each.get("status")),
            ),
        )
        for each in _objects(results)[:_MOST_LINES_EACH]
    ]
    return lines + _rest("result", _objects(results))


def _all(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _first(value: object) -> dict[str, Any]:
    return next(iter(_objects(value)), {})


def _objects(value: object) -> list[dict[str, Any]]:
    return [each for each in _all(value) if isinstance(each, dict)]


def _words(value: object) -> str:
    plain = [each for each in _all(value) if isinstance(each, (str, int, float))]
    return ", ".join(printable(each) for each in plain[:_MOST_LINES_EACH])


def _party(value: object) -> str:
    if isinstance(value, str):
        return printable(value)
    party = _first(value)
    return _joined(_words(party.get("name")), _words(party.get("id")))


def _joined(*words: str) -> str:
    return " · ".join(filter(None, words))


def _each(label: str, value: object, fields: tuple[str, ...]) -> list[tuple[str, str]]:
    entries = _objects(value)
    lines = [
        (label, _joined(*(_words(each.get(field)) for field in fields)))
        for each in entries[:_MOST_LINES_EACH]
    ]
    return lines + _rest(label, entries)


def _rest(label: str, entries: list[dict[str, Any]]) -> list[tuple[str, str]]:
    left = len(entries) - _MOST_LINES_EACH
    return [(label, f"… and {left} more")] if left > 0 else []
