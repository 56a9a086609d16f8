"""Short ways to write a definition's repeating parts."""

# ruff: noqa: E501  # sentences are easier to read and to translate in one piece
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

LEVEL_NAMES = {
    "en": ("Beginning", "Developing", "Competent", "Proficient"),
    "es": ("Inicial", "En desarrollo", "Competente", "Avanzado"),
}

QUALITY = {
    "harbor": (
        "Internal quality assurance by the college's examinations board: rubric reviewed each year "
        "with two local employers, one submission in five marked a second time."
    ),
    "alba": (
        "Revisión anual de la rúbrica con dos residencias colaboradoras y segunda corrección de una "
        "de cada cuatro entregas por el equipo de calidad del centro."
    ),
    "alba-en": (
        "Rubric reviewed every year with two partner care homes; the centre's quality team marks one "
        "submission in four a second time."
    ),
    "northlight": (
        "Peer review of every rubric by a practitioner outside the company before publication; "
        "assessors calibrate on three sample submissions each quarter."
    ),
}


def criterion(
    key: str, name: str, description: str, *levels: str, language: str = "en", required: int = 3
) -> dict[str, Any]:
    """Return a rubric row with one level for each text, from the lowest up."""
    names = LEVEL_NAMES[language]
    return {
        "id": key,
        "name": name,
        "description": description,
        "required_level": required,
        "levels": [
            {"level": number, "name": names[number - 1], "description": text}
            for number, text in enumerate(levels, start=1)
        ],
    }


def question(key: str, prompt: str, word_limit: int) -> dict[str, Any]:
    """Return an overview question."""
    return {"id": key, "prompt": prompt, "word_limit": word_limit}


def requirement(
    key: str,
    name: str,
    description: str,
    *,
    kinds: Sequence[str] = ("file",),
    authenticity: str = "unsupervised",
    minimum: int = 1,
) -> dict[str, Any]:
    """Return an evidence requirement."""
    return {
        "id": key,
        "name": name,
        "description": description,
        "kinds": list(kinds),
        "minimum": minimum,
        "authenticity": authenticity,
    }


def badge(shape: str, colour: str, icon: str, top: str, bottom: str) -> dict[str, str]:
    """Return a badge design."""
    return {
        "shape": shape,
        "colour": colour,
        "icon": icon,
        "top_text": top,
        "bottom_text": bottom,
    }
