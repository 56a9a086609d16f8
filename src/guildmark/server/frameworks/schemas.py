"""Shapes of skills in the REST API."""

from __future__ import annotations

from ninja import Schema


class SkillOut(Schema):
    """One skill or occupation; `framework` is the name that alignments carry."""

    uri: str
    code: str
    kind: str
    language: str
    label: str
    description: str
    framework: str
    framework_version: str
    target_type: str
