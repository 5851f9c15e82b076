"""The steps of `santong prepare`, each with a clear sentence when it can't be done."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from santong.config.settings import ENV
from santong.domains.campus.usage.public import devices_speak
from santong.domains.platform.accounts.public import lacks_administrator
from santong.domains.platform.identity.public import keys_fit
from santong.kit import i18n
from santong.kit.languages.compiling import compile_brought
from santong.lib.processes import OTHERS

STAMP = ".collected"
MIGRATING = 0x5A17046
"""Number of the advisory lock that is held while migrating."""
SPACE_NEEDED = 50 * 1024 * 1024
PRIVATE = ("secret.key", "field.keys", "uploads", "work", "workers", "static", "demonstration", "demo.json")
"""Names in the home folder of what the platform writes there beside database, files and lake."""


class NotReady(Exception):
    """What is missing, and what to do."""


def what_serving_needs() -> dict[str, int | bool]:
    """How many processes the settings ask for, whether an administrator must still be named, whether devices speak.

    Those of the demonstration are invented: nobody waits for what they say.
    """
    return {
        "web_workers": ENV.web_workers,
        "job_workers": ENV.job_workers,
        "lacks_administrator": lacks_administrator(),
        "devices_speak": not settings.DEMO and devices_speak(),
    }


def explain(problem: Exception) -> str:
    """A sentence for the person who starts the platform."""
    if isinstance(problem, NotReady):
        return str(problem)
    text = str(problem).strip().splitlines()[0]
    if "full" in text:
        return f"The disk that holds the database is full ({text}). Free some space; nothing is lost."
    return f"The database can't be used: {text}. Look at DATABASE_URL and whether its server runs."


def why_unusable(problem: DatabaseError) -> str:
    """Why a command can't use the database, "" when the fault lies in the command itself."""
    try:
        demand_current_database()
    except (NotReady, OperationalError) as cause:
        return explain(cause)
    return explain(problem) if isinstance(problem, OperationalError) else ""


def check_home() -> None:
    """The home folder takes files, and the disk has some room left."""
    home = Path(settings.HOME)
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / ".writable"
        probe.write_text("x")
        probe.unlink()
    except OSError as error:
        raise NotReady(
            f"The home folder {home.resolve()} can't be written: {error.strerror}. "
            "Give this user the right, or set SANTONG_HOME to another folder."
        ) from None
    free = shutil.disk_usage(home).free
    if free < SPACE_NEEDED:
        raise NotReady(f"The disk of {home.resolve()} has {free // 1_000_000} MB left. Free at least 50 MB.")


def private_paths() -> Iterator[Path]:
    """The files and folders of the platform that nobody else may look into, as far as they are there.

    A folder stands for what is in it: nobody passes a folder that is closed.
    """
    found = [*_database_files(), *(_home(name) for name in PRIVATE), *_file_folders()]
    yield from sorted({path for path in found if path.exists()})


def open_to_others() -> list[Path]:
    """Those of `private_paths` that other users of the machine can read, write or enter."""
    return [path for path in private_paths() if stat.S_IMODE(path.stat().st_mode) & OTHERS]


def close_to_others() -> list[Path]:
    """Take the rights of others off what is open to them; returns what was mended.

    Files of another user are left alone: only their owner can, and `santong doctor` names them.
    """
    mended = [path for path in open_to_others() if path.stat().st_uid == os.geteuid()]
    for path in mended:
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~OTHERS)
    return mended


def _home(name: str) -> Path:
    return Path(settings.HOME) / name


def _database_files() -> list[Path]:
    database = settings.DATABASES["default"]
    if not str(database["ENGINE"]).endswith("sqlite3"):
        return []
    return [Path(f"{database['NAME']}{suffix}") for suffix in ("", "-wal", "-shm", "-journal")]


def _file_folders() -> list[Path]:
    stored = [Path(default_storage.location)] if isinstance(default_storage, FileSystemStorage) else []
    # Workers of a Spark cluster read the lake as another user.
    lake = [] if ENV.analytics_url.startswith("spark") else [Path(settings.LAKE_FOLDER)]
    return stored + lake


def compile_translations() -> None:
    """The .mo files beside each catalogue; an installed package brings them along, a region's are made here."""
    if os.access(settings.PACKAGE, os.W_OK):
        i18n.compile_all()
    compile_brought(settings.LANGUAGES_FOLDER)


def unknown_migrations() -> list[str]:
    """Migrations that the database has and this version doesn't know, as "app.name"."""
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations) | set(loader.replacements)
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations if (app, name) not in known)


def missing_migrations() -> list[str]:
    """Migrations that this version has and the database lacks, as "app.name"."""
    executor = MigrationExecutor(connection)
    return [f"{m.app_label}.{m.name}" for m, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def migrate() -> None:
    """Bring the database up to date; several machines that start together do it one after the other."""
    with _alone():
        call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def _alone() -> Iterator[None]:
    if connection.vendor != "postgresql":  # SQLite locks the file by itself
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


def refuse_newer_database() -> None:
    """A database that a newer version has changed must not be written by this one."""
    unknown = unknown_migrations()
    if unknown:
        raise NotReady(
            f"The database is of a newer version of the platform (it has {unknown[-1]}, unknown here). "
            "Install that version or a later one, or restore a backup from before the upgrade."
        )


def demand_current_database() -> None:
    """The database has everything that this version needs."""
    missing = missing_migrations()
    if missing:
        raise NotReady(
            f"The database lacks {len(missing)} changes of this version. "
            "Make a backup, then run `santong migrate` or start with --migrate."
        )


def demand_the_right_keys() -> None:
    """The keys open the personal numbers in the database; a lost key file is never silently replaced."""
    if keys_fit():
        return
    place = "FIELD_KEYS" if ENV.field_keys else f"The key file {(ENV.home / 'field.keys').resolve()}"
    raise NotReady(
        f"{place} doesn't open the identity numbers in the database: it was lost and made anew, or belongs to another "
        "installation. Put the right one back from where you keep it apart from the backups (docs/operations.md). "
        "Nothing was changed."
    )


def collect_static() -> bool:
    """Copy and compress the static files if any changed since last time; says whether it did."""
    if not (settings.PACKAGE / "static_build" / "manifest.json").exists():
        raise NotReady("The assets are not built. Run `make assets` (or install a released package).")
    fingerprint = static_fingerprint()
    stamp = Path(settings.STATIC_ROOT) / STAMP
    if stamp.exists() and stamp.read_text() == fingerprint:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(fingerprint)
    return True


def ensure_bucket() -> None:
    """The bucket of an S3 store exists."""
    if not ENV.storage_url.startswith("s3"):
        return
    from botocore.exceptions import BotoCoreError, ClientError  # heavy, and only wanted with such a store
    from django.core.files.storage import default_storage

    client = default_storage.connection.meta.client  # type: ignore[attr-defined]
    bucket = default_storage.bucket_name  # type: ignore[attr-defined]
    try:
        if bucket not in [found["Name"] for found in client.list_buckets()["Buckets"]]:
            client.create_bucket(Bucket=bucket)
    except (BotoCoreError, ClientError) as error:
        raise NotReady(f"The file store can't be used: {error}. Look at STORAGE_URL and its key.") from None


def static_fingerprint() -> str:
    """Changes when any static file does."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
