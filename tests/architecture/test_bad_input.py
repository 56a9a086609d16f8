"""The issue's list of bad input, line by line, at the outermost layer that each line reaches.

A page answers with a message at the field, the API with problem+json, the command line with an
exit status and a sentence. Nothing is left half-written, and nobody sees a stack trace. What each
room refuses in detail is tested in that room; here every line is followed to the end once.
"""

from __future__ import annotations

import copy
import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guildmark.credentials.keys import KeySigner, PrivateKey, did_key, verification_method_of
from guildmark.credentials.proofs.eddsa_rdfc_2022 import add_proof
from guildmark.server.accounts.models import Person
from guildmark.server.assessment import operations as assessment
from guildmark.server.assessment.models import Artefact, Decision, Mark, Submission
from guildmark.server.catalog.models import Achievement, AchievementVersion
from guildmark.server.catalog.operations import create_achievement
from guildmark.server.organizations.permissions import SYSTEM
from guildmark.server.organizations.queries import organization
from guildmark.testing import Clock, IssuerSimulator
from tests.cli.conftest import Guildmark, folder, guildmark
from tests.server.assessment.conftest import World, build_world, fill_in, person_actor
from tests.server.assessment.test_api import program, send
from tests.server.assessment.test_evidence import BAD
from tests.server.assessment.test_pages import signed_in

__all__ = ["folder", "guildmark"]  # fixtures of the command line

Json = dict[str, Any]
HOUR_AGO = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


@pytest.fixture(scope="module")
def issuer() -> IssuerSimulator:
    """An issuer elsewhere, known by its did:key; its status list is out of reach from here."""
    return IssuerSimulator(clock=Clock(HOUR_AGO))


@dataclass(frozen=True)
class Document:
    """What is handed to a verifier, and what each door says about it.

    `exits` is the exit status; `page` is in the page's text; `says` is in the command line's.
    """

    make: Callable[[IssuerSimulator], bytes]
    verdict: str
    exits: int
    page: str
    says: str


def text(value: Any) -> bytes:
    """Return a document's bytes."""
    return json.dumps(value, ensure_ascii=False).encode()


def changed(*place: str | int) -> Callable[[IssuerSimulator], bytes]:
    """Return a maker of a good credential with one byte changed at a place."""

    def make(issuer: IssuerSimulator) -> bytes:
        document = copy.deepcopy(issuer.award())
        part: Any = document
        for step in place[:-1]:
            part = part[step]
        value = part[place[-1]]
        if isinstance(value, str):
            middle = len(value) // 2
            part[place[-1]] = value[:middle] + chr(ord(value[middle]) ^ 1) + value[middle + 1 :]
        else:
            part[place[-1]] = value + 1
        return text(document)

    return make


def with_context(issuer: IssuerSimulator) -> bytes:
    """Return a credential with a context from elsewhere."""
    document = issuer.award()
    document["@context"].append("https://evil.example/context.json")
    return text(document)


def with_undefined_term(issuer: IssuerSimulator) -> bytes:
    """Return a credential with a word that no context defines."""
    document = issuer.award()
    document["credentialSubject"]["salary"] = 7
    return text(document)


def signed_by_somebody_else(issuer: IssuerSimulator) -> bytes:
    """Return a credential with a true signature of a key that is not its issuer's."""
    key = PrivateKey.generate("Ed25519")
    signer = KeySigner(
        key, verification_method=verification_method_of(did_key(key.public_multikey))
    )
    return text(add_proof(issuer.draft(), signer=signer, created=HOUR_AGO))


UNREADABLE = "This is not a credential that can be read"
NOT_VALID, FORGED = "not valid", "Not valid: changed, or not signed as it says"

DOCUMENTS = {
    "malformed JSON": Document(
        lambda _: b'{"type": ["Veri', "unreadable", 3, UNREADABLE, "not JSON"
    ),
    "duplicate keys": Document(
        lambda _: b'{"type": "A", "type": "B"}', "unreadable", 3, UNREADABLE, "twice"
    ),
    "a number that is none": Document(lambda _: b'{"a": NaN}', "unreadable", 3, UNREADABLE, "NaN"),
    "nesting without end": Document(
        lambda _: b'{"a":' + b"[" * 5_000, "unreadable", 3, UNREADABLE, "deep"
    ),
    "a file that is not UTF-8": Document(
        lambda _: '{"name": "Grüße"}'.encode("latin-1"), "unreadable", 3, "not UTF-8", "UTF-8"
    ),
    "an unknown context": Document(
        with_context, NOT_VALID, 1, "Not valid: terms of unknown meaning", "evil.example"
    ),
    "an undefined term": Document(
        with_undefined_term, NOT_VALID, 1, "Not valid: terms of unknown meaning", "salary"
    ),
    "a status list that cannot be fetched": Document(
        lambda issuer: text(issuer.award()), "cannot tell", 2, "Cannot tell", "Cannot tell"
    ),
    "an expired credential": Document(
        lambda issuer: text(
            issuer.award(validFrom="2020-01-01T00:00:00Z", validUntil="2021-01-01T00:00:00Z")
        ),
        NOT_VALID, 1, "Not valid: expired", "expired on 2021-01-01",
    ),
    "a credential that is not valid yet": Document(
        lambda issuer: text(issuer.award(validFrom="2999-01-01T00:00:00Z")),
        NOT_VALID, 1, "Not valid: not valid yet", "not valid before 2999-01-01",
    ),
    "a proof by a key that is not the issuer's": Document(
        signed_by_somebody_else, NOT_VALID, 1, "Not valid: not signed by the issuer it names", ""
    ),
    "a byte changed in the name": Document(changed("name"), NOT_VALID, 1, FORGED, ""),
    "a byte changed in the date": Document(changed("validFrom"), NOT_VALID, 1, "Not valid", ""),
    "a byte changed in the issuer's name": Document(
        changed("issuer", "name"), NOT_VALID, 1, FORGED, ""
    ),
    "a byte changed in the achievement": Document(
        changed("credentialSubject", "achievement", "name"), NOT_VALID, 1, FORGED, ""
    ),
    "a byte changed in a result": Document(
        changed("credentialSubject", "result", 0, "achievedLevel"), NOT_VALID, 1, FORGED, ""
    ),
    "a byte changed in the evidence": Document(
        changed("evidence", 0, "name"), NOT_VALID, 1, FORGED, ""
    ),
    "a byte changed in the status entry": Document(
        changed("credentialStatus", "statusListIndex"), NOT_VALID, 1, FORGED, ""
    ),
    "a byte changed in the proof's date": Document(
        changed("proof", "created"), NOT_VALID, 1, "Not valid", ""
    ),
    "a byte changed in the signature": Document(
        changed("proof", "proofValue"), NOT_VALID, 1, FORGED, ""
    ),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_door_takes(
    name: str, issuer: IssuerSimulator, client: Client, guildmark: Guildmark
) -> None:
    """The verification page, the API and the command line give the same verdict on it."""
    row = DOCUMENTS[name]
    content = row.make(issuer)
    upload = SimpleUploadedFile("credential.json", content, "application/json")

    answer = client.post("/verify/", {"file": upload})
    page = answer.content.decode()
    assert row.page in page
    assert "Genuine and current" not in page
    assert "Traceback" not in page
    assert answer.status_code == (422 if row.verdict == "unreadable" else 200)

    run = guildmark("verify", "--offline", "-", stdin=content)
    assert run.status == row.exits
    assert row.says in run.out

    if not _is_text(content):
        return
    told = client.post(
        "/api/v1/verify", {"document": content.decode()}, content_type="application/json"
    )
    assert told.json()["verdict"] == row.verdict


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


@pytest.fixture
def world(db: None) -> World:
    """A provider with its people and a published micro-credential."""
    return build_world()


UPLOADS = {
    "an SVG drawing with script": "SVG",
    "a PNG picture called a JPEG": "really a PNG picture",
    "a program called a picture": "a program",
    "a web page called a text": "a web page",
    "a picture that declares 50,000 pixels a side": "too large",
    "a picture whose comment unpacks to 100 MB": "broken",
    "a document that unpacks to far more than its size": "times its size",
    "a document with an archive in it": "another archive",
    "a text in Latin-1": "byte 2",
}


def test_no_bad_evidence_is_kept(world: World) -> None:
    """Each file is refused at its field, on the page and by the API, and nothing is stored."""
    started = assessment.start_submission(actor=world.learner, version_id=world.version_id)
    browser, programme = signed_in(world.learner), program(world.learner)
    page_address = reverse("assessment:add_file", args=[started, "record"])
    api_address = f"/api/v1/submissions/{started}/files"
    fields = {"visibility": "assessors", "declared": "true", "requirement_id": "record"}
    for name, words in UPLOADS.items():
        upload_name, content = BAD[name][0], BAD[name][1]()
        answer = browser.post(page_address, {**fields, "file": _sent(upload_name, content)})
        page = answer.content.decode()
        assert answer.status_code == 422, name
        assert words in page, name
        assert "error-summary" in page, name
        told = programme.post(api_address, {**fields, "file": _sent(upload_name, content)})
        assert told.status_code == 422, name
        (finding,) = told.json()["findings"]
        assert finding["field"] == "file", name
        assert words in finding["problem"], name
        assert finding["remedy"], name
    assert not Artefact.objects.exists()


def test_a_file_name_cannot_deceive(world: World) -> None:
    """What is kept of it shows as it is: no control character, no turned direction, no path."""
    started = assessment.start_submission(actor=world.learner, version_id=world.version_id)
    browser = signed_in(world.learner)
    for name in ("a\x1b[2Jb.txt", "gpj\u202etxt.txt", "../../etc/passwd.txt", "a\r\nX: y.txt"):
        body = (
            '--x\r\nContent-Disposition: form-data; name="declared"\r\n\r\non\r\n'
            '--x\r\nContent-Disposition: form-data; name="visibility"\r\n\r\nassessors\r\n'
            f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
            f"Locked {name!r}.\r\n--x--\r\n"
        )
        answer = browser.post(
            reverse("assessment:add_file", args=[started, "record"]),
            body.encode(),
            content_type="multipart/form-data; boundary=x",
        )
        assert answer.status_code in {302, 422}, name
    for kept in Artefact.objects.values_list("name", flat=True):
        assert not any(unicodedata.category(character)[0] == "C" for character in kept), kept
        assert "/" not in kept


def _sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_an_oversized_upload_is_stopped(world: World, settings: Any) -> None:
    """The limit is named, on the page and by the API."""
    settings.EVIDENCE_MAX_BYTES = 100_000
    started = assessment.start_submission(actor=world.learner, version_id=world.version_id)
    fields = {"visibility": "assessors", "declared": "true", "requirement_id": "record"}
    page = signed_in(world.learner).post(
        reverse("assessment:add_file", args=[started, "record"]),
        {**fields, "file": SimpleUploadedFile("film.mp4", b"x" * 400_000)},
    )
    told = program(world.learner).post(
        f"/api/v1/submissions/{started}/files",
        {**fields, "file": SimpleUploadedFile("film.mp4", b"x" * 400_000)},
    )
    assert "The file is larger than 97.7" in page.content.decode()
    assert "larger than" in told.json()["findings"][0]["problem"]
    assert (page.status_code, told.status_code) == (422, 422)
    assert not Artefact.objects.exists()


def test_an_oversized_credential_is_not_read(
    client: Client, db: None, guildmark: Guildmark
) -> None:
    """Each door has its limit and says it."""
    huge = b'{"name": "' + b"x" * 3_000_000 + b'"}'
    page = client.post("/verify/", {"file": SimpleUploadedFile("c.json", huge)})
    assert page.status_code == 422
    assert "the most that is read is 2 MB" in page.content.decode()
    told = client.post("/api/v1/verify", {"document": huge.decode()}, "application/json")
    assert told.json()["verdict"] == "unreadable"
    assert guildmark("verify", "--offline", "-", stdin=huge).status == 3


def test_nobody_marks_their_own_evidence(world: World) -> None:
    """The desk says who must; the API refuses with a code; no mark and no decision is written."""
    own = assessment.start_submission(actor=world.assessor, version_id=world.version_id)
    fill_in(world.assessor, own)
    assessment.submit(actor=world.assessor, submission_id=own)
    slug = _slug(world)
    browser, programme = signed_in(world.assessor), program(world.assessor)
    desk = reverse("assessment:mark", args=[slug, own])
    claimed = browser.post(reverse("assessment:claim", args=[slug, own]), follow=True)
    assert "This is your own evidence." in claimed.content.decode()
    assert browser.post(desk, {"level-c1": "3"}).status_code == 403
    for method, rest, data in (
        ("post", "claim", {}),
        ("put", "marks/c1", {"level": 3}),
        ("post", "decision", {"outcome": "passed"}),
    ):
        told = send(programme, method, f"/submissions/{own}/{rest}", data)
        assert 400 <= told.status_code < 500, rest
        assert told.headers["Content-Type"] == "application/problem+json"
    assert not Mark.objects.exists()
    assert not Decision.objects.exists()
    assert Submission.objects.get().state == "submitted"


def test_ids_of_another_organization_lead_nowhere(world: World) -> None:
    """A right id and a made-up one answer alike; access_table.py has every endpoint."""
    started = assessment.start_submission(actor=world.learner, version_id=world.version_id)
    slug = _slug(world)
    browser, programme = signed_in(world.stranger), program(world.stranger)
    for address in (
        reverse("assessment:submission", args=[started]),
        reverse("assessment:queue", args=[slug]),
        reverse("catalog:edit", args=[slug, world.achievement_id, "about"]),
        reverse("issuance:awards", args=[slug]),
        reverse("organizations:members", args=[slug]),
    ):
        right = browser.get(address)
        made_up = browser.get(address.replace(slug, "no-such").replace(str(started), str(NOTHING)))
        assert (right.status_code, made_up.status_code) == (404, 404), address
    for identifier in (started, NOTHING):
        told = programme.get(f"/api/v1/submissions/{identifier}")
        assert (told.status_code, told.json()["code"]) == (404, "not_found")


NOTHING = "00000000-0000-4000-8000-000000000001"


def test_publishing_what_is_not_complete_lists_what_is_missing(world: World) -> None:
    """Every element, on the page with links and by the API with paths; no version is made."""
    made = create_achievement(actor=SYSTEM, organization_id=world.organization_id, title="Weld")
    slug, before = _slug(world), AchievementVersion.objects.count()
    author = person_actor("anna", (world.organization_id, "author"))
    page = signed_in(author).post(reverse("catalog:publish", args=[slug, made]))
    assert page.status_code == 422
    assert "edit/european/#id_workload_hours" in page.content.decode()
    told = send(
        program(author, "catalog.write"), "post",
        f"/achievements/{made}/publish",
    )  # fmt: skip
    fields = {finding["field"] for finding in told.json()["findings"]}
    assert told.status_code == 422
    assert {"workload_hours", "eqf_level", "quality_assurance", "assessment_type"} <= fields
    assert AchievementVersion.objects.count() == before
    assert Achievement.objects.get(pk=made).state == "draft"


@pytest.mark.parametrize("bad", ["Ami\x07na", "Ami\x00na", "Ami\u202ena"])
def test_a_name_with_control_characters_is_nowhere_taken(world: World, bad: str) -> None:
    """A person's, a token's, an organization's, a micro-credential's: each says so at the field."""
    slug = _slug(world)
    owner = signed_in(world.owner)
    author = program(person_actor("anna", (world.organization_id, "author")), "catalog.write")
    before = _names(world)
    for address, fields in (
        (reverse("accounts:settings"), {"name": bad, "language": "en"}),
        (
            reverse("accounts:tokens"),
            {"name": bad, "scopes": ["catalog.read"], "days": "9"},
        ),
        (reverse("organizations:change", args=[slug]), {"name": bad, "countries": ["NL"]}),
        (reverse("catalog:new", args=[slug]), {"title": bad}),
    ):
        answer = owner.post(address, fields)
        page = answer.content.decode()
        assert answer.status_code == 422, address
        assert "error-summary" in page, address
        assert "haracter" in page, address
    told = send(
        author, "post", f"/organizations/{world.organization_id}/achievements", {"title": bad}
    )
    assert 400 <= told.status_code < 500
    assert "U+" in told.content.decode()
    assert _names(world) == before


@pytest.mark.parametrize("number", ["1e999999", "9" * 400, "-1", "NaN"])
def test_a_number_beyond_all_measure_is_named_at_its_field(world: World, number: str) -> None:
    """It is refused at once, and what was stored stays."""
    author = person_actor("anna", (world.organization_id, "author"))
    page = signed_in(author).post(
        reverse("catalog:edit", args=[_slug(world), world.achievement_id, "european"]),
        {"workload_hours": number, "do": "save"},
    )
    assert page.status_code == 422
    assert 'href="#id_workload_hours"' in page.content.decode()
    assert Achievement.objects.get(pk=world.achievement_id).draft["workload_hours"] == 12


def _slug(world: World) -> str:
    row = organization(world.organization_id)
    assert row is not None
    return row.slug


def _names(world: World) -> tuple[Any, ...]:
    row = organization(world.organization_id)
    assert row is not None
    return (
        row.name,
        sorted(Person.objects.exclude(name="Anna").values_list("name", flat=True)),
        Achievement.objects.count(),
    )
