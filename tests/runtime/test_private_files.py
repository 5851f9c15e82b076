"""What the platform writes is for its own user alone, however it is started."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from santong.config import checkup, preparation
from santong.config.doctor import BAD, GOOD
from santong.kit.testing.serving import Installation, installation

SAVE = (
    "import django; django.setup(); from django.core.files.base import ContentFile; "
    "from django.core.files.storage import default_storage; default_storage.save('a/b.txt', ContentFile(b'x'))"
)
BY_HAND = {
    "command": ("-m", "santong", "migrate", "--verbosity", "0"),
    "another server": ("-c", "import santong.config.asgi; from django.db import connection; connection.cursor()"),
    "script": ("-c", SAVE),
    "django-admin": ("-m", "django", "migrate", "--verbosity", "0"),
}


def others_may(path: Path) -> int:
    """The bits of the mode that are for the group and for everybody else."""
    return stat.S_IMODE(path.lstat().st_mode) & 0o077


def loose(home: Path) -> list[str]:
    return [str(path) for path in home.rglob("*") if others_may(path)]


@pytest.fixture
def place() -> Iterator[Installation]:
    with installation() as made:
        yield made


@pytest.mark.parametrize("arguments", BY_HAND.values(), ids=BY_HAND)
def test_nobody_else_reads_what_is_written(place: Installation, arguments: tuple[str, ...]):
    environment = {**place.environment, "SECRET_KEY": ""}
    subprocess.run([sys.executable, *arguments], env=environment, check=True, umask=0o022)
    assert list(place.home.iterdir())
    assert loose(place.home) == []


@pytest.mark.slow
@pytest.mark.parametrize("command", ["serve", "demo"])
def test_nor_what_the_group_of_processes_writes(place: Installation, command: str):
    before = os.umask(0o022)  # what a shell has
    try:
        options = ("--migrate",) if command == "serve" else ("--bare",)
        with place.serving(*options, command=command) as served:
            assert served.answers("/account/sign-in/") == 200
    finally:
        os.umask(before)
    assert (place.home / "db.sqlite3").exists()
    # The supervisor's log is made by the test.
    assert [path for path in loose(place.home) if not path.endswith(".log")] == []


@pytest.fixture
def home(settings, monkeypatch, tmp_path: Path) -> Path:
    """A home that an earlier version left open."""
    settings.HOME, settings.LAKE_FOLDER = tmp_path, tmp_path / "lake"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(tmp_path / "db.sqlite3"))
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    for name in ("db.sqlite3", "db.sqlite3-wal", "secret.key", "field.keys"):
        (tmp_path / name).write_text("x")
        (tmp_path / name).chmod(0o644)
    for name in ("files", "lake", "uploads"):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(0o755)
    return tmp_path


def test_doctor_names_what_others_can_read_and_preparing_mends_it(home: Path):
    finding = checkup.private_files()
    assert finding.state == BAD
    assert "db.sqlite3" in finding.text
    assert "santong prepare" in finding.mend
    mended = preparation.close_to_others()
    assert {path.name for path in mended} == {path.name for path in home.iterdir()}
    assert loose(home) == []
    assert checkup.private_files().state == GOOD
    assert preparation.close_to_others() == []


def test_what_does_not_belong_to_the_platform_stays_as_it_is(home: Path):
    (home / "letter.txt").write_text("x")
    (home / "letter.txt").chmod(0o644)
    preparation.close_to_others()
    assert others_may(home / "letter.txt") == 0o044
