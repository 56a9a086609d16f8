"""Forms: each input has its label, hint and error where assistive technology finds them."""

from __future__ import annotations

from django import forms
from django.forms import formset_factory

from guildmark.server.ui.forms import Level, LevelSelect, WordCountTextarea
from guildmark.server.ui.styleguide import SampleForm

from .page import Element, read_elements, render


class _Form(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the <b>award</b>.")
    note = forms.CharField(label="Note", required=False, widget=WordCountTextarea(max_words=20))
    secret = forms.CharField(widget=forms.HiddenInput)
    level = forms.ChoiceField(
        label="Locks in order?",
        widget=LevelSelect,
        choices=[
            ("a", Level(number=2, text="In order", standard=True)),
            ("b", Level(number=1, text="Not")),
        ],
    )

    def clean(self) -> None:
        raise forms.ValidationError("The two do not go together.")


def _by_id(elements: list[Element], name: str) -> Element:
    return next(e for e in elements if e.attributes.get("id") == name)


def test_every_input_of_every_kind_has_a_label() -> None:
    """A label by `for`, or a group with a legend."""
    elements = read_elements(render("{{ form }}", form=SampleForm()))
    labels = {e.attributes.get("for") for e in elements if e.tag == "label"}
    inputs = [e for e in elements if e.tag in {"input", "textarea", "select"}]
    assert inputs
    assert all(e.attributes["id"] in labels for e in inputs)
    groups = [e for e in elements if e.tag == "fieldset"]
    assert len(groups) == len([e for e in elements if e.tag == "legend"]) == 3


def test_hint_and_error_are_tied_to_the_input() -> None:
    """aria-describedby names both, and both are there."""
    elements = read_elements(render("{{ form }}", form=_Form({})))
    entry = _by_id(elements, "id_name")
    assert entry.attributes["aria-invalid"] == "true"
    described = (entry.attributes["aria-describedby"] or "").split()
    assert described == ["id_name_helptext", "id_name_error"]
    assert "This field is required." in _by_id(elements, "id_name_error").words
    assert _by_id(elements, "id_name_helptext").words == "As on the award."


def test_a_group_is_tied_to_its_error() -> None:
    """The fieldset carries the description, for it has no single input."""
    elements = read_elements(render("{{ form }}", form=_Form({})))
    group = next(e for e in elements if e.tag == "fieldset")
    assert group.attributes["aria-describedby"] == "id_level_error"
    assert "required" in _by_id(elements, "id_level_error").words


def test_the_summary_links_each_error_to_its_field() -> None:
    """Named by the label, so that it can be read alone; groups lead to their first choice."""
    html = render("{% error_summary form %}{{ form }}", form=_Form({}))
    elements = read_elements(html)
    links = {e.attributes["href"]: e.words for e in elements if e.tag == "a"}
    assert links == {
        "#id_name": "Name: This field is required.",
        "#id_level_0": "Locks in order? This field is required.",
    }
    ids = {e.attributes.get("id") for e in elements}
    assert {target.removeprefix("#") for target in links if target} <= ids
    summary = next(e for e in elements if e.attributes.get("role") == "alert")
    assert "The two do not go together." in summary.words
    assert "There are 4 problems" in summary.words


def test_no_summary_where_nothing_is_wrong() -> None:
    """Also where the page has no form at all."""
    assert render("{% error_summary form nothing %}", form=SampleForm()).strip() == ""


def test_a_formset_is_summed_up_too() -> None:
    """Errors of each of its forms, in order."""
    forms_ = formset_factory(_Form, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "x", "form-1-note": "y"}
    )
    html = render("{% error_summary formset %}", formset=forms_)
    assert "#id_form-1-name" in html
    assert "#id_form-0-name" not in html


def test_what_is_not_required_says_so() -> None:
    """Required is the rule; the exception is marked in words."""
    elements = read_elements(render("{{ form }}", form=_Form()))
    labels = {e.attributes["for"]: e.words for e in elements if e.tag == "label"}
    assert labels["id_note"] == "Note (optional)"
    assert labels["id_name"] == "Name"


def test_a_word_limit_is_said_without_script() -> None:
    """The script only counts."""
    html = render("{% field form.note %}", form=_Form())
    assert "At most 20 words" in html
    assert 'data-max-words="20"' in html


def test_a_level_shows_number_text_and_the_standard() -> None:
    """And its accessible name has them in reading order."""
    elements = read_elements(render("{% field form.level %}", form=_Form()))
    names = [e.words for e in elements if e.tag == "label"]
    assert names[0].startswith("2")
    assert "In order" in names[0]
    assert "this level and above pass" in names[0]


def test_a_value_from_a_person_is_escaped_in_its_field() -> None:
    """What was sent comes back as text."""
    html = render("{{ form }}", form=_Form({"name": '"><script>x</script>'}))
    assert "<script>" not in html
