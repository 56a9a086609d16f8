"""The doctor names each wrong setting, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from guildmark.server.base import doctor
from guildmark.server.base.errors import Conflict, Finding
from guildmark.server.base.jobs import defer
from guildmark.server.base.models import Installation
from guildmark.server.base.operations import create_installation
from guildmark.server.base.queries import installation, is_demo


def fields(findings: list[Finding]) -> list[str]:
    """Return what the findings are about."""
    return [finding.field for finding in findings]


@pytest.fixture
def healthy(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Be an installation with nothing wrong on this floor."""
    monkeypatch.setattr(doctor, "_more", [])
    settings.SECRET_KEY = "k" * 60
    create_installation(kind="real", origin="https://awards.example.org")
    yield


@pytest.mark.usefixtures("healthy")
class TestDoctor:
    """Each wrong setting by its name."""

    def test_a_healthy_installation_has_nothing(self) -> None:
        """No finding where nothing is wrong."""
        assert doctor.examine() == []

    def test_a_public_address_without_https(self, settings: Any) -> None:
        """It goes into every credential, for ever."""
        settings.PUBLIC_ORIGIN = "http://awards.example.org"
        assert fields(doctor.examine()) == ["GUILDMARK_ORIGIN"]

    def test_a_short_key_and_debug(self, settings: Any) -> None:
        """Both are named at once, not one after the other."""
        settings.PUBLIC_ORIGIN = "https://awards.example.org"
        settings.SECRET_KEY = "short"
        settings.DEBUG = True
        assert fields(doctor.examine()) == ["GUILDMARK_SECRET_KEY", "GUILDMARK_DEBUG"]

    def test_one_role_for_everything(self, settings: Any) -> None:
        """Then row-level security binds nobody."""
        address = settings.DATABASE_ADDRESS
        settings.DATABASE_ADDRESS = replace(address, application=address.owner)
        assert fields(doctor.examine()) == ["DATABASE_OWNER_URL"]

    def test_an_old_server(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The least version is stated, and the found one."""
        monkeypatch.setattr(doctor, "LEAST_SERVER_VERSION", 99)
        (finding,) = doctor.examine()
        assert finding.field == "DATABASE_URL"
        assert "99" in finding.problem

    def test_a_missing_migration(self) -> None:
        """Tables of an older version are not served."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'audit'")
        (finding,) = doctor.examine()
        assert "2 changes of the tables are missing" in finding.problem

    def test_jobs_that_nobody_runs(self) -> None:
        """Mail that waits without a worker is said."""
        defer("base.clear_done_jobs", timestamp=0)
        (finding,) = doctor.examine()
        assert finding.field == "guildmark worker"

    def test_a_store_that_cannot_be_written(self, settings: Any, tmp_path: Any) -> None:
        """Found now, not when a learner hands in evidence."""
        blocked = tmp_path / "file"
        blocked.write_text("")
        settings.STORAGES = {
            **settings.STORAGES,
            "evidence": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": str(blocked / "below")},
            },
        }
        assert "STORAGES[evidence]" in fields(doctor.examine())

    def test_an_app_adds_its_own(self) -> None:
        """Apps above know what this floor cannot."""

        def examination() -> Iterator[Finding]:
            yield Finding("GUILDMARK_MASTER_KEY", "It is missing.", "Set it.")

        doctor.register_examination(examination)
        doctor.register_examination(examination)
        assert fields(doctor.examine()) == ["GUILDMARK_MASTER_KEY"]


@pytest.mark.django_db
class TestInstallation:
    """Demo or real, once and for ever."""

    def test_it_is_written_once(self) -> None:
        """A database that was set up is not set up again."""
        assert installation() is None
        assert not is_demo()
        create_installation(kind="demo", origin="http://127.0.0.1:8000")
        assert is_demo()
        with pytest.raises(Conflict, match="set up already"):
            create_installation(kind="real", origin="https://awards.example.org")
        assert is_demo()

    @pytest.mark.parametrize("how", ["changed", "deleted", "a second row", "another word"])
    def test_its_kind_cannot_be_changed(self, how: str) -> None:
        """Nothing switches a real database to a demo, not even code that tries."""
        create_installation(kind="real", origin="https://awards.example.org")
        with pytest.raises(DatabaseError), transaction.atomic():
            if how == "changed":
                Installation.objects.update(kind="demo")
            elif how == "deleted":
                Installation.objects.all().delete()
            elif how == "a second row":
                Installation.objects.create(id=2, kind="demo", origin="http://127.0.0.1")
            else:
                Installation.objects.filter(pk=1).update(kind="both")
        assert not is_demo()
        Installation.objects.update(origin="https://other.example.org")  # a move is no change
