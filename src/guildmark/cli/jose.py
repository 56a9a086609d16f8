"""`guildmark conformance jose`: what the W3C's VC-JOSE-COSE suite drives.

`issue` secures a credential or presentation with the key that it is given; `verify` tells whether
one is secured with that key. Both write `{"result": …, "data": …}` and exit with 0: `success`,
`failure`, or `indeterminate` where the question itself is none that can be answered here.

Whose key it is and whether dates are past are no part of this question.

Source: Securing Verifiable Credentials using JOSE and COSE 1.0; the suite's command line.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import click

from guildmark.cli.errors import UnreadableSource
from guildmark.cli.output import save_output
from guildmark.cli.source import LARGEST_DOCUMENT_BYTES, load_source
from guildmark.credentials.encoding import JsonObject, parse_json
from guildmark.credentials.errors import CredentialError, InvalidDraft, UnreadableInput
from guildmark.credentials.keys import KeySigner, PrivateKey, PublicKey
from guildmark.credentials.model import Finding, check_structure, types_of
from guildmark.credentials.proofs import vc_cose, vc_jose
from guildmark.credentials.proofs.disclosures import Path, parse_path

__all__ = ["jose"]


class _Unanswerable(Exception):
    """The question is none that can be answered: an unknown feature, or no usable key."""


@dataclass(frozen=True, slots=True)
class _Feature:
    kind: str
    form: str


@click.group()
def jose() -> None:
    """Issue and verify as the VC-JOSE-COSE suite asks."""


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that both commands have."""
    needed = (
        ("--output", "output", "Where to write the result, as JSON."),
        ("--feature", "feature", "credential or presentation, _ and jose, sdjwt or cose."),
        ("--key", "key_path", "id, publicKeyJwk and secretKeyJwk, as JSON."),
        ("--input", "input_path", "What to secure, or to verify."),
    )
    for option, name, text in needed:
        command = click.option(option, name, required=True, metavar="TEXT", help=text)(command)
    return command


@jose.command()
@_options
@click.option("--sd", "paths", metavar="JSON", help='As in \'["issuer", "credentialSubject.id"]\'.')
def issue(*, input_path: str, key_path: str, feature: str, output: str, paths: str | None) -> None:
    """Secure a credential or presentation with a key."""

    def run() -> str:
        wanted, key = _feature(feature), _load_key(key_path)
        signer = _signer(key)
        return _issue(_load_object(input_path), wanted, signer=signer, disclose=_paths(paths))

    _answer(run, output)


@jose.command()
@_options
def verify(*, input_path: str, key_path: str, feature: str, output: str) -> None:
    """Tell whether a credential or presentation is secured with a key."""

    def run() -> str:
        wanted, key = _feature(feature), _load_key(key_path)
        text = load_source(input_path, limit=LARGEST_DOCUMENT_BYTES).data.decode().strip()
        _verify(text, wanted, key=_public_key(key))
        return ""

    _answer(run, output)


def _answer(run: Callable[[], str], output: str) -> None:
    """Write what came of it; a refusal of the engine is a failure, with its reason as data."""
    try:
        result, data = "success", run()
    except _Unanswerable as error:
        result, data = "indeterminate", str(error)
    except (CredentialError, UnreadableSource, UnicodeDecodeError) as error:
        result, data = "failure", str(error)
    text = json.dumps({"result": result, "data": data}, ensure_ascii=False) + "\n"
    save_output(text.encode(), output, force=True)


def _issue(
    document: JsonObject, feature: _Feature, *, signer: KeySigner, disclose: Sequence[Path]
) -> str:
    findings = [str(finding) for finding in _check_document(document, kind=feature.kind)]
    if findings:
        raise InvalidDraft(findings)
    if feature.form == "cose":
        sign = (
            vc_cose.sign_credential if feature.kind == "credential" else vc_cose.sign_presentation
        )
        # Without padding, as the suite reads it.
        return base64.b64encode(sign(document, signer=signer)).rstrip(b"=").decode("ascii")
    shown = disclose if feature.form == "sdjwt" else None
    if feature.kind == "credential":
        return vc_jose.sign_credential(document, signer=signer, disclose=shown)
    return vc_jose.sign_presentation(document, signer=signer, disclose=shown)


def _verify(text: str, feature: _Feature, *, key: PublicKey) -> None:
    """Return when it is secured with the key.

    Raises:
        CredentialError: it is not; the message says why.
    """
    parsed: vc_cose.VcCose | vc_jose.VcJose
    if feature.form == "cose":
        parsed = vc_cose.parse(_from_base64(text))
        valid = vc_cose.is_signature_valid(parsed, key=key)
        findings = vc_cose.check_claims(parsed)
    else:
        parsed = vc_jose.parse(text)
        valid = vc_jose.is_signature_valid(parsed, key=key)
        findings = vc_jose.check_claims(parsed)
    family = {"jose": "jwt", "sdjwt": "sd-jwt", "cose": "cose"}[feature.form]
    if parsed.kind != feature.kind or parsed.media_type.partition("+")[2] != family:
        raise UnreadableInput(f"The media type is {parsed.media_type}.", code="jws_type")
    if not valid:
        raise UnreadableInput("The signature is not made with this key.", code="signature")
    wrong = [*findings, *_check_document(parsed.document, kind=feature.kind)]
    if wrong:
        raise InvalidDraft([str(finding) for finding in wrong])


def _check_document(document: JsonObject, *, kind: str) -> Sequence[Finding]:
    if kind == "credential":
        return check_structure(document)
    if "VerifiablePresentation" not in types_of(document):
        return (Finding("$.type", "must name VerifiablePresentation"),)
    return tuple(vc_jose.check_enveloped(document))


def _feature(name: str) -> _Feature:
    kind, _, form = name.partition("_")
    if kind not in ("credential", "presentation") or form not in ("jose", "sdjwt", "cose"):
        raise _Unanswerable(f"There is no feature {name!r}.")
    return _Feature(kind, form)


def _load_object(path: str) -> JsonObject:
    value = parse_json(load_source(path, limit=LARGEST_DOCUMENT_BYTES).data)
    if not isinstance(value, dict):
        raise UnreadableInput("The input is JSON, but not an object.", code="not_an_object")
    return value


def _load_key(path: str) -> JsonObject:
    try:
        return _load_object(path)
    except (CredentialError, UnreadableSource) as error:
        raise _Unanswerable(f"The key: {error}") from error


def _signer(key: JsonObject) -> KeySigner:
    try:
        private = PrivateKey.from_jwk(_jwk(key, "secretKeyJwk"))
    except CredentialError as error:
        raise _Unanswerable(f"The key, secretKeyJwk: {error}") from error
    return KeySigner(private, verification_method=str(key.get("id") or ""))


def _public_key(key: JsonObject) -> PublicKey:
    try:
        return PublicKey.from_jwk(_jwk(key, "publicKeyJwk"))
    except CredentialError as error:
        raise _Unanswerable(f"The key, publicKeyJwk: {error}") from error


def _jwk(key: JsonObject, name: str) -> JsonObject:
    jwk = key.get(name)
    if not isinstance(jwk, dict):
        raise _Unanswerable(f"The key has no object {name}.")
    return jwk


def _paths(text: str | None) -> tuple[Path, ...]:
    listed = [] if text is None else parse_json(text)
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise UnreadableInput("--sd is no JSON array of texts.", code="sd_jwt_path")
    return tuple(parse_path(each) for each in listed)


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (ValueError, binascii.Error) as error:
        raise UnreadableInput(f"This is not base64: {error}.", code="cose") from error
