"""What can stand in the way of a write in this room; each with a stable code and a remedy.

OperationError
├── NotPermitted
│   └── OwnEvidence        an assessor and the learner are one person
├── Conflict
│   ├── WrongState         the submission is past, or not yet at, that step
│   ├── ClaimedByAnother   two assessors; the first one has it
│   ├── NotClaimed         marks need a claim first
│   └── AlreadyPassed      nothing left to show for this version
└── InvalidInput
    ├── UnableToSubmit     one finding for each missing part
    └── UnableToDecide     one finding for each criterion in the way
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from guildmark.server.base.errors import Conflict, InvalidInput, NotPermitted


class OwnEvidence(NotPermitted):
    """Nobody judges their own evidence, whatever role they hold."""

    def __init__(self) -> None:
        super().__init__(
            "own_evidence",
            _("This is your own evidence. Another assessor of the organization must mark it."),
        )


class WrongState(Conflict):
    """The submission is not where this step needs it to be."""

    def __init__(self, *, state: str, doing: str) -> None:
        super().__init__(
            "wrong_state",
            _("You cannot %(doing)s now: the submission is “%(state)s”. Reload the page.")
            % {"doing": doing, "state": state},
        )


class ClaimedByAnother(Conflict):
    """Another assessor has taken it."""

    def __init__(self) -> None:
        super().__init__(
            "claimed_by_another",
            _("Another assessor has taken this submission. Choose the next one in the queue."),
        )


class NotClaimed(Conflict):
    """Marks and decisions come from the assessor who took the submission."""

    def __init__(self) -> None:
        super().__init__(
            "not_claimed",
            _("You have not taken this submission. Take it first, then mark it."),
        )


class AlreadyPassed(Conflict):
    """The learner holds this version already."""

    def __init__(self) -> None:
        super().__init__(
            "already_passed",
            _("You have passed this micro-credential already. It is in your wallet."),
        )


class UnableToSubmit(InvalidInput):
    """Something required is missing; `findings` name each field."""


class UnableToDecide(InvalidInput):
    """The marks do not carry the decision; `findings` name each criterion."""
