"""One badge in each form that is verified, good and bad, from one issuer with keys of each kind.

A *form* turns a draft into what is handed over. The matrix in ``test_formats`` makes of each form
the good one, one changed, one signed by a stranger, and so on, and looks at the exact answer.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from guildmark.credentials.encoding import format_datetime, from_base64url, to_base64url
from guildmark.credentials.keys import (
    Algorithm,
    KeySigner,
    PrivateKey,
    VerificationMethod,
    build_did_document,
)
from guildmark.credentials.keys.jws import build_jws
from guildmark.credentials.proofs import (
    ecdsa_sd_2023,
    sd_jwt_vc,
    vc_cose,
    vc_jose,
    vc_jwt,
)
from guildmark.credentials.proofs.proof_sets import add_proof
from guildmark.credentials.proofs.suite import signing_suite
from guildmark.credentials.status import (
    Bitstring,
    build_status_entry,
    build_status_list_credential,
)
from guildmark.credentials.status.token_list import (
    INVALID,
    TokenStatusList,
    build_status_list_token,
    build_token_status,
)
from tests.credentials.judging import NOW

Json = dict[str, Any]

ORIGIN = "https://guild.example"
DID = "did:web:guild.example"
STRANGER = "did:web:stranger.example"
LIST = f"{ORIGIN}/status/1"
TOKEN_LIST = f"{ORIGIN}/status/token"
V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_KINDS: tuple[Algorithm, ...] = ("Ed25519", "P-256", "P-384", "RSA")
_INDEX = 42


@cache
def _key(owner: str, algorithm: Algorithm) -> PrivateKey:
    # RSA keys take a second to make; they protect nothing here.
    return PrivateKey.generate(algorithm)


@dataclass(frozen=True)
class Issuer:
    """An issuer with a key of each kind, and all that it publishes."""

    did: str = DID
    revoked: bool = False

    def signer(self, algorithm: Algorithm) -> KeySigner:
        """Return the signer of one kind."""
        method = f"{self.did}#{algorithm.lower()}"
        return KeySigner(_key(self.did, algorithm), verification_method=method)

    @property
    def did_document(self) -> Json:
        """What its DID yields."""
        methods = [
            VerificationMethod(f"{self.did}#{kind.lower()}", _key(self.did, kind).public_key)
            for kind in _KINDS
        ]
        return build_did_document(did=self.did, methods=methods)

    def documents(self) -> dict[str, Any]:
        """Return all that verifiers may ask for."""
        bits = Bitstring.empty().with_bit(_INDEX, self.revoked)
        unsigned = build_status_list_credential(
            id=LIST,
            issuer=self.did,
            purpose="revocation",
            bitstring=bits,
            valid_from=NOW,
            valid_until=NOW + timedelta(days=1),
            ttl=timedelta(minutes=5),
        )
        suite = signing_suite("eddsa-rdfc-2022")
        assert suite is not None
        statuses = TokenStatusList.empty(1024, bits=2)
        token = build_status_list_token(
            statuses.with_status(_INDEX, INVALID) if self.revoked else statuses,
            uri=TOKEN_LIST,
            signer=self.signer("P-256"),
            issued_at=NOW,
            expires=NOW + timedelta(days=1),
            ttl=timedelta(minutes=5),
        )
        return {
            self.did: self.did_document,
            LIST: suite.add_proof(unsigned, signer=self.signer("Ed25519"), created=NOW),
            TOKEN_LIST: token,
        }


def draft(**changes: Any) -> Json:
    """Return an unsigned Open Badge with a status entry."""
    document: Json = {
        "@context": [V2, OB3],
        "id": "urn:uuid:0f9e1d52-6a52-4c0a-9a1a-2f0a3b9a1c11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": DID, "type": ["Profile"], "name": "Wheelwrights' Guild"},
        "validFrom": format_datetime(NOW - timedelta(days=2)),
        "name": "Wheel truing",
        "credentialStatus": build_status_entry(list_url=LIST, index=_INDEX, purpose="revocation"),
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": f"{ORIGIN}/achievements/wheel-truing",
                "type": ["Achievement"],
                "name": "Wheel truing",
                "description": "Trues a spoked wheel to half a millimetre.",
                "criteria": {"narrative": "Three wheels."},
            },
        },
    }
    document |= changes
    return {name: value for name, value in document.items() if value is not None}


def draft_1_1(**changes: Any) -> Json:
    """Return a credential of the VC Data Model 1.1."""
    ended = changes.pop("validUntil", None)
    if ended is not None:
        changes["expirationDate"] = ended
    document = {
        "@context": [V1, "https://w3id.org/security/suites/ed25519-2020/v1"],
        "id": "urn:uuid:0f9e1d52-6a52-4c0a-9a1a-2f0a3b9a1c12",
        "type": ["VerifiableCredential"],
        "issuer": DID,
        "issuanceDate": format_datetime(NOW - timedelta(days=2)),
        "credentialSubject": {"id": "did:example:ada"},
    }
    return document | changes


Issue = Callable[[Issuer, Json], Any]


@dataclass(frozen=True)
class Form:
    """One form.

    Attributes:
        issue: signs a draft with an issuer's key and returns what is handed over.
        tamper: changes what is said, not the signature.
        draft: what is signed.
        profile: what the report must name.
        has_status: whether its drafts have a status entry.
    """

    issue: Issue
    tamper: Callable[[Any], Any]
    profile: str
    draft: Callable[..., Json] = field(default=draft)
    has_status: bool = True


def _embedded(suite_name: str, algorithm: Algorithm) -> Issue:
    def issue(issuer: Issuer, document: Json) -> Json:
        suite = signing_suite(suite_name)
        assert suite is not None
        return suite.add_proof(document, signer=issuer.signer(algorithm), created=NOW)

    return issue


def _derived(issuer: Issuer, document: Json) -> Json:
    signer = issuer.signer("P-256")
    pointers = ["/issuer", "/validFrom", "/validUntil", "/credentialStatus"]
    mandatory = [p for p in pointers if p[1:] in document]
    base = ecdsa_sd_2023.add_base_proof(
        document, signer=signer, created=NOW, mandatory_pointers=mandatory
    )
    return ecdsa_sd_2023.derive(base, selective_pointers=["/name", "/credentialSubject", "/id"])


def _set(issuer: Issuer, document: Json) -> Json:
    signed = _embedded("eddsa-rdfc-2022", "Ed25519")(issuer, document)
    suite = signing_suite("ecdsa-rdfc-2019")
    assert suite is not None
    return add_proof(signed, suite=suite, signer=issuer.signer("P-384"), created=NOW)


def _chain(issuer: Issuer, document: Json) -> Json:
    suite = signing_suite("eddsa-rdfc-2022")
    assert suite is not None
    first = suite.add_proof(
        document, signer=issuer.signer("Ed25519"), created=NOW, proof_id="urn:uuid:first"
    )
    second = signing_suite("ecdsa-rdfc-2019")
    assert second is not None
    return add_proof(
        first,
        suite=second,
        signer=issuer.signer("P-256"),
        created=NOW,
        previous_proof="urn:uuid:first",
    )


def _ob3_jwt(algorithm: Algorithm) -> Issue:
    return lambda issuer, document: vc_jwt.sign(document, signer=issuer.signer(algorithm))


def _jose(algorithm: Algorithm) -> Issue:
    return lambda issuer, document: vc_jose.sign_credential(
        document, signer=issuer.signer(algorithm)
    )


def _jose_sd(issuer: Issuer, document: Json) -> str:
    return vc_jose.sign_credential(document, signer=issuer.signer("P-256"), disclose=[("name",)])


def _enveloped(issuer: Issuer, document: Json) -> Json:
    return vc_jose.envelop(_jose("Ed25519")(issuer, document))


def _cose(issuer: Issuer, document: Json) -> Json:
    return vc_cose.envelop(vc_cose.sign_credential(document, signer=issuer.signer("P-256")))


def _sd_jwt(issuer: Issuer, document: Json) -> str:
    claims = {name: value for name, value in document.items() if name != "vct"}
    return sd_jwt_vc.issue(claims, vct=document["vct"], signer=issuer.signer("P-256"))


def claims(**changes: Any) -> Json:
    """Return the claims of an SD-JWT VC."""
    document: Json = {
        "vct": f"{ORIGIN}/types/micro-credential",
        "iss": DID,
        "iat": int(NOW.timestamp()),
        "title": "Wheel truing",
        "status": build_token_status(uri=TOKEN_LIST, index=_INDEX),
    }
    ended = changes.pop("validUntil", None)
    if ended is not None:
        document["exp"] = int(datetime.fromisoformat(ended).astimezone(UTC).timestamp())
    return document | changes


def _change_json(document: Json) -> Json:
    name = "name" if "name" in document else "id"
    return {**document, name: "urn:uuid:0f9e1d52-6a52-4c0a-9a1a-2f0a3b9a1c99"}


def _change_token(token: str) -> str:
    head, payload, rest = token.split(".", 2)
    said = json.loads(from_base64url(payload))
    name = next(n for n in ("name", "title", "issuedOn", "validFrom") if n in said)
    said[name] = said[name].replace("2026", "2025") if "2026" in said[name] else "Doctor"
    return f"{head}.{to_base64url(json.dumps(said).encode())}.{rest}"


def _change_envelope(document: Json) -> Json:
    prefix, _, token = document["id"].partition(",")
    return {**document, "id": f"{prefix},{_change_token(token)}"}


def _change_cose(document: Json) -> Json:
    prefix, _, text = document["id"].partition(",")
    message = base64.b64decode(text + "=" * (-len(text) % 4))
    changed = message.replace(b"Wheel truing", b"Wheel doctor", 1)
    return {**document, "id": f"{prefix},{base64.b64encode(changed).rstrip(b'=').decode()}"}


def signed_badge(issuer: Issuer, document: Json) -> str:
    """Return an Open Badges 2.0 assertion as a JWS."""
    return build_jws(document, header={}, signer=issuer.signer("RSA"))


_OB = "Open Badges 3.0"
FORMS: dict[str, Form] = {
    "eddsa-rdfc-2022": Form(_embedded("eddsa-rdfc-2022", "Ed25519"), _change_json, _OB),
    "eddsa-jcs-2022": Form(_embedded("eddsa-jcs-2022", "Ed25519"), _change_json, _OB),
    "ecdsa-rdfc-2019, P-256": Form(_embedded("ecdsa-rdfc-2019", "P-256"), _change_json, _OB),
    "ecdsa-rdfc-2019, P-384": Form(_embedded("ecdsa-rdfc-2019", "P-384"), _change_json, _OB),
    "ecdsa-jcs-2019, P-256": Form(_embedded("ecdsa-jcs-2019", "P-256"), _change_json, _OB),
    "ecdsa-jcs-2019, P-384": Form(_embedded("ecdsa-jcs-2019", "P-384"), _change_json, _OB),
    "ecdsa-sd-2023, derived": Form(_derived, _change_json, _OB),
    "a set of proofs": Form(_set, _change_json, _OB),
    "a chain of proofs": Form(_chain, _change_json, _OB),
    "Ed25519Signature2020 on VC 1.1": Form(
        _embedded("Ed25519Signature2020", "Ed25519"),
        _change_json,
        "VC Data Model 1.1",
        draft_1_1,
        has_status=False,
    ),
    "VC-JWT, RS256": Form(_ob3_jwt("RSA"), _change_token, f"{_OB} (VC-JWT)"),
    "VC-JWT, ES256": Form(_ob3_jwt("P-256"), _change_token, f"{_OB} (VC-JWT)"),
    "vc+jwt, EdDSA": Form(_jose("Ed25519"), _change_token, f"{_OB} (VC-JOSE-COSE)"),
    "vc+jwt, ES384": Form(_jose("P-384"), _change_token, f"{_OB} (VC-JOSE-COSE)"),
    "vc+sd-jwt": Form(_jose_sd, _change_token, f"{_OB} (VC-JOSE-COSE)"),
    "an envelope": Form(_enveloped, _change_envelope, f"{_OB} (VC-JOSE-COSE)"),
    "COSE in an envelope": Form(_cose, _change_cose, f"{_OB} (VC-JOSE-COSE)"),
    "SD-JWT VC": Form(_sd_jwt, _change_token, "SD-JWT VC", claims),
}
