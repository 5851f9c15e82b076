"""What the platform writes is for its own user alone, however it is started."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from santong.config import checkup, preparation
from santong.config.doctor import BAD, GOOD
from santong.kit.testing.migrated import give_tables
from santong.kit.testing.private import as_a_shell_would, loose, others_may
from santong.kit.testing.serving import Installation, installation

SAVE = (
    "import django; django.setup(); from django.core.files.base import ContentFile; "
    "from django.core.files.storage import default_storage; default_storage.save('a/b.txt', ContentFile(b'x'))"
)
BY_HAND = {
    "command": ("-m", "santong", "migrate", "contenttypes", "--verbosity", "0"),
    "another server": ("-c", "import santong.config.asgi; from django.db import connection; connection.cursor()"),
    "script": ("-c", SAVE),
    "django-admin": ("-m", "django", "migrate", "contenttypes", "--verbosity", "0"),
}


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
def test_nor_what_the_group_of_processes_writes(place: Installation):
    # The demonstration's files are looked at in tests/e2e, where one is served already.
    give_tables(place)
    with as_a_shell_would(), place.serving() as served:
        assert served.answers("/account/sign-in/") == 200
    assert loose(place.home) == []


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
