"""What the owner and the author do: a key, a definition through its steps, publication."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.auditing import Auditor
from tests.journeys.walking import Walker

__all__ = ["CRITERIA", "TITLE", "define", "make_key", "publish"]

TITLE = "Isolate a machine before working on it"
CRITERIA = ("Identify energy sources", "Prove zero energy")
_LEVELS = ("Not shown", "Shown with help", "Shown alone")


def make_key(owner: Walker, auditor: Auditor) -> None:
    """Sign in, find the organization's keys, and make the first one."""
    auditor.look(owner.page)
    owner.press("Harbor Skills", within="header")
    auditor.look(owner.page)
    owner.press("Members", within="main nav")
    auditor.look(owner.page)
    owner.press("Keys", within="main nav", exact=False)
    auditor.look(owner.page, name="no key")
    owner.press("Make a signing key", within="main")
    owner.sees("The key is made")
    assert owner.page.get_by_label("Issuer id").input_value().startswith("did:key:z6Mk")
    auditor.look(owner.page)


def define(author: Walker, auditor: Auditor) -> None:
    """Write the definition step by step; the last page lists what is missing, once."""
    author.press("Harbor Skills", within="header")
    author.press("Micro-credentials", within="main nav")
    auditor.look(author.page, name="empty")
    author.press("New micro-credential", within="main")
    auditor.look(author.page)
    author.fill("Title", TITLE)
    author.press("Begin")
    _about(author, auditor)
    _refused(author, auditor)
    _rubric(author, auditor)
    _evidence(author, auditor)
    _skills(author, auditor)
    _european(author, auditor)
    _badge(author, auditor)
    _offer(author, auditor)


def publish(author: Walker, auditor: Auditor) -> str:
    """Publish it and return the address of its public page."""
    assert author.heading == "Publish version 1?", author.text()
    auditor.look(author.page, name="ready")
    author.press("Preview first")
    auditor.look(author.page)
    author.page.go_back()
    author.press("Publish", within="main form")
    author.sees("Version 1 is published.")
    assert author.heading == TITLE
    return author.path


def _write(author: Walker, **fields: str) -> None:
    """Write into inputs by the dotted path that is their name, with __ for each dot."""
    for name, text in fields.items():
        author.page.locator(f'[name="{name.replace("__", ".")}"]').fill(text)


def _pick(author: Walker, **fields: str) -> None:
    for name, value in fields.items():
        author.page.locator(f'select[name="{name.replace("__", ".")}"]').select_option(value)


def _next(author: Walker, auditor: Auditor) -> None:
    auditor.look(author.page)
    author.press("Save and continue", within="main form")


def _about(author: Walker, auditor: Auditor) -> None:
    assert author.heading == "About"
    author.fill("Summary", "Bring a machine to zero energy and prove it.")
    author.fill("Description", "For people who clean, set up or repair machines at work.")
    _next(author, auditor)


def _refused(author: Walker, auditor: Auditor) -> None:
    """Nothing half-done is published: the page says what is missing and leads there."""
    here = author.page.url
    author.press("Review and publish", within="main nav", exact=False)
    assert "things are missing" in author.heading
    for words in (
        "The competency is missing.",
        "Criterion 1 has no name.",
        "European element 6 is missing: Learning outcomes.",
        "It is aligned to no ESCO or O*NET skill.",
    ):
        author.sees(words)
    expect(author.page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    auditor.look(author.page, name="missing")
    author.press("Write what the holder can do, in one sentence.")
    assert author.page.url.startswith(here), author.page.url


def _rubric(author: Walker, auditor: Auditor) -> None:
    _write(
        author,
        competency__statement="Isolates a machine from every energy source and proves it.",
        competency__key_method="Find, switch off, lock, release, try, and hand back.",
    )
    # A new definition begins with one empty criterion of three levels.
    author.press("Add a criterion", within="main form")
    for place, criterion in enumerate(CRITERIA):
        _write(author, **{f"criteria__{place}__name": criterion})
        for level, name in enumerate(_LEVELS):
            _write(author, **{f"criteria__{place}__levels__{level}__name": name})
        _pick(author, **{f"criteria__{place}__required_level": "2"})
    _next(author, auditor)


def _evidence(author: Walker, auditor: Auditor) -> None:
    assert author.heading == "Evidence"
    author.press("Add evidence", within="main form")
    for place, name in enumerate(("Isolation record", "Film of the try-out")):
        _write(
            author,
            **{
                f"evidence_requirements__{place}__name": name,
                f"evidence_requirements__{place}__minimum": "1",
            },
        )
        _pick(author, **{f"evidence_requirements__{place}__authenticity": "attested"})
    if author.page.locator('[name="overview_questions.0.prompt"]').count() == 0:
        author.press("Add a question", within="main form")
    _write(author, overview_questions__0__prompt="Which machine was it, and what feeds it?")
    _next(author, auditor)


def _skills(author: Walker, auditor: Auditor) -> None:
    assert author.heading == "Skills"
    # ESCO calls it so; O*NET knows the trade of who does it.
    for words, framework in (
        ("maintain machinery", "ESCO"),
        ("industrial machinery mechanics", "O*NET"),
    ):
        author.fill("Words of its name", words)
        author.press("Search", within="main")
        row = author.page.locator("main ul.rows li").filter(has_text=framework).first
        auditor.look(author.page, name="results")
        row.get_by_role("button", name="Add").click()
        author.page.wait_for_load_state("load")
        author.sees("Picked")
    _next(author, auditor)


def _european(author: Walker, auditor: Auditor) -> None:
    assert author.heading == "European descriptor"
    _write(
        author,
        outcomes="Names every source of energy\nProves that none is left",
        workload_hours="24",
        ects_credits="1",
        quality_assurance="Each decision is checked by a second assessor once a month.",
    )
    _pick(
        author,
        eqf_level="4",
        assessment_type="workplace_evidence",
        participation="workplace",
        learner_identification="workplace",
        supervision="unsupervised",
        stackability="stackable",
    )
    _next(author, auditor)


def _badge(author: Walker, auditor: Auditor) -> None:
    assert author.heading == "Badge"
    _write(author, badge__top_text="ISOLATION", badge__bottom_text="EQF 4")
    author.press("Show it")
    _next(author, auditor)


def _offer(author: Walker, auditor: Auditor) -> None:
    assert author.heading == "Offer"
    _write(author, price_amount="120")
    _pick(author, participation="workplace", language="en")
    auditor.look(author.page)
    author.press("Save the offer")
    author.press("Continue", within="main form")
