"""The trust core: Open Badges, CLR and VC Data Model credentials; bytes in, verdicts out.

Pure functions over values. No framework, clock, network, database or disk (but the contexts
and schemas shipped beside the code); the time, the randomness, the signer and the sources of
outside documents come in as arguments.

Rooms, from the bottom up: ``errors``, ``encoding``, ``keys`` and ``model``; ``proofs``,
``status`` and ``baking``; ``issue`` and ``verify``. What most programs need of them is here:

Example:
    >>> from guildmark import credentials
    >>> signer = credentials.KeySigner.of_did_key(credentials.PrivateKey.generate("Ed25519"))
    >>> signer.did[:12]
    'did:key:z6Mk'

docs/guides/credentials-in-python.md goes on from there: issue, verify, derive, present, bake,
revoke.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from guildmark.credentials.baking import bake, unbake
    from guildmark.credentials.encoding import format_datetime, parse_datetime, parse_json
    from guildmark.credentials.errors import CredentialError
    from guildmark.credentials.issue import (
        BulkIssuer,
        build_presentation,
        sign_claims,
        sign_credential,
        sign_presentation,
        sign_token,
    )
    from guildmark.credentials.keys import (
        KeySigner,
        PrivateKey,
        PublicKey,
        Signer,
        build_did_document,
        did_key,
        did_web,
    )
    from guildmark.credentials.model import (
        Achievement,
        AchievementCredential,
        AchievementSubject,
        Alignment,
        Criteria,
        Evidence,
        IdentityObject,
        Profile,
        Result,
        ResultDescription,
        RubricCriterionLevel,
        build_clr,
        build_endorsement,
    )
    from guildmark.credentials.proofs.ecdsa_sd_2023 import derive
    from guildmark.credentials.status import (
        Bitstring,
        build_status_entry,
        build_status_list_credential,
    )
    from guildmark.credentials.verify import (
        OfflineSources,
        Report,
        TrustFile,
        parse_trust,
        verify_credential,
        verify_presentation,
    )

# Room → what it lends. Rooms are opened when something of theirs is first asked for: whoever
# only reads keys loads no JSON-LD.
_LENT: Final = {
    "baking": ("bake", "unbake"),
    "encoding": ("format_datetime", "parse_datetime", "parse_json"),
    "errors": ("CredentialError",),
    "issue": (
        "BulkIssuer",
        "build_presentation",
        "sign_claims",
        "sign_credential",
        "sign_presentation",
        "sign_token",
    ),
    "keys": (
        "KeySigner",
        "PrivateKey",
        "PublicKey",
        "Signer",
        "build_did_document",
        "did_key",
        "did_web",
    ),
    "model": (
        "Achievement",
        "AchievementCredential",
        "AchievementSubject",
        "Alignment",
        "Criteria",
        "Evidence",
        "IdentityObject",
        "Profile",
        "Result",
        "ResultDescription",
        "RubricCriterionLevel",
        "build_clr",
        "build_endorsement",
    ),
    "proofs.ecdsa_sd_2023": ("derive",),
    "status": ("Bitstring", "build_status_entry", "build_status_list_credential"),
    "verify": (
        "OfflineSources",
        "Report",
        "TrustFile",
        "parse_trust",
        "verify_credential",
        "verify_presentation",
    ),
}
_ROOM_OF: Final = {name: room for room, names in _LENT.items() for name in names}

__all__ = [
    "Achievement",
    "AchievementCredential",
    "AchievementSubject",
    "Alignment",
    "Bitstring",
    "BulkIssuer",
    "CredentialError",
    "Criteria",
    "Evidence",
    "IdentityObject",
    "KeySigner",
    "OfflineSources",
    "PrivateKey",
    "Profile",
    "PublicKey",
    "Report",
    "Result",
    "ResultDescription",
    "RubricCriterionLevel",
    "Signer",
    "TrustFile",
    "bake",
    "build_clr",
    "build_did_document",
    "build_endorsement",
    "build_presentation",
    "build_status_entry",
    "build_status_list_credential",
    "derive",
    "did_key",
    "did_web",
    "format_datetime",
    "parse_datetime",
    "parse_json",
    "parse_trust",
    "sign_claims",
    "sign_credential",
    "sign_presentation",
    "sign_token",
    "unbake",
    "verify_credential",
    "verify_presentation",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"guildmark.credentials lends no {name!r}; see its rooms")
    found = getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
