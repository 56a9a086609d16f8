"""Has the issuer revoked or suspended it, and what else does it say? One module per kind of list.

Source: Bitstring Status List 1.0; Status List 2021; 1EdTech Revocation List Status Method 1.0;
Token Status List; security design, row 6: a list that can not be had or relied on is never taken
for a good one.
"""

from __future__ import annotations

from guildmark.credentials.verify.status.checks import StatusFindings, check_statuses, skip_statuses

__all__ = ["StatusFindings", "check_statuses", "skip_statuses"]
