"""A process of its own for the crash tests: it decides, works, and dies where it is told to.

It reads one JSON object a line and answers with one. `work` and `decide` fork: the child does the
work and, when a `point` is named, ends itself there by SIGKILL, as a power cut would. The product
knows nothing of these points: the child replaces one function by one that ends it.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import OperationalError, connection, connections  # noqa: E402

from guildmark.server.assessment import operations as assessment  # noqa: E402
from guildmark.server.assessment.operations import locking  # noqa: E402
from guildmark.server.audit.models import Record  # noqa: E402
from guildmark.server.audit.queries import verify_chain  # noqa: E402
from guildmark.server.base.jobs import defer  # noqa: E402
from guildmark.server.base.scope import scoped  # noqa: E402
from guildmark.server.base.worker import run_pending_jobs  # noqa: E402
from guildmark.server.issuance import operations as issuance  # noqa: E402
from guildmark.server.issuance import tasks as issuance_tasks  # noqa: E402
from guildmark.server.issuance.models import Award, Credential  # noqa: E402
from guildmark.server.keystore.operations import create_key  # noqa: E402
from guildmark.server.organizations.operations import (  # noqa: E402
    OrganizationInput,
    create_organization,
)
from guildmark.server.organizations.permissions import (  # noqa: E402
    ASSESSOR,
    AUTHOR,
    ISSUER,
    OWNER,
    SYSTEM,
)
from guildmark.server.publication.models import StatusIndex, StatusList  # noqa: E402
from tests.server.catalog.samples import complete_definition  # noqa: E402
from tests.server.wallet.samples import _publish, as_actor, new_person  # noqa: E402

_STALLED = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"


def die(*_: Any, **__: Any) -> None:
    """End this process at once; nothing is flushed, closed or rolled back in good order."""
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)  # the signal is on its way


def _after(function: Callable[..., Any]) -> Callable[..., Any]:
    def run(*positions: Any, **names: Any) -> Any:
        function(*positions, **names)
        die()

    return run


def _block(function: Callable[..., Any], *, folder: Path) -> Callable[..., Any]:
    """Return what says that it is there, waits to be told to go on, and goes on."""

    def run(*positions: Any, **names: Any) -> Any:
        (folder / "reached").touch()
        while not (folder / "go-on").exists():
            time.sleep(0.02)
        return function(*positions, **names)

    return run


def arm(point: str, *, folder: Path) -> None:
    """Make this process end, or wait, at a point."""
    if point == "before the job does anything":
        issuance_tasks.issue_award = die  # type: ignore[assignment]
    elif point == "with award and index written, before signing":
        issuance.open_signer = die  # type: ignore[assignment]
    elif point == "with everything written, before the commit":
        issuance.record = _after(issuance.record)
    elif point == "after the commit, before the job is marked done":
        issuance_tasks.issue_award = _after(issuance_tasks.issue_award)
    elif point == "with the decision written, before its commit":
        locking.record = _after(locking.record)
    elif point == "waiting before signing":
        issuance.open_signer = _block(issuance.open_signer, folder=folder)
    elif point and point != "after the decision":
        raise ValueError(point)


class Console:
    """The commands; each value returned is JSON."""

    def __init__(self) -> None:
        self._folder = Path(os.environ["GUILDMARK_HOME"])
        self._assessor: Any = None

    def prepare(self, submissions: int) -> list[str]:
        """Make tables, an organization, and submissions marked but not yet decided."""
        call_command("migrate", verbosity=0, interactive=False)
        assessor = new_person("ben@example.org", "Ben Okafor")
        organization_id = create_organization(
            actor=SYSTEM, data=OrganizationInput(name="Harbor", countries=("NL",))
        )
        staff = as_actor(assessor, organization_id, OWNER, AUTHOR, ASSESSOR, ISSUER)
        self._assessor = staff
        create_key(actor=staff, organization_id=organization_id)
        version_id = _publish(staff, organization_id, complete_definition())
        return [str(self._submit(number, version_id)) for number in range(submissions)]

    def _submit(self, number: int, version_id: UUID) -> UUID:
        me = as_actor(new_person(f"learner{number}@example.org", f"Learner {number}"))
        submission_id = assessment.start_submission(actor=me, version_id=version_id)
        assessment.add_file(
            actor=me, submission_id=submission_id, requirement_id="e1", upload_name="record.txt",
            content=io.BytesIO(b"Locked.\n"), visibility="assessors", owner_note="Mine",
            declared=True,
        )  # fmt: skip
        assessment.save_answers(
            actor=me, submission_id=submission_id, answers={"q1": "The press."}, reflection="",
            ai_use="None.",
        )  # fmt: skip
        assessment.submit(actor=me, submission_id=submission_id)
        assessment.claim(actor=self._assessor, submission_id=submission_id)
        for criterion_id, level in (("c1", 3), ("c2", 1)):
            assessment.save_mark(
                actor=self._assessor, submission_id=submission_id, criterion_id=criterion_id,
                level=level, comment="Seen.", rests_on="record.txt",
            )  # fmt: skip
        return submission_id

    def decide(self, submission: str, point: str = "") -> int:
        """Pass a submission in a child; return how the child ended (-9 for SIGKILL)."""

        def run() -> None:
            assessment.decide(
                actor=self._assessor, submission_id=UUID(submission), outcome="passed",
                feedback="Good.",
            )  # fmt: skip

        return self._wait(self._fork(run, point))

    def work(self, point: str = "") -> int:
        """Run the jobs that are due, in a child; return how it ended."""
        return self._wait(self._fork(run_pending_jobs, point))

    def start_work(self, point: str) -> int:
        """Run jobs in a child and do not wait; return its process id."""
        return self._fork(run_pending_jobs, point)

    def end(self, pid: int) -> int:
        """Kill a child and return how it ended."""
        os.kill(pid, signal.SIGKILL)
        return self._wait(pid)

    def take_up_again(self) -> int:
        """Let the sweep find that the dead workers are dead, and do what they left."""
        with connection.cursor() as cursor:
            cursor.execute(_STALLED)
        defer("base.requeue_stalled", timestamp=0)
        self.work()
        return self.work()

    def state(self, submission: str) -> dict[str, Any]:
        """Count what a submission led to, and say whether the record is whole."""
        awards = list(Award.objects.filter(submission_id=submission).values_list("id", flat=True))
        credentials = list(
            Credential.objects.filter(award_id__in=awards).values_list("id", flat=True)
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT status FROM procrastinate_jobs WHERE task_name = 'base.deliver' "
                "AND args->>'to_listener' LIKE '%%award_passed_submission' "
                "AND args->'data'->>'submission_id' = %s",
                [submission],
            )
            jobs = [row[0] for row in cursor.fetchall()]
        return {
            "awards": len(awards),
            "credentials": len(credentials),
            "indexes": StatusIndex.objects.filter(credential_id__in=credentials).count(),
            "records": Record.objects.filter(
                fact="issuance.AwardIssued", subject_id__in=awards
            ).count(),
            "jobs": jobs,
        }

    def whole(self) -> dict[str, Any]:
        """Count everything: nothing may be left over from what was cut off."""
        return {
            "awards": Award.objects.count(),
            "credentials": Credential.objects.count(),
            "indexes": StatusIndex.objects.count(),
            "lists": StatusList.objects.count(),
            "records": Record.objects.filter(fact="issuance.AwardIssued").count(),
            "chain": verify_chain().is_whole,
        }

    def wait_for_database(self) -> bool:
        """Wait until the database answers again."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT count(*) FROM issuance_award")
            except OperationalError:
                connections.close_all()
                time.sleep(0.1)
            else:
                return True
        return False

    def socket_folder(self) -> str:
        """Return where the database listens."""
        return str(connection.settings_dict["HOST"])

    def _fork(self, run: Callable[[], None], point: str) -> int:
        connections.close_all()  # two processes must not share a connection
        pid = os.fork()
        if pid:
            return pid
        try:
            arm(point, folder=self._folder)
            run()
        except BaseException as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        if point == "after the decision":
            die()
        os._exit(0)

    @staticmethod
    def _wait(pid: int) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def main() -> None:
    """Answer until the input ends."""
    console = Console()
    for line in sys.stdin:
        asked = json.loads(line)
        with scoped(system=True):
            answer = getattr(console, asked.pop("do"))(**asked)
            connections.close_all()
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
