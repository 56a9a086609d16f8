"""The main job, read aloud: define → show evidence → assess → issue → share → verify → revoke.

Each step uses the operations that the pages and the REST API use, and stops when something is not
as it must be. The command line runs as a process of its own, the pages are read as a browser gets
them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from guildmark.server.assessment import operations as assessment
from guildmark.server.base.worker import run_pending_jobs
from guildmark.server.demo import outsiders
from guildmark.server.demo.cast import Cast
from guildmark.server.demo.content import DEFINITIONS, OFFERS, PEOPLE, PROVIDERS, STORIES
from guildmark.server.demo.content.model import Story
from guildmark.server.demo.steps import Narrator, expect, write
from guildmark.server.demo.trust import take_snapshot
from guildmark.server.demo.visitor import Visitor
from guildmark.server.demo.world import recognize, staff
from guildmark.server.issuance import operations as issuance
from guildmark.server.issuance.queries import CredentialRow, credential_of_submission
from guildmark.server.messages.queries import recent
from guildmark.server.publication.queries import issuer_did
from guildmark.server.wallet import operations as wallet
from guildmark.server.wallet.linkedin import add_to_profile_url
from guildmark.server.wallet.queries import held, held_of_credential

_PRIVATE_PARTS = re.compile(r"/s/[A-Za-z0-9_-]+/")


@dataclass(slots=True)
class MainJob:
    """One run of the main job; what a step makes, the next one uses."""

    cast: Cast
    narrator: Narrator
    folder: Path

    def run(self) -> None:
        """Do all eight steps.

        Raises:
            StepFailed: something is not as it must be; the message says what.
        """
        story = next(each for each in STORIES if each.main_job)
        provider = self._create_issuer(story)
        self._define(story)
        submission_id = self._submit(story)
        self._assess(story, submission_id)
        credential = self._issue(submission_id, provider=provider)
        address = self._hold(story, credential)
        self._verify(credential, provider=provider, address=address)
        self._revoke(story, credential, provider=provider, address=address)

    def _create_issuer(self, story: Story) -> UUID:
        definition = next(each for each in DEFINITIONS if each.key == story.definition)
        organization = next(each for each in PROVIDERS if each.key == definition.provider)
        with self.narrator.step("An organization with a signing key") as say:
            provider = self.cast.make_organization(organization)
            for person in PEOPLE:
                if person.key == story.learner or any(
                    where == organization.key for where, _role in person.roles
                ):
                    self.cast.make_person(person)
            say(f"{organization.name} is {issuer_did(provider)}")
            say("(a did:key, because the demo has no public https address; it cannot rotate)")
            recognize(self.cast, organization.key)
        return provider

    def _define(self, story: Story) -> None:
        definition = next(each for each in DEFINITIONS if each.key == story.definition)
        author = staff(definition.provider, "author")
        with self.narrator.step("A micro-credential is defined and published") as say:
            self.cast.define(definition, author=author)
            version = self.cast.publish(definition.key, author=author)
            for offer in OFFERS:
                if offer.definition == definition.key and offer.provider == definition.provider:
                    self.cast.offer(offer, author=author)
            content = version.definition
            say(f"“{content.title}”, version {version.number}, digest {version.digest}")
            say(
                f"{len(content.criteria)} criteria, aligned to "
                + ", ".join(each.target_name for each in content.alignments)
            )
            address = f"/achievements/{version.achievement_id}/"
            page = Visitor().read(address)
            expect(content.criteria[0].name in page, "The public page does not show the rubric.")
            say(f"The rubric is public: {settings.PUBLIC_ORIGIN}{address}")

    def _submit(self, story: Story) -> UUID:
        with self.narrator.step("A learner hands in evidence from real work") as say:
            submission_id = self.cast.start(story.learner, story.definition)
            artefacts = self.cast.work(story.learner, submission_id, story.attempts[0])
            assessment.submit(actor=self.cast.actor(story.learner), submission_id=submission_id)
            for artefact in story.attempts[0].artefacts:
                say(f"{artefact.upload_name or artefact.url} ({artefact.visibility})")
            expect(artefacts, "No artefact was kept.")
        return submission_id

    def _assess(self, story: Story, submission_id: UUID) -> None:
        with self.narrator.step("An assessor marks it, returns it, and passes it") as say:
            learner = self.cast.actor(story.learner)
            assessor = self.cast.actor(story.assessor)
            for number, attempt in enumerate(story.attempts):
                if number:
                    assessment.resume(actor=learner, submission_id=submission_id)
                    self.cast.work(story.learner, submission_id, attempt)
                    assessment.submit(actor=learner, submission_id=submission_id)
                assessment.claim(actor=assessor, submission_id=submission_id)
                self.cast.mark(story.assessor, submission_id, attempt)
                self.cast.decide(story.assessor, submission_id, attempt)
                levels = ", ".join(f"{mark.criterion} {mark.level}" for mark in attempt.marks)
                say(f"Attempt {number + 1}: {attempt.outcome} ({levels})")

    def _issue(self, submission_id: UUID, *, provider: UUID) -> CredentialRow:
        with self.narrator.step("The award is made and signed") as say:
            run_pending_jobs()
            credential = credential_of_submission(submission_id)
            if credential is None:
                expect(False, "The job that makes the award did not make it.")
                raise AssertionError
            document: dict[str, Any] = json.loads(credential.document)
            say(f"{document['proof']['cryptosuite']}, status index "
                f"{document['credentialStatus']['statusListIndex']} (random)")  # fmt: skip
            say(f"wrote {write(self.folder / 'credential.json', credential.document)}")
            snapshot = take_snapshot(provider, credential.document)
            say(f"wrote {write(self.folder / 'trust.json', snapshot)}")
        return credential

    def _hold(self, story: Story, credential: CredentialRow) -> str:
        with self.narrator.step("The learner sees it, downloads it and shares it") as say:
            person_id = self.cast.people[story.learner]
            actor = self.cast.actor(story.learner)
            held_id = held_of_credential(credential.id, person_id=person_id)
            if held_id is None:
                expect(False, "The credential did not reach the wallet.")
                raise AssertionError
            learner = Visitor(person_id)
            expect(credential.title in learner.read("/wallet/"), "The wallet does not show it.")
            wallet.accept(actor=actor, held_id=held_id)
            for kind in ("json", "png", "svg", "pdf"):
                name = "downloaded.json" if kind == "json" else f"credential.{kind}"
                content = learner.fetch(f"/wallet/{held_id}/credential.{kind}")
                say(f"wrote {write(self.folder / name, content)}")
                if kind == "json":
                    expect(content.decode() == credential.document, "The download differs.")
            address = wallet.make_link(
                actor=actor, held_id=held_id, share=wallet.ShareInput(label="Main job", days=30)
            )
            row = held(actor=actor, held_id=held_id)
            say("Add to LinkedIn: " + add_to_profile_url(row, shown_at=address))
            mails = [row for row in recent(limit=20) if row.kind]
            expect(mails, "Nobody was mailed.")
            say(f"{len(mails)} mails wait in the mailbox; the newest: “{mails[0].subject}”")
        return address

    def _verify(self, credential: CredentialRow, *, provider: UUID, address: str) -> None:
        with self.narrator.step("Anybody verifies it") as say:
            page = Visitor().read(address)
            expect('class="verdict' in page or "verdict" in page, "The page gives no verdict.")
            expect("not recognised" not in page.lower(), "The issuer should be recognised.")
            say(f"public page: {address}")
            answer = Visitor().send("/verify/", {"text": credential.document})
            expect("verdict" in answer, "The verification page gives no verdict.")
            self._command_line("credential.json", "trust.json", wanted=0, say=say)
            changed = credential.document.replace(credential.title, credential.title + "!", 1)
            write(self.folder / "tampered.json", changed)
            self._command_line("tampered.json", "trust.json", wanted=1, say=say)
            say(
                outsiders.judge(
                    self.folder / "credential.json", self.folder / "trust.json", wanted=True
                )
            )

    def _revoke(
        self, story: Story, credential: CredentialRow, *, provider: UUID, address: str
    ) -> None:
        with self.narrator.step("The issuer revokes it") as say:
            definition = next(each for each in DEFINITIONS if each.key == story.definition)
            issuance.revoke_award(
                actor=self.cast.actor(staff(definition.provider, "issuer")),
                award_id=credential.award_id,
                reason="Main job: shows that a revocation is seen everywhere.",
            )
            run_pending_jobs()
            snapshot = take_snapshot(provider, credential.document)
            say(f"wrote {write(self.folder / 'revoked-trust.json', snapshot)}")
            self._command_line("credential.json", "revoked-trust.json", wanted=1, say=say)
            page = Visitor().read(address)
            expect("evoked" in page, "The public page does not say that it is revoked.")
            minutes = -(-settings.STATUS_TTL_SECONDS // 60)
            say(f"the public page says so at once, every other verifier within {minutes} minutes")
            say(outsiders.judge(
                self.folder / "credential.json", self.folder / "revoked-trust.json", wanted=False
            ))  # fmt: skip

    def _command_line(self, document: str, trust: str, *, wanted: int, say: Any) -> None:
        """Run `guildmark verify` as anybody would, in a process of its own."""
        command = ["verify", "--offline", "--trust", str(self.folder / trust),
                   str(self.folder / document)]  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "guildmark", *command],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NO_COLOR": "1"},
        )
        expect(
            done.returncode == wanted,
            f"guildmark {' '.join(command)} ended with {done.returncode}, not {wanted}:\n"
            f"{done.stdout}{done.stderr}",
        )
        first = next((line for line in done.stdout.splitlines() if line.strip()), "")
        say(f"guildmark {' '.join(command)} → {done.returncode}: {first.strip()}")
