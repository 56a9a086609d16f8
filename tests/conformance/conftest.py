"""The oracles, started once for a run, with our shipped contexts and a certificate authority."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from guildmark.credentials.encoding import CONTEXTS
from guildmark.testing.authority import CertificateAuthority
from tests.conformance.vc_api_server import ConformanceServer
from tests.oracles.install import UnableToInstall, ensure_installed
from tests.oracles.judge import Oracle


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> CertificateAuthority:
    """A certificate authority that only this run trusts."""
    return CertificateAuthority.build(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def oracle_modules() -> Path:
    """The installed npm packages; without a way to install them the tests skip, but never in CI."""
    try:
        return ensure_installed()
    except UnableToInstall as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"the independent verifiers could not be installed: {error}")


@pytest.fixture(scope="session")
def oracle(oracle_modules: Path, authority: CertificateAuthority) -> Iterator[Oracle]:
    """The independent implementations, as one process."""
    assert oracle_modules.is_dir()
    with Oracle(CONTEXTS, authority=authority.root) as running:
        yield running


@pytest.fixture(scope="session")
def vc_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConformanceServer]:
    """A started `guildmark serve --conformance`."""
    with ConformanceServer(tmp_path_factory.mktemp("vc-api")) as server:
        yield server
