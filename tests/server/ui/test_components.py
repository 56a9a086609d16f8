"""Components: right markup, escaped text, and a word beside each colour."""

from __future__ import annotations

import pytest
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError
from django.test import RequestFactory

from guildmark.server.ui.badges import BadgeDesign
from guildmark.server.ui.icons import ICONS
from guildmark.server.ui.shell import NavItem
from guildmark.server.ui.tags.verdicts import OUTCOMES, VERDICTS

from .page import read_elements, render

_EVIL = '"><script>alert(1)</script>'


@pytest.mark.parametrize("kind", VERDICTS)
def test_each_verdict_has_its_word_and_shape(kind: str) -> None:
    """Colour is never the only sign."""
    html = render("{% verdict kind %}why{% endverdict %}", kind=kind)
    elements = read_elements(html)
    assert str(VERDICTS[kind].word) in next(e.words for e in elements if e.tag == "h1")
    assert any(e.tag == "svg" for e in elements)


def test_three_states_never_look_alike() -> None:
    """Valid, not valid and cannot tell differ in word, shape and tone."""
    kinds = [VERDICTS[name] for name in ("valid", "not_valid", "cannot_tell")]
    for attribute in ("word", "shape", "tone"):
        assert len({str(getattr(kind, attribute)) for kind in kinds}) == 3


def test_an_unknown_issuer_is_not_shown_as_valid() -> None:
    """It has its own words, shape and tone."""
    assert VERDICTS["not_recognised"].tone != VERDICTS["valid"].tone
    assert VERDICTS["not_recognised"].shape != VERDICTS["valid"].shape


@pytest.mark.parametrize("outcome", [*OUTCOMES, "could_not_run", "not_applicable"])
def test_each_check_says_its_outcome_in_words(outcome: str) -> None:
    """One line per check; underscores are as good as spaces."""
    html = render("{% check outcome title='Signature' %}because{% endcheck %}", outcome=outcome)
    words = read_elements(html)[0].words
    assert str(OUTCOMES[outcome.replace("_", " ")].word) in words
    assert "because" in words


def test_an_unknown_kind_is_the_authors_mistake() -> None:
    """It fails where the page is written, with the kinds that exist."""
    with pytest.raises(TemplateSyntaxError, match="cannot_tell"):
        render("{% verdict 'fine' %}{% endverdict %}")


@pytest.mark.parametrize(
    "source",
    [
        "{% verdict 'valid' title=evil %}{{ evil }}{% endverdict %}",
        "{% card title=evil href=evil note=evil %}{{ evil }}{% endcard %}",
        "{% facts %}{% fact evil %}{{ evil }}{% endfact %}{% endfacts %}",
        "{% chip evil href=evil %}{% chip evil tone='good' %}",
        "{% notice title=evil %}{{ evil }}{% endnotice %}",
        "{% button evil name=evil value=evil aria_label=evil %}",
        "{% button_link evil evil data_x=evil %}",
        "{% post_button evil evil describe=evil field=evil %}",
        "{% copy_field evil label=evil id='x' %}",
        "{% bar 1 need=2 of=4 label=evil %}{% progress 1 2 label=evil unit=evil %}",
        "{% breadcrumbs evil evil %}{% stat evil label=evil detail=evil %}",
        "{% steps %}{% step title=evil detail=evil href=evil %}{{ evil }}{% endstep %}"
        "{% endsteps %}",
        "{% timeline label=evil %}{% event title=evil when=evil %}{{ evil }}{% endevent %}"
        "{% endtimeline %}",
        "{% disclosure summary=evil %}{{ evil }}{% enddisclosure %}",
        "{% table caption=evil %}<tbody><tr><td>{{ evil }}</td></tr></tbody>{% endtable %}",
        "{% filters label=evil clear=evil %}{{ evil }}{% endfilters %}",
        "{% empty title=evil %}{{ evil }}{% endempty %}",
        "{% answers label=evil %}{% answer 'pass' question=evil answer=evil %}{{ evil }}"
        "{% endanswer %}{% endanswers %}",
        "{% checks %}{% check 'pass' title=evil time=evil clause=evil word=evil %}{{ evil }}"
        "{% endcheck %}{% endchecks %}",
    ],
)
def test_text_from_people_never_becomes_markup(source: str) -> None:
    """Every argument and every body is escaped once, and the markup stays whole."""
    html = render(source, evil=_EVIL)
    elements = read_elements(html)
    assert not [e for e in elements if e.tag == "script"]
    assert "&amp;quot;" not in html
    assert not [name for e in elements for name in e.attributes if name.startswith("on")]
    assert not [e for e in elements if "style" in e.attributes]


def test_a_bar_says_its_numbers_beside_the_picture() -> None:
    """Fading changes the pattern and the words, never the length."""
    proven = render("{% bar 3 need=3 of=4 %}")
    fading = render("{% bar 3 need=3 of=4 kind='fading' %}")
    assert "3 of 4 · needs 3" in proven
    assert "fading" in fading
    assert 'width="75.00%"' in proven
    assert 'width="75.00%"' in fading


@pytest.mark.parametrize(("have", "of"), [(9, 4), (-1, 4), (0, 0)])
def test_a_bar_never_leaves_its_track(have: int, of: int) -> None:
    """Numbers out of range are drawn at the end."""
    html = render("{% bar have need=have of=of %}", have=have, of=of)
    assert 'width="225' not in html
    assert 'width="-' not in html


def test_a_post_button_carries_the_token_and_its_fields() -> None:
    """It works without script."""
    html = render("{% post_button 'Claim' '/claim/' next='/home/' %}", csrf_token="t0k3n")
    fields = {
        e.attributes["name"]: e.attributes["value"] for e in read_elements(html) if e.tag == "input"
    }
    assert fields == {"csrfmiddlewaretoken": "t0k3n", "next": "/home/"}


def test_pagination_keeps_the_filters() -> None:
    """The state of a list is in its address."""
    request = RequestFactory().get("/?q=lockout&page=2")
    page = Paginator(range(100), 10).get_page(2)
    html = render("{% pagination page %}", page=page, request=request)
    links = [e.attributes["href"] for e in read_elements(html) if e.tag == "a"]
    assert "?q=lockout&page=3" in links
    assert "11 to 20 of 100" in html


def test_one_page_has_no_pagination() -> None:
    """Nothing to press where there is nowhere to go."""
    page = Paginator(range(3), 10).get_page(1)
    assert "nav" not in render("{% pagination page %}", page=page)


def test_tabs_mark_the_page_they_are_on() -> None:
    """For those who do not see the line."""
    items = [
        NavItem(label="To mark", url="/a", current=True, count=3),
        NavItem(label="B", url="/b"),
    ]
    links = [
        e for e in read_elements(render("{% tabs items 'Queue' %}", items=items)) if e.tag == "a"
    ]
    assert [e.attributes.get("aria-current") for e in links] == ["page", None]


@pytest.mark.parametrize("name", ICONS)
def test_each_icon_is_hidden_from_assistive_technology(name: str) -> None:
    """The word beside it says it."""
    svg = read_elements(render("{% icon name %}", name=name))[0]
    assert svg.attributes["aria-hidden"] == "true"


def test_a_badge_in_a_page_has_a_name_or_is_decoration() -> None:
    """With a text it is an image, without it is not there for a screen reader."""
    design = BadgeDesign(title="Lockout", icon="lock")
    named = read_elements(render("{% badge design alt='Badge: Lockout' %}", design=design))[0]
    plain = read_elements(render("{% badge design size=64 %}", design=design))[0]
    assert named.attributes["aria-label"] == "Badge: Lockout"
    assert plain.attributes["aria-hidden"] == "true"
    assert plain.attributes["class"] == "badge-image s64"
