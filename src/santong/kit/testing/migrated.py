"""A database with all tables, made once and kept until migrations change: whoever needs one begins with a copy.

Making the tables takes longer than most test files do, and every process of a run and every installation that a test
serves needs them. They are kept below `.pytest_cache`, which may be removed at any time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql

from santong.kit.testing.postgres import programs
from santong.kit.testing.serving import Installation, clean_environment
from santong.kit.testing.sharing import locked

FILE, TEMPLATE, DUMP = "db.sqlite3", "migrated", "tables.sql"
ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database under test is there already."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Begin with a copy; Django still runs the migrations, and finds nothing to do."""
    of = connection.settings_dict
    name = of["TEST"]["NAME"] or f"test_{of['NAME']}"
    if connection.vendor == "sqlite":
        shutil.copyfile(migrated_file(), name)
    else:
        _copy_of_template(name)


def give_tables(place: Installation) -> None:
    """What `santong migrate` would make of a new installation on SQLite."""
    shutil.copyfile(migrated_file(), place.home / FILE)
    (place.home / FILE).chmod(0o600)


def migrated_file() -> Path:
    """An SQLite database with all tables and no rows but those of migrations; to be copied."""
    with _kept() as folder:
        if not (folder / FILE).exists():
            home = folder / "home"
            shutil.rmtree(home, ignore_errors=True)
            _migrate(SANTONG_HOME=str(home))
            (home / FILE).rename(folder / FILE)
    return folder / FILE


def _copy_of_template(name: str) -> None:
    """On a server there is a database to copy from, made by the first who asks; its tables are kept as a dump."""
    address = os.environ["DATABASE_URL"]
    of_template = urlunsplit(urlsplit(address)._replace(path=TEMPLATE))
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(TEMPLATE))
    with _kept() as folder, psycopg.connect(address, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
            _fill(of_template, folder / DUMP)
        server.execute(copy)


def _fill(address: str, dump: Path) -> None:
    if dump.exists():
        _run("psql", "--quiet", "--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-f", str(dump), address)
    else:
        with tempfile.TemporaryDirectory() as home:
            _migrate(SANTONG_HOME=home, DATABASE_URL=address)
        part = dump.with_suffix(".part")
        _run("pg_dump", "--no-owner", "-f", str(part), address)
        part.rename(dump)


def _run(program: str, *arguments: str) -> None:
    subprocess.run([str(programs() / program), *arguments], check=True, stdin=subprocess.DEVNULL)


@contextmanager
def _kept() -> Iterator[Path]:
    """The folder in which tables are kept from one run to the next, alone; another one after a change of migrations."""
    folder = ROOT / ".pytest_cache" / "migrated" / _digest()
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        yield folder


@cache
def _digest() -> str:
    """What the tables are made of: all migrations, ours and those of libraries."""
    found = hashlib.sha256(sqlite3.sqlite_version.encode())
    for app in sorted(apps.get_app_configs(), key=lambda each: each.label):
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            found.update(f"{app.label}/{path.name}".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _migrate(**environment: str) -> None:
    given = {**clean_environment(), "SECRET_KEY": settings.SECRET_KEY, **environment}
    command = [sys.executable, "-m", "santong", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=given, check=True, stdin=subprocess.DEVNULL)
