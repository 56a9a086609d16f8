"""Each reader of what strangers write, as a function of bytes that must never crash.

A harness takes any bytes and returns; ``CredentialError`` (for addresses ``FetchError``) is its
way of saying no. Anything else that comes out is a fault of ours, and so is taking longer than a
second. ``drive`` runs them under atheris; ``tests/credentials/test_parsers.py`` runs each over its
seeds, over small changes of them, and over everything that the fuzzer ever found (``kept/``).
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import json
import random
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from guildmark.credentials import baking
from guildmark.credentials.encoding import (
    CREDENTIALS_V2_CONTEXT,
    canonicalize_rdfc,
    check_terms,
    from_base64url,
    from_multibase,
    parse_datetime,
    parse_json,
    to_base64url,
)
from guildmark.credentials.errors import MAX_MESSAGE, CredentialError, SourceUnavailable
from guildmark.credentials.issue import build_presentation, sign_presentation, sign_token
from guildmark.credentials.keys import (
    KeySigner,
    PrivateKey,
    PublicKey,
    did_key_document,
    did_web_url,
    find_verification_method,
    resolve_did,
)
from guildmark.credentials.keys.did import did_jwk, did_jwk_document
from guildmark.credentials.keys.jws import parse_claims, parse_jws
from guildmark.credentials.model import (
    check_associations,
    check_issuable,
    check_structure,
    json_schema,
    matches_recipient,
    open_badges_2,
    profile_of,
)
from guildmark.credentials.proofs import (
    ecdsa_sd_2023,
    eddsa_jcs_2022,
    envelope,
    sd_jwt_vc,
    vc_cose,
    vc_jose,
    vc_jwt,
    vp_jwt,
)
from guildmark.credentials.proofs.ecdsa_sd_2023 import proof_value
from guildmark.credentials.status import (
    Bitstring,
    parse_status_entry,
    read_status,
    revocation_list,
    status_list_2021,
    token_list,
)
from guildmark.credentials.verify import (
    OfflineSources,
    Report,
    parse_trust,
    verify_credential,
    verify_presentation,
)
from guildmark.fetch import FetchError
from guildmark.fetch.addresses import is_public, parse_target
from guildmark.testing import Clock, IssuerSimulator
from tests.fuzzing.mutation import mutate

__all__ = ["PARSERS", "Parser", "vary"]

NOW: Final = datetime(2026, 11, 22, 10, tzinfo=UTC)
_VERDICTS: Final = frozenset({"valid", "not valid", "cannot tell", "unreadable"})


@dataclass(frozen=True, slots=True)
class Parser:
    """One reader.

    Attributes:
        run: takes any bytes; raises only where we are at fault.
        seeds: makes well-formed inputs to begin from.
        is_json: whether inputs are JSON, which is then changed by its parts too.
    """

    run: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    is_json: bool = False


@contextlib.contextmanager
def _refusals() -> Any:
    """Let a refusal pass; it must say something."""
    try:
        yield
    except (CredentialError, FetchError) as error:
        assert error.code, "a refusal without a code"
        assert error.message, "a refusal without words"
        assert len(error.message) <= MAX_MESSAGE, "a refusal that repeats the input"
        assert error.message.encode("utf-8")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _json(data: bytes) -> Any:
    try:
        return parse_json(data)
    except CredentialError:
        return None


def _object(data: bytes) -> dict[str, Any]:
    found = _json(data)
    return found if isinstance(found, dict) else {}


# One issuer for all seeds; equal seeds give equal keys.
@functools.cache
def _issuer() -> IssuerSimulator:
    return IssuerSimulator(clock=Clock(NOW))


@functools.cache
def _key(algorithm: Any) -> PrivateKey:
    rng = random.Random(7)
    return PrivateKey.generate(algorithm) if algorithm == "RSA" else PrivateKey.generate(
        algorithm, rng.randbytes
    )  # fmt: skip


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def vary(data: bytes, *, rng: random.Random, is_json: bool) -> bytes:
    """Return other bytes near these: by parts of the JSON in them, or byte by byte."""
    if is_json and rng.random() < 0.9:
        with contextlib.suppress(ValueError, RecursionError):
            changed = mutate(json.loads(data), rng=rng, changes=rng.choice((1, 1, 1, 2, 4)))
            return json.dumps(changed, ensure_ascii=rng.random() < 0.5).encode(
                "utf-8", "surrogatepass"
            )
    changed_bytes = bytearray(data or b"\0")
    for _ in range(rng.choice((1, 1, 2, 8))):
        where = rng.randrange(len(changed_bytes))
        what = rng.randrange(4)
        if what == 0:
            changed_bytes[where] = rng.randrange(256)
        elif what == 1:
            del changed_bytes[where : where + rng.choice((1, 4, 40))]
        elif what == 2:
            changed_bytes[where:where] = changed_bytes[where : where + rng.choice((1, 8, 64))]
        else:
            changed_bytes[where:where] = rng.randbytes(rng.choice((1, 4)))
        if not changed_bytes:
            return b""
    return bytes(changed_bytes)


# JSON


def _read_json(data: bytes) -> None:
    with _refusals():
        value = parse_json(data)
        # What is read is written and read again as the same.
        assert parse_json(json.dumps(value)) == value


def _json_seeds() -> list[bytes]:
    return [
        b'{"a":[1,2.5,-0,1e3,"\\u00e9\\ud83d\\ude00",null,true,{"b":{}}]}',
        b"[" * 40 + b"]" * 40,
        b'{"a":1,"a":2}',
        b"NaN",
        b'"\\ud800"',
        b"1e999",
        b"9007199254740993",
        b"\xef\xbb\xbf{}",
    ]


# Multibase, dates, addresses


def _read_multibase(data: bytes) -> None:
    text = _text(data)
    with _refusals():
        from_multibase(text)
    with _refusals():
        assert to_base64url(from_base64url(text)) == text


def _read_dates(data: bytes) -> None:
    for assume_utc in (False, True):
        with _refusals():
            assert parse_datetime(_text(data), assume_utc=assume_utc).tzinfo is not None


def _read_address(data: bytes) -> None:
    text = _text(data)
    is_public(text)
    with _refusals():
        target = parse_target(text)
        assert parse_target(target.url) == target


# Keys and DIDs


def _read_key(data: bytes) -> None:
    text = _text(data)
    for read in (
        PublicKey.parse,
        PrivateKey.parse,
        did_key_document,
        did_jwk_document,
        did_web_url,
    ):
        with _refusals():
            read(text)
    answer = resolve_did(text, fetch=_nothing)
    assert answer.keys() == {"didDocument", "didDocumentMetadata", "didResolutionMetadata"}


def _nothing(name: str) -> dict[str, Any]:
    raise SourceUnavailable(f"{name[:50]} does not answer.")


def _key_seeds() -> list[bytes]:
    seeds: list[str] = []
    for algorithm in ("Ed25519", "P-256", "P-384", "P-521"):
        key = _key(algorithm)
        seeds += [did_jwk(key.public_key.to_jwk())]
        with contextlib.suppress(CredentialError):
            seeds += [key.public_multikey, key.private_multikey, f"did:key:{key.public_multikey}"]
    seeds += ["did:web:guild.example%3A8443:issuers:guild", "did:web:x.example", "did:example:x"]
    return [seed.encode() for seed in seeds]


def _read_jwk(data: bytes) -> None:
    document = _object(data)
    with _refusals():
        key = PublicKey.from_jwk(document)
        assert PublicKey.from_jwk(key.to_jwk()) == key
        key.is_signature_of(b"x", signature=b"\1" * 64)
    with _refusals():
        PrivateKey.from_jwk(document)
    method = document.get("use")
    with _refusals():
        find_verification_method(document, method_id=str(method or f"{document.get('id')}#key-1"))
    with _refusals():
        sd_jwt_vc.find_issuer_key(document, kid=None)


def _jwk_seeds() -> list[bytes]:
    issuer = IssuerSimulator(clock=Clock(NOW), origin="https://guild.example")
    documents: list[Any] = [issuer.did_document]
    for algorithm in ("Ed25519", "P-256", "P-384", "P-521", "RSA"):
        key = _key(algorithm)
        jwk = key.public_key.to_jwk()
        method = {"id": "#key-1", "type": "JsonWebKey", "controller": "did:web:x.example",
                  "publicKeyJwk": jwk}  # fmt: skip
        documents += [
            jwk,
            key.to_jwk(),
            {"keys": [jwk]},
            {"id": "did:web:x.example", "verificationMethod": [method],
             "assertionMethod": ["#key-1"]},
        ]  # fmt: skip
    return [_dump(document) for document in documents]


# Tokens


def _read_jws(data: bytes) -> None:
    text = _text(data)
    with _refusals():
        parse_claims(parse_jws(text))
    for module in (vc_jwt, vc_jose, vp_jwt):
        with _refusals():
            token = module.parse(text)
            module.check_claims(token)
            for algorithm in ("Ed25519", "P-256"):
                module.is_signature_valid(token, key=_key(algorithm).public_key)
    with _refusals():
        open_badges_2.parse_signed_badge(text)


def _make_jws(data: bytes) -> None:
    """Take JSON as ``[header, payload]`` and read the token that it makes."""
    parts = _json(data)
    if isinstance(parts, list) and len(parts) == 2:
        token = ".".join([*(to_base64url(_dump(part)) for part in parts), to_base64url(b"s" * 64)])
        _read_jws(token.encode())
        _read_sd_jwt(f"{token}~".encode())


_FORMS: Final[tuple[Literal["vc-jwt", "vc-jose"], ...]] = ("vc-jwt", "vc-jose")


@functools.cache
def _tokens() -> list[str]:
    signer = KeySigner.of_did_key(_key("P-256"))
    draft = {**_issuer().draft(), "issuer": signer.did}
    tokens = [sign_token(draft, signer=signer, form=form) for form in _FORMS]
    tokens.append(vc_jose.sign_presentation(_presentation(tokens[1]), signer=signer))
    return tokens


def _presentation(token: str) -> dict[str, Any]:
    return {
        "@context": [CREDENTIALS_V2_CONTEXT],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [vc_jose.envelop(token)],
    }


def _jws_seeds() -> list[bytes]:
    return [token.encode() for token in _tokens()]


def _jws_part_seeds() -> list[bytes]:
    parts = [[json.loads(from_base64url(part)) for part in token.split(".")[:2]]
             for token in [*_tokens(), _sd_jwt().split("~")[0]]]  # fmt: skip
    badge = {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "urn:x",
             "badge": "https://x.example/b", "verification": {"type": "SignedBadge"}}  # fmt: skip
    return [_dump(each) for each in [*parts, [{"alg": "RS256"}, badge]]]


@functools.cache
def _sd_jwt() -> str:
    signer = KeySigner.of_did_key(_key("P-256"))
    claims = {"iss": signer.did, "given_name": "Ada", "address": {"city": "London"},
              "nationalities": ["GB", "FR"], "iat": 1_700_000_000}  # fmt: skip
    return sd_jwt_vc.issue(
        claims, vct="https://x.example/type", signer=signer,
        disclose=[("given_name",), ("address", "city")],
        holder_jwk=_key("P-256").public_key.to_jwk(),
    )  # fmt: skip


def _read_sd_jwt(data: bytes) -> None:
    with _refusals():
        token = sd_jwt_vc.parse(_text(data))
        sd_jwt_vc.check_claims(token)
        sd_jwt_vc.is_signature_valid(token, key=_key("P-256").public_key)
        sd_jwt_vc.check_key_binding(token, audience="https://x.example", nonce="n", now=NOW)


def _sd_jwt_seeds() -> list[bytes]:
    token = _sd_jwt()
    shown = sd_jwt_vc.present(
        token, disclose=None, holder_signer=KeySigner.of_did_key(_key("P-256")),
        audience="https://x.example", nonce="n", now=NOW,
    )  # fmt: skip
    return [token.encode(), shown.encode()]


def _read_cose(data: bytes) -> None:
    with _refusals():
        message = vc_cose.parse(data)
        vc_cose.check_claims(message)
        vc_cose.is_signature_valid(message, key=_key("P-256").public_key)


def _cose_seeds() -> list[bytes]:
    signer = KeySigner.of_did_key(_key("P-256"))
    return [vc_cose.sign_credential({**_issuer().draft(), "issuer": signer.did}, signer=signer)]


def _read_envelope(data: bytes) -> None:
    with _refusals():
        envelope.open_envelope(_object(data))


def _envelope_seeds() -> list[bytes]:
    return [_dump(vc_jose.envelop(_tokens()[1])), _dump(vc_cose.envelop(_cose_seeds()[0]))]


# Selective disclosure


def _read_proof_value(data: bytes) -> None:
    for text in (
        _text(data),
        "u" + to_base64url(b"\xd9\x5d\x00" + data),
        "u" + to_base64url(b"\xd9\x5d\x01" + data),
    ):
        for read in (proof_value.parse_base, proof_value.parse_derived):
            with _refusals():
                read(text)


@functools.cache
def _selective() -> tuple[dict[str, Any], dict[str, Any]]:
    signer = KeySigner.of_did_key(_key("P-256"))
    draft = {**_issuer().draft(), "issuer": signer.did}
    base = ecdsa_sd_2023.add_base_proof(
        draft, signer=signer, created=NOW, mandatory_pointers=("/issuer", "/validFrom")
    )
    return base, ecdsa_sd_2023.derive(base, selective_pointers=("/credentialSubject/id",))


def _proof_value_seeds() -> list[bytes]:
    texts = [document["proof"]["proofValue"] for document in _selective()]
    return [from_base64url(text[1:])[3:] for text in texts] + [text.encode() for text in texts]


def _read_derivation(data: bytes) -> None:
    """Take JSON as ``{"document": …, "pointers": […]}`` and derive from it."""
    wish = _object(data)
    document, pointers = wish.get("document"), wish.get("pointers")
    if isinstance(document, dict):
        with _refusals():
            ecdsa_sd_2023.derive(document, selective_pointers=pointers)  # type: ignore[arg-type]
        with _refusals():
            proof = document.get("proof")
            if isinstance(proof, dict):
                ecdsa_sd_2023.is_proof_valid(document, proof=proof, key=_key("P-256").public_key)


def _derivation_seeds() -> list[bytes]:
    base, derived = _selective()
    return [_dump({"document": base, "pointers": ["/credentialSubject"]}),
            _dump({"document": derived, "pointers": []})]  # fmt: skip


# Images


def _read_png(data: bytes) -> None:
    for image in (data, b"\x89PNG\r\n\x1a\n" + data):
        with _refusals():
            baking.extract(image)
        with _refusals():
            assert baking.unbake(baking.bake(image, '{"a": 1}')) == '{"a": 1}'


def _png_seeds() -> list[bytes]:
    plain = _png((b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0"), (b"IDAT", zlib.compress(b"\0\0")))
    packed = b"openbadgecredential\0\1\0\0\0" + zlib.compress(b'{"a": 1}')
    return [
        plain,
        baking.bake(plain, '{"a": 1}'),
        _png((b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0"), (b"iTXt", packed)),
        _png((b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0"), (b"tEXt", b"openbadges\0https://x")),
    ]


def _png(*chunks: tuple[bytes, bytes]) -> bytes:
    written = b"\x89PNG\r\n\x1a\n"
    for kind, data in (*chunks, (b"IEND", b"")):
        body = kind + data
        written += len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    return written


def _read_svg(data: bytes) -> None:
    from guildmark.credentials.baking.svg import bake_svg, extract_svg

    with _refusals():
        extract_svg(data)
    with _refusals():
        assert extract_svg(bake_svg(data, '{"a": "]]>"}')).text == '{"a": "]]>"}'


def _svg_seeds() -> list[bytes]:
    from guildmark.credentials.baking.svg import bake_svg

    plain = b'<?xml version="1.0"?><!-- <svg> --><svg xmlns="http://www.w3.org/2000/svg"><g/></svg>'
    own = b'<s:svg xmlns:s="http://www.w3.org/2000/svg" a="1"/>'
    two = bake_svg(bake_svg(plain, '{"a": 1}'), "https://x.example/1", version=2)
    token = bake_svg(plain, _tokens()[0])
    dtd = b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
    return [plain, own, two, token, dtd]


# Status


def _read_bitstring(data: bytes) -> None:
    for text in (_text(data), "u" + to_base64url(gzip.compress(data, 1, mtime=0)),
                 "u" + to_base64url(data)):  # fmt: skip
        with _refusals():
            bits = Bitstring.decode(text)
            bits.get(len(bits) - 1)


def _bitstring_seeds() -> list[bytes]:
    encoded = Bitstring.of([0, 7, 131_071]).encode()
    return [encoded.encode(), from_base64url(encoded[1:]), bytes(16_384)]


def _read_status(data: bytes) -> None:
    """Take JSON as ``{"entry": …, "list": …}`` and look the entry up."""
    asked = _object(data)
    entry, listed = asked.get("entry"), asked.get("list")
    if not isinstance(entry, dict) or not isinstance(listed, dict):
        return
    with _refusals():
        read_status(parse_status_entry(entry), listed)
    with _refusals():
        status_list_2021.read_status(status_list_2021.parse_entry(entry), listed)
    with _refusals():
        revocation_list.parse_entry(entry)
        revocation_list.read_status(listed, credential_id="urn:x", issuer_id="did:x")
    with _refusals():
        open_badges_2.find_revocation(listed, assertion=entry, issuer_id="did:x")
    with _refusals():
        token_list.parse_token_status(entry)
    with _refusals():
        token_list.TokenStatusList.decode(listed)


def _status_seeds() -> list[bytes]:
    issuer = _issuer()
    badge = issuer.award()
    status, listed = badge["credentialStatus"], issuer.status_list()
    old = {**status, "type": "StatusList2021Entry"}
    plain = {"id": "https://x.example/l", "type": "1EdTechRevocationList"}
    revoked = {"issuer": "did:x", "revokedCredential": [{"id": "urn:x"}]}
    token = token_list.TokenStatusList.empty(64).encode()
    return [
        _dump({"entry": status, "list": listed}),
        _dump({"entry": {**status, "statusSize": 2, "statusMessage": []}, "list": listed}),
        _dump({"entry": old, "list": listed}),
        _dump({"entry": plain, "list": revoked}),
        _dump({"entry": {"id": "urn:x"}, "list": {"issuer": "did:x", "revokedAssertions": ["x"]}}),
        _dump({"entry": {"status": token_list.build_token_status(uri="u", index=1)},
               "list": token}),
    ]  # fmt: skip


def _read_token_list(data: bytes) -> None:
    with _refusals():
        token_list.parse_status_list_token(_text(data), uri="https://x.example/s", now=NOW)
    for bits in (1, 8):
        with _refusals():
            packed = to_base64url(zlib.compress(data, 1))
            token_list.TokenStatusList.decode({"bits": bits, "lst": packed})
        with _refusals():
            token_list.TokenStatusList.decode({"bits": bits, "lst": to_base64url(data)})


def _token_list_seeds() -> list[bytes]:
    statuses = token_list.TokenStatusList.empty(1024, bits=2).with_status(3, 1)
    token = token_list.build_status_list_token(
        statuses, uri="https://x.example/s", signer=KeySigner.of_did_key(_key("P-256")),
        issued_at=NOW, expires=NOW + timedelta(days=1), ttl=timedelta(minutes=5),
    )  # fmt: skip
    return [token.encode(), zlib.compress(bytes(64))]


# Documents


def _canonicalize(data: bytes) -> None:
    document = _object(data)
    with _refusals():
        canonical = canonicalize_rdfc(document)
        assert canonicalize_rdfc(json.loads(_dump(document))) == canonical
    with _refusals():
        check_terms(document)


def _document_seeds() -> list[bytes]:
    draft = _issuer().draft()
    small = {
        "@context": [CREDENTIALS_V2_CONTEXT],
        "id": "urn:x",
        "type": ["VerifiableCredential"],
        "issuer": "did:x:y",
        "credentialSubject": {"id": "did:x:z", "name": "Ada"},
    }
    return [_dump(small), _dump(draft), _dump(_issuer().status_list())]


def _read_trust(data: bytes) -> None:
    with _refusals():
        trust = parse_trust(data)
        assert parse_trust(json.dumps(trust.to_json())) == trust


def _trust_seeds() -> list[bytes]:
    return [_dump(_issuer().trust(recognised_by=["A"]))]


def _check_report(report: Report) -> None:
    assert report.verdict in _VERDICTS
    assert json.loads(json.dumps(report.to_json())) == report.to_json()
    for check in report.checks:
        assert check.clause
        assert 0 < len(check.reason) <= MAX_MESSAGE
        assert check.reason.encode("utf-8")


def _verify(data: bytes) -> None:
    """Nothing but a report may come out, whatever goes in; and nothing unsigned is valid."""
    trust = parse_trust(json.dumps(_issuer().trust()))
    _check_report(verify_credential(data, sources=OfflineSources(trust), now=NOW))


def _verify_shown(data: bytes) -> None:
    verify_presentation(
        data, sources=OfflineSources(), now=NOW, challenge="c", domain="d"
    ).to_json()


def _credential_seeds() -> list[bytes]:
    base, derived = _selective()
    badges = [
        {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion",
         "id": "https://x.example/1", "badge": "https://x.example/b",
         "recipient": {"type": "email", "hashed": False, "identity": "a@x.example"},
         "issuedOn": "2026-01-01T00:00:00Z", "verification": {"type": "hosted"}},
    ]  # fmt: skip
    tokens = [*_tokens(), _sd_jwt()]
    return [
        *(_dump(each) for each in (_issuer().award(), base, derived, *badges)),
        *_envelope_seeds(),
        *(token.encode() for token in tokens),
    ]


def _presentation_seeds() -> list[bytes]:
    signer = KeySigner.of_did_key(_key("Ed25519"))
    shown = build_presentation([_issuer().award()], holder=signer.did)
    signed = sign_presentation(shown, signer=signer, created=NOW, challenge="c", domain="d")
    return [_dump(shown), _dump(signed), _tokens()[2].encode(), _dump(_presentation(_tokens()[1]))]


def _check_shapes(data: bytes) -> None:
    """Rules over JSON of any shape: each answers, and leaves what it was given alone."""
    document = _object(data)
    before = json.dumps(document)
    for findings in (check_structure(document), check_issuable(document)):
        assert all(finding.path.startswith("$") and finding.problem for finding in findings)
    assert check_associations(document) is not None
    assert matches_recipient(document, email="ada@x.example") in (True, False, None)
    profile_of(document)
    assert json.dumps(document) == before


def _shape_seeds() -> list[bytes]:
    badge = _issuer().draft()
    older = {**badge, "issuanceDate": badge["validFrom"]}
    older["@context"] = ["https://www.w3.org/2018/credentials/v1", badge["@context"][1]]
    digests = [{"id": "https://x.example/", "digestSRI": "sha384-" + "A" * 64}]
    return [_dump({**badge, "relatedResource": digests}), _dump(older), *_credential_seeds()[3:4]]


def _check_schema(data: bytes) -> None:
    """Take JSON as ``{"document": …, "schema": …}``; the schema is a stranger's too."""
    both = _object(data)
    document, schema = both.get("document"), both.get("schema")
    if not isinstance(document, dict) or not isinstance(schema, dict):
        return
    for entry in json_schema.schema_entries(document)[:2]:
        json_schema.check_credential_schema(document, entry=entry, schema=schema)
    answer = json_schema.check_json_schema(document, schema=schema)
    assert answer.outcome in ("success", "failure", "indeterminate")
    assert bool(answer.code) == (answer.outcome != "success")


def _schema_seeds() -> list[bytes]:
    inner = {"type": "object", "required": ["a"], "properties": {"a": {"pattern": "^[a-z]+$"}}}
    schema = {
        "$id": "https://x.example/schema",
        "$schema": "https://json-schema.org/draft/2019-09/schema",
        "$defs": {"inner": inner},
        "properties": {
            "credentialSubject": {"oneOf": [{"$ref": "#/$defs/inner"}, {"type": "array"}]},
            "name": {"format": "email", "uniqueItems": True, "enum": ["a", 1]},
        },
        "patternProperties": {"^x": False},
    }
    document = {
        "credentialSubject": {"a": "b"},
        "credentialSchema": {"id": schema["$id"], "type": "1EdTechJsonSchemaValidator2019"},
    }
    newer = {**schema, "$schema": "https://json-schema.org/draft/2020-12/schema"}
    return [_dump({"document": document, "schema": each}) for each in (schema, newer)]


class _HostileSources:
    """Answers with whatever an attacker who has the issuer's key would publish."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self._answers = answers

    def did_document(self, did: str) -> Any:
        return self._find(did)

    def status_list(self, url: str) -> Any:
        return self._find(url)

    def document(self, url: str, *, accept: str) -> bytes:
        found = self._find(url)
        return (found if isinstance(found, str) else json.dumps(found)).encode(
            "utf-8", "surrogatepass"
        )

    def recognitions(self, issuer_id: str) -> tuple[str, ...] | None:
        return None

    def _find(self, name: str) -> Any:
        if name not in self._answers:
            raise SourceUnavailable(f"{name[:50]} does not answer.")
        return self._answers[name]


def _verify_hostile_issuer(data: bytes) -> None:
    """Sign whatever is asked, with a key that the issuer lists, and publish whatever is asked.

    So the steps behind the proof are reached: status, refresh, dates, what is inside.
    """
    wish = _object(data)
    draft, answers = wish.get("draft"), wish.get("answers")
    if not isinstance(draft, dict) or not isinstance(answers, dict):
        return
    draft.pop("proof", None)
    with _refusals():
        document = eddsa_jcs_2022.add_proof(draft, signer=_issuer().signer, created=NOW)
        signed = {
            name: eddsa_jcs_2022.add_proof(each, signer=_issuer().signer, created=NOW)
            if isinstance(each, dict) and "@context" in each and "proof" not in each
            else each
            for name, each in answers.items()
        }
        _check_report(verify_credential(document, sources=_HostileSources(signed), now=NOW))


def _hostile_seeds() -> list[bytes]:
    issuer = _issuer()
    status = issuer.award()["credentialStatus"]
    listed = {key: value for key, value in issuer.status_list().items() if key != "proof"}
    url = status["statusListCredential"]
    plain = {"id": "https://guild.example/r", "type": "1EdTechRevocationList"}
    draft = issuer.draft(
        credentialStatus=[status, plain],
        refreshService={"id": "https://guild.example/n", "type": "1EdTechCredentialRefresh"},
        validUntil="2027-01-01T00:00:00Z",
        endorsement=[{"type": ["VerifiableCredential", "EndorsementCredential"]}],
    )  # fmt: skip
    newer = issuer.draft(validFrom="2026-11-22T10:00:00Z")
    revoked = {"issuer": issuer.did, "revokedCredential": []}
    record = {
        **draft,
        "type": ["VerifiableCredential", "ClrCredential"],
        "credentialSubject": {"type": ["ClrSubject"], "verifiableCredential": [draft]},
    }
    answers = {url: listed, "https://guild.example/n": newer, "https://guild.example/r": revoked}
    return [_dump({"draft": each, "answers": answers}) for each in (draft, record)]


PARSERS: Final[dict[str, Parser]] = {
    "json": Parser(_read_json, _json_seeds),
    "multibase": Parser(_read_multibase, _key_seeds),
    "dates": Parser(_read_dates, lambda: [b"2026-01-01T00:00:00Z", b"2026-01-01T24:00:00.5+01:00"]),
    "addresses": Parser(
        _read_address,
        lambda: [b"https://x.example:8443/a?b#c", b"https://[::1]/", b"https://127.1"],
    ),
    "keys and DIDs": Parser(_read_key, _key_seeds),
    "JWK and DID documents": Parser(_read_jwk, _jwk_seeds, is_json=True),
    "compact JWS": Parser(_read_jws, _jws_seeds),
    "JWS by parts": Parser(_make_jws, _jws_part_seeds, is_json=True),
    "SD-JWT": Parser(_read_sd_jwt, _sd_jwt_seeds),
    "COSE": Parser(_read_cose, _cose_seeds),
    "envelopes": Parser(_read_envelope, _envelope_seeds, is_json=True),
    "sd-2023 proof values": Parser(_read_proof_value, _proof_value_seeds),
    "sd-2023 derivation": Parser(_read_derivation, _derivation_seeds, is_json=True),
    "PNG": Parser(_read_png, _png_seeds),
    "SVG": Parser(_read_svg, _svg_seeds),
    "bitstring lists": Parser(_read_bitstring, _bitstring_seeds),
    "status entries": Parser(_read_status, _status_seeds, is_json=True),
    "token lists": Parser(_read_token_list, _token_list_seeds),
    "canonical forms": Parser(_canonicalize, _document_seeds, is_json=True),
    "trust files": Parser(_read_trust, _trust_seeds, is_json=True),
    "credentials": Parser(_verify, _credential_seeds, is_json=True),
    "shapes": Parser(_check_shapes, _shape_seeds, is_json=True),
    "JSON Schemas": Parser(_check_schema, _schema_seeds, is_json=True),
    "presentations": Parser(_verify_shown, _presentation_seeds, is_json=True),
    "a hostile issuer": Parser(_verify_hostile_issuer, _hostile_seeds, is_json=True),
}
