"""Finding what can be earned: text, filters, pages, counts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.test.utils import CaptureQueriesContext

from guildmark.server.catalog import operations, queries
from guildmark.server.catalog.operations import OfferInput
from guildmark.server.catalog.queries import CatalogueSearch
from guildmark.server.organizations.permissions import SYSTEM
from tests.server.catalog.samples import ESCO_SKILL, complete_definition, new_organization

pytestmark = pytest.mark.django_db


def publish(
    organization: UUID, title: str, *, offer: OfferInput | None = None, **changes: Any
) -> UUID:
    """Publish a micro-credential of that title, maybe with an offer."""
    made = operations.create_achievement(actor=SYSTEM, organization_id=organization, title=title)
    operations.save_draft(
        actor=SYSTEM, achievement_id=made, definition=complete_definition(title=title, **changes)
    )
    operations.publish(actor=SYSTEM, achievement_id=made)
    if offer:
        operations.save_offer(actor=SYSTEM, achievement_id=made, offer=offer)
    return made


def skill(name: str, number: int) -> dict[str, Any]:
    """Return an alignment to an ESCO skill."""
    url = f"http://data.europa.eu/esco/skill/{number}"
    return {"framework": "ESCO", "target_url": url, "target_name": name, "level": 5}


@pytest.fixture
def shelf() -> dict[str, UUID]:
    """Publish three, leave one a draft and retire one."""
    harbor, norte = new_organization(), new_organization("Puerto Norte")
    shelf = {
        "lockout": publish(
            harbor, "Control hazardous energy", offer=OfferInput(price_amount=Decimal(45))
        ),
        "feedback": publish(
            harbor,
            "Give feedback that helps",
            summary="Talk with people.",
            alignments=[skill("give constructive feedback", 7)],
            outcomes=["Listen"],
            competency={"statement": "Give feedback.", "key_method": "Listen first."},
            eqf_level=5,
            workload_hours=8,
            offer=OfferInput(price_amount=Decimal(0)),
        ),
        "welding": publish(
            norte,
            "Soldar en posición vertical",
            summary="Soldadura eléctrica.",
            language="es",
            workload_hours=60,
            offer=OfferInput(price_amount=Decimal(180), language="es"),
        ),
        "retired": publish(harbor, "Handle food safely"),
    }
    operations.retire(actor=SYSTEM, achievement_id=shelf["retired"])
    operations.create_achievement(actor=SYSTEM, organization_id=harbor, title="Only a draft")
    return shelf


def found(shelf: dict[str, UUID], **search: Any) -> set[str]:
    """Return the names of what a search finds."""
    names = {achievement: name for name, achievement in shelf.items()}
    return {names[row.achievement_id] for row in queries.search_catalogue(**search)}


SEARCHES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "nothing asked: all that is published": ({}, {"lockout", "feedback", "welding"}),
    "a word of the title": ({"text": "hazardous"}, {"lockout"}),
    "another form of the word": ({"text": "hazard"}, {"lockout"}),
    "an unfinished word": ({"text": "feedb"}, {"feedback"}),
    "a word without its accent": ({"text": "posicion"}, {"welding"}),
    "another form of a Spanish word": ({"text": "soldaduras"}, {"welding"}),
    "a skill's name": ({"text": "constructive"}, {"feedback"}),
    "a learning outcome": ({"text": "listening"}, {"feedback"}),
    "two words, both due": ({"text": "feedback hazardous"}, set()),
    "signs that a query language would read": ({"text": "feedback & ( | !"}, {"feedback"}),
    "only signs": ({"text": "&|!"}, {"lockout", "feedback", "welding"}),
    "a skill by address": ({"skill": ESCO_SKILL}, {"lockout", "welding"}),
    "a skill by a part of its name": ({"skill": "Feedback"}, {"feedback"}),
    "a level": ({"eqf_level": 5}, {"feedback"}),
    "few hours": ({"max_hours": Decimal(8)}, {"feedback"}),
    "free of charge": ({"max_cost": Decimal(0)}, {"feedback"}),
    "at most 50 EUR": ({"max_cost": Decimal(50)}, {"lockout", "feedback"}),
    "at most 50 USD: only what is free": (
        {"max_cost": Decimal(50), "currency": "USD"},
        {"feedback"},
    ),
    "a language": ({"language": "es"}, {"welding"}),
    "a provider": ({"provider": "puerto-norte"}, {"welding"}),
    "a provider that is not there": ({"provider": "nobody"}, set()),
    "two filters": ({"max_hours": Decimal(20), "max_cost": Decimal(0)}, {"feedback"}),
}


def test_each_search_finds_what_it_asks_for(shelf: dict[str, UUID]) -> None:
    """Drafts and what is retired are never among the results."""
    given = {name: found(shelf, **search) for name, (search, _expected) in SEARCHES.items()}
    assert given == {name: expected for name, (_search, expected) in SEARCHES.items()}


def test_only_the_newest_version_is_on_the_shelf(shelf: dict[str, UUID]) -> None:
    """A new version takes the place of the old one."""
    operations.change_draft(
        actor=SYSTEM, achievement_id=shelf["lockout"], changes={"title": "Use padlocks on machines"}
    )
    operations.publish(actor=SYSTEM, achievement_id=shelf["lockout"])
    [row] = queries.search_catalogue(text="padlocks")
    assert (row.number, row.title) == (2, "Use padlocks on machines")
    assert found(shelf, text="hazardous") == set()


def test_a_title_ranks_above_a_summary(shelf: dict[str, UUID]) -> None:
    """Weights put what it is called before what is said about it."""
    publish(new_organization("Third"), "Listen well", summary="Before you give feedback, listen.")
    assert [row.title for row in queries.search_catalogue(text="feedback")] == [
        "Give feedback that helps",
        "Listen well",
    ]


def test_closed_offers_do_not_count(shelf: dict[str, UUID]) -> None:
    """A price that nobody can have is no price."""
    [offer] = queries.offers(shelf["feedback"])
    operations.save_offer(
        actor=SYSTEM,
        achievement_id=shelf["feedback"],
        offer=OfferInput(id=offer.id, price_amount=Decimal(0), is_open=False),
    )
    assert found(shelf, max_cost=Decimal(0)) == set()


def test_pages_hold_a_dozen_and_the_last_one_answers_for_those_beyond() -> None:
    """A page number out of range is no error."""
    organization = new_organization()
    for number in range(14):
        publish(organization, f"Unit {number:02}")
    first, beyond = (queries.search_catalogue(page=number) for number in (1, 99))
    assert (len(first), first.total, first.pages) == (12, 14, 2)
    assert (len(beyond), beyond.number) == (2, 2)


def test_facets_count_within_the_results(shelf: dict[str, UUID]) -> None:
    """What the results can be narrowed to, with how many would remain."""
    facets = queries.count_facets(CatalogueSearch(text=""))
    assert {each.label: each.count for each in facets.skills} == {
        "apply lockout procedures": 2,
        "give constructive feedback": 1,
    }
    assert {each.value: each.count for each in facets.languages} == {"en": 2, "es": 1}
    assert {each.value: each.count for each in facets.eqf_levels} == {"3": 2, "5": 1}
    assert sum(each.count for each in facets.providers) == 3
    assert queries.count_facets(CatalogueSearch(eqf_level=5)).languages[0].count == 1


def test_what_proves_a_skill_is_found_by_its_address(shelf: dict[str, UUID]) -> None:
    """With the level that the micro-credential states for it."""
    proofs = queries.achievements_for_skills([ESCO_SKILL, "http://data.europa.eu/esco/skill/7"])
    assert {url: len(rows) for url, rows in proofs.items()} == {
        ESCO_SKILL: 2,
        "http://data.europa.eu/esco/skill/7": 1,
    }
    [feedback] = proofs["http://data.europa.eu/esco/skill/7"]
    assert [tag.level for tag in feedback.skills] == [5]


def test_the_number_of_queries_does_not_grow(
    shelf: dict[str, UUID], django_assert_max_num_queries: CaptureQueriesContext
) -> None:
    """Three for a page of results, however many there are."""
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        queries.search_catalogue(text="")
