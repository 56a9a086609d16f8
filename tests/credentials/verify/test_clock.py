"""Moments near an edge, read by clocks that differ (row 29)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.verify.dates import check_dates, judge_dates
from guildmark.testing import Clock, IssuerSimulator
from tests.credentials.judging import NOW, judge

_MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("minutes", [-5, -2, -1, 0, 1, 2, 5])
def test_five_minutes_are_more_than_clocks_may_differ(minutes: int) -> None:
    """A minute is forgiven at both ends, five are not."""
    moment = NOW + timedelta(minutes=minutes)
    begins = judge_dates(NOW, None, now=moment)
    ends = judge_dates(None, NOW, now=moment)
    assert begins.outcome == ("pass" if minutes >= -1 else "fail")
    assert ends.outcome == ("pass" if minutes <= 1 else "fail")


@pytest.mark.parametrize(
    ("drift", "verdict"), [(-5, "not valid"), (-1, "valid"), (0, "valid"), (1, "valid")]
)
def test_a_reader_whose_clock_is_wrong(issuer: IssuerSimulator, drift: int, verdict: str) -> None:
    """A badge that was awarded this moment, by a clock that runs right."""
    credential = issuer.sign(issuer.draft())
    assert judge(credential, now=NOW + timedelta(minutes=drift)).verdict == verdict


def test_a_badge_that_ends_on_a_leap_day() -> None:
    """29 February is a day like others where it exists, and no date where it does not."""
    document = {"validFrom": "2027-01-01T00:00:00Z", "validUntil": "2028-02-29T23:59:59Z"}
    before = datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC)
    assert check_dates(document, now=before).outcome == "pass"
    assert check_dates(document, now=before + _MINUTE).outcome == "pass"
    late = check_dates(document, now=datetime(2028, 3, 1, 0, 1, tzinfo=UTC))
    assert (late.outcome, late.code) == ("fail", "expired")
    for text in ("2027-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-02-30T00:00:00Z"):
        check = check_dates({"validUntil": text}, now=NOW)
        assert (check.outcome, check.code) == ("fail", "date_malformed"), text


@pytest.mark.parametrize(
    ("until", "seconds"),
    [
        ("2026-10-25T02:30:00+02:00", 0),  # before clocks in Berlin were set back
        ("2026-10-25T02:30:00+01:00", 3600),  # an hour later, with the same hands
        ("2026-10-25T00:30:00Z", 0),
        ("2026-10-25T00:30:00.000Z", 0),
        ("2026-10-24T14:30:00-10:00", 0),
    ],
)
def test_the_hour_that_comes_twice_is_told_apart(until: str, seconds: int) -> None:
    """Dates name their offset, so no zone's rules for summer are asked."""
    ends = datetime(2026, 10, 25, 0, 30, tzinfo=UTC) + timedelta(seconds=seconds)
    document = {"validUntil": until}
    berlin = ZoneInfo("Europe/Berlin")
    for now in (ends + _MINUTE, (ends + _MINUTE).astimezone(berlin)):
        assert check_dates(document, now=now).outcome == "pass"
        late = now + timedelta(seconds=1)
        if late.tzinfo is berlin:
            # Python adds to the hands of the clock, not to the moment.
            late = (now.astimezone(UTC) + timedelta(seconds=1)).astimezone(berlin)
        assert check_dates(document, now=late).outcome == "fail"


def test_a_date_without_offset_is_no_moment() -> None:
    """In summer it would be another one than in winter."""
    check = check_dates({"validUntil": "2099-10-25T02:30:00"}, now=NOW)
    assert (check.outcome, check.code) == ("fail", "date_malformed")


@pytest.mark.parametrize("text", ["2026-12-31T23:59:60Z", "2026-11-22T24:00:01Z", "9999-99-99"])
def test_a_moment_that_never_is_is_no_pass(text: str) -> None:
    """Leap seconds and the like: refused, not guessed."""
    assert check_dates({"validUntil": text}, now=NOW).outcome == "fail"


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(9990, 1, 1)),
    st.integers(-14 * 60, 14 * 60),
    st.integers(-100, 100),
)
def test_the_zone_of_a_clock_never_matters(moment: datetime, offset: int, seconds: int) -> None:
    """The same moment in any zone gives the same answer."""
    ends = moment.replace(tzinfo=UTC)
    now = ends + timedelta(seconds=seconds)
    elsewhere = now.astimezone(timezone(timedelta(minutes=offset)))
    assert judge_dates(None, ends, now=elsewhere) == judge_dates(None, ends, now=now)
    assert judge_dates(None, ends, now=now).outcome == ("pass" if seconds <= 60 else "fail")


@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
def test_a_status_list_at_its_edges(purpose: Any) -> None:
    """A list is believed a minute longer than it says, and no more."""
    clock = Clock(NOW)
    issuer = IssuerSimulator(clock=clock)
    credential = issuer.award(purpose=purpose)
    trust = issuer.trust()
    for late, verdict in ((60, "valid"), (61, "cannot tell")):
        moment = NOW + timedelta(days=1, seconds=late)
        assert judge(credential, trust=trust, now=moment).verdict == verdict
