"""Has a credential the structure of its standard? Our own check, and the official JSON Schemas.

The ``schema`` check is Guildmark's own and always runs. The ``schema.json`` check holds a proven
credential against the schemas that it names, when a policy asks for that; 1EdTech's schemas come
with no licence to ship them, so they have to be fetched. A schema that was not asked for, or could
not be had, leaves that line at "could not run" and the verdict alone: a schema says how a document
should look, not whether it is genuine, and the structure was checked already. A schema that the
document does not fit makes it not valid, as Open Badges 3.0 asks.

Source: Open Badges 3.0, 8.3 and B; VC Data Model 2.0, 4 and 4.11; VC JSON Schema 1.0, 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from guildmark.credentials.encoding import parse_json
from guildmark.credentials.errors import CredentialError, SourceUnavailable
from guildmark.credentials.model import check_structure, types_of
from guildmark.credentials.verify.findings import worst
from guildmark.credentials.verify.received import Received
from guildmark.credentials.verify.report import Check, Outcome
from guildmark.credentials.verify.sources import Sources

__all__ = ["check_json_schemas", "check_schema"]

_CLAUSE: Final = "Open Badges 3.0, B; VC Data Model 2.0, 4"
_JSON_CLAUSE: Final = "VC Data Model 2.0, 4.11; VC JSON Schema 1.0, 3; Open Badges 3.0, 8.3"
_ACCEPT: Final = "application/schema+json, application/json"
# Open Badges name one or two; each is a request.
_MAX_SCHEMAS: Final = 4
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


def check_json_schemas(received: Received, *, sources: Sources | None = None) -> Check:
    """Say whether the document fits the JSON Schemas that it names.

    Args:
        received: the credential.
        sources: asked for the schemas; None to ask nobody, which leaves the check open.
    """
    if received.form == "SD-JWT VC" or "credentialSchema" not in received.document:
        return _json("not applicable", "It names no JSON Schema.")
    from guildmark.credentials.model.json_schema import schema_entries

    entries = schema_entries(received.document)[:_MAX_SCHEMAS]
    if sources is None or not entries:
        name = str(entries[0].get("id"))[:200] if entries else "that it names"
        reason = (
            f"The JSON Schema {name} was not fetched; the structure was checked by Guildmark's own "
            "rules."
        )
        return _json("could not run", reason, code="schema_not_asked")
    return worst([_check_entry(received, entry, sources=sources) for entry in entries])


def _check_entry(received: Received, entry: Mapping[str, Any], *, sources: Sources) -> Check:
    from guildmark.credentials.model.json_schema import check_credential_schema

    url = entry.get("id")
    if not isinstance(url, str):
        return _json("could not run", "A JSON Schema has no address.", code="schema_address")
    if "JsonSchemaCredential" in types_of(entry):
        # Its own issuer may be anybody: whom to believe about schemas, nobody has said.
        reason = f"The JSON Schema {url[:200]} is a credential of its own, which is not read here."
        return _json("could not run", reason, code="schema_type")
    try:
        schema = parse_json(sources.document(url, accept=_ACCEPT))
        if not isinstance(schema, dict):
            return _json("could not run", "The JSON Schema is no object.", code="schema_invalid")
        answer = check_credential_schema(received.document, entry=entry, schema=schema)
    except SourceUnavailable as error:
        reason = f"The JSON Schema could not be had: {error.reason}"
        return _json("could not run", reason, code="schema_unavailable")
    except CredentialError as error:
        reason = f"The JSON Schema could not be had: {error.message}"
        return _json("could not run", reason, code=error.code)
    outcomes: dict[str, Outcome] = {"success": "pass", "failure": "fail"}
    return _json(outcomes.get(answer.outcome, "could not run"), answer.reason, code=answer.code)


def _json(outcome: Outcome, reason: str, *, code: str = "") -> Check:
    return Check("schema.json", outcome, reason, _JSON_CLAUSE, code=code)
