"""What may come in as evidence: names, bytes and addresses, checked before anything is kept.

The type of a file is decided by its bytes. What it is called must agree, because people open it by
that name later. Nothing is ever decoded before its declared size was read and found bearable.
"""

from __future__ import annotations

from guildmark.server.assessment.evidence.check import check_file
from guildmark.server.assessment.evidence.kinds import ACCEPTED, FileType
from guildmark.server.assessment.evidence.links import check_link
from guildmark.server.assessment.evidence.names import clean_name
from guildmark.server.assessment.evidence.problems import UnfitEvidence
from guildmark.server.assessment.evidence.receiving import ReceivedFile, receive

__all__ = [
    "ACCEPTED",
    "FileType",
    "ReceivedFile",
    "UnfitEvidence",
    "check_file",
    "check_link",
    "clean_name",
    "receive",
]
