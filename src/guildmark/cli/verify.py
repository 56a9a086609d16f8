"""`guildmark verify`: the three answers about a credential, and one line for each check.

Exit status: 0 valid, 1 not valid, 2 cannot tell, 3 unreadable.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from guildmark.cli.document import extract_text
from guildmark.cli.errors import UnableToFinish, UnreadableSource
from guildmark.cli.explain import show_explanation
from guildmark.cli.outside import Outside
from guildmark.cli.source import load_source
from guildmark.cli.terminal import printable, say
from guildmark.cli.verdict import EXIT_STATUS, show_presentation, show_report
from guildmark.credentials.errors import CredentialError, SourceUnavailable
from guildmark.credentials.verify import (
    Check,
    IssuerAnswer,
    Policy,
    PresentationReport,
    Report,
    TrustFile,
    is_presentation,
    parse_trust,
    report_gone,
    verify_credential,
    verify_presentation,
)

__all__ = ["verify"]

# Status lists of many issuers are the bulk of a trust file.
_LARGEST_TRUST_BYTES = 16 * 1024 * 1024


@click.command()
@click.argument("file", metavar="FILE|URL|-")
@click.option("--offline", is_flag=True, help="Open no connection.")
@click.option(
    "--trust",
    "trust_path",
    metavar="FILE",
    help="DID documents, status lists and recognised issuers, taken from here before any network.",
)
@click.option(
    "--allow-origin",
    "allowed_origins",
    metavar="ORIGIN",
    multiple=True,
    help="An address that may be asked although it is local or not https; may be repeated.",
)
@click.option("--recipient", metavar="WHO", help="Also ask: is it for this e-mail address or DID?")
@click.option("--challenge", metavar="TEXT", help="What a presentation must repeat.")
@click.option("--domain", metavar="TEXT", help="Whom a presentation must be made for.")
@click.option("--no-refresh", is_flag=True, help="Do not ask the issuer for a newer version.")
@click.option(
    "--schemas",
    "fetch_schemas",
    is_flag=True,
    help="Also fetch the JSON Schemas that it names, and hold it against them.",
)
@click.option("--explain", is_flag=True, help="Say in plain words what was proven and what not.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(
    *,
    file: str,
    offline: bool,
    trust_path: str | None,
    allowed_origins: tuple[str, ...],
    recipient: str | None,
    challenge: str | None,
    domain: str | None,
    no_refresh: bool,
    fetch_schemas: bool,
    explain: bool,
    as_json: bool,
) -> int:
    """Check a credential or presentation: JSON, a token, or a PNG or SVG that carries one.

    Exit status: 0 valid, 1 not valid, 2 cannot tell, 3 unreadable.
    """
    if file == "-" and trust_path == "-":
        raise click.UsageError("Credential and trust file cannot both come from standard input.")
    trust = _load_trust(trust_path)
    outside = Outside(trust, offline=offline, allowed_origins=allowed_origins)
    policy = Policy(
        recipient=recipient,
        challenge=challenge,
        domain=domain,
        refresh=not no_refresh,
        fetch_schemas=fetch_schemas,
    )
    report = _judge(file, outside, policy)
    if as_json:
        say(json.dumps(report.to_json(), indent=2))
    elif isinstance(report, PresentationReport):
        show_presentation(report)
    else:
        show_report(report)
    if explain and not as_json:
        show_explanation(report)
    return EXIT_STATUS[report.verdict]


def _judge(file: str, outside: Outside, policy: Policy) -> Report | PresentationReport:
    try:
        source = outside.fetch_source(file) if _is_address(file) else load_source(file)
        text = extract_text(source)
    except UnreadableSource as error:
        return _report_alone(Check("format", "fail", error.message, "", code="source"))
    except SourceUnavailable as error:
        if error.code == "gone":
            return report_gone(file)
        return _report_alone(Check("format", "could not run", error.reason, "", code=error.code))
    now = datetime.now(UTC)
    if policy.challenge is not None or policy.domain is not None or is_presentation(text):
        return verify_presentation(
            text,
            sources=outside,
            now=now,
            challenge=policy.challenge,
            domain=policy.domain,
            policy=policy,
        )
    return verify_credential(text, sources=outside, now=now, policy=policy)


def _report_alone(check: Check) -> Report:
    return Report(
        verdict="unreadable" if check.outcome == "fail" else "cannot tell",
        issuer=IssuerAnswer(),
        holder="not asked",
        profile=None,
        checks=(check,),
    )


def _is_address(file: str) -> bool:
    return file.lower().startswith(("https://", "http://"))


def _load_trust(path: str | None) -> TrustFile:
    """Read the trust file; a broken one is a mistake in the call, not in the credential."""
    if path is None:
        return TrustFile()
    try:
        source = load_source(path, limit=_LARGEST_TRUST_BYTES)
    except UnreadableSource as error:
        raise UnableToFinish(f"the trust file cannot be used. {error.message}") from error
    try:
        return parse_trust(source.data)
    except CredentialError as error:
        name = printable(source.name)
        raise UnableToFinish(f"the trust file “{name}” cannot be used: {error}") from error
