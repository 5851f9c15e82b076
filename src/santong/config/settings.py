"""Django's settings, computed from the environment (see `environment.py` for what may be set)."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from santong.config.environment import cache, database, field_keys, read_environment, secret_key, storage
from santong.config.logs import logging_config
from santong.config.modules import every_module
from santong.kit.languages.brought import introduce, languages_in
from santong.lib.processes import keep_files_private

# Here and not only in the command: another ASGI server and django-admin read nothing but the settings.
keep_files_private()
ENV = read_environment()
PACKAGE = Path(__file__).resolve().parent.parent
HOME = ENV.home

SECRET_KEY = secret_key(ENV)
FIELD_KEYS = field_keys(ENV)
DEBUG = ENV.debug
DEMO = ENV.demo
STYLEGUIDE = ENV.debug or ENV.demo
PRODUCT_NAME = ENV.product_name
PUBLIC_URL = ENV.public_url
TRUSTED_PROXIES = ENV.trusted_proxies
ALLOWED_HOSTS = [ENV.public_host, *ENV.allowed_hosts]
if ENV.files_origin:
    ALLOWED_HOSTS.append(urlsplit(ENV.files_origin).hostname or "")
CSRF_TRUSTED_ORIGINS = [ENV.public_url]

SANTONG_MODULES = every_module(PACKAGE)
SANTONG_VIEWER_SOURCE = "santong.domains.platform.access.public.viewer_of"
SANTONG_VIEWER_THEN_SOURCE = "santong.domains.platform.access.public.viewer_then"
SANTONG_IDENTITY_URL = "account_identity"
SANTONG_HANDBOOK_URL = "handbook:contents"
SANTONG_SIGN_OUT_URL = "account_logout"
SANTONG_DISPLAY_URL = "account_display"

INSTALLED_APPS = [
    "santong.config.apps.SantongConfig",
    *SANTONG_MODULES,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "django_vite",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "santong.kit.health.HealthMiddleware",
    "santong.kit.quick.QuickMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "santong.kit.unstorable.UnstorableMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "santong.kit.access.middleware.ViewerMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "santong.domains.platform.identity.middleware.GateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "santong.kit.submissions.SubmissionMiddleware",
]

ROOT_URLCONF = "santong.config.urls"
ASGI_APPLICATION = "santong.config.asgi.application"

# Both template packages configure themselves only when they come last; by hand it always works.
_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _LOADERS)])],
            "builtins": [
                "django.templatetags.i18n",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "santong.kit.templatetags.kit_ui",
                "santong.kit.templatetags.kit_pages",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "santong.kit.shell.context",
            ],
        },
    }
]
FORM_RENDERER = "santong.kit.forms.FormRenderer"
FORMAT_MODULE_PATH = ["santong.kit.formats"]

DATABASES = {"default": database(ENV)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": cache(ENV)}
STORAGES = {
    "default": storage(ENV),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
ANALYTICS_URL = ENV.analytics_url
MQTT_URL, MQTT_LISTEN = ENV.mqtt_url, ENV.mqtt_listen
MQTT_CERTIFICATE, MQTT_KEY = ENV.mqtt_certificate, ENV.mqtt_key
LAKE_FOLDER = ENV.lake_folder or HOME / "lake"
TASKS = {"default": {"BACKEND": "santong.kit.jobs.backend.JobBackend", "QUEUES": []}}

AUTH_USER_MODEL = "identity.Person"
AUTHENTICATION_BACKENDS = ["santong.domains.platform.identity.credentials.Backend"]
PASSWORD_HASHERS = ["santong.domains.platform.identity.hashing.PasswordHasher"]
HASHES_AT_ONCE = max(1, len(os.sched_getaffinity(0)) // ENV.web_workers)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "pinyin")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "santong.domains.platform.identity.passwords.GuessableValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "demo" if DEMO else "account_login"
LOGIN_REDIRECT_URL = "home"

# allauth runs the sign-in flow and the second factor. Counting failures is ours: it has to work in
# all processes together, and nobody's identity number may be written down for it.
ACCOUNT_ADAPTER = "santong.domains.platform.identity.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "santong.domains.platform.identity.forms.SignInForm",
    "reauthenticate": "santong.domains.platform.identity.forms.ConfirmByPasswordForm",
}
ACCOUNT_RATE_LIMITS = False
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
MFA_ADAPTER = "santong.domains.platform.identity.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "santong.domains.platform.identity.forms.AddAppForm",
    "add_webauthn": "santong.domains.platform.identity.forms.AddPasskeyForm",
    "authenticate": "santong.domains.platform.identity.forms.CodeForm",
    "reauthenticate": "santong.domains.platform.identity.forms.ConfirmByCodeForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1

SESSION_IDLE_SECONDS = ENV.session_idle_minutes * 60
SESSION_SECONDS = ENV.session_hours * 3600
REMEMBER_SECONDS = ENV.remember_days * 86_400
SECOND_FACTOR_DAYS = ENV.second_factor_days
SESSION_COOKIE_AGE = max(SESSION_SECONDS, REMEMBER_SECONDS)
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENV.secure
CSRF_COOKIE_SECURE = ENV.secure
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = ENV.secure
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = ENV.hsts_seconds if ENV.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES_FOLDER = HOME / "locale"
_brought = languages_in(LANGUAGES_FOLDER)
introduce(_brought)
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English")), *((each.code, each.name) for each in _brought)]
LANGUAGES_BIDI = [each.code for each in _brought if each.is_rtl]
LOCALE_PATHS = [LANGUAGES_FOLDER]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
TIME_ZONE = ENV.time_zone
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME.resolve() / "static"
STATICFILES_DIRS = [PACKAGE / "static_build"]
WHITENOISE_MAX_AGE = 31_536_000
DJANGO_VITE = {"default": {"dev_mode": False, "manifest_path": PACKAGE / "static_build" / "manifest.json"}}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_PERMISSIONS = 0o600

FILES_LIMIT_BYTES = ENV.files_limit_mb * 1024**2
FILES_STAFF_BYTES = ENV.files_staff_mb * 1024**2
FILES_PUPIL_BYTES = ENV.files_pupil_mb * 1024**2
FILES_SCANNER = ENV.files_scanner
FILES_UNSCANNED = ENV.files_unscanned
FILES_ORIGIN = ENV.files_origin

CHANNELS_LOOPBACK = ENV.channels_loopback

LOGGING = logging_config(ENV)
