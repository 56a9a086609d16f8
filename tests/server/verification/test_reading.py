"""Reading a stranger's document for display: never an error, never a link that runs."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guildmark.server.verification.reading import parse_reading

_NAMES = st.sampled_from(
    ["issuer", "name", "credentialSubject", "achievement", "result", "evidence", "id",
     "identifier", "resultDescription", "rubricCriterionLevel", "alignment", "targetName",
     "targetUrl", "validFrom", "validUntil", "awardedDate", "criteria", "narrative",
     "creditsAvailable", "version"]
)  # fmt: skip
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=6),
    max_leaves=25,
)


# A busy machine is slow to draw; that is no fault of the code under test.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_JSON)
def test_any_shape_reads_without_an_error(document: Any) -> None:
    """What is not text where text belongs is left out."""
    reading = parse_reading(document)
    assert (reading is None) == (not isinstance(document, dict))


def test_a_script_address_never_becomes_a_link() -> None:
    """Only http and https are links; other schemes may run."""
    reading = parse_reading(
        {
            "issuer": {"id": "did:key:z6Mk", "name": "X\u0007Y", "url": "javascript:alert(1)"},
            "credentialSubject": {
                "achievement": {"alignment": [{"targetName": "A", "targetUrl": "data:text/html,x"}]}
            },
            "evidence": [{"id": "javascript:alert(2)", "name": "E"}],
        }
    )
    assert reading is not None
    assert (reading.issuer_url, reading.skills[0].url, reading.evidence[0].url) == ("", "", "")
    assert reading.issuer_name == "XY"


def test_a_result_shows_the_level_reached_beside_the_level_required() -> None:
    """Levels are named by the rubric that the document itself carries."""
    reading = parse_reading(
        {
            "credentialSubject": {
                "achievement": {
                    "name": "Weld",
                    "resultDescription": [
                        {
                            "id": "#c",
                            "name": "Bead",
                            "requiredLevel": "#c1",
                            "rubricCriterionLevel": [
                                {"id": "#c1", "level": "1", "name": "Even"},
                                {"id": "#c2", "level": "2", "name": "Flawless"},
                            ],
                        }
                    ],
                },
                "result": [{"resultDescription": "#c", "achievedLevel": "#c2"}],
            }
        }
    )
    assert reading is not None
    (line,) = reading.results
    assert (line.criterion, line.reached, line.required) == ("Bead", "2 · Flawless", "1 · Even")


def test_a_flood_of_text_and_rows_is_cut() -> None:
    """A hostile document must not fill a screen for ever."""
    reading = parse_reading({"name": "x" * 100_000, "evidence": [{"name": "e"}] * 5_000})
    assert reading is not None
    assert len(reading.title) <= 2_001
    assert len(reading.evidence) == 60
