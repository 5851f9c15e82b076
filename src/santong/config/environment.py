"""The environment variables that steer an installation, typed and checked.

Every variable has a default that is right for one machine. A wrong value stops the start with
one sentence that names the variable and says what it may be.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from santong.lib.keyrings import BadKeyring, Keyring, new_keyring

SCHEMES = {
    "database_url": ("sqlite", "postgresql", "postgres"),
    "cache_url": ("locmem", "redis", "rediss", "valkey", "valkeys"),
    "storage_url": ("file", "s3", "s3+http"),
    "analytics_url": ("duckdb", "spark"),
    "mqtt_url": ("mqtt", "mqtts"),
}


class ConfigurationError(Exception):
    """A setting that can't be used; the text says which and what to do."""


class Environment(BaseSettings):
    """What may be set from outside. Names are upper-case in the environment.

    `home` holds everything that the installation writes: the database file, uploaded files,
    the keys. `public_url` is the address that people type; https there switches secure
    cookies and HSTS on.
    """

    model_config = SettingsConfigDict(extra="ignore", env_file=None)

    home: Path = Field(default=Path("var"), validate_default=True, alias="SANTONG_HOME")
    public_url: str = Field(default="https://localhost", alias="PUBLIC_URL")
    allowed_hosts: Annotated[list[str], NoDecode] = Field(default=[], alias="ALLOWED_HOSTS")
    secret_key: str = Field(default="", alias="SECRET_KEY")
    database_url: str = Field(default="", alias="DATABASE_URL")
    cache_url: str = Field(default="locmem:", alias="CACHE_URL")
    storage_url: str = Field(default="", alias="STORAGE_URL")
    analytics_url: str = Field(default="duckdb:", alias="ANALYTICS_URL")
    lake_folder: Path | None = Field(default=None, alias="LAKE_FOLDER")
    mqtt_url: str = Field(default="", alias="MQTT_URL")
    mqtt_listen: str = Field(default="127.0.0.1:1883", alias="MQTT_LISTEN")
    mqtt_certificate: Path | None = Field(default=None, alias="MQTT_CERTIFICATE")
    mqtt_key: Path | None = Field(default=None, alias="MQTT_KEY")
    field_keys: str = Field(default="", alias="FIELD_KEYS")
    trusted_proxies: int = Field(default=0, ge=0, le=9, alias="TRUSTED_PROXIES")
    hsts_seconds: int = Field(default=31_536_000, ge=0, alias="HSTS_SECONDS")
    files_limit_mb: int = Field(default=4096, ge=1, le=1_048_576, alias="FILES_LIMIT_MB")
    files_staff_mb: int = Field(default=20_480, ge=0, alias="FILES_STAFF_MB")
    files_pupil_mb: int = Field(default=1024, ge=0, alias="FILES_PUPIL_MB")
    files_scanner: str = Field(default="", alias="FILES_SCANNER")
    files_unscanned: Literal["refuse", "take"] = Field(default="refuse", alias="FILES_UNSCANNED")
    files_origin: str = Field(default="", alias="FILES_ORIGIN")
    channels_loopback: bool = Field(default=False, alias="CHANNELS_LOOPBACK")
    debug: bool = Field(default=False, alias="DEBUG")
    demo: bool = Field(default=False, alias="SANTONG_DEMO")
    product_name: str = Field(default="三通智慧教育", alias="PRODUCT_NAME")
    time_zone: str = Field(default="Asia/Shanghai", alias="TZ_NAME")
    session_idle_minutes: int = Field(default=120, ge=5, le=1440, alias="SESSION_IDLE_MINUTES")
    session_hours: int = Field(default=12, ge=1, le=168, alias="SESSION_HOURS")
    remember_days: int = Field(default=30, ge=0, le=365, alias="REMEMBER_DAYS")
    second_factor_days: int = Field(default=14, ge=0, le=90, alias="SECOND_FACTOR_DAYS")
    log_format: Literal["json", "text"] = Field(default="json", alias="LOG_FORMAT")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", alias="LOG_LEVEL")
    web_workers: int = Field(default=1, ge=1, le=64, alias="WEB_WORKERS")
    web_threads: int = Field(default=8, ge=1, le=64, alias="WEB_THREADS")
    job_workers: int = Field(default=1, ge=1, le=64, alias="JOB_WORKERS")

    @field_validator("home", "lake_folder")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        # Programs that are started elsewhere, and addresses of files, need the whole path.
        return value and value.absolute()

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [host.strip() for host in value.split(",") if host.strip()] if isinstance(value, str) else value

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be a web address such as https://edu.example.cn")
        return value.rstrip("/")

    @field_validator("files_scanner")
    @classmethod
    def _scanner_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"unix:/.+|tcp:.+:\d{1,5}", value):
            raise ValueError("must be unix:/path/to/clamd.ctl or tcp:host:port")
        return value

    @field_validator("files_origin")
    @classmethod
    def _other_address(cls, value: str) -> str:
        return cls._web_address(value) if value else value

    @field_validator("mqtt_listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        if not re.fullmatch(r"\S+:\d{1,5}", value):
            raise ValueError("must be an address of this machine and a port, such as 0.0.0.0:8883")
        return value

    @field_validator("database_url", "cache_url", "storage_url", "analytics_url", "mqtt_url")
    @classmethod
    def _known_scheme(cls, value: str, info: object) -> str:
        allowed = SCHEMES[info.field_name]  # type: ignore[attr-defined]
        if value and urlsplit(value).scheme not in allowed:
            raise ValueError(f"must begin with one of {', '.join(scheme + ':' for scheme in allowed)}")
        return value

    @property
    def secure(self) -> bool:
        """Whether people reach the platform over TLS."""
        return self.public_url.startswith("https:")

    @property
    def public_host(self) -> str:
        """The host name of the public address."""
        return urlsplit(self.public_url).hostname or ""


def read_environment() -> Environment:
    """The environment, or one clear `ConfigurationError` naming every wrong variable."""
    try:
        return Environment()
    except ValidationError as error:
        lines = [f"  {_variable(e['loc'])} {_complaint(e['msg'])} (is {str(e['input'])!r})" for e in error.errors()]
        raise ConfigurationError("These settings can't be used:\n" + "\n".join(lines)) from None


def _complaint(message: str) -> str:
    return message.removeprefix("Value error, ").removeprefix("Input ")


def _variable(location: tuple[int | str, ...]) -> str:
    return str(location[0]).upper() if location else "?"


def secret_key(environment: Environment) -> str:
    """The key from SECRET_KEY, or one kept in `home/secret.key`, made on first start (mode 0600)."""
    if environment.secret_key:
        return environment.secret_key
    return _kept(environment.home / "secret.key", lambda: secrets.token_urlsafe(64) + "\n").strip()


def field_keys(environment: Environment) -> Keyring:
    """The keys that personal numbers are sealed with: from FIELD_KEYS, or `home/field.keys`.

    The file is made on first start (mode 0600). Without these keys no sealed number can be read
    again, so they are kept apart from the database and from its backups.
    """
    path = environment.home / "field.keys"
    text = environment.field_keys or _kept(path, new_keyring)
    try:
        return Keyring.parse(text)
    except BadKeyring as error:
        place = "FIELD_KEYS" if environment.field_keys else f"The key file {path}"
        raise ConfigurationError(f"{place} can't be used: {error}.") from None


def _kept(path: Path, make: Callable[[], str]) -> str:
    """The content of a file that only this user may read; made on first use."""
    try:
        return path.read_text()
    except FileNotFoundError:
        return _keep(path, make())
    except OSError as error:
        raise ConfigurationError(_unusable(path, "read", error)) from None


def _keep(path: Path, content: str) -> str:
    # Written aside and linked into place: two processes that start together agree on one content,
    # and neither reads half a file.
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(content)
        with suppress(FileExistsError):
            os.link(aside, path)
        aside.unlink()
        return path.read_text()
    except OSError as error:
        raise ConfigurationError(_unusable(path, "written", error)) from None


def _unusable(path: Path, how: str, error: OSError) -> str:
    return (
        f"The key file {path} can't be {how}: {error.strerror}. "
        "Set SANTONG_HOME to a folder that this user may read and write."
    )


def database(environment: Environment) -> dict[str, object]:
    """Django's settings for the one database."""
    url = environment.database_url or f"sqlite:///{(environment.home / 'db.sqlite3').resolve()}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path[1:]) or ":memory:")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or dict(parse_qsl(parts.query)).get("host", ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 16, "timeout": 15}},
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }


def _sqlite(name: str) -> dict[str, object]:
    # FULL: a write that was acknowledged survives a power cut, not only a crash of the process.
    pragmas = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; "
        "PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }


def cache(environment: Environment) -> dict[str, object]:
    """Django's settings for the default cache."""
    scheme = urlsplit(environment.cache_url).scheme
    if scheme == "locmem":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}}
    url = environment.cache_url.replace("valkeys:", "rediss:", 1).replace("valkey:", "redis:", 1)
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}


def storage(environment: Environment) -> dict[str, object]:
    """Django's settings for uploaded files.

    `s3://KEY:SECRET@HOST[:PORT]/BUCKET` (TLS) or `s3+http://…` for a server on the own network.
    """
    parts = urlsplit(environment.storage_url)
    if parts.scheme in ("", "file"):
        location = unquote(parts.path) or str((environment.home / "files").resolve())
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": location}}
    scheme = "http" if parts.scheme == "s3+http" else "https"
    port = f":{parts.port}" if parts.port else ""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": parts.path.strip("/"),
            "endpoint_url": f"{scheme}://{parts.hostname}{port}",
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "addressing_style": "path",
            "file_overwrite": False,
            "querystring_auth": True,
        },
    }
