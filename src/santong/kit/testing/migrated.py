"""A database with all tables, made once for a test run: whoever needs one begins with a copy.

Making the tables takes longer than most test files do, and every process of a run and every installation that a test
serves needs them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from santong.kit.testing.serving import Installation, clean_environment
from santong.kit.testing.sharing import locked

FILE, TEMPLATE, MADE = "db.sqlite3", "migrated", "made"


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
    folder = _folder()
    with locked(folder):
        _once(folder, lambda: _migrate(SANTONG_HOME=str(folder)))
    return folder / FILE


def _copy_of_template(name: str) -> None:
    folder, address = _folder(), os.environ["DATABASE_URL"]
    of_template = urlunsplit(urlsplit(address)._replace(path=TEMPLATE))
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(TEMPLATE))
    with locked(folder), psycopg.connect(address, autocommit=True) as server:
        if not (folder / MADE).exists():
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
        _once(folder, lambda: _migrate(SANTONG_HOME=str(folder), DATABASE_URL=of_template))
        server.execute(copy)


def _once(folder: Path, make: Callable[[], None]) -> None:
    if not (folder / MADE).exists():
        make()
        (folder / MADE).touch()


def _folder() -> Path:
    folder = Path(os.environ["SANTONG_HOME"], "migrated")
    folder.mkdir(exist_ok=True)
    return folder


def _migrate(**environment: str) -> None:
    given = {**clean_environment(), "SECRET_KEY": settings.SECRET_KEY, **environment}
    command = [sys.executable, "-m", "santong", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=given, check=True, stdin=subprocess.DEVNULL)
