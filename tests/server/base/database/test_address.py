"""Addresses of databases: read, written, and never shown with a password."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.server.base.database import (
    Credentials,
    DatabaseAddress,
    default_data_folder,
    open_database,
    parse_address,
)

_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\0"), min_size=1, max_size=20
)


@given(user=_TEXT, password=_TEXT, name=_TEXT, folder=_TEXT)
def test_an_address_survives_its_url(user: str, password: str, name: str, folder: str) -> None:
    """Whatever is in a name or a password, another process reads the same."""
    address = DatabaseAddress(
        host=f"/sockets/{folder}",
        port=5433,
        name=name,
        owner=Credentials("owner " + user, password),
        application=Credentials(user, password),
    )
    environment = address.environment()
    again = parse_address(environment["DATABASE_URL"], owner_url=environment["DATABASE_OWNER_URL"])
    assert again == address


def test_further_parameters_are_kept() -> None:
    """TLS to a server that is not ours is asked for in the address."""
    address = parse_address("postgresql://u:p@db.example.org:6000/guild?sslmode=verify-full")
    assert address.django_settings()["OPTIONS"] == {"sslmode": "verify-full"}
    assert address.connection_parameters("owner")["port"] == 6000
    assert address.owner == address.application


@pytest.mark.parametrize(
    ("url", "words"),
    {
        "another database": ("mysql://u:p@h/n", "must start with postgresql"),
        "no name": ("postgresql://u:p@h", "names no database"),
        "nonsense": ("postgresql://u:p@h:port/n?x", "cannot be read"),
    }.values(),
)
def test_a_wrong_url_is_named_without_its_password(url: str, words: str) -> None:
    """The message names the variable, and never repeats the secret."""
    with pytest.raises(ValueError, match=f"DATABASE_URL.*{words}") as caught:
        parse_address(url.replace(":p@", ":hunter2@"))
    assert "hunter2" not in str(caught.value)


def test_a_given_database_is_used_instead_of_ours() -> None:
    """With DATABASE_URL set nothing is started."""
    address = open_database({"DATABASE_URL": "postgresql://u:p@db.example.org/guild"})
    assert not address.embedded
    assert address.host == "db.example.org"


@pytest.mark.parametrize(
    ("environ", "expected"),
    {
        "a data folder": ({"XDG_DATA_HOME": "/data", "HOME": "/home/a"}, "/data/guildmark"),
        "a home": ({"HOME": "/home/a"}, "/home/a/.local/share/guildmark"),
    }.values(),
)
def test_an_ordinary_user_has_data_where_the_desktop_rules_say(
    environ: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Source: XDG Base Directory Specification 0.8."""
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert default_data_folder(environ) == Path(expected)


def test_an_empty_home_variable_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """The home folder of the account is used, not the root of the disk."""
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    folder = default_data_folder({"HOME": ""})
    assert folder.is_absolute()
    assert folder != Path("/.local/share/guildmark")


def test_root_has_data_under_var_lib(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's user could not go under /root."""
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert default_data_folder({"HOME": "/root"}) == Path("/var/lib/guildmark/data")
