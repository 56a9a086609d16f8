"""Achievements, credentials, profiles and results as frozen values, and their structure."""

from __future__ import annotations

from guildmark.credentials.model.structure import (
    Finding,
    check_structure,
    issuer_id_of,
    types_of,
)

__all__ = ["Finding", "check_structure", "issuer_id_of", "types_of"]
