"""Settings come from the environment; each wrong one is named with what to write instead."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from guildmark.server.config.environment import (
    ENVIRONMENT_FILE,
    Environment,
    WrongSetting,
    load_variables,
    save_variables,
)


def env(**variables: str) -> Environment:
    """Return an environment."""
    return Environment(variables)


@pytest.mark.parametrize(
    ("value", "meant"),
    [("1", True), ("TRUE", True), (" yes ", True), ("on", True), ("0", False), ("off", False),
     ("No", False), ("", False)],
)  # fmt: skip
def test_yes_and_no_are_read_in_the_usual_ways(value: str, meant: bool) -> None:
    """In any case, with space around."""
    assert env(GUILDMARK_DEBUG=value).flag("GUILDMARK_DEBUG") is meant
    assert env().flag("GUILDMARK_DEBUG", default=True) is True


def test_a_flag_that_is_neither_is_named() -> None:
    """Not taken for no."""
    with pytest.raises(WrongSetting, match=r"GUILDMARK_DEBUG is 'maybe': write 1 or 0\."):
        env(GUILDMARK_DEBUG="maybe").flag("GUILDMARK_DEBUG")


@pytest.mark.parametrize("value", ["ten", "1.5", "5s", "0x10"])
def test_a_number_that_is_none_is_named(value: str) -> None:
    """With what is there."""
    with pytest.raises(WrongSetting, match=r"GUILDMARK_SMTP_PORT is .*: write a whole number"):
        env(GUILDMARK_SMTP_PORT=value).number("GUILDMARK_SMTP_PORT", 25)
    assert env(GUILDMARK_SMTP_PORT=" 587 ").number("GUILDMARK_SMTP_PORT", 25) == 587
    assert env().number("GUILDMARK_SMTP_PORT", 25) == 25


def test_lists_are_parted_by_commas() -> None:
    """Empty parts are left out."""
    assert env(X=" a, b ,,c").items("X") == ("a", "b", "c")
    assert env().items("X") == ()


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    """A file that cannot be read is named, and not its content."""
    secret = tmp_path / "key"
    secret.write_text("s3cret\n")
    assert env(KEY_FILE=str(secret), KEY="other").secret("KEY") == "s3cret"
    assert env(KEY="other").secret("KEY") == "other"
    with pytest.raises(WrongSetting, match=r"KEY_FILE names .*missing"):
        env(KEY_FILE=str(tmp_path / "missing")).secret("KEY")
    secret.write_bytes(b"\xff\xfe")
    with pytest.raises(WrongSetting, match="KEY_FILE names"):
        env(KEY_FILE=str(secret)).secret("KEY")


def test_the_installations_file_is_read_below_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable that is set in the process wins."""
    save_variables(
        tmp_path / ENVIRONMENT_FILE, {"GUILDMARK_MAIL_FROM": "a@x", "GUILDMARK_HOSTS": "x"},
        heading="Ours.",
    )  # fmt: skip
    monkeypatch.setenv("GUILDMARK_HOME", str(tmp_path))
    monkeypatch.setenv("GUILDMARK_HOSTS", "y")
    found = Environment.current()
    assert found.text("GUILDMARK_MAIL_FROM") == "a@x"
    assert found.text("GUILDMARK_HOSTS") == "y"
    assert found.home() == tmp_path


def test_the_file_of_secrets_is_for_its_owner_alone(tmp_path: Path) -> None:
    """And an existing one is never replaced: what it holds cannot be made again."""
    path = tmp_path / "new folder" / ENVIRONMENT_FILE
    save_variables(path, {"A": "1=2", "B": ""}, heading="Ours.")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_variables(path) == {"A": "1=2", "B": ""}
    with pytest.raises(FileExistsError):
        save_variables(path, {"A": "3"}, heading="Ours.")
    assert load_variables(path)["A"] == "1=2"


@pytest.mark.parametrize("line", ["NO SIGN", "=value"])
def test_a_line_without_a_name_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    """So that it can be found."""
    path = tmp_path / ENVIRONMENT_FILE
    path.write_text(f"# heading\n\n{line}\n")
    with pytest.raises(WrongSetting, match="line 3: write NAME=value"):
        load_variables(path)
    path.write_bytes(b"\xff\xfe=1")
    with pytest.raises(WrongSetting, match="cannot be read"):
        load_variables(path)
