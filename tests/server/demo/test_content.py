"""The demo's content: complete, consistent, and named after real skills."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import uuid
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import pypdf
import pytest
from PIL import Image

from guildmark.server.catalog.badge import badge_design
from guildmark.server.catalog.definition import Definition
from guildmark.server.catalog.elements import check_elements, count_filled
from guildmark.server.catalog.readiness import find_gaps
from guildmark.server.demo.content import (
    DEFINITIONS,
    EMPLOYERS,
    LEARNERS,
    MAIN_STORY,
    OFFERS,
    PEOPLE,
    PROVIDERS,
    ROLE_PROFILES,
    STAFF,
    STORIES,
    DemoDefinition,
    StoryArtefact,
    artefact_bytes,
)
from guildmark.server.organizations.queries import OrganizationRow
from guildmark.server.ui.badges import check_design
from guildmark.skills.frameworks import element_url, load_starter, occupation_url
from tests.skills.shared import shared_data

_by_key = {each.key: each for each in DEFINITIONS}
_offered = [each for each in DEFINITIONS if each.state != "draft"]


_content = cache(artefact_bytes)


def _alignments() -> Iterator[dict[str, Any]]:
    for each in DEFINITIONS:
        yield from each.definition["alignments"]


def _artefacts() -> Iterator[StoryArtefact]:
    for story in STORIES:
        for attempt in story.attempts:
            yield from attempt.artefacts


def test_the_cast_is_as_large_as_the_demo_promises() -> None:
    """Three providers, an employer, thirty learners, a dozen micro-credentials, five roles."""
    assert (len(PROVIDERS), len(EMPLOYERS), len(LEARNERS)) == (3, 1, 30)
    assert len(_offered) >= 12
    assert len(ROLE_PROFILES) >= 5
    assert sum(each.definition["language"] == "es" for each in _offered) == 2
    assert len({country for each in PROVIDERS for country in each.countries}) >= 3


def test_keys_and_addresses_are_used_once() -> None:
    """No two people share a key or an address; no two stories the same learner and definition."""
    for used in (
        [person.key for person in PEOPLE],
        [person.email for person in PEOPLE],
        [each.key for each in DEFINITIONS],
        [story.key for story in STORIES],
    ):
        assert [value for value, count in Counter(used).items() if count > 1] == []


def test_every_provider_has_somebody_for_each_role() -> None:
    """An owner may do everything, but authors, assessors and issuers are there by name."""
    for provider in PROVIDERS:
        held = {role for person in STAFF for where, role in person.roles if where == provider.key}
        assert {"owner", "assessor"} <= held
        assert {"author", "issuer"} & held


@pytest.mark.parametrize("each", DEFINITIONS, ids=lambda each: each.key)
def test_a_definition_is_accepted_by_the_catalogue(each: DemoDefinition) -> None:
    """Even the draft has no unknown field, wrong type or over-long text."""
    definition = Definition.from_json(each.definition)
    assert definition.title == each.definition["title"]


@pytest.mark.parametrize("each", _offered, ids=lambda each: each.key)
def test_a_published_definition_is_complete(each: DemoDefinition) -> None:
    """One competency, three or more criteria of four levels, evidence, hours."""
    definition = each.definition
    assert definition["competency"]["statement"]
    assert definition["competency"]["key_method"]
    assert len(definition["criteria"]) >= 3
    for criterion in definition["criteria"]:
        texts = [level["description"] for level in criterion["levels"]]
        assert len(set(texts)) == 4
        assert all(len(text) >= 6 for text in texts)
        assert criterion["required_level"] == 3
    assert definition["evidence_requirements"]
    assert 5 <= definition["workload_hours"] <= 60


@pytest.mark.parametrize("each", _offered, ids=lambda each: each.key)
def test_a_published_definition_passes_the_publish_gate(each: DemoDefinition) -> None:
    """The eleven European elements are filled, nothing else is missing, the badge can be drawn."""
    provider = next(one for one in PROVIDERS if one.key == each.provider)
    organization = OrganizationRow(
        id=uuid.UUID(int=0),
        slug=provider.key,
        kind=provider.kind,
        name=provider.name,
        description=provider.description,
        url=provider.url,
        email=provider.email,
        countries=provider.countries,
    )
    definition = Definition.from_json(each.definition)
    assert find_gaps(definition, organization) == ()
    assert count_filled(check_elements(definition, organization)) == 11
    assert check_design(badge_design(definition, demo=True)) == {}


def test_the_draft_would_be_refused_with_what_is_missing() -> None:
    """The demo shows the publish gate on a definition that is not ready."""
    (draft,) = (each for each in DEFINITIONS if each.state == "draft")
    (provider,) = (one for one in PROVIDERS if one.key == draft.provider)
    organization = OrganizationRow(
        id=uuid.UUID(int=0),
        slug=provider.key,
        kind=provider.kind,
        name=provider.name,
        description="",
        url="",
        email="",
        countries=provider.countries,
    )
    assert len(find_gaps(Definition.from_json(draft.definition), organization)) > 3


@pytest.mark.parametrize("each", _offered, ids=lambda each: each.key)
def test_a_sample_fits_its_definition(each: DemoDefinition) -> None:
    """Answers, evidence and marks name questions, requirements, criteria and levels that exist."""
    sample, definition = each.sample, each.definition
    assert sample is not None
    limits = {one["id"]: one["word_limit"] for one in definition["overview_questions"]}
    assert set(sample.answers) == set(limits)
    for key, text in sample.answers.items():
        assert len(text.split()) + 20 <= limits[key]
    kinds = {one["id"]: one["kinds"] for one in definition["evidence_requirements"]}
    handed_in = Counter(one.requirement for one in sample.evidence)
    assert set(handed_in) == set(kinds)
    for artefact in sample.evidence:
        assert ("link" if artefact.url else "file") in kinds[artefact.requirement]
    criteria = {one["id"]: one for one in definition["criteria"]}
    assert [mark.criterion for mark in sample.passed] == list(criteria)
    for mark in sample.passed:
        assert criteria[mark.criterion]["required_level"] <= mark.level <= 4
    for mark in sample.returned:
        assert mark.level < criteria[mark.criterion]["required_level"]
        assert len(mark.comment) > 20


def test_every_esco_alignment_is_in_the_shipped_framework_under_that_name() -> None:
    """URI and label are those of ESCO v1.2."""
    skills = load_starter("esco").skills
    named = [
        (one["target_url"], one["target_name"])
        for one in _alignments()
        if one["framework"] == "ESCO"
    ]
    named += [(one.target_url, one.target_name) for role in ROLE_PROFILES for one in role.skills]
    assert len(named) > 60
    for url, name in named:
        assert skills[url].label() == name


def test_every_occupation_is_in_the_shipped_framework_under_that_name() -> None:
    """Address, code and title are those of O*NET."""
    occupations = load_starter("onet").occupations
    named = [one for one in _alignments() if one["target_type"] == "CTDL"]
    assert len(named) >= 12
    for one in named:
        assert one["target_url"] == occupation_url(one["target_code"])
        assert occupations[one["target_url"]].title() == one["target_name"]
    for role in ROLE_PROFILES:
        assert not role.occupation_url or role.occupation_url in occupations


def test_every_identifier_is_in_the_official_data() -> None:
    """ESCO v1.1.1 and O*NET 29.3 as published know every URI, code and element that is named."""
    with zipfile.ZipFile(shared_data("esco") / "ESCO_v1.1.1_classification_en_csv.zip") as archive:
        text = archive.read("skills_en.csv").decode()
    esco = {row["conceptUri"] for row in csv.DictReader(io.StringIO(text))}
    known = esco | {occupation_url(row["O*NET-SOC Code"]) for row in _onet("occupation_data_29.3")}
    elements = {
        row["Element ID"]: row["Element Name"] for row in _onet("content_model_reference_29.3")
    }
    for one in _alignments():
        if one["framework"] == "O*NET" and one["target_type"] != "CTDL":
            assert one["target_url"] == element_url(one["target_code"])
            assert elements[one["target_code"]] == one["target_name"]
        else:
            assert one["target_url"] in known


def _onet(table: str) -> list[dict[str, str]]:
    data = gzip.decompress((shared_data("onet") / f"{table}.csv.gz").read_bytes())
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_offers_name_definitions_of_their_provider() -> None:
    """Every definition that is published can be earned somewhere."""
    for offer in OFFERS:
        assert _by_key[offer.definition].provider == offer.provider
    published = {each.key for each in DEFINITIONS if each.state == "published"}
    assert published == {offer.definition for offer in OFFERS}


def test_the_stories_show_every_state() -> None:
    """Every state of a submission and of an award, and every learner."""
    assert {story.state for story in STORIES} == {
        "draft", "submitted", "in_assessment", "returned", "passed", "withdrawn",
    }  # fmt: skip
    assert {story.award for story in STORIES} == {
        "none", "valid", "expiring", "suspended", "revoked",
    }  # fmt: skip
    assert {story.learner for story in STORIES} == {person.key for person in LEARNERS}
    assert MAIN_STORY.definition == "loto"
    assert [attempt.outcome for attempt in MAIN_STORY.attempts] == ["returned", "passed"]


def test_every_story_can_be_told() -> None:
    """Its people exist, the assessor may mark, awards follow a pass, and time runs forward."""
    marking = {
        (where, person.key)
        for person in STAFF
        for where, role in person.roles
        if role in ("assessor", "owner")
    }
    for story in STORIES:
        assert _by_key[story.definition].state != "draft"
        claimed = story.state in ("in_assessment", "returned", "passed")
        assert bool(story.assessor) == claimed
        assert not claimed or (_by_key[story.definition].provider, story.assessor) in marking
        assert (story.award != "none") == (story.state == "passed")
        assert bool(story.award_reason) == (story.award in ("revoked", "suspended"))
        moments = [
            day
            for attempt in story.attempts
            for day in (attempt.submitted_days_ago, attempt.decided_days_ago)[
                : 2 if attempt.outcome else 1
            ]
        ]
        assert moments == sorted(moments, reverse=True)


def test_what_expires_soon_is_still_valid_today() -> None:
    """An expiring award has between one and ninety days left."""
    for story in STORIES:
        months = _by_key[story.definition].definition["validity_months"]
        decided = story.attempts[-1].decided_days_ago
        if story.award == "expiring":
            assert 1 <= months * 30 - decided <= 90
        elif months and story.award == "valid":
            assert months * 30 - decided > 0


def test_files_are_what_their_names_say() -> None:
    """PDF, PNG, CSV and text open as such, and none is large."""
    for artefact in _artefacts():
        if artefact.url:
            assert artefact.url.startswith("https://")
            assert ".example/" in artefact.url
            continue
        data = _content(artefact.file)
        assert 40 < len(data) < 60_000
        if artefact.file.endswith(".pdf"):
            assert len(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()) > 100
        elif artefact.file.endswith(".png"):
            assert Image.open(io.BytesIO(data)).size == (960, 640)
        else:
            text = data.decode()
            assert "{" not in text
            assert len({line.count(";") for line in text.split("\r\n") if line}) == 1 or (
                artefact.file.endswith(".txt")
            )


def test_no_two_learners_hand_in_the_same_bytes() -> None:
    """Equal digests would be flagged; within one learner's attempts they may be kept."""
    owners: defaultdict[bytes, set[str]] = defaultdict(set)
    for artefact in _artefacts():
        if artefact.file:
            digest = hashlib.sha256(_content(artefact.file)).digest()
            owners[digest].add(artefact.file.split("/")[1])
    assert [names for names in owners.values() if len(names) > 1] == []


def test_the_same_file_has_the_same_bytes_each_time() -> None:
    """The demo made twice has the same digests."""
    for name in ("loto/amina/lockout.png", "loto/amina/energy-map.pdf"):
        assert artefact_bytes(name) == _content(name)


def test_names_come_in_many_scripts() -> None:
    """Latin with marks, Arabic, Han, Hangul, Cyrillic, Devanagari, Greek, Hebrew, kana …"""
    names = "".join(person.name for person in LEARNERS)
    for letter in "éŁي王김ОपΕנლさ":
        assert letter in names
