"""What an image carries: the text of a credential, and by which version of Open Badges."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

__all__ = ["Baked", "Version", "is_compact_jws"]

# 3: Open Badges 3.0 and later; 2: Open Badges 2.0 and 2.1 (1.1 baked the same way).
Version = Literal[2, 3]

_JWS: Final = re.compile(r"\s*[\w-]+\.[\w-]+\.[\w-]+\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Baked:
    """One credential taken out of an image; nothing about it is checked.

    Attributes:
        text: JSON or a compact JWS; for version 2 also the bare address of a hosted assertion.
        version: which version's place in the image it stood in.
    """

    text: str
    version: Version


def is_compact_jws(text: str) -> bool:
    """Tell whether a text has the form of a compact JWS: three parts of base64url."""
    return bool(_JWS.fullmatch(text))
