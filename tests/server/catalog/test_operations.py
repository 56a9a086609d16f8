"""Writing, publishing, retiring and offering micro-credentials on a real PostgreSQL."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from guildmark.server.audit.queries import records
from guildmark.server.base.errors import Conflict, InvalidInput, NotFound, NotPermitted
from guildmark.server.catalog import operations, queries
from guildmark.server.catalog.models import Achievement, AchievementVersion, VersionSkill
from guildmark.server.catalog.operations import OfferInput, UnableToPublish
from guildmark.server.organizations.permissions import ASSESSOR, OWNER, SYSTEM, VISITOR, Actor
from tests.server.catalog.samples import complete_definition, member_of, new_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider() -> UUID:
    """Return an organization that may award."""
    return new_organization()


@pytest.fixture
def author(provider: UUID) -> Actor:
    """Return an author there."""
    return member_of(provider)


@pytest.fixture
def achievement(provider: UUID, author: Actor) -> UUID:
    """Return a draft that is complete."""
    made = operations.create_achievement(actor=author, organization_id=provider, title="Lockout")
    operations.save_draft(actor=author, achievement_id=made, definition=complete_definition())
    return made


def facts_about(achievement_id: UUID) -> list[str]:
    """Return the names of the facts recorded about an achievement, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fact FROM audit_record WHERE subject_id = %s ORDER BY sequence",
            [achievement_id],
        )
        return [row[0] for row in cursor.fetchall()]


def test_a_new_micro_credential_is_a_draft_with_a_rubric_to_fill_in(
    provider: UUID, author: Actor
) -> None:
    """It begins with one criterion of three levels of which the second passes."""
    made = operations.create_achievement(actor=author, organization_id=provider, title=" Lockout ")
    row = queries.draft(actor=author, achievement_id=made)
    assert (row.state, row.definition.title, row.published_number) == ("draft", "Lockout", None)
    assert [level.level for level in row.definition.criteria[0].levels] == [1, 2, 3]
    assert row.definition.criteria[0].required_level == 2
    assert facts_about(made) == ["catalog.AchievementCreated"]


def test_it_is_not_begun_without_a_title(provider: UUID, author: Actor) -> None:
    """The title is named and nothing is written."""
    with pytest.raises(InvalidInput) as caught:
        operations.create_achievement(actor=author, organization_id=provider, title="  ")
    assert [finding.field for finding in caught.value.findings] == ["title"]
    assert not Achievement.objects.exists()


def test_publishing_with_things_missing_lists_every_one(provider: UUID, author: Actor) -> None:
    """Each missing element, and all else, is named with its remedy; nothing is published."""
    made = operations.create_achievement(actor=author, organization_id=provider, title="Lockout")
    with pytest.raises(UnableToPublish) as caught:
        operations.publish(actor=author, achievement_id=made)
    fields = [finding.field for finding in caught.value.findings]
    assert fields == [
        "summary",
        "description",
        "competency.statement",
        "competency.key_method",
        "criteria.0.name",
        "criteria.0.levels.0.name",
        "criteria.0.levels.1.name",
        "criteria.0.levels.2.name",
        "evidence_requirements.0.name",
        "evidence_requirements.0.authenticity",
        "alignments",
        "outcomes",
        "workload_hours",
        "eqf_level",
        "assessment_type",
        "participation",
        "quality_assurance",
        "badge.top_text",
    ]
    assert all(finding.problem and finding.remedy for finding in caught.value.findings)
    assert not AchievementVersion.objects.exists()


GAPS: dict[str, tuple[dict[str, Any], str]] = {
    "learner identification": ({"learner_identification": ""}, "learner_identification"),
    "outcomes": ({"outcomes": []}, "outcomes"),
    "workload": ({"workload_hours": None}, "workload_hours"),
    "level": ({"eqf_level": None}, "eqf_level"),
    "assessment": ({"assessment_type": ""}, "assessment_type"),
    "participation": ({"participation": ""}, "participation"),
    "quality assurance": ({"quality_assurance": ""}, "quality_assurance"),
    "a skill of a known framework": (
        {
            "alignments": [
                {"framework": "Ours", "target_url": "https://x.example/1", "target_name": "x"}
            ]
        },
        "alignments",
    ),
    "a criterion": ({"criteria": []}, "criteria"),
    "a second level": (
        {
            "criteria": [
                {
                    "id": "c1",
                    "name": "Only one",
                    "required_level": 1,
                    "levels": [{"level": 1, "name": "Done"}],
                }
            ]
        },
        "criteria.0.levels",
    ),
    "required evidence": ({"evidence_requirements": []}, "evidence_requirements"),
}


@pytest.mark.parametrize("missing", sorted(GAPS))
def test_it_is_not_published_without(missing: str, author: Actor, achievement: UUID) -> None:
    """One missing thing is enough, and it alone is named."""
    changes, field = GAPS[missing]
    operations.change_draft(actor=author, achievement_id=achievement, changes=changes)
    with pytest.raises(UnableToPublish) as caught:
        operations.publish(actor=author, achievement_id=achievement)
    assert [finding.field for finding in caught.value.findings] == [field]


def test_an_issuer_without_a_country_lacks_element_three(author: Actor) -> None:
    """The country comes from the organization, so the gap leads there."""
    stateless = new_organization("Nowhere College", countries=())
    member = member_of(stateless)
    made = operations.create_achievement(actor=member, organization_id=stateless, title="x")
    operations.save_draft(actor=member, achievement_id=made, definition=complete_definition())
    with pytest.raises(UnableToPublish) as caught:
        operations.publish(actor=member, achievement_id=made)
    assert ["element 3" in finding.problem for finding in caught.value.findings] == [True]


def test_a_note_stands_in_for_a_level_that_does_not_apply(author: Actor, achievement: UUID) -> None:
    """Element 8 is due only "if applicable": saying why none applies is enough."""
    operations.change_draft(
        actor=author,
        achievement_id=achievement,
        changes={"eqf_level": None, "level_note": "Not placed in a national framework."},
    )
    assert operations.publish(actor=author, achievement_id=achievement).number == 1


def test_publishing_makes_a_version_that_is_found(author: Actor, achievement: UUID) -> None:
    """The version carries the definition word for word, with its digest."""
    version = operations.publish(actor=author, achievement_id=achievement)
    assert version.definition.to_json() == complete_definition()
    assert version.digest.startswith("sha256:")
    assert version.can_be_started
    assert queries.current_version(achievement) == version
    assert queries.version(version.id) == version
    assert facts_about(achievement)[-1] == "catalog.AchievementPublished"


def test_publishing_again_without_a_change_is_refused(author: Actor, achievement: UUID) -> None:
    """The message says which version it already is."""
    operations.publish(actor=author, achievement_id=achievement)
    with pytest.raises(Conflict, match="version 1"):
        operations.publish(actor=author, achievement_id=achievement)


def test_a_new_version_leaves_the_old_one_as_it_was(author: Actor, achievement: UUID) -> None:
    """The number rises by one; the old version is still there and no longer current."""
    first = operations.publish(actor=author, achievement_id=achievement)
    operations.change_draft(
        actor=author, achievement_id=achievement, changes={"workload_hours": 14}
    )
    second = operations.publish(actor=author, achievement_id=achievement)
    old = queries.version(first.id)
    assert old is not None
    assert (second.number, old.number, old.is_current, old.can_be_started) == (2, 1, False, False)
    assert (old.definition.workload_hours, old.digest) == (Decimal(12), first.digest)
    assert [row.number for row in queries.versions(achievement)] == [2, 1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalog_achievementversion SET title = 'forged'",
        "UPDATE catalog_achievementversion SET definition = '{}'",
        "DELETE FROM catalog_achievementversion",
        "UPDATE catalog_versionskill SET target_name = 'forged'",
        "DELETE FROM catalog_versionskill",
    ],
)
def test_the_database_itself_keeps_what_was_published(
    statement: str, author: Actor, achievement: UUID
) -> None:
    """No statement changes or deletes a version or its skills, whoever runs it."""
    operations.publish(actor=author, achievement_id=achievement)
    with (
        pytest.raises(DatabaseError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AchievementVersion.objects.get().title == "Control hazardous energy"
    assert VersionSkill.objects.get().target_name == "apply lockout procedures"


def test_a_fault_in_a_draft_leaves_the_draft_as_it_was(author: Actor, achievement: UUID) -> None:
    """Nothing is half-written."""
    with pytest.raises(InvalidInput):
        operations.change_draft(
            actor=author,
            achievement_id=achievement,
            changes={"summary": "New", "title": "Bad\x00"},
        )
    row = queries.draft(actor=author, achievement_id=achievement)
    assert row.definition.to_json() == complete_definition()


def test_saving_the_same_again_leaves_no_fact(author: Actor, achievement: UUID) -> None:
    """A form that was sent twice is recorded once."""
    before = facts_about(achievement)
    operations.save_draft(
        actor=author, achievement_id=achievement, definition=complete_definition()
    )
    assert facts_about(achievement) == before


def test_retiring_stops_new_starts_and_reopening_allows_them(
    author: Actor, achievement: UUID
) -> None:
    """The version stays readable all along."""
    version = operations.publish(actor=author, achievement_id=achievement)
    operations.retire(actor=author, achievement_id=achievement)
    retired = queries.version(version.id)
    assert retired is not None
    assert (retired.state, retired.can_be_started) == ("retired", False)
    operations.change_draft(
        actor=author, achievement_id=achievement, changes={"workload_hours": 13}
    )
    with pytest.raises(Conflict, match="retired"):
        operations.publish(actor=author, achievement_id=achievement)
    operations.reopen(actor=author, achievement_id=achievement)
    current = queries.current_version(achievement)
    assert current is not None
    assert current.can_be_started


def test_a_draft_cannot_be_retired(author: Actor, achievement: UUID) -> None:
    """There is nothing to take off the shelf."""
    with pytest.raises(Conflict):
        operations.retire(actor=author, achievement_id=achievement)


def test_an_offer_is_saved_changed_and_taken_away(author: Actor, achievement: UUID) -> None:
    """An offer belongs to the achievement's organization unless another is named."""
    made = operations.save_offer(
        actor=author,
        achievement_id=achievement,
        offer=OfferInput(price_amount=Decimal("45.50"), place="Rotterdam"),
    )
    operations.save_offer(
        actor=author,
        achievement_id=achievement,
        offer=OfferInput(id=made, price_amount=Decimal(0), seats=12),
    )
    [row] = queries.offers(achievement)
    assert (row.price_amount, row.seats, row.place) == (Decimal(0), 12, "")
    assert row.provider_name == "Harbor Technical College"
    operations.remove_offer(actor=author, achievement_id=achievement, offer_id=made)
    assert queries.offers(achievement) == []


@pytest.mark.parametrize(
    ("offer", "field"),
    [
        (OfferInput(price_amount=Decimal(-1)), "price_amount"),
        (OfferInput(price_currency="XXX"), "price_currency"),
        (OfferInput(participation="lunch"), "participation"),
        (OfferInput(language="xx"), "language"),
        (OfferInput(place="a\x00b"), "place"),
        (OfferInput(seats=0), "seats"),
    ],
)
def test_an_offer_that_cannot_be_is_refused(
    offer: OfferInput, field: str, author: Actor, achievement: UUID
) -> None:
    """The field is named."""
    with pytest.raises(InvalidInput) as caught:
        operations.save_offer(actor=author, achievement_id=achievement, offer=offer)
    assert [finding.field for finding in caught.value.findings] == [field]


def _every_operation(actor: Actor, achievement_id: UUID) -> list[Any]:
    return [
        lambda: queries.draft(actor=actor, achievement_id=achievement_id),
        lambda: operations.save_draft(
            actor=actor, achievement_id=achievement_id, definition=complete_definition()
        ),
        lambda: operations.change_draft(actor=actor, achievement_id=achievement_id, changes={}),
        lambda: operations.publish(actor=actor, achievement_id=achievement_id),
        lambda: operations.retire(actor=actor, achievement_id=achievement_id),
        lambda: operations.reopen(actor=actor, achievement_id=achievement_id),
        lambda: operations.save_offer(
            actor=actor, achievement_id=achievement_id, offer=OfferInput()
        ),
        lambda: operations.remove_offer(
            actor=actor, achievement_id=achievement_id, offer_id=uuid4()
        ),
    ]


def test_for_another_organizations_author_it_does_not_exist(achievement: UUID) -> None:
    """Every operation says "not found", as for an id that never was."""
    stranger = member_of(new_organization("Other College"), OWNER)
    for actor in (stranger, VISITOR):
        for operation in _every_operation(actor, achievement):
            with pytest.raises(NotFound):
                operation()
    for operation in _every_operation(SYSTEM, uuid4()):
        with pytest.raises(NotFound):
            operation()


def test_a_member_who_is_no_author_may_read_but_not_write(
    provider: UUID, achievement: UUID
) -> None:
    """An assessor sees the draft and changes nothing."""
    assessor = member_of(provider, ASSESSOR)
    assert queries.draft(actor=assessor, achievement_id=achievement).id == achievement
    for operation in _every_operation(assessor, achievement)[1:]:
        with pytest.raises(NotPermitted):
            operation()
    with pytest.raises(NotPermitted):
        operations.create_achievement(actor=assessor, organization_id=provider, title="x")


def test_a_stranger_begins_nothing_in_an_organization(provider: UUID) -> None:
    """Not even its existence is confirmed."""
    with pytest.raises(NotFound):
        operations.create_achievement(actor=VISITOR, organization_id=provider, title="x")
    with pytest.raises(NotFound):
        queries.drafts(actor=VISITOR, organization_id=provider)


def test_the_record_names_the_actor_by_pseudonym(
    provider: UUID, author: Actor, achievement: UUID
) -> None:
    """What the record keeps is the actor id, for the organization that the thing belongs to."""
    operations.publish(actor=author, achievement_id=achievement)
    newest = records(organization=provider).items[0]
    assert (newest.actor, newest.fact) == (author.actor_id, "catalog.AchievementPublished")
