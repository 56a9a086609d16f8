"""Issuing: a draft is checked as a whole, then signed; many of one draft at once."""

from __future__ import annotations

from guildmark.credentials.issue.bulk import BulkCounts, BulkIssuer, BulkSuite
from guildmark.credentials.issue.present import build_presentation, sign_presentation
from guildmark.credentials.issue.sign import (
    ISSUING_SUITES,
    TOKEN_FORMS,
    TokenForm,
    check_draft,
    default_token_form,
    sign_claims,
    sign_credential,
    sign_token,
)

__all__ = [
    "ISSUING_SUITES",
    "TOKEN_FORMS",
    "BulkCounts",
    "BulkIssuer",
    "BulkSuite",
    "TokenForm",
    "build_presentation",
    "check_draft",
    "default_token_form",
    "sign_claims",
    "sign_credential",
    "sign_presentation",
    "sign_token",
]
