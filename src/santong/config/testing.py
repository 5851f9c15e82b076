"""Settings for tests: the product's, with a fast hasher and no compressed static files."""

from santong.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CHANNELS_LOOPBACK = True
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}  # type: ignore[index]  # noqa: F405
else:
    DATABASES["default"]["OPTIONS"] = {}  # type: ignore[index]  # noqa: F405
