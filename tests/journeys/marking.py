"""What the assessor does: take a submission, mark each criterion, decide."""

from __future__ import annotations

from tests.journeys.auditing import Auditor
from tests.journeys.authoring import CRITERIA, TITLE
from tests.journeys.walking import Walker

__all__ = ["mark_and_pass", "mark_and_return"]


def mark_and_return(assessor: Walker, auditor: Auditor) -> None:
    """The second criterion is below the standard, so it goes back with words."""
    _take(assessor, auditor)
    _mark(assessor, criterion=0, level="Shown alone", comment="Every source is on the record.")
    _mark(assessor, criterion=1, level="Not shown", comment="The try-out is not to be seen.")
    assessor.press("Go to the decision", within="main")
    assert assessor.heading == "1 criterion is below the standard"
    assessor.fill("Feedback on the whole", "Good work. Show the try-out at the start button.")
    auditor.look(assessor.page, name="below")
    assessor.press("Return with feedback", within="main form")
    assessor.sees("Returned. The learner gets a mail with your feedback.")
    auditor.look(assessor.page, name="empty")


def mark_and_pass(assessor: Walker, auditor: Auditor) -> None:
    """The second attempt shows what was missing."""
    _take(assessor, auditor)
    assessor.sees("try-out.pdf")
    _mark(assessor, criterion=0, level="Shown alone", comment="As before.")
    _mark(assessor, criterion=1, level="Shown alone", comment="The try-out is signed.")
    assessor.press("Go to the decision", within="main")
    assert assessor.heading == "It meets the standard"
    assessor.fill("Feedback on the whole", "Now everything is there.")
    auditor.look(assessor.page, name="meets")
    assessor.press("Pass", within="main form")
    assessor.sees("Passed. The award is being made")


def _take(assessor: Walker, auditor: Auditor) -> None:
    assessor.press("Harbor Skills", within="header")
    assessor.press("Marking", within="main nav", exact=False)
    assessor.sees(TITLE)
    auditor.look(assessor.page)
    assessor.press("Take it", within="main", exact=False)
    assert assessor.heading == TITLE
    assert NAME_HIDDEN in assessor.text()
    auditor.look(assessor.page)


def _mark(assessor: Walker, *, criterion: int, level: str, comment: str) -> None:
    part = assessor.page.locator(".criterion").nth(criterion)
    part.get_by_role("radio", name=level).check(force=True)
    part.get_by_label(f"Comment on “{CRITERIA[criterion]}”").fill(comment)
    part.get_by_label("Rests on").fill("record.pdf, page 1")


NAME_HIDDEN = "name hidden"
