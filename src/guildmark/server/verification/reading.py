"""What a credential says about itself, for people: title, issuer, dates, results, skills, evidence.

The document may be anybody's, so nothing about its shape is taken for granted: what is not text
where text belongs is left out. Reading is not believing: a page shows this below its verdict.

Source: Open Badges 3.0, 5 and B.1 (AchievementCredential, Achievement, Result, ResultDescription).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.formats import number_format

from guildmark.credentials.encoding import parse_datetime
from guildmark.credentials.errors import CredentialError

__all__ = ["EvidenceLine", "Reading", "ResultLine", "Skill", "parse_reading"]

# What a page shows of one text and of one list: a hostile document must not fill a screen for ever.
_MAX_TEXT: Final = 2_000
_MAX_ROWS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """One criterion with the level that was reached and the level that was asked for."""

    criterion: str
    reached: str
    required: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """One alignment: a skill of a published framework."""

    name: str
    url: str
    framework: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """One piece of evidence that the credential names."""

    name: str
    description: str
    url: str
    genre: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the document says; empty text and None where it says nothing."""

    id: str
    title: str
    description: str
    criteria: str
    issuer_name: str
    issuer_id: str
    issuer_url: str
    recipient: str
    achievement_id: str
    version: str
    kind: str
    awarded_at: datetime | None
    valid_from: datetime | None
    valid_until: datetime | None
    credits: str
    results: tuple[ResultLine, ...]
    skills: tuple[Skill, ...]
    evidence: tuple[EvidenceLine, ...]


def parse_reading(document: object) -> Reading | None:
    """Return what a parsed credential says, or None when it is not even an object."""
    if not isinstance(document, Mapping):
        return None
    subject = _object(document.get("credentialSubject"))
    achievement = _object(subject.get("achievement"))
    issuer = document.get("issuer")
    issuer_object = _object(issuer)
    return Reading(
        id=_text(document.get("id")),
        title=_text(achievement.get("name")) or _text(document.get("name")),
        description=_text(achievement.get("description")) or _text(document.get("description")),
        criteria=_text(_object(achievement.get("criteria")).get("narrative")),
        issuer_name=_text(issuer_object.get("name")),
        issuer_id=_text(issuer) or _text(issuer_object.get("id")),
        issuer_url=_address(issuer_object.get("url")),
        recipient=_recipient(subject),
        achievement_id=_text(achievement.get("id")),
        version=_text(achievement.get("version")),
        kind=_text(achievement.get("achievementType")),
        awarded_at=_moment(document.get("awardedDate")),
        valid_from=_moment(document.get("validFrom")),
        valid_until=_moment(document.get("validUntil")),
        credits=_number(achievement.get("creditsAvailable")),
        results=tuple(_results(subject, achievement)),
        skills=tuple(_skills(achievement)),
        evidence=tuple(_evidence(document)),
    )


def _recipient(subject: Mapping[str, Any]) -> str:
    """Return a name in clear; a hashed identifier tells a reader nothing."""
    for identifier in _objects(subject.get("identifier")):
        if identifier.get("hashed") is False and identifier.get("identityType") == "name":
            return _text(identifier.get("identityHash"))
    return ""


def _results(subject: Mapping[str, Any], achievement: Mapping[str, Any]) -> Iterator[ResultLine]:
    descriptions = {
        _text(description.get("id")): description
        for description in _objects(achievement.get("resultDescription"))
    }
    for result in _objects(subject.get("result")):
        description = descriptions.get(_text(result.get("resultDescription")), {})
        levels = {
            _text(level.get("id")): _level(level)
            for level in _objects(description.get("rubricCriterionLevel"))
        }
        yield ResultLine(
            criterion=_text(description.get("name")),
            reached=levels.get(_text(result.get("achievedLevel")), "")
            or _text(result.get("value"))
            or _text(result.get("status"))
            or _text(result.get("achievedLevel")),
            required=levels.get(_text(description.get("requiredLevel")), "")
            or _text(description.get("requiredValue")),
        )


def _level(level: Mapping[str, Any]) -> str:
    name, number = _text(level.get("name")), _text(level.get("level"))
    return f"{number} · {name}" if number and name and number != name else name or number


def _skills(achievement: Mapping[str, Any]) -> Iterator[Skill]:
    for alignment in _objects(achievement.get("alignment")):
        name = _text(alignment.get("targetName"))
        if name:
            yield Skill(
                name=name,
                url=_address(alignment.get("targetUrl")),
                framework=_text(alignment.get("targetFramework")),
            )


def _evidence(document: Mapping[str, Any]) -> Iterator[EvidenceLine]:
    for item in _objects(document.get("evidence")):
        yield EvidenceLine(
            name=_text(item.get("name")) or _text(item.get("narrative")) or _text(item.get("id")),
            description=_text(item.get("description")),
            url=_address(item.get("id")),
            genre=_text(item.get("genre")),
            digest=_text(item.get("digestMultibase")),
        )


def _object(value: object) -> Mapping[str, Any]:
    if isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, Mapping) else {}


def _objects(value: object) -> list[Mapping[str, Any]]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, Mapping)][:_MAX_ROWS]


def _text(value: object) -> str:
    """Return a text, shortened, without control characters; of a language map the first."""
    if isinstance(value, Mapping):
        value = next((item for item in value.values() if isinstance(item, str)), "")
    if not isinstance(value, str):
        return ""
    clean = "".join(sign for sign in value if sign in "\n\t" or sign.isprintable())
    return clean if len(clean) <= _MAX_TEXT else clean[:_MAX_TEXT] + "…"


def _address(value: object) -> str:
    """Return a web address that a page may link to; no other scheme ever becomes a link."""
    text = _text(value)
    return text if text.startswith(("https://", "http://")) else ""


def _number(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(number_format(f"{value:g}"))


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return parse_datetime(value)
    except CredentialError:
        return None
