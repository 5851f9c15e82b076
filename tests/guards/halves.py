"""What is walked on one database and what on the other, where walking everything on both costs more than it finds."""

from __future__ import annotations

from binascii import crc32

from django.db import connection


def is_walked_here(name: str) -> bool:
    """Whether this database's run walks what has this name: each name is walked on one of the two, always the same."""
    return (crc32(name.encode()) & 1 == 0) == (connection.vendor == "sqlite")
