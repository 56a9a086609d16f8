"""`guildmark sign`: a draft credential and a key in, a signed credential or token out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import click

from guildmark.cli.errors import UnableToFinish, UnreadableSource
from guildmark.cli.keyfile import load_signer
from guildmark.cli.output import save_output
from guildmark.cli.source import LARGEST_DOCUMENT_BYTES, load_source
from guildmark.credentials.encoding import parse_datetime, parse_json
from guildmark.credentials.errors import CredentialError, InvalidDraft
from guildmark.credentials.issue import (
    ISSUING_SUITES,
    TOKEN_FORMS,
    default_token_form,
    sign_claims,
    sign_credential,
    sign_token,
)
from guildmark.credentials.keys import Signer
from guildmark.credentials.proofs import default_suite
from guildmark.credentials.proofs.disclosures import parse_path

__all__ = ["sign"]

# Its draft is flat claims under a type, no credential of the W3C's kind.
_CLAIMS_FORM: Final = "sd-jwt-vc"


def _parse_moment(
    ctx: click.Context, parameter: click.Parameter, value: str | None
) -> datetime | None:
    if value is None:
        return None
    try:
        return parse_datetime(value)
    except CredentialError as error:
        raise click.BadParameter(str(error)) from error


@click.command()
@click.argument("draft", metavar="DRAFT")
@click.option(
    "--key", "key_path", required=True, metavar="FILE", help="As made by: guildmark key new"
)
@click.option(
    "--verification-method",
    metavar="DID#KEY",
    help="What the proof names, for a did:web issuer; else the key's own did:key.",
)
@click.option(
    "--created",
    callback=_parse_moment,
    metavar="WHEN",
    help="Date of the proof, 2026-11-22T10:00:00Z; else now.",
)
@click.option(
    "--suite",
    type=click.Choice([*ISSUING_SUITES, *TOKEN_FORMS, _CLAIMS_FORM]),
    help="How to sign; else eddsa-rdfc-2022 (ed25519), ecdsa-rdfc-2019 (p256, p384), vc-jwt (rsa) "
    "or vc-jose (p521), by the key. ecdsa-sd-2023 is for the holder, who shows parts of it; "
    "so is sd-jwt-vc, whose draft is flat claims.",
)
@click.option(
    "--mandatory",
    multiple=True,
    metavar="POINTER",
    help="With ecdsa-sd-2023, what the holder cannot leave out, for example /issuer; may be "
    "repeated. Else issuer, dates, status, schema and what makes the achievement one.",
)
@click.option(
    "--disclose",
    multiple=True,
    metavar="PATH",
    help="With vc-jose or sd-jwt-vc, what the holder may leave out, for example "
    "credentialSubject.id or phones[0]; may be repeated.",
)
@click.option("--vct", metavar="URL", help="With sd-jwt-vc, the type of the credential.")
@click.option("-o", "--output", default="-", metavar="FILE", help="Else standard output.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
def sign(
    *,
    draft: str,
    key_path: str,
    verification_method: str | None,
    created: datetime | None,
    suite: str | None,
    mandatory: tuple[str, ...],
    disclose: tuple[str, ...],
    vct: str | None,
    output: str,
    force: bool,
) -> None:
    """Sign DRAFT, a credential without proof (JSON file, or - for standard input).

    The draft is checked first: nothing in it may stay outside the signature.
    """
    if draft == "-" and key_path == "-":
        raise click.UsageError("The draft and the key cannot both come from standard input.")
    source = load_source(draft, limit=LARGEST_DOCUMENT_BYTES)
    signer = load_signer(key_path, verification_method=verification_method)
    try:
        value = parse_json(source.data)
    except CredentialError as error:
        raise UnreadableSource(f"The draft “{source.name}”: {error}") from error
    if not isinstance(value, dict):
        raise UnreadableSource(f"The draft “{source.name}” is JSON, but not an object.")
    chosen = suite or default_suite(signer.algorithm) or default_token_form(signer.algorithm)
    if chosen in (*TOKEN_FORMS, _CLAIMS_FORM) and created is not None:
        raise click.UsageError(f"--created is a date of a proof; {chosen} has none.")
    if mandatory and chosen != "ecdsa-sd-2023":
        raise click.UsageError(f"--mandatory is for ecdsa-sd-2023, not for {chosen}.")
    if disclose and chosen not in ("vc-jose", _CLAIMS_FORM):
        raise click.UsageError(f"--disclose is for vc-jose and {_CLAIMS_FORM}, not for {chosen}.")
    if (vct is None) == (chosen == _CLAIMS_FORM):
        raise click.UsageError(f"--vct names the type of {_CLAIMS_FORM}, and only of that.")
    try:
        paths = [parse_path(path) for path in disclose]
        if vct is not None:
            text = sign_claims(value, vct=vct, signer=signer, disclose=paths)
        elif paths:
            text = sign_token(value, signer=signer, form="vc-jose", disclose=paths)
        else:
            text = _sign(value, signer, chosen=chosen, created=created, mandatory=mandatory or None)
    except InvalidDraft as error:
        findings = "".join(f"\n  {finding}" for finding in error.findings)
        raise UnableToFinish(f"the draft “{source.name}” cannot be signed:{findings}") from error
    except CredentialError as error:
        raise UnableToFinish(f"the draft “{source.name}” cannot be signed: {error}") from error
    save_output(f"{text}\n".encode(), output, force=force)


def _sign(
    draft: Mapping[str, Any],
    signer: Signer,
    *,
    chosen: str,
    created: datetime | None,
    mandatory: tuple[str, ...] | None,
) -> str:
    for form in TOKEN_FORMS:
        if chosen == form:
            return sign_token(draft, signer=signer, form=form)
    signed = sign_credential(
        draft,
        signer=signer,
        created=created or datetime.now(UTC).replace(microsecond=0),
        suite=chosen,
        mandatory_pointers=mandatory,
    )
    return json.dumps(signed, ensure_ascii=False, indent=2)
