"""Django settings, all from the environment; docs/reference/settings.md lists the variables."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from guildmark.server.base.database import open_database
from guildmark.server.config.environment import Environment

_env = Environment.current()
_package = Path(__file__).resolve().parents[2]

# Where the world reaches this installation: scheme, host and port, no trailing slash. Written into
# every credential, so it must not change once awards have been made.
PUBLIC_ORIGIN = _env.text("GUILDMARK_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
_origin = urlsplit(PUBLIC_ORIGIN)
_https = _origin.scheme == "https"

HOME = _env.home()

DEBUG = _env.flag("GUILDMARK_DEBUG")
SECRET_KEY = _env.secret("GUILDMARK_SECRET_KEY") or "unset: no web page is served with this value"
# 32 random bytes in base64url: encrypts issuers' private keys at rest.
MASTER_KEY = _env.secret("GUILDMARK_MASTER_KEY")
ALLOWED_HOSTS = [_origin.hostname or "localhost", *_env.items("GUILDMARK_HOSTS")]
# Origins that the guarded fetcher may reach although they are on loopback or plain http.
GUILDMARK_FETCH_ORIGINS = _env.items("GUILDMARK_FETCH_ORIGINS")
GUILDMARK_STYLEGUIDE = DEBUG or _env.flag("GUILDMARK_STYLEGUIDE")
# A revocation is visible to everybody within this time: the ttl of every status list.
STATUS_TTL_SECONDS = _env.number("GUILDMARK_STATUS_TTL_SECONDS", 300)
EVIDENCE_MAX_BYTES = _env.number("GUILDMARK_EVIDENCE_MAX_BYTES", 25 * 1024 * 1024)

INSTALLED_APPS = [
    "guildmark.server.base",
    "guildmark.server.ui",
    "guildmark.server.audit",
    "guildmark.server.messages",
    "guildmark.server.accounts",
    "guildmark.server.organizations",
    "guildmark.server.frameworks",
    "guildmark.server.keystore",
    "guildmark.server.catalog",
    "guildmark.server.publication",
    "guildmark.server.assessment",
    "guildmark.server.issuance",
    "guildmark.server.verification",
    "guildmark.server.wallet",
    "guildmark.server.workforce",
    "guildmark.server.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.admin",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_countries",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "guildmark.server.base.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "guildmark.server.config.middleware.SecurityHeadersMiddleware",
    "guildmark.server.config.middleware.StaticFilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "guildmark.server.base.scope.ScopeMiddleware",
    "guildmark.server.base.middleware.ProblemMiddleware",
]

ROOT_URLCONF = "guildmark.server.config.urls"
WSGI_APPLICATION = "guildmark.server.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_package / "server" / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "guildmark.server.config.context.installation",
                "guildmark.server.ui.shell.shell",
            ],
        },
    }
]

GUILDMARK_SCOPE_OF_REQUEST = "guildmark.server.organizations.middleware.scope_of_request"
GUILDMARK_SHELL = "guildmark.server.config.shell.build_shell"
FORM_RENDERER = "guildmark.server.ui.forms.GuildmarkFormRenderer"

# Pages and jobs use the application role; `migrate` alone becomes the owner of the tables.
DATABASE_ADDRESS = open_database(_env.variables, data_folder=HOME / "database")
DATABASES = {
    "default": {
        **DATABASE_ADDRESS.django_settings("application"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home/"
ACCOUNT_ADAPTER = "guildmark.server.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "guildmark.server.accounts.adapters.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "guildmark.server.accounts.forms.SignupExtra"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
# WebAuthn on http://localhost is allowed by browsers for trying out; never elsewhere.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https
MFA_TOTP_ISSUER = "Guildmark"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LANGUAGE_NAMES = dict(LANGUAGES)
LOCALE_PATHS = [_package / "server" / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["guildmark.server.config.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

# Counts of rate limits, for minutes. Django's 300 entries could be pushed out by asking from 300
# addresses; a count is some 200 bytes. Each web process counts for itself.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "evidence": {
        "BACKEND": _env.text(
            "GUILDMARK_EVIDENCE_STORAGE", "django.core.files.storage.FileSystemStorage"
        ),
        "OPTIONS": {"location": str(HOME / "evidence"), "base_url": None}
        if not _env.text("GUILDMARK_EVIDENCE_STORAGE")
        else {},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "guildmark.server.assessment.uploads.SizeLimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# No form of ours sends more than one file; each may fill the disk up to the limit above.
DATA_UPLOAD_MAX_NUMBER_FILES = 4

EMAIL_BACKEND = _env.text(
    "GUILDMARK_EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if _env.text("GUILDMARK_SMTP_HOST")
    else "django.core.mail.backends.dummy.EmailBackend",
)
EMAIL_HOST = _env.text("GUILDMARK_SMTP_HOST", "localhost")
EMAIL_PORT = _env.number("GUILDMARK_SMTP_PORT", 25)
EMAIL_HOST_USER = _env.text("GUILDMARK_SMTP_USER")
EMAIL_HOST_PASSWORD = _env.secret("GUILDMARK_SMTP_PASSWORD")
EMAIL_USE_TLS = _env.flag("GUILDMARK_SMTP_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = _env.text("GUILDMARK_MAIL_FROM", f"guildmark@{_origin.hostname}")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if _https else "guildmark_session"
CSRF_COOKIE_NAME = "__Host-csrf" if _https else "guildmark_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN]
CSRF_FAILURE_VIEW = "guildmark.server.base.views.csrf_failure"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if _env.flag("GUILDMARK_BEHIND_PROXY") else None
)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_COOKIE_NAME = "guildmark_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = _https
LANGUAGE_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LOGGING_CONFIG = None
# E-mail addresses are unique whatever their case, by a constraint that this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

# Names of a language in itself, for the switch on each page.
LANGUAGE_LABEL = _("Language")
