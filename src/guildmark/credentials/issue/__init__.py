"""Issuing: a draft is checked as a whole, then signed."""

from __future__ import annotations

from guildmark.credentials.issue.sign import check_draft, sign_credential

__all__ = ["check_draft", "sign_credential"]
