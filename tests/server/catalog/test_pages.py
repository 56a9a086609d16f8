"""The pages: what anybody reads, and what an author does on them without script."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.test import Client

from guildmark.server.accounts.models import Person
from guildmark.server.catalog import operations, queries
from guildmark.server.catalog.models import Achievement
from guildmark.server.catalog.operations import OfferInput
from guildmark.server.frameworks.models import Framework, Skill
from guildmark.server.organizations.models import Membership
from guildmark.server.organizations.permissions import AUTHOR, SYSTEM, VIEWER
from guildmark.server.organizations.queries import organization
from tests.server.catalog.samples import complete_definition, new_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider() -> UUID:
    """Return an organization that may award."""
    return new_organization()


@pytest.fixture
def achievement(provider: UUID) -> UUID:
    """Return a complete draft."""
    made = operations.create_achievement(actor=SYSTEM, organization_id=provider, title="Lockout")
    operations.save_draft(actor=SYSTEM, achievement_id=made, definition=complete_definition())
    return made


@pytest.fixture
def published(achievement: UUID) -> UUID:
    """Return a published micro-credential with an offer."""
    operations.publish(actor=SYSTEM, achievement_id=achievement)
    operations.save_offer(
        actor=SYSTEM, achievement_id=achievement, offer=OfferInput(price_amount=Decimal("45.50"))
    )
    return achievement


def sign_in(client: Client, organization_id: UUID, role: str = AUTHOR) -> Client:
    """Sign the client in as somebody with that role."""
    person = Person.objects.create_user(f"{uuid4().hex}@example.org", name="Ann Author")
    Membership.objects.create(organization_id=organization_id, person=person, role=role)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def author(client: Client, provider: UUID) -> Client:
    """Return a browser in which an author is signed in."""
    return sign_in(client, provider)


def work(provider: UUID, achievement: UUID | None = None, page: str = "") -> str:
    """Return the address of an author's page."""
    row = organization(provider)
    assert row is not None
    base = f"/organizations/{row.slug}/micro-credentials/"
    return f"{base}{achievement}/{page}" if achievement else f"{base}{page}"


def inputs_of(html: str) -> dict[str, str | list[str]]:
    """Return what a browser would send of the page's POST form, unchanged."""
    form = html[html.index('<form method="post" novalidate') :]
    form = form[: form.index("</form>")]
    sent: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        kind = attributes.get("type")
        if kind in ("checkbox", "radio") and " checked" not in tag:
            continue
        sent[attributes["name"]] = attributes.get("value", "")
    for name, body in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        sent[name] = body
    for name, body in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        sent[name] = chosen[1] if chosen else ""
    return sent


def draft_of(achievement: UUID) -> dict[str, object]:
    """Return the stored draft."""
    return dict(Achievement.objects.get(pk=achievement).draft)


# --- What anybody reads


def test_the_public_page_shows_the_whole_standard_before_anybody_applies(
    client: Client, published: UUID
) -> None:
    """Competency, every level, evidence, the eleven elements, skills, price, issuer."""
    html = client.get(f"/achievements/{published}/").content.decode()
    for words in (
        "Control hazardous energy",
        "Isolate a machine from every energy source before work begins.",
        "Also stored and gravity energy.",
        "Passes from here",
        "Isolation record",
        "A supervisor attests that the learner did it",
        "Identification of the learner",
        "Netherlands",
        "Type of quality assurance",
        "apply lockout procedures",
        "45.50 EUR",
        "Harbor Technical College",
        "Version 1",
        f"/achievements/{published}/apply/",
    ):
        assert words in html, words
    assert html.count("<h1") == 1


def test_the_page_describes_itself_to_programs(client: Client, published: UUID) -> None:
    """schema.org data that parses and names no person, and a picture for social networks."""
    operations.change_draft(
        actor=SYSTEM,
        achievement_id=published,
        changes={"summary": "Ends </script><b>here</b> & there."},
    )
    operations.publish(actor=SYSTEM, achievement_id=published)
    html = client.get(f"/achievements/{published}/").content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert block is not None
    data = json.loads(block[1])
    assert data["@type"] == "EducationalOccupationalCredential"
    assert data["description"] == "Ends </script><b>here</b> & there."
    assert data["validFor"] == "P30M"
    assert 'property="og:image"' in html


def test_programs_get_open_badges_json_at_the_same_address(client: Client, published: UUID) -> None:
    """By Accept, with or without the last slash; caches are told."""
    for path in (f"/achievements/{published}/", f"/achievements/{published}"):
        response = client.get(path, headers={"accept": "application/json"})
        document = response.json()
        assert response["Content-Type"] == "application/json"
        assert "Accept" in response["Vary"]
        assert document["id"] == f"http://127.0.0.1:8000/achievements/{published}"
        assert document["achievementType"] == "MicroCredential"
    browser = client.get(f"/achievements/{published}", headers={"accept": "text/html,*/*;q=0.8"})
    assert browser["Content-Type"].startswith("text/html")


def test_an_old_version_stays_at_its_own_address(client: Client, published: UUID) -> None:
    """It says that there is a newer one and offers no start."""
    operations.change_draft(
        actor=SYSTEM, achievement_id=published, changes={"title": "Lock out machines"}
    )
    operations.publish(actor=SYSTEM, achievement_id=published)
    old = client.get(f"/achievements/{published}/versions/1/").content.decode()
    assert "Control hazardous energy" in old
    assert "An earlier version" in old
    assert "/apply/" not in old
    assert client.get(f"/achievements/{published}/versions/3/").status_code == 404


def test_a_retired_one_keeps_its_page_without_a_start(client: Client, published: UUID) -> None:
    """Credentials point here for ever."""
    operations.retire(actor=SYSTEM, achievement_id=published)
    html = client.get(f"/achievements/{published}/").content.decode()
    assert "It can no longer be started." in html
    assert "/apply/" not in html
    assert str(published) not in client.get("/catalogue/").content.decode()


def test_the_badge_is_served_as_svg_and_png(client: Client, published: UUID) -> None:
    """With headers under which a picture is only a picture."""
    svg = client.get(f"/achievements/{published}/badge.svg")
    png = client.get(f"/achievements/{published}/badge.png")
    social = client.get(f"/achievements/{published}/social.png")
    assert svg.content.startswith(b"<svg ")
    assert "sandbox" in svg["Content-Security-Policy"]
    assert png.content.startswith(b"\x89PNG")
    assert social.content.startswith(b"\x89PNG")
    assert client.get(f"/achievements/{published}/badge.gif").status_code == 404


def test_a_draft_has_no_public_page(client: Client, achievement: UUID) -> None:
    """Not the page, not the JSON, not the badge."""
    for path in ("", "badge.svg", "badge.png", "social.png", "versions/1/"):
        assert client.get(f"/achievements/{achievement}/{path}").status_code == 404


def test_the_catalogue_keeps_its_filters_in_the_address(client: Client, published: UUID) -> None:
    """What was chosen is chosen on the page that comes back."""
    html = client.get("/catalogue/?q=hazardous&level=3&hours=20").content.decode()
    assert "Control hazardous energy" in html
    assert '<option value="3" selected>' in html
    assert '<input type="hidden" name="level" value="3">' in html
    empty = client.get("/catalogue/?level=7").content.decode()
    assert "Nothing matches all of this" in empty


@pytest.mark.parametrize(
    "query", ["level=99", "hours=abc", "cost=-1", "page=-3", "page=zz", "language=xx"]
)
def test_a_query_that_makes_no_sense_is_no_error(
    query: str, client: Client, published: UUID
) -> None:
    """It does not narrow, and the page is there."""
    assert client.get(f"/catalogue/?{query}").status_code == 200


# --- What an author does


def test_an_author_begins_one_and_lands_in_the_first_step(author: Client, provider: UUID) -> None:
    """A title and a language are enough."""
    response = author.post(work(provider, page="new/"), {"title": "Weld", "language": "es"})
    made = Achievement.objects.get()
    assert response["Location"] == work(provider, made.id, "edit/about/")
    assert made.draft["language"] == "es"


@pytest.mark.parametrize("step", ["about", "rubric", "evidence", "skills", "european", "badge"])
def test_sending_a_step_unchanged_changes_nothing(
    step: str, author: Client, provider: UUID, achievement: UUID
) -> None:
    """Every field of the draft survives its form."""
    page = work(provider, achievement, f"edit/{step}/")
    html = author.get(page).content.decode()
    # The skills page has two forms; the second holds the skills picked.
    html = html[html.rindex('<form method="post" novalidate') :]
    response = author.post(page, {**inputs_of(html), "do": "save"})
    assert response.status_code == 302
    assert draft_of(achievement) == complete_definition()


def test_a_step_saves_and_leads_on(author: Client, provider: UUID, achievement: UUID) -> None:
    """Numbers are read with a decimal comma too."""
    page = work(provider, achievement, "edit/european/")
    sent = inputs_of(author.get(page).content.decode())
    response = author.post(
        page,
        {**sent, "workload_hours": "12,5", "outcomes": "One\r\n\r\nTwo", "do": "next"},
    )
    assert response["Location"] == work(provider, achievement, "edit/badge/")
    draft = draft_of(achievement)
    assert (draft["workload_hours"], draft["outcomes"]) == (12.5, ["One", "Two"])


def test_a_wrong_field_is_named_at_the_field_and_nothing_is_saved(
    author: Client, provider: UUID, achievement: UUID
) -> None:
    """What was typed stays on the page."""
    page = work(provider, achievement, "edit/european/")
    sent = inputs_of(author.get(page).content.decode())
    response = author.post(page, {**sent, "workload_hours": "a dozen", "eqf_level": "4"})
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_workload_hours"' in html
    assert "This is not a number." in html
    assert 'value="a dozen"' in html
    assert draft_of(achievement) == complete_definition()


def test_a_control_character_in_a_rubric_is_named_at_its_place(
    author: Client, provider: UUID, achievement: UUID
) -> None:
    """The path of the field leads into the list."""
    page = work(provider, achievement, "edit/rubric/")
    sent = inputs_of(author.get(page).content.decode())
    response = author.post(page, {**sent, "criteria.1.levels.0.name": "Tries\x07"})
    assert response.status_code == 422
    assert 'href="#id_criteria.1.levels.0.name"' in response.content.decode()
    assert draft_of(achievement) == complete_definition()


def test_criteria_are_added_moved_and_removed_by_buttons(
    author: Client, provider: UUID, achievement: UUID
) -> None:
    """Each button saves what was typed as well."""
    page = work(provider, achievement, "edit/rubric/")

    def press(action: str, **typed: str) -> str:
        sent = inputs_of(author.get(page).content.decode())
        return str(author.post(page, {**sent, **typed, "do": action})["Location"])

    assert press("add:criteria").endswith("#criteria.2")
    assert press("up:criteria.2", **{"criteria.2.name": "New one"}).endswith("#criteria.1")
    assert press("add:criteria.1.levels").endswith("#criteria.1.levels.3")
    press("remove:criteria.0")
    criteria = queries.draft(actor=SYSTEM, achievement_id=achievement).definition.criteria
    assert [(each.id, each.name, len(each.levels)) for each in criteria] == [
        ("c3", "New one", 4),
        ("c2", "Proves zero energy", 2),
    ]


def test_a_skill_is_added_by_its_address_and_name(
    author: Client, provider: UUID, achievement: UUID
) -> None:
    """An address that the lists do not know needs a name; its framework is told from it."""
    page = work(provider, achievement, "edit/skills/")
    address = "https://www.onetonline.org/find/descriptor/result/2.B.3.l"
    refused = author.post(page, {"do": "paste", "address": address, "name": ""})
    assert refused.status_code == 422
    assert 'href="#id_name"' in refused.content.decode()
    author.post(page, {"do": "paste", "address": address, "name": "Repairing"})
    alignments = queries.draft(actor=SYSTEM, achievement_id=achievement).definition.alignments
    assert [(each.framework, each.target_name) for each in alignments] == [
        ("ESCO", "apply lockout procedures"),
        ("O*NET", "Repairing"),
    ]


def test_a_skill_is_picked_from_the_search(
    author: Client, provider: UUID, achievement: UUID
) -> None:
    """One button beside each result; what is picked already says so."""
    framework = Framework.objects.create(key="esco", name="ESCO", version="v1.2", digest="0" * 64)
    uri = "http://data.europa.eu/esco/skill/5"
    Skill.objects.create(
        framework=framework, uri=uri, kind="skill", label="isolate energy", description="Safely."
    )
    page = f"{work(provider, achievement, 'edit/skills/')}?q={uri}"
    assert "isolate energy" in author.get(page).content.decode()
    response = author.post(page, {"do": "pick", "uri": uri})
    assert response["Location"].startswith(page.partition("?")[0] + "?q=")
    picked = queries.draft(actor=SYSTEM, achievement_id=achievement).definition.alignments[-1]
    assert (picked.target_name, picked.framework, picked.description) == (
        "isolate energy",
        "ESCO",
        "Safely.",
    )
    assert "Picked" in author.get(page).content.decode()
    gone = author.post(page, {"do": "pick", "uri": "http://data.europa.eu/esco/skill/6"})
    assert gone.status_code == 422


def test_a_badge_is_shown_before_it_is_saved(
    author: Client, provider: UUID, achievement: UUID
) -> None:
    """The server draws what was chosen; nothing is stored until it is saved."""
    page = work(provider, achievement, "edit/badge/")
    sent = inputs_of(author.get(page).content.decode())
    shown = author.post(page, {**sent, "badge.top_text": "Padlock", "do": "show"})
    html = shown.content.decode()
    assert shown.status_code == 200
    assert "As it would look, not saved yet" in html
    assert ">Padlock</text>" in html
    assert draft_of(achievement) == complete_definition()
    too_long = author.post(page, {**sent, "badge.top_text": "x" * 25, "do": "show"})
    assert too_long.status_code == 422


def test_the_review_lists_what_is_missing_with_a_link_to_each_field(
    author: Client, provider: UUID
) -> None:
    """Publishing then is refused with the same list."""
    made = operations.create_achievement(actor=SYSTEM, organization_id=provider, title="Weld")
    page = work(provider, made, "publish/")
    for response in (author.get(page), author.post(page)):
        html = response.content.decode()
        assert "18 things are missing" in html
        for anchor in (
            "edit/about/#id_summary",
            "edit/rubric/#id_criteria.0.levels.2.name",
            "edit/skills/#alignments",
            "edit/european/#id_workload_hours",
        ):
            assert anchor in html, anchor
    assert response.status_code == 422
    assert not queries.versions(made)


def test_an_author_publishes_after_reading_what_will_happen(
    author: Client, provider: UUID, achievement: UUID
) -> None:
    """The page that follows is the public one; asked again, there is nothing to publish."""
    page = work(provider, achievement, "publish/")
    assert "Publish version 1?" in author.get(page).content.decode()
    assert author.post(page)["Location"] == f"/achievements/{achievement}/"
    assert "Everything is published" in author.get(page).content.decode()
    again = author.post(page, follow=True).content.decode()
    assert "Nothing has changed since version 1." in again
    assert [row.number for row in queries.versions(achievement)] == [1]


def test_retiring_asks_first(author: Client, provider: UUID, published: UUID) -> None:
    """The question says what will happen; only the answer does it."""
    page = work(provider, published, "retire/")
    assert "leaves the catalogue" in author.get(page).content.decode()
    assert Achievement.objects.get().state == "published"
    author.post(page)
    assert Achievement.objects.get().state == "retired"
    author.post(work(provider, published, "reopen/"))
    assert Achievement.objects.get().state == "published"


def test_an_offer_is_added_changed_and_taken_away(
    author: Client, provider: UUID, achievement: UUID
) -> None:
    """By plain forms; a wrong price is named."""
    page = work(provider, achievement, "offers/")
    fields = {
        "price_amount": "45.50",
        "price_currency": "EUR",
        "participation": "online",
        "language": "en",
        "is_open": "on",
    }
    refused = author.post(page, {**fields, "price_amount": "-3"})
    assert refused.status_code == 422
    author.post(page, fields)
    [row] = queries.offers(achievement)
    one = f"{page}{row.id}/"
    author.post(one, {**fields, "price_amount": "0", "do": "save"})
    assert queries.offers(achievement)[0].price_amount == 0
    author.post(one, {"do": "remove"})
    assert queries.offers(achievement) == []


PAGES = (
    "edit/about/",
    "edit/rubric/",
    "edit/evidence/",
    "edit/skills/",
    "edit/european/",
    "edit/badge/",
    "offers/",
    "preview/",
    "publish/",
    "retire/",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_an_author_is_there(
    page: str, author: Client, provider: UUID, published: UUID
) -> None:
    """One heading of the first order on each."""
    response = author.get(work(provider, published, page))
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("page", PAGES)
def test_for_an_author_of_another_organization_it_is_not_there(
    page: str, client: Client, provider: UUID, published: UUID
) -> None:
    """404 under the owner's address and under their own, to look and to change."""
    other = new_organization("Other College")
    sign_in(client, other)
    for owner in (provider, other):
        assert client.get(work(owner, published, page)).status_code == 404
        assert client.post(work(owner, published, page)).status_code in (404, 405)
    assert Achievement.objects.get().state == "published"


def test_a_viewer_sees_the_list_and_the_preview_only(
    client: Client, provider: UUID, achievement: UUID
) -> None:
    """What they may not do is not there."""
    sign_in(client, provider, VIEWER)
    assert client.get(work(provider)).status_code == 200
    assert client.get(work(provider, achievement, "preview/")).status_code == 200
    for page in ("edit/about/", "publish/", "retire/"):
        assert client.get(work(provider, achievement, page)).status_code == 404
    assert client.get(work(provider, page="new/")).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client, provider: UUID, achievement: UUID) -> None:
    """Every page of an author leads to the sign-in page first."""
    for page in PAGES:
        response = client.get(work(provider, achievement, page))
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]


def test_pages_run_no_inline_script_and_carry_no_inline_style(
    author: Client, provider: UUID, published: UUID
) -> None:
    """The content security policy would refuse them."""
    paths = [f"/achievements/{published}/", "/catalogue/", work(provider)]
    paths += [work(provider, published, page) for page in PAGES]
    for path in paths:
        html = author.get(path).content.decode()
        assert " style=" not in html, path
        assert not re.search(r"\son[a-z]+=", html), path
        scripts = re.findall(r"<script([^>]*)>", html)
        assert all("src=" in each or "ld+json" in each for each in scripts), path
