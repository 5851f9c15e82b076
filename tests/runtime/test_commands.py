"""Commands answer in one sentence where they can't work, and never with a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from santong.config.cli import REFUSED
from santong.kit.testing.serving import Installation, installation

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("commands")]


@pytest.fixture(scope="module")
def empty() -> Iterator[Installation]:
    """A home folder in which nothing was set up."""
    with installation() as place:
        yield place


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_commands_of_others_that_cannot_work_say_what_to_do(empty: Installation, name: str):
    done = empty.run(name, "--noinput", "--username", "admin", check=False)
    assert done.returncode == 2
    assert done.stderr.strip() == REFUSED[name]


def test_the_first_thing_tried_names_the_right_command():
    assert "santong first-admin" in REFUSED["createsuperuser"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("first-admin", "--name", "周启航", "--bureau", "清江市教育局"),
        ("export", "schools", "HOME/schools.csv"),
        ("reseal",),
        ("clearsessions",),
    ],
)
def test_a_database_that_lacks_its_tables_is_one_sentence(empty: Installation, arguments: tuple[str, ...]):
    done = empty.run(*(each.replace("HOME", str(empty.home)) for each in arguments), check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "santong migrate" in done.stderr.splitlines()[-1]


def test_an_unknown_command_is_told_as_before(empty: Installation):
    done = empty.run("no-such-thing", check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("runuser"), reason="only root runs commands as somebody else")
def test_the_command_of_a_server_has_the_settings_of_its_service(tmp_path: Path):
    settings = tmp_path / "santong.env"
    settings.write_text("PUBLIC_URL=https://edu.example.cn\nTRUSTED_PROXIES=1\n")
    told = subprocess.run(
        [ROOT / "deploy" / "santong", "-c", "echo $SANTONG_HOME $PUBLIC_URL $TRUSTED_PROXIES; id -un"],
        env={
            "PATH": os.environ["PATH"],
            "SANTONG_SETTINGS": str(settings),
            "SANTONG_USER": "nobody",
            "SANTONG_COMMAND": "/bin/sh",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["/var/lib/santong", "https://edu.example.cn", "1", "nobody"]
