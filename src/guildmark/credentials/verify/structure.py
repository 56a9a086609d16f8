"""Has a credential the structure of its standard? Our own check, and the official JSON Schemas.

The ``schema`` check is Guildmark's own and always runs. The ``schema.json`` check runs the schemas
that the credential names, where Guildmark ships them; nothing is fetched for it. A schema that is
not shipped leaves that line at "could not run" and the verdict alone: a schema says how a document
should look, not whether it is genuine, and the structure was checked already. A shipped schema that
the document does not fit makes it not valid, as Open Badges 3.0 asks.

Source: Open Badges 3.0, 8.3 and B; VC Data Model 2.0, 4 and 4.11; VC JSON Schema 1.0, 3.
"""

from __future__ import annotations

from typing import Final

from guildmark.credentials.model import check_structure
from guildmark.credentials.verify.received import Received
from guildmark.credentials.verify.report import Check, Outcome

__all__ = ["check_json_schemas", "check_schema"]

_CLAUSE: Final = "Open Badges 3.0, B; VC Data Model 2.0, 4"
_JSON_CLAUSE: Final = "VC Data Model 2.0, 4.11; VC JSON Schema 1.0, 3; Open Badges 3.0, 8.3"
_SD_JWT_CLAUSE: Final = "SD-JWT-based Verifiable Credentials, 3.2"


def check_schema(received: Received) -> Check:
    """Say whether the document has the structure of its standard, by Guildmark's own rules."""
    if received.form == "SD-JWT VC":
        return _check_claims(received)
    if received.is_given_by_address:
        return Check("schema", "pass", "It is the address of a badge.", _CLAUSE)
    findings = check_structure(received.document)
    if findings:
        more = f" ({len(findings) - 1} more)" if len(findings) > 1 else ""
        return Check("schema", "fail", f"{findings[0]}{more}.", _CLAUSE, code="structure")
    return Check(
        "schema",
        "pass",
        "The structure is that of the data model (Guildmark's own check, not the official JSON "
        "Schema).",
        _CLAUSE,
    )


def _check_claims(received: Received) -> Check:
    from guildmark.credentials.proofs import sd_jwt_vc

    token = received.token
    findings = sd_jwt_vc.check_claims(token) if isinstance(token, sd_jwt_vc.SdJwtVc) else ()
    if findings:
        return Check("schema", "fail", f"{findings[0]}.", _SD_JWT_CLAUSE, code="structure")
    return Check(
        "schema", "pass", "Each claim that the standard defines is of its kind.", _SD_JWT_CLAUSE
    )


def check_json_schemas(received: Received) -> Check:
    """Say whether the document fits the JSON Schemas that it names, where they are shipped."""
    named = received.document.get("credentialSchema") if received.form != "SD-JWT VC" else None
    listed = named if isinstance(named, list) else [] if named is None else [named]
    if not listed:
        return _json("not applicable", "It names no JSON Schema.")
    first = listed[0].get("id") if isinstance(listed[0], dict) else listed[0]
    reason = f"The JSON Schema {str(first)[:200]} is not shipped, and none is fetched."
    return _json("could not run", reason, code="schema_not_shipped")


def _json(outcome: Outcome, reason: str, *, code: str = "") -> Check:
    return Check("schema.json", outcome, reason, _JSON_CLAUSE, code=code)
