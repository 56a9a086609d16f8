"""The product's settings, with an environment that belongs to this test run alone."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="guildmark-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)

os.environ.update(
    {
        "GUILDMARK_HOME": str(_home),
        "GUILDMARK_ORIGIN": "http://127.0.0.1:8000",
        "GUILDMARK_SECRET_KEY": "only-for-tests-" + "k" * 40,
        # 32 bytes in base64url; encrypts nothing that anybody keeps.
        "GUILDMARK_MASTER_KEY": "dGVzdC1tYXN0ZXIta2V5LWZvci10ZXN0cy1vbmx5LTE",
        "GUILDMARK_LOG_LEVEL": "ERROR",
        "GUILDMARK_HOSTS": "testserver,localhost",
    }
)
# The database is started by tests/conftest.py when the first test asks for it, so that
# the engines' tests need none; until then the address leads nowhere.
os.environ.setdefault("GUILDMARK_TEST_DATABASE_URL", os.environ.get("DATABASE_URL", ""))
os.environ["DATABASE_URL"] = "postgresql://nobody@localhost/no_test_asked_for_a_database"

from guildmark.server.config.settings import *  # noqa: E402,F403

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Hashing a password slowly is right for people and wrong for a thousand test accounts.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
