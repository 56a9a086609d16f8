"""How far each learner has come: the plot of the demo, told from the samples of each definition."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from guildmark.server.demo.content.alba import DISTRESS, HARM, MEDICATION
from guildmark.server.demo.content.alba_spanish import INFECTIONS, MOVING
from guildmark.server.demo.content.artefacts import build_file
from guildmark.server.demo.content.harbor import FAULT_FINDING, LOTO, PLANNED_MAINTENANCE
from guildmark.server.demo.content.harbor_workshop import (
    HYDRAULICS_DRAFT,
    MAG_WELDING,
    MEASURING,
)
from guildmark.server.demo.content.model import (
    AwardState,
    DemoDefinition,
    Sample,
    SampleArtefact,
    Story,
    StoryArtefact,
    StoryAttempt,
    StoryState,
)
from guildmark.server.demo.content.northlight import (
    ACCESSIBLE_PAGE,
    CLEANING,
    PERSONAL_DATA,
    PHISHING,
    SQL_QUESTION,
)
from guildmark.server.demo.content.people import LEARNERS

DEFINITIONS: tuple[DemoDefinition, ...] = (
    LOTO,
    PLANNED_MAINTENANCE,
    FAULT_FINDING,
    MEASURING,
    MAG_WELDING,
    HYDRAULICS_DRAFT,
    MOVING,
    INFECTIONS,
    DISTRESS,
    MEDICATION,
    HARM,
    CLEANING,
    SQL_QUESTION,
    PHISHING,
    ACCESSIBLE_PAGE,
    PERSONAL_DATA,
)

_SAMPLES = {each.key: each.sample for each in DEFINITIONS if each.sample}
_LEARNERS = {person.key: (number, person) for number, person in enumerate(LEARNERS)}
_bodies: dict[str, tuple[tuple[str, ...], str]] = {}
_TURNAROUND_DAYS = 4  # from handing in to a decision, and from a decision to handing in again


def artefact_bytes(name: str) -> bytes:
    """Return the content of a story's file, by its `StoryArtefact.file`.

    Raises:
        KeyError: no story has such a file.
    """
    body, caption = _bodies[name]
    return build_file(name, body=body, caption=caption)


def _story(
    learner: str,
    definition: str,
    state: StoryState,
    *,
    days: int,
    assessor: str = "",
    retried: bool = False,
    award: AwardState = "none",
    award_reason: str = "",
    shared: bool = False,
    main_job: bool = False,
) -> Story:
    """Tell one story; `days` ago its last attempt was handed in (or last touched, for a draft)."""
    sample, words = _SAMPLES[definition], _words(learner, definition)
    attempts = []
    if retried:
        first_days = days + 2 * _TURNAROUND_DAYS
        attempts.append(_attempt(sample, words, days=first_days, outcome="returned"))
    outcome = state if state in ("returned", "passed") else ""
    attempts.append(_attempt(sample, words, days=days, outcome=outcome))
    return Story(
        key=f"{definition}/{learner}",
        learner=learner,
        definition=definition,
        state=state,
        attempts=tuple(attempts),
        assessor=assessor,
        award="valid" if state == "passed" and award == "none" else award,
        award_reason=award_reason,
        shared=shared,
        main_job=main_job,
    )


def _words(learner: str, definition: str) -> Mapping[str, str]:
    number, person = _LEARNERS[learner]
    things = _SAMPLES[definition].things
    return MappingProxyType(
        {
            "name": person.name,
            "latin_name": _latin(person.name, person.key),
            "initials": person.key[:2].upper(),
            "workplace": person.workplace,
            "thing": things[number % len(things)],
            "key": person.key,
            "number": f"{number + 10}",
            "definition": definition,
        }
    )


def _latin(name: str, key: str) -> str:
    try:
        name.encode("cp1252")
    except UnicodeEncodeError:
        return key.title()
    return name


def _attempt(sample: Sample, words: Mapping[str, str], *, days: int, outcome: str) -> StoryAttempt:
    flawed = outcome == "returned"
    replaced = {mark.criterion: mark for mark in sample.returned} if flawed else {}
    marks = tuple(replaced.get(mark.criterion, mark) for mark in sample.passed)
    return StoryAttempt(
        answers={key: _told(text, words) for key, text in sample.answers.items()},
        artefacts=_artefacts(sample, words, flawed=flawed),
        reflection=sample.reflection,
        ai_use=sample.ai_use,
        submitted_days_ago=days,
        marks=marks if outcome else (),
        outcome="returned" if flawed else "passed" if outcome else "",
        feedback=sample.feedback_returned if flawed else sample.feedback_passed if outcome else "",
        decided_days_ago=max(days - _TURNAROUND_DAYS, 0) if outcome else 0,
    )


def _artefacts(
    sample: Sample, words: Mapping[str, str], *, flawed: bool
) -> tuple[StoryArtefact, ...]:
    shortened = _file_to_shorten(sample) if flawed else None
    return tuple(
        _artefact(each, words, flawed=flawed and (each is shortened or bool(each.first_body)))
        for each in sample.evidence
    )


def _file_to_shorten(sample: Sample) -> SampleArtefact | None:
    written = [each for each in sample.evidence if len(each.body) > 1]
    return None if any(each.first_body for each in written) or not written else written[-1]


def _artefact(sample: SampleArtefact, words: Mapping[str, str], *, flawed: bool) -> StoryArtefact:
    file = ""
    if sample.file:
        folder = f"{words['definition']}/{words['key']}" + ("/first" if flawed else "")
        file = f"{folder}/{sample.file}"
        body = (sample.first_body or sample.body[:-2]) if flawed else sample.body
        written = dict(words)
        if not file.endswith((".csv", ".txt")):
            written["name"] = words["latin_name"]
        caption = f"{sample.name} - {words['latin_name']}, {words['workplace']}"
        _bodies[file] = tuple(line.format_map(written) for line in body), caption
    return StoryArtefact(
        requirement=sample.requirement,
        name=sample.name,
        description=sample.description,
        visibility=sample.visibility,
        owner_note=sample.owner_note.format_map(words),
        file=file,
        url=sample.url.format_map(words),
    )


def _told(text: str, words: Mapping[str, str]) -> str:
    told = text.format_map(words)
    return told[0].upper() + told[1:]


STORIES: tuple[Story, ...] = (
    _story(
        "amina", "loto", "passed", days=6, assessor="grace", retried=True,
        shared=True, main_job=True,
    ),
    _story("liam", "loto", "draft", days=1),
    _story("yusuf", "loto", "submitted", days=5),
    _story("wei", "loto", "in_assessment", days=3, assessor="grace"),
    _story("oksana", "loto", "returned", days=12, assessor="padraig"),
    _story("priya", "loto", "passed", days=60, assessor="padraig", shared=True),
    _story("eimear", "loto", "passed", days=140, assessor="grace", retried=True),
    _story(
        "zofia", "loto", "passed", days=200, assessor="grace", award="revoked",
        award_reason="The photographs were found to show a lockout done by somebody else.",
    ),
    _story("amina", "planned-maintenance", "passed", days=90, assessor="padraig"),
    _story("mehmet", "planned-maintenance", "passed", days=45, assessor="grace", shared=True),
    _story("duc", "planned-maintenance", "submitted", days=2),
    _story("yusuf", "planned-maintenance", "draft", days=9),
    _story("priya", "fault-finding", "in_assessment", days=6, assessor="padraig"),
    _story("eimear", "fault-finding", "returned", days=20, assessor="grace"),
    _story("oksana", "fault-finding", "passed", days=110, assessor="padraig", retried=True),
    _story("wei", "measuring", "passed", days=75, assessor="grace", shared=True),
    _story("zofia", "measuring", "passed", days=130, assessor="padraig"),
    _story("liam", "measuring", "submitted", days=8),
    _story("jose", "mag-welding", "passed", days=700, assessor="padraig", award="expiring"),
    _story("duc", "mag-welding", "withdrawn", days=30),
    _story("nadia", "movilizar", "passed", days=50, assessor="lucia", shared=True),
    _story("ioana", "movilizar", "passed", days=95, assessor="joaquin", retried=True),
    _story("maria", "movilizar", "submitted", days=4),
    _story("andres", "movilizar", "draft", days=2),
    _story("fatou", "infecciones", "passed", days=335, assessor="lucia", award="expiring"),
    _story("maria", "infecciones", "passed", days=25, assessor="lucia"),
    _story("blanca", "infecciones", "in_assessment", days=5, assessor="joaquin"),
    _story("nadia", "infecciones", "returned", days=10, assessor="lucia"),
    _story("ruth", "distress", "passed", days=80, assessor="joaquin", shared=True),
    _story("georgi", "distress", "submitted", days=3),
    _story("ruth", "medication", "returned", days=14, assessor="lucia"),
    _story(
        "georgi", "medication", "passed", days=160, assessor="joaquin", award="suspended",
        award_reason="The authorisation of the workplace is being renewed.",
    ),
    _story("fatou", "harm", "passed", days=70, assessor="joaquin"),
    _story("ruth", "harm", "passed", days=66, assessor="lucia"),
    _story("andres", "harm", "submitted", days=1),
    _story("hyejin", "cleaning", "passed", days=40, assessor="matti", shared=True),
    _story("marko", "cleaning", "submitted", days=6),
    _story("liis", "cleaning", "in_assessment", days=4, assessor="anneli"),
    _story("tariq", "cleaning", "draft", days=3),
    _story("luka", "cleaning", "passed", days=28, assessor="anneli", retried=True),
    _story("liis", "sql-question", "passed", days=55, assessor="matti", retried=True, shared=True),
    _story("sakura", "sql-question", "returned", days=11, assessor="anneli"),
    _story("luka", "sql-question", "draft", days=5),
    _story("aarav", "phishing", "passed", days=18, assessor="matti"),
    _story("eleni", "phishing", "passed", days=345, assessor="anneli", award="expiring"),
    _story("noa", "phishing", "passed", days=33, assessor="matti"),
    _story("ama", "phishing", "passed", days=21, assessor="anneli"),
    _story("bjork", "phishing", "submitted", days=2),
    _story("noa", "accessible-page", "passed", days=64, assessor="anneli", shared=True),
    _story("tariq", "accessible-page", "submitted", days=7),
    _story("eleni", "accessible-page", "draft", days=1),
    _story("sakura", "personal-data", "passed", days=240, assessor="matti"),
)  # fmt: skip
