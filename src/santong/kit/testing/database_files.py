"""The bytes in which SQLite keeps the database under test."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection


def database_files() -> Iterator[tuple[str, bytes]]:
    """Name and content of the database's file and its log; nothing on other databases.

    Another process reads them: closing a file drops all locks that a process holds on it, SQLite's
    own among them, and the next program to open the database would then take away the log that is
    still written here.
    """
    if connection.vendor != "sqlite":
        return
    name = str(settings.DATABASES["default"]["NAME"])
    for path in (Path(name + suffix) for suffix in ("", "-wal")):
        if path.exists():
            yield path.name, subprocess.run(["cat", str(path)], check=True, capture_output=True).stdout
