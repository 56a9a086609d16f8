"""Verify a presentation: what a holder shows, signed for one occasion or just put together.

1. format: can it be read?
2. schema: is it built as a presentation, with credentials that are objects, not addresses?
3. contexts and proof: did its holder sign exactly this, for this challenge and domain? A bundle
   without a proof is allowed where neither was asked for; then nobody has shown to hold anything
4. holder: is the key the holder's?
5. credentials: each by ``verify_credential``, only once the proof holds
6. recipient: is the holder the one whom the credentials are about? A separate answer: somebody may
   rightly show what another was awarded

An SD-JWT VC shown with a key binding is a presentation of one credential: the challenge is its
nonce, the domain its audience.

Source: VC Data Model 2.0, 4.13 and 7.1; Data Integrity 1.0, 4.4; VC-JOSE-COSE, 3.1.2; RFC 9901,
7.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from guildmark.credentials.encoding import (
    CREDENTIALS_V2_CONTEXT,
    JsonObject,
    copy_json,
    parse_json,
)
from guildmark.credentials.errors import CredentialError, UnreadableInput
from guildmark.credentials.model import Finding, types_of
from guildmark.credentials.model.recognition import CREDENTIALS_V1_CONTEXT
from guildmark.credentials.proofs.tokens import find_token_kind
from guildmark.credentials.verify.credential import verify_credential
from guildmark.credentials.verify.data_integrity import check_data_integrity
from guildmark.credentials.verify.findings import SecuredFindings, contexts_check, proof_check
from guildmark.credentials.verify.meaning import check_covered
from guildmark.credentials.verify.policy import EVERYTHING, Policy
from guildmark.credentials.verify.recipient import subject_ids
from guildmark.credentials.verify.report import Check, Outcome, Report, Verdict
from guildmark.credentials.verify.sources import Sources

if TYPE_CHECKING:
    from guildmark.credentials.proofs.sd_jwt_vc import SdJwtVc

__all__ = ["PresentationReport", "verify_presentation"]

_FORMAT_CLAUSE: Final = "RFC 8259; VC Data Model 2.0, 6"
_SCHEMA_CLAUSE: Final = "VC Data Model 2.0, 4.13"
_PROOF_CLAUSE: Final = "Data Integrity 1.0, 4.4"
_BINDING_CLAUSE: Final = "RFC 9901, 7.3"
_BASES: Final = (CREDENTIALS_V2_CONTEXT, CREDENTIALS_V1_CONTEXT)
# Each is verified by itself; nobody shows more at once.
_MAX_CREDENTIALS: Final = 50


@dataclass(frozen=True, slots=True)
class PresentationReport:
    """The whole answer.

    Attributes:
        verdict: does the presentation hold, with each credential in it?
        holder: who presents, by its own words; proven only when ``is_holder_proven``.
        is_holder_proven: whether whoever presents proved to be the holder, for this occasion
            where a challenge was asked for.
        is_holder_subject: whether the holder is whom each credential is about; None where that
            can not be told: no holder, or credentials that name nobody by id.
        checks: in the order in which they ran.
        credentials: one report for each credential inside, in its order.
        presentation: for display; None when it could not be read.
        notes: what a reader should know beside the checks.
    """

    verdict: Verdict
    holder: str | None
    is_holder_proven: bool
    is_holder_subject: bool | None
    checks: tuple[Check, ...]
    credentials: tuple[Report, ...] = ()
    presentation: JsonObject | None = None
    notes: tuple[str, ...] = ()

    def check(self, check_id: str) -> Check:
        """Return the entry of a check.

        Raises:
            KeyError: the report has none, as an unreadable document's.
        """
        for entry in self.checks:
            if entry.id == check_id:
                return entry
        raise KeyError(check_id)

    def to_json(self) -> JsonObject:
        """Return the stable JSON form."""
        return {
            "verdict": self.verdict,
            "holder": {
                "id": self.holder,
                "proven": self.is_holder_proven,
                "isSubject": self.is_holder_subject,
            },
            "profile": "Verifiable Presentation",
            "checks": [
                {
                    "id": check.id,
                    "outcome": check.outcome,
                    "reason": check.reason,
                    "clause": check.clause,
                }
                for check in self.checks
            ],
            "credentials": [report.to_json() for report in self.credentials],
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class _Shown:
    """A presentation taken apart, unproven; ``token`` where it is one."""

    document: JsonObject
    token: Any = None


def verify_presentation(
    document: bytes | str | Mapping[str, Any],
    *,
    sources: Sources,
    now: datetime,
    challenge: str | None = None,
    domain: str | None = None,
    policy: Policy = EVERYTHING,
) -> PresentationReport:
    """Check a presentation and each credential in it.

    Args:
        document: JSON, an envelope, a token, or an SD-JWT VC with key binding.
        sources: answers for keys, status lists and recognitions.
        now: the moment to judge by, with a zone.
        challenge: what was given to the holder for this one time; that it is used once is the
            caller's to see to. None where none was given.
        domain: who we are, as we named ourselves to the holder; None where we did not.
        policy: what is asked of the credentials; ``require_issuer_binding`` also of the holder.
    """
    try:
        shown = _parse(document)
    except CredentialError as error:
        return _unreadable(error.message, code=error.code)
    asked = replace(policy, challenge=challenge, domain=domain)
    return _Presenting(shown, sources, now, asked).run()


def _unreadable(reason: str, *, code: str) -> PresentationReport:
    check = Check("format", "fail", reason, _FORMAT_CLAUSE, code=code)
    return PresentationReport("unreadable", None, False, None, (check,))


def _parse(document: bytes | str | Mapping[str, Any]) -> _Shown:
    try:
        parsed = parse_json(document) if isinstance(document, (bytes, str)) else copy_json(document)
    except UnreadableInput:
        text = document.decode("utf-8", "replace") if isinstance(document, bytes) else document
        if isinstance(text, str) and find_token_kind(text.strip()) is not None:
            return _parse_token(text.strip())
        raise
    if not isinstance(parsed, dict):
        raise UnreadableInput("This JSON is no object.", code="not_an_object")
    if "EnvelopedVerifiablePresentation" in types_of(parsed):
        return _open(parsed)
    return _Shown(parsed)


def _open(envelope: JsonObject) -> _Shown:
    from guildmark.credentials.proofs import vc_cose
    from guildmark.credentials.proofs.envelope import open_envelope

    opened = open_envelope(envelope)
    if isinstance(opened.content, bytes):
        message = vc_cose.parse(opened.content)
        if message.kind != "presentation":
            raise UnreadableInput("The envelope holds no presentation.", code="envelope")
        return _Shown(message.document, message)
    return _parse_token(opened.content)


def _parse_token(text: str) -> _Shown:
    kind = find_token_kind(text)
    if kind == "jwt":
        from guildmark.credentials.proofs import vp_jwt

        old = vp_jwt.parse(text)
        return _Shown(old.presentation, old)
    if kind == "dc+sd-jwt":
        from guildmark.credentials.proofs import sd_jwt_vc

        bound = sd_jwt_vc.parse(text)
        return _Shown({"sd-jwt": text}, bound)
    from guildmark.credentials.proofs import vc_jose

    token = vc_jose.parse(text)
    if token.kind != "presentation":
        raise UnreadableInput("This token holds a credential, no presentation.", code="jws_type")
    return _Shown(token.document, token)


class _Presenting:
    """One run over one presentation."""

    def __init__(self, shown: _Shown, sources: Sources, now: datetime, policy: Policy) -> None:
        self._shown = shown
        self._document = shown.document
        self._sources = sources
        self._now = now
        self._policy = policy
        self._checks: list[Check] = []

    def run(self) -> PresentationReport:
        # 1. format
        self._add("format", "pass", "It can be read.", _FORMAT_CLAUSE)
        if type(self._shown.token).__name__ == "SdJwtVc":
            return self._run_sd_jwt(self._shown.token, str(self._document["sd-jwt"]))
        # 2. schema
        findings = list(_check_structure(self._document))
        if findings:
            self._add("schema", "fail", f"{findings[0]}.", _SCHEMA_CLAUSE, code="structure")
        else:
            self._add("schema", "pass", "It is built as a presentation.", _SCHEMA_CLAUSE)
        # 3. contexts and proof, 4. holder
        secured, is_signed = self._check_secured()
        self._checks += [secured.contexts, secured.proof, replace(secured.issuer, id="holder")]
        holds = not findings and self._holds(secured, is_signed=is_signed)
        # 5. credentials
        inner = list(_credentials_of(self._document))
        reports = self._verify_inner(inner) if holds else ()
        self._checks.append(_check_inner(len(inner), reports, is_looked_at=holds))
        # 6. recipient
        holder = _id_of(self._document.get("holder"))
        is_subject = _is_subject(holder, reports)
        self._checks.append(_check_subject(is_subject, is_signed=is_signed))
        proven = is_signed and secured.proof.outcome == secured.issuer.outcome == "pass"
        return self._report(holder, proven, is_subject, reports, self._document)

    def _check_secured(self) -> tuple[SecuredFindings, bool]:
        holder = _id_of(self._document.get("holder"))
        if self._shown.token is not None:
            return self._check_token(holder), True
        if "proof" not in self._document:
            return self._check_unsigned(), False
        owner = holder or _signer_of(self._document["proof"])
        return check_data_integrity(
            self._document,
            owner=owner,
            sources=self._sources,
            now=self._now,
            policy=self._policy,
            purpose="authentication",
            role="holder",
        ), True

    def _check_token(self, holder: str | None) -> SecuredFindings:
        from guildmark.credentials.verify.jose import check_jose

        token = self._shown.token
        method = token.verification_method
        owner = holder or (method.partition("#")[0] if isinstance(method, str) else None)
        found = check_jose(
            token,
            self._document,
            owner=owner,
            sources=self._sources,
            now=self._now,
            policy=self._policy,
            purpose="authentication",
            role="holder",
        )
        problem = _check_wishes(token, policy=self._policy)
        if problem and found.proof.outcome == "pass":
            return replace(found, proof=problem)
        return found

    def _check_unsigned(self) -> SecuredFindings:
        contexts = check_covered(self._document)
        nobody = Check(
            "issuer",
            "not applicable",
            "Nobody signed the presentation, so nobody proved to be its holder.",
            _SCHEMA_CLAUSE,
            code="unsigned",
        )
        if self._policy.challenge is None and self._policy.domain is None:
            reason = "The presentation has no proof: it is a bundle of credentials."
            proof = Check("proof", "not applicable", reason, _PROOF_CLAUSE, code="unsigned")
            return SecuredFindings(contexts, proof, nobody)
        reason = "A challenge was given, and nobody signed the presentation for it."
        return SecuredFindings(
            contexts, proof_check("fail", reason, code="challenge", clause=_PROOF_CLAUSE), nobody
        )

    def _holds(self, secured: SecuredFindings, *, is_signed: bool) -> bool:
        if secured.contexts.outcome == "fail":
            return False
        if not is_signed:
            return secured.proof.outcome == "not applicable"
        bound = secured.issuer.outcome == "pass" or not self._policy.require_issuer_binding
        return secured.proof.outcome == "pass" and bound

    def _verify_inner(self, inner: list[Any]) -> tuple[Report, ...]:
        policy = replace(self._policy, challenge=None, domain=None)
        return tuple(
            verify_credential(
                each if isinstance(each, (dict, str)) else str(each),
                sources=self._sources,
                now=self._now,
                policy=policy,
            )
            for each in inner[:_MAX_CREDENTIALS]
        )

    def _run_sd_jwt(self, token: SdJwtVc, text: str) -> PresentationReport:
        """Steps 3 to 6 for an SD-JWT VC with key binding."""
        from guildmark.credentials.proofs import sd_jwt_vc

        self._add("schema", "pass", "It is a token with what its holder shows.", _SCHEMA_CLAUSE)
        self._checks.append(contexts_check("pass", "The signature covers each claim."))
        wishes = (self._policy.domain or "", self._policy.challenge or "")
        if token.sd_jwt.key_binding is None and wishes == ("", ""):
            reason = "The holder did not sign what is shown."
            self._add("proof", "not applicable", reason, _BINDING_CLAUSE, code="unsigned")
            self._add("holder", "not applicable", reason, _BINDING_CLAUSE, code="unsigned")
            proven = False
        else:
            findings = sd_jwt_vc.check_key_binding(
                token, audience=wishes[0], nonce=wishes[1], now=self._now
            )
            proven = not findings
            reason = (
                "The key that its issuer bound it to signed what is shown, for this occasion."
                if proven
                else f"{findings[0]}."
            )
            outcome: Outcome = "pass" if proven else "fail"
            code = "" if proven else "key_binding"
            self._add("proof", outcome, reason, _BINDING_CLAUSE, code=code)
            self._add("holder", outcome, reason, _BINDING_CLAUSE, code=code)
        holds = all(check.outcome != "fail" for check in self._checks)
        reports = self._verify_inner([text]) if holds else ()
        self._checks.append(_check_inner(1, reports, is_looked_at=holds))
        # The issuer bound it to this key: who has the key is whom it was issued to.
        is_subject = proven or None
        self._checks.append(_check_subject(is_subject, is_signed=proven))
        return self._report(
            token.claims.get("sub"), proven, is_subject, reports, dict(token.claims)
        )

    def _report(
        self,
        holder: Any,
        proven: bool,
        is_subject: bool | None,
        reports: tuple[Report, ...],
        presentation: JsonObject,
    ) -> PresentationReport:
        return PresentationReport(
            verdict=_decide(self._checks, policy=self._policy),
            holder=holder if isinstance(holder, str) else None,
            is_holder_proven=proven,
            is_holder_subject=is_subject,
            checks=tuple(self._checks),
            credentials=reports,
            presentation=presentation,
            notes=tuple(getattr(self._sources, "notes", ())),
        )

    def _add(
        self, check_id: Any, outcome: Outcome, reason: str, clause: str, *, code: str = ""
    ) -> None:
        self._checks.append(Check(check_id, outcome, reason, clause, code=code))


def _decide(checks: list[Check], *, policy: Policy) -> Verdict:
    """Return the verdict: whether holder and subject are one has no part in it."""
    outcomes = {check.id: check for check in checks if check.id != "recipient"}
    if any(check.outcome == "fail" for check in outcomes.values()):
        return "not valid"
    for name in ("format", "schema", "contexts", "credentials"):
        if outcomes[name].outcome not in ("pass", "not applicable"):
            return "cannot tell"
    if outcomes["contexts"].outcome != "pass":
        return "cannot tell"
    proof, holder = outcomes["proof"], outcomes["holder"]
    if proof.code == holder.code == "unsigned":
        return "valid"
    bound = holder.outcome == "pass" or not policy.require_issuer_binding
    return "valid" if proof.outcome == "pass" and bound else "cannot tell"


def _check_structure(document: JsonObject) -> Iterator[Finding]:
    contexts = document.get("@context")
    if not isinstance(contexts, list) or not contexts or contexts[0] not in _BASES:
        yield Finding("$.@context", f"must be a list that starts with {_BASES[0]}")
    if "VerifiablePresentation" not in types_of(document):
        yield Finding("$.type", "must name VerifiablePresentation")
    if "id" in document and not _is_iri(document["id"]):
        yield Finding("$.id", "must be an absolute IRI, like https://… or urn:uuid:…")
    if "holder" in document and not _is_iri(_id_of(document["holder"])):
        yield Finding("$.holder", "must be an absolute IRI, or an object with one as its id")
    for index, each in enumerate(_credentials_of(document)):
        if not isinstance(each, dict):
            yield Finding(f"$.verifiableCredential[{index}]", "must be an object, not text")
        elif not {"VerifiableCredential", "EnvelopedVerifiableCredential"} & set(types_of(each)):
            yield Finding(f"$.verifiableCredential[{index}].type", "must name VerifiableCredential")


def _is_iri(value: object) -> bool:
    scheme, separator, rest = value.partition(":") if isinstance(value, str) else ("", "", "")
    return bool(
        separator and rest and scheme[:1].isalpha() and not any(c.isspace() for c in str(value))
    )


def _credentials_of(document: JsonObject) -> Iterator[Any]:
    listed = document.get("verifiableCredential", [])
    yield from listed if isinstance(listed, list) else [listed]


def _id_of(value: Any) -> str | None:
    found = value.get("id") if isinstance(value, Mapping) else value
    return found if isinstance(found, str) else None


def _signer_of(proof: Any) -> str | None:
    """Return who holds the key of the first proof: the holder, where none is named."""
    first = proof[0] if isinstance(proof, list) and proof else proof
    method = first.get("verificationMethod") if isinstance(first, Mapping) else None
    return method.partition("#")[0] if isinstance(method, str) else None


def _check_wishes(token: Any, *, policy: Policy) -> Check | None:
    """Compare a token's nonce and audience with what was asked for."""
    claims = getattr(token, "claims", None) or {}
    if policy.challenge is not None and claims.get("nonce") != policy.challenge:
        return proof_check(
            "fail",
            "The proof does not repeat the challenge that was given for it, so it may have been "
            "made for another occasion.",
            code="challenge",
            clause=_PROOF_CLAUSE,
        )
    audience = claims.get("aud")
    if policy.domain is not None and policy.domain not in (
        audience if isinstance(audience, list) else [audience]
    ):
        return proof_check(
            "fail",
            f"The proof was made for {str(audience)[:200]!r}, not for {policy.domain[:200]!r}.",
            code="domain",
            clause=_PROOF_CLAUSE,
        )
    return None


def _check_inner(count: int, reports: tuple[Report, ...], *, is_looked_at: bool) -> Check:
    if not count:
        return _inner("not applicable", "It holds no credentials.")
    if not is_looked_at:
        reason = "Not looked at, because the presentation itself did not pass."
        return _inner("could not run", reason, code="not_looked_at")
    verdicts = [report.verdict for report in reports]
    good = verdicts.count("valid")
    if good == count:
        return _inner("pass", f"Each of the {count} credentials inside is valid by itself.")
    failed = "not valid" in verdicts or "unreadable" in verdicts
    return _inner(
        "fail" if failed else "could not run",
        f"Of the {count} credentials inside, {good} passed.",
        code="inner_not_valid" if failed else "inner_unknown",
    )


def _inner(outcome: Outcome, reason: str, *, code: str = "") -> Check:
    return Check("credentials", outcome, reason, _SCHEMA_CLAUSE, code=code)


def _is_subject(holder: str | None, reports: tuple[Report, ...]) -> bool | None:
    """Tell whether the holder is whom each credential is about; None where it can not be told."""
    about = [subject_ids(report.credential or {}) for report in reports]
    if holder is None or not about or not all(about):
        return None
    return all(holder in ids for ids in about)


def _check_subject(is_subject: bool | None, *, is_signed: bool) -> Check:
    if is_subject is None:
        reason = "Whether its holder is whom the credentials are about can not be told."
        return Check(
            "recipient", "not applicable", reason, _SCHEMA_CLAUSE, code="recipient_unknown"
        )
    if not is_subject:
        reason = "It is shown by somebody else than whom the credentials are about."
        return Check("recipient", "not applicable", reason, _SCHEMA_CLAUSE, code="recipient_other")
    if not is_signed:
        reason = "It names the person whom the credentials are about as its holder, unsigned."
        return Check("recipient", "not applicable", reason, _SCHEMA_CLAUSE, code="unsigned")
    reason = "Its holder is whom the credentials are about."
    return Check("recipient", "pass", reason, _SCHEMA_CLAUSE)
